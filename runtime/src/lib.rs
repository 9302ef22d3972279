//! # The runtime
//!
//! The pallets of the chain composed: staked VVV becomes a quota of DIEM each epoch, and inference receipts spend it.
//!
//! - [`configs`]: how each pallet is set up, one file per concern.
//! - [`apis`]: what the node and clients may ask the runtime.
//! - [`genesis_config_presets`]: the chains that can be started.
//! - [`constants`]: money and time.
//! - [`weights`]: what blocks, extrinsics and the calls of FRAME's pallets weigh.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod apis;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarks;
pub mod configs;
pub mod constants;
pub mod genesis_config_presets;
pub mod weights;

#[cfg(feature = "std")]
include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));

pub use configs::proxy_type::ProxyType;
pub use constants::{EXISTENTIAL_DEPOSIT, SLOT_DURATION, SS58_PREFIX, VVV};

use alloc::vec::Vec;
use sp_runtime::{
    generic, impl_opaque_keys,
    traits::{BlakeTwo256, IdentifyAccount, Verify},
    MultiAddress, MultiSignature,
};
use sp_version::RuntimeVersion;

/// Blocks as the node sees them: extrinsics are bytes, so that they survive an upgrade of the runtime.
pub mod opaque {
    use super::{generic, BlakeTwo256, BlockNumber};

    pub use sp_runtime::OpaqueExtrinsic as UncheckedExtrinsic;

    /// The header of a block.
    pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
    /// A block.
    pub type Block = generic::Block<Header, UncheckedExtrinsic>;
    /// A block's number or hash.
    pub type BlockId = generic::BlockId<Block>;
}

impl_opaque_keys! {
    /// What a validator signs with.
    pub struct SessionKeys {
        /// Produces blocks.
        pub aura: Aura,
        /// Finalises blocks.
        pub grandpa: Grandpa,
    }
}

/// The version of the runtime. `spec_version` goes up with every change that is enacted, `transaction_version` with
/// every change to what a signed extrinsic means.
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
    spec_name: alloc::borrow::Cow::Borrowed("diem"),
    impl_name: alloc::borrow::Cow::Borrowed("diem-node"),
    authoring_version: 1,
    spec_version: 1,
    impl_version: 1,
    apis: apis::RUNTIME_API_VERSIONS,
    transaction_version: 1,
    system_version: 1,
};

/// A signature of any of the kinds that accounts use: sr25519, ed25519, ecdsa.
pub type Signature = MultiSignature;
/// An account.
pub type AccountId = <<Signature as Verify>::Signer as IdentifyAccount>::AccountId;
/// How an extrinsic names an account.
pub type Address = MultiAddress<AccountId, ()>;
/// An amount of VVV in planck, 10⁻¹⁸ of one.
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
/// A block with its justifications.
pub type SignedBlock = generic::SignedBlock<Block>;

/// What a signed extrinsic carries beside its call, checked in this order.
///
/// The fee is charged when all that could refuse the extrinsic for free has passed, and weight that was not used is
/// given back last.
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
/// What the signature of an extrinsic covers.
pub type SignedPayload = generic::SignedPayload<RuntimeCall, TxExtension>;

/// Runs blocks through the pallets.
pub type Executive = frame_executive::Executive<
    Runtime,
    Block,
    frame_system::ChainContext<Runtime>,
    Runtime,
    AllPalletsWithSystem,
>;

/// The pallets, in the order in which their genesis is built and their hooks run.
///
/// Indices are part of every encoded call: a pallet keeps its own for ever. Tens are concerns, with room in each.
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

    // Money comes before whatever holds it.
    #[runtime::pallet_index(10)]
    pub type Balances = pallet_balances;
    #[runtime::pallet_index(11)]
    pub type TransactionPayment = pallet_transaction_payment;

    // Consensus. The genesis of the session asks for the validators, and hands the first keys to Aura and GRANDPA.
    #[runtime::pallet_index(20)]
    pub type Authorship = pallet_authorship;
    #[runtime::pallet_index(21)]
    pub type Aura = pallet_aura;
    #[runtime::pallet_index(22)]
    pub type Grandpa = pallet_grandpa;
    #[runtime::pallet_index(23)]
    pub type Validators = pallet_diem_validators;
    #[runtime::pallet_index(24)]
    pub type Session = pallet_session;

    // Ways to call: many at once, by many, for another.
    #[runtime::pallet_index(30)]
    pub type Utility = pallet_utility;
    #[runtime::pallet_index(31)]
    pub type Multisig = pallet_multisig;
    #[runtime::pallet_index(32)]
    pub type Proxy = pallet_proxy;

    // The economy.
    #[runtime::pallet_index(40)]
    pub type VvvStaking = pallet_diem_staking;
    #[runtime::pallet_index(41)]
    pub type Metering = pallet_diem_metering;
    #[runtime::pallet_index(42)]
    pub type Market = pallet_diem_market;

    // Governance: the council's way to Root.
    #[runtime::pallet_index(50)]
    pub type Council = pallet_collective<Instance1>;
    #[runtime::pallet_index(51)]
    pub type Whitelist = pallet_whitelist;
    #[runtime::pallet_index(52)]
    pub type Preimage = pallet_preimage;
    #[runtime::pallet_index(53)]
    pub type Scheduler = pallet_scheduler;
    #[runtime::pallet_index(54)]
    pub type Enactment = pallet_diem_enactment;

    // On chains for development alone, a key is Root.
    #[runtime::pallet_index(59)]
    pub type Sudo = pallet_sudo;
}
