//! What governance may change.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use diem_primitives::{Balance, Diem, EmissionRules, QuotaWindow, PLANCK_PER_UNIT};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_runtime::Permill;

/// The rules of staking.
#[derive(
    Clone,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StakingParameters<AccountId> {
    /// How many epochs after it was unstaked VVV comes free: from 1 to 365.
    pub unbonding_epochs: u32,
    /// The least that an account may have at stake, in planck VVV, where it has any: above zero.
    pub min_stake: Balance,
    /// The most DIEM that one whole VVV of weight is granted in an epoch (`ρ`). Counts from the next roll on.
    pub max_diem_per_vvv: Diem,
    /// How much VVV is issued at most: 1,000,000,000 VVV per day and a decay of 100 % at most. Counts from the next roll on.
    pub emission: EmissionRules,
    /// The least weight that can be lent, in planck VVV: above zero.
    pub min_lease_weight: Balance,
    /// What may be done with DIEM that is not needed.
    pub transfer: TransferRules<AccountId>,
}

impl<AccountId> StakingParameters<AccountId> {
    /// The longest unbonding period.
    pub const MAX_UNBONDING_EPOCHS: u32 = 365;
    /// The most VVV per day, in planck: so little that what an epoch earns per unit of weight always fits into 256 bits.
    pub const MAX_EMISSION_PER_DAY: Balance = 1_000_000_000 * PLANCK_PER_UNIT;

    /// Whether each parameter is within its bounds.
    pub fn are_in_bounds(&self) -> bool {
        (1..=Self::MAX_UNBONDING_EPOCHS).contains(&self.unbonding_epochs)
            && self.min_stake > 0
            && self.emission.per_day <= Self::MAX_EMISSION_PER_DAY
            && self.emission.yearly_decay <= Permill::one()
            && self.min_lease_weight > 0
            && self.transfer.fee < Permill::one()
    }
}

impl<AccountId> Default for StakingParameters<AccountId> {
    fn default() -> Self {
        Self {
            unbonding_epochs: 7,
            min_stake: PLANCK_PER_UNIT,
            max_diem_per_vvv: Diem::ONE,
            emission: EmissionRules {
                per_day: 10_000 * PLANCK_PER_UNIT,
                yearly_decay: Permill::from_percent(10),
            },
            min_lease_weight: PLANCK_PER_UNIT,
            transfer: TransferRules::default(),
        }
    }
}

/// The accounts to which DIEM may move: at most 32.
pub type AllowList<AccountId> = BoundedVec<AccountId, ConstU32<32>>;

/// The rules by which DIEM moves from one account to another, given or sold.
#[derive(
    Clone,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TransferRules<AccountId> {
    /// Whether DIEM may be transferred at all.
    pub enabled: bool,
    /// The least DIEM of one transfer, the fee included.
    pub minimum: Diem,
    /// The part of the amount that is burnt, rounded up: below one.
    pub fee: Permill,
    /// The part of a grant that may leave the account in one epoch, what it offers for sale included. What was received may be
    /// passed on besides.
    pub max_share_of_grant: Permill,
    /// The accounts that may receive DIEM, or none named where every account with a ledger may.
    pub allow_list: Option<AllowList<AccountId>>,
}

impl<AccountId> Default for TransferRules<AccountId> {
    fn default() -> Self {
        Self {
            enabled: true,
            minimum: Diem(PLANCK_PER_UNIT / 1_000),
            fee: Permill::zero(),
            max_share_of_grant: Permill::one(),
            allow_list: None,
        }
    }
}

/// Why the rules refuse a transfer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TransferRefusal {
    /// DIEM may not be transferred.
    Disabled,
    /// The amount is below the minimum.
    BelowMinimum,
    /// The fee is all of the amount.
    NothingAfterFee,
    /// More than the allowed part of the grant would leave the account.
    AboveShare,
    /// The recipient is not on the allow-list.
    NotAllowed,
}

impl<AccountId: PartialEq> TransferRules<AccountId> {
    /// The fee of a transfer of `amount`, or why no such amount can be transferred.
    pub fn fee_of(&self, amount: Diem) -> Result<Diem, TransferRefusal> {
        if !self.enabled {
            return Err(TransferRefusal::Disabled);
        }
        if amount < self.minimum {
            return Err(TransferRefusal::BelowMinimum);
        }
        let fee = Diem(self.fee.mul_ceil(amount.0));
        if fee >= amount {
            return Err(TransferRefusal::NothingAfterFee);
        }
        Ok(fee)
    }

    /// Checks that DIEM may move to an account.
    pub fn check_recipient(&self, to: &AccountId) -> Result<(), TransferRefusal> {
        if self.allow_list.as_ref().is_some_and(|allowed| !allowed.contains(to)) {
            return Err(TransferRefusal::NotAllowed);
        }
        Ok(())
    }

    /// Checks a window from which DIEM was taken or set aside for sale: what left it and what is set aside is at most the allowed
    /// part of the grant, beside what had come in.
    pub fn check_share(&self, window: &QuotaWindow) -> Result<(), TransferRefusal> {
        let share = Diem(self.max_share_of_grant.mul_floor(window.granted.0));
        let leaving = window.sent.saturating_add(window.offered);
        if leaving > share.saturating_add(window.received) {
            return Err(TransferRefusal::AboveShare);
        }
        Ok(())
    }
}
