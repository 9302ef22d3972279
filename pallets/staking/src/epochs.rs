//! Epochs: when they open, on what terms, and what is kept of them. Writes `CurrentEpoch`, `History`, `Duration` and
//! `Parameters`.

use crate::{
    Config, CurrentEpoch, Duration, Error, Event, History, Pallet, Parameters, StakingParameters,
    TotalWeight, WeightInfo,
};
use diem_primitives::{
    Capacity, Diem, EpochClock, EpochDuration, EpochIndex, EpochRecord, EpochTimes, Moment,
};
use frame_support::{
    ensure,
    traits::{Get, Time},
    weights::Weight,
};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
    /// Opens the next epoch if the current one is over by the time of the parent block. Says what that cost.
    pub(crate) fn roll_if_over() -> Weight {
        let index = CurrentEpoch::<T>::get();
        let times = Self::record(index).times;
        let now = T::Clock::now();
        if !times.is_over(now) {
            return T::WeightInfo::on_initialize_idle();
        }
        if let Some(times) = times.following(now, Duration::<T>::get()) {
            Self::open_epoch(index.next(), times);
        }
        T::WeightInfo::on_initialize_roll()
    }

    fn open_epoch(index: EpochIndex, times: EpochTimes) {
        let record = EpochRecord {
            index,
            times,
            capacity: T::Capacity::pledged(index),
            total_weight: TotalWeight::<T>::get().at(index).copied().unwrap_or_default(),
            max_diem_per_vvv: Parameters::<T>::get().max_diem_per_vvv,
            ..EpochRecord::default()
        };
        Self::deposit_event(Event::EpochOpened {
            index,
            started_at: times.started_at,
            ends_at: times.ends_at,
            capacity: record.capacity,
            total_weight: record.total_weight,
        });
        CurrentEpoch::<T>::put(index);
        History::<T>::insert(index, record);
        if let Some(forgotten) = index.0.checked_sub(T::HistoryDepth::get()) {
            History::<T>::remove(EpochIndex(forgotten));
        }
    }

    /// Writes what is there before the first epoch opens.
    pub(crate) fn open_genesis_epoch(duration: EpochDuration, parameters: StakingParameters<T::AccountId>) {
        Duration::<T>::put(duration);
        History::<T>::insert(
            EpochIndex(0),
            EpochRecord {
                times: EpochTimes::GENESIS,
                max_diem_per_vvv: parameters.max_diem_per_vvv,
                ..EpochRecord::default()
            },
        );
        Parameters::<T>::put(parameters);
    }

    /// The record of an epoch, or an empty one where it is not kept.
    pub(crate) fn record(epoch: EpochIndex) -> EpochRecord {
        History::<T>::get(epoch).unwrap_or_default()
    }

    /// Counts DIEM that was granted for `epoch`.
    pub(crate) fn note_minted(epoch: EpochIndex, amount: Diem) {
        Self::change_record(epoch, |record| record.minted = record.minted.saturating_add(amount));
    }

    /// Counts DIEM of `epoch` that was debited.
    pub(crate) fn add_debited(epoch: EpochIndex, amount: Diem) {
        Self::change_record(epoch, |record| record.debited = record.debited.saturating_add(amount));
    }

    /// Counts DIEM of `epoch` that was given back.
    pub(crate) fn add_refunded(epoch: EpochIndex, amount: Diem) {
        Self::change_record(epoch, |record| record.refunded = record.refunded.saturating_add(amount));
    }

    /// Counts DIEM of `epoch` that was burnt.
    pub(crate) fn note_burnt(epoch: EpochIndex, amount: Diem) {
        Self::change_record(epoch, |record| record.burnt = record.burnt.saturating_add(amount));
    }

    fn change_record(epoch: EpochIndex, change: impl FnOnce(&mut EpochRecord)) {
        History::<T>::mutate_extant(epoch, change);
    }

    pub(crate) fn do_set_epoch_duration(duration_ms: Moment) -> DispatchResult {
        let duration = EpochDuration::new(duration_ms).ok_or(Error::<T>::DurationOutOfBounds)?;
        Duration::<T>::put(duration);
        Self::deposit_event(Event::EpochDurationSet { duration_ms });
        Ok(())
    }

    pub(crate) fn do_set_parameters(parameters: StakingParameters<T::AccountId>) -> DispatchResult {
        ensure!(parameters.are_in_bounds(), Error::<T>::ParametersOutOfBounds);
        Parameters::<T>::put(&parameters);
        Self::deposit_event(Event::ParametersSet { parameters });
        Ok(())
    }
}

impl<T: Config> EpochClock for Pallet<T> {
    fn current_epoch() -> EpochIndex {
        CurrentEpoch::<T>::get()
    }

    fn epoch_ends_at() -> Moment {
        Self::record(CurrentEpoch::<T>::get()).times.ends_at
    }
}
