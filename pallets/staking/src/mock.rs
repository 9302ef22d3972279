//! A chain of the system, balances, timestamp and staking pallets, whose providers pledge what a test says.
#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    reason = "a mock that can't be set up fails the test"
)]

use crate as pallet_diem_staking;
use crate::StakingParameters;
use diem_primitives::{Balance, Capacity, Diem, EpochIndex, Moment, PLANCK_PER_UNIT};
use diem_test_support::DatabaseCost;
use frame_support::{
    derive_impl, parameter_types,
    traits::{ConstU128, ConstU32, Hooks, VariantCountOf},
};
use frame_system::EnsureRoot;
use sp_runtime::BuildStorage;

pub type AccountId = u64;
pub const VVV: Balance = PLANCK_PER_UNIT;
pub const DIEM: u128 = PLANCK_PER_UNIT;
pub const MINUTE: Moment = 60_000;
/// Of how many epochs a record is kept, where a test does not say otherwise.
const RECORDS: u32 = 50;

frame_support::construct_runtime!(
    pub enum Test {
        System: frame_system,
        Timestamp: pallet_timestamp,
        Balances: pallet_balances,
        Staking: pallet_diem_staking,
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
    /// The most that a whole DIEM may earn in epochs that open from now on.
    pub storage MostPerDiem: Balance = 2 * VVV;
    /// Of how many epochs a record is kept.
    pub static HistoryDepth: u32 = RECORDS;
}

impl Capacity for Pledged {
    fn pledged(_: EpochIndex) -> Diem {
        Self::get()
    }

    fn max_value_per_diem() -> Balance {
        MostPerDiem::get()
    }
}

impl pallet_diem_staking::Config for Test {
    type Currency = Balances;
    type RuntimeHoldReason = RuntimeHoldReason;
    type Clock = Timestamp;
    type Capacity = Pledged;
    type ManageOrigin = EnsureRoot<AccountId>;
    type MaxUnlockingChunks = ConstU32<4>;
    type HistoryDepth = HistoryDepth;
    type WeightInfo = crate::weights::SubstrateWeight<Test>;
}

/// A genesis with `stakes`, in which accounts 1 to 8 have 1,000,000 VVV each, still without its first block.
pub fn genesis(
    stakes: &[(AccountId, Balance)],
    parameters: StakingParameters<AccountId>,
) -> sp_io::TestExternalities {
    HistoryDepth::set(RECORDS);
    let balances = (1..9).map(|who| (who, 1_000_000 * VVV)).collect();
    let storage = RuntimeGenesisConfig {
        balances: pallet_balances::GenesisConfig { balances, ..Default::default() },
        staking: crate::GenesisConfig { duration_ms: MINUTE, parameters, stakes: stakes.to_vec() },
        ..Default::default()
    };
    storage.build_storage().unwrap().into()
}

/// Run `test` in block 1 of a chain with `stakes`, and check the pallet's state after it.
pub fn with_stakes(stakes: &[(AccountId, Balance)], test: impl FnOnce()) {
    genesis(stakes, StakingParameters::default()).execute_with(|| {
        next_block(1_000_000 * MINUTE + 2_000);
        test();
        Staking::do_try_state().unwrap();
    });
}

/// Go on to the next block, whose own time is `time`: the hook still sees the time of the block before it.
pub fn next_block(time: Moment) {
    let block = System::block_number() + 1;
    System::set_block_number(block);
    Staking::on_initialize(block);
    Timestamp::set_timestamp(time);
}
