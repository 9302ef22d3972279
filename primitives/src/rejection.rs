//! Why a receipt was not charged.

use crate::ChargeError;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A receipt of a batch that was not charged, and why.
#[derive(
    Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Rejection {
    /// The place of its group in the batch, counted from zero.
    #[codec(compact)]
    pub group: u32,
    /// The place of the receipt in its group, counted from zero.
    #[codec(compact)]
    pub receipt: u32,
    /// Why it was not charged.
    pub reason: RejectionReason,
}

/// Why a receipt was not charged. None of these stops the other receipts of its batch.
#[derive(
    Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[scale_info(capture_docs = "always")]
pub enum RejectionReason {
    /// The batch names an epoch that is neither the current nor the previous one. The work can't be charged any more.
    EpochNotSettleable,
    /// The owner has no budget of that number. Ask the consumer which budget it meant.
    UnknownBudget,
    /// The budget was closed before the epoch that the batch names.
    BudgetClosed,
    /// The budget had expired in the epoch that the batch names.
    BudgetExpired,
    /// The budget was paused and its grace is over. Ask `can_debit` before serving on.
    BudgetPaused,
    /// The budget is bound to another provider.
    WrongProvider,
    /// The budget pays only what its delegate signed, and no receipt. Ask the consumer for a budget that consents by receipt.
    ConsentByVoucher,
    /// No model has that number.
    UnknownModel,
    /// The model was retired before the epoch that the batch names.
    ModelRetired,
    /// The provider did not list the model in the epoch that the batch names.
    ModelNotServed,
    /// No dimension of the usage has any units.
    NothingUsed,
    /// The usage names a dimension twice.
    DuplicateDimension,
    /// A dimension with units has no price on the model's rate card.
    NoPrice,
    /// The charge does not fit into 128 bits.
    ChargeOverflow,
    /// The budget's limit, or the share of a reserved budget, does not cover the charge.
    BudgetExhausted,
    /// The owner's free pool does not cover the charge.
    QuotaExhausted,
    /// The charge exceeds what the provider pledged to serve in the epoch.
    CapacityExceeded,
}

impl From<ChargeError> for RejectionReason {
    fn from(error: ChargeError) -> Self {
        match error {
            ChargeError::NothingUsed => Self::NothingUsed,
            ChargeError::DuplicateDimension => Self::DuplicateDimension,
            ChargeError::NoPrice => Self::NoPrice,
            ChargeError::Overflow => Self::ChargeOverflow,
        }
    }
}
