//! The chains that can be started.
//!
//! - `development`: one validator, epochs of a minute.
//! - `local_testnet`: four validators, epochs of a minute.
//! - `test`: one validator, epochs of six seconds.
//!
//! A production chain is no preset: [`production`] makes its genesis from a file, and there is none without.

mod accounts;
mod chain;
#[cfg(feature = "std")]
mod production;

#[cfg(feature = "std")]
pub use production::{
    production, Endowment, Planck, ProductionGenesis, ProductionGenesisError, ProductionValidator,
};

use accounts::Validator;
use alloc::{vec, vec::Vec};
use chain::Chain;
use serde_json::Value;
use sp_genesis_builder::{PresetId, DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use sp_keyring::Sr25519Keyring as Account;

/// The preset of tests, in which an epoch lasts three blocks.
pub const TEST_RUNTIME_PRESET: &str = "test";

/// One validator, Alice.
fn development() -> Value {
    Chain::of_well_known_accounts(vec![Validator::well_known(Account::Alice)]).genesis()
}

/// Four validators: Alice, Bob, Charlie and Dave.
fn local_testnet() -> Value {
    let validators = [Account::Alice, Account::Bob, Account::Charlie, Account::Dave];
    Chain::of_well_known_accounts(validators.map(Validator::well_known).to_vec()).genesis()
}

/// As `development`, with epochs of six seconds.
fn test() -> Value {
    Chain::of_well_known_accounts(vec![Validator::well_known(Account::Alice)]).genesis()
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
