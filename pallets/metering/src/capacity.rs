//! What providers pledged, for whoever grants quota by it.

use crate::{Config, Pallet, TotalCapacity};
use diem_primitives::{Capacity, Diem, EpochIndex};

impl<T: Config> Capacity for Pallet<T> {
    fn pledged(epoch: EpochIndex) -> Diem {
        TotalCapacity::<T>::get().at(epoch).copied().unwrap_or_default()
    }
}
