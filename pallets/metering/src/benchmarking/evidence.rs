//! Evidence of disputes, against batches of which nearly every group was disputed before.

use super::{batches::receipt, genesis_hash, now, rich, sign, UNIT};
use crate::{types::BatchRecord, Batches, Config, Pallet};
use alloc::vec::Vec;
use diem_primitives::{
    receipt::MAX_RECEIPTS, BatchRoot, BudgetId, Diem, Evidence, Fault, GroupOutcome, ModelId, ProvenGroup,
    Receipt, ReceiptGroup, ReceiptStatement, Rejection, RejectionReason, Sequence, SignedReceipt,
};
use frame_benchmarking::account;
use frame_support::BoundedVec;

const BUDGET: BudgetId = BudgetId(0);
/// The model that receipts name.
const MODEL: ModelId = ModelId(1 << 30);

/// A group of `receipts`, all of them rejected but the last.
fn outcome<T: Config>(owner: &T::AccountId, receipts: u32) -> GroupOutcome<T::AccountId> {
    let all: Vec<_> = (0..receipts).map(|_| receipt(MODEL)).collect();
    let rejection = |receipt| Rejection { group: 0, receipt, reason: RejectionReason::BudgetExhausted };
    GroupOutcome {
        group: ReceiptGroup {
            owner: owner.clone(),
            budget: BUDGET,
            receipts: BoundedVec::truncate_from(all),
        },
        charge: Diem(UNIT),
        rejections: BoundedVec::truncate_from((0..receipts - 1).map(rejection).collect()),
    }
}

/// Settles a batch whose first group has `r` receipts, and proves that group with `p` hashes.
fn settled<T: Config>(
    who: &T::AccountId,
    owner: &T::AccountId,
    sequence: Sequence,
    r: u32,
    p: u32,
) -> ProvenGroup<T::AccountId> {
    let groups = 1_u32 << p;
    let outcomes: Vec<_> =
        (0..groups).map(|index| outcome::<T>(owner, if index == 0 { r } else { 1 })).collect();
    let leaves = outcomes.iter().map(GroupOutcome::leaf).collect();
    let mut record = BatchRecord::new(BatchRoot::of_leaves(now::<T>(), leaves));
    (1..MAX_RECEIPTS).for_each(|group| {
        record.disputed.try_insert(group).unwrap();
    });
    Batches::<T>::insert(who, sequence, record);
    ProvenGroup::new(sequence, &outcomes, 0).unwrap()
}

/// Evidence that the last of `r` receipts was overcharged, by the last of its dimensions, with a proof of `p` hashes; signed by the
/// key before the present one.
pub fn overcharged<T: Config>(who: &T::AccountId, r: u32, p: u32) -> Evidence<T::AccountId, T::Signature> {
    let owner = rich::<T>("owner", 0);
    let group = settled::<T>(who, &owner, 0, r, p);
    let mut less: Receipt = receipt(MODEL);
    less.usage.last_mut().unwrap().units -= 1;
    let statement = ReceiptStatement { owner, budget: BUDGET, epoch: now::<T>(), receipt: less };
    let (key, signature) = sign::<T>(&statement.payload(genesis_hash::<T>()));
    for key in [key, account("key", 0, 0)] {
        Pallet::<T>::do_set_receipt_key(who.clone(), key).unwrap();
    }
    let fault = Fault::Overcharged(SignedReceipt { statement, signature });
    Evidence { provider: who.clone(), group, receipt: r - 1, fault }
}

/// Evidence that a receipt was settled in two batches: half of `r` receipts are in the group of each, and half of `p` hashes prove it.
pub fn settled_twice<T: Config>(who: &T::AccountId, r: u32, p: u32) -> Evidence<T::AccountId, T::Signature> {
    let owner = rich::<T>("owner", 0);
    let (first, second) = (r / 2, r - r / 2);
    let earlier = settled::<T>(who, &owner, 0, first, p / 2);
    let group = settled::<T>(who, &owner, 1, second, p - p / 2);
    let fault = Fault::SettledTwice { earlier: Some(earlier), receipt: first - 1 };
    Evidence { provider: who.clone(), group, receipt: second - 1, fault }
}
