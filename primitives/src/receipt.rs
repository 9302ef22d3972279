//! Inference receipts, as a provider submits them.

use crate::{BudgetId, Dimension, EpochIndex, ModelId, Sequence, Usage};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;

/// The most receipts of one batch, over all its groups.
pub const MAX_RECEIPTS: u32 = 1_000;

/// Sixteen bytes that a provider chooses for a receipt, such as a UUID.
pub type ReceiptId = [u8; 16];

/// One piece of work: the model that did it and what it consumed.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Receipt {
    /// The provider's own number of the receipt.
    pub id: ReceiptId,
    /// The model that did the work.
    #[codec(compact)]
    pub model: ModelId,
    /// What it consumed.
    pub usage: Usage,
}

impl Receipt {
    /// Units of one dimension: the sum of all entries that name it, though only a receipt that names each once can be settled.
    pub fn units(&self, dimension: Dimension) -> u64 {
        let named = self.usage.iter().filter(|entry| entry.dimension == dimension);
        named.fold(0, |sum, entry| sum.saturating_add(entry.units))
    }

    /// Whether it names another model than `other`, or more units of some dimension.
    pub fn says_more_than(&self, other: &Self) -> bool {
        let more = |dimension| self.units(dimension) > other.units(dimension);
        self.model != other.model || self.usage.iter().any(|entry| more(entry.dimension))
    }
}

/// The receipts of one budget. Its ledger and its budget are read and written once, however many receipts it has.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct ReceiptGroup<AccountId> {
    /// The account whose quota pays.
    pub owner: AccountId,
    /// Which of its budgets.
    #[codec(compact)]
    pub budget: BudgetId,
    /// The receipts: at least one.
    pub receipts: BoundedVec<Receipt, ConstU32<MAX_RECEIPTS>>,
}

/// A provider's receipts for one epoch, settled together.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Batch<AccountId> {
    /// The epoch that the work is charged to: the current or the previous one.
    #[codec(compact)]
    pub epoch: EpochIndex,
    /// The provider's number of the batch: contiguous, counted from zero.
    #[codec(compact)]
    pub sequence: Sequence,
    /// The receipts, grouped by the budget that pays: at least one group.
    pub groups: BoundedVec<ReceiptGroup<AccountId>, ConstU32<MAX_RECEIPTS>>,
}

impl<AccountId> Batch<AccountId> {
    /// How many receipts the batch has, over all groups.
    pub fn receipt_count(&self) -> u32 {
        self.groups.iter().fold(0, |count, group| {
            let more = u32::try_from(group.receipts.len()).unwrap_or(u32::MAX);
            count.saturating_add(more)
        })
    }

    /// How many usage entries its receipts have, over all of them.
    pub fn usage_entry_count(&self) -> u32 {
        self.groups.iter().flat_map(|group| &group.receipts).fold(0, |count, receipt| {
            let more = u32::try_from(receipt.usage.len()).unwrap_or(u32::MAX);
            count.saturating_add(more)
        })
    }
}
