//! Budgets, with all that they can hold, of owners that have quota.

use super::{now, UNIT};
use crate::{types::FormerDelegate, Budgets, Config, NextBudgetId, Pallet};
use diem_primitives::{BudgetId, BudgetMode, BudgetTerms, Consent, Diem, ProviderChoice, QuotaLedger};
use sp_runtime::{traits::Bounded, Percent};

/// The number of the first budget of an owner: so high that no number is longer.
const FIRST_BUDGET: BudgetId = BudgetId(1 << 30);
/// A budget's limit.
pub const LIMIT: Diem = Diem(10 * UNIT);

/// Terms of a reserved budget that consents to the receipts of one provider.
pub fn terms<T: Config>(provider: &T::AccountId, limit: Diem) -> BudgetTerms<T::AccountId> {
    BudgetTerms {
        limit,
        mode: BudgetMode::Reserved,
        provider: ProviderChoice::Only(provider.clone()),
        consent: Consent::Receipts,
        expires_at: Some(now::<T>().saturating_add(1_000)),
    }
}

/// A budget with a share of the current epoch, whose owner is its delegate.
pub fn budget<T: Config>(owner: &T::AccountId) -> BudgetId {
    budget_of::<T>(owner, owner.clone(), terms::<T>(owner, LIMIT))
}

/// The same, with a delegate and terms.
pub fn budget_of<T: Config>(
    owner: &T::AccountId,
    delegate: T::AccountId,
    terms: BudgetTerms<T::AccountId>,
) -> BudgetId {
    let id = NextBudgetId::<T>::get(owner).max(FIRST_BUDGET);
    NextBudgetId::<T>::insert(owner, id);
    Pallet::<T>::do_open_budget(owner.clone(), terms.clone(), None, Some(delegate)).unwrap();
    grant::<T>(owner);
    // The share that it is short of, and a warning that its first charge brings about.
    Pallet::<T>::do_update_budget(owner.clone(), id, terms, Some(Percent::from_percent(1))).unwrap();
    id
}

/// Quota of the current epoch for an account that has a ledger.
fn grant<T: Config>(owner: &T::AccountId) {
    T::Quota::with_window(owner, now::<T>(), |window| window.granted = Diem(100 * UNIT)).unwrap();
}

/// Stops a budget in every way: a pause and a former delegate, both with a grace that goes on, and an end with the current epoch.
pub fn stop<T: Config>(owner: &T::AccountId, id: BudgetId) {
    Budgets::<T>::mutate(owner, id, |budget| {
        let budget = budget.as_mut().unwrap();
        let until = Bounded::max_value();
        budget.former_delegate = Some(FormerDelegate { account: owner.clone(), until });
        budget.paused_until = Some(until);
        budget.closes_at = Some(now::<T>().next());
    });
}
