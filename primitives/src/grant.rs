//! How much DIEM a weight is granted.

use crate::{math::mul_div_floor, Balance, Diem, EpochRecord, PLANCK_PER_UNIT};

/// The terms on which an epoch grants DIEM, fixed when it opens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct GrantTerms {
    /// DIEM pledged by providers (`C`).
    pub capacity: Diem,
    /// The sum of all weights, in planck VVV (`W`).
    pub total_weight: Balance,
    /// The most DIEM that one whole VVV is granted (`ρ`).
    pub max_diem_per_vvv: Diem,
}

impl GrantTerms {
    /// The grant of `weight`: `min(⌊w·C/W⌋, ⌊w·ρ⌋)`, both rounded down.
    ///
    /// Where no capacity is pledged or nobody has weight, nothing is granted. The sum of the grants of weights that sum to
    /// at most `W` is at most `C`.
    pub fn grant(&self, weight: Balance) -> Diem {
        let by_capacity = mul_div_floor(weight, self.capacity.0, self.total_weight);
        let by_cap = mul_div_floor(weight, self.max_diem_per_vvv.0, PLANCK_PER_UNIT);
        match (by_capacity, by_cap) {
            (Some(by_capacity), Some(by_cap)) => Diem(by_capacity.min(by_cap)),
            // A cap that does not fit into 128 bits does not bind.
            (Some(by_capacity), None) => Diem(by_capacity),
            // `W` is zero, or the weight is not part of it: no such weight is granted anything.
            (None, _) => Diem::ZERO,
        }
    }
}

impl From<&EpochRecord> for GrantTerms {
    fn from(record: &EpochRecord) -> Self {
        Self {
            capacity: record.capacity,
            total_weight: record.total_weight,
            max_diem_per_vvv: record.max_diem_per_vvv,
        }
    }
}
