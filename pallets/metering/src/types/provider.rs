//! A provider, its pledge and its bond.

use super::Recent;
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
    /// DIEM that it settled into each epoch.
    pub settled: Recent<Diem>,
    /// Planck VVV on hold.
    pub bond: Balance,
    /// The epoch in which the excess of the bond comes free.
    pub bond_free_at: EpochIndex,
    /// The number that its next batch must have.
    pub next_sequence: Sequence,
    /// Whether it is leaving.
    pub leaving: bool,
    /// How many models are on its list, those included that it does not serve any more.
    pub listings: u32,
}

impl Provider {
    /// A provider that pledges `capacity` from the epoch after `now` on.
    pub fn new(now: EpochIndex, metadata: Metadata, capacity: Diem, bond: Balance) -> Self {
        Self {
            metadata,
            capacity: EpochSeries::starting_next(now, Diem::ZERO, capacity),
            settled: Recent::starting(now, Diem::ZERO, Diem::ZERO),
            bond,
            bond_free_at: now,
            next_sequence: 0,
            leaving: false,
            listings: 0,
        }
    }

    /// DIEM that it pledged for `epoch`.
    pub fn pledged(&self, epoch: EpochIndex) -> Diem {
        self.capacity.at(epoch).copied().unwrap_or_default()
    }

    /// DIEM that it settled into `epoch`.
    pub fn settled_in(&self, epoch: EpochIndex) -> Diem {
        self.settled.at(epoch, |_| Diem::ZERO).unwrap_or_default()
    }

    /// DIEM that it may still settle into `epoch`.
    pub fn room(&self, epoch: EpochIndex) -> Diem {
        self.pledged(epoch).saturating_sub(self.settled_in(epoch))
    }

    /// Counts `amount` as settled into `epoch`, or `None` where that is neither `now` nor the epoch before, or too much.
    pub fn note_settled(&mut self, now: EpochIndex, epoch: EpochIndex, amount: Diem) -> Option<()> {
        if amount > self.room(epoch) {
            return None;
        }
        self.settled.advance(now, |_| Diem::ZERO);
        let settled = self.settled.get_mut(epoch)?;
        *settled = settled.checked_add(amount)?;
        Some(())
    }

    /// Takes `amount` back out of what was settled into `epoch`, or `None` where that is neither `now` nor the epoch before, or less
    /// was settled.
    pub fn note_refunded(&mut self, now: EpochIndex, epoch: EpochIndex, amount: Diem) -> Option<()> {
        self.settled.advance(now, |_| Diem::ZERO);
        let settled = self.settled.get_mut(epoch)?;
        *settled = settled.checked_sub(amount)?;
        Some(())
    }

    /// Planck VVV of the bond that back no pledge, where `required` is what the pledge of the next epoch needs.
    pub fn excess_bond(&self, required: Balance) -> Balance {
        if self.leaving {
            return self.bond;
        }
        self.bond.saturating_sub(required)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
