//! Giving back what a failed inference cost.

use crate::{Budgets, Config, Error, Event, Pallet, Providers};
use diem_primitives::{BudgetId, BudgetMode, Diem, EpochClock, EpochIndex, QuotaLedger};
use frame_support::ensure;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
    /// Undoes `amount` of what was debited, but for the voucher mark: else a voucher that was settled could be settled again.
    pub(crate) fn do_refund(
        who: T::AccountId,
        owner: T::AccountId,
        id: BudgetId,
        epoch: EpochIndex,
        amount: Diem,
    ) -> DispatchResult {
        let mut provider = Self::settling_provider(&who)?;
        ensure!(!amount.is_zero(), Error::<T>::ZeroAmount);
        ensure!(T::Quota::is_settleable(epoch), Error::<T>::EpochNotSettleable);
        let mut budget = Self::existing_budget(&owner, id)?;
        let now = T::Quota::current_epoch();
        let mode = budget.terms.at(epoch).map(|terms| terms.mode).ok_or(Error::<T>::RefundExceedsSpent)?;
        budget.note_refunded(now, epoch, amount).ok_or(Error::<T>::RefundExceedsSpent)?;
        provider.note_refunded(now, epoch, amount).ok_or(Error::<T>::RefundExceedsSettled)?;

        // What the budget spent, its owner spent.
        let given_back = T::Quota::with_window(&owner, epoch, |window| match mode {
            BudgetMode::Shared => window.refund_shared(amount),
            BudgetMode::Reserved => window.refund_reserved(amount),
        });
        ensure!(given_back == Some(Ok(())), Error::<T>::RefundExceedsSpent);
        T::Quota::note_refunded(epoch, amount);
        Budgets::<T>::insert(&owner, id, budget);
        Providers::<T>::insert(&who, provider);
        Self::deposit_event(Event::Refunded { owner, budget: id, provider: who, epoch, amount });
        Ok(())
    }
}
