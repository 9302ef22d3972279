//! Writes the chain spec of the plain chain, for a node's `--chain`.

use clap::Parser;
use diem_plain::{
    AuraConfig, Balance, BalancesConfig, GrandpaConfig, RuntimeGenesisConfig, SudoConfig, UNIT, WASM_BINARY,
};
use frame_support::build_struct_json_patch;
use sc_service::{ChainType, GenericChainSpec};
use serde_json::Value;
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};
use std::{fs, path::PathBuf, process::ExitCode};

/// What each well-known account has.
const WELL_KNOWN_BALANCE: Balance = 1_000_000 * UNIT;

/// Write the chain spec of the plain chain: one validator, Alice, who has sudo, and 1,000,000 units for each well-known account.
#[derive(Debug, Parser)]
struct Arguments {
    /// The file to write.
    out: PathBuf,
}

fn main() -> ExitCode {
    let Arguments { out } = Arguments::parse();
    let written = chain_spec()
        .and_then(|spec| spec.as_json(false))
        .and_then(|spec| fs::write(&out, spec).map_err(|error| format!("`{}`: {error}", out.display())));
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn chain_spec() -> Result<GenericChainSpec, String> {
    let code = WASM_BINARY.ok_or("this was built without its runtime: build it without SKIP_WASM_BUILD")?;
    Ok(GenericChainSpec::builder(code, None)
        .with_name("Plain")
        .with_id("plain")
        .with_chain_type(ChainType::Development)
        .with_protocol_id("diem-plain")
        .with_genesis_config_patch(genesis())
        .build())
}

/// The genesis, as what it changes in the default one.
fn genesis() -> Value {
    let balances =
        Sr25519Keyring::well_known().map(|who| (who.to_account_id(), WELL_KNOWN_BALANCE)).collect();
    build_struct_json_patch!(RuntimeGenesisConfig {
        balances: BalancesConfig { balances },
        aura: AuraConfig { authorities: vec![Sr25519Keyring::Alice.public().into()] },
        grandpa: GrandpaConfig { authorities: vec![(Ed25519Keyring::Alice.public().into(), 1)] },
        sudo: SudoConfig { key: Some(Sr25519Keyring::Alice.to_account_id()) },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use sp_runtime::BuildStorage;

    #[test]
    fn the_chain_begins_with_those_who_were_endowed() {
        let spec = chain_spec().expect("it was built with its runtime");
        let storage = spec.build_storage().expect("the genesis is valid");
        let alice = Sr25519Keyring::Alice.to_raw_public();
        assert!(storage.top.keys().any(|key| key.ends_with(&alice)));
    }
}
