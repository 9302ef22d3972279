//! What the calls and the hook cost, from the reads and writes that they do at most.
//!
//! Events are not counted: the runtime keeps them in memory until the block ends.

use core::marker::PhantomData;
use frame_support::{
    traits::Get,
    weights::{constants::ParityDbWeight, RuntimeDbWeight, Weight},
};

/// Weights of the calls and of the hook.
pub trait WeightInfo {
    /// Staking VVV.
    fn stake() -> Weight;
    /// Unstaking VVV, and releasing what has matured.
    fn unstake() -> Weight;
    /// Staking again what is unlocking.
    fn restake() -> Weight;
    /// Releasing what has matured.
    fn withdraw() -> Weight;
    /// Writing a grant to the ledger.
    fn claim_quota() -> Weight;
    /// Moving DIEM between two ledgers.
    fn transfer_quota() -> Weight;
    /// Setting the duration of epochs.
    fn set_epoch_duration() -> Weight;
    /// Setting the rules of staking.
    fn set_parameters() -> Weight;
    /// A block in which the epoch goes on.
    fn on_initialize_idle() -> Weight;
    /// A block that opens an epoch.
    fn on_initialize_roll() -> Weight;
}

/// The computation of a call beside its reads and writes: encoding records of a few hundred bytes, a few divisions of 256 bits.
pub(crate) const COMPUTATION: Weight = Weight::from_parts(20_000_000, 0);

/// A call that reads and writes so many items.
///
/// Bringing a ledger up to date reads and writes three: the ledger and the records of two epochs; and it reads the stake.
fn call(db: RuntimeDbWeight, reads: u64, writes: u64) -> Weight {
    COMPUTATION.saturating_add(db.reads_writes(reads, writes))
}

/// Reads: the epoch, the rules, the total weight, the stake, the ledger, two records, the account and its holds.
/// Writes: the total weight, the stake, the ledger, two records, the account and its holds.
fn change_of_stake(db: RuntimeDbWeight) -> Weight {
    call(db, 9, 7)
}

/// Reads: the epoch, the rules, the total weight, the stake, the ledger, two records.
/// Writes: the total weight, the stake, the ledger, two records.
fn restake(db: RuntimeDbWeight) -> Weight {
    call(db, 7, 5)
}

/// Reads: the epoch, the stake, the ledger, two records, the account and its holds.
/// Writes: the stake, the ledger, two records, the account and its holds.
fn withdraw(db: RuntimeDbWeight) -> Weight {
    call(db, 7, 6)
}

/// Reads: the epoch, the stake, the ledger, two records. Writes: the ledger, two records.
fn claim_quota(db: RuntimeDbWeight) -> Weight {
    call(db, 5, 3)
}

/// Reads: the epoch, the rules, two stakes, two ledgers, two records. Writes: two ledgers, two records.
fn transfer_quota(db: RuntimeDbWeight) -> Weight {
    call(db, 8, 4)
}

/// Writes: the duration, or the rules.
fn setting(db: RuntimeDbWeight) -> Weight {
    call(db, 0, 1)
}

/// Reads: the epoch, its record, the time.
fn on_initialize_idle(db: RuntimeDbWeight) -> Weight {
    call(db, 3, 0)
}

/// Reads: the epoch, its record, the time, the duration, the pledged capacity, the total weight, the rules.
/// Writes: the epoch, its record, and the removal of the record that is not kept any more.
fn on_initialize_roll(db: RuntimeDbWeight) -> Weight {
    call(db, 7, 3)
}

/// For a runtime, with its database's costs.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
    fn stake() -> Weight {
        change_of_stake(T::DbWeight::get())
    }

    fn unstake() -> Weight {
        change_of_stake(T::DbWeight::get())
    }

    fn restake() -> Weight {
        restake(T::DbWeight::get())
    }

    fn withdraw() -> Weight {
        withdraw(T::DbWeight::get())
    }

    fn claim_quota() -> Weight {
        claim_quota(T::DbWeight::get())
    }

    fn transfer_quota() -> Weight {
        transfer_quota(T::DbWeight::get())
    }

    fn set_epoch_duration() -> Weight {
        setting(T::DbWeight::get())
    }

    fn set_parameters() -> Weight {
        setting(T::DbWeight::get())
    }

    fn on_initialize_idle() -> Weight {
        on_initialize_idle(T::DbWeight::get())
    }

    fn on_initialize_roll() -> Weight {
        on_initialize_roll(T::DbWeight::get())
    }
}

/// For tests.
impl WeightInfo for () {
    fn stake() -> Weight {
        change_of_stake(ParityDbWeight::get())
    }

    fn unstake() -> Weight {
        change_of_stake(ParityDbWeight::get())
    }

    fn restake() -> Weight {
        restake(ParityDbWeight::get())
    }

    fn withdraw() -> Weight {
        withdraw(ParityDbWeight::get())
    }

    fn claim_quota() -> Weight {
        claim_quota(ParityDbWeight::get())
    }

    fn transfer_quota() -> Weight {
        transfer_quota(ParityDbWeight::get())
    }

    fn set_epoch_duration() -> Weight {
        setting(ParityDbWeight::get())
    }

    fn set_parameters() -> Weight {
        setting(ParityDbWeight::get())
    }

    fn on_initialize_idle() -> Weight {
        on_initialize_idle(ParityDbWeight::get())
    }

    fn on_initialize_roll() -> Weight {
        on_initialize_roll(ParityDbWeight::get())
    }
}
