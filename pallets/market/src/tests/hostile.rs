//! What someone who means harm would try.

use super::*;
use sp_runtime::{ArithmeticError, TokenError};

#[test]
fn sixteen_fills_of_one_offer_take_no_more_than_it_has() {
    run(|| {
        let id = offer(SELLER, 16, 1);
        assert_noop!(buy(BUYER, &[(id, 2); 16]), Error::<Test>::AboveOffer);
        let before = free(BUYER);
        assert_ok!(buy(BUYER, &[(id, 1); 16]));
        assert_eq!(free(BUYER), before - 16 * VVV);
        assert_eq!(quota(BUYER).received, Diem(16 * DIEM));
        assert!(!Offers::<Test>::contains_key(id));
    });
}

#[test]
fn more_fills_than_there_may_be_are_no_call() {
    use codec::{Decode, Encode};
    let fills = |count: usize| vec![Fill { offer: OfferId(0), amount: Diem(DIEM) }; count].encode();
    assert!(crate::Fills::<Test>::decode(&mut &fills(16)[..]).is_ok());
    assert!(crate::Fills::<Test>::decode(&mut &fills(17)[..]).is_err());
}

#[test]
fn fills_as_large_as_numbers_go_are_refused() {
    run(|| {
        let id = offer(SELLER, 16, 1);
        for amount in [17 * DIEM, u128::MAX - 1, u128::MAX] {
            let fills = [(id, amount), (id, amount)];
            assert_noop!(buy_planck(BUYER, &fills, Balance::MAX), Error::<Test>::AboveOffer);
        }
        let unknown = OfferId(u64::MAX);
        assert_noop!(buy(BUYER, &[(unknown, 1)]), Error::<Test>::UnknownOffer);
        assert_noop!(Market::clear_offer(signed(BUYER), unknown), Error::<Test>::UnknownOffer);
        assert_noop!(outcome(Market::take_lease(signed(BUYER), unknown)), Error::<Test>::UnknownOffer);
    });
}

#[test]
fn prices_that_sum_up_to_more_than_a_number_holds_are_refused() {
    run(|| {
        let id = offer_planck(SELLER, 2 * DIEM, u128::MAX / 2, DIEM);
        let other = offer_planck(OTHER, 2 * DIEM, u128::MAX / 2, DIEM);
        assert_noop!(buy(BUYER, &[(id, 2), (other, 1)]), ArithmeticError::Overflow);
        assert_noop!(buy(BUYER, &[(id, 2)]), TokenError::FundsUnavailable);
    });
}

#[test]
fn a_purchase_in_the_first_block_of_the_next_epoch_is_too_late() {
    run(|| {
        let id = offer(SELLER, 100, 1);
        // The last block whose parent is still within the epoch.
        next_block(Staking::epoch_ends_at());
        assert_ok!(buy(BUYER, &[(id, 1)]));
        next_block(Staking::epoch_ends_at() + 2_000);
        assert_eq!(epoch(), EpochIndex(2));
        assert_noop!(buy(BUYER, &[(id, 1)]), Error::<Test>::OfferEnded);
        // Nor does the quota of the new epoch stand in for it.
        assert_eq!(quota(SELLER).offered, Diem::ZERO);
    });
}

#[test]
fn dead_offers_neither_block_nor_inflate_a_free_pool() {
    run(|| {
        for round in 0..5 {
            let id = offer(SELLER, 100, 1);
            assert_ok!(buy(BUYER, &[(id, round + 1)]));
            next_epochs(1);
            assert_eq!(quota(SELLER).available, Diem(100 * DIEM));
            check();
        }
        for id in 0..4 {
            assert_ok!(Market::cancel_offer(signed(SELLER), OfferId(id)));
        }
        assert_eq!(quota(SELLER).available, Diem(100 * DIEM));
        assert_eq!(deposits(SELLER), DEPOSIT);
    });
}

#[test]
fn a_sale_that_is_split_costs_the_buyer_no_less() {
    run(|| {
        set_rules(|rules| rules.transfer.minimum = Diem(1));
        let id = offer_planck(SELLER, 31, 1, 1);
        let paid_for = |fills: &[(OfferId, u128)]| {
            let before = free(BUYER);
            assert_ok!(buy_planck(BUYER, fills, Balance::MAX));
            before - free(BUYER)
        };
        // 15 planck DIEM are worth less than a planck VVV, and cost a whole one. Bought one by one, each of them does.
        assert_eq!(paid_for(&[(id, 15)]), 1);
        assert_eq!(paid_for(&[(id, 1); 15]), 15);
    });
}

#[test]
fn two_accounts_that_trade_in_circles_gain_nothing() {
    run(|| {
        let sum = |what: fn(AccountId) -> u128| what(SELLER) + what(OTHER);
        let before = (sum(free), sum(|who| quota(who).available.0));
        for _ in 0..5 {
            let id = offer(SELLER, 10, 3);
            assert_ok!(buy(OTHER, &[(id, 10)]));
            let id = offer(OTHER, 10, 3);
            assert_ok!(buy(SELLER, &[(id, 10)]));
        }
        assert_eq!((sum(free), sum(|who| quota(who).available.0)), before);
    });
}

#[test]
fn what_is_on_offer_can_be_neither_spent_nor_sent_nor_offered_again() {
    run(|| {
        use diem_primitives::QuotaLedger;
        let id = offer(SELLER, 100, 1);
        let spent = Staking::with_window(&SELLER, epoch(), |window| window.debit_shared(Diem(1)));
        assert!(spent.unwrap().is_err());
        let insufficient = StakingError::<Test>::InsufficientQuota;
        assert_noop!(outcome(Staking::transfer_quota(signed(SELLER), BUYER, Diem(DIEM))), insufficient);
        let insufficient = StakingError::<Test>::InsufficientQuota;
        assert_noop!(outcome(Market::offer_quota(signed(SELLER), Diem(DIEM), VVV, Diem(DIEM))), insufficient);
        assert_ok!(buy(BUYER, &[(id, 100)]));
    });
}

#[test]
fn a_seller_that_has_spent_all_its_vvv_is_paid_all_the_same() {
    run(|| {
        let id = offer_planck(SELLER, DIEM, 1, DIEM);
        assert_ok!(Balances::transfer_all(signed(SELLER), OTHER, true));
        let before = free(SELLER);
        assert_ok!(buy(BUYER, &[(id, 1)]));
        assert_eq!(free(SELLER), before + 1 + DEPOSIT);
    });
}
