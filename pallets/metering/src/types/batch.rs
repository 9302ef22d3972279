//! What is kept of a batch until it can't be disputed any more.

use super::is_final;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use diem_primitives::{receipt::MAX_RECEIPTS, BatchRoot, EpochIndex};
use frame_support::{traits::ConstU32, BoundedBTreeSet};
use scale_info::TypeInfo;

/// A batch of which something was charged.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct BatchRecord {
    /// What proofs are checked against.
    pub root: BatchRoot,
    /// The places of the groups for which a dispute was proven: each counts once. There are no more groups than receipts.
    pub disputed: BoundedBTreeSet<u32, ConstU32<MAX_RECEIPTS>>,
}

impl BatchRecord {
    /// A batch that nobody disputed.
    pub fn new(root: BatchRoot) -> Self {
        Self { root, disputed: BoundedBTreeSet::new() }
    }

    /// Whether it can't be disputed any more.
    pub fn is_expired(&self, now: EpochIndex, dispute_epochs: u32) -> bool {
        is_final(self.root.epoch, now, dispute_epochs)
    }

    /// Whether it has a group at `index`.
    pub fn has_group(&self, index: u32) -> bool {
        index < self.root.groups
    }

    /// Notes a dispute of the group at `index`, or `None` where one was noted before or there is no such group.
    pub fn note_disputed(&mut self, index: u32) -> Option<()> {
        let is_new = self.has_group(index) && self.disputed.try_insert(index).ok()?;
        is_new.then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_disputed_once() {
        let root = BatchRoot { epoch: EpochIndex(1), root: Default::default(), groups: 2 };
        let mut record = BatchRecord::new(root);
        assert_eq!(record.note_disputed(1), Some(()));
        assert_eq!(record.note_disputed(1), None);
        assert_eq!(record.note_disputed(0), Some(()));
        assert_eq!(record.note_disputed(2), None);
    }
}
