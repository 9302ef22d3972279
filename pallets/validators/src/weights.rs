//! What the calls cost, from the reads and writes that they do.

use core::marker::PhantomData;
use frame_support::{
    traits::Get,
    weights::{constants::ParityDbWeight, RuntimeDbWeight, Weight},
};

/// Weights of the calls.
pub trait WeightInfo {
    /// Adding an account.
    fn add_validator() -> Weight;
    /// Removing an account from a set of `n`.
    fn remove_validator(n: u32) -> Weight;
}

/// The computation of a call beside its reads and writes: comparing accounts and encoding a short list.
const COMPUTATION: Weight = Weight::from_parts(10_000_000, 0);
/// The computation for each member of the set.
const PER_MEMBER: Weight = Weight::from_parts(500_000, 0);

fn add_validator(db: RuntimeDbWeight) -> Weight {
    // Reads: the set, the account's session keys. Writes: the set.
    COMPUTATION.saturating_add(db.reads_writes(2, 1))
}

fn remove_validator(n: u32, db: RuntimeDbWeight) -> Weight {
    // Reads: the set, and session keys until a member with keys is found. Writes: the set.
    COMPUTATION
        .saturating_add(PER_MEMBER.saturating_mul(n.into()))
        .saturating_add(db.reads_writes(u64::from(n).saturating_add(1), 1))
}

/// For a runtime, with its database's costs.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
    fn add_validator() -> Weight {
        add_validator(T::DbWeight::get())
    }

    fn remove_validator(n: u32) -> Weight {
        remove_validator(n, T::DbWeight::get())
    }
}

/// For tests.
impl WeightInfo for () {
    fn add_validator() -> Weight {
        add_validator(ParityDbWeight::get())
    }

    fn remove_validator(n: u32) -> Weight {
        remove_validator(n, ParityDbWeight::get())
    }
}
