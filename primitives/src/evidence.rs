//! What a dispute is proven with: the groups concerned, each with its Merkle proof, and what the provider signed.

use crate::{
    BatchRoot, BudgetId, EpochIndex, GroupOutcome, Receipt, Sequence, SignedReceipt, VerifiedReceipt,
};
use alloc::vec::Vec;
use binary_merkle_tree::{merkle_proof_raw, verify_proof, Leaf};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{ensure, traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use sp_core::H256;
use sp_runtime::traits::BlakeTwo256;

/// The most hashes of a proof: so many levels has a tree over as many groups as a batch may have.
pub const MAX_PROOF: u32 = 10;

/// A group of a batch with the proof that it is in it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct ProvenGroup<AccountId> {
    /// The batch.
    #[codec(compact)]
    pub sequence: Sequence,
    /// The place of the group in the batch, counted from zero.
    #[codec(compact)]
    pub index: u32,
    /// The group, and what became of it.
    pub outcome: GroupOutcome<AccountId>,
    /// The hashes beside its way to the root, from the leaf up.
    pub proof: BoundedVec<H256, ConstU32<MAX_PROOF>>,
}

/// Why a provider is disputed.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum Fault<AccountId, Signature> {
    /// More units, or another model, were settled than the provider signed under that id.
    Overcharged(SignedReceipt<AccountId, Signature>),
    /// The id was settled before, for the same owner, budget and epoch.
    SettledTwice {
        /// The group in which it was settled first, or `None` where that is the same one.
        earlier: Option<ProvenGroup<AccountId>>,
        /// The place in that group of the receipt that was settled first.
        #[codec(compact)]
        receipt: u32,
    },
}

/// All that a dispute is judged by.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Evidence<AccountId, Signature> {
    /// The provider that settled it.
    pub provider: AccountId,
    /// The group that was charged too much. A dispute counts once for it.
    pub group: ProvenGroup<AccountId>,
    /// The place in the group of the receipt that should not have been settled so.
    #[codec(compact)]
    pub receipt: u32,
    /// What is wrong with it.
    pub fault: Fault<AccountId, Signature>,
}

/// Why evidence proves nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EvidenceError {
    /// The group, as it is given, is not at that place of that batch.
    InvalidProof,
    /// The group has no receipt at that place.
    NoSuchReceipt,
    /// The receipt was rejected, so that nothing was charged for it.
    ReceiptRejected,
    /// The two are not of the same owner, budget, epoch and id.
    DifferentWork,
    /// It was settled for the signed model, and for no more units than were signed.
    NotOvercharged,
    /// The receipt that is said to be the first was not settled before the other one.
    NotSettledBefore,
}

/// A receipt that was charged, with the batch that proves it. There is no other way to one than [`ProvenGroup::settled`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SettledReceipt<'a, AccountId> {
    owner: &'a AccountId,
    budget: BudgetId,
    epoch: EpochIndex,
    receipt: &'a Receipt,
    /// When it was settled, among all receipts of its provider: batch, group, place.
    order: (Sequence, u32, u32),
}

impl<AccountId: Encode> ProvenGroup<AccountId> {
    /// The group at `index` of a batch with its proof, made from the outcomes of all groups, or `None` where there is no such one.
    pub fn new(sequence: Sequence, outcomes: &[GroupOutcome<AccountId>], index: u32) -> Option<Self>
    where
        AccountId: Clone,
    {
        let outcome = outcomes.get(usize::try_from(index).ok()?)?.clone();
        let leaves: Vec<_> = outcomes.iter().map(GroupOutcome::leaf).collect();
        let proof = merkle_proof_raw::<BlakeTwo256, _>(leaves, index).proof;
        Some(Self { sequence, index, outcome, proof: BoundedVec::try_from(proof).ok()? })
    }

    /// The receipt at `place` of the group, where it was settled in the batch that `kept` is the root of.
    pub fn settled(
        &self,
        place: u32,
        kept: &BatchRoot,
    ) -> Result<SettledReceipt<'_, AccountId>, EvidenceError> {
        ensure!(self.is_in(kept), EvidenceError::InvalidProof);
        let receipt = self.outcome.receipt(place).ok_or(EvidenceError::NoSuchReceipt)?;
        ensure!(!self.outcome.is_rejected(place), EvidenceError::ReceiptRejected);
        let group = &self.outcome.group;
        Ok(SettledReceipt {
            owner: &group.owner,
            budget: group.budget,
            epoch: kept.epoch,
            receipt,
            order: (self.sequence, self.index, place),
        })
    }

    fn is_in(&self, kept: &BatchRoot) -> bool {
        // The last group moves up where it has nothing beside it, so its proof is shorter than others and would hold at their places too.
        if self.proof.len() != proof_length(self.index, kept.groups) {
            return false;
        }
        let proof = self.proof.iter().copied();
        let leaf = Leaf::Hash(self.outcome.leaf());
        verify_proof::<BlakeTwo256, _, _>(&kept.root, proof, kept.groups, self.index, leaf)
    }
}

/// How many hashes lie beside the way from the leaf at `place` to the root of a tree over so many `leaves`.
fn proof_length(place: u32, leaves: u32) -> usize {
    let (mut place, mut row, mut length) = (place, leaves, 0_usize);
    while row > 1 {
        let is_alone = place % 2 == 0 && place.saturating_add(1) == row;
        if !is_alone {
            length = length.saturating_add(1);
        }
        place /= 2;
        row = row.div_ceil(2);
    }
    length
}

impl<AccountId: PartialEq> SettledReceipt<'_, AccountId> {
    /// Checks that it was settled for another model, or for more units of some dimension, than was signed for the same work.
    pub fn ensure_exceeds(&self, signed: &VerifiedReceipt<AccountId>) -> Result<(), EvidenceError> {
        let said = signed.statement();
        let same_budget = *self.owner == said.owner && self.budget == said.budget && self.epoch == said.epoch;
        ensure!(same_budget && self.receipt.id == said.receipt.id, EvidenceError::DifferentWork);
        ensure!(self.receipt.says_more_than(&said.receipt), EvidenceError::NotOvercharged);
        Ok(())
    }

    /// Checks that `earlier`, a receipt of the same provider, was settled before it and for the same work.
    pub fn ensure_repeats(&self, earlier: &Self) -> Result<(), EvidenceError> {
        ensure!(earlier.order < self.order, EvidenceError::NotSettledBefore);
        let same_budget =
            self.owner == earlier.owner && self.budget == earlier.budget && self.epoch == earlier.epoch;
        ensure!(same_budget && self.receipt.id == earlier.receipt.id, EvidenceError::DifferentWork);
        Ok(())
    }
}
