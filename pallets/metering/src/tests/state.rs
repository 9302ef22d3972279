//! That each check of the invariants finds what it is for.

use super::*;
use crate::{
    types::ReceiptKeys as Keys, BatchRecord, Batches, Budgets, Listings, Models, NextBudgetId, NextModelId,
    Pallet, Providers, ReceiptKeys, TotalCapacity,
};

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
    breaking(|_| break_provider(|provider| *provider.settled.get_mut(epoch()).unwrap() = Diem(DIEM)), found);
    let found = "6: a provider settled more than it pledged";
    let too_much = Diem(2_000 * DIEM);
    breaking(|_| break_provider(|provider| *provider.settled.get_mut(epoch()).unwrap() = too_much), found);
}

#[test]
fn roots_that_are_not_of_a_batch_of_a_provider() {
    let root = |epoch| BatchRoot { epoch: EpochIndex(epoch), root: Default::default(), groups: 1 };
    let record = move |epoch| BatchRecord::new(root(epoch));
    let found = "9: an account that is no provider has batch roots";
    breaking(|_| Batches::<Test>::insert(OWNER, 0, record(1)), found);
    let found = "9: a root is kept of a batch that was removed or is to come";
    breaking(|_| Batches::<Test>::insert(PROVIDER, 1, record(1)), found);
    breaking(|_| break_provider(|provider| provider.oldest_batch = 1), found);
    let found = "9: a root is kept of a batch for an epoch to come";
    breaking(|_| Batches::<Test>::insert(PROVIDER, 0, record(2)), found);
    let found = "9: a group was disputed that is none";
    let disputed = |record: &mut Option<BatchRecord>| {
        record.as_mut().unwrap().disputed.try_insert(1).unwrap();
    };
    breaking(|_| Batches::<Test>::mutate(PROVIDER, 0, disputed), found);
    let found = "9: a provider has more roots than it may";
    breaking(|_| break_provider(|provider| provider.next_sequence = 500_001), found);
    let found = "9: an account that is no provider has receipt keys";
    breaking(|_| ReceiptKeys::<Test>::insert(OWNER, Keys::new(1)), found);
}

#[test]
fn providers_that_settled_what_is_not_yet_or_pledge_what_they_may_not() {
    let found = "6: a provider settled into an epoch twice, or into one to come";
    breaking(|_| break_provider(|provider| provider.settled.add(EpochIndex(2), Diem(1)).unwrap()), found);
    breaking(|_| break_provider(|provider| provider.suspended = true), "a suspended provider pledges");
}
