//! Blocks: their weight, their length, and the accounts in them.

use crate::{
    constants::SS58_PREFIX, weights, AccountId, Block, Hash, Nonce, PalletInfo, Runtime, RuntimeCall,
    RuntimeEvent, RuntimeOrigin, RuntimeTask, VERSION,
};
use frame_support::{
    dispatch::DispatchClass,
    parameter_types,
    traits::{ConstU16, ConstU32, Everything},
    weights::{
        constants::{ParityDbWeight, WEIGHT_REF_TIME_PER_SECOND},
        Weight,
    },
};
use frame_system::limits::{BlockLength, BlockWeights};
use sp_runtime::{
    traits::{AccountIdLookup, BlakeTwo256},
    Perbill,
};
use sp_version::RuntimeVersion;

/// What ordinary extrinsics may take of a block. The rest is kept for operational ones, so that the chain can be repaired
/// while it is full.
const NORMAL_RATIO: Perbill = Perbill::from_percent(75);

/// The computation of a block: one second of the two between blocks, so that the other validators have the other one to
/// receive it, run it and vote.
///
/// The size of proofs is unlimited: nobody but full nodes, which have the state, checks a block of a solochain.
const MAX_BLOCK_WEIGHT: Weight = Weight::from_parts(WEIGHT_REF_TIME_PER_SECOND, u64::MAX);

/// The bytes of a block: what a link of 40 Mbit/s carries in a second.
const MAX_BLOCK_LENGTH: u32 = 5 * 1024 * 1024;

parameter_types! {
    pub const Version: RuntimeVersion = VERSION;
    pub RuntimeBlockWeights: BlockWeights = weights::blocks::limits(MAX_BLOCK_WEIGHT, NORMAL_RATIO);
    pub RuntimeBlockLength: BlockLength = BlockLength::builder()
        .max_length(MAX_BLOCK_LENGTH)
        .modify_max_length_for_class(DispatchClass::Normal, |max| {
            *max = NORMAL_RATIO.mul_floor(MAX_BLOCK_LENGTH);
        })
        .build();
}

impl frame_system::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type RuntimeOrigin = RuntimeOrigin;
    type RuntimeCall = RuntimeCall;
    type RuntimeTask = RuntimeTask;
    type PalletInfo = PalletInfo;
    type Block = Block;
    type Nonce = Nonce;
    type Hash = Hash;
    type Hashing = BlakeTwo256;
    type AccountId = AccountId;
    type AccountData = pallet_balances::AccountData<crate::Balance>;
    // There are no short indices of accounts: an address is the account.
    type Lookup = AccountIdLookup<AccountId, ()>;
    // Every call is open to those whom its origin check admits.
    type BaseCallFilter = Everything;
    type BlockWeights = RuntimeBlockWeights;
    type BlockLength = RuntimeBlockLength;
    // The longest life that a mortal extrinsic can have, 4096 blocks, fits into what is remembered.
    type BlockHashCount = ConstU32<4096>;
    type DbWeight = ParityDbWeight;
    type Version = Version;
    // No pallet keeps anything for accounts that have no balance.
    type OnNewAccount = ();
    type OnKilledAccount = ();
    type SystemWeightInfo = weights::frame_system::WeightInfo<Runtime>;
    type ExtensionsWeightInfo = weights::frame_system_extensions::WeightInfo<Runtime>;
    type SS58Prefix = ConstU16<SS58_PREFIX>;
    // `()` stores the new code, which is all that a solochain has to do.
    type OnSetCode = ();
    // An account takes part in few of: session keys, balances on hold, multisigs, proxies.
    type MaxConsumers = ConstU32<16>;
    // The chain begins with this version: there is nothing to migrate from.
    type SingleBlockMigrations = ();
    type MultiBlockMigrator = ();
    // No work is bound to a point between inherents and transactions.
    type PreInherents = ();
    type PostInherents = ();
    type PostTransactions = ();
}

impl pallet_timestamp::Config for Runtime {
    type Moment = u64;
    // Aura checks that the time and the slot of a block agree.
    type OnTimestampSet = crate::Aura;
    // Half a slot, as Aura demands.
    type MinimumPeriod = frame_support::traits::ConstU64<{ crate::SLOT_DURATION / 2 }>;
    type WeightInfo = weights::pallet_timestamp::WeightInfo<Runtime>;
}
