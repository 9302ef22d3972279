//! Grants on touch, late settlement, budgets' reserves.

use super::*;
use crate::{
    mock::{with_stakes, Pledged},
    Error, History, Ledgers,
};
use diem_primitives::{QuotaWindow, WindowError};
use frame_support::assert_noop;
use sp_runtime::{traits::BadOrigin, ArithmeticError};

fn window(who: AccountId, epoch: u32) -> Option<QuotaWindow> {
    Staking::window(&who, EpochIndex(epoch))
}

#[test]
fn anyone_claims_the_grant_of_an_account_once() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        next_epoch();
        events();
        assert_ok!(Staking::claim_quota(signed(BOB), ALICE));
        let minted = Event::QuotaMinted { who: ALICE, epoch: EpochIndex(1), amount: Diem(10 * DIEM) };
        assert_eq!(events(), [minted]);
        assert_eq!(History::<Test>::get(now()).unwrap().minted, Diem(10 * DIEM));
        assert_noop!(outcome(Staking::claim_quota(signed(ALICE), ALICE)), Error::<Test>::AlreadyClaimed);
    });
}

#[test]
fn a_claim_is_refused_where_there_is_nothing_to_claim() {
    with_stakes(&[], || {
        next_epoch();
        assert_ok!(Staking::stake(signed(ALICE), VVV));
        assert_noop!(outcome(Staking::claim_quota(signed(BOB), ALICE)), Error::<Test>::AlreadyClaimed);
        assert_noop!(outcome(Staking::claim_quota(signed(BOB), BOB)), Error::<Test>::NoLedger);
        assert_noop!(outcome(Staking::claim_quota(root(), ALICE)), BadOrigin);
    });
}

#[test]
fn a_late_touch_grants_the_previous_epoch_too_and_nothing_before_it() {
    with_stakes(&[(ALICE, 10 * VVV), (BOB, 30 * VVV)], || {
        Pledged::set(&Diem(20 * DIEM));
        next_epochs(4);
        Pledged::set(&Diem(4 * DIEM));
        next_epoch();
        events();
        assert_ok!(Staking::claim_quota(signed(BOB), ALICE));
        assert_eq!(
            events(),
            [
                Event::QuotaMinted { who: ALICE, epoch: EpochIndex(4), amount: Diem(5 * DIEM) },
                Event::QuotaMinted { who: ALICE, epoch: EpochIndex(5), amount: Diem(DIEM) },
            ]
        );
        assert_eq!(History::<Test>::get(EpochIndex(3)).unwrap().minted, Diem::ZERO);
    });
}

#[test]
fn a_window_moves_on_with_what_became_of_it() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        next_epoch();
        spend(ALICE, EpochIndex(1), Diem(3 * DIEM));
        next_epoch();
        spend(ALICE, EpochIndex(1), Diem(4 * DIEM));
        assert_eq!(account(ALICE).previous_quota.spent, Diem(7 * DIEM));
        assert_eq!(account(ALICE).previous_quota.available, Diem(3 * DIEM));
        assert_eq!(account(ALICE).quota.available, Diem(10 * DIEM));
        let record = History::<Test>::get(EpochIndex(1)).unwrap();
        assert_eq!((record.minted, record.debited), (Diem(10 * DIEM), Diem(7 * DIEM)));
        next_epoch();
        assert_eq!(window(ALICE, 1), None);
        assert_eq!(Staking::with_window(&ALICE, EpochIndex(1), |_| ()), None);
    });
}

#[test]
fn a_touch_after_a_long_absence_finds_both_windows_whole() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        next_epoch();
        spend(ALICE, EpochIndex(1), Diem(10 * DIEM));
        next_epochs(100);
        let fresh = QuotaWindow::open(Diem(10 * DIEM), Diem::ZERO);
        assert_eq!((window(ALICE, 100), window(ALICE, 101)), (Some(fresh), Some(fresh)));
        assert_eq!((window(ALICE, 99), window(ALICE, 102)), (None, None));
        spend(ALICE, EpochIndex(100), Diem(DIEM));
        let ledger = Ledgers::<Test>::get(ALICE).unwrap();
        assert_eq!((ledger.epoch, ledger.current), (EpochIndex(101), fresh));
    });
}

#[test]
fn a_stake_that_changed_after_a_long_absence_forgets_no_grant() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        next_epochs(5);
        events();
        assert_ok!(Staking::stake(signed(ALICE), 10 * VVV));
        assert_eq!(
            events(),
            [
                Event::QuotaMinted { who: ALICE, epoch: EpochIndex(4), amount: Diem(10 * DIEM) },
                Event::QuotaMinted { who: ALICE, epoch: EpochIndex(5), amount: Diem(10 * DIEM) },
                Event::Staked { who: ALICE, amount: 10 * VVV },
            ]
        );
        next_epoch();
        assert_eq!(account(ALICE).quota.granted, Diem(20 * DIEM));
        assert_eq!(account(ALICE).previous_quota.granted, Diem(10 * DIEM));
    });
}

#[test]
fn a_fresh_account_is_granted_nothing_for_the_epoch_it_came_in() {
    with_stakes(&[(BOB, VVV)], || {
        next_epochs(3);
        assert_ok!(Staking::stake(signed(ALICE), 10 * VVV));
        assert_eq!(
            (window(ALICE, 2), window(ALICE, 3)),
            (Some(Default::default()), Some(Default::default()))
        );
        next_epoch();
        assert_eq!(window(ALICE, 3), Some(Default::default()));
        assert_eq!(window(ALICE, 4), Some(QuotaWindow::open(Diem(10 * DIEM), Diem::ZERO)));
    });
}

#[test]
fn a_stake_is_granted_its_share_of_scarce_capacity() {
    with_stakes(&[(ALICE, VVV), (BOB, 2 * VVV)], || {
        Pledged::set(&Diem(100));
        next_epoch();
        assert_eq!((account(ALICE).quota.granted, account(BOB).quota.granted), (Diem(33), Diem(66)));
        Pledged::set(&Diem(0));
        next_epoch();
        assert_eq!((account(ALICE).quota.granted, account(BOB).quota.granted), (Diem(0), Diem(0)));
        assert_noop!(outcome(Staking::claim_quota(signed(BOB), POOR)), Error::<Test>::NoLedger);
    });
}

#[test]
fn the_genesis_epoch_grants_nothing() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        assert_eq!(window(ALICE, 0), Some(Default::default()));
        next_epoch();
        assert_eq!(window(ALICE, 0), Some(Default::default()));
    });
}

#[test]
fn an_account_without_a_ledger_has_no_window() {
    with_stakes(&[], || {
        next_epoch();
        assert_eq!(window(ALICE, 1), None);
        assert_eq!(Staking::with_window(&ALICE, EpochIndex(1), |_| ()), None);
        assert_noop!(Staking::change_reserved_limits(&ALICE, Diem(1), Diem(0)), Error::<Test>::NoLedger);
        Staking::budget_removed(&ALICE);
        assert_eq!(Ledgers::<Test>::get(ALICE), None);
    });
}

#[test]
fn a_debit_that_a_window_refuses_leaves_it_as_it_was() {
    with_stakes(&[(ALICE, VVV)], || {
        next_epoch();
        let refused = Staking::with_window(&ALICE, now(), |window| window.debit_shared(Diem(DIEM + 1)));
        assert_eq!(refused, Some(Err(WindowError::FreePoolExhausted)));
        assert_eq!(account(ALICE).quota.available, Diem(DIEM));
    });
}

#[test]
fn a_budget_opens_a_ledger_and_the_last_one_takes_it_along() {
    with_stakes(&[], || {
        next_epoch();
        events();
        assert_ok!(Staking::budget_opened(&ALICE));
        assert_ok!(Staking::budget_opened(&ALICE));
        assert_eq!(Ledgers::<Test>::get(ALICE).unwrap().budgets, 2);
        next_epochs(2);
        events();
        Staking::budget_removed(&ALICE);
        assert_eq!(events(), []);
        Staking::budget_removed(&ALICE);
        assert_eq!(events(), [Event::LedgerRemoved { who: ALICE }]);
        assert_eq!(Ledgers::<Test>::get(ALICE), None);
    });
}

#[test]
fn the_last_budget_leaves_the_ledger_of_a_stake() {
    with_stakes(&[(ALICE, VVV)], || {
        next_epoch();
        assert_ok!(Staking::budget_opened(&ALICE));
        Staking::budget_removed(&ALICE);
        assert_eq!(Ledgers::<Test>::get(ALICE).unwrap().budgets, 0);
    });
}

#[test]
fn a_stake_that_ends_leaves_the_ledger_of_a_budget() {
    with_stakes(&[(ALICE, VVV)], || {
        next_epoch();
        assert_ok!(Staking::budget_opened(&ALICE));
        assert_ok!(Staking::unstake(signed(ALICE), VVV));
        next_epochs(7);
        assert_ok!(Staking::withdraw(signed(BOB), ALICE));
        assert_eq!(Ledgers::<Test>::get(ALICE).unwrap().budgets, 1);
        assert_noop!(outcome(Staking::withdraw(signed(BOB), ALICE)), Error::<Test>::NothingToWithdraw);
    });
}

#[test]
fn one_budget_more_than_can_be_counted_is_refused() {
    with_stakes(&[], || {
        next_epoch();
        assert_ok!(Staking::budget_opened(&ALICE));
        Ledgers::<Test>::mutate_extant(ALICE, |ledger| ledger.budgets = u32::MAX);
        assert_noop!(Staking::budget_opened(&ALICE), ArithmeticError::Overflow);
    });
}

#[test]
fn reserved_limits_are_carved_out_from_the_next_epoch_on() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        next_epoch();
        assert_ok!(Staking::budget_opened(&ALICE));
        assert_ok!(Staking::change_reserved_limits(&ALICE, Diem(4 * DIEM), Diem::ZERO));
        assert_eq!(account(ALICE).quota.reserved, Diem::ZERO);
        next_epoch();
        assert_eq!(account(ALICE).quota.reserved, Diem(4 * DIEM));
        assert_eq!(account(ALICE).quota.available, Diem(6 * DIEM));
        assert_ok!(Staking::change_reserved_limits(&ALICE, Diem(20 * DIEM), Diem(4 * DIEM)));
        assert_eq!(account(ALICE).quota.reserved, Diem(4 * DIEM));
        next_epochs(3);
        assert_eq!(window(ALICE, 4), Some(QuotaWindow::open(Diem(10 * DIEM), Diem(20 * DIEM))));
        assert_eq!(account(ALICE).quota.reserved, Diem(10 * DIEM));
        assert_eq!(account(ALICE).quota.available, Diem::ZERO);
    });
}

#[test]
fn a_window_that_is_opened_late_is_carved_by_the_limits_of_its_own_epoch() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        next_epoch();
        assert_ok!(Staking::budget_opened(&ALICE));
        assert_ok!(Staking::change_reserved_limits(&ALICE, Diem(4 * DIEM), Diem::ZERO));
        next_epochs(5);
        assert_ok!(Staking::change_reserved_limits(&ALICE, Diem(2 * DIEM), Diem::ZERO));
        let reserved = |epoch| window(ALICE, epoch).map(|window| window.reserved_limits);
        assert_eq!((reserved(5), reserved(6)), (Some(Diem(4 * DIEM)), Some(Diem(4 * DIEM))));
        next_epoch();
        assert_eq!((reserved(6), reserved(7)), (Some(Diem(4 * DIEM)), Some(Diem(6 * DIEM))));
    });
}

#[test]
fn reserved_limits_that_no_number_holds_are_refused() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        next_epoch();
        assert_ok!(Staking::budget_opened(&ALICE));
        assert_ok!(Staking::change_reserved_limits(&ALICE, Diem(u128::MAX), Diem::ZERO));
        assert_noop!(Staking::change_reserved_limits(&ALICE, Diem(1), Diem::ZERO), ArithmeticError::Overflow);
        assert_ok!(Staking::change_reserved_limits(&ALICE, Diem(1), Diem(1)));
        assert_ok!(Staking::change_reserved_limits(&ALICE, Diem::ZERO, Diem(u128::MAX)));
        assert_noop!(Staking::change_reserved_limits(&ALICE, Diem::ZERO, Diem(1)), ArithmeticError::Overflow);
    });
}

#[test]
fn what_is_given_back_is_counted_beside_what_was_debited() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        next_epoch();
        spend(ALICE, EpochIndex(1), Diem(7 * DIEM));
        let given_back =
            Staking::with_window(&ALICE, EpochIndex(1), |window| window.refund_shared(Diem(3 * DIEM)));
        assert_eq!(given_back, Some(Ok(())));
        Staking::note_refunded(EpochIndex(1), Diem(3 * DIEM));
        let record = History::<Test>::get(EpochIndex(1)).unwrap();
        assert_eq!((record.debited, record.refunded), (Diem(7 * DIEM), Diem(3 * DIEM)));
        assert_eq!(account(ALICE).quota.spent, Diem(4 * DIEM));
        assert_eq!(account(ALICE).quota.available, Diem(6 * DIEM));
    });
}
