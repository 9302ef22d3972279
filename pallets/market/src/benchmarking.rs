//! Benchmarks of the calls, each at its worst as far as this pallet knows it: what bringing a ledger up to date costs is the
//! ledger's own.
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
use alloc::{vec, vec::Vec};
use diem_primitives::{Balance, Diem, EpochClock, PLANCK_PER_UNIT};
use frame_benchmarking::v2::*;
use frame_support::{
    traits::{fungible::Mutate, Get},
    BoundedVec,
};
use frame_system::RawOrigin;

/// Gives accounts of benchmarks what they offer.
pub trait BenchmarkHelper<AccountId> {
    /// Gives an account that has VVV a ledger with `quota` in the current epoch, and `weight` that it may lend.
    fn endow(who: &AccountId, quota: Diem, weight: Balance);
}

/// A whole DIEM or VVV, in planck.
const UNIT: u128 = PLANCK_PER_UNIT;
/// What each offer of quota is for.
const AMOUNT: Diem = Diem(10 * UNIT);
/// The least of each fill: so little that sixteen of them leave something of an offer.
const MIN_FILL: Diem = Diem(UNIT / 2);
/// Weight on offer.
const WEIGHT: Balance = 100 * UNIT;
/// For how many epochs.
const TERM: u32 = 365;

/// An account with VVV, quota and weight.
fn trader<T: Config>(name: &'static str, index: u32) -> T::AccountId {
    let who: T::AccountId = account(name, index, 0);
    T::Currency::set_balance(&who, 10_000_000 * UNIT);
    T::BenchmarkHelper::endow(&who, Diem(100 * UNIT), 10 * WEIGHT);
    who
}

/// An offer of quota by an account of its own.
fn quota_offer<T: Config>(index: u32) -> OfferId {
    let offer = NextOfferId::<T>::get();
    Pallet::<T>::do_offer_quota(trader::<T>("seller", index), AMOUNT, UNIT, MIN_FILL).unwrap();
    offer
}

/// An offer of a lease, with its lessor.
fn lease_offer<T: Config>() -> (OfferId, T::AccountId) {
    let (offer, lessor) = (NextOfferId::<T>::get(), trader::<T>("lessor", 0));
    Pallet::<T>::do_offer_lease(lessor.clone(), WEIGHT, TERM, UNIT, None).unwrap();
    (offer, lessor)
}

/// As many as `f` fills of `o` offers, of which `s` are sold out.
fn fills<T: Config>(f: u32, o: u32, s: u32) -> Fills<T> {
    let o = o.min(f);
    let offers: Vec<OfferId> = (0..o).map(quota_offer::<T>).collect();
    let mut left = vec![AMOUNT.0; offers.len()];
    let mut fill = |number: u32| {
        let offer = (number % o) as usize;
        let takes_all = number + o >= f && number % o < s;
        let amount = if takes_all { left[offer] } else { MIN_FILL.0 };
        left[offer] -= amount;
        Fill { offer: offers[offer], amount: Diem(amount) }
    };
    BoundedVec::truncate_from((0..f).map(&mut fill).collect())
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
        let (offer, maker) = lease_offer::<T>();
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

    #[benchmark]
    fn buy_quota(
        f: Linear<1, { T::MaxFills::get() }>,
        o: Linear<1, { T::MaxFills::get() }>,
        s: Linear<0, { T::MaxFills::get() }>,
    ) {
        let fills = fills::<T>(f, o, s);
        let buyer = trader::<T>("buyer", 0);
        let amount = Diem(fills.iter().map(|fill| fill.amount.0).sum());

        #[extrinsic_call]
        _(RawOrigin::Signed(buyer.clone()), fills, Balance::MAX);

        // A DIEM costs a VVV.
        assert_last::<T>(Event::QuotaBought { buyer, amount, fee: Diem::ZERO, paid: amount.0 });
        assert_eq!(Offers::<T>::iter().count() as u32, o.min(f) - s.min(o.min(f)));
    }

    #[benchmark]
    fn buy_quota_refused(f: Linear<1, { T::MaxFills::get() }>) {
        let fills = fills::<T>(f, f, 0);
        let buyer = trader::<T>("buyer", 0);

        #[block]
        {
            assert!(Pallet::<T>::do_buy_quota(buyer, &fills, 0).is_err());
        }
    }

    #[benchmark]
    fn offer_lease() {
        let lessor = trader::<T>("lessor", 0);
        let offer = NextOfferId::<T>::get();
        let only_for: T::AccountId = account("lessee", 0, 0);

        #[extrinsic_call]
        _(RawOrigin::Signed(lessor), WEIGHT, TERM, UNIT, Some(only_for));

        assert!(Offers::<T>::contains_key(offer));
    }

    #[benchmark]
    fn take_lease() {
        let (offer, _) = lease_offer::<T>();
        let lessee = trader::<T>("lessee", 0);

        #[extrinsic_call]
        _(RawOrigin::Signed(lessee), offer);

        assert!(!Offers::<T>::contains_key(offer));
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::build(), crate::mock::Test);
}
