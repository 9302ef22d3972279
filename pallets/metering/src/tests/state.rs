//! That each check of the invariants finds what it is for.

use super::*;
use crate::{Budgets, Listings, Models, NextBudgetId, NextModelId, Pallet, Providers, TotalCapacity};

/// Breaks a chain with a budget that has spent 5 of 10 DIEM, and asserts what is found.
fn breaking(harm: impl FnOnce(BudgetId), found: &'static str) {
    build(genesis()).execute_with(|| {
        next_block(60_000);
        next_block(62_000);
        let id = open(OWNER, shared(10));
        bill(id, vec![work(5)]);
        assert_ok!(Pallet::<Test>::do_try_state());
        harm(id);
        assert_eq!(Pallet::<Test>::do_try_state(), Err(found.into()));
    });
}

fn break_budget(id: BudgetId, harm: impl FnOnce(&mut Budget<AccountId, u64>)) {
    Budgets::<Test>::mutate(OWNER, id, |budget| harm(budget.as_mut().unwrap()));
}

fn break_provider(harm: impl FnOnce(&mut crate::Provider)) {
    Providers::<Test>::mutate(PROVIDER, |provider| harm(provider.as_mut().unwrap()));
}

#[test]
fn a_deposit_that_is_not_on_hold() {
    let found = "4: a deposit is not what is on hold";
    breaking(|id| break_budget(id, |budget| budget.deposit += 1), found);
    breaking(|_| Models::<Test>::mutate(TEXT, |model| model.as_mut().unwrap().deposit += 1), found);
}

#[test]
fn a_bond_that_is_not_on_hold() {
    breaking(|_| break_provider(|provider| provider.bond -= 1), "4: a bond is not what is on hold");
}

#[test]
fn a_total_that_is_not_the_sum_of_the_pledges() {
    let found = "the capacity of all providers is not the sum of their pledges";
    breaking(|_| TotalCapacity::<Test>::mutate(|total| total.next.0 += 1), found);
    breaking(|_| break_provider(|provider| provider.capacity.next.0 -= 1), found);
}

#[test]
fn lists_that_are_not_as_long_as_they_say() {
    let found = "9: a provider's list is not as long as its record says";
    breaking(|_| Listings::<Test>::remove(PROVIDER, TEXT), found);
    let found = "9: an account that is no provider has a list";
    breaking(
        |_| {
            let listing = Listings::<Test>::get(PROVIDER, TEXT).unwrap();
            Listings::<Test>::insert(OWNER, TEXT, listing);
        },
        found,
    );
}

#[test]
fn numbers_that_were_not_given_out() {
    breaking(|_| NextModelId::<Test>::put(ModelId(1)), "9: a model has a number to come");
    breaking(|_| NextBudgetId::<Test>::remove(OWNER), "9: a budget has a number to come");
}

#[test]
fn a_budget_that_spent_more_than_it_may() {
    let found = "2: a budget spent more than it may";
    breaking(|id| break_budget(id, |budget| budget.terms.current.limit = Diem(DIEM)), found);
}

#[test]
fn books_that_do_not_agree() {
    let found = "2: budgets spent what the ledger does not say";
    breaking(|id| break_budget(id, |budget| budget.windows.current.spent = Diem(DIEM)), found);
    let found = "6: a voucher mark does not cover what was spent";
    breaking(|id| break_budget(id, |budget| budget.windows.current.voucher_mark = Diem(DIEM)), found);
    breaking(|id| break_budget(id, |budget| budget.terms.current.consent = Consent::Vouchers), found);
    let found = "6: budgets were charged what no provider was credited, or the reverse";
    breaking(|_| break_provider(|provider| provider.settled.current = Diem(DIEM)), found);
    let found = "6: a provider settled more than it pledged";
    breaking(|_| break_provider(|provider| provider.settled.current = Diem(2_000 * DIEM)), found);
}
