//! How offers end: cancelled by their makers, dead with their time, cleared by anyone.

use super::*;
use sp_runtime::traits::BadOrigin;

#[test]
fn a_maker_takes_an_offer_back_with_what_was_not_sold() {
    run(|| {
        let before = free(SELLER);
        let id = offer(SELLER, 40, 1);
        assert_ok!(buy(BUYER, &[(id, 10)]));
        events();
        assert_ok!(Market::cancel_offer(signed(SELLER), id));
        let returned = Diem(30 * DIEM);
        assert_eq!(events(), [Event::OfferCancelled { offer: id, maker: SELLER, returned }]);
        assert_eq!((quota(SELLER).offered, quota(SELLER).available), (Diem::ZERO, Diem(90 * DIEM)));
        assert_eq!((deposits(SELLER), free(SELLER)), (0, before + 10 * VVV));
        assert_noop!(buy(BUYER, &[(id, 1)]), Error::<Test>::UnknownOffer);
    });
}

#[test]
fn only_its_maker_cancels_an_offer() {
    run(|| {
        let quota = offer(SELLER, 40, 1);
        let lease = offer_lease(VVV, VVV, None);
        for id in [quota, lease] {
            assert_noop!(Market::cancel_offer(signed(OTHER), id), Error::<Test>::NotMaker);
            assert_noop!(Market::cancel_offer(RuntimeOrigin::root(), id), BadOrigin);
        }
        assert_noop!(Market::cancel_offer(signed(SELLER), OfferId(2)), Error::<Test>::UnknownOffer);
    });
}

#[test]
fn an_offer_of_quota_ends_with_its_epoch() {
    run(|| {
        let id = offer(SELLER, 100, 1);
        assert_noop!(Market::clear_offer(signed(OTHER), id), Error::<Test>::OfferIsLive);
        next_epochs(1);
        assert_noop!(buy(BUYER, &[(id, 1)]), Error::<Test>::OfferEnded);
        // What was not sold is unspent quota of its epoch, and takes nothing from this one.
        let previous = Staking::account_info(SELLER).previous_quota;
        assert_eq!((previous.offered, previous.available), (Diem::ZERO, Diem(100 * DIEM)));
        assert_eq!(quota(SELLER).available, Diem(100 * DIEM));
        assert_eq!(offer(SELLER, 100, 1), OfferId(1));
    });
}

#[test]
fn anyone_clears_a_dead_offer_and_its_deposit_goes_to_its_maker() {
    run(|| {
        let before = (free(SELLER), free(STRANGER));
        let id = offer(SELLER, 100, 1);
        next_epochs(3);
        events();
        assert_ok!(Market::clear_offer(signed(STRANGER), id));
        assert_eq!(events(), [Event::OfferCleared { offer: id, maker: SELLER }]);
        assert_eq!((free(SELLER), free(STRANGER), deposits(SELLER)), (before.0, before.1, 0));
        assert_noop!(Market::clear_offer(signed(STRANGER), id), Error::<Test>::UnknownOffer);
        assert_noop!(Market::clear_offer(RuntimeOrigin::root(), id), BadOrigin);
    });
}

#[test]
fn a_maker_may_cancel_a_dead_offer_and_nothing_is_put_back_twice() {
    run(|| {
        let dead = offer(SELLER, 100, 1);
        next_epochs(1);
        let live = offer(SELLER, 70, 1);
        events();
        assert_ok!(Market::cancel_offer(signed(SELLER), dead));
        let returned = Diem::ZERO;
        assert_eq!(events(), [Event::OfferCancelled { offer: dead, maker: SELLER, returned }]);
        assert_eq!((quota(SELLER).offered, stored(live).left), (Diem(70 * DIEM), Diem(70 * DIEM)));
    });
}

#[test]
fn a_roll_leaves_dead_offers_where_they_are() {
    run(|| {
        let ids: Vec<OfferId> = (0..20).map(|_| offer(SELLER, 1, 1)).collect();
        next_epochs(2);
        assert!(ids.iter().all(Offers::<Test>::contains_key));
        assert_eq!(deposits(SELLER), 20 * DEPOSIT);
        for id in ids {
            assert_ok!(Market::clear_offer(signed(OTHER), id));
        }
        assert_eq!(deposits(SELLER), 0);
    });
}
