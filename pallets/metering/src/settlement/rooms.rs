//! How much may still be charged to a budget, to its owner and by a provider.

use crate::types::Budget;
use diem_primitives::{
    api::Limit, BudgetMode, Diem, EpochIndex, QuotaWindow, RejectionReason, VoucherRejectionReason,
};

/// DIEM left under each limit that a charge has to keep.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Rooms {
    /// Under the budget's limit, or its share.
    pub(crate) budget: Diem,
    /// In the owner's free pool, or in the reserve where the budget is reserved.
    pub(crate) quota: Diem,
    /// Under what the provider pledged.
    pub(crate) capacity: Diem,
}

/// The limit that a charge does not fit under.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Full {
    Budget,
    Quota,
    Capacity,
}

impl From<Full> for RejectionReason {
    fn from(full: Full) -> Self {
        match full {
            Full::Budget => Self::BudgetExhausted,
            Full::Quota => Self::QuotaExhausted,
            Full::Capacity => Self::CapacityExceeded,
        }
    }
}

impl From<Full> for VoucherRejectionReason {
    fn from(full: Full) -> Self {
        match full {
            Full::Budget => Self::BudgetExhausted,
            Full::Quota => Self::QuotaExhausted,
            Full::Capacity => Self::CapacityExceeded,
        }
    }
}

impl From<Full> for Limit {
    fn from(full: Full) -> Self {
        match full {
            Full::Budget => Self::BudgetLimit,
            Full::Quota => Self::OwnerQuota,
            Full::Capacity => Self::ProviderCapacity,
        }
    }
}

impl Rooms {
    /// What `budget` and its owner's window of `epoch` leave to a provider that may settle `capacity` more.
    pub(crate) fn of<AccountId: Clone + PartialEq, BlockNumber: Copy + PartialOrd>(
        budget: &Budget<AccountId, BlockNumber>,
        mode: BudgetMode,
        epoch: EpochIndex,
        window: &QuotaWindow,
        capacity: Diem,
    ) -> Self {
        let quota = match mode {
            BudgetMode::Shared => window.free(),
            BudgetMode::Reserved => window.reserved.saturating_sub(window.reserved_spent),
        };
        Self { budget: budget.room(epoch, window), quota, capacity }
    }

    /// DIEM left under all limits.
    pub(crate) fn least(&self) -> Diem {
        self.budget.min(self.quota).min(self.capacity)
    }

    /// DIEM left under one limit.
    pub(crate) fn under(&self, limit: Full) -> Diem {
        match limit {
            Full::Budget => self.budget,
            Full::Quota => self.quota,
            Full::Capacity => self.capacity,
        }
    }

    /// As much of `amount` as is left under all limits, or the first limit under which nothing is.
    pub(crate) fn part_of(&self, amount: Diem) -> Result<Diem, Full> {
        for limit in [Full::Budget, Full::Quota, Full::Capacity] {
            if self.under(limit).is_zero() {
                return Err(limit);
            }
        }
        Ok(amount.min(self.least()))
    }

    /// What is left after a charge of `amount`, or the first limit that it does not fit under.
    pub(crate) fn after(self, amount: Diem) -> Result<Self, Full> {
        Ok(Self {
            budget: self.budget.checked_sub(amount).ok_or(Full::Budget)?,
            quota: self.quota.checked_sub(amount).ok_or(Full::Quota)?,
            capacity: self.capacity.checked_sub(amount).ok_or(Full::Capacity)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rooms(budget: u128, quota: u128, capacity: u128) -> Rooms {
        Rooms { budget: Diem(budget), quota: Diem(quota), capacity: Diem(capacity) }
    }

    #[test]
    fn a_charge_lowers_the_room_under_every_limit() {
        assert_eq!(rooms(10, 11, 12).after(Diem(10)), Ok(rooms(0, 1, 2)));
    }

    #[test]
    fn the_first_limit_that_a_charge_does_not_fit_under_is_named() {
        assert_eq!(rooms(9, 9, 9).after(Diem(10)), Err(Full::Budget));
        assert_eq!(rooms(10, 9, 9).after(Diem(10)), Err(Full::Quota));
        assert_eq!(rooms(10, 10, 9).after(Diem(10)), Err(Full::Capacity));
        assert_eq!(rooms(10, 8, 9).least(), Diem(8));
    }

    #[test]
    fn the_part_of_an_amount_that_is_left_fits_under_every_limit() {
        assert_eq!(rooms(10, 8, 9).part_of(Diem(7)), Ok(Diem(7)));
        assert_eq!(rooms(10, 8, 9).part_of(Diem(20)), Ok(Diem(8)));
        assert_eq!(rooms(0, 0, 9).part_of(Diem(1)), Err(Full::Budget));
        assert_eq!(rooms(10, 0, 0).part_of(Diem(1)), Err(Full::Quota));
        assert_eq!(rooms(10, 8, 0).part_of(Diem(1)), Err(Full::Capacity));
    }
}
