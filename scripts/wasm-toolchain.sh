#!/usr/bin/env bash
# Makes a Rust toolchain that can build wasm32v1-none where rustup cannot download the target, from Debian's packages.
# rustup, where there is one, knows it as `vvv`; its bin/ folder works on PATH as well. Idempotent; a minute the first time.
# Usage: wasm-toolchain.sh [directory]    (default: vvv/toolchain in $XDG_CACHE_HOME, which is ~/.cache where it is not set)
set -euo pipefail
toolchain_dir=${1:-${XDG_CACHE_HOME:-$HOME/.cache}/vvv/toolchain}
target=wasm32v1-none
packages=(rustc-web cargo-web rust-web-src rust-web-clippy rustfmt-web lld-22)

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

if ! dpkg -s "${packages[@]}" >/dev/null 2>&1; then
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}"
fi

# The standard library that a runtime needs, built from Debian's sources.
build_wasm_libraries() {
    local scratch
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' RETURN
    mkdir -p "$scratch/src"
    printf '[package]\nname = "std-for-wasm"\nversion = "0.0.0"\nedition = "2021"\n' >"$scratch/Cargo.toml"
    printf '#![no_std]\n' >"$scratch/src/lib.rs"
    # Without embedded bitcode the runtime's link-time optimisation stops with "Can't find section .llvmbc".
    (cd "$scratch" && env -u RUSTUP_TOOLCHAIN -u RUSTC_WORKSPACE_WRAPPER \
        RUSTFLAGS="-C embed-bitcode=yes" RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 \
        CARGO_TARGET_DIR="$scratch/target" CARGO_TARGET_WASM32V1_NONE_LINKER=/usr/bin/wasm-ld-22 \
        /usr/bin/cargo build --quiet --release --target $target \
        -Zbuild-std=core,alloc,compiler_builtins -Zbuild-std-features=compiler-builtins-mem)
    cp "$scratch/target/$target/release/deps/"lib{core,alloc,compiler_builtins}-*.rlib \
        "$toolchain_dir/lib/rustlib/$target/lib/"
}

version=$(/usr/bin/rustc --version)
host=$(/usr/bin/rustc -vV | sed -n 's/^host: //p')
stamp=$toolchain_dir/built-from
if [ ! -f "$stamp" ] || [ "$(cat "$stamp")" != "$version" ]; then
    rm -rf "$toolchain_dir"
    mkdir -p "$toolchain_dir"/{bin,lib/rustlib/$host/bin,lib/rustlib/$target/lib}
    build_wasm_libraries
    ln -s /usr/lib/rustlib/$host/lib "$toolchain_dir/lib/rustlib/$host/lib"
    ln -s /usr/lib/llvm-22/bin/lld "$toolchain_dir/lib/rustlib/$host/bin/rust-lld"
    printf '#!/bin/sh\nexec /usr/bin/rustc --sysroot "%s" "$@"\n' "$toolchain_dir" >"$toolchain_dir/bin/rustc"
    printf '#!/bin/sh\nexport RUSTC="%s/bin/rustc"\nexec /usr/bin/cargo "$@"\n' "$toolchain_dir" >"$toolchain_dir/bin/cargo"
    chmod +x "$toolchain_dir"/bin/*
    for tool in rustdoc rustfmt cargo-fmt cargo-clippy clippy-driver; do
        ln -s "/usr/bin/$tool" "$toolchain_dir/bin/$tool"
    done
    echo "$version" >"$stamp"
fi
linked=${RUSTUP_HOME:-$HOME/.rustup}/toolchains/vvv
# Linking it again would take it away from a build that runs.
if command -v rustup >/dev/null 2>&1 && [ "$(readlink "$linked")" != "$toolchain_dir" ]; then
    rustup toolchain link vvv "$toolchain_dir"
fi
"$toolchain_dir/bin/rustc" --version
