//! The chains that can be started.
//!
//! - `development`: one validator, epochs of a minute.
//! - `local_testnet`: four validators, epochs of a minute.
//! - `test`: one validator, epochs of six seconds.
//!
//! In each of them everybody knows the keys: every well-known account has 1,000,000 VVV, Dave has 10,000 of his at stake, and
//! Charlie and Ferdie serve three models, so that the first epoch has capacity and someone to spend it. Alice, Bob, Charlie, Dave
//! and Eve are the council, and wait ten blocks for what they enact, or three; Alice has sudo besides.
//!
//! A production chain is no preset: [`production`] makes its genesis from a file, and there is none without.

mod accounts;
mod chain;
mod economy;
#[cfg(feature = "std")]
mod production;

#[cfg(feature = "std")]
pub use production::{
    production, Endowment, Planck, ProductionGenesis, ProductionGenesisError, ProductionValidator,
};

use alloc::vec::Vec;
use chain::Chain;
use diem_primitives::Moment;
use serde_json::Value;
use sp_genesis_builder::{PresetId, DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use sp_keyring::Sr25519Keyring as Account;

/// The preset of tests, in which an epoch lasts three blocks.
pub const TEST_RUNTIME_PRESET: &str = "test";

/// The epochs of a chain that a person watches, in milliseconds.
const MINUTE: Moment = 60_000;
/// The epochs of tests, in milliseconds: three blocks.
const SIX_SECONDS: Moment = 6_000;

/// One validator, Alice.
fn development() -> Value {
    Chain::of_well_known_accounts(&[Account::Alice], MINUTE).genesis()
}

/// Four validators: Alice, Bob, Charlie and Dave.
fn local_testnet() -> Value {
    let validators = [Account::Alice, Account::Bob, Account::Charlie, Account::Dave];
    Chain::of_well_known_accounts(&validators, MINUTE).genesis()
}

/// As `development`, with epochs of six seconds.
fn test() -> Value {
    Chain::of_well_known_accounts(&[Account::Alice], SIX_SECONDS).genesis()
}

/// The genesis of a preset, as what it changes in the default one.
pub fn get_preset(id: &PresetId) -> Option<Vec<u8>> {
    let patch = match id.as_str() {
        DEV_RUNTIME_PRESET => development(),
        LOCAL_TESTNET_RUNTIME_PRESET => local_testnet(),
        TEST_RUNTIME_PRESET => test(),
        _ => return None,
    };
    Some(alloc::format!("{patch}").into_bytes())
}

/// The presets that there are.
pub fn preset_names() -> Vec<PresetId> {
    [DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET, TEST_RUNTIME_PRESET].map(PresetId::from).to_vec()
}
