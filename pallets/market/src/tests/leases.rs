//! Leases: offered, taken, given.

use super::*;
use crate::LeaseOffer;
use sp_runtime::{traits::BadOrigin, TokenError};

fn offering(price: Balance, only_for: Option<AccountId>) -> DispatchResult {
    outcome(Market::offer_lease(signed(SELLER), 40 * VVV, 3, price, only_for))
}

fn take(who: AccountId, offer: OfferId) -> DispatchResult {
    outcome(Market::take_lease(signed(who), offer))
}

#[test]
fn an_offer_of_a_lease_sets_nothing_aside_but_its_deposit() {
    run(|| {
        let before = free(SELLER);
        assert_ok!(offering(7 * VVV, None));
        let (lessor, weight, epochs, price, only_for) = (SELLER, 40 * VVV, 3, 7 * VVV, None);
        let (offer, ends_at) = (OfferId(0), EpochIndex(1 + LEASE_OFFER_EPOCHS));
        assert_eq!(
            events(),
            [Event::LeaseOffered { offer, lessor, weight, epochs, price, only_for, ends_at }]
        );
        let expected = LeaseOffer { lessor, weight, epochs, price, only_for, ends_at, deposit: DEPOSIT };
        assert_eq!(Offers::<Test>::get(offer), Some(Offer::Lease(expected)));
        assert_eq!((deposits(SELLER), free(SELLER)), (DEPOSIT, before - DEPOSIT));
        assert_eq!((quota(SELLER).offered, lent()), (Diem::ZERO, vec![]));
    });
}

#[test]
fn a_lease_is_paid_for_the_whole_term_and_starts_next_epoch() {
    run(|| {
        let before = (free(SELLER), free(OTHER));
        let offer = offer_lease(40 * VVV, 7 * VVV, None);
        events();
        assert_ok!(take(OTHER, offer));
        let (lessor, lessee, weight, until) = (SELLER, OTHER, 40 * VVV, EpochIndex(5));
        assert_eq!(events(), [Event::LeaseTaken { offer, lessor, lessee, weight, paid: 7 * VVV, until }]);
        assert_eq!(lent(), [(SELLER, OTHER, 40 * VVV, until)]);
        assert_eq!((free(SELLER), free(OTHER)), (before.0 + 7 * VVV, before.1 - 7 * VVV));
        assert_eq!(deposits(SELLER), 0);
        assert_noop!(take(OTHER, offer), Error::<Test>::UnknownOffer);
    });
}

#[test]
fn a_gift_is_an_offer_at_no_price_to_one_account() {
    run(|| {
        assert_noop!(offering(0, None), Error::<Test>::GiftForAnyone);
        let before = (free(SELLER), free(STRANGER));
        let offer = offer_lease(40 * VVV, 0, Some(STRANGER));
        assert_noop!(take(OTHER, offer), Error::<Test>::ForAnotherAccount);
        assert_ok!(take(STRANGER, offer));
        assert_eq!((free(SELLER), free(STRANGER)), before);
        assert_eq!(lent(), [(SELLER, STRANGER, 40 * VVV, EpochIndex(5))]);
    });
}

#[test]
fn an_offer_for_one_account_is_taken_by_no_other() {
    run(|| {
        let offer = offer_lease(40 * VVV, VVV, Some(BUYER));
        assert_noop!(take(OTHER, offer), Error::<Test>::ForAnotherAccount);
        assert_ok!(take(BUYER, offer));
    });
}

#[test]
fn nobody_lends_to_itself() {
    run(|| {
        assert_noop!(offering(VVV, Some(SELLER)), Error::<Test>::OwnOffer);
        let offer = offer_lease(40 * VVV, VVV, None);
        assert_noop!(take(SELLER, offer), Error::<Test>::OwnOffer);
    });
}

#[test]
fn only_weight_that_could_be_lent_is_offered() {
    run(|| {
        let offering = |who, weight| outcome(Market::offer_lease(signed(who), weight, 3, VVV, None));
        assert_noop!(offering(SELLER, 100 * VVV + 1), TOO_LITTLE_WEIGHT);
        assert_noop!(offering(STRANGER, 1), TOO_LITTLE_WEIGHT);
        assert_noop!(outcome(Market::offer_lease(RuntimeOrigin::root(), VVV, 3, VVV, None)), BadOrigin);
        assert_noop!(outcome(Market::take_lease(RuntimeOrigin::root(), OfferId(0))), BadOrigin);
        assert_ok!(offering(SELLER, 100 * VVV));
        lend(SELLER, OTHER, VVV, 1);
        assert_noop!(offering(SELLER, 100 * VVV), TOO_LITTLE_WEIGHT);
    });
}

#[test]
fn an_offer_whose_lessor_has_not_the_weight_any_more_is_refused_and_stays() {
    run(|| {
        let offer = offer_lease(40 * VVV, VVV, None);
        assert_ok!(Staking::unstake(signed(SELLER), 61 * VVV));
        assert_noop!(take(OTHER, offer), TOO_LITTLE_WEIGHT);
        assert_ok!(Staking::restake(signed(SELLER), 61 * VVV));
        assert_ok!(take(OTHER, offer));
    });
}

#[test]
fn the_same_weight_may_be_on_offer_twice_and_goes_to_who_comes_first() {
    run(|| {
        let (one, other) = (offer_lease(60 * VVV, VVV, None), offer_lease(60 * VVV, 2 * VVV, None));
        assert_ok!(take(OTHER, other));
        assert_noop!(take(BUYER, one), TOO_LITTLE_WEIGHT);
        assert_ok!(Market::cancel_offer(signed(SELLER), one));
        assert_eq!(deposits(SELLER), 0);
    });
}

#[test]
fn a_lessee_that_can_not_pay_gets_nothing() {
    run(|| {
        let offer = offer_lease(40 * VVV, 2 * FUNDS, None);
        assert_noop!(take(OTHER, offer), TokenError::FundsUnavailable);
        assert_noop!(take(POOR, offer), TokenError::FundsUnavailable);
        let dearest = offer_lease(40 * VVV, u128::MAX, None);
        assert_noop!(take(OTHER, dearest), TokenError::FundsUnavailable);
        assert_eq!(lent(), []);
    });
}

#[test]
fn an_offer_of_a_lease_can_be_taken_for_thirty_epochs() {
    run(|| {
        let (one, other) = (offer_lease(10 * VVV, VVV, None), offer_lease(10 * VVV, VVV, None));
        next_epochs(LEASE_OFFER_EPOCHS - 1);
        assert_noop!(Market::clear_offer(signed(OTHER), one), Error::<Test>::OfferIsLive);
        assert_ok!(take(OTHER, one));
        next_epochs(1);
        assert_noop!(take(OTHER, other), Error::<Test>::OfferEnded);
        events();
        assert_ok!(Market::clear_offer(signed(OTHER), other));
        assert_eq!(events(), [Event::OfferCleared { offer: other, maker: SELLER }]);
        assert_eq!(deposits(SELLER), 0);
    });
}

#[test]
fn a_lessor_takes_its_offer_back() {
    run(|| {
        let offer = offer_lease(40 * VVV, VVV, None);
        events();
        assert_ok!(Market::cancel_offer(signed(SELLER), offer));
        let returned = Diem::ZERO;
        assert_eq!(events(), [Event::OfferCancelled { offer, maker: SELLER, returned }]);
        assert_noop!(take(OTHER, offer), Error::<Test>::UnknownOffer);
    });
}

#[test]
fn a_lease_is_not_bought_and_quota_is_not_taken() {
    run(|| {
        let (quota, lease) = (offer(SELLER, 10, 1), offer_lease(40 * VVV, VVV, None));
        assert_noop!(buy(OTHER, &[(lease, 1)]), Error::<Test>::NotQuota);
        assert_noop!(take(OTHER, quota), Error::<Test>::NotALease);
    });
}

#[test]
fn a_lessor_without_the_deposit_offers_nothing() {
    run(|| {
        assert_ok!(Balances::transfer_all(signed(SELLER), OTHER, true));
        assert_noop!(offering(VVV, None), TokenError::FundsUnavailable);
    });
}
