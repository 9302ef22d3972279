//! Providers: what they pledge, and the bond behind it.

use crate::{
    batches::CLEARED_PER_CALL,
    types::{Metadata, Provider},
    Config, Error, Event, HoldReason, Listings, Pallet, Parameters, Providers, ReceiptKeys, TotalCapacity,
    WeightInfo,
};
use diem_primitives::{Balance, Diem, EpochClock, EpochIndex};
use frame_support::{
    dispatch::{DispatchResultWithPostInfo, Pays, PostDispatchInfo, WithPostDispatchInfo},
    ensure,
    traits::{fungible::MutateHold, tokens::Precision, Get},
    weights::Weight,
};
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult, TokenError};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_register_provider(
        who: T::AccountId,
        capacity: Diem,
        metadata: Metadata,
    ) -> DispatchResult {
        ensure!(!Providers::<T>::contains_key(&who), Error::<T>::AlreadyRegistered);
        let bond = Self::checked_bond(capacity)?;
        let now = T::Quota::current_epoch();
        T::Currency::hold(&HoldReason::Bond.into(), &who, bond)?;
        Self::change_total_capacity(now, Diem::ZERO, capacity)?;
        Providers::<T>::insert(&who, Provider::new(now, metadata, capacity, bond));
        Self::deposit_event(Event::ProviderRegistered { provider: who, capacity, bond });
        Ok(())
    }

    pub(crate) fn do_set_capacity(who: T::AccountId, capacity: Diem) -> DispatchResult {
        let mut provider = Self::active_provider(&who)?;
        let required = Self::checked_bond(capacity)?;
        let now = T::Quota::current_epoch();
        let before = *provider.capacity.after(now);
        ensure!(capacity != before, Error::<T>::Unchanged);

        let missing = required.saturating_sub(provider.bond);
        T::Currency::hold(&HoldReason::Bond.into(), &who, missing)?;
        provider.bond = provider.bond.saturating_add(missing);
        if capacity < before {
            provider.bond_free_at = Self::bond_free_from(now);
        }
        Self::change_total_capacity(now, before, capacity)?;
        provider.capacity.set_next(now, capacity);
        let bond = provider.bond;
        Providers::<T>::insert(&who, provider);
        Self::deposit_event(Event::CapacitySet { provider: who, capacity, bond });
        Ok(())
    }

    pub(crate) fn do_deregister_provider(who: T::AccountId) -> DispatchResult {
        let mut provider = Providers::<T>::get(&who).ok_or(Error::<T>::UnknownProvider)?;
        ensure!(!provider.leaving, Error::<T>::ProviderIsLeaving);
        Self::end_pledge(&mut provider, T::Quota::current_epoch())?;
        provider.leaving = true;
        let bond_free_at = provider.bond_free_at;
        Providers::<T>::insert(&who, provider);
        Self::deposit_event(Event::ProviderLeaving { provider: who, bond_free_at });
        Ok(())
    }

    pub(crate) fn do_withdraw_bond(who: T::AccountId) -> DispatchResultWithPostInfo {
        let now = T::Quota::current_epoch();
        let (mut provider, excess) = Self::withdrawable(&who, now)
            .map_err(|refusal| refusal.with_weight(T::WeightInfo::withdraw_bond()))?;

        let weight = if provider.departs() {
            Self::clear_and_remove(who, provider, now)?
        } else {
            Self::release_bond(&who, &mut provider, excess)?;
            Providers::<T>::insert(&who, provider);
            T::WeightInfo::withdraw_bond()
        };
        Ok(PostDispatchInfo { actual_weight: Some(weight), pays_fee: Pays::Yes })
    }

    /// What it costs at most to withdraw a bond: that the provider goes, with as much as it can leave behind, and is paid.
    pub(crate) fn max_withdrawal_weight() -> Weight {
        T::WeightInfo::remove_provider(T::MaxModelsPerProvider::get(), CLEARED_PER_CALL.saturating_sub(1))
            .saturating_add(T::WeightInfo::pay_earnings(Self::most_final_epochs()))
            .max(T::WeightInfo::clear_roots())
            .max(T::WeightInfo::withdraw_bond())
    }

    /// A provider that has a bond to withdraw in `now`, and how much its pledges do not need.
    fn withdrawable(who: &T::AccountId, now: EpochIndex) -> Result<(Provider, Balance), Error<T>> {
        let provider = Providers::<T>::get(who).ok_or(Error::<T>::UnknownProvider)?;
        let excess = provider.excess_bond(Self::required_bond(&provider, now));
        ensure!(excess > 0 || provider.departs(), Error::<T>::NothingToWithdraw);
        ensure!(now >= provider.bond_free_at, Error::<T>::BondNotFree);
        Ok((provider, excess))
    }

    /// A provider that is neither suspended nor leaving.
    pub(crate) fn active_provider(who: &T::AccountId) -> Result<Provider, Error<T>> {
        let provider = Self::settling_provider(who)?;
        ensure!(!provider.leaving, Error::<T>::ProviderIsLeaving);
        Ok(provider)
    }

    /// A provider that may settle: it is not suspended.
    pub(crate) fn settling_provider(who: &T::AccountId) -> Result<Provider, Error<T>> {
        let provider = Providers::<T>::get(who).ok_or(Error::<T>::UnknownProvider)?;
        ensure!(!provider.suspended, Error::<T>::ProviderSuspended);
        Ok(provider)
    }

    /// Ends a pledge from the epoch after `now` on; the bond stays on hold while what was settled by it can be disputed. Nothing changes where
    /// it has ended before.
    pub(crate) fn end_pledge(provider: &mut Provider, now: EpochIndex) -> DispatchResult {
        let pledge = *provider.capacity.after(now);
        if pledge.is_zero() {
            return Ok(());
        }
        Self::change_total_capacity(now, pledge, Diem::ZERO)?;
        provider.capacity.set_next(now, Diem::ZERO);
        provider.bond_free_at = Self::bond_free_from(now);
        Ok(())
    }

    /// Planck VVV that the pledge of the epoch after `now` needs.
    pub(crate) fn required_bond(provider: &Provider, now: EpochIndex) -> Balance {
        let pledge = *provider.capacity.after(now);
        // Where it does not fit into 128 bits, nobody has an excess over it.
        Parameters::<T>::get().bond_for(pledge).unwrap_or(Balance::MAX)
    }

    /// The bond behind a pledge that is large enough to be made.
    fn checked_bond(capacity: Diem) -> Result<Balance, DispatchError> {
        let parameters = Parameters::<T>::get();
        ensure!(capacity >= parameters.min_capacity, Error::<T>::BelowMinimumCapacity);
        // Where it does not fit into 128 bits, nobody has that much VVV.
        Ok(parameters.bond_for(capacity).ok_or(TokenError::FundsUnavailable)?)
    }

    /// The first epoch in which the bond is no surety any more for what was settled into `now`.
    fn bond_free_from(now: EpochIndex) -> EpochIndex {
        now.saturating_add(T::DisputeEpochs::get()).next()
    }

    /// Replaces `before` by `after` in what all providers pledge from the next epoch on.
    pub(crate) fn change_total_capacity(now: EpochIndex, before: Diem, after: Diem) -> DispatchResult {
        TotalCapacity::<T>::try_mutate(|total| {
            let others = total.after(now).checked_sub(before).ok_or(ArithmeticError::Underflow)?;
            let next = others.checked_add(after).ok_or(ArithmeticError::Overflow)?;
            total.set_next(now, next);
            Ok(())
        })
    }

    /// Frees `amount` of a bond.
    fn release_bond(who: &T::AccountId, provider: &mut Provider, amount: Balance) -> DispatchResult {
        if amount > 0 {
            T::Currency::release(&HoldReason::Bond.into(), who, amount, Precision::Exact)?;
            provider.bond = provider.bond.saturating_sub(amount);
            Self::deposit_event(Event::BondWithdrawn { provider: who.clone(), amount });
        }
        Ok(())
    }

    /// Removes roots of the batches of a provider whose bond is free, and the provider when none is left. Gives what that costs.
    fn clear_and_remove(
        who: T::AccountId,
        mut provider: Provider,
        now: EpochIndex,
    ) -> Result<Weight, DispatchError> {
        let count = Self::clear_roots(&who);
        if count == CLEARED_PER_CALL {
            Self::deposit_event(Event::BatchRootsCleared { provider: who, count });
            return Ok(T::WeightInfo::clear_roots());
        }
        let bond = provider.bond;
        Self::release_bond(&who, &mut provider, bond)?;
        // All that it settled is final by now.
        let payment = Self::pay_earnings(&who, &mut provider, now)?;
        // The list holds as many as it counts: none is left.
        let _ = Listings::<T>::clear_prefix(&who, provider.listings, None);
        ReceiptKeys::<T>::remove(&who);
        Providers::<T>::remove(&who);
        Self::deposit_event(Event::ProviderRemoved { provider: who });
        Ok(T::WeightInfo::remove_provider(provider.listings, count).saturating_add(payment))
    }
}
