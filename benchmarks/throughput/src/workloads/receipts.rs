//! Receipts, in batches of any shape. What was consumed is that of real conversations.

use super::Stage;
use crate::{
    accounts::{Cast, OWNERS, PROVIDERS},
    feed::Draft,
    trace::Trace,
};
use diem_primitives::{
    Batch, BudgetId, Dimension, EpochIndex, ModelId, Receipt, ReceiptGroup, Sequence, UsageEntry,
};
use diem_runtime::{AccountId, RuntimeCall};
use frame_support::BoundedVec;
use sp_crypto_hashing::blake2_128;

/// The budget of each owner that pays receipts.
pub const RECEIPTS_BUDGET: BudgetId = BudgetId(0);

/// The shape of a batch.
#[derive(Clone, Copy)]
pub struct Shape {
    /// The epoch that it is charged to.
    pub epoch: EpochIndex,
    /// The provider's number of it.
    pub sequence: Sequence,
    /// How many groups it has: at most as many as there are owners.
    pub groups: u32,
    /// How many receipts it has, the same number in each group.
    pub receipts: u32,
    /// The owner of the first group; the others follow.
    pub first_owner: u32,
    /// The number of the first receipt.
    pub first_receipt: u64,
}

/// The next provider settles a batch; the owners take turns.
pub fn next(stage: &mut Stage, groups: u32, receipts: u32) -> Draft {
    let turn = stage.turn();
    let provider = (turn % u64::from(PROVIDERS)) as u32;
    let first_owner = (turn * u64::from(groups) % u64::from(OWNERS)) as u32;
    batch(stage, provider, first_owner, groups, receipts)
}

/// A batch of a provider, charged to the stage's epoch.
pub fn batch(stage: &mut Stage, provider: u32, first_owner: u32, groups: u32, receipts: u32) -> Draft {
    let (cast, trace) = (stage.cast.clone(), stage.trace.clone());
    let shape = Shape {
        epoch: stage.epoch,
        sequence: stage.next_sequence(provider),
        groups,
        receipts,
        first_owner,
        first_receipt: stage.number_receipts(receipts),
    };
    let Some(key) = stage.cast.clone().providers.get(provider as usize).cloned() else {
        unreachable!("providers are named by their places")
    };
    stage.draft(&key, provider, move || call(shape, &cast, &trace))
}

fn call(shape: Shape, cast: &Cast, trace: &Trace) -> RuntimeCall {
    let owners = cast.owners.iter().cycle().skip(shape.first_owner as usize);
    let each = shape.receipts / shape.groups;
    let groups = (0..shape.groups).zip(owners).map(|(group, owner)| ReceiptGroup {
        owner: owner.account.clone(),
        budget: RECEIPTS_BUDGET,
        receipts: group_of(shape.first_receipt + u64::from(group * each), each, trace),
    });
    let groups = BoundedVec::truncate_from(groups.collect());
    let batch: Batch<AccountId> = Batch { epoch: shape.epoch, sequence: shape.sequence, groups };
    pallet_diem_metering::Call::submit_receipts { batch }.into()
}

fn group_of<S: frame_support::traits::Get<u32>>(
    first: u64,
    count: u32,
    trace: &Trace,
) -> BoundedVec<Receipt, S> {
    let receipts = (first..first + u64::from(count)).map(|number| {
        let conversation = trace.conversation(number);
        let usage = vec![
            UsageEntry { dimension: Dimension::InputTokens, units: conversation.input },
            UsageEntry { dimension: Dimension::OutputTokens, units: conversation.output },
        ];
        Receipt {
            // As random as the UUIDs of a provider.
            id: blake2_128(&number.to_le_bytes()),
            model: ModelId(0),
            usage: BoundedVec::truncate_from(usage),
        }
    });
    BoundedVec::truncate_from(receipts.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use codec::Encode;

    #[test]
    fn a_batch_has_as_many_groups_and_receipts_as_its_shape_says() {
        let (cast, trace) = (Cast::new(0), Trace::new());
        for groups in [1, 20, 100, 1_000] {
            let shape = Shape {
                epoch: EpochIndex(3),
                sequence: 5,
                groups,
                receipts: 1_000,
                first_owner: 990,
                first_receipt: 7,
            };
            let RuntimeCall::Metering(pallet_diem_metering::Call::submit_receipts { batch }) =
                call(shape, &cast, &trace)
            else {
                unreachable!("that is the call")
            };
            assert_eq!((batch.groups.len(), batch.receipt_count()), (groups as usize, 1_000));
            assert!(groups > 100 || batch.encoded_size() < 40_000, "40 bytes for a receipt");
        }
    }
}
