//! What a provider settled into each epoch that can still be disputed.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use diem_primitives::{Diem, EpochIndex};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;

/// The most epochs that are remembered: those that can be disputed.
pub const MAX_SETTLED_EPOCHS: u32 = 8;

/// What was settled into one epoch.
#[derive(
    Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct EpochSum {
    /// The epoch.
    pub epoch: EpochIndex,
    /// DIEM settled into it.
    pub amount: Diem,
}

/// Whether `epoch` can't be disputed any more in `now`: what was earned in it is final, and no proof of its batches is needed.
pub fn is_final(epoch: EpochIndex, now: EpochIndex, dispute_epochs: u32) -> bool {
    now.since(epoch) > dispute_epochs
}

/// The epochs into which something was settled, until what was earned in them is final and taken.
#[derive(
    Clone, PartialEq, Eq, Default, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct SettledEpochs(BoundedVec<EpochSum, ConstU32<MAX_SETTLED_EPOCHS>>);

impl SettledEpochs {
    /// DIEM settled into `epoch`, as far as that is remembered.
    pub fn in_epoch(&self, epoch: EpochIndex) -> Diem {
        self.iter().find(|sum| sum.epoch == epoch).map(|sum| sum.amount).unwrap_or_default()
    }

    /// What was settled into `epoch`, to be changed, or `None` where nothing was.
    pub fn get_mut(&mut self, epoch: EpochIndex) -> Option<&mut Diem> {
        self.0.iter_mut().find(|sum| sum.epoch == epoch).map(|sum| &mut sum.amount)
    }

    /// Adds `amount` to what was settled into `epoch`, or `None` where that does not fit.
    pub fn add(&mut self, epoch: EpochIndex, amount: Diem) -> Option<()> {
        if let Some(sum) = self.get_mut(epoch) {
            *sum = sum.checked_add(amount)?;
            return Some(());
        }
        self.0.try_push(EpochSum { epoch, amount }).ok()
    }

    /// Takes out the epochs that can't be disputed any more.
    pub fn take_final(&mut self, now: EpochIndex, dispute_epochs: u32) -> impl Iterator<Item = EpochSum> {
        let (done, open): (Vec<_>, Vec<_>) =
            self.0.iter().copied().partition(|sum| is_final(sum.epoch, now, dispute_epochs));
        self.0 = BoundedVec::truncate_from(open);
        done.into_iter()
    }

    /// All epochs that are remembered.
    pub fn iter(&self) -> impl Iterator<Item = &EpochSum> {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAST: EpochIndex = EpochIndex(7);

    fn settled() -> SettledEpochs {
        let mut settled = SettledEpochs::default();
        for (epoch, amount) in [(4, 1), (6, 20), (5, 3), (6, 2), (7, 40)] {
            assert_eq!(settled.add(EpochIndex(epoch), Diem(amount)), Some(()));
        }
        settled
    }

    #[test]
    fn each_epoch_has_a_sum_of_its_own() {
        let settled = settled();
        let sums = [3, 4, 5, 6, 7].map(|epoch| settled.in_epoch(EpochIndex(epoch)).0);
        assert_eq!(sums, [0, 1, 3, 22, 40]);
    }

    #[test]
    fn what_can_not_be_disputed_any_more_is_taken_once() {
        let mut settled = settled();
        let taken: Vec<_> = settled.take_final(EpochIndex(8), 2).collect();
        let sum = |epoch, amount| EpochSum { epoch: EpochIndex(epoch), amount: Diem(amount) };
        assert_eq!(taken, [sum(4, 1), sum(5, 3)]);
        assert_eq!(settled.take_final(EpochIndex(8), 2).count(), 0);
        assert_eq!(settled.iter().copied().collect::<Vec<_>>(), [sum(6, 22), sum(7, 40)]);
    }

    #[test]
    fn what_does_not_fit_changes_nothing() {
        let mut settled = settled();
        for epoch in 8..12 {
            assert_eq!(settled.add(EpochIndex(epoch), Diem(1)), Some(()));
        }
        let before = settled.clone();
        assert_eq!(settled.add(EpochIndex(12), Diem(1)), None);
        assert_eq!(settled.add(LAST, Diem(u128::MAX)), None);
        assert_eq!(settled, before);
    }

    #[test]
    fn an_epoch_is_final_when_its_dispute_epochs_are_over() {
        let is_final_in = |now| is_final(EpochIndex(5), EpochIndex(now), 2);
        assert_eq!([4, 5, 6, 7, 8, 9].map(is_final_in), [false, false, false, false, true, true]);
    }
}
