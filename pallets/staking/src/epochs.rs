//! Epochs: when they open, on what terms, and what is kept of them. Writes `CurrentEpoch`, `History`, `BeganAt`, `Duration`
//! and `Parameters`.

use crate::{
    BeganAt, Config, CurrentEpoch, Duration, Error, Event, History, Pallet, Parameters, StakingParameters,
    TotalWeight, WeightInfo,
};
use alloc::vec::Vec;
use diem_primitives::{
    emission::value_per_diem, Capacity, Diem, EpochClock, EpochDuration, EpochIndex, EpochRecord, EpochTimes,
    GrantTerms, Moment,
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
        let record = Self::record(index);
        let now = T::Clock::now();
        if !record.times.is_over(now) {
            return T::WeightInfo::on_initialize_idle();
        }
        if let Some(times) = record.times.following(now, Duration::<T>::get()) {
            Self::open_epoch(index.next(), times, &record);
        }
        T::WeightInfo::on_initialize_roll()
    }

    fn open_epoch(index: EpochIndex, times: EpochTimes, before: &EpochRecord) {
        let StakingParameters { max_diem_per_vvv, emission, .. } = Parameters::<T>::get();
        let terms = GrantTerms {
            capacity: T::Capacity::pledged(index),
            total_weight: TotalWeight::<T>::get().at(index).copied().unwrap_or_default(),
            max_diem_per_vvv,
        };
        let emission = emission.of_epoch(times, Self::began_at(times));
        let value = value_per_diem(emission, &terms, T::Capacity::max_value_per_diem());
        let record = EpochRecord {
            index,
            times,
            capacity: terms.capacity,
            total_weight: terms.total_weight,
            max_diem_per_vvv,
            emission,
            value_per_diem: value,
            earned_before: before.earned_before.with_epoch(&before.into(), before.value_per_diem),
            ..EpochRecord::default()
        };
        Self::note_carried(terms.capacity.worth(value).unwrap_or_default());
        Self::deposit_event(Event::EpochOpened {
            index,
            started_at: times.started_at,
            ends_at: times.ends_at,
            capacity: record.capacity,
            total_weight: record.total_weight,
            emission,
            value_per_diem: value,
        });
        CurrentEpoch::<T>::put(index);
        History::<T>::insert(index, record);
        if let Some(forgotten) = index.0.checked_sub(T::HistoryDepth::get()) {
            History::<T>::remove(EpochIndex(forgotten));
        }
    }

    /// When emission began: with the first epoch that opened, which is the one of `times` where there was none before.
    fn began_at(times: EpochTimes) -> Moment {
        BeganAt::<T>::get().unwrap_or_else(|| {
            BeganAt::<T>::put(times.started_at);
            times.started_at
        })
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

    /// What every block reads, and writes once however many of its calls change it: the current epoch and its record. The weight of the hook
    /// has that, and no call's.
    pub fn keys_of_every_block() -> [Vec<u8>; 2] {
        let index = CurrentEpoch::<T>::get();
        [CurrentEpoch::<T>::hashed_key().to_vec(), History::<T>::hashed_key_for(index)]
    }

    /// The record of an epoch, or an empty one where it is not kept.
    pub(crate) fn record(epoch: EpochIndex) -> EpochRecord {
        History::<T>::get(epoch).unwrap_or_default()
    }

    /// The oldest epoch whose record is kept in `now`.
    pub(crate) fn oldest_record(now: EpochIndex) -> EpochIndex {
        EpochIndex(now.0.saturating_sub(T::HistoryDepth::get().saturating_sub(1)))
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
