//! The runtime API that clients read the chain by, and what it answers with.
//!
//! Everything is answered as the next touch would find it: a grant that nobody has claimed yet is counted.

use crate::{
    pricing::{Multiplier, Price},
    Balance, BudgetId, BudgetTerms, ChargeError, Diem, EpochIndex, EpochRecord, ModelId, ModelKind, Moment,
    Sequence, Usage,
};
use alloc::vec::Vec;
use codec::{Codec, Decode, DecodeWithMemTracking, Encode};
use scale_info::TypeInfo;
use sp_runtime::Percent;

/// The epoch that is open.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct EpochInfo {
    /// Its number.
    pub index: EpochIndex,
    /// When it began, in milliseconds since the Unix epoch.
    pub started_at: Moment,
    /// When it is over, in milliseconds since the Unix epoch.
    pub ends_at: Moment,
    /// DIEM that providers pledged for it.
    pub capacity: Diem,
    /// The sum of all weights, in planck VVV.
    pub total_weight: Balance,
    /// DIEM granted so far to accounts that were touched.
    pub minted: Diem,
    /// DIEM debited so far, what was given back of it included.
    pub debited: Diem,
    /// What each whole DIEM granted in it earns, in planck VVV.
    pub value_per_diem: Balance,
}

/// VVV that was unstaked and is not free yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct UnlockingInfo {
    /// Planck VVV.
    pub amount: Balance,
    /// The epoch in which it comes free.
    pub matures_at: EpochIndex,
}

/// The quota of an account in one epoch.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct QuotaInfo {
    /// DIEM granted for the weight, what is leased in included.
    pub granted: Diem,
    /// DIEM received from others.
    pub received: Diem,
    /// DIEM sent to others, fees included.
    pub sent: Diem,
    /// DIEM set aside for sale.
    pub offered: Diem,
    /// DIEM carved out for reserved budgets.
    pub reserved: Diem,
    /// DIEM spent by all budgets.
    pub spent: Diem,
    /// DIEM in the free pool.
    pub available: Diem,
}

/// An account as a staker.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct AccountInfo {
    /// Planck VVV staked and not being unstaked.
    pub staked: Balance,
    /// The weight that counts in the current epoch, in planck VVV.
    pub weight: Balance,
    /// The weight that counts in the next epoch, in planck VVV.
    pub next_weight: Balance,
    /// Weight that others lend it in the current epoch, in planck VVV.
    pub leased_in: Balance,
    /// Own weight that it lends to others in the current epoch, in planck VVV.
    pub leased_out: Balance,
    /// VVV on its way out.
    pub unlocking: Vec<UnlockingInfo>,
    /// Planck VVV that `withdraw` would free now.
    pub withdrawable: Balance,
    /// The quota of the current epoch.
    pub quota: QuotaInfo,
    /// The quota of the previous epoch, into which late receipts still settle.
    pub previous_quota: QuotaInfo,
    /// Planck VVV that `claim_rewards` would issue now.
    pub rewards: Balance,
}

/// A budget.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct BudgetInfo<AccountId> {
    /// Its number among those of its owner.
    pub id: BudgetId,
    /// The terms of the current epoch.
    pub terms: BudgetTerms<AccountId>,
    /// The terms from the next epoch on.
    pub next_terms: BudgetTerms<AccountId>,
    /// The part of the limit at which a warning is given.
    pub warn_at: Option<Percent>,
    /// The key that may act for it.
    pub delegate: Option<AccountId>,
    /// DIEM spent in the current epoch.
    pub spent: Diem,
    /// DIEM spent in the previous epoch.
    pub previous_spent: Diem,
    /// DIEM settled by voucher in the current epoch, what was given back of it included: a voucher is good for what it is above this.
    pub voucher_mark: Diem,
    /// The same in the previous epoch.
    pub previous_voucher_mark: Diem,
    /// The share of a reserved budget in the current epoch.
    pub share: Diem,
    /// DIEM that can still be debited in the current epoch.
    pub left: Diem,
    /// Whether it is paused, if only for its grace.
    pub paused: bool,
    /// The first epoch in which it is closed, where it is being closed.
    pub closes_at: Option<EpochIndex>,
}

/// A model that a provider lists.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct ListingInfo {
    /// The model.
    pub model: ModelId,
    /// The provider's factor in the current epoch, or `None` where it does not serve the model.
    pub multiplier: Option<Multiplier>,
    /// The same for the next epoch.
    pub next_multiplier: Option<Multiplier>,
}

/// A provider.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct ProviderInfo<AccountId> {
    /// Its account.
    pub account: AccountId,
    /// What it says of itself.
    pub metadata: Vec<u8>,
    /// DIEM that it pledged to serve in the current epoch.
    pub capacity: Diem,
    /// DIEM that it pledged to serve in the next epoch.
    pub next_capacity: Diem,
    /// DIEM that it settled into the current epoch.
    pub settled: Diem,
    /// DIEM that it settled into the previous epoch.
    pub previous_settled: Diem,
    /// Planck VVV on hold.
    pub bond: Balance,
    /// Planck VVV of the bond that come free at `bond_free_at`.
    pub excess_bond: Balance,
    /// The epoch in which the excess of the bond comes free.
    pub bond_free_at: EpochIndex,
    /// The number that its next batch must have.
    pub next_sequence: Sequence,
    /// Whether it is leaving.
    pub leaving: bool,
    /// Whether a dispute was proven against it: it settles nothing more, and can only leave.
    pub suspended: bool,
    /// The key that signs its receipts, where it registered one.
    pub receipt_key: Option<AccountId>,
    /// Planck VVV that `claim_earnings` would issue now.
    pub earnings: Balance,
    /// Planck VVV earned in epochs that can still be disputed.
    pub pending_earnings: Balance,
    /// The models that it lists.
    pub models: Vec<ListingInfo>,
}

/// A model.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct ModelInfo<AccountId> {
    /// Its number.
    pub id: ModelId,
    /// Its name in UTF-8.
    pub name: Vec<u8>,
    /// What it makes.
    pub kind: ModelKind,
    /// Who sets its prices.
    pub curator: AccountId,
    /// The rate card of the current epoch.
    pub rate_card: Vec<Price>,
    /// The rate card of the next epoch.
    pub next_rate_card: Vec<Price>,
    /// The first epoch in which it can't be served any more, where it is retired.
    pub retired_at: Option<EpochIndex>,
}

/// Which prices to quote.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum QuoteAt {
    /// Those of the current epoch.
    Now,
    /// Those of the next epoch, as far as they are known now.
    NextEpoch,
}

/// Why there is no price.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
#[scale_info(capture_docs = "always")]
pub enum QuoteError {
    /// No model has that number.
    UnknownModel,
    /// The model is retired in that epoch.
    ModelRetired,
    /// The account is no provider.
    UnknownProvider,
    /// The provider does not list the model in that epoch.
    ModelNotServed,
    /// The usage can't be charged.
    Usage(ChargeError),
}

/// What stops a debit.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
#[scale_info(capture_docs = "always")]
pub enum Limit {
    /// There is no such budget.
    UnknownBudget,
    /// The budget is closed.
    BudgetClosed,
    /// The budget has expired.
    BudgetExpired,
    /// The budget is paused.
    BudgetPaused,
    /// The budget is bound to another provider.
    WrongProvider,
    /// The budget pays only what its delegate signs, and has none.
    NoDelegate,
    /// The account is no provider, or is not pledged in this epoch.
    UnknownProvider,
    /// The limit of the budget, or the share of a reserved one.
    BudgetLimit,
    /// The free pool of the owner.
    OwnerQuota,
    /// What the provider pledged.
    ProviderCapacity,
    /// A dispute was proven against the provider: it settles nothing more.
    ProviderSuspended,
}

/// Why a debit would be refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Denial {
    /// Which limit would stop it.
    pub limit: Limit,
    /// DIEM left under that limit.
    pub left: Diem,
    /// When the limit resets, in milliseconds since the Unix epoch, or `None` where it does not by itself.
    pub resets_at: Option<Moment>,
}

sp_api::decl_runtime_apis! {
    /// What clients ask about quota, budgets, providers and prices.
    pub trait DiemApi<AccountId> where AccountId: Codec {
        /// The epoch that is open.
        fn epoch() -> EpochInfo;
        /// An account's stake and quota.
        fn account(who: AccountId) -> AccountInfo;
        /// One budget of an owner.
        fn budget(owner: AccountId, id: BudgetId) -> Option<BudgetInfo<AccountId>>;
        /// All budgets of an owner.
        fn budgets(owner: AccountId) -> Vec<BudgetInfo<AccountId>>;
        /// One provider, with the sequence number of its next batch.
        fn provider(who: AccountId) -> Option<ProviderInfo<AccountId>>;
        /// All providers.
        fn providers() -> Vec<ProviderInfo<AccountId>>;
        /// One model.
        fn model(id: ModelId) -> Option<ModelInfo<AccountId>>;
        /// All models.
        fn models() -> Vec<ModelInfo<AccountId>>;
        /// What a usage would cost.
        fn quote(provider: AccountId, model: ModelId, usage: Usage, at: QuoteAt) -> Result<Diem, QuoteError>;
        /// Whether `provider` could debit `amount` now: what is left in all, or what stops it.
        fn can_debit(owner: AccountId, budget: BudgetId, provider: AccountId, amount: Diem) -> Result<Diem, Denial>;
        /// The records of `count` epochs from `from` on, as far as they are kept; at most 365.
        fn history(from: EpochIndex, count: u32) -> Vec<EpochRecord>;
    }
}
