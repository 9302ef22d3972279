//! DIEM from one ledger to another.

use super::*;
use crate::{
    mock::{with_stakes, Pledged},
    Error, History, Ledgers, TransferRules,
};
use frame_support::{assert_noop, BoundedVec};
use proptest::prelude::*;
use sp_runtime::{traits::BadOrigin, ArithmeticError, Permill};

/// Alice and Bob are granted ten DIEM each.
fn with_quota(test: impl FnOnce()) {
    with_stakes(&[(ALICE, 10 * VVV), (BOB, 10 * VVV)], || {
        next_epoch();
        assert_ok!(Staking::claim_quota(signed(ALICE), ALICE));
        assert_ok!(Staking::claim_quota(signed(BOB), BOB));
        events();
        test();
    });
}

fn available(who: AccountId) -> u128 {
    account(who).quota.available.0
}

#[test]
fn a_transfer_moves_diem_of_the_current_epoch() {
    with_quota(|| {
        assert_ok!(Staking::transfer_quota(signed(ALICE), BOB, Diem(4 * DIEM)));
        let (amount, fee) = (Diem(4 * DIEM), Diem::ZERO);
        assert_eq!(events(), [Event::QuotaTransferred { from: ALICE, to: BOB, amount, fee }]);
        assert_eq!((available(ALICE), available(BOB)), (6 * DIEM, 14 * DIEM));
        assert_eq!((account(ALICE).quota.sent, account(BOB).quota.received), (amount, amount));
        next_epoch();
        assert_eq!((available(ALICE), available(BOB)), (10 * DIEM, 10 * DIEM));
    });
}

#[test]
fn a_transfer_touches_both_ledgers() {
    with_stakes(&[(ALICE, 10 * VVV), (BOB, 10 * VVV)], || {
        next_epoch();
        events();
        assert_ok!(Staking::transfer_quota(signed(ALICE), BOB, Diem(10 * DIEM)));
        let (epoch, amount) = (EpochIndex(1), Diem(10 * DIEM));
        assert_eq!(
            events(),
            [
                Event::QuotaMinted { who: ALICE, epoch, amount },
                Event::QuotaMinted { who: BOB, epoch, amount },
                Event::QuotaTransferred { from: ALICE, to: BOB, amount, fee: Diem::ZERO },
            ]
        );
    });
}

#[test]
fn the_fee_is_rounded_up_taken_out_of_the_amount_and_burnt() {
    with_quota(|| {
        set_rules(|rules| rules.transfer.fee = Permill::from_percent(3));
        assert_ok!(Staking::transfer_quota(signed(ALICE), BOB, Diem(DIEM + 1)));
        let (amount, fee) = (Diem(DIEM + 1), Diem(3 * DIEM / 100 + 1));
        assert_eq!(events(), [Event::QuotaTransferred { from: ALICE, to: BOB, amount, fee }]);
        assert_eq!(available(ALICE), 9 * DIEM - 1);
        assert_eq!(available(BOB), 11 * DIEM - 3 * DIEM / 100);
        assert_eq!(History::<Test>::get(now()).unwrap().burnt, fee);
    });
}

#[test]
fn a_transfer_is_refused_that_the_rules_refuse() {
    with_quota(|| {
        let transfer = |amount| outcome(Staking::transfer_quota(signed(ALICE), BOB, Diem(amount)));
        assert_noop!(transfer(0), Error::<Test>::ZeroAmount);
        assert_noop!(transfer(DIEM / 1_000 - 1), Error::<Test>::BelowTransferMinimum);
        set_rules(|rules| rules.transfer.minimum = Diem::ZERO);
        set_rules(|rules| rules.transfer.fee = Permill::from_percent(50));
        assert_noop!(transfer(1), Error::<Test>::NothingAfterFee);
        assert_ok!(transfer(2));
        set_rules(|rules| rules.transfer.enabled = false);
        assert_noop!(transfer(DIEM), Error::<Test>::TransfersDisabled);
        assert_noop!(outcome(Staking::transfer_quota(root(), BOB, Diem(DIEM))), BadOrigin);
    });
}

#[test]
fn no_more_than_the_allowed_part_of_a_grant_leaves_in_one_epoch() {
    with_quota(|| {
        set_rules(|rules| rules.transfer.max_share_of_grant = Permill::from_percent(30));
        let transfer = |amount| outcome(Staking::transfer_quota(signed(ALICE), BOB, Diem(amount)));
        assert_noop!(transfer(3 * DIEM + 1), Error::<Test>::AboveTransferShare);
        assert_ok!(transfer(2 * DIEM));
        assert_noop!(transfer(DIEM + 1), Error::<Test>::AboveTransferShare);
        assert_ok!(transfer(DIEM));
        // What came in may go out again, beside the part of the grant.
        assert_ok!(Staking::transfer_quota(signed(BOB), ALICE, Diem(2 * DIEM)));
        assert_ok!(transfer(2 * DIEM));
        assert_noop!(transfer(DIEM), Error::<Test>::AboveTransferShare);
        next_epoch();
        assert_ok!(transfer(3 * DIEM));
    });
}

#[test]
fn diem_goes_to_listed_accounts_only_where_there_is_a_list() {
    with_quota(|| {
        assert_ok!(Staking::stake(signed(CHARLIE), VVV));
        let allow = |accounts: Vec<AccountId>| {
            set_rules(|rules| rules.transfer.allow_list = Some(BoundedVec::truncate_from(accounts)));
        };
        let transfer = |from, to| outcome(Staking::transfer_quota(signed(from), to, Diem(DIEM)));
        allow(vec![CHARLIE, ALICE]);
        assert_noop!(transfer(ALICE, BOB), Error::<Test>::RecipientNotAllowed);
        assert_ok!(transfer(ALICE, CHARLIE));
        // Who is not on the list may give.
        assert_ok!(transfer(BOB, CHARLIE));
        allow(vec![]);
        assert_noop!(transfer(BOB, CHARLIE), Error::<Test>::RecipientNotAllowed);
        set_rules(|rules| rules.transfer.allow_list = None);
        assert_ok!(transfer(ALICE, BOB));
    });
}

#[test]
fn only_the_free_pool_can_be_sent() {
    with_quota(|| {
        assert_ok!(Staking::budget_opened(&ALICE));
        assert_ok!(Staking::change_reserved_limits(&ALICE, Diem(4 * DIEM), Diem::ZERO));
        next_epoch();
        spend(ALICE, now(), Diem(DIEM));
        let transfer = |amount| outcome(Staking::transfer_quota(signed(ALICE), BOB, Diem(amount)));
        assert_noop!(transfer(5 * DIEM + 1), Error::<Test>::InsufficientQuota);
        assert_noop!(transfer(u128::MAX), Error::<Test>::InsufficientQuota);
        assert_ok!(transfer(5 * DIEM));
    });
}

#[test]
fn diem_goes_from_a_ledger_to_another_ledger_only() {
    with_quota(|| {
        let amount = Diem(DIEM);
        assert_noop!(
            outcome(Staking::transfer_quota(signed(ALICE), ALICE, amount)),
            Error::<Test>::TransferToSelf
        );
        assert_noop!(
            outcome(Staking::transfer_quota(signed(ALICE), CHARLIE, amount)),
            Error::<Test>::RecipientHasNoLedger
        );
        assert_noop!(
            outcome(Staking::transfer_quota(signed(CHARLIE), ALICE, amount)),
            Error::<Test>::NoLedger
        );
        assert_ok!(Staking::stake(signed(CHARLIE), VVV));
        assert_noop!(
            outcome(Staking::transfer_quota(signed(CHARLIE), ALICE, amount)),
            Error::<Test>::InsufficientQuota
        );
        assert_ok!(Staking::transfer_quota(signed(ALICE), CHARLIE, amount));
        assert_ok!(Staking::transfer_quota(signed(CHARLIE), BOB, amount));
    });
}

#[test]
fn diem_of_the_previous_epoch_does_not_move() {
    with_quota(|| {
        Pledged::set(&Diem::ZERO);
        next_epoch();
        assert_eq!(account(ALICE).previous_quota.available, Diem(10 * DIEM));
        assert_noop!(
            outcome(Staking::transfer_quota(signed(ALICE), BOB, Diem(DIEM))),
            Error::<Test>::InsufficientQuota
        );
    });
}

#[test]
fn a_transfer_that_no_number_holds_is_refused() {
    with_quota(|| {
        let books = Ledgers::<Test>::get(BOB).unwrap();
        Ledgers::<Test>::mutate_extant(BOB, |ledger| ledger.current.received = Diem(u128::MAX - 10 * DIEM));
        assert_noop!(
            outcome(Staking::transfer_quota(signed(ALICE), BOB, Diem(DIEM))),
            ArithmeticError::Overflow
        );
        Ledgers::<Test>::insert(BOB, books);
    });
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_transfer_that_is_split_burns_no_less(
        parts in prop::collection::vec(1..1_000_000_u128, 1..10),
        fee in 0..1_000_000_u32,
    ) {
        let fee = Permill::from_parts(fee);
        let rules = TransferRules::<AccountId> { minimum: Diem::ZERO, fee, ..Default::default() };
        let whole = rules.fee_of(Diem(parts.iter().sum()));
        let split: Result<Vec<Diem>, _> = parts.iter().map(|part| rules.fee_of(Diem(*part))).collect();
        // A part that its fee eats up is refused, which saves nothing either.
        if let (Ok(whole), Ok(split)) = (whole, split) {
            prop_assert!(split.iter().map(|fee| fee.0).sum::<u128>() >= whole.0);
        }
    }
}
