//! Tests by subject. Each runs on the usual chain in epoch 1, and ends with all invariants checked.
#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a test that can't be set up fails"
)]

mod access;
mod buying;
mod ends;
mod hostile;
mod leases;
mod offering;
mod random;
mod reference;
mod rules;
mod state;

use crate::{mock::*, Error, Event, Fill, HoldReason, NextOfferId, Offer, OfferId, Offers, QuotaOffer};
use diem_primitives::{api::QuotaInfo, Balance, Diem, EpochClock, EpochIndex, EpochRecord};
use frame_support::{
    assert_noop, assert_ok, dispatch::DispatchResultWithPostInfo, traits::fungible::InspectHold, BoundedVec,
};
use pallet_diem_staking::Error as StakingError;
use sp_runtime::DispatchResult;

fn signed(who: AccountId) -> RuntimeOrigin {
    RuntimeOrigin::signed(who)
}

fn epoch() -> EpochIndex {
    Staking::current_epoch()
}

/// The quota of an account in the current epoch.
fn quota(who: AccountId) -> QuotaInfo {
    Staking::account_info(who).quota
}

fn record() -> EpochRecord {
    pallet_diem_staking::History::<Test>::get(epoch()).unwrap()
}

/// VVV that an account can spend, but for the existential deposit.
fn free(who: AccountId) -> Balance {
    Balances::free_balance(who)
}

/// VVV of an account that is on hold for offers.
fn deposits(who: AccountId) -> Balance {
    Balances::balance_on_hold(&HoldReason::OfferDeposit.into(), &who)
}

/// Offers so many whole DIEM of an account, at least one at a time, at so many whole VVV each.
fn offer(seller: AccountId, diem: u128, vvv: u128) -> OfferId {
    offer_planck(seller, diem * DIEM, vvv * VVV, DIEM)
}

fn offer_planck(seller: AccountId, amount: u128, price: Balance, min_fill: u128) -> OfferId {
    let offer = NextOfferId::<Test>::get();
    assert_ok!(Market::offer_quota(signed(seller), Diem(amount), price, Diem(min_fill)));
    offer
}

/// Offers weight of the seller for three epochs.
fn offer_lease(weight: Balance, price: Balance, only_for: Option<AccountId>) -> OfferId {
    let offer = NextOfferId::<Test>::get();
    assert_ok!(Market::offer_lease(signed(SELLER), weight, 3, price, only_for));
    offer
}

/// Buys so many whole DIEM of each offer, whatever they cost.
/// What came of a call, whatever it was charged.
fn outcome(result: DispatchResultWithPostInfo) -> DispatchResult {
    result.map(|_| ()).map_err(|refused| refused.error)
}

fn buy(buyer: AccountId, fills: &[(OfferId, u128)]) -> DispatchResult {
    let planck: Vec<_> = fills.iter().map(|(offer, diem)| (*offer, diem * DIEM)).collect();
    buy_planck(buyer, &planck, Balance::MAX)
}

fn buy_planck(buyer: AccountId, fills: &[(OfferId, u128)], max_total: Balance) -> DispatchResult {
    outcome(buying(buyer, fills, max_total))
}

/// A purchase with what it gives back of its weight.
fn buying(buyer: AccountId, fills: &[(OfferId, u128)], max_total: Balance) -> DispatchResultWithPostInfo {
    Market::buy_quota(signed(buyer), fills_of(fills), max_total)
}

fn fills_of(fills: &[(OfferId, u128)]) -> crate::Fills<Test> {
    let fills = fills.iter().map(|(offer, amount)| Fill { offer: *offer, amount: Diem(*amount) });
    BoundedVec::try_from(fills.collect::<Vec<_>>()).unwrap()
}

/// What is stored of an offer of quota.
fn stored(offer: OfferId) -> QuotaOffer<AccountId> {
    match Offers::<Test>::get(offer) {
        Some(Offer::Quota(offer)) => offer,
        other => panic!("{other:?} is no offer of quota"),
    }
}
