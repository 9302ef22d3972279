//! From the whitelist by way of the agenda to Root.

use crate::{Call, CallOf, Config, Error, Event, Pallet, PalletsOriginOf, Parameters, WeightInfo};
use codec::DecodeLimit;
use frame_support::{
    dispatch::{DispatchResult, DispatchResultWithPostInfo, GetDispatchInfo},
    ensure,
    traits::{
        schedule::{
            v3::{Named, TaskName},
            DispatchTime, HIGHEST_PRIORITY,
        },
        Get, OriginTrait, QueryPreimage, StorePreimage,
    },
    weights::Weight,
    MAX_EXTRINSIC_DEPTH,
};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use pallet_whitelist::WhitelistedCall;
use sp_runtime::{
    traits::{CheckedAdd, Hash},
    DispatchError,
};

impl<T: Config> Pallet<T> {
    /// The name under which the dispatch of a call is scheduled. It is made for this pallet, so that nothing is cancelled here
    /// that others scheduled.
    pub(crate) fn task_name(call_hash: &T::Hash) -> TaskName {
        <T as frame_system::Config>::Hashing::hash_of(&(b"enactment", call_hash)).into()
    }

    pub(crate) fn do_enact(
        call_hash: T::Hash,
        call_len: u32,
        call_weight: Weight,
        delay: BlockNumberFor<T>,
        may_be_fast: bool,
    ) -> DispatchResult {
        let parameters = Parameters::<T>::get();
        ensure!(delay >= parameters.least_delay(may_be_fast), Error::<T>::DelayTooShort);
        ensure!(delay <= T::MaxDelay::get(), Error::<T>::DelayTooLong);
        let now = frame_system::Pallet::<T>::block_number();
        let at = now.checked_add(&delay).ok_or(Error::<T>::DelayTooLong)?;

        let name = Self::task_name(&call_hash);
        ensure!(T::Scheduler::next_dispatch_time(name).is_err(), Error::<T>::AlreadyScheduled);
        Self::ensure_whitelisted(&call_hash)?;
        Self::check_preimage(&call_hash, call_len, call_weight)?;
        let task = CallOf::<T>::from(Call::dispatch { call_hash, call_len, call_weight });
        ensure!(task.get_dispatch_info().call_weight.all_lte(T::MaxWeight::get()), Error::<T>::TooHeavy);

        Self::schedule(name, at, task)?;
        Self::deposit_event(Event::EnactmentScheduled { call_hash, at, fast: delay < parameters.min_delay });
        Ok(())
    }

    pub(crate) fn ensure_whitelisted(call_hash: &T::Hash) -> Result<(), Error<T>> {
        ensure!(WhitelistedCall::<T>::contains_key(call_hash), Error::<T>::NotWhitelisted);
        Ok(())
    }

    /// Refuses what the whitelist would refuse to dispatch.
    fn check_preimage(call_hash: &T::Hash, call_len: u32, call_weight: Weight) -> DispatchResult {
        let bytes =
            T::Preimages::fetch(call_hash, Some(call_len)).map_err(|_| Error::<T>::PreimageMissing)?;
        let call = CallOf::<T>::decode_all_with_depth_limit(MAX_EXTRINSIC_DEPTH, &mut bytes.as_ref())
            .map_err(|_| Error::<T>::Undecodable)?;
        ensure!(call.get_dispatch_info().call_weight.all_lte(call_weight), Error::<T>::WeightTooLow);
        Ok(())
    }

    pub(crate) fn schedule(name: TaskName, at: BlockNumberFor<T>, task: CallOf<T>) -> DispatchResult {
        let root: PalletsOriginOf<T> = T::RuntimeOrigin::root().into_caller();
        // The task is short enough to lie in the agenda itself.
        let task = T::Preimages::bound(task)?;
        T::Scheduler::schedule_named(name, DispatchTime::At(at), None, HIGHEST_PRIORITY, root, task)
            .map(|_| ())
            .map_err(|error| instead(error, DispatchError::Exhausted, Error::<T>::AgendaFull))
    }

    pub(crate) fn do_dispatch(
        call_hash: T::Hash,
        call_len: u32,
        call_weight: Weight,
    ) -> DispatchResultWithPostInfo {
        Self::ensure_whitelisted(&call_hash)?;
        let root = RawOrigin::Root.into();
        let mut post =
            pallet_whitelist::Pallet::<T>::dispatch_whitelisted_call(root, call_hash, call_len, call_weight)?;
        post.actual_weight =
            post.actual_weight.map(|used| used.saturating_add(<T as Config>::WeightInfo::dispatch()));
        Ok(post)
    }

    pub(crate) fn do_cancel(call_hash: T::Hash) -> DispatchResult {
        T::Scheduler::cancel_named(Self::task_name(&call_hash))
            .map_err(|error| instead(error, DispatchError::Unavailable, Error::<T>::NotScheduled))?;
        Self::deposit_event(Event::EnactmentCancelled { call_hash });
        Ok(())
    }
}

/// Our own error where the scheduler gives that of its trait, which explains nothing to a client.
fn instead<T>(error: DispatchError, general: DispatchError, ours: Error<T>) -> DispatchError
where
    DispatchError: From<Error<T>>,
{
    if error == general {
        ours.into()
    } else {
        error
    }
}
