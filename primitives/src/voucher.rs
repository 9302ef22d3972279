//! Vouchers: what the delegate of a budget signs, so that a provider may debit the budget.
//!
//! A voucher says how much a provider may have debited in all from one budget in one epoch. It is cumulative: a later voucher with
//! a higher amount replaces the one before, and the chain debits the difference. So one signature settles any number of
//! inferences, and a voucher that is brought twice changes nothing.
//!
//! # The bytes that are signed
//!
//! | bytes | what |
//! |---|---|
//! | 15 | [`VOUCHER_DOMAIN`], the ASCII text `diem-voucher-v1` |
//! | 32 | the hash of the chain's genesis block |
//! | 32 | the owner's account |
//! | 4 | the budget's number, little endian |
//! | 32 | the provider's account |
//! | 4 | the epoch, little endian |
//! | 16 | the amount in planck DIEM, little endian |
//!
//! That is 135 bytes: the tag and the hash, followed by `SCALE(owner, budget, provider, epoch, amount)`. A wallet that wraps what it signs puts
//! `<Bytes>` before them and `</Bytes>` after them. Whoever submits the voucher says whether it is wrapped and which key signed it, so that a bad one
//! never costs more than one verification.

use crate::{BudgetId, Diem, EpochIndex};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use sp_runtime::traits::{IdentifyAccount, Verify};

/// What every payload begins with, so that nothing that is signed for another purpose is a voucher, and the reverse.
pub const VOUCHER_DOMAIN: [u8; 15] = *b"diem-voucher-v1";

/// The most vouchers that are settled by one call.
pub const MAX_VOUCHERS: u32 = 256;

/// Vouchers that are settled by one call.
pub type Vouchers<AccountId, Signature> =
    BoundedVec<SignedVoucher<AccountId, Signature>, ConstU32<MAX_VOUCHERS>>;

/// What a provider may have debited in all from a budget in one epoch.
///
/// The provider is not part of it: it is the one that settles it, and part of what is signed.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Voucher<AccountId> {
    /// The account whose quota pays.
    pub owner: AccountId,
    /// Which of its budgets.
    #[codec(compact)]
    pub budget: BudgetId,
    /// The epoch that it is charged to.
    #[codec(compact)]
    pub epoch: EpochIndex,
    /// Planck DIEM, all that was signed for before in this epoch included.
    #[codec(compact)]
    pub amount: Diem,
}

impl<AccountId: Encode> Voucher<AccountId> {
    /// The bytes to sign for `provider` on the chain of that genesis, before a wallet wraps them.
    pub fn payload(&self, genesis_hash: impl AsRef<[u8]>, provider: &AccountId) -> Vec<u8> {
        let mut bytes = VOUCHER_DOMAIN.to_vec();
        bytes.extend_from_slice(genesis_hash.as_ref());
        (&self.owner, self.budget, provider, self.epoch, self.amount).encode_to(&mut bytes);
        bytes
    }
}

/// The bytes as a wallet signs them that wraps its messages: `<Bytes>…</Bytes>`.
pub fn wrap(payload: &[u8]) -> Vec<u8> {
    [b"<Bytes>".as_slice(), payload, b"</Bytes>".as_slice()].concat()
}

/// A voucher as a provider submits it: with a signature that nobody has verified yet.
///
/// ```
/// use diem_primitives::{BudgetId, Diem, EpochIndex, SignedVoucher, Voucher};
/// use sp_core::{sr25519, Pair, H256};
/// use sp_runtime::{traits::IdentifyAccount, AccountId32, MultiSignature, MultiSigner};
///
/// let (owner, provider) = (AccountId32::new([1; 32]), AccountId32::new([2; 32]));
/// let genesis_hash = H256::repeat_byte(3);
///
/// // The agent signs for 1 DIEM in all, in epoch 7.
/// let agent = sr25519::Pair::from_string("//Agent", None).unwrap();
/// let voucher = Voucher { owner, budget: BudgetId(0), epoch: EpochIndex(7), amount: Diem::ONE };
/// let signature = agent.sign(&voucher.payload(genesis_hash, &provider));
/// let signed = SignedVoucher {
///     voucher,
///     wrapped: false,
///     signer: MultiSigner::from(agent.public()).into_account(),
///     signature: MultiSignature::from(signature),
/// };
///
/// // Only what is verified can be settled, and that is a type of its own.
/// let verified = signed.clone().verify(genesis_hash, &provider).unwrap();
/// assert_eq!(verified.voucher().amount, Diem::ONE);
/// // For another provider, and on another chain, it is worth nothing.
/// let other = AccountId32::new([9; 32]);
/// assert!(signed.clone().verify(genesis_hash, &other).is_none());
/// assert!(signed.verify(H256::zero(), &provider).is_none());
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct SignedVoucher<AccountId, Signature> {
    /// What was signed.
    pub voucher: Voucher<AccountId>,
    /// Whether the wallet wrapped the payload in `<Bytes>…</Bytes>` before it signed.
    pub wrapped: bool,
    /// The account of the key that signed: the delegate of the budget.
    pub signer: AccountId,
    /// The signature.
    pub signature: Signature,
}

impl<AccountId, Signature> SignedVoucher<AccountId, Signature>
where
    AccountId: Encode,
    Signature: Verify<Signer: IdentifyAccount<AccountId = AccountId>>,
{
    /// Verifies the signature, once, as one that was made for `provider` on the chain of that genesis. `None` where it is none.
    ///
    /// Whether the signer may act for the budget is another question.
    pub fn verify(
        self,
        genesis_hash: impl AsRef<[u8]>,
        provider: &AccountId,
    ) -> Option<VerifiedVoucher<AccountId>> {
        let payload = self.voucher.payload(genesis_hash, provider);
        let message = if self.wrapped { wrap(&payload) } else { payload };
        let holds = self.signature.verify(message.as_slice(), &self.signer);
        holds.then_some(VerifiedVoucher { voucher: self.voucher, signer: self.signer })
    }
}

/// A voucher whose signature was verified. It is made by [`SignedVoucher::verify`] and in no other way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VerifiedVoucher<AccountId> {
    voucher: Voucher<AccountId>,
    signer: AccountId,
}

impl<AccountId> VerifiedVoucher<AccountId> {
    /// What was signed.
    pub fn voucher(&self) -> &Voucher<AccountId> {
        &self.voucher
    }

    /// The account of the key that signed.
    pub fn signer(&self) -> &AccountId {
        &self.signer
    }
}

/// A voucher of which nothing was debited, and why.
#[derive(
    Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct VoucherRejection {
    /// The place of the voucher in the call, counted from zero.
    #[codec(compact)]
    pub index: u32,
    /// Why nothing was debited.
    pub reason: VoucherRejectionReason,
}

/// Why nothing was debited for a voucher. None of these stops the other vouchers of its call.
#[derive(
    Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[scale_info(capture_docs = "always")]
pub enum VoucherRejectionReason {
    /// The voucher names an epoch that is neither the current nor the previous one. It can't be settled any more.
    EpochNotSettleable,
    /// The owner has no budget of that number, or had none in the epoch that the voucher names.
    UnknownBudget,
    /// The budget was closed before the epoch that the voucher names.
    BudgetClosed,
    /// The budget had expired in the epoch that the voucher names.
    BudgetExpired,
    /// The budget was paused and its grace is over. Ask `can_debit` before serving on.
    BudgetPaused,
    /// The budget is bound to another provider in the epoch that the voucher names.
    WrongProvider,
    /// The budget pays a provider's receipts in the epoch that the voucher names. Submit receipts.
    ConsentByReceipt,
    /// The signer does not act for the budget: it never was its delegate, or was replaced and its grace is over. Ask for a voucher of
    /// the key that `diemApi.budget` names as the `delegate`.
    NotDelegate,
    /// The amount is not above the mark of what was settled by voucher in that epoch. There is nothing to do: it is settled.
    NothingNew,
    /// The signature is not one of the signer for this voucher, this provider and this chain. Check the bytes that were signed, and
    /// whether they were wrapped.
    BadSignature,
    /// Nothing is left of the budget's limit, or of the share of a reserved budget. The voucher can be brought again when there is.
    BudgetExhausted,
    /// Nothing is left in the owner's free pool. The voucher can be brought again when there is.
    QuotaExhausted,
    /// Nothing is left of what the provider pledged to serve in the epoch.
    CapacityExceeded,
}
