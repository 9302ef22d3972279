//! Quota that is sold: set aside, given back, handed to its buyer by the rules of transfers.

use super::*;
use crate::{
    mock::{with_stakes, AccountId, Pledged},
    Error, History, Ledgers,
};
use diem_primitives::{EpochRecord, QuotaTrade};
use frame_support::{assert_noop, assert_storage_noop, BoundedVec};
use proptest::prelude::*;
use sp_runtime::{DispatchResult, Permill};

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

fn set_aside(who: AccountId, amount: u128) -> DispatchResult {
    Staking::set_aside(&who, Diem(amount))
}

/// Sells DIEM of Alice to Bob at half a VVV each.
fn sell(amount: u128) -> DispatchResult {
    Staking::sell(&ALICE, &BOB, Diem(amount), amount / 2).map(|_| ())
}

fn available(who: AccountId) -> u128 {
    account(who).quota.available.0
}

fn record() -> EpochRecord {
    History::<Test>::get(now()).unwrap()
}

#[test]
fn what_is_set_aside_leaves_the_free_pool_until_it_is_put_back() {
    with_quota(|| {
        assert_ok!(set_aside(ALICE, 4 * DIEM));
        assert_eq!((available(ALICE), account(ALICE).quota.offered), (6 * DIEM, Diem(4 * DIEM)));
        assert_eq!(Staking::offered(&ALICE), Diem(4 * DIEM));
        assert_noop!(
            outcome(Staking::transfer_quota(signed(ALICE), BOB, Diem(6 * DIEM + 1))),
            Error::<Test>::InsufficientQuota
        );
        Staking::put_back(&ALICE, now(), Diem(3 * DIEM));
        assert_eq!((available(ALICE), account(ALICE).quota.offered), (9 * DIEM, Diem(DIEM)));
        Staking::put_back(&ALICE, now(), Diem(u128::MAX));
        assert_eq!((available(ALICE), account(ALICE).quota.offered), (10 * DIEM, Diem::ZERO));
        assert_eq!(events(), []);
    });
}

#[test]
fn a_sale_moves_what_was_set_aside_as_a_transfer_does() {
    with_quota(|| {
        set_rules(|rules| rules.transfer.fee = Permill::from_percent(3));
        assert_ok!(set_aside(ALICE, 4 * DIEM));
        let (amount, fee) = (Diem(DIEM + 1), Diem(3 * DIEM / 100 + 1));
        assert_eq!(Staking::sell(&ALICE, &BOB, amount, 7), Ok(fee));
        assert_eq!(events(), [Event::QuotaTransferred { from: ALICE, to: BOB, amount, fee }]);
        let (seller, buyer) = (account(ALICE).quota, account(BOB).quota);
        assert_eq!((seller.offered, seller.sent), (Diem(3 * DIEM - 1), amount));
        assert_eq!(seller.available, Diem(6 * DIEM));
        assert_eq!(buyer.received, Diem(amount.0 - fee.0));
        assert_eq!((record().burnt, record().market_volume, record().market_turnover), (fee, amount, 7));
    });
}

#[test]
fn the_record_of_an_epoch_keeps_volume_turnover_and_average_price() {
    with_quota(|| {
        assert_eq!((record().market_volume, record().average_price), (Diem::ZERO, 0));
        assert_ok!(set_aside(ALICE, 3 * DIEM));
        assert_ok!(Staking::sell(&ALICE, &BOB, Diem(DIEM), VVV));
        assert_eq!(record().average_price, VVV);
        assert_ok!(Staking::sell(&ALICE, &BOB, Diem(2 * DIEM), VVV));
        let sold = (record().market_volume, record().market_turnover, record().average_price);
        assert_eq!(sold, (Diem(3 * DIEM), 2 * VVV, 2 * VVV / 3));
        next_epoch();
        assert_eq!((record().market_volume, record().market_turnover), (Diem::ZERO, 0));
    });
}

#[test]
fn no_sale_fails_because_its_average_price_does_not_fit() {
    with_quota(|| {
        set_rules(|rules| rules.transfer.minimum = Diem::ZERO);
        assert_ok!(set_aside(ALICE, 2));
        for _ in 0..2 {
            assert_ok!(Staking::sell(&ALICE, &BOB, Diem(1), Balance::MAX));
            assert_eq!((record().market_turnover, record().average_price), (Balance::MAX, Balance::MAX));
        }
    });
}

#[test]
fn a_first_touch_grants_before_it_sets_aside() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        next_epoch();
        events();
        assert_ok!(set_aside(ALICE, 10 * DIEM));
        let minted = Event::QuotaMinted { who: ALICE, epoch: EpochIndex(1), amount: Diem(10 * DIEM) };
        assert_eq!(events(), [minted]);
        assert_eq!(account(ALICE).quota.offered, Diem(10 * DIEM));
    });
}

#[test]
fn what_is_set_aside_counts_only_while_its_epoch_is_the_current_one() {
    with_quota(|| {
        assert_ok!(set_aside(ALICE, 10 * DIEM));
        next_epoch();
        assert_eq!(account(ALICE).previous_quota.offered, Diem::ZERO);
        assert_eq!(Staking::offered(&ALICE), Diem::ZERO);
        // A late receipt finds the quota free, and nothing is put back twice.
        spend(ALICE, EpochIndex(1), Diem(10 * DIEM));
        assert_storage_noop!(Staking::put_back(&ALICE, EpochIndex(1), Diem(10 * DIEM)));
        assert_eq!(account(ALICE).previous_quota.available, Diem::ZERO);
        assert_eq!((available(ALICE), account(ALICE).quota.offered), (10 * DIEM, Diem::ZERO));
        assert_noop!(sell(DIEM), Error::<Test>::InsufficientOffer);
    });
}

#[test]
fn what_was_set_aside_long_ago_is_gone() {
    with_quota(|| {
        assert_ok!(set_aside(ALICE, 10 * DIEM));
        next_epochs(3);
        assert_storage_noop!(Staking::put_back(&ALICE, EpochIndex(1), Diem(10 * DIEM)));
        assert_eq!(Staking::offered(&ALICE), Diem::ZERO);
        assert_eq!(available(ALICE), 10 * DIEM);
    });
}

#[test]
fn only_what_is_free_can_be_set_aside() {
    with_quota(|| {
        assert_ok!(Staking::budget_opened(&ALICE));
        assert_ok!(Staking::change_reserved_limits(&ALICE, Diem(4 * DIEM), Diem::ZERO));
        next_epoch();
        spend(ALICE, now(), Diem(DIEM));
        assert_noop!(set_aside(ALICE, 5 * DIEM + 1), Error::<Test>::InsufficientQuota);
        assert_noop!(set_aside(ALICE, u128::MAX), Error::<Test>::InsufficientQuota);
        assert_ok!(set_aside(ALICE, 5 * DIEM));
        assert_noop!(set_aside(ALICE, DIEM), Error::<Test>::InsufficientQuota);
        let debited = Staking::with_window(&ALICE, now(), |window| window.debit_shared(Diem(1)));
        assert_eq!(debited, Some(Err(diem_primitives::WindowError::FreePoolExhausted)));
    });
}

#[test]
fn only_what_is_set_aside_can_be_sold() {
    with_quota(|| {
        assert_noop!(sell(DIEM), Error::<Test>::InsufficientOffer);
        assert_ok!(set_aside(ALICE, 2 * DIEM));
        assert_noop!(sell(2 * DIEM + 1), Error::<Test>::InsufficientOffer);
        assert_ok!(sell(2 * DIEM));
        assert_noop!(sell(DIEM), Error::<Test>::InsufficientOffer);
    });
}

#[test]
fn the_rules_of_transfers_hold_for_what_is_set_aside_and_for_what_is_sold() {
    with_quota(|| {
        let refused = |error: Error<Test>| {
            let error = sp_runtime::DispatchError::from(error);
            assert_noop!(Staking::ensure_sellable(Diem(DIEM)), error);
            assert_noop!(set_aside(ALICE, DIEM), error);
            assert_noop!(sell(DIEM), error);
        };
        assert_ok!(Staking::ensure_sellable(Diem(DIEM)));
        assert_ok!(set_aside(ALICE, DIEM));
        set_rules(|rules| rules.transfer.enabled = false);
        refused(Error::TransfersDisabled);
        set_rules(|rules| {
            rules.transfer.enabled = true;
            rules.transfer.minimum = Diem(DIEM + 1);
        });
        refused(Error::BelowTransferMinimum);
        set_rules(|rules| {
            rules.transfer.minimum = Diem::ZERO;
            rules.transfer.fee = Permill::from_percent(50);
        });
        assert_noop!(Staking::ensure_sellable(Diem(1)), Error::<Test>::NothingAfterFee);
        assert_noop!(Staking::ensure_sellable(Diem::ZERO), Error::<Test>::NothingAfterFee);
        assert_noop!(set_aside(ALICE, 1), Error::<Test>::NothingAfterFee);
        assert_noop!(sell(1), Error::<Test>::NothingAfterFee);
        let list = BoundedVec::truncate_from(vec![ALICE]);
        set_rules(|rules| rules.transfer.allow_list = Some(list));
        assert_noop!(sell(DIEM), Error::<Test>::RecipientNotAllowed);
    });
}

#[test]
fn what_is_on_offer_counts_to_the_part_of_a_grant_that_may_leave() {
    with_quota(|| {
        set_rules(|rules| rules.transfer.max_share_of_grant = Permill::from_percent(30));
        let transfer = |amount| outcome(Staking::transfer_quota(signed(ALICE), BOB, Diem(amount)));
        assert_noop!(set_aside(ALICE, 3 * DIEM + 1), Error::<Test>::AboveTransferShare);
        assert_ok!(set_aside(ALICE, 2 * DIEM));
        assert_noop!(set_aside(ALICE, DIEM + 1), Error::<Test>::AboveTransferShare);
        assert_noop!(transfer(DIEM + 1), Error::<Test>::AboveTransferShare);
        assert_ok!(transfer(DIEM));
        // What is sold was counted when it was set aside.
        assert_ok!(sell(2 * DIEM));
        assert_noop!(set_aside(ALICE, DIEM), Error::<Test>::AboveTransferShare);
        // What came in may be sold beside the part of the grant.
        assert_ok!(Staking::transfer_quota(signed(BOB), ALICE, Diem(2 * DIEM)));
        assert_ok!(set_aside(ALICE, 2 * DIEM));
        Staking::put_back(&ALICE, now(), Diem(2 * DIEM));
        assert_ok!(transfer(2 * DIEM));
        assert_ok!(set_aside(BOB, DIEM));
        set_rules(|rules| rules.transfer.max_share_of_grant = Permill::zero());
        assert_ok!(Staking::sell(&BOB, &ALICE, Diem(DIEM), 1));
        // A part that became smaller holds for what was set aside before.
        next_epoch();
        set_rules(|rules| rules.transfer.max_share_of_grant = Permill::one());
        assert_ok!(set_aside(ALICE, DIEM));
        set_rules(|rules| rules.transfer.max_share_of_grant = Permill::zero());
        assert_noop!(sell(DIEM), Error::<Test>::AboveTransferShare);
    });
}

#[test]
fn quota_is_sold_by_a_ledger_to_another_ledger_only() {
    with_quota(|| {
        assert_noop!(set_aside(CHARLIE, DIEM), Error::<Test>::NoLedger);
        assert_ok!(set_aside(ALICE, DIEM));
        let to = |buyer| Staking::sell(&ALICE, &buyer, Diem(DIEM), 1);
        assert_noop!(to(CHARLIE), Error::<Test>::RecipientHasNoLedger);
        assert_noop!(to(ALICE), Error::<Test>::TransferToSelf);
        assert_noop!(Staking::sell(&CHARLIE, &ALICE, Diem(DIEM), 1), Error::<Test>::NoLedger);
        assert_storage_noop!(Staking::put_back(&CHARLIE, now(), Diem(DIEM)));
        assert_eq!(Staking::offered(&CHARLIE), Diem::ZERO);
        assert_ok!(Staking::stake(signed(CHARLIE), VVV));
        assert_ok!(to(CHARLIE));
    });
}

#[test]
fn a_ledger_that_offers_is_not_removed() {
    with_stakes(&[(ALICE, 10 * VVV), (BOB, VVV)], || {
        next_epoch();
        assert_ok!(Staking::unstake(signed(BOB), VVV));
        next_epochs(7);
        assert_ok!(Staking::transfer_quota(signed(ALICE), BOB, Diem(DIEM)));
        assert_ok!(set_aside(BOB, DIEM));
        assert_ok!(Staking::withdraw(signed(ALICE), BOB));
        assert_eq!(Staking::offered(&BOB), Diem(DIEM));
        next_epochs(2);
        // What was not sold has earned, and its claim takes the ledger along.
        assert_ok!(Staking::claim_rewards(signed(ALICE), BOB));
        assert_eq!(Ledgers::<Test>::get(BOB), None);
    });
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn however_quota_is_offered_and_sold_none_is_made_or_lost(
        fee in 0..300_000_u32,
        steps in prop::collection::vec((0..4_u8, any::<bool>(), 1..60_u128), 1..60),
    ) {
        with_quota(|| {
            set_rules(|rules| rules.transfer.minimum = Diem::ZERO);
            set_rules(|rules| rules.transfer.fee = Permill::from_parts(fee));
            Pledged::set(&Diem(100));
            next_epoch();
            let (mut offered, mut paid) = ([0_u128; 2], 0);
            for (step, of_bob, amount) in steps {
                let [seller, buyer] = if of_bob { [BOB, ALICE] } else { [ALICE, BOB] };
                let on_offer = &mut offered[usize::from(of_bob)];
                match step {
                    0 => *on_offer += if set_aside(seller, amount).is_ok() { amount } else { 0 },
                    1 if amount <= *on_offer => {
                        Staking::put_back(&seller, now(), Diem(amount));
                        *on_offer -= amount;
                    }
                    2 if Staking::sell(&seller, &buyer, Diem(amount), amount * 3).is_ok() => {
                        *on_offer -= amount;
                        paid += amount * 3;
                    }
                    _ => {
                        let _ = outcome(Staking::transfer_quota(signed(seller), buyer, Diem(amount)));
                    }
                }
                assert_eq!([ALICE, BOB].map(|who| Staking::offered(&who).0), offered);
                let left: u128 = [ALICE, BOB].map(available).iter().sum::<u128>() + offered[0] + offered[1];
                assert_eq!(left + record().burnt.0, 100);
                assert_eq!((record().market_turnover, record().market_volume.0), (paid, paid / 3));
                Staking::do_try_state().unwrap();
            }
        });
    }
}
