//! Builds the runtime a second time, as the WebAssembly blob that chains store and nodes execute.

#[cfg(feature = "std")]
fn main() {
    // The builder looks for the lock file upwards from the target folder. Ours lies outside of the checkout, and a build
    // without the lock file would take whatever versions are new.
    std::env::set_var("WASM_BUILD_WORKSPACE_HINT", concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    builder().build();
}

#[cfg(all(feature = "std", feature = "metadata-hash"))]
fn builder() -> substrate_wasm_builder::WasmBuilder {
    substrate_wasm_builder::WasmBuilder::init_with_defaults().enable_metadata_hash("VVV", 18)
}

#[cfg(all(feature = "std", not(feature = "metadata-hash")))]
fn builder() -> substrate_wasm_builder::WasmBuilder {
    substrate_wasm_builder::WasmBuilder::init_with_defaults()
}

// While the blob itself is being built there is nothing to build.
#[cfg(not(feature = "std"))]
fn main() {}
