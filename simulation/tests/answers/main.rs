//! What the figures show, to the planck, and that what is committed of them is what the rules lead to now.
#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "a test that can't go on fails"
)]

mod committed;
mod emission;
mod issued;
mod month;
mod phantom;
mod responses;
mod self_serving;

use proptest::{prelude::*, test_runner::RngSeed};

const VVV: u128 = diem_primitives::PLANCK_PER_UNIT;

/// The same cases in every run, unless `PROPTEST_RNG_SEED` says otherwise.
fn config() -> ProptestConfig {
    let mut config = ProptestConfig { failure_persistence: None, cases: 1_000, ..ProptestConfig::default() };
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(1);
    }
    config
}
