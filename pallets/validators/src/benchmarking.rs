//! Benchmarks of the calls, each at its worst: a full set, of which only the last member has session keys.
#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    reason = "a benchmark that can't be set up fails"
)]

use crate::{Call, Config, Event, Pallet, Validators};
use alloc::vec::Vec;
use codec::Decode;
use frame_benchmarking::v2::*;
use frame_support::traits::{EnsureOrigin, Get};
use sp_runtime::traits::TrailingZeroInput;

/// Write keys for `who` straight into the session pallet: making a proof of ownership is not what is measured.
fn register_keys<T>(who: &T::AccountId)
where
    T: pallet_session::Config<ValidatorId = <T as frame_system::Config>::AccountId>,
{
    let keys = T::Keys::decode(&mut TrailingZeroInput::zeroes()).unwrap();
    pallet_session::NextKeys::<T>::insert(who, keys);
}

/// A set of `n` members without keys.
fn fill_set<T: Config>(n: u32) -> Vec<T::AccountId> {
    let members: Vec<T::AccountId> = (0..n).map(|i| account("member", i, 0)).collect();
    Validators::<T>::put(frame_support::BoundedVec::try_from(members.clone()).unwrap());
    members
}

#[benchmarks(where T: pallet_session::Config<ValidatorId = <T as frame_system::Config>::AccountId>)]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn add_validator() -> Result<(), BenchmarkError> {
        let origin = T::ManageOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
        fill_set::<T>(T::MaxValidators::get() - 1);
        let who: T::AccountId = account("who", 0, 0);
        register_keys::<T>(&who);

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, who.clone());

        frame_system::Pallet::<T>::assert_last_event(Event::<T>::ValidatorAdded { who }.into());
        Ok(())
    }

    #[benchmark]
    fn remove_validator(n: Linear<2, { T::MaxValidators::get() }>) -> Result<(), BenchmarkError> {
        let origin = T::ManageOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
        let members = fill_set::<T>(n);
        // The one that leaves is found last but one, and the keys of all the others are looked for before the last one's are found.
        let (last, others) = members.split_last().unwrap();
        register_keys::<T>(last);
        let who = others.last().unwrap().clone();

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, who.clone());

        frame_system::Pallet::<T>::assert_last_event(Event::<T>::ValidatorRemoved { who }.into());
        Ok(())
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::genesis(&[1, 2]), crate::mock::Test);
}
