//! What an extrinsic costs, and who gets it.

use crate::{constants::VVV, weights, AccountId, Authorship, Balance, Balances, Runtime, RuntimeEvent};
use frame_support::{
    parameter_types,
    traits::{
        fungible::{Balanced, Credit},
        ConstU8, OnUnbalanced,
    },
    weights::{constants::WEIGHT_REF_TIME_PER_SECOND, Weight, WeightToFee},
};
use pallet_transaction_payment::{FungibleAdapter, Multiplier, TargetedFeeAdjustment};
use sp_runtime::{FixedPointNumber, Perquintill};

/// A second of computation costs 1 VVV: 10⁶ planck per picosecond.
const PLANCK_PER_REF_TIME: Balance = VVV / WEIGHT_REF_TIME_PER_SECOND as Balance;
/// A byte of an extrinsic costs 10⁻⁶ VVV, so a block that is full of bytes costs about five times one that is full of
/// computation: bytes are kept for ever, computation is not.
const PLANCK_PER_BYTE: Balance = VVV / 1_000_000;

/// The fee for a weight; only time is scarce, as there is no proof to carry.
pub struct TimeToFee;

impl WeightToFee for TimeToFee {
    type Balance = Balance;

    fn weight_to_fee(weight: &Weight) -> Balance {
        Balance::from(weight.ref_time()).saturating_mul(PLANCK_PER_REF_TIME)
    }
}

/// The fee for a length. The pallet passes the length in bytes as the time of a weight.
pub struct BytesToFee;

impl WeightToFee for BytesToFee {
    type Balance = Balance;

    fn weight_to_fee(length: &Weight) -> Balance {
        Balance::from(length.ref_time()).saturating_mul(PLANCK_PER_BYTE)
    }
}

parameter_types! {
    /// Fees rise while blocks are fuller than a quarter, and fall while they are emptier.
    pub const TargetFullness: Perquintill = Perquintill::from_percent(25);
    /// How fast they move: by 2.25 (e to the 0.81) over a day of full blocks. One block's author moves them by a fifty
    /// thousandth.
    pub AdjustmentVariable: Multiplier = Multiplier::saturating_from_rational(25, 1_000_000);
    /// The multiplier never falls below one, so that on a quiet chain an estimate is the fee.
    pub MinimumMultiplier: Multiplier = Multiplier::saturating_from_integer(1);
    /// A bound far from anything that is paid, so that the arithmetic stays exact.
    pub MaximumMultiplier: Multiplier = Multiplier::saturating_from_integer(1_000_000);
}

/// Pays fees and tips to the author of the block.
pub struct ToAuthor;

impl OnUnbalanced<Credit<AccountId, Balances>> for ToAuthor {
    fn on_nonzero_unbalanced(credit: Credit<AccountId, Balances>) {
        // Dropping a credit burns it: where the block has no author that the session knows, and where the author has no
        // account and the fee is too small to open one.
        if let Some(author) = Authorship::author() {
            drop(Balances::resolve(&author, credit));
        }
    }
}

impl pallet_transaction_payment::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type OnChargeTransaction = FungibleAdapter<Balances, ToAuthor>;
    type WeightToFee = TimeToFee;
    type LengthToFee = BytesToFee;
    type FeeMultiplierUpdate =
        TargetedFeeAdjustment<Self, TargetFullness, AdjustmentVariable, MinimumMultiplier, MaximumMultiplier>;
    // An operational extrinsic goes before an ordinary one with a tip below five times its fee.
    type OperationalFeeMultiplier = ConstU8<5>;
    type WeightInfo = weights::pallet_transaction_payment::WeightInfo<Runtime>;
}
