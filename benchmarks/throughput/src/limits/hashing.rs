//! Hashing.

use super::times_per_second;
use sp_crypto_hashing::blake2_256;
use std::{hint::black_box, time::Duration};

/// What is hashed at a time.
const BYTES: [u8; 1_024] = [7; 1_024];

/// Bytes that one core hashes per second.
pub fn bytes_per_second(duration: Duration) -> f64 {
    times_per_second(duration, || blake2_256(black_box(&BYTES))) * BYTES.len() as f64
}
