//! Settling one group of a batch: the receipts of one budget.

use super::{rooms::Rooms, BatchSettlement};
use crate::{budgets::BudgetOf, Budgets, Config, Event, Pallet};
use alloc::vec::Vec;
use diem_primitives::{
    BudgetMode, BudgetTerms, Consent, Diem, QuotaLedger, QuotaWindow, ReceiptGroup, RejectionReason,
    WindowError,
};
use frame_support::traits::Defensive;

/// What became of a receipt: its charge, or why it has none.
type Outcome = Result<Diem, RejectionReason>;

impl<T: Config> BatchSettlement<T> {
    /// Settles a group: its budget and its owner's ledger are read and written once. Where the budget admits none of it, that is all that is
    /// read, and nothing is written.
    pub(super) fn settle_group(&mut self, index: u32, group: &ReceiptGroup<T::AccountId>) {
        let Some(budget) = Budgets::<T>::get(&group.owner, group.budget) else {
            return self.reject_group(index, group, RejectionReason::UnknownBudget);
        };
        let terms = match self.admitting_terms(&budget) {
            Ok(terms) => terms,
            Err(reason) => return self.reject_group(index, group, reason),
        };
        let mut outcomes: Vec<Outcome> =
            group.receipts.iter().map(|receipt| self.prices.charge(receipt)).collect();
        if outcomes.iter().all(Outcome::is_err) {
            self.rejected_groups = self.rejected_groups.saturating_add(1);
            return self.note_rejections(index, &outcomes);
        }

        self.touched_groups = self.touched_groups.saturating_add(1);
        let total = self.debit_owner(&group.owner, &budget, &terms, &mut outcomes);
        if !total.is_zero() {
            let receipts = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
            let receipts = u32::try_from(receipts).unwrap_or(u32::MAX);
            self.book(group, budget, terms.limit, total, receipts);
        }
        self.note_rejections(index, &outcomes);
    }

    /// Rejects every receipt of a group for one reason.
    pub(super) fn reject_group(
        &mut self,
        index: u32,
        group: &ReceiptGroup<T::AccountId>,
        reason: RejectionReason,
    ) {
        self.rejected_groups = self.rejected_groups.saturating_add(1);
        for (receipt, _) in (0_u32..).zip(&group.receipts) {
            self.reject(index, receipt, reason);
        }
    }

    /// The terms of the batch's epoch, where they let this provider charge receipts.
    fn admitting_terms(&self, budget: &BudgetOf<T>) -> Result<BudgetTerms<T::AccountId>, RejectionReason> {
        let terms = budget.admitting(&self.who, self.epoch, budget.is_stopped(self.block))?;
        match terms.consent {
            Consent::Receipts => Ok(terms.clone()),
            Consent::Vouchers => Err(RejectionReason::ConsentByVoucher),
        }
    }

    /// Debits the sum of all charges that fit, and gives it; those that do not fit become rejections.
    fn debit_owner(
        &mut self,
        owner: &T::AccountId,
        budget: &BudgetOf<T>,
        terms: &BudgetTerms<T::AccountId>,
        outcomes: &mut [Outcome],
    ) -> Diem {
        let (epoch, capacity) = (self.epoch, self.provider.room(self.epoch));
        let touched = T::Quota::touch_window(owner, epoch, |window| {
            let total = fill(Rooms::of(budget, terms.mode, epoch, window, capacity), outcomes);
            debit(terms.mode, window, total).is_ok().then_some(total)
        });
        let (debited, touches) = touched.unwrap_or_default();
        self.first_touches = self.first_touches.and(touches);
        debited.unwrap_or_else(|| {
            // An owner without a ledger has no quota. What fits into the pool can always be debited.
            for outcome in outcomes.iter_mut().filter(|outcome| outcome.is_ok()) {
                *outcome = Err(RejectionReason::QuotaExhausted);
            }
            Diem::ZERO
        })
    }

    /// Counts what the group was debited: for the budget, the provider and the batch.
    fn book(
        &mut self,
        group: &ReceiptGroup<T::AccountId>,
        mut budget: BudgetOf<T>,
        limit: Diem,
        amount: Diem,
        receipts: u32,
    ) {
        let (epoch, owner) = (self.epoch, &group.owner);
        // The rooms that the charges were fitted into are those of this budget and this provider.
        let spent = budget.note_spent(self.now, epoch, amount);
        let (before, spent) = spent.defensive_unwrap_or_default();
        self.provider.note_settled(self.now, epoch, amount).defensive_unwrap_or_default();
        self.charged = self.charged.saturating_add(amount);
        self.receipts = self.receipts.saturating_add(receipts);

        let warns = budget.crosses_threshold(before, spent, limit);
        Budgets::<T>::insert(owner, group.budget, budget);
        let (owner, budget, provider) = (owner.clone(), group.budget, self.who.clone());
        Pallet::<T>::deposit_event(Event::Debited {
            owner: owner.clone(),
            budget,
            provider,
            epoch,
            amount,
            receipts,
        });
        if warns {
            Pallet::<T>::deposit_event(Event::BudgetWarning { owner, budget, epoch, spent, limit });
        }
    }

    fn note_rejections(&mut self, group: u32, outcomes: &[Outcome]) {
        for (receipt, outcome) in (0_u32..).zip(outcomes) {
            if let Err(reason) = outcome {
                self.reject(group, receipt, *reason);
            }
        }
    }
}

/// Spends `amount` of the pool that a budget of that mode spends of.
pub(super) fn debit(mode: BudgetMode, window: &mut QuotaWindow, amount: Diem) -> Result<(), WindowError> {
    match mode {
        BudgetMode::Shared => window.debit_shared(amount),
        BudgetMode::Reserved => window.debit_reserved(amount),
    }
}

/// Fits charges one after the other, and gives their sum. One that does not fit is rejected; a smaller one after it may fit.
fn fill(mut rooms: Rooms, outcomes: &mut [Outcome]) -> Diem {
    let mut total = Diem::ZERO;
    for outcome in outcomes {
        let Ok(charge) = *outcome else { continue };
        match rooms.after(charge) {
            Ok(left) => {
                rooms = left;
                total = total.saturating_add(charge);
            }
            Err(full) => *outcome = Err(full.into()),
        }
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_that_does_not_fit_leaves_room_for_a_smaller_one_after_it() {
        let rooms = Rooms { budget: Diem(10), quota: Diem(9), capacity: Diem(100) };
        let mut outcomes =
            [Ok(Diem(6)), Ok(Diem(5)), Err(RejectionReason::NoPrice), Ok(Diem(4)), Ok(Diem(3)), Ok(Diem(1))];
        assert_eq!(fill(rooms, &mut outcomes), Diem(9));
        assert_eq!(
            outcomes,
            [
                Ok(Diem(6)),
                Err(RejectionReason::BudgetExhausted),
                Err(RejectionReason::NoPrice),
                Err(RejectionReason::QuotaExhausted),
                Ok(Diem(3)),
                Err(RejectionReason::QuotaExhausted),
            ]
        );
    }
}
