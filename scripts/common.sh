# What run, test, bench, weights and cargo of this folder share: set-up of the machine, and the one way in which the chain is built.
# Sourced, not run. Everything here can be done twice: what is there already is left alone.

repo=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/vvv
# Outside the checkout, so that a fresh clone finds the dependencies built.
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$cache/target}
export DIEM_NODE=$CARGO_TARGET_DIR/release/diem-node
node_log=

say() { printf '\n== %s\n' "$*"; }
note() { printf '   %s\n' "$*"; }
fail() {
    printf '\nerror: %s\n' "$*" >&2
    exit 1
}
has() { command -v "$1" >/dev/null 2>&1; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

install_packages() {
    local missing=()
    has protoc || missing+=(protobuf-compiler)
    has pkg-config || missing+=(pkg-config)
    { has pkg-config && pkg-config --exists openssl; } || missing+=(libssl-dev)
    has cc || missing+=(build-essential)
    has git || missing+=(git)
    has node || missing+=(nodejs)
    has npm || missing+=(npm)
    [ ${#missing[@]} -gt 0 ] || return 0
    has apt-get || fail "install these first, by the name that your system gives them: ${missing[*]}"
    note "installing ${missing[*]}"
    as_root apt-get update -qq >/dev/null
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

check_node_version() {
    local major
    major=$(node --version | sed 's/^v\([0-9]*\).*/\1/')
    [ "$major" -ge 20 ] || fail "Node.js 20 or newer is needed, this one is $(node --version): install a newer one first"
}

# The compiler that everything was tested with: another one may have other lints, and those are errors here.
rust_version=1.96.0

rustup_has_it() {
    [ -d "$(rustup run "$rust_version" rustc --print target-libdir --target wasm32v1-none 2>/dev/null || echo /nowhere)" ]
}

rustup_gets_it() {
    note "asking rustup for Rust $rust_version with the wasm32v1-none target (a minute)"
    rustup toolchain install "$rust_version" --profile minimal --component clippy --component rustfmt \
        --target wasm32v1-none --no-self-update >"$cache/rustup.log" 2>&1
}

# A toolchain that can build wasm32v1-none: rustup's where it can be had, else the one that wasm-toolchain.sh makes.
use_toolchain() {
    # One set of compiler flags for every build of ours, or each would build the dependencies anew; and never a node without
    # its runtime.
    unset RUSTFLAGS SKIP_WASM_BUILD
    local made=$cache/toolchain
    if [ ! -f "$made/built-from" ] && has rustup && { rustup_has_it || rustup_gets_it; }; then
        export RUSTUP_TOOLCHAIN=$rust_version
        return 0
    fi
    if [ ! -f "$made/built-from" ]; then
        has apt-get || fail "Rust $rust_version with the target wasm32v1-none can't be had: see $cache/rustup.log"
        note "it can't be had: making a toolchain of Debian's packages (a minute)"
    fi
    # One at a time, where several of our commands begin together.
    flock "$cache" bash "$repo/scripts/wasm-toolchain.sh" "$made" >"$made.log" 2>&1 ||
        { cat "$made.log" >&2; fail "the toolchain could not be made"; }
    if has rustup; then export RUSTUP_TOOLCHAIN=vvv; else export PATH=$made/bin:$PATH; fi
    export SYSROOT=$made
}

install_npm_packages() {
    local stamp=$repo/node_modules/.package-lock.json
    [ -f "$stamp" ] && [ ! "$repo/package-lock.json" -nt "$stamp" ] && return 0
    note "installing npm packages (half a minute)"
    (cd "$repo" && npm ci --silent --no-audit --no-fund)
}

set_up() {
    mkdir -p "$cache"
    say "Set-up: system packages, Rust toolchain, npm packages (seconds; two minutes on a new machine)"
    install_packages
    check_node_version
    use_toolchain
    install_npm_packages
    note "$(rustc --version), node $(node --version), builds in $CARGO_TARGET_DIR"
}

# Every cargo command on the node and the runtime names the same packages, or cargo would choose other features for the
# dependencies and compile them again. Clippy is the compiler of our own crates, so that what is built is also linted.
release_packages=(--release -p diem-node -p diem-runtime-tests -p diem-throughput -p diem-scale)
linted_cargo() { RUSTC_WORKSPACE_WRAPPER=clippy-driver cargo "$@"; }

build_node() {
    say "Build: runtime and node (seconds when built before; 50 minutes from nothing on two cores)"
    (cd "$repo" && linted_cargo build --locked "${release_packages[@]}")
}

# start_node ARGUMENT… : starts a node, waits for its RPC, sets $node_pid, $node_log and $endpoint.
start_node() {
    node_log=$(mktemp "${TMPDIR:-/tmp}/diem-node.XXXXXX")
    "$DIEM_NODE" "$@" >"$node_log" 2>&1 &
    node_pid=$!
    trap stop_node EXIT
    local waited
    for waited in $(seq 1 120); do
        local address
        address=$(sed -n 's/.*Running JSON-RPC server: addr=\([0-9.]*:[0-9]*\).*/\1/p' "$node_log" | head -n 1)
        if [ -n "$address" ]; then
            endpoint=ws://$address
            return 0
        fi
        kill -0 "$node_pid" 2>/dev/null || break
        sleep 0.5
    done
    tail -n 20 "$node_log" >&2
    fail "the node did not start; its output is above"
}

stop_node() {
    [ -n "${node_pid:-}" ] || return 0
    kill "$node_pid" 2>/dev/null || true
    wait "$node_pid" 2>/dev/null || true
    rm -f "$node_log"
    node_pid=
}
