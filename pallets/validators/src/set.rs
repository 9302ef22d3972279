//! The set itself: how it begins, and how governance changes it. Only this module writes `Validators`.

use crate::{Config, Error, Event, Pallet, Validators};
use frame_support::{
    dispatch::DispatchResult,
    ensure,
    traits::{Get, ValidatorRegistration},
    BoundedVec,
};

impl<T: Config> Pallet<T> {
    /// Whether `who` could produce blocks.
    pub(crate) fn has_keys(who: &T::AccountId) -> bool {
        T::Session::is_registered(who)
    }

    /// Store the first set.
    #[allow(clippy::panic, reason = "a genesis that contradicts itself must not become a chain")]
    pub(crate) fn build_set(validators: &[T::AccountId]) {
        let mut set = BoundedVec::<T::AccountId, T::MaxValidators>::default();
        for who in validators {
            if set.contains(who) {
                panic!("genesis of validators: {who:?} is listed twice");
            }
            if set.try_push(who.clone()).is_err() {
                panic!("genesis of validators: more than {} are listed", T::MaxValidators::get());
            }
        }
        Validators::<T>::put(set);
    }

    pub(crate) fn do_add(who: T::AccountId) -> DispatchResult {
        let mut set = Validators::<T>::get();
        ensure!(!set.contains(&who), Error::<T>::AlreadyValidator);
        ensure!(Self::has_keys(&who), Error::<T>::NoSessionKeys);
        set.try_push(who.clone()).map_err(|_| Error::<T>::TooManyValidators)?;

        Validators::<T>::put(set);
        Self::deposit_event(Event::ValidatorAdded { who });
        Ok(())
    }

    pub(crate) fn do_remove(who: &T::AccountId) -> DispatchResult {
        let mut set = Validators::<T>::get();
        ensure!(set.contains(who), Error::<T>::NotValidator);
        set.retain(|member| member != who);
        // Members without keys don't count: they produce no blocks, so leaving them alone would halt the chain.
        ensure!(set.iter().any(Self::has_keys), Error::<T>::LastValidator);

        Validators::<T>::put(set);
        Self::deposit_event(Event::ValidatorRemoved { who: who.clone() });
        Ok(())
    }
}
