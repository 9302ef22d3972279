//! Builds the runtime a second time, as the WebAssembly blob that chains store and nodes execute.

#[cfg(all(feature = "std", feature = "metadata-hash"))]
fn main() {
    substrate_wasm_builder::WasmBuilder::init_with_defaults().enable_metadata_hash("VVV", 18).build();
}

#[cfg(all(feature = "std", not(feature = "metadata-hash")))]
fn main() {
    substrate_wasm_builder::WasmBuilder::init_with_defaults().build();
}

// While the blob itself is being built there is nothing to build.
#[cfg(not(feature = "std"))]
fn main() {}
