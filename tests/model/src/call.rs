//! What can be asked of the economy, and what comes of it.

use crate::{
    arithmetic::Percent,
    batches::Batch,
    budgets::Terms,
    disputes::{Evidence, Refund},
    market::Fill,
    models::Price,
    rules::{MeteringRules, StakingRules},
    vouchers::SignedVoucher,
    BudgetId, Epoch, Millis, ModelId, OfferId, Planck, Who,
};

/// Who calls.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Origin {
    Root,
    Signed(Who),
}

/// A call, with its arguments in plain numbers.
#[derive(Clone, PartialEq, Debug)]
pub enum Call {
    Stake { amount: Planck },
    Unstake { amount: Planck },
    Restake { amount: Planck },
    Withdraw { who: Who },
    ClaimQuota { who: Who },
    ClaimRewards { who: Who },
    TransferQuota { to: Who, amount: Planck },
    SetEpochDuration { duration: Millis },
    SetStakingRules { rules: StakingRules },

    RegisterProvider { capacity: Planck },
    SetCapacity { capacity: Planck },
    SetReceiptKey { key: Who },
    DeregisterProvider,
    WithdrawBond { provider: Who },
    ServeModel { model: ModelId, multiplier: u32 },
    StopServing { model: ModelId },
    RegisterModel { name: Vec<u8>, prices: Vec<Price> },
    SetRateCard { model: ModelId, prices: Vec<Price> },
    SetCurator { model: ModelId, curator: Who },
    RetireModel { model: ModelId },
    OpenBudget { terms: Terms, warn_at: Option<Percent>, delegate: Option<Who> },
    UpdateBudget { budget: BudgetId, terms: Terms, warn_at: Option<Percent> },
    SetDelegate { budget: BudgetId, delegate: Option<Who> },
    PauseBudget { budget: BudgetId },
    ResumeBudget { budget: BudgetId },
    CloseBudget { owner: Who, budget: BudgetId },
    SubmitReceipts { batch: Batch },
    SettleVouchers { vouchers: Vec<SignedVoucher> },
    Refund { refund: Refund },
    Dispute { evidence: Evidence },
    ClaimEarnings { provider: Who },
    SetMeteringRules { rules: MeteringRules },

    OfferQuota { amount: Planck, price: Planck, min_fill: Planck },
    CancelOffer { offer: OfferId },
    ClearOffer { offer: OfferId },
    BuyQuota { fills: Vec<Fill>, max_total: Planck },
    OfferLease { weight: Planck, epochs: u32, price: Planck, only_for: Option<Who> },
    TakeLease { offer: OfferId },
}

impl Call {
    /// The name of its kind.
    pub fn kind(&self) -> String {
        let text = format!("{self:?}");
        text.chars().take_while(char::is_ascii_alphanumeric).collect()
    }
}

/// Why a call is refused: the name of its error.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Refusal(pub &'static str);

/// What a call that was not refused tells beside what it changed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Report {
    /// DIEM that was charged in all.
    pub charged: Planck,
    /// What was left out of a batch or of a list of vouchers: where, and why by the name of the reason.
    pub rejections: Vec<Rejection>,
}

/// One thing of many that was left out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rejection {
    pub group: usize,
    pub receipt: usize,
    pub reason: &'static str,
}

/// Every reason for which a receipt or a voucher is left out.
pub const REASONS: [&str; 21] = [
    "EpochNotSettleable",
    "UnknownBudget",
    "BudgetClosed",
    "BudgetExpired",
    "BudgetPaused",
    "WrongProvider",
    "ConsentByVoucher",
    "ConsentByReceipt",
    "UnknownModel",
    "ModelRetired",
    "ModelNotServed",
    "NothingUsed",
    "DuplicateDimension",
    "NoPrice",
    "ChargeOverflow",
    "BudgetExhausted",
    "QuotaExhausted",
    "CapacityExceeded",
    "NotDelegate",
    "NothingNew",
    "BadSignature",
];

/// What comes of a call. One that is refused changes nothing.
pub type Outcome = Result<Report, Refusal>;

/// The outcome of a call that has nothing to tell.
pub fn done() -> Outcome {
    Ok(Report::default())
}

/// The outcome of a call that is refused.
pub fn refuse(error: &'static str) -> Outcome {
    Err(Refusal(error))
}

/// Stops a call with an error unless `condition` holds.
pub fn ensure(condition: bool, error: &'static str) -> Result<(), Refusal> {
    if condition {
        Ok(())
    } else {
        Err(Refusal(error))
    }
}

/// Epochs from one on and before another.
pub type Span = std::ops::Range<Epoch>;
