//! What a usage costs.

use crate::{math, Diem, Dimension, Usage};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_core::U256;

/// Units that a price is quoted for.
pub const UNITS_PER_PRICE: u128 = 1_000_000;

/// A provider's factor on the rate card of a model, in basis points: 10,000 is 1.0.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
)]
pub struct Multiplier(pub u32);

impl Multiplier {
    /// A factor of one.
    pub const ONE: Self = Self(10_000);
    /// The smallest factor: 0.25.
    pub const MIN: Self = Self(2_500);
    /// The largest factor: 4.
    pub const MAX: Self = Self(40_000);

    /// Whether the factor lies between 0.25 and 4.
    pub fn is_in_bounds(self) -> bool {
        (Self::MIN..=Self::MAX).contains(&self)
    }

    /// Whether a factor may follow this one in the next epoch.
    pub fn may_become(self, next: Self) -> bool {
        moves_at_most_half(self.0.into(), next.0.into())
    }
}

/// Whether `next` differs from `now` by at most half of `now`.
pub fn moves_at_most_half(now: u128, next: u128) -> bool {
    now.abs_diff(next) <= now / 2
}

/// What one dimension costs: DIEM planck per 1,000,000 units, above zero.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
)]
pub struct Price {
    /// The dimension that is charged for.
    pub dimension: Dimension,
    /// DIEM planck per 1,000,000 units.
    pub per_million: Diem,
}

/// A list of prices as it comes from outside: unchecked.
pub type Prices = BoundedVec<Price, ConstU32<{ Dimension::COUNT }>>;

/// The prices of a model: at least one, each above zero, each dimension once, in the order of [`Dimension`].
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct RateCard(Prices);

/// Why a list of prices is no rate card, or not one that may follow another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RateCardError {
    /// There is no price on it.
    Empty,
    /// A price is zero.
    ZeroPrice,
    /// A dimension has two prices.
    DuplicateDimension,
    /// It charges for other dimensions than the one before it.
    DimensionsChanged,
    /// A price moves by more than half of itself.
    MovedTooFar,
}

/// Why a usage can't be charged.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
#[scale_info(capture_docs = "always")]
pub enum ChargeError {
    /// No dimension has any units.
    NothingUsed,
    /// A dimension is named twice.
    DuplicateDimension,
    /// A dimension with units has no price.
    NoPrice,
    /// The charge does not fit into 128 bits.
    Overflow,
}

impl RateCard {
    /// Checks a list of prices and puts it in order.
    pub fn new(prices: Prices) -> Result<Self, RateCardError> {
        if prices.is_empty() {
            return Err(RateCardError::Empty);
        }
        if prices.iter().any(|price| price.per_million.is_zero()) {
            return Err(RateCardError::ZeroPrice);
        }
        let mut prices = prices;
        prices.sort_by_key(|price| price.dimension);
        let mut neighbours = prices.iter().zip(prices.iter().skip(1));
        if neighbours.any(|(left, right)| left.dimension == right.dimension) {
            return Err(RateCardError::DuplicateDimension);
        }
        Ok(Self(prices))
    }

    /// The prices, in the order of [`Dimension`].
    pub fn prices(&self) -> &Prices {
        &self.0
    }

    /// DIEM planck per 1,000,000 units of `dimension`, or `None` where it is not charged for.
    pub fn price_of(&self, dimension: Dimension) -> Option<Diem> {
        let at = self.0.binary_search_by_key(&dimension, |price| price.dimension).ok()?;
        self.0.get(at).map(|price| price.per_million)
    }

    /// Checks that `next` may follow this card in the next epoch: the same dimensions, no price moved by more than half.
    pub fn check_successor(&self, next: &Self) -> Result<(), RateCardError> {
        let same_length = self.0.len() == next.0.len();
        let mut pairs = self.0.iter().zip(next.0.iter());
        if !same_length || pairs.clone().any(|(now, next)| now.dimension != next.dimension) {
            return Err(RateCardError::DimensionsChanged);
        }
        if pairs.any(|(now, next)| !moves_at_most_half(now.per_million.0, next.per_million.0)) {
            return Err(RateCardError::MovedTooFar);
        }
        Ok(())
    }

    /// `⌈ Σ units·price · multiplier / 1,000,000 ⌉`, rounded once.
    pub fn charge(&self, usage: &Usage, multiplier: Multiplier) -> Result<Diem, ChargeError> {
        let mut named: u16 = 0;
        let mut total = U256::zero();
        for entry in usage {
            let bit = 1_u16.checked_shl(entry.dimension as u32).ok_or(ChargeError::NoPrice)?;
            if named & bit != 0 {
                return Err(ChargeError::DuplicateDimension);
            }
            named |= bit;
            if entry.units == 0 {
                continue;
            }
            let price = self.price_of(entry.dimension).ok_or(ChargeError::NoPrice)?;
            // At most eight products of 64 and 128 bits: the sum stays below 2¹⁹⁵.
            total = total.saturating_add(math::full_product(entry.units.into(), price.0));
        }
        if total.is_zero() {
            return Err(ChargeError::NothingUsed);
        }
        let scaled = math::times(total, multiplier.0.into()).ok_or(ChargeError::Overflow)?;
        let per = math::full_product(UNITS_PER_PRICE, Multiplier::ONE.0.into());
        math::div_ceil(scaled, per).map(Diem).ok_or(ChargeError::Overflow)
    }
}
