//! Benchmarks of the calls, each at its worst: what is scheduled takes the last place of its block's agenda, and the other tasks
//! there are as long as fits into one.
#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    reason = "a benchmark that can't be set up fails"
)]

use crate::{Call, CallOf, Config, EnactmentParameters, Event, Pallet};
use alloc::{vec, vec::Vec};
use codec::Encode;
use frame_benchmarking::v2::*;
use frame_support::{
    dispatch::GetDispatchInfo,
    traits::{
        schedule::v3::{Named, TaskName},
        EnsureOrigin, Get, StorePreimage,
    },
    weights::Weight,
};
use frame_system::pallet_prelude::BlockNumberFor;
use pallet_whitelist::WhitelistedCall;
use sp_runtime::traits::{Hash, Saturating};

/// The longest call that is measured, in bytes: longer than most runtimes.
const MAX_CALL_LEN: u32 = 1_048_576;
/// The bytes of a remark that fits into an agenda as a call, and hardly more.
const LONG_TASK: usize = 120;

fn remark<T: Config>(remark: Vec<u8>) -> CallOf<T> {
    frame_system::Call::<T>::remark { remark }.into()
}

/// Leaves one place on the agenda of the block that `enact` names.
fn fill_agenda<T: Config>() {
    let at = due::<T>();
    let name = |number: u32| -> TaskName {
        <T as frame_system::Config>::Hashing::hash_of(&(b"another task", number)).into()
    };
    let mut count = 0;
    while Pallet::<T>::schedule(name(count), at, remark::<T>(vec![0; LONG_TASK])).is_ok() {
        count += 1;
    }
    T::Scheduler::cancel_named(name(count - 1)).unwrap();
}

/// The block for which `enact` schedules.
fn due<T: Config>() -> BlockNumberFor<T> {
    frame_system::Pallet::<T>::block_number().saturating_add(T::MaxDelay::get())
}

/// A whitelisted call with `n` bytes of argument: its hash, its length and its weight.
fn whitelisted<T: Config>(n: u32) -> (T::Hash, u32, Weight) {
    let call = remark::<T>(vec![0; usize::try_from(n).unwrap()]);
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
        fill_agenda::<T>();

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, call_hash, length, weight, T::MaxDelay::get());

        let event = Event::<T>::EnactmentScheduled { call_hash, at: due::<T>(), fast: false };
        frame_system::Pallet::<T>::assert_last_event(event.into());
        Ok(())
    }

    // What the whitelist does has a weight of its own.
    #[benchmark]
    fn dispatch() {
        let (call_hash, ..) = whitelisted::<T>(1);

        #[block]
        {
            Pallet::<T>::ensure_whitelisted(&call_hash).unwrap();
        }
    }

    #[benchmark]
    fn cancel() -> Result<(), BenchmarkError> {
        let origin = T::CancelOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
        let (call_hash, length, weight) = whitelisted::<T>(1);
        fill_agenda::<T>();
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
