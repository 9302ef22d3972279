//! A chain of the system, balances, timestamp, staking and metering pallets: quota and its grants are the real ones.
#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    reason = "a mock that can't be set up fails the test"
)]

#[cfg(feature = "runtime-benchmarks")]
mod benchmark_state;
mod chain;
mod emission;
mod quota;
mod signature;

pub use chain::*;
pub use emission::{FixedEmission, VALUE_PER_DIEM};
pub use quota::CountedQuota;
pub use signature::{Key, TestSignature};

use crate as pallet_diem_metering;
use diem_primitives::{Balance, PLANCK_PER_UNIT};
use diem_test_support::DatabaseCost;
use frame_support::{
    derive_impl,
    traits::{ConstU128, ConstU32, VariantCountOf},
};
use frame_system::EnsureRoot;

pub type AccountId = u64;
pub const VVV: Balance = PLANCK_PER_UNIT;
pub const DIEM: u128 = PLANCK_PER_UNIT;

frame_support::construct_runtime!(
    pub enum Test {
        System: frame_system,
        Timestamp: pallet_timestamp,
        Balances: pallet_balances,
        Staking: pallet_diem_staking,
        Metering: pallet_diem_metering,
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

impl pallet_diem_staking::Config for Test {
    type Currency = Balances;
    type RuntimeHoldReason = RuntimeHoldReason;
    type Clock = Timestamp;
    type Capacity = Metering;
    type ManageOrigin = EnsureRoot<AccountId>;
    type MaxUnlockingChunks = ConstU32<32>;
    type HistoryDepth = ConstU32<365>;
    type WeightInfo = pallet_diem_staking::weights::SubstrateWeight<Test>;
}

impl pallet_diem_metering::Config for Test {
    type Currency = Balances;
    type RuntimeHoldReason = RuntimeHoldReason;
    type Quota = CountedQuota;
    type Emission = FixedEmission;
    type Signature = TestSignature;
    type ManageOrigin = EnsureRoot<AccountId>;
    type DisputeEpochs = ConstU32<2>;
    type MaxModelsPerProvider = ConstU32<4>;
    type WeightInfo = crate::weights::SubstrateWeight<Test>;
    #[cfg(feature = "runtime-benchmarks")]
    type BenchmarkHelper = benchmark_state::BenchmarkState;
}
