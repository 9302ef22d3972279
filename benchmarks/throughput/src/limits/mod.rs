//! What the machine can do, measured in the same run: nothing that the chain does can be faster.

mod database;
mod hashing;
mod signatures;

use crate::options::Scale;
use anyhow::Result;
use serde::Serialize;
use std::{
    hint::black_box,
    path::Path,
    time::{Duration, Instant},
};

/// What the machine can do on one core.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Limits {
    /// sr25519 signatures verified per second.
    pub sr25519_verifications_per_second: f64,
    /// Values of a trie in ParityDb written per second: the trie's new nodes computed, and committed to the database.
    pub trie_writes_per_second: f64,
    /// How many values that trie has.
    pub trie_values: u32,
    /// Bytes hashed per second with BLAKE2b-256, a kibibyte at a time.
    pub blake2_256_bytes_per_second: f64,
}

/// Measures all of them, one after the other. The database is made in `folder`.
pub fn measure(scale: Scale, folder: &Path) -> Result<Limits> {
    let duration = Duration::from_millis(scale.limit_ms);
    Ok(Limits {
        sr25519_verifications_per_second: signatures::verifications_per_second(duration),
        trie_writes_per_second: database::writes_per_second(duration, scale.trie_values, folder)?,
        trie_values: scale.trie_values,
        blake2_256_bytes_per_second: hashing::bytes_per_second(duration),
    })
}

/// How often per second something can be done, which is done for so long.
fn times_per_second<T>(duration: Duration, mut one: impl FnMut() -> T) -> f64 {
    let began = Instant::now();
    let mut count = 0_u32;
    while began.elapsed() < duration {
        black_box(one());
        count += 1;
    }
    f64::from(count) / began.elapsed().as_secs_f64()
}
