//! The Merkle roots of settled batches, kept until those can't be disputed any more.

use crate::{
    types::{BatchRecord, Provider},
    Batches, Config, Error, Pallet, Parameters,
};
use alloc::vec::Vec;
use diem_primitives::{BatchRoot, EpochIndex, ProvenGroup, Sequence};
use frame_support::{ensure, traits::Get};
use sp_runtime::DispatchResult;

/// The most roots that a new batch looks at, to remove those that have expired. As each adds at most one, two keep up.
pub(crate) const LOOKED_AT_PER_BATCH: u32 = 2;

/// Roots of former batches.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct TidiedRoots {
    /// How many were looked at.
    pub(crate) looked_at: u32,
    /// How many of those had expired, and were removed.
    pub(crate) removed: u32,
}

/// The most roots that one call removes of a provider that leaves.
pub(crate) const CLEARED_PER_CALL: u32 = 200;

impl<T: Config> Pallet<T> {
    /// Counts a batch, where the provider may submit one more for that epoch.
    pub(crate) fn count_batch(provider: &mut Provider, now: EpochIndex, epoch: EpochIndex) -> DispatchResult {
        let most = Parameters::<T>::get().max_batches_per_epoch;
        provider.count_batch(now, epoch, most).ok_or(Error::<T>::TooManyBatches)?;
        Ok(())
    }

    /// Removes expired roots of a provider from its oldest batch on, up to the batch `until`.
    pub(crate) fn remove_expired_roots(
        who: &T::AccountId,
        provider: &mut Provider,
        now: EpochIndex,
        until: Sequence,
    ) -> TidiedRoots {
        let dispute_epochs = T::DisputeEpochs::get();
        let mut tidied = TidiedRoots::default();
        while tidied.looked_at < LOOKED_AT_PER_BATCH && provider.oldest_batch < until {
            tidied.looked_at = tidied.looked_at.saturating_add(1);
            let kept = Batches::<T>::get(who, provider.oldest_batch);
            if kept.as_ref().is_some_and(|record| !record.is_expired(now, dispute_epochs)) {
                break;
            }
            if kept.is_some() {
                Batches::<T>::remove(who, provider.oldest_batch);
                tidied.removed = tidied.removed.saturating_add(1);
            }
            provider.oldest_batch = provider.oldest_batch.saturating_add(1);
        }
        tidied
    }

    /// Keeps the root of a batch.
    pub(crate) fn keep_root(who: &T::AccountId, sequence: Sequence, root: BatchRoot) {
        Batches::<T>::insert(who, sequence, BatchRecord::new(root));
    }

    /// What is kept of the batch of a group that is disputed.
    pub(crate) fn disputable_batch(
        who: &T::AccountId,
        group: &ProvenGroup<T::AccountId>,
        now: EpochIndex,
    ) -> Result<BatchRecord, Error<T>> {
        let record = Batches::<T>::get(who, group.sequence).ok_or(Error::<T>::UnknownBatch)?;
        ensure!(!record.is_expired(now, T::DisputeEpochs::get()), Error::<T>::DisputeTooLate);
        Ok(record)
    }

    /// Writes what disputing changed of a batch.
    pub(crate) fn update_batch(who: &T::AccountId, sequence: Sequence, record: BatchRecord) {
        Batches::<T>::insert(who, sequence, record);
    }

    /// Removes roots of a provider whose batches can't be disputed any more, as many as one call may, and gives how many.
    pub(crate) fn clear_roots(who: &T::AccountId) -> u32 {
        let most = usize::try_from(CLEARED_PER_CALL).unwrap_or(usize::MAX);
        let found: Vec<_> = Batches::<T>::iter_key_prefix(who).take(most).collect();
        for sequence in &found {
            Batches::<T>::remove(who, sequence);
        }
        u32::try_from(found.len()).unwrap_or(u32::MAX)
    }
}
