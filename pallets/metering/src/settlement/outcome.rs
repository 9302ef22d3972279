//! What a batch does beside settling its groups: it notes their outcome, and tidies up after former batches.

use super::BatchSettlement;
use crate::{Config, Pallet};
use diem_primitives::{GroupOutcome, ReceiptGroup, Sequence};
use frame_support::BoundedVec;

impl<T: Config> BatchSettlement<T> {
    /// Credits the provider what it earned in epochs that became final, and removes roots that have expired of batches before this one.
    pub(super) fn tidy(&mut self, sequence: Sequence) {
        self.credited_epochs = Pallet::<T>::credit_earnings(&self.who, &mut self.provider, self.now);
        self.roots = Pallet::<T>::remove_expired_roots(&self.who, &mut self.provider, self.now, sequence);
    }

    /// Settles a group, and notes what became of it as a leaf of the batch's tree.
    pub(super) fn settle_and_note(&mut self, index: u32, group: ReceiptGroup<T::AccountId>) {
        let (charged, rejected) = (self.charged, self.rejections.len());
        self.settle_group(index, &group);
        let rejections = self.rejections.iter().skip(rejected).copied().collect();
        let outcome = GroupOutcome {
            group,
            charge: self.charged.saturating_sub(charged),
            // No more of them than receipts of the group.
            rejections: BoundedVec::truncate_from(rejections),
        };
        self.leaves.push(outcome.leaf());
    }
}
