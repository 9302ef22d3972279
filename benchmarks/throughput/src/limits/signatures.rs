//! Verifying signatures.

use super::times_per_second;
use sp_core::{sr25519, Pair};
use std::{hint::black_box, time::Duration};

/// The length of what is signed: a transfer's payload.
const MESSAGE: [u8; 120] = [7; 120];

/// sr25519 signatures that one core verifies per second.
pub fn verifications_per_second(duration: Duration) -> f64 {
    let pair = sr25519::Pair::from_seed(&[1; 32]);
    let (signature, public) = (pair.sign(&MESSAGE), pair.public());
    times_per_second(duration, || sr25519::Pair::verify(black_box(&signature), MESSAGE, &public))
}
