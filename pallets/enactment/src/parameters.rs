//! The least delays. Only this module writes `Parameters`.

use crate::{Config, EnactmentParameters, Error, Event, Pallet, Parameters};
use frame_support::{dispatch::DispatchResult, ensure, traits::Get};
use frame_system::pallet_prelude::BlockNumberFor;

impl<T: Config> Pallet<T> {
    /// Writes the genesis. A chain whose genesis contradicts itself does not start.
    pub(crate) fn build_genesis(parameters: &EnactmentParameters<BlockNumberFor<T>>) {
        let max = T::MaxDelay::get();
        assert!(
            parameters.are_in_bounds(&max),
            "enactment.parameters are out of bounds: the fast delay is at least one block, the least delay no shorter \
             than that and no longer than {max:?} blocks"
        );
        Parameters::<T>::put(parameters);
    }

    pub(crate) fn do_set_parameters(parameters: EnactmentParameters<BlockNumberFor<T>>) -> DispatchResult {
        ensure!(parameters.are_in_bounds(&T::MaxDelay::get()), Error::<T>::ParametersOutOfBounds);
        Parameters::<T>::put(parameters);
        Self::deposit_event(Event::ParametersSet { parameters });
        Ok(())
    }
}
