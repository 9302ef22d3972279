//! What holds of the set at any time.

use crate::{Config, Pallet, Validators};
use alloc::collections::BTreeSet;
use frame_support::ensure;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
    /// 1. The set is never empty.
    /// 2. Nobody is in it twice.
    pub fn do_try_state() -> Result<(), TryRuntimeError> {
        let set = Validators::<T>::get();
        ensure!(!set.is_empty(), "the set of validators is empty");
        ensure!(set.iter().collect::<BTreeSet<_>>().len() == set.len(), "an account is in the set twice");
        Ok(())
    }
}
