//! Closing a budget and removing it.

use crate::{budgets::BudgetOf, Budgets, Config, Error, Event, HoldReason, Pallet};
use diem_primitives::{BudgetId, Diem, EpochClock, EpochIndex, QuotaLedger};
use frame_support::{
    ensure,
    traits::{fungible::MutateHold, tokens::Precision},
};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
    pub(crate) fn do_close_budget(who: &T::AccountId, owner: T::AccountId, id: BudgetId) -> DispatchResult {
        let budget = Self::existing_budget(&owner, id)?;
        let now = T::Quota::current_epoch();
        if let Some(closes_at) = budget.closes_at {
            // In the epoch in which it is closed, receipts of the one before still settle.
            ensure!(now > closes_at, Error::<T>::NotRemovableYet);
            return Self::remove_budget(owner, id, &budget);
        }
        let expired = budget.terms.at(now).is_some_and(|terms| terms.has_expired(now));
        ensure!(*who == owner || expired, Error::<T>::NotOwner);
        Self::begin_to_close(owner, id, budget, now)
    }

    fn begin_to_close(
        owner: T::AccountId,
        id: BudgetId,
        mut budget: BudgetOf<T>,
        now: EpochIndex,
    ) -> DispatchResult {
        budget.advance(now);
        let released = budget.next_reserve(now);
        if !released.is_zero() {
            T::Quota::change_reserved_limits(&owner, Diem::ZERO, released)?;
        }
        let closes_at = now.next();
        budget.closes_at = Some(closes_at);
        Budgets::<T>::insert(&owner, id, budget);
        Self::deposit_event(Event::BudgetClosing { owner, budget: id, closes_at });
        Ok(())
    }

    fn remove_budget(owner: T::AccountId, id: BudgetId, budget: &BudgetOf<T>) -> DispatchResult {
        let reason = HoldReason::BudgetDeposit.into();
        T::Currency::release(&reason, &owner, budget.deposit, Precision::Exact)?;
        Budgets::<T>::remove(&owner, id);
        T::Quota::budget_removed(&owner);
        Self::deposit_event(Event::BudgetRemoved { owner, budget: id });
        Ok(())
    }
}
