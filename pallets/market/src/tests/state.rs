//! That each check of the invariants finds what it is for.

use super::*;
use crate::{LeaseOffer, Pallet};
use pallet_diem_staking::Ledgers;

/// Breaks a chain with an offer of 40 DIEM and one of a lease, and asserts what is found.
fn breaking(harm: impl FnOnce(OfferId, OfferId), found: &'static str) {
    build().execute_with(|| {
        next_block(60_000);
        next_block(62_000);
        let (quota, lease) = (offer(SELLER, 40, 1), offer_lease(VVV, VVV, None));
        assert_ok!(Pallet::<Test>::do_try_state());
        harm(quota, lease);
        assert_eq!(Pallet::<Test>::do_try_state(), Err(found.into()));
    });
}

fn break_quota(id: OfferId, harm: impl FnOnce(&mut QuotaOffer<AccountId>)) {
    let mut offer = stored(id);
    harm(&mut offer);
    Offers::<Test>::insert(id, Offer::Quota(offer));
}

fn break_lease(id: OfferId, harm: impl FnOnce(&mut LeaseOffer<AccountId>)) {
    Offers::<Test>::mutate(id, |offer| match offer {
        Some(Offer::Lease(offer)) => harm(offer),
        other => panic!("{other:?} is no lease"),
    });
}

#[test]
fn offers_that_are_not_set_aside() {
    let found = "3: offers are not what is set aside";
    breaking(|id, _| break_quota(id, |offer| offer.left.0 += 1), found);
    breaking(|id, _| break_quota(id, |offer| offer.epoch = EpochIndex(0)), found);
    breaking(
        |_, _| Ledgers::<Test>::mutate_extant(SELLER, |ledger| ledger.current.offered = Diem(DIEM)),
        found,
    );
    let found = "3: an account offers more than a number holds";
    breaking(
        |id, _| {
            let copy = QuotaOffer { left: Diem(u128::MAX), ..stored(id) };
            Offers::<Test>::insert(OfferId(1), Offer::Quota(copy));
        },
        found,
    );
}

#[test]
fn deposits_that_are_not_on_hold() {
    let found = "4: the deposits of offers are not what is on hold";
    breaking(|id, _| break_quota(id, |offer| offer.deposit += 1), found);
    breaking(|_, id| break_lease(id, |offer| offer.deposit = 0), found);
    breaking(|_, id| Offers::<Test>::remove(id), found);
}

#[test]
fn offers_that_nobody_could_have_made() {
    breaking(|_, _| NextOfferId::<Test>::put(OfferId(1)), "9: an offer has a number to come");
    breaking(|id, _| break_quota(id, |offer| offer.price = 0), "9: quota is on offer for nothing");
    let found = "9: an offer can't be filled";
    breaking(|id, _| break_quota(id, |offer| offer.min_fill = Diem(41 * DIEM)), found);
    breaking(|id, _| break_quota(id, |offer| offer.min_fill = Diem::ZERO), found);
    let found = "9: quota of an epoch to come is on offer";
    breaking(|id, _| break_quota(id, |offer| offer.epoch = EpochIndex(2)), found);
    let found = "9: an offer of a lease lives too long";
    breaking(|_, id| break_lease(id, |offer| offer.ends_at = EpochIndex(32)), found);
    let found = "9: a lease is for its own lessor";
    breaking(|_, id| break_lease(id, |offer| offer.only_for = Some(SELLER)), found);
    breaking(|_, id| break_lease(id, |offer| offer.price = 0), "9: a gift is for anyone");
}
