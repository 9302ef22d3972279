//! Giving back what was debited.

use super::{signing::*, *};
use crate::Providers;
use pallet_diem_staking::History;

fn refund_into(epoch: u32, id: BudgetId, diem: u128) -> DispatchResult {
    outcome(Metering::refund(signed(PROVIDER), OWNER, id, EpochIndex(epoch), Diem(diem * DIEM)))
}

fn refund(id: BudgetId, diem: u128) -> DispatchResult {
    refund_into(epoch().0, id, diem)
}

fn settled_by(who: AccountId, epoch: u32) -> Diem {
    Providers::<Test>::get(who).unwrap().settled_in(EpochIndex(epoch))
}

#[test]
fn what_is_given_back_can_be_spent_again() {
    run(|| {
        let id = open(OWNER, shared(10));
        bill(id, vec![work(10)]);
        events();
        assert_ok!(refund(id, 4));
        let (provider, amount) = (PROVIDER, Diem(4 * DIEM));
        let refunded = Event::Refunded { owner: OWNER, budget: id, provider, epoch: EpochIndex(1), amount };
        assert_eq!(events(), [refunded]);
        assert_eq!(stored_budget(id).window(epoch()).spent, Diem(6 * DIEM));
        assert_eq!(settled_by(PROVIDER, 1), Diem(6 * DIEM));
        assert_eq!(
            (window(OWNER, epoch()).spent, window(OWNER, epoch()).free()),
            (Diem(6 * DIEM), Diem(94 * DIEM))
        );
        // What was debited stays in the record, and what was given back beside it.
        let record = History::<Test>::get(epoch()).unwrap();
        assert_eq!((record.debited, record.refunded), (Diem(10 * DIEM), Diem(4 * DIEM)));
        assert_eq!(bill(id, vec![work(5), work(4)]).charged, Diem(4 * DIEM));
    });
}

#[test]
fn what_a_reserved_budget_gets_back_is_in_its_share_again() {
    run(|| {
        let id = open(OWNER, reserved(30));
        bill(id, vec![work(30)]);
        let free = window(OWNER, epoch()).free();
        assert_ok!(refund(id, 30));
        let after = window(OWNER, epoch());
        assert_eq!((after.reserved_spent, after.spent, after.free()), (Diem::ZERO, Diem::ZERO, free));
        assert_eq!(bill(id, vec![work(30)]), all_charged(30, 1));
    });
}

#[test]
fn a_voucher_that_is_brought_again_does_not_undo_a_refund() {
    run(|| {
        let id = open_for_agent(by_voucher(10));
        let settled = by_agent(voucher(id, 1, 8));
        settle(PROVIDER, vec![settled.clone()]);
        assert_ok!(refund(id, 3));
        assert_eq!((mark(id, 1), stored_budget(id).window(epoch()).spent), (Diem(8 * DIEM), Diem(5 * DIEM)));
        let again = settle(PROVIDER, vec![settled]);
        assert_eq!(again, none_debited(&[VoucherRejectionReason::NothingNew]));
        // What is signed above the mark is new: 5 of 10 DIEM are left for it.
        assert_eq!(settle(PROVIDER, vec![by_agent(voucher(id, 1, 20))]), all_debited(5, 1));
        assert_eq!(
            (mark(id, 1), stored_budget(id).window(epoch()).spent),
            (Diem(13 * DIEM), Diem(10 * DIEM))
        );
    });
}

#[test]
fn a_refund_is_for_the_epoch_that_it_names_by_the_mode_of_that_epoch() {
    run(|| {
        let id = open(OWNER, reserved(30));
        bill(id, vec![work(20)]);
        assert_ok!(update(id, shared(30)));
        next_epochs(1);
        bill(id, vec![work(9)]);
        assert_ok!(refund_into(1, id, 20));
        assert_ok!(refund_into(2, id, 5));
        assert_eq!(window(OWNER, EpochIndex(1)).reserved_spent, Diem::ZERO);
        assert_eq!(window(OWNER, EpochIndex(2)).shared_spent(), Diem(4 * DIEM));
        assert_eq!((settled_by(PROVIDER, 1), settled_by(PROVIDER, 2)), (Diem::ZERO, Diem(4 * DIEM)));
    });
}

#[test]
fn a_refund_reaches_a_budget_that_pays_no_more() {
    run(|| {
        let paused = open(OWNER, shared(10));
        let closing = open(OWNER, BudgetTerms { expires_at: Some(EpochIndex(2)), ..shared(10) });
        let groups = vec![group(OWNER, paused, vec![work(5)]), group(OWNER, closing, vec![work(5)])];
        submit(PROVIDER, epoch(), groups);
        assert_ok!(Metering::pause_budget(signed(OWNER), paused));
        assert_ok!(Metering::close_budget(signed(OWNER), OWNER, closing));
        assert_ok!(Metering::deregister_provider(signed(PROVIDER)));
        System::set_block_number(System::block_number() + 11);
        next_epochs(1);
        assert_ok!(refund_into(1, paused, 5));
        assert_ok!(refund_into(1, closing, 5));
        assert_eq!(window(OWNER, EpochIndex(1)).spent, Diem::ZERO);
    });
}

#[test]
fn a_warning_comes_again_where_a_refund_took_the_budget_below_its_threshold() {
    run(|| {
        assert_ok!(Metering::open_budget(signed(OWNER), shared(10), Some(Percent::from_percent(80)), None));
        let id = BudgetId(0);
        let warned = |diem| {
            bill(id, vec![work(diem)]);
            events().iter().any(|event| matches!(event, Event::BudgetWarning { .. }))
        };
        assert!(warned(9));
        assert_ok!(refund(id, 5));
        assert!(!warned(1));
        assert!(warned(4));
    });
}

#[test]
fn nothing_but_a_provider_gives_back_and_not_nothing() {
    run(|| {
        let id = open(OWNER, shared(10));
        bill(id, vec![work(5)]);
        let by = |who| outcome(Metering::refund(signed(who), OWNER, id, EpochIndex(1), Diem(DIEM)));
        assert_noop!(by(OWNER), E::UnknownProvider);
        assert_noop!(refund(id, 0), E::ZeroAmount);
        assert_noop!(refund(BudgetId(7), 1), E::UnknownBudget);
        assert_noop!(
            outcome(Metering::refund(signed(PROVIDER), OTHER, id, epoch(), Diem(DIEM))),
            E::UnknownBudget
        );
    });
}

#[test]
fn no_more_is_given_back_than_the_budget_spent_and_the_provider_settled() {
    run(|| {
        let (id, other) = (open(OWNER, shared(50)), open(OWNER, shared(50)));
        bill(id, vec![work(5)]);
        bill(other, vec![work(7)]);
        assert_noop!(refund(id, 6), E::RefundExceedsSpent);
        assert_noop!(
            outcome(Metering::refund(signed(PROVIDER), OWNER, id, epoch(), Diem(u128::MAX))),
            E::RefundExceedsSpent
        );
        let by_second = |planck| outcome(Metering::refund(signed(SECOND), OWNER, id, epoch(), Diem(planck)));
        assert_noop!(by_second(1), E::RefundExceedsSettled);
        submit(SECOND, epoch(), vec![group(OWNER, id, vec![work(1)])]);
        assert_noop!(by_second(2 * DIEM + 1), E::RefundExceedsSettled);
        assert_ok!(by_second(2 * DIEM));
        assert_ok!(refund(id, 5));
        assert_noop!(refund(id, 1), E::RefundExceedsSpent);
    });
}

#[test]
fn nothing_is_given_back_of_an_epoch_that_is_settled() {
    run(|| {
        let id = open(OWNER, shared(10));
        bill(id, vec![work(5)]);
        next_epochs(1);
        assert_ok!(refund_into(1, id, 1));
        // Neither epoch was one of the budget's, or nothing was spent in it.
        assert_noop!(refund_into(2, id, 1), E::RefundExceedsSpent);
        next_epochs(1);
        for epoch in [0, 1, 4, u32::MAX] {
            assert_noop!(refund_into(epoch, id, 1), E::EpochNotSettleable);
        }
    });
}

#[test]
fn nothing_was_spent_before_the_budget_was_opened() {
    run(|| {
        let id = open(OWNER, shared(10));
        assert_noop!(refund_into(0, id, 1), E::RefundExceedsSpent);
    });
}
