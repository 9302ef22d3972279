//! # A chain in process
//!
//! The real runtime, run as a node runs it, without a node: blocks are built from signed extrinsics through `Executive`,
//! and each is then executed once more, as every other node would, before it counts.
//!
//! - [`Chain`] begins from a preset and makes blocks, its own clock in hand.
//! - [`BlockBuilder`] is one block being made: extrinsics are signed, applied and answered with [`Applied`].
//! - [`genesis`] reads presets and changes them, so that tests can begin with something else.
//! - [`calls`] shortens the calls that many tests make.
//! - [`council`] passes motions, and has what they enact dispatched as Root.
//! - [`access`] counts what is read and written.
//! - [`side_by_side`] has the economy's calls made on the runtime and on a model of it at once, and compares both.
//! - [`invariants`] checks the whole state; it is called after each block.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test that can't go on has to stop where it stands, and passes over the events of others"
)]

pub mod access;
mod applied;
mod block;
pub mod calls;
mod chain;
mod code;
pub mod council;
mod epochs;
pub mod genesis;
pub mod invariants;
pub mod side_by_side;
mod sign;

pub use applied::Applied;
pub use block::BlockBuilder;
pub use chain::Chain;
pub use sign::{sign, Domain, Signed};
pub use sp_keyring::Sr25519Keyring as Account;

/// The account of a well-known key.
pub fn id(who: Account) -> diem_runtime::AccountId {
    who.to_account_id()
}
