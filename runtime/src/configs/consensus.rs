//! Who produces blocks and who finalises them: a set that governance keeps, with Aura and GRANDPA.

use crate::{
    configs::governance::RootOnly,
    constants::{storage_deposit, MAX_VALIDATORS, MINUTES, SLOT_DURATION},
    AccountId, Aura, Balance, Balances, BlockNumber, Runtime, RuntimeEvent, Session, SessionKeys, Validators,
};
use frame_support::{
    parameter_types,
    traits::{ConstBool, ConstU32, ConstU64},
};
use pallet_session::{FindAccountFromAuthorIndex, PeriodicSessions};
pub use sp_consensus_aura::sr25519::AuthorityId as AuraId;
use sp_core::Void;
use sp_runtime::traits::{ConvertInto, OpaqueKeys};

/// Ten minutes: a validator that governance adds or removes changes over in ten to twenty. The first block of a session has
/// no room for ordinary extrinsics, as the session pallet takes it whole: one of 300.
const SESSION_BLOCKS: BlockNumber = 10 * MINUTES;

/// The bytes of a validator's session keys: the public keys of Aura and of GRANDPA.
const SESSION_KEYS_BYTES: u32 = 32 + 32;

parameter_types! {
    /// The keys of an account, and for each of the two whose it is, with its four bytes of type.
    pub const KeyDeposit: Balance = storage_deposit(3, 32 + SESSION_KEYS_BYTES + 2 * (4 + 32 + 32));
}

impl pallet_aura::Config for Runtime {
    type AuthorityId = AuraId;
    type MaxAuthorities = ConstU32<MAX_VALIDATORS>;
    type DisabledValidators = Session;
    type AllowMultipleBlocksPerSlot = ConstBool<false>;
    type SlotDuration = ConstU64<SLOT_DURATION>;
}

impl pallet_grandpa::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type MaxAuthorities = ConstU32<MAX_VALIDATORS>;
    // Nobody nominates validators: they are chosen by governance.
    type MaxNominators = ConstU32<0>;
    // Past sets are kept to judge equivocations that are reported late. None are: a validator has no stake to slash, so
    // one that equivocates is removed by governance, on the evidence that every node logs.
    type MaxSetIdSessionEntries = ConstU64<0>;
    type KeyOwnerProof = Void;
    type EquivocationReportSystem = ();
    // The pallet has no type with measured weights.
    type WeightInfo = ();
}

impl pallet_authorship::Config for Runtime {
    // Aura finds the index of the author in the running set, and the session knows the account.
    type FindAuthor = FindAccountFromAuthorIndex<Self, Aura>;
    // Fees find their way to the author when they are paid: nothing is due for a block as such.
    type EventHandler = ();
}

impl pallet_diem_validators::Config for Runtime {
    type ManageOrigin = RootOnly;
    type Session = Session;
    type MaxValidators = ConstU32<MAX_VALIDATORS>;
    type WeightInfo = pallet_diem_validators::weights::SubstrateWeight<Runtime>;
}

impl pallet_session::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type ValidatorId = AccountId;
    // An account validates in its own name. It may set its keys before governance decides on it.
    type ValidatorIdOf = ConvertInto;
    type ShouldEndSession = PeriodicSessions<ConstU32<SESSION_BLOCKS>, ConstU32<0>>;
    type NextSessionRotation = PeriodicSessions<ConstU32<SESSION_BLOCKS>, ConstU32<0>>;
    type SessionManager = Validators;
    type SessionHandler = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
    type Keys = SessionKeys;
    // No offence is reported on chain, so nobody is ever disabled within a session.
    type DisablingStrategy = ();
    type WeightInfo = pallet_session::weights::SubstrateWeight<Runtime>;
    type Currency = Balances;
    type KeyDeposit = KeyDeposit;
}
