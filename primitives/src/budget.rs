//! The terms of a budget.

use crate::{Diem, EpochIndex};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Where a budget's DIEM comes from.
#[derive(
    Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum BudgetMode {
    /// Up to the limit, while the owner's free pool lasts.
    Shared,
    /// From a share that is carved out of the owner's pool and can be relied on.
    Reserved,
}

/// Who may debit a budget.
#[derive(
    Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum ProviderChoice<AccountId> {
    /// This provider and no other.
    Only(AccountId),
    /// Whichever provider comes: each one's word is trusted up to the limit.
    Any,
}

/// What counts as consent to a debit.
#[derive(
    Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum Consent {
    /// Only what the delegate signed ([`Voucher`](crate::Voucher)).
    Vouchers,
    /// A provider's receipts, up to the limit.
    Receipts,
}

/// The terms that a receipt is judged by: those of the epoch that it names.
#[derive(
    Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct BudgetTerms<AccountId> {
    /// The most DIEM that the budget spends in one epoch.
    pub limit: Diem,
    /// Where the DIEM comes from.
    pub mode: BudgetMode,
    /// Who may debit it.
    pub provider: ProviderChoice<AccountId>,
    /// What counts as consent.
    pub consent: Consent,
    /// The first epoch in which it pays nothing any more, or `None` where it never ends.
    pub expires_at: Option<EpochIndex>,
}

impl<AccountId: PartialEq> BudgetTerms<AccountId> {
    /// Whether the budget has expired in `epoch`.
    pub fn has_expired(&self, epoch: EpochIndex) -> bool {
        self.expires_at.is_some_and(|end| epoch >= end)
    }

    /// Whether `provider` may debit it.
    pub fn admits(&self, provider: &AccountId) -> bool {
        match &self.provider {
            ProviderChoice::Only(only) => only == provider,
            ProviderChoice::Any => true,
        }
    }

    /// Whether consent is by voucher though no single provider is named: a voucher is bound to one.
    pub fn lacks_a_provider(&self) -> bool {
        matches!((self.consent, &self.provider), (Consent::Vouchers, ProviderChoice::Any))
    }
}
