//! What DIEM earns: the VVV that is issued for an epoch, and how it is carried by the DIEM granted in it.
//!
//! An epoch fixes its value per DIEM, `g`, when it opens. Every DIEM granted in it earns `g` once: for the provider that debited
//! it, or for the account that holds it unspent when nothing can be settled into the epoch any more.

use crate::{
    math::{full_product, mul_div_floor, narrow},
    Balance, EpochTimes, GrantTerms, Moment, PLANCK_PER_UNIT,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_core::U256;
use sp_runtime::Permill;

/// A day in milliseconds.
const DAY: Moment = 24 * 60 * 60 * 1_000;
/// A year in milliseconds: 365 days.
const YEAR: Moment = 365 * DAY;
/// Years after which nothing is left of any emission that decays at all by a part that a `Permill` can tell: none is counted further.
const MAX_YEARS: u64 = 1_000;
/// One, as a yield counts: with so many digits behind the point a whole supply of VVV below 2⁹⁶ planck loses less than a planck an epoch.
const FRACTION: u128 = 1 << 96;

/// How much VVV is issued at most.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Default,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EmissionRules {
    /// Planck VVV per day in the first year.
    pub per_day: Balance,
    /// The part by which a year's emission is less than that of the year before. A year has 365 days.
    pub yearly_decay: Permill,
}

impl EmissionRules {
    /// The most VVV that is issued for an epoch, in planck, where the chain's first epoch began at `began_at`:
    /// `per_day · (1 − decay)^years · length / day`, rounded down.
    pub fn of_epoch(&self, times: EpochTimes, began_at: Moment) -> Balance {
        let years = times.started_at.saturating_sub(began_at) / YEAR;
        let kept = Permill::one().deconstruct().saturating_sub(self.yearly_decay.deconstruct());
        let mut per_day = self.per_day;
        for _ in 0..years.min(MAX_YEARS) {
            if per_day == 0 || self.yearly_decay.is_zero() {
                break;
            }
            per_day =
                mul_div_floor(per_day, kept.into(), Permill::one().deconstruct().into()).unwrap_or_default();
        }
        let length = times.ends_at.saturating_sub(times.started_at);
        mul_div_floor(per_day, length.into(), DAY.into()).unwrap_or(Balance::MAX)
    }
}

/// What a whole DIEM of an epoch earns, in planck VVV: `min(emission / C, most)`, rounded down, and nothing where nothing is granted.
pub fn value_per_diem(emission: Balance, terms: &GrantTerms, most: Balance) -> Balance {
    if terms.total_weight == 0 || terms.capacity.is_zero() {
        return 0;
    }
    // A quotient that does not fit is more than the most.
    mul_div_floor(emission, PLANCK_PER_UNIT, terms.capacity.0).map_or(most, |value| value.min(most))
}

/// What weight earns unspent, summed up over epochs.
///
/// An account whose grants of some epochs nobody touched earns by the difference of two sums, in one step for any number of epochs.
#[derive(
    Clone, Copy, PartialEq, Eq, Default, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Yield {
    /// Planck VVV that one planck of weight earns, in units of 2⁻⁹⁶.
    pub per_weight: U256,
    /// What one whole DIEM earns, in planck VVV. A grant is rounded down by less than a planck DIEM, whose worth is taken off.
    pub per_diem: U256,
}

impl Yield {
    /// The sum with one epoch more, which grants by `terms` and in which a whole DIEM earns `value`.
    pub fn with_epoch(self, terms: &GrantTerms, value: Balance) -> Self {
        Self {
            per_weight: self.per_weight.saturating_add(yield_of(terms, value).unwrap_or_default()),
            per_diem: self.per_diem.saturating_add(U256::from(value)),
        }
    }

    /// Planck VVV that `weight` earned since an `earlier` sum, in epochs in which nobody touched its grants.
    ///
    /// It is never more than its grants, each rounded down, would have earned; and less by at most a planck DIEM's worth for
    /// each epoch, and two planck VVV in all.
    pub fn earned_since(self, earlier: Self, weight: Balance) -> Balance {
        let per_weight = self.per_weight.saturating_sub(earlier.per_weight);
        // What does not fit into 256 bits is no part of any total weight.
        let Some(scaled) = per_weight.checked_mul(U256::from(weight)) else { return 0 };
        let unit = U256::from(PLANCK_PER_UNIT);
        let per_planck = self.per_diem.saturating_sub(earlier.per_diem);
        let rounding = per_planck.checked_div(unit).unwrap_or_default().saturating_add(U256::one());
        let whole = scaled.checked_div(U256::from(FRACTION)).unwrap_or_default();
        narrow(whole.saturating_sub(rounding)).unwrap_or_default()
    }
}

/// Planck VVV that one planck of weight earns in one epoch, in units of 2⁻⁹⁶, rounded down: `min(C / W, ρ) · g`.
fn yield_of(terms: &GrantTerms, value: Balance) -> Option<U256> {
    if terms.capacity.is_zero() {
        return Some(U256::zero());
    }
    let unit = U256::from(PLANCK_PER_UNIT);
    // 128 bits, scaled by 96.
    let by_capacity = scale(terms.capacity.0).checked_div(U256::from(terms.total_weight))?;
    let by_cap = scale(terms.max_diem_per_vvv.0).checked_div(unit)?;
    by_capacity.min(by_cap).checked_mul(U256::from(value))?.checked_div(unit)
}

fn scale(amount: u128) -> U256 {
    full_product(amount, FRACTION)
}
