//! Settling batches of receipts, and vouchers.
//!
//! What concerns the whole batch is read once: the provider, the epoch, each model's card and multiplier. The provider is written once.
//! What concerns a group is read once and written once: the budget and its owner's ledger. Of the whole, one root is kept.

mod group;
mod outcome;
mod prices;
mod rooms;
mod vouchers;

use crate::{
    batches::{TidiedRoots, LOOKED_AT_PER_BATCH},
    types::Provider,
    Config, Error, Event, Pallet, Providers, WeightInfo,
};
use alloc::{collections::BTreeSet, vec::Vec};
use diem_primitives::{
    receipt::MAX_RECEIPTS, Batch, BatchRoot, Diem, EpochClock, EpochIndex, LazyLedger, QuotaLedger,
    Rejection, RejectionReason, Sequence, Touches,
};
use frame_support::{
    dispatch::{DispatchResultWithPostInfo, Pays, PostDispatchInfo, WithPostDispatchInfo},
    ensure,
    traits::Get,
    weights::Weight,
};
use frame_system::pallet_prelude::BlockNumberFor;
use prices::PriceList;
pub(crate) use rooms::Rooms;
use sp_core::H256;
use sp_runtime::{ArithmeticError, DispatchError};

/// How large a batch is.
#[derive(Clone, Copy)]
struct BatchSize {
    receipts: u32,
    usage_entries: u32,
}

impl BatchSize {
    fn of<AccountId>(batch: &Batch<AccountId>) -> Self {
        Self { receipts: batch.receipt_count(), usage_entries: batch.usage_entry_count() }
    }
}

/// A batch that is being settled.
struct BatchSettlement<T: Config> {
    who: T::AccountId,
    provider: Provider,
    /// The epoch that the work is charged to.
    epoch: EpochIndex,
    now: EpochIndex,
    block: BlockNumberFor<T>,
    prices: PriceList<T>,
    charged: Diem,
    receipts: u32,
    rejections: Vec<Rejection>,
    /// The leaf of each group in the Merkle tree of the batch.
    leaves: Vec<H256>,
    /// Epochs of which the earnings were credited on the way.
    credited_epochs: u32,
    /// Roots of former batches that were tidied up on the way.
    roots: TidiedRoots,
    /// Groups of which something could be charged, so that ledgers were touched for them.
    touched_groups: u32,
    /// First touches among those.
    first_touches: Touches,
    /// Groups that were rejected before that.
    rejected_groups: u32,
}

impl<T: Config> Pallet<T> {
    pub(crate) fn do_submit_receipts(
        who: T::AccountId,
        batch: Batch<T::AccountId>,
    ) -> DispatchResultWithPostInfo {
        let size = BatchSize::of(&batch);
        // Where the batch is refused as a whole, no group was looked at.
        let mut settlement = Self::begin_batch(who, &batch)
            .map_err(|refusal| refusal.with_weight(Self::weight_of_receipts(size, 0, 0)))?;
        settlement.tidy(batch.sequence);
        let settleable = T::Quota::is_settleable(batch.epoch);
        for (index, group) in (0_u32..).zip(batch.groups) {
            if settleable {
                settlement.settle_and_note(index, group);
            } else {
                settlement.reject_group(index, &group, RejectionReason::EpochNotSettleable);
            }
        }
        let actual_weight = Some(settlement.weight(size));
        settlement.finish(batch.sequence);
        Ok(PostDispatchInfo { actual_weight, pays_fee: Pays::Yes })
    }

    /// Takes up the next batch of a provider, where nothing is wrong with it as a whole.
    fn begin_batch(
        who: T::AccountId,
        batch: &Batch<T::AccountId>,
    ) -> Result<BatchSettlement<T>, DispatchError> {
        let mut provider = Self::settling_provider(&who)?;
        Self::ensure_shape(batch)?;
        provider.next_sequence = Self::sequence_after(&provider, batch.sequence)?;
        let now = T::Quota::current_epoch();
        Self::count_batch(&mut provider, now, batch.epoch)?;
        Ok(BatchSettlement::begin(who, provider, batch.epoch, now))
    }

    /// What a batch costs at most: every group is the first to touch a ledger.
    pub(crate) fn weight_of(batch: &Batch<T::AccountId>) -> Weight {
        let groups = u32::try_from(batch.groups.len()).unwrap_or(u32::MAX);
        let receipts = batch.groups.iter().flat_map(|group| group.receipts.iter());
        let models: BTreeSet<_> = receipts.map(|receipt| receipt.model).collect();
        let models = u32::try_from(models.len()).unwrap_or(u32::MAX);
        Self::weight_of_receipts(BatchSize::of(batch), groups, models)
            .saturating_add(T::Quota::max_touch_weight(groups))
            .saturating_add(T::WeightInfo::tidy(Self::most_final_epochs(), LOOKED_AT_PER_BATCH))
            .saturating_add(Self::max_record_weight())
    }

    /// What the receipts of so many groups take, which name so many models.
    ///
    /// The call is measured with all usage entries that a receipt can have. Those that are there are charged once more, for what no call is
    /// measured with: a block decodes and hashes its extrinsics, and their weights are looked up, before anything is dispatched.
    fn weight_of_receipts(size: BatchSize, groups: u32, models: u32) -> Weight {
        T::WeightInfo::submit_receipts(groups, size.receipts, models)
            .saturating_add(beside_the_call(T::WeightInfo::submit_receipts_entries, size.usage_entries))
    }

    /// What it adds at most to charge or give back work of some epoch: the record of the one before is read and written.
    pub(crate) fn max_record_weight() -> Weight {
        T::DbWeight::get().reads_writes(1, 1)
    }

    /// What it adds to charge or give back work of an epoch. The record of the current one is in the weight of each block, however many
    /// of its calls change it.
    pub(crate) fn record_weight(epoch: EpochIndex, now: EpochIndex) -> Weight {
        if epoch < now {
            return Self::max_record_weight();
        }
        Weight::zero()
    }

    /// Checks that there are groups, none of them empty, and not too many receipts.
    fn ensure_shape(batch: &Batch<T::AccountId>) -> Result<(), Error<T>> {
        ensure!(!batch.groups.is_empty(), Error::<T>::EmptyBatch);
        let any_empty = batch.groups.iter().any(|group| group.receipts.is_empty());
        ensure!(!any_empty, Error::<T>::EmptyGroup);
        ensure!(batch.receipt_count() <= MAX_RECEIPTS, Error::<T>::TooManyReceipts);
        Ok(())
    }

    /// Checks that the batch is the provider's next one, and gives the number of the one after it.
    fn sequence_after(provider: &Provider, sequence: Sequence) -> Result<Sequence, DispatchError> {
        ensure!(sequence >= provider.next_sequence, Error::<T>::SequenceAlreadySettled);
        ensure!(sequence == provider.next_sequence, Error::<T>::SequenceGap);
        Ok(sequence.checked_add(1).ok_or(ArithmeticError::Overflow)?)
    }
}

/// What `count` of a kind take, without what the call takes with none of them: that is in the weight of those that are settled.
fn beside_the_call(weight: fn(u32) -> Weight, count: u32) -> Weight {
    weight(count).saturating_sub(weight(0))
}

impl<T: Config> BatchSettlement<T> {
    fn begin(who: T::AccountId, provider: Provider, epoch: EpochIndex, now: EpochIndex) -> Self {
        Self {
            prices: PriceList::new(who.clone(), epoch),
            who,
            provider,
            epoch,
            now,
            block: frame_system::Pallet::<T>::block_number(),
            charged: Diem::ZERO,
            receipts: 0,
            rejections: Vec::new(),
            leaves: Vec::new(),
            credited_epochs: 0,
            roots: TidiedRoots::default(),
            touched_groups: 0,
            first_touches: Touches::NONE,
            rejected_groups: 0,
        }
    }

    fn reject(&mut self, group: u32, receipt: u32, reason: RejectionReason) {
        self.rejections.push(Rejection { group, receipt, reason });
    }

    /// What a batch of that size cost.
    fn weight(&self, size: BatchSize) -> Weight {
        let TidiedRoots { looked_at, removed } = self.roots;
        let kept = looked_at.saturating_sub(removed);
        Pallet::<T>::weight_of_receipts(size, self.touched_groups, self.prices.models())
            .saturating_add(beside_the_call(T::WeightInfo::submit_receipts_rejected, self.rejected_groups))
            .saturating_add(T::Quota::weight_of_touches(self.first_touches))
            .saturating_add(T::WeightInfo::tidy(self.credited_epochs, removed))
            .saturating_add(T::DbWeight::get().reads(kept.into()))
            .saturating_add(Pallet::<T>::record_weight(self.epoch, self.now))
    }

    /// Writes what the batch changed but for its groups, and tells the outcome. Where nothing was charged there is nothing to dispute,
    /// and no root is kept.
    fn finish(self, sequence: Sequence) {
        if !self.charged.is_zero() {
            T::Quota::note_debited(self.epoch, self.charged);
            Pallet::<T>::keep_root(&self.who, sequence, BatchRoot::of_leaves(self.epoch, self.leaves));
        }
        Providers::<T>::insert(&self.who, self.provider);
        Pallet::<T>::deposit_event(Event::BatchSettled {
            provider: self.who,
            epoch: self.epoch,
            sequence,
            charged: self.charged,
            receipts: self.receipts,
            rejections: self.rejections,
        });
    }
}
