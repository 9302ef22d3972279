//! The models that providers serve, each at its multiplier.

use crate::{types::Listing, Config, Error, Event, Listings, Models, Pallet, Providers};
use diem_primitives::{EpochClock, EpochIndex, EpochSeries, ModelId, Multiplier};
use frame_support::{ensure, traits::Get};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_serve_model(
        who: T::AccountId,
        model: ModelId,
        multiplier: Multiplier,
    ) -> DispatchResult {
        let mut provider = Self::active_provider(&who)?;
        ensure!(multiplier.is_in_bounds(), Error::<T>::MultiplierOutOfBounds);
        let record = Models::<T>::get(model).ok_or(Error::<T>::UnknownModel)?;
        let now = T::Quota::current_epoch();
        ensure!(!record.is_retired_in(now.next()), Error::<T>::ModelRetired);

        if let Some(series) = Listings::<T>::get(&who, model) {
            Listings::<T>::insert(&who, model, Self::moved_listing(series, now, multiplier)?);
        } else {
            ensure!(provider.listings < T::MaxModelsPerProvider::get(), Error::<T>::TooManyListings);
            Listings::<T>::insert(&who, model, first_listing(now, multiplier));
            provider.listings = provider.listings.saturating_add(1);
            Providers::<T>::insert(&who, provider);
        }
        Self::deposit_event(Event::ModelServed { provider: who, model, multiplier });
        Ok(())
    }

    pub(crate) fn do_stop_serving(who: T::AccountId, model: ModelId) -> DispatchResult {
        let mut provider = Self::settling_provider(&who)?;
        let mut series = Listings::<T>::get(&who, model).ok_or(Error::<T>::NotServed)?;
        let now = T::Quota::current_epoch();
        if Listing::is_forgotten(&series, now) || !Models::<T>::contains_key(model) {
            Listings::<T>::remove(&who, model);
            provider.listings = provider.listings.saturating_sub(1);
            Providers::<T>::insert(&who, provider);
            Self::deposit_event(Event::ListingRemoved { provider: who, model });
            return Ok(());
        }
        let next = *series.after(now);
        ensure!(next.listed, Error::<T>::NotServed);
        series.set_next(now, Listing::unserved(next.multiplier));
        Listings::<T>::insert(&who, model, series);
        Self::deposit_event(Event::ModelStopped { provider: who, model });
        Ok(())
    }

    /// A listing whose multiplier moves on in the epoch after `now`, by no more than half of what it is in `now`.
    fn moved_listing(
        mut series: EpochSeries<Listing>,
        now: EpochIndex,
        multiplier: Multiplier,
    ) -> Result<EpochSeries<Listing>, DispatchError> {
        series.advance(now);
        ensure!(series.current.multiplier.may_become(multiplier), Error::<T>::MovedTooFar);
        series.set_next(now, Listing::served(multiplier));
        Ok(series)
    }
}

/// A listing that begins in the epoch after `now`.
pub(crate) fn first_listing(now: EpochIndex, multiplier: Multiplier) -> EpochSeries<Listing> {
    EpochSeries::starting_next(now, Listing::unserved(multiplier), Listing::served(multiplier))
}
