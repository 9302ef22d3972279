//! Budgets: opened, changed, stopped and closed by their owners.

mod close;
mod emergency;
mod open;
mod update;

use crate::{types::Budget, Budgets, Config, Error, Pallet};
use diem_primitives::{BudgetId, BudgetTerms, Diem, EpochIndex, QuotaLedger};
use frame_support::ensure;
use frame_system::pallet_prelude::BlockNumberFor;
use sp_runtime::{ArithmeticError, DispatchError, Percent};

/// A budget of the runtime.
pub(crate) type BudgetOf<T> = Budget<<T as frame_system::Config>::AccountId, BlockNumberFor<T>>;

impl<T: Config> Pallet<T> {
    pub(crate) fn existing_budget(owner: &T::AccountId, budget: BudgetId) -> Result<BudgetOf<T>, Error<T>> {
        Budgets::<T>::get(owner, budget).ok_or(Error::<T>::UnknownBudget)
    }

    fn ensure_sensible(
        terms: &BudgetTerms<T::AccountId>,
        warn_at: Option<Percent>,
        now: EpochIndex,
    ) -> Result<(), Error<T>> {
        ensure!(!terms.limit.is_zero(), Error::<T>::ZeroAmount);
        ensure!(terms.expires_at.is_none_or(|end| end > now), Error::<T>::ExpiryInPast);
        ensure!(!terms.lacks_a_provider(), Error::<T>::VouchersNeedOneProvider);
        ensure!(warn_at.is_none_or(|part| !part.is_zero()), Error::<T>::WarningOutOfBounds);
        Ok(())
    }

    /// Carves out of the free pool what the budget's share of the current epoch lacks, as far as it reaches.
    fn top_up(
        owner: &T::AccountId,
        budget: &mut BudgetOf<T>,
        now: EpochIndex,
    ) -> Result<Diem, DispatchError> {
        let carved = T::Quota::with_window(owner, now, |window| {
            let amount = budget.missing_share(now, window).min(window.free());
            window.reserve(amount).map(|()| amount)
        });
        let amount = match carved {
            Some(Ok(amount)) => amount,
            // No more than what is free was asked for.
            Some(Err(_)) => return Err(ArithmeticError::Overflow.into()),
            None => Diem::ZERO,
        };
        budget.top_up(now, amount).ok_or(ArithmeticError::Overflow)?;
        Ok(amount)
    }
}
