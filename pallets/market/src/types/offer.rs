//! Offers, and what a buyer asks of them.

use codec::{CompactAs, Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use diem_primitives::{Balance, Diem, EpochIndex};
use scale_info::TypeInfo;

/// The number of an offer, counted from zero and never used twice.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Default,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    CompactAs,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct OfferId(pub u64);

/// DIEM of one epoch for VVV. It is set aside in its seller's ledger.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct QuotaOffer<AccountId> {
    /// Who is paid.
    pub seller: AccountId,
    /// The epoch of the DIEM. The offer ends with it.
    pub epoch: EpochIndex,
    /// DIEM that is still to be sold: at least the minimum fill.
    pub left: Diem,
    /// Planck VVV for a whole DIEM, above zero.
    pub price: Balance,
    /// The least DIEM of one fill, and the least that a fill leaves behind where it does not take everything: above zero.
    pub min_fill: Diem,
    /// Planck VVV of the seller that are on hold for it.
    pub deposit: Balance,
}

/// Weight for a number of epochs. Nothing is set aside for it: whether its lessor has the weight shows when it is taken.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct LeaseOffer<AccountId> {
    /// Who lends, and is paid.
    pub lessor: AccountId,
    /// Planck VVV of weight.
    pub weight: Balance,
    /// For how many epochs, from the one after it is taken on.
    pub epochs: u32,
    /// Planck VVV for the whole term. Zero is a gift.
    pub price: Balance,
    /// The one account that may take it, or whoever comes first.
    pub only_for: Option<AccountId>,
    /// The first epoch in which it can't be taken any more.
    pub ends_at: EpochIndex,
    /// Planck VVV of the lessor that are on hold for it.
    pub deposit: Balance,
}

/// Something that is to be had for VVV.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum Offer<AccountId> {
    /// DIEM of one epoch.
    Quota(QuotaOffer<AccountId>),
    /// Weight for a number of epochs.
    Lease(LeaseOffer<AccountId>),
}

/// A part of an offer that a buyer asks for.
#[derive(
    Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Fill {
    /// The offer.
    pub offer: OfferId,
    /// DIEM of it, the fee of transfers included.
    pub amount: Diem,
}

/// Why an offer refuses a fill.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FillRefusal {
    /// Less than that is left.
    AboveOffer,
    /// It is below the minimum fill.
    BelowMinimum,
    /// It would leave something behind, and less than the minimum fill.
    RestBelowMinimum,
    /// What it costs does not fit into 128 bits.
    Overflow,
}

impl<AccountId> QuotaOffer<AccountId> {
    /// Whether it can be filled in `now`.
    pub fn is_live(&self, now: EpochIndex) -> bool {
        self.epoch >= now
    }

    /// Takes `amount` out of the offer. Gives what that costs in planck VVV, rounded up.
    ///
    /// A fill is at least the minimum fill and leaves nothing or at least the minimum fill, so that the rest can always be sold.
    /// A refusal leaves the offer as it was.
    pub fn fill(&mut self, amount: Diem) -> Result<Balance, FillRefusal> {
        let left = self.left.checked_sub(amount).ok_or(FillRefusal::AboveOffer)?;
        if amount < self.min_fill {
            return Err(FillRefusal::BelowMinimum);
        }
        if !left.is_zero() && left < self.min_fill {
            return Err(FillRefusal::RestBelowMinimum);
        }
        let paid = amount.price(self.price).ok_or(FillRefusal::Overflow)?;
        self.left = left;
        Ok(paid)
    }
}

impl<AccountId: PartialEq> LeaseOffer<AccountId> {
    /// Whether it can be taken in `now`.
    pub fn is_live(&self, now: EpochIndex) -> bool {
        self.ends_at > now
    }

    /// Whether `who` may take it.
    pub fn is_for(&self, who: &AccountId) -> bool {
        self.only_for.as_ref().is_none_or(|only| only == who)
    }
}

impl<AccountId: PartialEq> Offer<AccountId> {
    /// Who made it.
    pub fn maker(&self) -> &AccountId {
        match self {
            Self::Quota(offer) => &offer.seller,
            Self::Lease(offer) => &offer.lessor,
        }
    }

    /// Planck VVV of its maker that are on hold for it.
    pub fn deposit(&self) -> Balance {
        match self {
            Self::Quota(offer) => offer.deposit,
            Self::Lease(offer) => offer.deposit,
        }
    }

    /// Whether anyone can have it in `now`.
    pub fn is_live(&self, now: EpochIndex) -> bool {
        match self {
            Self::Quota(offer) => offer.is_live(now),
            Self::Lease(offer) => offer.is_live(now),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use diem_primitives::PLANCK_PER_UNIT;

    /// Ten DIEM planck, at least three at a time, at half a planck VVV each.
    fn offer() -> QuotaOffer<u8> {
        let (left, min_fill) = (Diem(10), Diem(3));
        QuotaOffer { seller: 1, epoch: EpochIndex(5), left, price: PLANCK_PER_UNIT / 2, min_fill, deposit: 0 }
    }

    /// What a fill costs and leaves, or why it is refused.
    fn filled(amount: u128) -> Result<(Balance, u128), FillRefusal> {
        let mut filled = offer();
        let paid = filled.fill(Diem(amount));
        if paid.is_err() {
            assert_eq!(filled, offer(), "a refusal leaves the offer as it was");
        }
        paid.map(|paid| (paid, filled.left.0))
    }

    #[test]
    fn a_fill_costs_its_price_rounded_up() {
        assert_eq!(filled(10), Ok((5, 0)));
        assert_eq!(filled(7), Ok((4, 3)));
        assert_eq!(filled(3), Ok((2, 7)));
    }

    #[test]
    fn a_fill_neither_is_dust_nor_leaves_any() {
        assert_eq!(filled(0), Err(FillRefusal::BelowMinimum));
        assert_eq!(filled(2), Err(FillRefusal::BelowMinimum));
        assert_eq!(filled(8), Err(FillRefusal::RestBelowMinimum));
        assert_eq!(filled(9), Err(FillRefusal::RestBelowMinimum));
        assert_eq!(filled(11), Err(FillRefusal::AboveOffer));
        assert_eq!(filled(u128::MAX), Err(FillRefusal::AboveOffer));
    }

    #[test]
    fn a_price_that_no_number_holds_is_refused() {
        let mut offer = QuotaOffer { left: Diem(u128::MAX), price: u128::MAX, ..offer() };
        assert_eq!(offer.fill(Diem(u128::MAX)), Err(FillRefusal::Overflow));
        assert_eq!(offer.left, Diem(u128::MAX));
        assert_eq!(offer.fill(Diem(PLANCK_PER_UNIT)), Ok(u128::MAX));
    }

    #[test]
    fn an_offer_of_quota_ends_with_its_epoch() {
        let live = |now| Offer::Quota(offer()).is_live(EpochIndex(now));
        assert!(live(5) && !live(6) && !live(u32::MAX));
    }

    #[test]
    fn an_offer_of_a_lease_ends_when_it_says_and_is_for_whom_it_names() {
        let (lessor, ends_at, only_for) = (1_u8, EpochIndex(8), Some(2));
        let offer = LeaseOffer { lessor, weight: 1, epochs: 1, price: 0, only_for, ends_at, deposit: 7 };
        assert!(offer.is_live(EpochIndex(7)) && !offer.is_live(EpochIndex(8)));
        assert!(offer.is_for(&2) && !offer.is_for(&3));
        assert!(LeaseOffer { only_for: None, ..offer.clone() }.is_for(&3));
        let offer = Offer::Lease(offer);
        assert_eq!((offer.maker(), offer.deposit()), (&1, 7));
    }
}
