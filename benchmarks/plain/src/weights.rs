//! Weights, those of our chain: what the two have in common is charged for alike.

#[path = "../../../runtime/src/weights/block_weights.rs"]
pub mod block_weights;
#[path = "../../../runtime/src/weights/blocks.rs"]
pub mod blocks;
#[path = "../../../runtime/src/weights/extrinsic_weights.rs"]
pub mod extrinsic_weights;
#[path = "../../../runtime/src/weights/frame_system.rs"]
pub mod frame_system;
#[path = "../../../runtime/src/weights/frame_system_extensions.rs"]
pub mod frame_system_extensions;
#[path = "../../../runtime/src/weights/pallet_balances.rs"]
pub mod pallet_balances;
#[path = "../../../runtime/src/weights/pallet_sudo.rs"]
pub mod pallet_sudo;
#[path = "../../../runtime/src/weights/pallet_timestamp.rs"]
pub mod pallet_timestamp;
#[path = "../../../runtime/src/weights/pallet_transaction_payment.rs"]
pub mod pallet_transaction_payment;
