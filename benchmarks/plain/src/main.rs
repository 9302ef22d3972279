//! Writes the chain spec of the plain chain, for a node's `--chain`.

use clap::Parser;
use diem_plain::{
    AccountId, AuraConfig, Balance, BalancesConfig, GrandpaConfig, RuntimeGenesisConfig, SudoConfig, UNIT,
    WASM_BINARY,
};
use frame_support::build_struct_json_patch;
use sc_service::{ChainType, GenericChainSpec};
use serde_json::Value;
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};
use std::{collections::BTreeMap, fs, path::PathBuf, process::ExitCode};

/// What each well-known account has.
const WELL_KNOWN_BALANCE: Balance = 1_000_000 * UNIT;

/// Write the raw chain spec of the plain chain: one validator, Alice, who has sudo, and 1,000,000 units for each well-known account.
#[derive(Debug, Parser)]
struct Arguments {
    /// The file to write.
    out: PathBuf,

    /// A JSON file of further endowments: a list of pairs of an address and an amount in planck. Where an address comes twice, the last
    /// amount counts, also for a well-known account.
    #[arg(long, value_name = "FILE")]
    endow: Option<PathBuf>,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), String> {
    let endowments = match &arguments.endow {
        Some(path) => fs::read_to_string(path)
            .map_err(|error| error.to_string())
            .and_then(|text| parse_endowments(&text))
            .map_err(|error| format!("endowments of `{}`: {error}", path.display()))?,
        None => Vec::new(),
    };
    let spec = chain_spec(endowments)?.as_json(true)?;
    fs::write(&arguments.out, spec).map_err(|error| format!("`{}`: {error}", arguments.out.display()))
}

fn parse_endowments(text: &str) -> Result<Vec<(AccountId, Balance)>, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

fn chain_spec(endowments: Vec<(AccountId, Balance)>) -> Result<GenericChainSpec, String> {
    let code = WASM_BINARY.ok_or("this was built without its runtime: build it without SKIP_WASM_BUILD")?;
    Ok(GenericChainSpec::builder(code, None)
        .with_name("Plain")
        .with_id("plain")
        .with_chain_type(ChainType::Development)
        .with_protocol_id("diem-plain")
        .with_genesis_config_patch(genesis(endowments))
        .build())
}

/// The genesis, as what it changes in the default one.
fn genesis(endowments: Vec<(AccountId, Balance)>) -> Value {
    let mut balances: BTreeMap<_, _> =
        Sr25519Keyring::well_known().map(|who| (who.to_account_id(), WELL_KNOWN_BALANCE)).collect();
    balances.extend(endowments);
    let balances = balances.into_iter().collect();
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
    fn an_endowment_is_an_address_and_planck() {
        let text = r#"[["5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", 1000000000000000000000000]]"#;
        let alice = Sr25519Keyring::Alice.to_account_id();
        assert_eq!(parse_endowments(text), Ok(vec![(alice, 1_000_000 * UNIT)]));
        assert!(parse_endowments(r#"[["nobody", 1]]"#).is_err());
    }

    #[test]
    fn the_chain_begins_with_those_who_were_endowed() {
        let who = AccountId::from([7; 32]);
        let spec = chain_spec(vec![(who, UNIT)]).expect("it was built with its runtime");
        let storage = spec.build_storage().expect("the genesis is valid");
        assert!(storage.top.keys().any(|key| key.ends_with(&[7; 32])));
    }

    #[test]
    fn a_well_known_account_may_be_endowed_with_something_else() {
        let spec = chain_spec(vec![(Sr25519Keyring::Bob.to_account_id(), UNIT)]);
        assert!(spec.is_ok_and(|spec| spec.build_storage().is_ok()));
    }
}
