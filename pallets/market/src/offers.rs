//! Offers as such: made, cancelled, cleared. Writes `Offers` and `NextOfferId`.

use crate::{
    types::{Offer, OfferId},
    Config, Error, Event, HoldReason, NextOfferId, Offers, Pallet,
};
use diem_primitives::{Balance, Diem, EpochClock, QuotaTrade};
use frame_support::{
    ensure,
    traits::{
        fungible::{Inspect, Mutate, MutateHold},
        tokens::{Fortitude, Precision, Preservation},
    },
};
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult, TokenError};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_cancel_offer(who: &T::AccountId, id: OfferId) -> DispatchResult {
        let offer = Self::existing_offer(id)?;
        ensure!(offer.maker() == who, Error::<T>::NotMaker);
        let mut returned = Diem::ZERO;
        if let Offer::Quota(quota) = &offer {
            T::Trade::put_back(&quota.seller, quota.epoch, quota.left);
            if quota.is_live(T::Trade::current_epoch()) {
                returned = quota.left;
            }
        }
        Self::remove_offer(id, &offer)?;
        Self::deposit_event(Event::OfferCancelled { offer: id, maker: who.clone(), returned });
        Ok(())
    }

    pub(crate) fn do_clear_offer(id: OfferId) -> DispatchResult {
        let offer = Self::existing_offer(id)?;
        ensure!(!offer.is_live(T::Trade::current_epoch()), Error::<T>::OfferIsLive);
        Self::remove_offer(id, &offer)?;
        Self::deposit_event(Event::OfferCleared { offer: id, maker: offer.maker().clone() });
        Ok(())
    }

    /// An offer that was neither sold out nor cancelled nor cleared.
    pub(crate) fn existing_offer(id: OfferId) -> Result<Offer<T::AccountId>, Error<T>> {
        Offers::<T>::get(id).ok_or(Error::<T>::UnknownOffer)
    }

    /// Stores an offer under the next number, with its deposit on hold.
    pub(crate) fn insert_offer(offer: Offer<T::AccountId>) -> Result<OfferId, DispatchError> {
        T::Currency::hold(&HoldReason::OfferDeposit.into(), offer.maker(), offer.deposit())?;
        let id = NextOfferId::<T>::get();
        let next = id.0.checked_add(1).ok_or(ArithmeticError::Overflow)?;
        NextOfferId::<T>::put(OfferId(next));
        Offers::<T>::insert(id, offer);
        Ok(id)
    }

    /// Stores what is left of an offer.
    pub(crate) fn update_offer(id: OfferId, offer: Offer<T::AccountId>) {
        Offers::<T>::insert(id, offer);
    }

    /// Removes an offer, and frees its deposit.
    pub(crate) fn remove_offer(id: OfferId, offer: &Offer<T::AccountId>) -> DispatchResult {
        let reason = HoldReason::OfferDeposit.into();
        T::Currency::release(&reason, offer.maker(), offer.deposit(), Precision::Exact)?;
        Offers::<T>::remove(id);
        Ok(())
    }

    /// Pays the maker of an offer. The payer stays.
    pub(crate) fn pay(from: &T::AccountId, to: &T::AccountId, amount: Balance) -> DispatchResult {
        if amount == 0 {
            return Ok(());
        }
        // Asked for here, since a transfer of more than all VVV that there is fails by another name.
        let spendable = T::Currency::reducible_balance(from, Preservation::Preserve, Fortitude::Polite);
        ensure!(amount <= spendable, TokenError::FundsUnavailable);
        T::Currency::transfer(from, to, amount, Preservation::Preserve)?;
        Ok(())
    }
}
