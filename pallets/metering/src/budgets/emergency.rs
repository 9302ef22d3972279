//! The emergency stops of a budget: replacing its delegate and pausing it.

use crate::{types::FormerDelegate, Budgets, Config, Error, Event, Pallet, Parameters};
use diem_primitives::BudgetId;
use frame_support::ensure;
use frame_system::pallet_prelude::BlockNumberFor;
use sp_runtime::{traits::Saturating, DispatchResult};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_set_delegate(
        owner: T::AccountId,
        id: BudgetId,
        delegate: Option<T::AccountId>,
    ) -> DispatchResult {
        let mut budget = Self::existing_budget(&owner, id)?;
        ensure!(budget.delegate != delegate, Error::<T>::Unchanged);
        let block = frame_system::Pallet::<T>::block_number();
        // Replacing it again would void what the former one signed before its grace is over.
        let in_grace = budget.former_delegate.as_ref().is_some_and(|former| block <= former.until);
        ensure!(!in_grace, Error::<T>::DelegateRecentlyReplaced);

        let until = Self::grace_until();
        budget.former_delegate = budget.delegate.take().map(|account| FormerDelegate { account, until });
        let former_until = budget.former_delegate.as_ref().map(|former| former.until);
        budget.delegate = delegate.clone();
        Budgets::<T>::insert(&owner, id, budget);
        Self::deposit_event(Event::DelegateSet { owner, budget: id, delegate, former_until });
        Ok(())
    }

    pub(crate) fn do_pause_budget(owner: T::AccountId, id: BudgetId) -> DispatchResult {
        let mut budget = Self::existing_budget(&owner, id)?;
        ensure!(budget.paused_until.is_none(), Error::<T>::AlreadyPaused);
        let grace_until = Self::grace_until();
        budget.paused_until = Some(grace_until);
        Budgets::<T>::insert(&owner, id, budget);
        Self::deposit_event(Event::BudgetPaused { owner, budget: id, grace_until });
        Ok(())
    }

    pub(crate) fn do_resume_budget(owner: T::AccountId, id: BudgetId) -> DispatchResult {
        let mut budget = Self::existing_budget(&owner, id)?;
        ensure!(budget.paused_until.take().is_some(), Error::<T>::NotPaused);
        Budgets::<T>::insert(&owner, id, budget);
        Self::deposit_event(Event::BudgetResumed { owner, budget: id });
        Ok(())
    }

    /// The last block in which what is permitted now still settles.
    fn grace_until() -> BlockNumberFor<T> {
        let block = frame_system::Pallet::<T>::block_number();
        block.saturating_add(Parameters::<T>::get().revocation_grace.into())
    }
}
