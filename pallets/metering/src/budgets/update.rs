//! New terms for a budget.

use crate::{Budgets, Config, Error, Event, Pallet};
use diem_primitives::{BudgetId, BudgetTerms, Diem, EpochClock, QuotaLedger};
use frame_support::ensure;
use sp_runtime::{DispatchResult, Percent};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_update_budget(
        owner: T::AccountId,
        id: BudgetId,
        terms: BudgetTerms<T::AccountId>,
        warn_at: Option<Percent>,
    ) -> DispatchResult {
        let mut budget = Self::existing_budget(&owner, id)?;
        ensure!(budget.closes_at.is_none(), Error::<T>::BudgetIsClosing);
        let now = T::Quota::current_epoch();
        Self::ensure_sensible(&terms, warn_at, now)?;

        let reserved_before = budget.next_reserve(now);
        let reached = budget.change_terms(now, terms);
        budget.warn_at = warn_at;
        let reserved_after = budget.next_reserve(now);
        let stays_reserved = !reserved_after.is_zero();
        let topped_up =
            if reached && stays_reserved { Self::top_up(&owner, &mut budget, now)? } else { Diem::ZERO };
        if reserved_after != reserved_before {
            T::Quota::change_reserved_limits(&owner, reserved_after, reserved_before)?;
        }
        let (terms, next_terms) = (budget.terms.current.clone(), budget.terms.next.clone());
        Budgets::<T>::insert(&owner, id, budget);
        Self::deposit_event(Event::BudgetUpdated {
            owner,
            budget: id,
            terms,
            next_terms,
            warn_at,
            topped_up,
        });
        Ok(())
    }
}
