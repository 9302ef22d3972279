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
    /// Writing a grant to the ledger, where `l` leases ended.
    fn claim_quota(l: u32) -> Weight;
    /// Issuing what an account's DIEM earned.
    fn claim_rewards() -> Weight;
    /// Moving DIEM between two ledgers.
    fn transfer_quota() -> Weight;
    /// Setting the duration of epochs.
    fn set_epoch_duration() -> Weight;
    /// Setting the rules of staking.
    fn set_parameters() -> Weight;
    /// What first touches of `t` ledgers in an epoch add to a call, where `l` leases of them ended in all.
    fn first_touches(t: u32, l: u32) -> Weight;
    /// A block in which the epoch goes on.
    fn on_initialize_idle() -> Weight;
    /// A block that opens an epoch.
    fn on_initialize_roll() -> Weight;
}

/// The computation of a call beside its reads and writes: encoding records of a few hundred bytes, a few divisions of 256 bits.
const COMPUTATION: Weight = Weight::from_parts(20_000_000, 0);

/// The computation of a first touch: the records of up to 35 epochs, a product of 256 bits for each.
const TOUCH_COMPUTATION: Weight = Weight::from_parts(50_000_000, 0);

/// A call that reads and writes so many items.
fn call(db: RuntimeDbWeight, reads: u64, writes: u64) -> Weight {
    COMPUTATION.saturating_add(db.reads_writes(reads, writes))
}

/// A call that touches ledgers that are up to date, and reads and writes so many items beside.
///
/// Once it reads the epoch. For each account it reads and writes the ledger.
fn touching(db: RuntimeDbWeight, accounts: u64, reads: u64, writes: u64) -> Weight {
    call(db, reads.saturating_add(1), writes).saturating_add(db.reads_writes(accounts, accounts))
}

/// Once it reads and writes the records of the current and the previous epoch. For each ledger it reads and writes the book of leases, and
/// reads the stake and the records of the two epochs that become final and of the one after them; and for each lease that ended, the record
/// of that epoch.
fn first_touches(db: RuntimeDbWeight, t: u32, l: u32) -> Weight {
    let ledger = TOUCH_COMPUTATION.saturating_add(db.reads_writes(5, 1));
    db.reads_writes(2, 2)
        .saturating_add(ledger.saturating_mul(t.into()))
        .saturating_add(db.reads(1).saturating_mul(l.into()))
}

/// Reads and writes: the stake, the total weight, the account and its holds. Reads: the rules, the book of leases.
fn change_of_stake(db: RuntimeDbWeight) -> Weight {
    touching(db, 1, 6, 4)
}

/// Reads and writes: the stake, the total weight. Reads: the rules.
fn restake(db: RuntimeDbWeight) -> Weight {
    touching(db, 1, 3, 2)
}

/// Reads and writes: the stake, the account and its holds.
fn withdraw(db: RuntimeDbWeight) -> Weight {
    touching(db, 1, 3, 3)
}

fn claim_quota(db: RuntimeDbWeight, l: u32) -> Weight {
    touching(db, 1, 0, 0).saturating_add(first_touches(db, 1, l))
}

/// Reads and writes: the account, what was issued of VVV, and what of it as rewards. Reads: the stake.
fn claim_rewards(db: RuntimeDbWeight) -> Weight {
    touching(db, 1, 4, 3)
}

/// Reads: the rules. Reads and writes: the record of the epoch, where a fee is burnt.
fn transfer_quota(db: RuntimeDbWeight) -> Weight {
    touching(db, 2, 2, 1)
}

/// Writes: the duration, or the rules.
fn setting(db: RuntimeDbWeight) -> Weight {
    call(db, 0, 1)
}

/// Reads: the epoch, its record, the time.
fn on_initialize_idle(db: RuntimeDbWeight) -> Weight {
    call(db, 3, 0)
}

/// Reads: the epoch, its record, the time, the duration, the pledged capacity, the most that a DIEM may earn, the total weight, the
/// rules, when emission began, what was carried so far.
/// Writes: the epoch, its record, what was carried, and the removal of the record that is not kept any more; or, in the first
/// epoch, when emission began.
fn on_initialize_roll(db: RuntimeDbWeight) -> Weight {
    call(db, 10, 4)
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

    fn claim_quota(l: u32) -> Weight {
        claim_quota(T::DbWeight::get(), l)
    }

    fn claim_rewards() -> Weight {
        claim_rewards(T::DbWeight::get())
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

    fn first_touches(t: u32, l: u32) -> Weight {
        first_touches(T::DbWeight::get(), t, l)
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

    fn claim_quota(l: u32) -> Weight {
        claim_quota(ParityDbWeight::get(), l)
    }

    fn claim_rewards() -> Weight {
        claim_rewards(ParityDbWeight::get())
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

    fn first_touches(t: u32, l: u32) -> Weight {
        first_touches(ParityDbWeight::get(), t, l)
    }

    fn on_initialize_idle() -> Weight {
        on_initialize_idle(ParityDbWeight::get())
    }

    fn on_initialize_roll() -> Weight {
        on_initialize_roll(ParityDbWeight::get())
    }
}
