//! The rules that governance sets.

use crate::{types::MeteringParameters, Config, Error, Event, Pallet, Parameters};
use frame_support::ensure;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
    pub(crate) fn do_set_parameters(parameters: MeteringParameters) -> DispatchResult {
        ensure!(parameters.are_in_bounds(), Error::<T>::ParametersOutOfBounds);
        Parameters::<T>::put(&parameters);
        Self::deposit_event(Event::ParametersSet { parameters });
        Ok(())
    }
}
