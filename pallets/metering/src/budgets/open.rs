//! Opening a budget.

use crate::{
    budgets::BudgetOf, types::Budget, Budgets, Config, Event, HoldReason, NextBudgetId, Pallet, Parameters,
};
use diem_primitives::{BudgetId, BudgetTerms, Diem, EpochClock, QuotaLedger};
use frame_support::traits::fungible::MutateHold;
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult, Percent};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_open_budget(
        owner: T::AccountId,
        terms: BudgetTerms<T::AccountId>,
        warn_at: Option<Percent>,
        delegate: Option<T::AccountId>,
    ) -> DispatchResult {
        let now = T::Quota::current_epoch();
        Self::ensure_sensible(&terms, warn_at, now)?;
        let id = Self::take_budget_id(&owner)?;
        let deposit = Parameters::<T>::get().budget_deposit;
        T::Currency::hold(&HoldReason::BudgetDeposit.into(), &owner, deposit)?;
        T::Quota::budget_opened(&owner)?;

        let mut budget: BudgetOf<T> = Budget::open(now, terms.clone(), warn_at, delegate.clone(), deposit);
        let reserve = budget.next_reserve(now);
        let mut share = Diem::ZERO;
        if !reserve.is_zero() {
            share = Self::top_up(&owner, &mut budget, now)?;
            T::Quota::change_reserved_limits(&owner, reserve, Diem::ZERO)?;
        }
        Budgets::<T>::insert(&owner, id, budget);
        Self::deposit_event(Event::BudgetOpened { owner, budget: id, terms, warn_at, delegate, share });
        Ok(())
    }

    fn take_budget_id(owner: &T::AccountId) -> Result<BudgetId, DispatchError> {
        let id = NextBudgetId::<T>::get(owner);
        let next = id.0.checked_add(1).ok_or(ArithmeticError::Overflow)?;
        NextBudgetId::<T>::insert(owner, BudgetId(next));
        Ok(id)
    }
}
