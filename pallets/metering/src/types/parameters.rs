//! What governance sets.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use diem_primitives::{math::mul_div_ceil, Balance, Diem, PLANCK_PER_UNIT};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_runtime::Permill;

/// The rules of metering that governance may change.
#[derive(
    Clone,
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
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MeteringParameters {
    /// Planck VVV that a provider holds for each whole DIEM that it pledges per epoch; from 0.001 VVV to 1,000,000 VVV.
    ///
    /// A raise acts from the next epoch on, on what a DIEM may earn at most. A pledge keeps its former bond until its provider next sets it.
    /// Where it is lowered, the excess of every bond comes free at once. So move it in small steps, and leave time between them.
    pub bond_per_diem: Balance,
    /// The part of a provider's bond that a proven dispute takes; from 1 % to 100 %. No DIEM earns more VVV than that part of the
    /// bond behind it, where the pledge was made since `bond_per_diem` was last raised.
    pub slash_fraction: Permill,
    /// The least DIEM that a provider may pledge; at least 0.001 DIEM.
    pub min_capacity: Diem,
    /// Planck VVV on hold for a budget; from 0.001 VVV to 1,000,000 VVV.
    pub budget_deposit: Balance,
    /// Planck VVV on hold for a model; from 0.001 VVV to 1,000,000 VVV.
    pub model_deposit: Balance,
    /// Blocks after a pause, or after replacing a delegate, in which what was permitted before still settles; at most
    /// 43,200, a day.
    pub revocation_grace: u32,
    /// The most batches of one provider for one epoch; from 1 to 100,000.
    pub max_batches_per_epoch: u32,
}

/// A thousandth of a VVV or of a DIEM, in planck.
const MILLI: u128 = PLANCK_PER_UNIT / 1_000;
/// A million VVV, in planck.
const MILLION: u128 = PLANCK_PER_UNIT * 1_000_000;
/// The longest grace, in blocks: a day.
const MAX_GRACE: u32 = 43_200;
/// The most that `max_batches_per_epoch` may be: two batches in each block of a day.
pub const MAX_BATCHES_PER_EPOCH: u32 = 100_000;

impl Default for MeteringParameters {
    fn default() -> Self {
        Self {
            bond_per_diem: PLANCK_PER_UNIT * 10,
            slash_fraction: Permill::from_percent(20),
            min_capacity: Diem::ONE,
            budget_deposit: PLANCK_PER_UNIT,
            model_deposit: PLANCK_PER_UNIT * 10,
            revocation_grace: 150,
            max_batches_per_epoch: 10_000,
        }
    }
}

impl MeteringParameters {
    /// Whether every rule is within its bounds.
    pub fn are_in_bounds(&self) -> bool {
        let amounts = [self.bond_per_diem, self.budget_deposit, self.model_deposit];
        amounts.iter().all(|amount| (MILLI..=MILLION).contains(amount))
            && self.min_capacity >= Diem(MILLI)
            && self.slash_fraction >= Permill::from_percent(1)
            && self.revocation_grace <= MAX_GRACE
            && (1..=MAX_BATCHES_PER_EPOCH).contains(&self.max_batches_per_epoch)
    }

    /// Planck VVV that a dispute takes of the bond behind each whole DIEM, rounded down.
    pub fn slashed_per_diem(&self) -> Balance {
        self.slash_fraction.mul_floor(self.bond_per_diem)
    }

    /// Planck VVV behind a pledge of `capacity`, rounded up, or `None` where that does not fit into 128 bits.
    pub fn bond_for(&self, capacity: Diem) -> Option<Balance> {
        mul_div_ceil(capacity.0, self.bond_per_diem, PLANCK_PER_UNIT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_is_within_bounds() {
        assert!(MeteringParameters::default().are_in_bounds());
    }

    #[test]
    fn each_rule_has_bounds() {
        let default = MeteringParameters::default;
        let refused = [
            MeteringParameters { bond_per_diem: MILLI - 1, ..default() },
            MeteringParameters { bond_per_diem: MILLION + 1, ..default() },
            MeteringParameters { min_capacity: Diem(MILLI - 1), ..default() },
            MeteringParameters { budget_deposit: MILLI - 1, ..default() },
            MeteringParameters { budget_deposit: MILLION + 1, ..default() },
            MeteringParameters { model_deposit: 0, ..default() },
            MeteringParameters { model_deposit: MILLION + 1, ..default() },
            MeteringParameters { revocation_grace: MAX_GRACE + 1, ..default() },
            MeteringParameters { max_batches_per_epoch: 0, ..default() },
            MeteringParameters { max_batches_per_epoch: MAX_BATCHES_PER_EPOCH + 1, ..default() },
        ];
        for parameters in refused {
            assert!(!parameters.are_in_bounds(), "{parameters:?}");
        }
        assert!(MeteringParameters { revocation_grace: 0, ..default() }.are_in_bounds());
        assert!(MeteringParameters { bond_per_diem: MILLION, ..default() }.are_in_bounds());
    }

    #[test]
    fn a_bond_is_rounded_up() {
        let parameters = MeteringParameters { bond_per_diem: PLANCK_PER_UNIT / 3, ..Default::default() };
        assert_eq!(parameters.bond_for(Diem(3)), Some(1));
        assert_eq!(parameters.bond_for(Diem(4)), Some(2));
        assert_eq!(parameters.bond_for(Diem::ONE), Some(PLANCK_PER_UNIT / 3));
        assert_eq!(parameters.bond_for(Diem::ZERO), Some(0));
        assert_eq!(MeteringParameters::default().bond_for(Diem(u128::MAX)), None);
    }
}
