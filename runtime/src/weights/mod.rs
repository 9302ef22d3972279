//! Weights of FRAME's pallets in this runtime, of an empty block and of an extrinsic around its call. `scripts/weights` generates them.
//!
//! Those of our own pallets are in each pallet's `weights.rs`.

pub mod block_weights;
pub mod blocks;
pub mod extrinsic_weights;
pub mod frame_system;
pub mod frame_system_extensions;
pub mod pallet_balances;
pub mod pallet_collective;
pub mod pallet_multisig;
pub mod pallet_preimage;
pub mod pallet_proxy;
pub mod pallet_scheduler;
pub mod pallet_sudo;
pub mod pallet_timestamp;
pub mod pallet_transaction_payment;
pub mod pallet_utility;
pub mod pallet_whitelist;
