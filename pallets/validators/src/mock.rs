//! A chain of the system, balances, session and validators pallets.
#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    reason = "a mock that can't be set up fails the test"
)]

use crate as pallet_diem_validators;
use crate::{Event, Pallet};
use frame_support::{
    derive_impl,
    traits::{ConstU128, ConstU32, ConstU64, Hooks, VariantCountOf},
};
use frame_system::EnsureRoot;
use pallet_session::{PeriodicSessions, SessionManager, TestSessionHandler};
use sp_runtime::{testing::UintAuthorityId, traits::ConvertInto, BuildStorage};
use sp_staking::SessionIndex;

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
    pub type Validators = pallet_diem_validators;
    #[runtime::pallet_index(3)]
    pub type Session = pallet_session;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = frame_system::mocking::MockBlock<Test>;
    type AccountData = pallet_balances::AccountData<u128>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
    type AccountStore = System;
    type Balance = u128;
    type ExistentialDeposit = ConstU128<1>;
    type RuntimeHoldReason = RuntimeHoldReason;
    type MaxFreezes = VariantCountOf<RuntimeFreezeReason>;
}

impl pallet_session::Config for Test {
    type RuntimeEvent = RuntimeEvent;
    type ValidatorId = AccountId;
    type ValidatorIdOf = ConvertInto;
    type ShouldEndSession = PeriodicSessions<ConstU64<10>, ConstU64<0>>;
    type NextSessionRotation = PeriodicSessions<ConstU64<10>, ConstU64<0>>;
    type SessionManager = UnlessDefault;
    type SessionHandler = TestSessionHandler;
    type Keys = UintAuthorityId;
    type DisablingStrategy = ();
    type WeightInfo = ();
    type Currency = Balances;
    type KeyDeposit = ConstU128<10>;
}

impl pallet_diem_validators::Config for Test {
    type ManageOrigin = EnsureRoot<AccountId>;
    type Session = Session;
    type MaxValidators = ConstU32<4>;
    type WeightInfo = ();
}

/// The runtime macro makes a test that builds the default genesis, which the pallet refuses: nobody is in the set.
pub struct UnlessDefault;

impl SessionManager<AccountId> for UnlessDefault {
    fn new_session(index: SessionIndex) -> Option<Vec<AccountId>> {
        Validators::new_session(index)
    }
    fn new_session_genesis(index: SessionIndex) -> Option<Vec<AccountId>> {
        let default = pallet_diem_validators::Validators::<Test>::get().is_empty();
        (!default).then(|| Validators::new_session_genesis(index)).flatten()
    }
    fn start_session(_: SessionIndex) {}
    fn end_session(_: SessionIndex) {}
}

/// A genesis with `validators`, all with keys.
pub fn genesis(validators: &[AccountId]) -> sp_io::TestExternalities {
    genesis_with_keys(validators, validators)
}

/// A genesis with `validators`, in which `with_keys` have session keys.
pub fn genesis_with_keys(validators: &[AccountId], with_keys: &[AccountId]) -> sp_io::TestExternalities {
    let storage = RuntimeGenesisConfig {
        balances: pallet_balances::GenesisConfig {
            balances: (1..10).map(|who| (who, 1_000)).collect(),
            ..Default::default()
        },
        validators: pallet_diem_validators::GenesisConfig { validators: validators.to_vec() },
        session: pallet_session::GenesisConfig {
            keys: with_keys.iter().map(|who| (*who, *who, UintAuthorityId(*who))).collect(),
            ..Default::default()
        },
        ..Default::default()
    };
    let mut ext: sp_io::TestExternalities = storage.build_storage().unwrap().into();
    ext.execute_with(|| System::set_block_number(1));
    ext
}

/// Run `test` on a chain with `validators`, and check the pallet's state after it.
pub fn with_validators(validators: &[AccountId], test: impl FnOnce()) {
    genesis(validators).execute_with(|| {
        test();
        Pallet::<Test>::do_try_state().unwrap();
    });
}

/// Go on to the first block of the next session.
pub fn next_session() {
    let block = (System::block_number() / 10 + 1) * 10;
    System::set_block_number(block);
    Session::on_initialize(block);
}

/// The events of the pallet since the last time.
pub fn events() -> Vec<Event<Test>> {
    let events = System::read_events_for_pallet::<Event<Test>>();
    System::reset_events();
    events
}
