//! What became of the groups of a batch, and the Merkle root that the chain keeps of it.
//!
//! Who wants to prove something of a batch rebuilds the [`GroupOutcome`] of each of its groups from the extrinsic and its events, with
//! [`GroupOutcome::of_batch`], and makes the proof with [`ProvenGroup::new`](crate::ProvenGroup::new).

use crate::{Batch, Diem, EpochIndex, Receipt, ReceiptGroup, Rejection};
use alloc::vec::Vec;
use binary_merkle_tree::merkle_root_raw;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use sp_core::H256;
use sp_runtime::traits::{BlakeTwo256, Hash};

use crate::receipt::MAX_RECEIPTS;

/// What a leaf of a batch's tree begins with: it keeps a leaf from being taken for an inner node, which is the hash of two hashes.
pub const GROUP_TAG: &[u8; 13] = b"diem/group/v1";

/// A group of a batch, and what became of it: a leaf of the batch's Merkle tree.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct GroupOutcome<AccountId> {
    /// The group, as it was submitted.
    pub group: ReceiptGroup<AccountId>,
    /// DIEM that was debited for it: the `amount` of its event `Debited`, or zero where it has none.
    #[codec(compact)]
    pub charge: Diem,
    /// The entries of the event `BatchSettled` that name this group, in their order.
    pub rejections: BoundedVec<Rejection, ConstU32<MAX_RECEIPTS>>,
}

impl<AccountId: Encode> GroupOutcome<AccountId> {
    /// The leaf: the BLAKE2b-256 hash of [`GROUP_TAG`] and the SCALE encoding of the outcome.
    pub fn leaf(&self) -> H256 {
        let mut content = GROUP_TAG.to_vec();
        self.encode_to(&mut content);
        BlakeTwo256::hash(&content)
    }
}

impl<AccountId> GroupOutcome<AccountId> {
    /// The outcomes of all groups of a batch, from the extrinsic and its events: the amounts of its events `Debited` in their order, and
    /// the rejections of `BatchSettled`. `None` where there are too few amounts, or too many.
    pub fn of_batch(
        batch: Batch<AccountId>,
        debited: impl IntoIterator<Item = Diem>,
        rejections: &[Rejection],
    ) -> Option<Vec<Self>> {
        let mut debited = debited.into_iter();
        let outcomes: Option<Vec<_>> = (0_u32..)
            .zip(batch.groups)
            .map(|(index, group)| {
                let rejected: Vec<_> =
                    rejections.iter().filter(|entry| entry.group == index).copied().collect();
                // A receipt that is not rejected is charged, so the group has an event.
                let charged = rejected.len() < group.receipts.len();
                let charge = if charged { debited.next()? } else { Diem::ZERO };
                Some(Self { group, charge, rejections: BoundedVec::try_from(rejected).ok()? })
            })
            .collect();
        outcomes.filter(|_| debited.next().is_none())
    }

    /// The receipt at a place of the group.
    pub(crate) fn receipt(&self, place: u32) -> Option<&Receipt> {
        self.group.receipts.get(usize::try_from(place).ok()?)
    }

    /// Whether the receipt at a place of the group was rejected.
    pub(crate) fn is_rejected(&self, place: u32) -> bool {
        self.rejections.iter().any(|entry| entry.receipt == place)
    }
}

/// What the chain keeps of a batch, to check proofs against.
#[derive(
    Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct BatchRoot {
    /// The epoch that the batch was charged to.
    pub epoch: EpochIndex,
    /// The root of the Merkle tree over its groups: `binary-merkle-tree` with BLAKE2b-256.
    pub root: H256,
    /// How many groups it has.
    pub groups: u32,
}

impl BatchRoot {
    /// The root over the leaves of all groups of a batch.
    pub fn of_leaves(epoch: EpochIndex, leaves: Vec<H256>) -> Self {
        let groups = u32::try_from(leaves.len()).unwrap_or(u32::MAX);
        Self { epoch, root: merkle_root_raw::<BlakeTwo256, _>(leaves), groups }
    }
}
