//! The units that the chain counts in, each a type of its own.

use crate::math;
use codec::{CompactAs, Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// An amount of VVV, in planck (10⁻¹⁸ VVV).
pub type Balance = u128;

/// A point in time, in milliseconds since the Unix epoch.
pub type Moment = u64;

/// Planck in one whole VVV, and in one whole DIEM.
pub const PLANCK_PER_UNIT: u128 = 1_000_000_000_000_000_000;

/// An amount of DIEM, in planck (10⁻¹⁸ DIEM).
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
    Serialize,
    Deserialize,
)]
pub struct Diem(pub u128);

impl Diem {
    /// No DIEM.
    pub const ZERO: Self = Self(0);
    /// One whole DIEM.
    pub const ONE: Self = Self(PLANCK_PER_UNIT);

    /// Whole DIEM, or `None` where that is more than fits.
    pub const fn from_whole(whole: u128) -> Option<Self> {
        match whole.checked_mul(PLANCK_PER_UNIT) {
            Some(planck) => Some(Self(planck)),
            None => None,
        }
    }

    /// What this much DIEM earns or costs at `per_diem` planck VVV for a whole one, rounded down, or `None` where that does not
    /// fit into 128 bits.
    pub fn worth(self, per_diem: Balance) -> Option<Balance> {
        math::mul_div_floor(self.0, per_diem, PLANCK_PER_UNIT)
    }

    /// As [`worth`](Self::worth), rounded up.
    pub fn price(self, per_diem: Balance) -> Option<Balance> {
        math::mul_div_ceil(self.0, per_diem, PLANCK_PER_UNIT)
    }

    /// Whether there is none.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The sum, or `None` where it does not fit.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference, or `None` where it would be negative.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// The sum, or the largest amount where it does not fit.
    pub fn saturating_add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// The difference, or nothing where it would be negative.
    pub fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl fmt::Display for Diem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} planck DIEM", self.0)
    }
}

/// The number of an epoch: how many were opened before it. Epoch 0 is genesis.
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
    Serialize,
    Deserialize,
)]
pub struct EpochIndex(pub u32);

impl EpochIndex {
    /// The epoch after this one. The last index is its own successor: at one epoch a second it is reached after 136 years.
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The epoch before this one, or `None` for genesis.
    pub fn previous(self) -> Option<Self> {
        self.0.checked_sub(1).map(Self)
    }

    /// Whether anything can be settled into this epoch in `now`: it is that epoch or the one before.
    pub fn is_settleable_in(self, now: Self) -> bool {
        self == now || Some(self) == now.previous()
    }

    /// The epoch `count` after this one, or the last one.
    pub const fn saturating_add(self, count: u32) -> Self {
        Self(self.0.saturating_add(count))
    }

    /// How many epochs lie between an `earlier` one and this one; zero where it is not earlier.
    pub const fn since(self, earlier: Self) -> u32 {
        self.0.saturating_sub(earlier.0)
    }
}

/// The number of a model, counted from zero in order of registration and never used twice.
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
    Serialize,
    Deserialize,
)]
pub struct ModelId(pub u32);

/// The number of a budget among those of its owner, counted from zero and never used twice.
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
    Serialize,
    Deserialize,
)]
pub struct BudgetId(pub u32);

/// The number of a batch among those of its provider: contiguous, counted from zero.
pub type Sequence = u64;
