//! What the calls cost, from the reads and writes that they do at most.

use core::marker::PhantomData;
use frame_support::{
    traits::Get,
    weights::{constants::ParityDbWeight, RuntimeDbWeight, Weight},
};

/// Weights of the calls.
pub trait WeightInfo {
    /// Offering quota.
    fn offer_quota() -> Weight;
    /// Cancelling an offer.
    fn cancel_offer() -> Weight;
    /// Clearing a dead offer.
    fn clear_offer() -> Weight;
    /// Buying of `o` offers of which something is left and of `s` that are sold out, by one fill each and `f` further ones.
    fn buy_quota(f: u32, o: u32, s: u32) -> Weight;
    /// Finding out that one of `f` fills can't be had, or that they cost too much.
    fn buy_quota_refused(f: u32) -> Weight;
    /// Offering a lease.
    fn offer_lease() -> Weight;
    /// Taking a lease.
    fn take_lease() -> Weight;
}

/// The computation of a call beside its reads and writes.
const COMPUTATION: Weight = Weight::from_parts(20_000_000, 0);
/// A fill: a price in 256 bits, a sale, a payment, their events.
const FILL_COMPUTATION: Weight = Weight::from_parts(20_000_000, 0);
/// Putting VVV on hold or releasing it: the account and its holds are read and written.
const HOLD: (u64, u64) = (2, 2);
/// Touching ledgers that are up to date: the epoch, the rules, its record are read; the record is written. What a first touch costs beside is
/// added apart.
const EPOCH: (u64, u64) = (3, 1);
/// A ledger is read and written.
const LEDGER: (u64, u64) = (1, 1);
/// A book of leases is read and written, and the stake behind it read.
const BOOK: (u64, u64) = (2, 1);

fn sum(db: RuntimeDbWeight, parts: &[(u64, u64)]) -> Weight {
    parts
        .iter()
        .fold(COMPUTATION, |weight, (reads, writes)| weight.saturating_add(db.reads_writes(*reads, *writes)))
}

fn buy_quota(db: RuntimeDbWeight, f: u32, o: u32, s: u32) -> Weight {
    // The buyer's account.
    let once = sum(db, &[EPOCH, LEDGER, (1, 1)]);
    // The offer, the seller's ledger, the seller's account.
    let offer = Weight::from_parts(5_000_000, 0).saturating_add(db.reads_writes(3, 3));
    // The seller's holds.
    let sold_out = Weight::from_parts(5_000_000, 0).saturating_add(db.reads_writes(1, 1));
    let (f, o, s) = (u64::from(f), u64::from(o), u64::from(s));
    let offers = o.saturating_add(s);
    once.saturating_add(FILL_COMPUTATION.saturating_mul(offers.saturating_add(f)))
        .saturating_add(offer.saturating_mul(offers))
        .saturating_add(sold_out.saturating_mul(s))
}

fn buy_quota_refused(db: RuntimeDbWeight, f: u32) -> Weight {
    // The epoch; each offer.
    let offer = Weight::from_parts(5_000_000, 0).saturating_add(db.reads(1));
    sum(db, &[(1, 0)]).saturating_add(offer.saturating_mul(f.into()))
}

macro_rules! weights {
    ($db:expr) => {
        fn offer_quota() -> Weight {
            // The next number, the offer.
            sum($db, &[EPOCH, LEDGER, HOLD, (1, 2)])
        }
        fn cancel_offer() -> Weight {
            // The epoch, the offer, the ledger, which was touched when the offer was made.
            sum($db, &[HOLD, (3, 2)])
        }
        fn clear_offer() -> Weight {
            // The epoch, the offer.
            sum($db, &[HOLD, (2, 1)])
        }
        fn buy_quota(f: u32, o: u32, s: u32) -> Weight {
            buy_quota($db, f, o, s)
        }
        fn buy_quota_refused(f: u32) -> Weight {
            buy_quota_refused($db, f)
        }
        fn offer_lease() -> Weight {
            // The next number, the offer. The ledger is looked at as a touch would find it.
            sum($db, &[EPOCH, LEDGER, BOOK, HOLD, (1, 2)])
        }
        fn take_lease() -> Weight {
            // The offer, the lessee's account.
            sum($db, &[EPOCH, LEDGER, BOOK, LEDGER, BOOK, HOLD, (2, 2)])
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
