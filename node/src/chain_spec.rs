//! The chains that the node knows by name, and those that it reads from a file.

use diem_runtime::{
    genesis_config_presets::{self, ProductionGenesis, TEST_RUNTIME_PRESET},
    SS58_PREFIX, WASM_BINARY,
};
use sc_service::{ChainType, Properties};
use sp_genesis_builder::{DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use std::path::Path;

/// The chain spec of this chain, which needs no extensions.
pub type ChainSpec = sc_service::GenericChainSpec;

/// What all chains of this node have in common in their network protocols.
const PROTOCOL_ID: &str = "diem";

/// Where a chain's genesis comes from.
enum Genesis {
    /// One of the runtime's own presets.
    Preset(&'static str),
    /// What the runtime's default genesis config is patched with.
    Patch(serde_json::Value),
}

/// Finds the chain spec that `--chain` names. `""` is what the SDK asks for where nothing was named.
pub fn load(id: &str) -> Result<ChainSpec, String> {
    match id {
        "dev" | "development" => {
            build("Diem Development", "dev", ChainType::Development, Genesis::Preset(DEV_RUNTIME_PRESET))
        }
        "" | "local" | "local_testnet" => build(
            "Diem Local Testnet",
            "local_testnet",
            ChainType::Local,
            Genesis::Preset(LOCAL_TESTNET_RUNTIME_PRESET),
        ),
        "test" => build("Diem Test", "test", ChainType::Development, Genesis::Preset(TEST_RUNTIME_PRESET)),
        "production" => Err("the production chain is a template: it needs a file with its validators, \
                             council and endowments. Name it as `--chain production:<genesis file>`."
            .into()),
        other => match other.strip_prefix("production:") {
            Some(path) => std::fs::read_to_string(path)
                .map_err(|error| error.to_string())
                .and_then(|genesis| production(&genesis))
                .map_err(|error| format!("genesis file `{path}` of the production chain: {error}")),
            None => from_file(Path::new(other)),
        },
    }
}

/// The live chain, with the genesis that a JSON text describes.
fn production(genesis: &str) -> Result<ChainSpec, String> {
    let genesis: ProductionGenesis = serde_json::from_str(genesis).map_err(|error| error.to_string())?;
    let patch = genesis_config_presets::production(&genesis).map_err(|error| error.to_string())?;
    build("Diem", "diem", ChainType::Live, Genesis::Patch(patch))
}

/// A chain spec that was built before.
fn from_file(path: &Path) -> Result<ChainSpec, String> {
    if !path.exists() {
        return Err(format!(
            "`{}` is neither a chain of this node (dev, local, test, production:<genesis file>) nor a file",
            path.display()
        ));
    }
    ChainSpec::from_json_file(path.to_path_buf())
}

/// Builds the spec of a chain that runs this node's own runtime.
fn build(name: &str, id: &str, chain_type: ChainType, genesis: Genesis) -> Result<ChainSpec, String> {
    let code =
        WASM_BINARY.ok_or("this node was built without its runtime: build it without SKIP_WASM_BUILD")?;
    let builder = ChainSpec::builder(code, None)
        .with_name(name)
        .with_id(id)
        .with_chain_type(chain_type)
        .with_protocol_id(PROTOCOL_ID)
        .with_properties(properties());
    Ok(match genesis {
        Genesis::Preset(preset) => builder.with_genesis_config_preset_name(preset),
        Genesis::Patch(patch) => builder.with_genesis_config_patch(patch),
    }
    .build())
}

/// What wallets show amounts and addresses by.
fn properties() -> Properties {
    let properties =
        [("tokenSymbol", "VVV".into()), ("tokenDecimals", 18.into()), ("ss58Format", SS58_PREFIX.into())];
    properties.map(|(key, value): (&str, serde_json::Value)| (key.to_string(), value)).into_iter().collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use sc_service::ChainSpec as _;
    use sp_runtime::BuildStorage;

    #[test]
    fn each_named_chain_builds_its_genesis() {
        for id in ["dev", "development", "local", "local_testnet", "test", ""] {
            let spec = load(id).unwrap();
            assert_ne!(spec.chain_type(), ChainType::Live, "{id}");
            assert!(!spec.build_storage().unwrap().top.is_empty(), "{id}");
        }
    }

    #[test]
    fn the_production_chain_is_refused_without_its_file() {
        let refusal = |id| load(id).map(|_| ()).unwrap_err();
        assert!(refusal("production").contains("production:<genesis file>"));
        assert!(refusal("production:/nowhere.json").contains("/nowhere.json"));
    }

    #[test]
    fn the_production_chain_begins_with_what_its_file_says() {
        let genesis = r#"{
            "validators": [{
                "account": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
                "aura": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
                "grandpa": "5FA9nQDVg267DEd8m1ZypXLBnvN7SFxYwV7ndqSYGiN9TTpu"
            }],
            "council": [
                "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
                "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
                "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y"
            ],
            "endowments": [["5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", "1000000000000000000000"]]
        }"#;
        let spec = production(genesis).unwrap();
        assert_eq!(spec.chain_type(), ChainType::Live);
        assert!(!spec.build_storage().unwrap().top.is_empty());
    }

    #[test]
    fn a_production_file_that_can_not_run_is_refused_with_the_reason() {
        let refusal = |genesis| production(genesis).map(|_| ()).unwrap_err();
        assert!(refusal("{}").contains("validators"));
        assert!(refusal(r#"{ "validators": [], "council": [], "endowments": [] }"#).contains("validators"));
    }

    #[test]
    fn a_chain_that_is_no_name_and_no_file_is_refused_with_the_names_there_are() {
        assert!(load("devv").map(|_| ()).unwrap_err().contains("dev, local, test"));
    }

    #[test]
    fn wallets_are_told_the_symbol_the_decimals_and_the_prefix() {
        let properties = properties();
        assert_eq!(properties.get("tokenSymbol").unwrap(), "VVV");
        assert_eq!(properties.get("tokenDecimals").unwrap(), 18);
        assert_eq!(properties.get("ss58Format").unwrap(), SS58_PREFIX);
    }
}
