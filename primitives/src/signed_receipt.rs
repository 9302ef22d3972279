//! Receipts that a provider signs for its consumer, off chain: what is signed, and how it is checked.
//!
//! A provider that registered a receipt key signs with it what it is going to settle, and hands that to the consumer with the answer.
//! The consumer keeps it: where the provider settles more under the same id, it is what a dispute is won with.
//! A receipt that was never signed can't be disputed.
//!
//! # What is signed
//!
//! These bytes, one after the other, without anything around them:
//!
//! | bytes | what |
//! |---|---|
//! | 15 | [`RECEIPT_DOMAIN`], in ASCII |
//! | 32 | the hash of the chain's first block, so that no other chain takes the signature |
//! | 32 | the owner's account |
//! | 4 | the budget, little-endian |
//! | 4 | the epoch, little-endian |
//! | 16 | the id of the receipt |
//! | 1 to 5 | the model, as SCALE's compact integer |
//! | 1 | how many entries the usage has, times four: SCALE's compact integer |
//! | 2 to 10 each | its entries: the place of the dimension in [`Dimension`](crate::Dimension), one byte; the units, as SCALE's compact integer |
//!
//! `tests/data/receipt-vectors.json` of the repository has examples, and `clients/ts/receipt.ts` does the same in TypeScript.
//!
//! # Example
//!
//! ```
//! use diem_primitives::{
//!     BudgetId, Dimension, EpochIndex, ModelId, Receipt, ReceiptStatement, SignedReceipt, UsageEntry,
//! };
//! use sp_core::{sr25519, Pair, H256};
//! use sp_runtime::{AccountId32, MultiSignature};
//!
//! // The provider, with the pair of the receipt key that it registered.
//! let genesis_hash = H256::repeat_byte(7);
//! let key = sr25519::Pair::from_seed(&[1; 32]);
//! let usage = vec![UsageEntry { dimension: Dimension::InputTokens, units: 374 }];
//! let statement = ReceiptStatement {
//!     owner: AccountId32::new([2; 32]),
//!     budget: BudgetId(0),
//!     epoch: EpochIndex(12),
//!     receipt: Receipt { id: [9; 16], model: ModelId(0), usage: usage.try_into().unwrap() },
//! };
//! let signed: SignedReceipt<AccountId32, MultiSignature> = statement.sign(genesis_hash, &key);
//!
//! // The consumer, with the key that the chain names as the provider's.
//! let receipt_key = AccountId32::from(key.public());
//! let verified = signed.verify(genesis_hash, &receipt_key).expect("the provider signed it");
//! assert_eq!(verified.statement().receipt.id, [9; 16]);
//!
//! // It says nothing on another chain.
//! assert!(signed.verify(H256::zero(), &receipt_key).is_none());
//! ```

use crate::{BudgetId, EpochIndex, Receipt};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use sp_runtime::traits::{IdentifyAccount, Verify};

/// What everything that is signed as a receipt begins with, so that it is nothing else.
pub const RECEIPT_DOMAIN: [u8; 15] = *b"diem-receipt-v1";

/// What a provider says of one piece of work, and to whom it will charge it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct ReceiptStatement<AccountId> {
    /// The account whose quota pays.
    pub owner: AccountId,
    /// Which of its budgets.
    pub budget: BudgetId,
    /// The epoch that the work is charged to.
    pub epoch: EpochIndex,
    /// The receipt, as it will be settled.
    pub receipt: Receipt,
}

impl<AccountId: Encode> ReceiptStatement<AccountId> {
    /// The bytes to sign, on the chain whose first block has the hash `genesis_hash`.
    pub fn payload(&self, genesis_hash: impl AsRef<[u8]>) -> Vec<u8> {
        let mut payload = RECEIPT_DOMAIN.to_vec();
        payload.extend_from_slice(genesis_hash.as_ref());
        self.encode_to(&mut payload);
        payload
    }

    /// Signs the statement with the pair of a receipt key.
    #[cfg(feature = "std")]
    pub fn sign<P: sp_core::Pair, Signature: From<P::Signature>>(
        self,
        genesis_hash: impl AsRef<[u8]>,
        key: &P,
    ) -> SignedReceipt<AccountId, Signature> {
        let signature = key.sign(&self.payload(genesis_hash)).into();
        SignedReceipt { statement: self, signature }
    }
}

/// A statement with a signature that nobody has checked.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct SignedReceipt<AccountId, Signature> {
    /// What is signed.
    pub statement: ReceiptStatement<AccountId>,
    /// The signature of its [`payload`](ReceiptStatement::payload).
    pub signature: Signature,
}

impl<AccountId, Signature> SignedReceipt<AccountId, Signature>
where
    AccountId: Clone + Encode,
    Signature: Verify<Signer: IdentifyAccount>,
{
    /// What `signer` signed for the chain with `genesis_hash`, or `None` where it did not.
    pub fn verify(
        &self,
        genesis_hash: impl AsRef<[u8]>,
        signer: &<Signature::Signer as IdentifyAccount>::AccountId,
    ) -> Option<VerifiedReceipt<AccountId>> {
        let payload = self.statement.payload(genesis_hash);
        let signed = self.signature.verify(payload.as_slice(), signer);
        signed.then(|| VerifiedReceipt(self.statement.clone()))
    }
}

/// A statement that was signed by the key that it was checked against. There is no other way to one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VerifiedReceipt<AccountId>(ReceiptStatement<AccountId>);

impl<AccountId> VerifiedReceipt<AccountId> {
    /// What was signed.
    pub fn statement(&self) -> &ReceiptStatement<AccountId> {
        &self.0
    }
}
