//! The pure rules against an independent model in big integers.
#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "a test that can't go on fails"
)]

mod charges;
mod emission;
mod epoch_times;
mod evidence;
mod grants;
mod series;
mod windows;

use num_bigint::BigUint;
use proptest::{prelude::*, test_runner::RngSeed};

/// The same cases in every run, unless `PROPTEST_RNG_SEED` says otherwise.
fn config() -> ProptestConfig {
    let mut config = ProptestConfig { failure_persistence: None, cases: 1_000, ..ProptestConfig::default() };
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(1);
    }
    config
}

fn big(number: u128) -> BigUint {
    BigUint::from(number)
}

/// `number` where it fits into 128 bits.
fn narrow(number: &BigUint) -> Option<u128> {
    u128::try_from(number).ok()
}

/// Numbers of every magnitude: as many small ones as large ones, and the ends.
fn any_size() -> impl Strategy<Value = u128> {
    prop_oneof![
        8 => (any::<u128>(), 0..128_u32).prop_map(|(number, shift)| number >> shift),
        1 => Just(0),
        1 => Just(u128::MAX),
    ]
}
