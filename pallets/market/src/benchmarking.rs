//! Benchmarks of the calls, each at its worst: both sides of a lease have one less than as many leases as they may have, in and out;
//! sales have a fee, and the buyer is the last of as many accounts as may be listed. Ledgers are up to date.
#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "a benchmark that can't be set up fails"
)]

use crate::{
    types::{Fill, Offer, OfferId},
    Call, Config, Event, Fills, NextOfferId, Offers, Pallet,
};
use alloc::vec::Vec;
use diem_primitives::{Balance, Diem, EpochClock, WeightLeases, PLANCK_PER_UNIT};
use frame_benchmarking::v2::*;
use frame_support::{
    traits::{fungible::Mutate, Get},
    BoundedVec,
};
use frame_system::RawOrigin;
use sp_runtime::Permill;

/// Gives accounts of benchmarks what they offer.
pub trait BenchmarkHelper<AccountId> {
    /// Gives an account that has VVV a ledger with `quota` in the current epoch, and `weight` that it may lend.
    fn endow(who: &AccountId, quota: Diem, weight: Balance);

    /// Sets rules of transfers that it takes most to apply: a fee of one per cent, and a full list of accounts that may receive DIEM,
    /// of which `last` is the last.
    fn set_costly_rules(last: &AccountId);
}

/// A whole DIEM or VVV, in planck.
const UNIT: u128 = PLANCK_PER_UNIT;
/// What each offer of quota is for.
const AMOUNT: Diem = Diem(10 * UNIT);
/// The least of each fill: so little that as many as a purchase may have leave something of an offer.
const MIN_FILL: Diem = Diem(UNIT / 2);
/// What is burnt of a sale.
const FEE: Permill = Permill::from_percent(1);
/// Weight on offer.
const WEIGHT: Balance = 100 * UNIT;
/// For how many epochs.
const TERM: u32 = 365;
/// How many leases an account has in and how many out: with one more there are as many as may be.
const LEASES: u32 = 15;

/// An account with VVV, quota and weight.
fn trader<T: Config>(name: &'static str, index: u32) -> T::AccountId {
    let who: T::AccountId = account(name, index, 0);
    T::Currency::set_balance(&who, 10_000_000 * UNIT);
    T::BenchmarkHelper::endow(&who, Diem(100 * UNIT), 10 * WEIGHT);
    who
}

/// The same with leases in and out, each with an account of its own.
fn busy_trader<T: Config>(name: &'static str) -> T::AccountId {
    let who = trader::<T>(name, 0);
    for index in 0..LEASES {
        let other = trader::<T>("other", index);
        T::Leases::lease(&who, &other, UNIT, TERM).unwrap();
        T::Leases::lease(&other, &who, UNIT, TERM).unwrap();
    }
    who
}

/// An offer of quota by an account of its own.
fn quota_offer<T: Config>(index: u32) -> OfferId {
    let offer = NextOfferId::<T>::get();
    Pallet::<T>::do_offer_quota(trader::<T>("seller", index), AMOUNT, UNIT, MIN_FILL).unwrap();
    offer
}

/// An offer of a lease to one account, with its lessor.
fn lease_offer<T: Config>(lessee: &T::AccountId) -> (OfferId, T::AccountId) {
    let (offer, lessor) = (NextOfferId::<T>::get(), busy_trader::<T>("lessor"));
    Pallet::<T>::do_offer_lease(lessor.clone(), WEIGHT, TERM, UNIT, Some(lessee.clone())).unwrap();
    (offer, lessor)
}

/// Fills of `o` offers that leave something, of `s` that are sold out, and `f` more of those that are not, in turn.
fn fills<T: Config>(f: u32, o: u32, s: u32) -> Fills<T> {
    let offers: Vec<OfferId> = (0..o + s).map(quota_offer::<T>).collect();
    let (left, sold_out) = offers.split_at(o as usize);
    let part = |offer: &OfferId| Fill { offer: *offer, amount: MIN_FILL };
    let whole = |offer: &OfferId| Fill { offer: *offer, amount: AMOUNT };
    let more = left.iter().cycle().take(f as usize).map(part);
    BoundedVec::truncate_from(left.iter().map(part).chain(sold_out.iter().map(whole)).chain(more).collect())
}

fn assert_last<T: Config>(event: Event<T>) {
    let event = <T as frame_system::Config>::RuntimeEvent::from(event);
    frame_system::Pallet::<T>::assert_last_event(event);
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn offer_quota() {
        let seller = trader::<T>("seller", 0);
        T::BenchmarkHelper::set_costly_rules(&seller);
        let offer = NextOfferId::<T>::get();

        #[extrinsic_call]
        _(RawOrigin::Signed(seller), AMOUNT, UNIT, MIN_FILL);

        assert!(Offers::<T>::contains_key(offer));
    }

    #[benchmark]
    fn cancel_offer() {
        let offer = quota_offer::<T>(0);
        let maker = Offers::<T>::get(offer).unwrap().maker().clone();

        #[extrinsic_call]
        _(RawOrigin::Signed(maker.clone()), offer);

        assert_last::<T>(Event::OfferCancelled { offer, maker, returned: AMOUNT });
    }

    #[benchmark]
    fn clear_offer() {
        let (offer, maker) = lease_offer::<T>(&account("lessee", 0, 0));
        Offers::<T>::mutate(offer, |offer| {
            if let Some(Offer::Lease(lease)) = offer {
                lease.ends_at = <T::Trade as EpochClock>::current_epoch();
            }
        });
        let caller: T::AccountId = account("caller", 0, 0);

        #[extrinsic_call]
        _(RawOrigin::Signed(caller), offer);

        assert_last::<T>(Event::OfferCleared { offer, maker });
    }

    // Each component within a third of what a purchase may have, so that any three values make one.
    #[benchmark]
    fn buy_quota(
        f: Linear<0, { T::MaxFills::get() / 3 }>,
        o: Linear<1, { T::MaxFills::get() / 3 }>,
        s: Linear<0, { T::MaxFills::get() / 3 }>,
    ) {
        let buyer = trader::<T>("buyer", 0);
        let fills = fills::<T>(f, o, s);
        T::BenchmarkHelper::set_costly_rules(&buyer);
        let amount = Diem(fills.iter().map(|fill| fill.amount.0).sum());
        let fee = Diem(fills.iter().map(|fill| FEE.mul_ceil(fill.amount.0)).sum());

        #[extrinsic_call]
        _(RawOrigin::Signed(buyer.clone()), fills, Balance::MAX);

        // A DIEM costs a VVV.
        assert_last::<T>(Event::QuotaBought { buyer, amount, fee, paid: amount.0 });
        assert_eq!(Offers::<T>::iter().count() as u32, o);
    }

    #[benchmark]
    fn buy_quota_refused(f: Linear<1, { T::MaxFills::get() }>) {
        let fills = fills::<T>(0, f, 0);
        let buyer = trader::<T>("buyer", 0);

        #[block]
        {
            assert!(Pallet::<T>::do_buy_quota(buyer, &fills, 0).is_err());
        }
    }

    #[benchmark]
    fn offer_lease() {
        let lessor = busy_trader::<T>("lessor");
        let offer = NextOfferId::<T>::get();
        let only_for: T::AccountId = account("lessee", 0, 0);

        #[extrinsic_call]
        _(RawOrigin::Signed(lessor), WEIGHT, TERM, UNIT, Some(only_for));

        assert!(Offers::<T>::contains_key(offer));
    }

    #[benchmark]
    fn take_lease() {
        let lessee = busy_trader::<T>("lessee");
        let (offer, _) = lease_offer::<T>(&lessee);

        #[extrinsic_call]
        _(RawOrigin::Signed(lessee), offer);

        assert!(!Offers::<T>::contains_key(offer));
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::build(), crate::mock::Test);
}
