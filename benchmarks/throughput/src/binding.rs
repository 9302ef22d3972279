//! Which limit binds a workload, and how far away the others are.

use crate::{limits::Limits, measure::Figures, workloads::Unit};
use diem_runtime::SLOT_DURATION;
use serde::Serialize;

/// The part of a slot in which the node makes a block (`PROPOSAL_PART_OF_SLOT` of `node/src/service/aura.rs`).
const PROPOSING_PART: f64 = 0.75;
/// From this part of a limit on it is what binds.
const BINDS: f64 = 0.9;
/// How often each byte of an extrinsic is hashed: by the pool, for the root of the block's extrinsics, by the trie of that root,
/// and in the Merkle tree of a batch.
const HASHED_PER_BYTE: f64 = 4.0;
/// Bytes that are hashed for each entry of the state that is written: the nodes on its path, four of half a kilobyte, of which a block's
/// writes share the upper ones.
const HASHED_PER_WRITE: f64 = 2_048.0;

/// Parts of each limit that a workload takes up; a limit is as many times away as one is divided by its part.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Shares {
    /// Of the weight that ordinary extrinsics may have in a block.
    pub block_weight: f64,
    /// Of the bytes that ordinary extrinsics may have in a block.
    pub block_length: f64,
    /// Of the time in which a block is made, by the node's log.
    pub proposing: f64,
    /// Of that time, verifying signatures once, of extrinsics and of vouchers.
    pub signatures: f64,
    /// Of the whole slot, writing to the trie and to the database.
    pub database: Option<f64>,
    /// Of the time in which a block is made, hashing.
    pub hashing: f64,
    /// Of the time in which a block is made, the rest: executing the runtime's wasm, reading the state, choosing from the pool.
    pub execution: f64,
}

/// What binds, in words.
#[derive(Clone, Debug, Serialize)]
pub struct Binding {
    /// Parts of each limit.
    pub shares: Shares,
    /// The limit that binds.
    pub binds: String,
}

/// What limits a workload that reached these figures, on a machine with these limits. `writes` are the entries of the state that each
/// extrinsic changes.
pub fn binding(figures: &Figures, unit: Unit, writes: Option<f64>, limits: &Limits) -> Binding {
    let shares = shares(figures, unit, writes, limits);
    Binding { binds: what_binds(&shares, figures.had_choice), shares }
}

fn shares(figures: &Figures, unit: Unit, writes: Option<f64>, limits: &Limits) -> Shares {
    let slot = SLOT_DURATION as f64 / 1_000.0;
    let proposing = slot * PROPOSING_PART;
    let blocks = (figures.blocks as f64).max(1.0);
    let extrinsics = figures.extrinsics as f64 / blocks;
    let vouchers = if unit == Unit::Voucher { figures.units as f64 / blocks } else { 0.0 };
    let bytes = figures.bytes_per_unit * figures.units as f64 / blocks;
    let written = writes.map(|writes| writes * extrinsics);

    let signatures = (extrinsics + vouchers) / limits.sr25519_verifications_per_second / proposing;
    let hashed = bytes * HASHED_PER_BYTE + written.unwrap_or_default() * HASHED_PER_WRITE;
    let hashing = hashed / limits.blake2_256_bytes_per_second / proposing;
    let all = figures.proposing_ms.p50 / 1_000.0 / proposing;
    Shares {
        block_weight: figures.weight_fullness,
        block_length: figures.length_fullness,
        proposing: all,
        signatures,
        database: written.map(|written| written / limits.trie_writes_per_second / slot),
        hashing,
        execution: (all - signatures - hashing).max(0.0),
    }
}

fn what_binds(shares: &Shares, had_choice: f64) -> String {
    let parts = [
        (shares.signatures, "signatures"),
        (shares.hashing, "hashing"),
        (shares.execution, "wasm execution"),
    ];
    let largest_part = largest(&parts).1;
    let time = format!("time to make a block, most of it {largest_part}");
    let limits = [
        (shares.block_weight, "block weight"),
        (shares.block_length, "block length"),
        (shares.database.unwrap_or_default(), "database writes"),
        (shares.proposing, time.as_str()),
    ];
    let (share, name) = largest(&limits);
    if share < BINDS && had_choice < 0.5 {
        // Blocks had room and there was nothing to put into them.
        return "submission: what the pool validates".into();
    }
    name.into()
}

fn largest<'a>(shares: &[(f64, &'a str)]) -> (f64, &'a str) {
    shares.iter().copied().max_by(|one, other| one.0.total_cmp(&other.0)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::Quantiles;

    const LIMITS: Limits = Limits {
        sr25519_verifications_per_second: 20_000.0,
        trie_writes_per_second: 50_000.0,
        trie_values: 1,
        blake2_256_bytes_per_second: 1e9,
    };

    fn figures() -> Figures {
        Figures {
            blocks: 10,
            extrinsics: 30_000,
            units: 30_000,
            bytes_per_unit: 150.0,
            weight_fullness: 0.98,
            length_fullness: 0.1,
            proposing_ms: Quantiles { p50: 750.0, p99: 800.0 },
            had_choice: 1.0,
            ..Figures::default()
        }
    }

    #[test]
    fn each_part_is_of_its_own_limit() {
        let Binding { shares, binds } = binding(&figures(), Unit::Extrinsic, Some(2.0), &LIMITS);
        assert_eq!(binds, "block weight");
        // 3,000 a block at 20,000 a second are 0.1 of 1.5 s; 6,000 writes at 50,000 a second are 0.06 of 2 s.
        let close = |share: f64, expected: f64| (share - expected).abs() < 1e-9;
        assert!(close(shares.proposing, 0.5) && close(shares.signatures, 0.1), "{shares:?}");
        assert!(shares.database.is_some_and(|share| close(share, 0.06)), "{shares:?}");
        assert!((shares.signatures + shares.hashing + shares.execution - shares.proposing).abs() < 1e-9);
    }

    #[test]
    fn a_block_that_takes_too_long_is_bound_by_what_takes_most_of_the_time() {
        let late = Figures {
            weight_fullness: 0.6,
            proposing_ms: Quantiles { p50: 1_490.0, p99: 1_500.0 },
            ..figures()
        };
        let binds = binding(&late, Unit::Extrinsic, None, &LIMITS).binds;
        assert_eq!(binds, "time to make a block, most of it wasm execution");
    }

    #[test]
    fn blocks_with_room_and_an_empty_pool_are_bound_by_submission() {
        let starved = Figures { weight_fullness: 0.4, had_choice: 0.1, ..figures() };
        let binds = binding(&starved, Unit::Extrinsic, None, &LIMITS).binds;
        assert_eq!(binds, "submission: what the pool validates");
    }

    #[test]
    fn vouchers_are_verified_beside_the_extrinsic_that_brings_them() {
        let vouchers = Figures { extrinsics: 100, units: 12_500, ..figures() };
        let shares = binding(&vouchers, Unit::Voucher, None, &LIMITS).shares;
        assert!((shares.signatures - 1_260.0 / 20_000.0 / 1.5).abs() < 1e-9);
    }
}
