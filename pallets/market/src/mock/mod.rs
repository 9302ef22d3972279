//! A chain of the system, balances, timestamp, staking and market pallets: quota and its rules are the real ones, providers pledge what a
//! test says, and leases are kept by the mock.
#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    reason = "a mock that can't be set up fails the test"
)]

mod chain;
mod leases;

pub use chain::*;
pub use leases::{lend, lent, MockLeases, TOO_LITTLE_WEIGHT};

use crate as pallet_diem_market;
use diem_primitives::{Balance, Capacity, Diem, EpochIndex, PLANCK_PER_UNIT};
use diem_test_support::DatabaseCost;
use frame_support::{
    derive_impl, parameter_types,
    traits::{ConstU128, ConstU32, VariantCountOf},
};
use frame_system::EnsureRoot;

pub type AccountId = u64;
pub const VVV: Balance = PLANCK_PER_UNIT;
pub const DIEM: u128 = PLANCK_PER_UNIT;
/// On hold for each offer.
pub const DEPOSIT: Balance = VVV / 4;
/// For how many epochs an offer of a lease can be taken.
pub const LEASE_OFFER_EPOCHS: u32 = 30;

frame_support::construct_runtime!(
    pub enum Test {
        System: frame_system,
        Timestamp: pallet_timestamp,
        Balances: pallet_balances,
        Staking: pallet_diem_staking,
        Market: pallet_diem_market,
    }
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = frame_system::mocking::MockBlock<Test>;
    type AccountData = pallet_balances::AccountData<Balance>;
    type DbWeight = DatabaseCost;
}

#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
impl pallet_timestamp::Config for Test {}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
    type AccountStore = System;
    type Balance = Balance;
    type ExistentialDeposit = ConstU128<{ VVV / 1_000 }>;
    type RuntimeHoldReason = RuntimeHoldReason;
    type MaxFreezes = VariantCountOf<RuntimeFreezeReason>;
}

parameter_types! {
    /// What providers pledge for epochs that open from now on.
    pub storage Pledged: Diem = Diem(1_000 * DIEM);
}

impl Capacity for Pledged {
    fn pledged(_: EpochIndex) -> Diem {
        Self::get()
    }

    fn max_value_per_diem() -> Balance {
        2 * VVV
    }
}

impl pallet_diem_staking::Config for Test {
    type Currency = Balances;
    type RuntimeHoldReason = RuntimeHoldReason;
    type Clock = Timestamp;
    type Capacity = Pledged;
    type ManageOrigin = EnsureRoot<AccountId>;
    type MaxUnlockingChunks = ConstU32<32>;
    type HistoryDepth = ConstU32<365>;
    type WeightInfo = pallet_diem_staking::weights::SubstrateWeight<Test>;
}

impl pallet_diem_market::Config for Test {
    type Currency = Balances;
    type RuntimeHoldReason = RuntimeHoldReason;
    type Trade = Staking;
    type Leases = MockLeases;
    type OfferDeposit = ConstU128<DEPOSIT>;
    type MaxFills = ConstU32<16>;
    type LeaseOfferEpochs = ConstU32<LEASE_OFFER_EPOCHS>;
    type WeightInfo = crate::weights::SubstrateWeight<Test>;
    #[cfg(feature = "runtime-benchmarks")]
    type BenchmarkHelper = MockLeases;
}
