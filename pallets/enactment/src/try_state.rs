//! What holds of the state at any time.

use crate::{Config, Pallet, Parameters};
use frame_support::{ensure, traits::Get};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
    /// The delays are within their bounds, so that whatever happens the council can reach Root.
    pub fn do_try_state() -> Result<(), TryRuntimeError> {
        let parameters = Parameters::<T>::get();
        ensure!(parameters.are_in_bounds(&T::MaxDelay::get()), "a delay is out of bounds");
        Ok(())
    }
}
