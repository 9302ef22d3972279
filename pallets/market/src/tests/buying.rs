//! Buying quota.

use super::*;
use crate::WeightInfo;
use diem_primitives::LazyLedger;
use sp_runtime::{traits::BadOrigin, TokenError};

#[test]
fn a_fill_moves_diem_against_vvv() {
    run(|| {
        let id = offer(SELLER, 40, 2);
        events();
        let before = (free(SELLER), free(BUYER));
        assert_ok!(buy(BUYER, &[(id, 15)]));
        let (amount, fee, paid, left) = (Diem(15 * DIEM), Diem::ZERO, 30 * VVV, Diem(25 * DIEM));
        let (seller, buyer) = (SELLER, BUYER);
        assert_eq!(
            events(),
            [
                Event::QuotaSold { offer: id, seller, buyer, amount, fee, paid, left },
                Event::QuotaBought { buyer, amount, fee, paid },
            ]
        );
        assert_eq!((free(SELLER), free(BUYER)), (before.0 + paid, before.1 - paid));
        assert_eq!((quota(SELLER).sent, quota(SELLER).offered), (amount, left));
        assert_eq!(quota(BUYER).available, Diem(25 * DIEM));
        assert_eq!((stored(id).left, deposits(SELLER)), (left, DEPOSIT));
    });
}

#[test]
fn an_offer_that_is_sold_out_is_gone_and_its_deposit_is_free() {
    run(|| {
        let before = free(SELLER);
        let id = offer(SELLER, 40, 2);
        assert_ok!(buy(BUYER, &[(id, 15)]));
        assert_ok!(buy(OTHER, &[(id, 25)]));
        assert!(!Offers::<Test>::contains_key(id));
        assert_eq!((deposits(SELLER), free(SELLER)), (0, before + 80 * VVV));
        assert_noop!(buy(BUYER, &[(id, 1)]), Error::<Test>::UnknownOffer);
        assert_noop!(Market::cancel_offer(signed(SELLER), id), Error::<Test>::UnknownOffer);
    });
}

#[test]
fn several_offers_are_bought_at_their_own_prices_in_one_call() {
    run(|| {
        let (dear, cheap) = (offer(SELLER, 10, 3), offer(OTHER, 10, 1));
        events();
        let before = free(BUYER);
        assert_ok!(buy(BUYER, &[(cheap, 10), (dear, 4)]));
        let (buyer, fee) = (BUYER, Diem::ZERO);
        let sold = |offer, seller, diem, vvv, left| {
            let (amount, left) = (Diem(diem * DIEM), Diem(left * DIEM));
            Event::QuotaSold { offer, seller, buyer, amount, fee, paid: vvv * VVV, left }
        };
        assert_eq!(
            events(),
            [
                sold(cheap, OTHER, 10, 10, 0),
                sold(dear, SELLER, 4, 12, 6),
                Event::QuotaBought { buyer, amount: Diem(14 * DIEM), fee, paid: 22 * VVV },
            ]
        );
        assert_eq!(free(BUYER), before - 22 * VVV);
    });
}

#[test]
fn one_fill_that_can_not_be_had_takes_all_others_with_it() {
    run(|| {
        let (good, bad) = (offer(SELLER, 10, 1), offer(OTHER, 10, 1));
        assert_noop!(buy(BUYER, &[(good, 10), (bad, 11)]), Error::<Test>::AboveOffer);
        assert_noop!(buy(BUYER, &[(good, 10), (OfferId(9), 1)]), Error::<Test>::UnknownOffer);
        assert_noop!(buy(OTHER, &[(good, 10), (bad, 1)]), Error::<Test>::OwnOffer);
        // The second payment is more than the buyer has left.
        let dear = offer(SELLER, 10, 150);
        assert_noop!(buy(BUYER, &[(good, 10), (dear, 7)]), TokenError::FundsUnavailable);
    });
}

#[test]
fn a_purchase_costs_no_more_than_its_buyer_allows() {
    run(|| {
        let (one, other) = (offer(SELLER, 10, 1), offer(OTHER, 10, 2));
        let fills = [(one, 3 * DIEM), (other, 4 * DIEM)];
        assert_noop!(buy_planck(BUYER, &fills, 11 * VVV - 1), Error::<Test>::AboveMaximumTotal);
        assert_noop!(buy_planck(BUYER, &fills, 0), Error::<Test>::AboveMaximumTotal);
        assert_ok!(buy_planck(BUYER, &fills, 11 * VVV));
    });
}

#[test]
fn what_a_fill_costs_is_rounded_up() {
    run(|| {
        // A third of a planck VVV for each planck DIEM.
        let id = offer_planck(SELLER, 10 * DIEM, VVV / 3, DIEM / 100);
        let before = free(BUYER);
        assert_ok!(buy_planck(BUYER, &[(id, DIEM / 100 + 1)], Balance::MAX));
        // 3_333_333_333_333_333.33 + 0.33…
        let paid = VVV / 300 + 1;
        assert_eq!(free(BUYER), before - paid);
        assert_eq!(record().market_turnover, paid);
    });
}

#[test]
fn the_same_offer_may_be_named_more_than_once() {
    run(|| {
        let id = offer(SELLER, 10, 1);
        events();
        assert_noop!(buy(BUYER, &[(id, 6), (id, 5)]), Error::<Test>::AboveOffer);
        assert_noop!(buy_planck(BUYER, &[(id, 5 * DIEM), (id, 9 * DIEM / 2)], Balance::MAX), {
            Error::<Test>::RestBelowMinimumFill
        });
        assert_ok!(buy(BUYER, &[(id, 6), (id, 4)]));
        let left: Vec<Diem> = events()
            .into_iter()
            .filter_map(|event| match event {
                Event::QuotaSold { left, .. } => Some(left),
                _ => None,
            })
            .collect();
        assert_eq!(left, [Diem(4 * DIEM), Diem::ZERO]);
        assert!(!Offers::<Test>::contains_key(id));
    });
}

#[test]
fn no_fill_is_dust_and_none_leaves_any() {
    run(|| {
        let id = offer_planck(SELLER, 10 * DIEM, VVV, 3 * DIEM);
        let fill = |amount| buy_planck(BUYER, &[(id, amount)], Balance::MAX);
        assert_noop!(fill(0), Error::<Test>::BelowMinimumFill);
        assert_noop!(fill(3 * DIEM - 1), Error::<Test>::BelowMinimumFill);
        assert_noop!(fill(7 * DIEM + 1), Error::<Test>::RestBelowMinimumFill);
        assert_noop!(fill(10 * DIEM - 1), Error::<Test>::RestBelowMinimumFill);
        assert_noop!(fill(10 * DIEM + 1), Error::<Test>::AboveOffer);
        assert_ok!(fill(7 * DIEM));
        assert_noop!(fill(3 * DIEM - 1), Error::<Test>::BelowMinimumFill);
        assert_ok!(fill(3 * DIEM));
    });
}

#[test]
fn nobody_buys_of_itself() {
    run(|| {
        let id = offer(SELLER, 10, 1);
        assert_noop!(buy(SELLER, &[(id, 1)]), Error::<Test>::OwnOffer);
    });
}

#[test]
fn only_an_account_with_a_ledger_and_the_vvv_buys() {
    run(|| {
        let id = offer(SELLER, 10, 100);
        assert_noop!(buy(STRANGER, &[(id, 1)]), StakingError::<Test>::RecipientHasNoLedger);
        assert_noop!(buy(BUYER, &[(id, 10)]), TokenError::FundsUnavailable);
        assert_noop!(
            Market::buy_quota(RuntimeOrigin::root(), fills_of(&[(id, DIEM)]), 0),
            sp_runtime::DispatchErrorWithPostInfo::from(BadOrigin)
        );
        assert_ok!(Staking::stake(signed(STRANGER), VVV));
        assert_ok!(buy(STRANGER, &[(id, 1)]));
        assert_eq!(quota(STRANGER).available, Diem(DIEM));
    });
}

#[test]
fn a_purchase_of_nothing_is_refused() {
    run(|| {
        assert_noop!(buy(BUYER, &[]), Error::<Test>::NoFills);
    });
}

#[test]
fn what_was_bought_can_be_sold_on() {
    run(|| {
        let id = offer(SELLER, 10, 1);
        assert_ok!(buy(BUYER, &[(id, 10)]));
        let id = offer(BUYER, 20, 2);
        assert_ok!(buy(OTHER, &[(id, 20)]));
        assert_eq!(quota(OTHER).available, Diem(70 * DIEM));
    });
}

#[test]
fn the_record_of_the_epoch_has_the_volume_and_the_average_price() {
    run(|| {
        let (one, other) = (offer(SELLER, 10, 1), offer(OTHER, 10, 4));
        assert_ok!(buy(BUYER, &[(one, 4), (other, 2)]));
        assert_eq!((record().market_volume, record().market_turnover), (Diem(6 * DIEM), 12 * VVV));
        assert_eq!(record().average_price, 2 * VVV);
        next_epochs(1);
        assert_eq!((record().market_volume, record().average_price), (Diem::ZERO, 0));
    });
}

#[test]
fn weight_that_was_not_used_is_given_back() {
    run(|| {
        let (one, other) = (offer(SELLER, 10, 1), offer(OTHER, 10, 1));
        assert_ok!(Staking::claim_quota(signed(STRANGER), BUYER));
        let weight = |fills: &[(OfferId, u128)], max_total| match buying(BUYER, fills, max_total) {
            Ok(post) => post.actual_weight,
            Err(refused) => refused.post_info.actual_weight,
        };
        let two = [(one, DIEM), (other, DIEM)];
        assert_eq!(weight(&two, 0), Some(<()>::buy_quota_refused(2)));
        assert_eq!(weight(&[(OfferId(9), DIEM)], 0), Some(<()>::buy_quota_refused(1)));
        assert_eq!(weight(&two, Balance::MAX), Some(<()>::buy_quota(0, 2, 0)));
        assert_eq!(weight(&[(one, DIEM), (one, DIEM)], Balance::MAX), Some(<()>::buy_quota(1, 1, 0)));
        let both = [(one, 7 * DIEM), (other, 8 * DIEM), (other, DIEM)];
        assert_eq!(weight(&both, Balance::MAX), Some(<()>::buy_quota(1, 0, 2)));
        let call = crate::Call::<Test>::buy_quota { fills: fills_of(&both), max_total: 0 };
        let info = frame_support::dispatch::GetDispatchInfo::get_dispatch_info(&call);
        assert_eq!(info.call_weight, <()>::buy_quota(0, 0, 3) + Staking::max_touch_weight(1));
    });
}
