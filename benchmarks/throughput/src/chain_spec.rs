//! The chain that is measured: the preset for development, with accounts, stakes and providers in numbers.

use crate::accounts::{Cast, Key};
use anyhow::{bail, Context, Result};
use diem_primitives::{Diem, Multiplier, PLANCK_PER_UNIT};
use diem_runtime::{Balance, VVV};
use pallet_diem_metering::GenesisProvider;
use serde::Serialize;
use serde_json::{json, to_value, Value};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// How long the first epochs last, in milliseconds: three blocks, so that what is kept until an epoch can't be disputed any more goes
/// again within a minute.
pub const FIRST_EPOCHS_MS: u64 = 6_000;

/// What each account has beside its stake or its bond: the fees of a run are far below it.
const ENDOWMENT: Balance = 1_000_000 * VVV;
/// What each owner has at stake. At one DIEM for a VVV it is granted as much per epoch.
const STAKE: Balance = 1_000_000 * VVV;
/// What each provider pledges, so that all together pledge more than is granted.
const CAPACITY: Diem = Diem(100_000_000 * PLANCK_PER_UNIT);
/// The least bond that the rules allow, in planck VVV for a whole DIEM.
const BOND_PER_DIEM: Balance = PLANCK_PER_UNIT / 1_000;
/// The most batches of a provider in an epoch that the rules allow. A run is one epoch.
const MAX_BATCHES_PER_EPOCH: u32 = 100_000;

/// Writes the spec of the chain that has everything, as the node's preset for development with more in it.
pub fn development(node: &Path, cast: &Cast, folder: &Path) -> Result<PathBuf> {
    let output = Command::new(node).args(["export-chain-spec", "--chain=dev"]).output()?;
    if !output.status.success() {
        bail!("export-chain-spec: {}", String::from_utf8_lossy(&output.stderr));
    }
    let mut spec: Value = serde_json::from_slice(&output.stdout).context("the chain spec of the node")?;
    let genesis = genesis_of(&mut spec)?;
    endow(genesis, cast.signers())?;
    extend(genesis, "/vvvStaking/stakes", cast.owners.iter().map(|owner| (&owner.account, STAKE)))?;
    set(genesis, "/vvvStaking", "durationMs", json!(FIRST_EPOCHS_MS))?;
    extend(genesis, "/metering/providers", cast.providers.iter().map(provider))?;
    let parameters = json!({
        "bondPerDiem": to_value(BOND_PER_DIEM)?,
        "maxBatchesPerEpoch": MAX_BATCHES_PER_EPOCH,
    });
    set(genesis, "/metering", "parameters", parameters)?;
    write(&spec, folder)
}

/// Writes a chain spec with the accounts of [`Cast::payers`] endowed: another runtime's, that knows balances and nothing else of ours.
pub fn endowed(spec: &Path, cast: &Cast, folder: &Path) -> Result<PathBuf> {
    let text = fs::read(spec).with_context(|| spec.display().to_string())?;
    let mut spec: Value = serde_json::from_slice(&text).context("the chain spec")?;
    endow(genesis_of(&mut spec)?, cast.payers.iter())?;
    write(&spec, folder)
}

fn provider(key: &Key) -> GenesisProvider<diem_runtime::AccountId> {
    GenesisProvider {
        account: key.account.clone(),
        capacity: CAPACITY,
        metadata: "throughput".into(),
        models: vec![(diem_primitives::ModelId(0), Multiplier::ONE)],
    }
}

fn genesis_of(spec: &mut Value) -> Result<&mut Value> {
    let genesis = spec.pointer_mut("/genesis/runtimeGenesis").context("a raw chain spec can't be endowed")?;
    for kind in ["patch", "config"] {
        if genesis.get(kind).is_some() {
            return genesis.get_mut(kind).context("it is there");
        }
    }
    bail!("the chain spec has neither a patch nor a config of the genesis")
}

fn endow<'a>(genesis: &mut Value, keys: impl Iterator<Item = &'a Key>) -> Result<()> {
    extend(genesis, "/balances/balances", keys.map(|key| (&key.account, ENDOWMENT + STAKE)))
}

fn extend(genesis: &mut Value, list: &str, more: impl Iterator<Item = impl Serialize>) -> Result<()> {
    let entries = genesis.pointer_mut(list).and_then(Value::as_array_mut);
    let entries = entries.with_context(|| format!("the genesis has no {list}"))?;
    for entry in more {
        entries.push(to_value(entry)?);
    }
    Ok(())
}

fn set(genesis: &mut Value, object: &str, field: &str, value: Value) -> Result<()> {
    let fields = genesis.pointer_mut(object).and_then(Value::as_object_mut);
    fields.with_context(|| format!("the genesis has no {object}"))?.insert(field.into(), value);
    Ok(())
}

fn write(spec: &Value, folder: &Path) -> Result<PathBuf> {
    let path = folder.join("chain.json");
    fs::write(&path, serde_json::to_vec(spec)?)?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_are_added_to_those_of_the_spec() -> Result<()> {
        let mut genesis = json!({ "balances": { "balances": [["somebody", 1]] } });
        let cast = Cast::new(2);
        endow(&mut genesis, cast.payers.iter())?;
        let balances = genesis.pointer("/balances/balances").and_then(Value::as_array).context("a list")?;
        assert_eq!(balances.len(), 3);
        assert_eq!(
            balances.last(),
            Some(&to_value((&cast.payers.last().context("two")?.account, 2_000_000 * VVV))?)
        );
        Ok(())
    }

    #[test]
    fn amounts_keep_all_their_digits() -> Result<()> {
        let amount = 2_000_000 * VVV + 1;
        assert_eq!(to_value(amount)?.to_string(), amount.to_string());
        Ok(())
    }
}
