//! Builds the runtime a second time, as the WebAssembly blob that the chain stores and nodes execute.

#[cfg(feature = "std")]
fn main() {
    // The target folder lies outside of the checkout, where the builder would not find the lock file.
    std::env::set_var("WASM_BUILD_WORKSPACE_HINT", concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    substrate_wasm_builder::WasmBuilder::init_with_defaults().build();
}

// While the blob itself is being built there is nothing to build.
#[cfg(not(feature = "std"))]
fn main() {}
