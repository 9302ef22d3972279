//! A provider, its pledge and its bond.

use super::{is_final, EpochSum, Recent, SettledEpochs};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use diem_primitives::{Balance, Diem, EpochIndex, EpochSeries, Sequence};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;

/// What a provider says of itself, such as the address of its service: at most 256 bytes.
pub type Metadata = BoundedVec<u8, ConstU32<256>>;

/// A provider.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Provider {
    /// What it says of itself.
    pub metadata: Metadata,
    /// DIEM that it pledged to serve per epoch.
    pub capacity: EpochSeries<Diem>,
    /// DIEM that it settled into each epoch that can still be disputed.
    pub settled: SettledEpochs,
    /// Planck VVV that it earned for good, and that were not issued yet.
    pub earnings: Balance,
    /// Batches that it submitted for each epoch.
    pub batches: Recent<u32>,
    /// The number of its oldest batch of which a root may be kept.
    pub oldest_batch: Sequence,
    /// Planck VVV on hold.
    pub bond: Balance,
    /// The epoch in which the excess of the bond comes free.
    pub bond_free_at: EpochIndex,
    /// The number that its next batch must have.
    pub next_sequence: Sequence,
    /// Whether it is leaving.
    pub leaving: bool,
    /// Whether a dispute was proven against it: it settles nothing more, and can only leave.
    pub suspended: bool,
    /// How many models are on its list, those included that it does not serve any more.
    pub listings: u32,
}

/// What was credited to a provider of epochs that became final.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Credit {
    /// How many epochs were looked up.
    pub epochs: u32,
    /// Those of which nobody knows any more what a DIEM earned.
    pub lapsed: Vec<EpochSum>,
}

impl Provider {
    /// A provider that pledges `capacity` from the epoch after `now` on.
    pub fn new(now: EpochIndex, metadata: Metadata, capacity: Diem, bond: Balance) -> Self {
        Self {
            metadata,
            capacity: EpochSeries::starting_next(now, Diem::ZERO, capacity),
            settled: SettledEpochs::default(),
            earnings: 0,
            batches: Recent::starting(now, 0, 0),
            oldest_batch: 0,
            bond,
            bond_free_at: now,
            next_sequence: 0,
            leaving: false,
            suspended: false,
            listings: 0,
        }
    }

    /// DIEM that it pledged for `epoch`.
    pub fn pledged(&self, epoch: EpochIndex) -> Diem {
        self.capacity.at(epoch).copied().unwrap_or_default()
    }

    /// DIEM that it settled into `epoch`.
    pub fn settled_in(&self, epoch: EpochIndex) -> Diem {
        self.settled.in_epoch(epoch)
    }

    /// DIEM that it may still settle into `epoch`.
    pub fn room(&self, epoch: EpochIndex) -> Diem {
        self.pledged(epoch).saturating_sub(self.settled_in(epoch))
    }

    /// Counts `amount` as settled into `epoch`, or `None` where that is neither `now` nor the epoch before, or too much.
    pub fn note_settled(&mut self, now: EpochIndex, epoch: EpochIndex, amount: Diem) -> Option<()> {
        if !epoch.is_settleable_in(now) || amount > self.room(epoch) {
            return None;
        }
        self.settled.add(epoch, amount)
    }

    /// Counts a batch for `epoch`, or for `now` where nothing can be settled into that, or `None` where there are `most` already.
    ///
    /// So none is taken uncounted, and there are never more of them between two rolls than for two epochs.
    pub fn count_batch(&mut self, now: EpochIndex, epoch: EpochIndex, most: u32) -> Option<()> {
        self.batches.advance(now, |_| 0);
        let count = self.batches.get_mut(if epoch.is_settleable_in(now) { epoch } else { now })?;
        *count = count.checked_add(1).filter(|count| *count <= most)?;
        Some(())
    }

    /// Takes `amount` back out of what was settled into `epoch`, or `None` where that is neither `now` nor the epoch before, or less
    /// was settled.
    pub fn note_refunded(&mut self, now: EpochIndex, epoch: EpochIndex, amount: Diem) -> Option<()> {
        let settled = self.settled.get_mut(epoch).filter(|_| epoch.is_settleable_in(now))?;
        *settled = settled.checked_sub(amount)?;
        Some(())
    }

    /// Turns what was settled into epochs that can't be disputed any more into earnings, where `value` is what a whole DIEM of an epoch
    /// earns. A suspended provider has forfeited them.
    pub fn credit(
        &mut self,
        now: EpochIndex,
        dispute_epochs: u32,
        value: impl Fn(EpochIndex) -> Option<Balance>,
    ) -> Credit {
        let mut credit = Credit::default();
        for sum in self.settled.take_final(now, dispute_epochs) {
            if self.suspended {
                continue;
            }
            credit.epochs = credit.epochs.saturating_add(1);
            match value(sum.epoch) {
                Some(value) => self.earnings = self.earnings.saturating_add(worth(&sum, value)),
                None => credit.lapsed.push(sum),
            }
        }
        credit
    }

    /// Planck VVV earned in epochs that can still be disputed.
    pub fn pending(
        &self,
        now: EpochIndex,
        dispute_epochs: u32,
        value: impl Fn(EpochIndex) -> Option<Balance>,
    ) -> Balance {
        if self.suspended {
            return 0;
        }
        let pending = self.settled.iter().filter(|sum| !is_final(sum.epoch, now, dispute_epochs));
        pending.fold(0, |total, sum| total.saturating_add(worth(sum, value(sum.epoch).unwrap_or_default())))
    }

    /// Whether it may only leave, or is leaving: nothing of its bond backs a pledge from the next epoch on.
    pub fn departs(&self) -> bool {
        self.leaving || self.suspended
    }

    /// Planck VVV of the bond that back no pledge, where `required` is what the pledge of the next epoch needs.
    pub fn excess_bond(&self, required: Balance) -> Balance {
        if self.departs() {
            return self.bond;
        }
        self.bond.saturating_sub(required)
    }
}

/// Planck VVV that a sum earns, rounded down.
fn worth(sum: &EpochSum, value: Balance) -> Balance {
    // It is a part of the epoch's emission, which fits.
    sum.amount.worth(value).unwrap_or_default()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that can't go on fails")]
mod tests {
    use super::*;
    use diem_primitives::PLANCK_PER_UNIT;

    fn provider() -> Provider {
        Provider::new(EpochIndex(3), Metadata::default(), Diem(100), 1_000)
    }

    #[test]
    fn a_pledge_counts_from_the_next_epoch_on() {
        let provider = provider();
        assert_eq!(provider.pledged(EpochIndex(2)), Diem::ZERO);
        assert_eq!(provider.pledged(EpochIndex(3)), Diem::ZERO);
        assert_eq!(provider.pledged(EpochIndex(4)), Diem(100));
    }

    #[test]
    fn it_settles_no_more_into_an_epoch_than_it_pledged() {
        let (mut provider, epoch) = (provider(), EpochIndex(4));
        assert_eq!(provider.note_settled(epoch, epoch, Diem(60)), Some(()));
        assert_eq!(provider.room(epoch), Diem(40));
        assert_eq!(provider.note_settled(epoch, epoch, Diem(41)), None);
        assert_eq!(provider.note_settled(epoch, EpochIndex(3), Diem(1)), None);
        assert_eq!(provider.note_settled(epoch.next(), epoch, Diem(40)), Some(()));
        assert_eq!(provider.room(epoch), Diem::ZERO);
        assert_eq!(provider.room(epoch.next()), Diem(100));
        assert_eq!(provider.settled_in(epoch), Diem(100));
    }

    #[test]
    fn what_it_gives_back_it_may_settle_again() {
        let (mut provider, epoch) = (provider(), EpochIndex(4));
        assert_eq!(provider.note_settled(epoch, epoch, Diem(60)), Some(()));
        assert_eq!(provider.note_refunded(epoch, epoch, Diem(61)), None);
        assert_eq!(provider.note_refunded(epoch.next(), epoch, Diem(20)), Some(()));
        assert_eq!((provider.settled_in(epoch), provider.room(epoch)), (Diem(40), Diem(60)));
        assert_eq!(provider.note_refunded(epoch.next().next(), epoch, Diem(1)), None);
    }

    #[test]
    fn all_of_the_bond_is_excess_where_it_leaves() {
        let mut provider = provider();
        assert_eq!(provider.excess_bond(400), 600);
        assert_eq!(provider.excess_bond(1_400), 0);
        provider.leaving = true;
        assert_eq!(provider.excess_bond(400), 1_000);
    }

    #[test]
    fn what_is_settled_is_credited_when_it_can_not_be_disputed_any_more() {
        let (mut provider, value) = (provider(), |_| Some(PLANCK_PER_UNIT / 10));
        provider.settled.add(EpochIndex(4), Diem(1_009)).unwrap();
        provider.settled.add(EpochIndex(5), Diem(50)).unwrap();
        assert_eq!(provider.credit(EpochIndex(6), 2, value), Credit::default());
        assert_eq!((provider.earnings, provider.pending(EpochIndex(6), 2, value)), (0, 105));
        assert_eq!(provider.credit(EpochIndex(7), 2, value), Credit { epochs: 1, lapsed: vec![] });
        assert_eq!((provider.earnings, provider.pending(EpochIndex(7), 2, value)), (100, 5));
    }

    #[test]
    fn what_was_settled_too_long_ago_lapses() {
        let mut provider = provider();
        provider.settled.add(EpochIndex(4), Diem(1_000)).unwrap();
        let lapsed = vec![EpochSum { epoch: EpochIndex(4), amount: Diem(1_000) }];
        assert_eq!(provider.credit(EpochIndex(400), 2, |_| None), Credit { epochs: 1, lapsed });
        assert_eq!(provider.earnings, 0);
    }

    #[test]
    fn a_suspended_provider_earns_nothing_more() {
        let (mut provider, value) = (provider(), |_| Some(PLANCK_PER_UNIT));
        provider.settled.add(EpochIndex(4), Diem(7)).unwrap();
        provider.suspended = true;
        assert_eq!(provider.pending(EpochIndex(4), 2, value), 0);
        assert_eq!(provider.credit(EpochIndex(7), 2, value), Credit::default());
        assert_eq!((provider.earnings, provider.settled_in(EpochIndex(4))), (0, Diem::ZERO));
    }

    #[test]
    fn batches_are_counted_by_the_epoch_that_they_name_and_by_the_current_one_where_that_is_over() {
        let mut provider = provider();
        let mut count = |now, epoch| provider.count_batch(EpochIndex(now), EpochIndex(epoch), 2);
        assert_eq!(
            [count(5, 4), count(5, 5), count(5, 3), count(5, 9)],
            [Some(()), Some(()), Some(()), None]
        );
        assert_eq!([count(5, 4), count(5, 4), count(5, 5)], [Some(()), None, None]);
        assert_eq!([count(6, 5), count(6, 6)], [None, Some(())]);
        assert_eq!(count(8, 7), Some(()));
    }
}
