//! # A plain solochain
//!
//! What this chain would be without metering: the pallets that every solochain of this SDK has, and nothing else. Transfers on it are
//! what transfers on ours are compared with.
//!
//! The two differ in their pallets alone. Block time, block weights and length, database weights, the existential deposit and the
//! transaction extensions are the same, and the pallets that both have are at the same indices, so that an extrinsic is
//! encoded alike on both; `tests/alike.rs` compares them. Weights are those of our chain. As in the SDK's template, fees are burnt and validators
//! never change.
//!
//! The node of our chain runs it: a node takes its runtime from the genesis, and the `diem-plain` command writes one.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod apis;
pub mod configs;
pub mod weights;

#[cfg(feature = "std")]
include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));

use alloc::vec::Vec;
use sp_runtime::{
    generic, impl_opaque_keys,
    traits::{BlakeTwo256, IdentifyAccount, Verify},
    MultiAddress, MultiSignature,
};
use sp_version::RuntimeVersion;

/// The length of a slot in milliseconds, in each of which there is at most one block.
pub const SLOT_DURATION: u64 = 2_000;
/// One unit of the currency in planck.
pub const UNIT: Balance = 1_000_000_000_000_000_000;
/// The least balance of an account, in planck.
pub const EXISTENTIAL_DEPOSIT: Balance = UNIT / 1_000;

impl_opaque_keys! {
    /// What a validator signs with.
    pub struct SessionKeys {
        /// Produces blocks.
        pub aura: Aura,
        /// Finalises blocks.
        pub grandpa: Grandpa,
    }
}

/// The version of the runtime.
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
    spec_name: alloc::borrow::Cow::Borrowed("diem-plain"),
    impl_name: alloc::borrow::Cow::Borrowed("diem-plain"),
    authoring_version: 1,
    spec_version: 1,
    impl_version: 1,
    apis: apis::RUNTIME_API_VERSIONS,
    transaction_version: 1,
    system_version: 1,
};

/// A signature of any of the kinds that accounts use.
pub type Signature = MultiSignature;
/// An account.
pub type AccountId = <<Signature as Verify>::Signer as IdentifyAccount>::AccountId;
/// How an extrinsic names an account.
pub type Address = MultiAddress<AccountId, ()>;
/// An amount in planck.
pub type Balance = u128;
/// How many extrinsics an account has signed.
pub type Nonce = u32;
/// A hash of the state, a block or an extrinsic.
pub type Hash = sp_core::H256;
/// The height of a block.
pub type BlockNumber = u32;
/// The header of a block.
pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
/// A block.
pub type Block = generic::Block<Header, UncheckedExtrinsic>;

/// What a signed extrinsic carries beside its call.
pub type TxExtension = (
    frame_system::AuthorizeCall<Runtime>,
    frame_system::CheckNonZeroSender<Runtime>,
    frame_system::CheckSpecVersion<Runtime>,
    frame_system::CheckTxVersion<Runtime>,
    frame_system::CheckGenesis<Runtime>,
    frame_system::CheckMortality<Runtime>,
    frame_system::CheckNonce<Runtime>,
    frame_system::CheckWeight<Runtime>,
    pallet_transaction_payment::ChargeTransactionPayment<Runtime>,
    frame_metadata_hash_extension::CheckMetadataHash<Runtime>,
    frame_system::WeightReclaim<Runtime>,
);

/// An extrinsic whose signature is not checked yet.
pub type UncheckedExtrinsic = generic::UncheckedExtrinsic<Address, RuntimeCall, Signature, TxExtension>;

/// Runs blocks through the pallets.
pub type Executive = frame_executive::Executive<
    Runtime,
    Block,
    frame_system::ChainContext<Runtime>,
    Runtime,
    AllPalletsWithSystem,
>;

/// The pallets, at the indices that they have on our chain.
#[frame_support::runtime]
mod runtime {
    #[runtime::runtime]
    #[runtime::derive(
        RuntimeCall,
        RuntimeEvent,
        RuntimeError,
        RuntimeOrigin,
        RuntimeFreezeReason,
        RuntimeHoldReason,
        RuntimeSlashReason,
        RuntimeLockId,
        RuntimeTask,
        RuntimeViewFunction
    )]
    pub struct Runtime;

    #[runtime::pallet_index(0)]
    pub type System = frame_system;
    #[runtime::pallet_index(1)]
    pub type Timestamp = pallet_timestamp;
    #[runtime::pallet_index(10)]
    pub type Balances = pallet_balances;
    #[runtime::pallet_index(11)]
    pub type TransactionPayment = pallet_transaction_payment;
    #[runtime::pallet_index(21)]
    pub type Aura = pallet_aura;
    #[runtime::pallet_index(22)]
    pub type Grandpa = pallet_grandpa;
    #[runtime::pallet_index(59)]
    pub type Sudo = pallet_sudo;
}
