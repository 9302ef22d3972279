//! What the calls cost, from the reads and writes that they do.

use crate::types::MAX_SETTLED_EPOCHS;
use core::marker::PhantomData;
use frame_support::{
    traits::Get,
    weights::{constants::ParityDbWeight, RuntimeDbWeight, Weight},
};

/// Weights of the calls.
pub trait WeightInfo {
    /// Registering a provider.
    fn register_provider() -> Weight;
    /// Changing a pledge.
    fn set_capacity() -> Weight;
    /// Leaving.
    fn deregister_provider() -> Weight;
    /// Setting a receipt key.
    fn set_receipt_key() -> Weight;
    /// Withdrawing a bond, clearing a list of `l` models, and removing `b` roots of batches.
    fn withdraw_bond(l: u32, b: u32) -> Weight;
    /// Serving a model.
    fn serve_model() -> Weight;
    /// Serving it no more.
    fn stop_serving() -> Weight;
    /// Registering a model.
    fn register_model() -> Weight;
    /// Setting its prices.
    fn set_rate_card() -> Weight;
    /// Handing it on.
    fn set_curator() -> Weight;
    /// Retiring or removing it.
    fn retire_model() -> Weight;
    /// Opening a budget.
    fn open_budget() -> Weight;
    /// Giving it new terms.
    fn update_budget() -> Weight;
    /// Replacing its delegate.
    fn set_delegate() -> Weight;
    /// Pausing it.
    fn pause_budget() -> Weight;
    /// Resuming it.
    fn resume_budget() -> Weight;
    /// Closing or removing it.
    fn close_budget() -> Weight;
    /// Settling a batch of `g` groups with `r` receipts in all, for `m` models.
    fn submit_receipts(g: u32, r: u32, m: u32) -> Weight;
    /// Settling `v` vouchers whose signatures hold.
    fn settle_vouchers(v: u32) -> Weight;
    /// What `v` vouchers whose signatures do not hold add to that.
    fn refuse_vouchers(v: u32) -> Weight;
    /// Giving back what was debited.
    fn refund() -> Weight;
    /// What a batch does beside settling: crediting the earnings of `e` epochs, and looking at `b` roots of former batches.
    fn tidy(e: u32, b: u32) -> Weight;
    /// Judging evidence of an overcharge, with `r` receipts and a proof of `p` hashes.
    fn dispute_overcharged(r: u32, p: u32) -> Weight;
    /// Judging evidence of a receipt that was settled twice, with `r` receipts and `p` hashes of proofs in all.
    fn dispute_settled_twice(r: u32, p: u32) -> Weight;
    /// Issuing earnings, where those of `e` epochs became final.
    fn claim_earnings(e: u32) -> Weight;
    /// Setting the parameters.
    fn set_parameters() -> Weight;
}

/// The computation of a call beside its reads and writes.
const COMPUTATION: Weight = Weight::from_parts(20_000_000, 0);
/// Putting VVV on hold or releasing it: the account and its holds are read and written.
const HOLD: (u64, u64) = (2, 2);
/// Verifying a signature of the slowest of the three kinds, counted by hand: the SDK measures 41 microseconds for sr25519 on its reference
/// hardware, ed25519 and ecdsa take as long or half as long again, and this leaves a margin for the hash and the call of the host.
const SIGNATURE: Weight = Weight::from_parts(100_000_000, 0);
/// Touching a ledger that is up to date: the epoch is read, the ledger is read and written. What a first touch costs beside is added apart.
const LEDGER: (u64, u64) = (2, 1);

/// Issuing VVV: the account, the issuance and what was issued in all are read and written.
const ISSUE: (u64, u64) = (3, 3);

fn constant(db: RuntimeDbWeight, reads: u64, writes: u64) -> Weight {
    COMPUTATION.saturating_add(db.reads_writes(reads, writes))
}

fn with(db: RuntimeDbWeight, (reads, writes): (u64, u64), (more_reads, more_writes): (u64, u64)) -> Weight {
    constant(db, reads.saturating_add(more_reads), writes.saturating_add(more_writes))
}

fn withdraw_bond(db: RuntimeDbWeight, l: u32, b: u32) -> Weight {
    // The provider, the epoch, the parameters, the keys; the records of all epochs that became final; each listing, each root.
    let reads = u64::from(MAX_SETTLED_EPOCHS).saturating_add(3);
    let entry = Weight::from_parts(1_000_000, 0).saturating_add(db.reads_writes(1, 1));
    with(db, HOLD, (reads, 2))
        .saturating_add(db.reads_writes(ISSUE.0, ISSUE.1))
        .saturating_add(entry.saturating_mul(l.into()))
        .saturating_add(entry.saturating_mul(b.into()))
}

fn open_budget(db: RuntimeDbWeight) -> Weight {
    // The parameters, the number, the budget.
    with(db, HOLD, (2, 2)).saturating_add(db.reads_writes(LEDGER.0, LEDGER.1))
}

fn submit_receipts(db: RuntimeDbWeight, g: u32, r: u32, m: u32) -> Weight {
    // Once: the provider, the epoch, its record and the one before, the parameters; the root of the batch.
    let once = constant(db, 5, 4);
    // A budget, a ledger; the hash of a leaf and an inner node.
    let group = Weight::from_parts(20_000_000, 0).saturating_add(db.reads_writes(2, 2));
    // A rate card, a listing.
    let model = Weight::from_parts(5_000_000, 0).saturating_add(db.reads(2));
    // Decoding a receipt, its charge in 256 bits, a rejection in the event.
    let receipt = Weight::from_parts(5_000_000, 0);
    once.saturating_add(group.saturating_mul(g.into()))
        .saturating_add(model.saturating_mul(m.into()))
        .saturating_add(receipt.saturating_mul(r.into()))
}

fn settle_vouchers(db: RuntimeDbWeight, v: u32) -> Weight {
    // Once: the provider, the epoch, the hash of genesis, the records of two epochs.
    let once = constant(db, 5, 3);
    // A signature; a budget, a ledger.
    let voucher =
        Weight::from_parts(15_000_000, 0).saturating_add(SIGNATURE).saturating_add(db.reads_writes(2, 2));
    once.saturating_add(voucher.saturating_mul(v.into()))
}

fn refuse_vouchers(db: RuntimeDbWeight, v: u32) -> Weight {
    // A signature; a budget.
    let voucher = Weight::from_parts(5_000_000, 0).saturating_add(SIGNATURE).saturating_add(db.reads(1));
    voucher.saturating_mul(v.into())
}

fn tidy(db: RuntimeDbWeight, e: u32, b: u32) -> Weight {
    // The record of an epoch; a root that is removed.
    let epoch = Weight::from_parts(1_000_000, 0).saturating_add(db.reads(1));
    let root = Weight::from_parts(1_000_000, 0).saturating_add(db.reads_writes(1, 1));
    epoch.saturating_mul(e.into()).saturating_add(root.saturating_mul(b.into()))
}

fn dispute(db: RuntimeDbWeight, r: u32, p: u32) -> Weight {
    // The provider, the epoch, two batches, the keys, the genesis hash, the record of the epoch, the parameters, the total capacity, what
    // was forfeited; the records of all epochs whose earnings are not issued. Of the accounts of provider, consumer and
    // reporter the first has a hold; and the issuance.
    let reads = u64::from(MAX_SETTLED_EPOCHS).saturating_add(15);
    // Hashing and comparing; a receipt is decoded and encoded again.
    let receipt = Weight::from_parts(3_000_000, 0);
    let hash = Weight::from_parts(1_000_000, 0);
    // By the receipt key or by the one before it.
    constant(db, reads, 9)
        .saturating_add(SIGNATURE.saturating_mul(2))
        .saturating_add(receipt.saturating_mul(r.into()))
        .saturating_add(hash.saturating_mul(p.into()))
}

macro_rules! weights {
    ($db:expr) => {
        fn register_provider() -> Weight {
            // The parameters, the provider, the epoch, the total.
            with($db, HOLD, (4, 2))
        }
        fn set_capacity() -> Weight {
            with($db, HOLD, (4, 2))
        }
        fn deregister_provider() -> Weight {
            constant($db, 3, 2)
        }
        fn set_receipt_key() -> Weight {
            // The provider, the keys, the epoch.
            constant($db, 3, 1)
        }
        fn withdraw_bond(l: u32, b: u32) -> Weight {
            withdraw_bond($db, l, b)
        }
        fn serve_model() -> Weight {
            // The provider, the model, the epoch, the listing.
            constant($db, 4, 2)
        }
        fn stop_serving() -> Weight {
            constant($db, 4, 2)
        }
        fn register_model() -> Weight {
            // The parameters, the epoch, the number, the model.
            with($db, HOLD, (3, 2))
        }
        fn set_rate_card() -> Weight {
            constant($db, 2, 1)
        }
        fn set_curator() -> Weight {
            constant($db, 1, 1)
        }
        fn retire_model() -> Weight {
            with($db, HOLD, (2, 1))
        }
        fn open_budget() -> Weight {
            open_budget($db)
        }
        fn update_budget() -> Weight {
            with($db, LEDGER, (1, 1))
        }
        fn set_delegate() -> Weight {
            constant($db, 2, 1)
        }
        fn pause_budget() -> Weight {
            constant($db, 2, 1)
        }
        fn resume_budget() -> Weight {
            constant($db, 1, 1)
        }
        fn close_budget() -> Weight {
            // Closing touches the ledger, removing releases the deposit and touches it too.
            with($db, LEDGER, (1, 1)).saturating_add($db.reads_writes(HOLD.0, HOLD.1))
        }
        fn submit_receipts(g: u32, r: u32, m: u32) -> Weight {
            submit_receipts($db, g, r, m)
        }
        fn settle_vouchers(v: u32) -> Weight {
            settle_vouchers($db, v)
        }
        fn refuse_vouchers(v: u32) -> Weight {
            refuse_vouchers($db, v)
        }
        fn refund() -> Weight {
            // The provider, the budget.
            with($db, LEDGER, (2, 2))
        }
        fn tidy(e: u32, b: u32) -> Weight {
            tidy($db, e, b)
        }
        fn dispute_overcharged(r: u32, p: u32) -> Weight {
            dispute($db, r, p)
        }
        fn dispute_settled_twice(r: u32, p: u32) -> Weight {
            dispute($db, r, p)
        }
        fn claim_earnings(e: u32) -> Weight {
            // The provider, the epoch; the record of each that became final.
            with($db, ISSUE, (2, 1)).saturating_add($db.reads(e.into()))
        }
        fn set_parameters() -> Weight {
            constant($db, 0, 1)
        }
    };
}

/// For a runtime, with its database's costs.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
    weights!(T::DbWeight::get());
}

/// For tests.
impl WeightInfo for () {
    weights!(ParityDbWeight::get());
}
