//! Offers of quota and of leases.

use crate::{
    constants::storage_deposit, AccountId, Balance, Balances, Runtime, RuntimeHoldReason, VvvStaking,
};
use core::mem::size_of;
use frame_support::{parameter_types, traits::ConstU32};

/// The bytes of an account.
const ACCOUNT: u32 = size_of::<AccountId>() as u32;
/// The bytes of an amount.
const AMOUNT: u32 = size_of::<Balance>() as u32;
/// The bytes of an epoch, and of a number of epochs.
const EPOCH: u32 = 4;

parameter_types! {
    /// The larger kind of offer, a lease for one account: under the hash of its number and the number, which kind it is, the lessor, the
    /// weight, for how many epochs, the price, that it is for one account and for which, its end, the deposit.
    pub const OfferDeposit: Balance =
        storage_deposit(1, 8 + 8 + 1 + ACCOUNT + AMOUNT + EPOCH + AMOUNT + 1 + ACCOUNT + EPOCH + AMOUNT);
}

impl pallet_diem_market::Config for Runtime {
    type Currency = Balances;
    type RuntimeHoldReason = RuntimeHoldReason;
    type Trade = VvvStaking;
    type Leases = VvvStaking;
    type OfferDeposit = OfferDeposit;
    // Whoever needs more offers to be satisfied buys twice.
    type MaxFills = ConstU32<16>;
    // A month of epochs of a day.
    type LeaseOfferEpochs = ConstU32<30>;
    type WeightInfo = pallet_diem_market::weights::SubstrateWeight<Runtime>;
    #[cfg(feature = "runtime-benchmarks")]
    type BenchmarkHelper = crate::benchmarks::BenchmarkState;
}
