//! Benchmarks of the calls.
#![allow(clippy::unwrap_used, reason = "a benchmark that can't be set up fails")]

use crate::{Call, CallOf, Config, EnactmentParameters, Event, Pallet};
use alloc::vec;
use codec::Encode;
use frame_benchmarking::v2::*;
use frame_support::{
    dispatch::{GetDispatchInfo, RawOrigin},
    traits::{EnsureOrigin, Get, StorePreimage},
    weights::Weight,
};
use frame_system::pallet_prelude::BlockNumberFor;
use pallet_whitelist::WhitelistedCall;
use sp_runtime::traits::{Hash, Saturating};

/// The longest call that is measured, in bytes: longer than most runtimes.
const MAX_CALL_LEN: u32 = 1_048_576;

/// A whitelisted call with `n` bytes of argument: its hash, its length and its weight.
fn whitelisted<T: Config>(n: u32) -> (T::Hash, u32, Weight) {
    let remark = vec![0; usize::try_from(n).unwrap()];
    let call = <CallOf<T> as From<frame_system::Call<T>>>::from(frame_system::Call::remark { remark });
    let weight = call.get_dispatch_info().call_weight;
    let bytes = call.encode();
    let length = u32::try_from(bytes.len()).unwrap();
    let hash = <T as frame_system::Config>::Hashing::hash(&bytes);
    T::Preimages::note(bytes.into()).unwrap();
    WhitelistedCall::<T>::insert(hash, ());
    (hash, length, weight)
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn enact(n: Linear<0, MAX_CALL_LEN>) -> Result<(), BenchmarkError> {
        let origin = T::FastOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
        let (call_hash, length, weight) = whitelisted::<T>(n);
        let delay = T::MaxDelay::get();

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, call_hash, length, weight, delay);

        let at = frame_system::Pallet::<T>::block_number().saturating_add(delay);
        let event = Event::<T>::EnactmentScheduled { call_hash, at, fast: false };
        frame_system::Pallet::<T>::assert_last_event(event.into());
        Ok(())
    }

    #[benchmark]
    fn dispatch() {
        let (call_hash, length, weight) = whitelisted::<T>(1);

        #[extrinsic_call]
        _(RawOrigin::Root, call_hash, length, weight);

        assert!(!WhitelistedCall::<T>::contains_key(call_hash));
    }

    #[benchmark]
    fn cancel() -> Result<(), BenchmarkError> {
        let origin = T::CancelOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
        let (call_hash, length, weight) = whitelisted::<T>(1);
        Pallet::<T>::do_enact(call_hash, length, weight, T::MaxDelay::get(), false).unwrap();

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, call_hash);

        frame_system::Pallet::<T>::assert_last_event(Event::<T>::EnactmentCancelled { call_hash }.into());
        Ok(())
    }

    #[benchmark]
    fn set_parameters() -> Result<(), BenchmarkError> {
        let origin = T::ManageOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
        let delay: BlockNumberFor<T> = T::MaxDelay::get();
        let parameters = EnactmentParameters { min_delay: delay, fast_delay: delay };

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, parameters);

        frame_system::Pallet::<T>::assert_last_event(Event::<T>::ParametersSet { parameters }.into());
        Ok(())
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::genesis(), crate::mock::Test);
}
