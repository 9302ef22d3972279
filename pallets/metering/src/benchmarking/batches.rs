//! Batches of receipts.

use super::{
    budgets::{budget_of, stop, terms},
    now,
    providers::{list, model, prices},
    rich,
};
use crate::Config;
use alloc::vec::Vec;
use diem_primitives::{
    usage::MAX_USAGE_ENTRIES, Batch, Diem, Dimension, ModelId, Multiplier, RateCard, Receipt, ReceiptGroup,
    UsageEntry,
};
use frame_support::BoundedVec;

/// Units of each dimension: so many that no number is longer.
const UNITS: u64 = 1 << 62;
/// What a million of them costs, in planck DIEM: little, so that a batch is far from any limit.
const PER_MILLION: u128 = 1_000;

/// A receipt with as many entries as a usage may have.
pub fn receipt(model: ModelId) -> Receipt {
    receipt_with(model, MAX_USAGE_ENTRIES)
}

/// A receipt with so many entries.
fn receipt_with(model: ModelId, entries: u32) -> Receipt {
    let entry = |dimension| UsageEntry { dimension, units: UNITS };
    let entries = Dimension::ALL.into_iter().rev().take(entries as usize).map(entry);
    Receipt { id: [7; 16], model, usage: BoundedVec::truncate_from(entries.collect()) }
}

/// What a receipt costs.
fn charge(receipt: &Receipt) -> Diem {
    let card = RateCard::new(prices(PER_MILLION)).unwrap();
    card.charge(&receipt.usage, Multiplier::MAX).unwrap()
}

/// A batch of `g` groups with `r` receipts in all, which name `m` models in turn and have `u` entries beyond the first of each.
///
/// Of each group the first receipt fits under the budget's limit, and crosses its threshold of warning; every other one is priced and does
/// not fit.
pub fn batch<T: Config>(who: &T::AccountId, g: u32, r: u32, m: u32, u: u32) -> Batch<T::AccountId> {
    let models: Vec<_> = (0..m).map(|_| model::<T>(who, PER_MILLION)).collect();
    models.iter().for_each(|model| list::<T>(who, *model));
    // The entries are spread evenly.
    let entries = |number| 1 + u / r + u32::from(number < u % r);
    let receipts = models.iter().cycle().zip(0..r);
    let mut all: Vec<_> = receipts.map(|(model, number)| receipt_with(*model, entries(number))).collect();
    let group = |index: u32| {
        let owner = rich::<T>("owner", index);
        let budget = budget_of::<T>(&owner, owner.clone(), terms::<T>(who, charge(all.first().unwrap())));
        stop::<T>(&owner, budget);
        // The last group takes what is left.
        let count = if index + 1 == g { all.len() } else { (r / g) as usize };
        let receipts = BoundedVec::truncate_from(all.drain(..count).collect());
        ReceiptGroup { owner, budget, receipts }
    };
    let groups: Vec<_> = (0..g).map(group).collect();
    Batch { epoch: now::<T>(), sequence: 0, groups: BoundedVec::truncate_from(groups) }
}
