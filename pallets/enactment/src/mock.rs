//! A chain of FRAME's governance pallets and this one, with a council of five: the accounts 1 to 5.
#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    reason = "a mock that can't be set up fails the test"
)]

use crate as pallet_diem_enactment;
use crate::{EnactmentParameters, Pallet};
use diem_test_support::DatabaseCost;
use frame_support::{
    derive_impl,
    instances::Instance1,
    parameter_types,
    traits::{ConstU32, EqualPrivilegeOnly, Hooks},
    weights::Weight,
};
use frame_system::EnsureRoot;
use pallet_collective::{EnsureProportionAtLeast, EnsureProportionMoreThan};
use sp_runtime::BuildStorage;

pub type AccountId = u64;

#[frame_support::runtime]
mod runtime {
    #[runtime::runtime]
    #[runtime::derive(
        RuntimeCall,
        RuntimeEvent,
        RuntimeError,
        RuntimeOrigin,
        RuntimeHoldReason,
        RuntimeFreezeReason,
        RuntimeTask
    )]
    pub struct Test;

    #[runtime::pallet_index(0)]
    pub type System = frame_system;
    #[runtime::pallet_index(1)]
    pub type Balances = pallet_balances;
    #[runtime::pallet_index(2)]
    pub type Council = pallet_collective<Instance1>;
    #[runtime::pallet_index(3)]
    pub type Whitelist = pallet_whitelist;
    #[runtime::pallet_index(4)]
    pub type Preimage = pallet_preimage;
    #[runtime::pallet_index(5)]
    pub type Scheduler = pallet_scheduler;
    #[runtime::pallet_index(6)]
    pub type Enactment = pallet_diem_enactment;
}

parameter_types! {
    /// What the scheduler may take of a block.
    pub const AgendaWeight: Weight = Weight::from_parts(500_000_000_000, u64::MAX);
    /// What one scheduled call may take.
    pub const MaxWeight: Weight = Weight::from_parts(400_000_000_000, u64::MAX / 2);
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = frame_system::mocking::MockBlockU32<Test>;
    type AccountData = pallet_balances::AccountData<u64>;
    type DbWeight = DatabaseCost;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
    type AccountStore = System;
}

impl pallet_collective::Config<Instance1> for Test {
    type RuntimeOrigin = RuntimeOrigin;
    type Proposal = RuntimeCall;
    type RuntimeEvent = RuntimeEvent;
    type MotionDuration = ConstU32<100>;
    type MaxProposals = ConstU32<10>;
    type MaxMembers = ConstU32<10>;
    type DefaultVote = pallet_collective::PrimeDefaultVote;
    type WeightInfo = ();
    type SetMembersOrigin = EnsureRoot<AccountId>;
    type MaxProposalWeight = AgendaWeight;
    type DisapproveOrigin = EnsureRoot<AccountId>;
    type KillOrigin = EnsureRoot<AccountId>;
    type Consideration = ();
}

impl pallet_whitelist::Config for Test {
    type RuntimeEvent = RuntimeEvent;
    type RuntimeCall = RuntimeCall;
    type WhitelistOrigin = EnsureProportionAtLeast<AccountId, Instance1, 3, 5>;
    type DispatchWhitelistedOrigin = EnsureRoot<AccountId>;
    type Preimages = Preimage;
    type DeferredDispatchExpiration = ConstU32<0>;
    type BlockNumberProvider = System;
    type WeightInfo = ();
}

impl pallet_preimage::Config for Test {
    type RuntimeEvent = RuntimeEvent;
    type WeightInfo = ();
    type Currency = Balances;
    type ManagerOrigin = EnsureRoot<AccountId>;
    type Consideration = ();
}

impl pallet_scheduler::Config for Test {
    type RuntimeEvent = RuntimeEvent;
    type RuntimeOrigin = RuntimeOrigin;
    type PalletsOrigin = OriginCaller;
    type RuntimeCall = RuntimeCall;
    type MaximumWeight = AgendaWeight;
    type ScheduleOrigin = EnsureRoot<AccountId>;
    type OriginPrivilegeCmp = EqualPrivilegeOnly;
    type MaxScheduledPerBlock = ConstU32<2>;
    type WeightInfo = ();
    type Preimages = Preimage;
    type BlockNumberProvider = System;
}

impl pallet_diem_enactment::Config for Test {
    type EnactOrigin = EnsureProportionAtLeast<AccountId, Instance1, 3, 5>;
    type FastOrigin = EnsureProportionAtLeast<AccountId, Instance1, 4, 5>;
    type CancelOrigin = EnsureProportionMoreThan<AccountId, Instance1, 2, 5>;
    type ManageOrigin = EnsureRoot<AccountId>;
    type Scheduler = Scheduler;
    type MaxWeight = MaxWeight;
    type MaxDelay = ConstU32<100_000>;
    type WeightInfo = ();
}

/// The delays that the mock begins with.
pub const DELAYS: EnactmentParameters<u32> = EnactmentParameters { min_delay: 20, fast_delay: 5 };

/// The state at the beginning of block 1.
pub fn genesis() -> sp_io::TestExternalities {
    genesis_with_delays(DELAYS)
}

/// The state at the beginning of block 1, with other delays.
pub fn genesis_with_delays(parameters: EnactmentParameters<u32>) -> sp_io::TestExternalities {
    let storage = RuntimeGenesisConfig {
        council: pallet_collective::GenesisConfig { members: (1..=5).collect(), ..Default::default() },
        enactment: pallet_diem_enactment::GenesisConfig { parameters },
        ..Default::default()
    };
    let mut ext: sp_io::TestExternalities = storage.build_storage().unwrap().into();
    ext.execute_with(|| System::set_block_number(1));
    ext
}

/// Run `test`, and check the state after it.
pub fn with_council(test: impl FnOnce()) {
    genesis().execute_with(|| {
        test();
        Pallet::<Test>::do_try_state().unwrap();
    });
}

/// Go on to the beginning of a later block, and give the events of that block.
pub fn advance_to(block: u32) -> Vec<RuntimeEvent> {
    for number in System::block_number() + 1..=block {
        System::reset_events();
        System::set_block_number(number);
        Scheduler::on_initialize(number);
    }
    events()
}

/// The events since the last time.
pub fn events() -> Vec<RuntimeEvent> {
    let events = System::events().into_iter().map(|record| record.event).collect();
    System::reset_events();
    events
}
