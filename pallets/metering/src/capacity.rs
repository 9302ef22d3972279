//! What providers pledged, for whoever grants quota by it.

use crate::{Config, Pallet, Parameters, TotalCapacity};
use diem_primitives::{Balance, Capacity, Diem, EpochIndex};

impl<T: Config> Capacity for Pallet<T> {
    fn pledged(epoch: EpochIndex) -> Diem {
        TotalCapacity::<T>::get().at(epoch).copied().unwrap_or_default()
    }

    fn max_value_per_diem() -> Balance {
        Parameters::<T>::get().slashed_per_diem()
    }
}
