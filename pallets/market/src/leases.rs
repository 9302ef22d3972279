//! Leases for VVV, or for nothing. Writes through `offers` and the `Leases` of the config.

use crate::{
    types::{LeaseOffer, Offer, OfferId},
    Config, Error, Event, Pallet,
};
use diem_primitives::{Balance, EpochClock, LazyLedger, WeightLeases};
use frame_support::{ensure, traits::Get, weights::Weight};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
    pub(crate) fn do_offer_lease(
        lessor: T::AccountId,
        weight: Balance,
        epochs: u32,
        price: Balance,
        only_for: Option<T::AccountId>,
    ) -> DispatchResult {
        ensure!(only_for.as_ref() != Some(&lessor), Error::<T>::OwnOffer);
        ensure!(price > 0 || only_for.is_some(), Error::<T>::GiftForAnyone);
        T::Leases::ensure_leasable(&lessor, weight, epochs)?;
        let ends_at = T::Trade::current_epoch().saturating_add(T::LeaseOfferEpochs::get());
        let deposit = T::OfferDeposit::get();
        let terms = LeaseOffer {
            lessor: lessor.clone(),
            weight,
            epochs,
            price,
            only_for: only_for.clone(),
            ends_at,
            deposit,
        };
        let offer = Self::insert_offer(Offer::Lease(terms))?;
        Self::deposit_event(Event::LeaseOffered { offer, lessor, weight, epochs, price, only_for, ends_at });
        Ok(())
    }

    /// What the first touches of both ledgers add to taking a lease.
    pub(crate) fn touch_weight_of_lease(lessee: &T::AccountId, id: OfferId) -> Weight {
        let lessor = Self::existing_offer(id).map(|offer| T::Leases::due_touch(offer.maker()));
        T::Leases::weight_of_touches(T::Leases::due_touch(lessee).and(lessor.unwrap_or_default()))
    }

    pub(crate) fn do_take_lease(lessee: T::AccountId, id: OfferId) -> DispatchResult {
        let offer = Self::existing_offer(id)?;
        let Offer::Lease(terms) = &offer else { return Err(Error::<T>::NotALease.into()) };
        ensure!(terms.is_live(T::Trade::current_epoch()), Error::<T>::OfferEnded);
        ensure!(terms.lessor != lessee, Error::<T>::OwnOffer);
        ensure!(terms.is_for(&lessee), Error::<T>::ForAnotherAccount);
        let LeaseOffer { weight, epochs, price, .. } = *terms;
        let lessor = terms.lessor.clone();
        let until = T::Leases::lease(&lessor, &lessee, weight, epochs)?;
        Self::pay(&lessee, &lessor, price)?;
        Self::remove_offer(id, &offer)?;
        Self::deposit_event(Event::LeaseTaken { offer: id, lessor, lessee, weight, paid: price, until });
        Ok(())
    }
}
