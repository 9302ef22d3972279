//! Closing budgets and removing them.

use super::*;
use crate::{Budgets, HoldReason, NextBudgetId};

fn close(who: AccountId, id: BudgetId) -> DispatchResult {
    outcome(Metering::close_budget(signed(who), OWNER, id))
}

#[test]
fn a_budget_closes_with_the_next_epoch_and_is_removed_when_its_last_one_is_settled() {
    run(|| {
        let id = open(OWNER, reserved(30));
        events();
        assert_ok!(close(OWNER, id));
        assert_eq!(events(), [Event::BudgetClosing { owner: OWNER, budget: id, closes_at: EpochIndex(2) }]);
        assert_noop!(close(OWNER, id), E::NotRemovableYet);
        assert_eq!(bill(id, vec![work(1)]), all_charged(1, 1));

        next_epochs(1);
        assert_eq!(window(OWNER, epoch()).free(), Diem(100 * DIEM));
        assert_eq!(bill(id, vec![work(1)]), all_rejected(&[RejectionReason::BudgetClosed]));
        assert_eq!(bill_into(EpochIndex(1), id, vec![work(29)]), all_charged(29, 1));
        assert_noop!(close(OTHER, id), E::NotRemovableYet);

        next_epochs(1);
        events();
        assert_ok!(close(OTHER, id));
        assert_eq!(events(), [Event::BudgetRemoved { owner: OWNER, budget: id }]);
        assert_eq!(held(HoldReason::BudgetDeposit, OWNER), 0);
        assert!(!Budgets::<Test>::contains_key(OWNER, id));
        assert_noop!(close(OWNER, id), E::UnknownBudget);
    });
}

#[test]
fn only_its_owner_closes_a_budget_before_it_has_expired() {
    run(|| {
        let id = open(OWNER, BudgetTerms { expires_at: Some(EpochIndex(3)), ..shared(10) });
        assert_noop!(close(OTHER, id), E::NotOwner);
        assert_noop!(close(OTHER, BudgetId(9)), E::UnknownBudget);
        next_epochs(1);
        assert_noop!(close(OTHER, id), E::NotOwner);
        next_epochs(1);
        assert_ok!(close(OTHER, id));
    });
}

#[test]
fn an_expiry_that_is_to_come_lets_nobody_else_close_it_yet() {
    run(|| {
        let id = open(OWNER, shared(10));
        assert_ok!(update(id, BudgetTerms { expires_at: Some(EpochIndex(2)), ..shared(10) }));
        assert_noop!(close(OTHER, id), E::NotOwner);
        next_epochs(1);
        assert_ok!(close(OTHER, id));
    });
}

#[test]
fn the_deposit_is_the_one_that_was_paid_when_it_was_opened() {
    run(|| {
        let id = open(OWNER, shared(10));
        let dearer = crate::MeteringParameters { budget_deposit: 7 * VVV, ..Default::default() };
        assert_ok!(Metering::set_parameters(RuntimeOrigin::root(), dearer));
        open(OWNER, shared(10));
        assert_eq!(held(HoldReason::BudgetDeposit, OWNER), 8 * VVV);
        assert_ok!(close(OWNER, id));
        next_epochs(2);
        assert_ok!(close(OWNER, id));
        assert_eq!(held(HoldReason::BudgetDeposit, OWNER), 7 * VVV);
    });
}

#[test]
fn its_number_is_not_used_again() {
    run(|| {
        let id = open(OWNER, shared(10));
        assert_ok!(close(OWNER, id));
        next_epochs(2);
        assert_ok!(close(OWNER, id));
        assert_eq!(open(OWNER, shared(10)), BudgetId(1));
        assert_eq!(NextBudgetId::<Test>::get(OWNER), BudgetId(2));
    });
}

#[test]
fn the_ledger_of_an_owner_without_a_stake_goes_with_its_last_budget() {
    run(|| {
        let id = open(STRANGER, shared(10));
        assert_ok!(Metering::close_budget(signed(STRANGER), STRANGER, id));
        next_epochs(2);
        assert!(pallet_diem_staking::Ledgers::<Test>::contains_key(STRANGER));
        assert_ok!(Metering::close_budget(signed(OTHER), STRANGER, id));
        assert!(!pallet_diem_staking::Ledgers::<Test>::contains_key(STRANGER));
    });
}

#[test]
fn a_paused_budget_can_be_closed() {
    run(|| {
        let id = open(OWNER, shared(10));
        assert_ok!(Metering::pause_budget(signed(OWNER), id));
        assert_ok!(close(OWNER, id));
        next_epochs(2);
        assert_ok!(close(OWNER, id));
    });
}
