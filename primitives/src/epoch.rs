//! When epochs begin and end, and what is kept of each.

use crate::{emission::Yield, math::mul_div_floor, Balance, Diem, EpochIndex, Moment, PLANCK_PER_UNIT};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// How long an epoch lasts, in milliseconds: at least two blocks, at most 31 days.
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
)]
pub struct EpochDuration(Moment);

impl EpochDuration {
    /// The shortest duration: two blocks of two seconds.
    pub const MIN_MS: Moment = 4_000;
    /// The longest duration: 31 days.
    pub const MAX_MS: Moment = 31 * 24 * 60 * 60 * 1_000;
    /// One day, which makes an epoch end at 00:00 UTC.
    pub const DAY: Self = Self(24 * 60 * 60 * 1_000);

    /// A duration of `ms`, or `None` where that is out of bounds.
    pub const fn new(ms: Moment) -> Option<Self> {
        if ms < Self::MIN_MS || ms > Self::MAX_MS {
            return None;
        }
        Some(Self(ms))
    }

    /// The duration in milliseconds.
    pub const fn as_millis(self) -> Moment {
        self.0
    }

    /// The last multiple of the duration that is not after `moment`.
    fn align_down(self, moment: Moment) -> Moment {
        moment.saturating_sub(moment.checked_rem(self.0).unwrap_or_default())
    }
}

impl Default for EpochDuration {
    fn default() -> Self {
        Self::DAY
    }
}

impl<'de> Deserialize<'de> for EpochDuration {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let ms = Moment::deserialize(deserializer)?;
        Self::new(ms).ok_or_else(|| serde::de::Error::custom("an epoch lasts from 4,000 ms to 31 days"))
    }
}

/// When an epoch began and when it is over, in wall-clock time.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Default,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
)]
pub struct EpochTimes {
    /// The first millisecond of the epoch.
    pub started_at: Moment,
    /// The first millisecond that is not of the epoch any more.
    pub ends_at: Moment,
}

impl EpochTimes {
    /// Genesis: over as soon as the chain knows what time it is.
    pub const GENESIS: Self = Self { started_at: 0, ends_at: 1 };

    /// Whether the epoch is over at `now`.
    pub const fn is_over(&self, now: Moment) -> bool {
        now >= self.ends_at
    }

    /// The times of the epoch that follows this one at `now`, aligned to multiples of `duration`.
    ///
    /// It starts at the later of this one's end and `now` aligned down, so that a halt of the chain leaves a gap in time
    /// and none in the index; it ends at the next multiple. `None` where this epoch is not over.
    pub fn following(&self, now: Moment, duration: EpochDuration) -> Option<Self> {
        if !self.is_over(now) {
            return None;
        }
        let started_at = self.ends_at.max(duration.align_down(now));
        let ends_at = duration.align_down(started_at).checked_add(duration.as_millis())?;
        Some(Self { started_at, ends_at })
    }
}

/// What the chain keeps of an epoch: the terms that were fixed when it opened, and what happened in it.
#[derive(
    Clone, PartialEq, Eq, Default, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct EpochRecord {
    /// The number of the epoch.
    pub index: EpochIndex,
    /// When it began and when it was over.
    pub times: EpochTimes,
    /// DIEM that providers pledged to serve in it (`C`).
    pub capacity: Diem,
    /// The sum of the weights of all accounts, in planck VVV (`W`).
    pub total_weight: Balance,
    /// The most DIEM that one whole VVV of weight was granted (`ρ`).
    pub max_diem_per_vvv: Diem,
    /// VVV that may be issued for it at most, in planck.
    pub emission: Balance,
    /// What each whole DIEM granted in it earns, in planck VVV (`g`).
    pub value_per_diem: Balance,
    /// What one planck of weight earned unspent in all epochs before it.
    pub earned_before: Yield,
    /// DIEM granted so far to accounts that were touched.
    pub minted: Diem,
    /// DIEM debited by receipts and vouchers, what was given back of it included.
    pub debited: Diem,
    /// DIEM given back of what was debited.
    pub refunded: Diem,
    /// DIEM burnt as fees of transfers and sales.
    pub burnt: Diem,
    /// DIEM sold on the spot market.
    pub market_volume: Diem,
    /// Planck VVV paid for it.
    pub market_turnover: Balance,
    /// What a whole DIEM was sold for on average, in planck VVV, rounded down; zero where none was sold. Where a few planck cost nearly as
    /// much as a number holds, it is the largest number.
    pub average_price: Balance,
}

impl EpochRecord {
    /// Counts that `amount` was sold for `paid` planck VVV. No sale fails because of it: what does not fit stays the largest number.
    pub fn note_sale(&mut self, amount: Diem, paid: Balance) {
        self.market_volume = self.market_volume.saturating_add(amount);
        self.market_turnover = self.market_turnover.saturating_add(paid);
        if !self.market_volume.is_zero() {
            let average = mul_div_floor(self.market_turnover, PLANCK_PER_UNIT, self.market_volume.0);
            self.average_price = average.unwrap_or(Balance::MAX);
        }
    }
}
