//! What is read of the chain's state, by the runtime's own types.

use crate::{accounts::Key, rpc::Rpc};
use anyhow::{Context, Result};
use codec::Decode;
use diem_primitives::{EpochIndex, EpochRecord, Sequence};
use diem_runtime::{AccountId, Hash, Nonce, Runtime};
use frame_support::storage::storage_prefix;
use serde::Deserialize;
use std::collections::HashMap;

/// How many values are asked for at once.
const VALUES_PER_CALL: usize = 1_000;

type AccountInfo = frame_system::AccountInfo<Nonce, pallet_balances::AccountData<u128>>;

#[derive(Deserialize)]
struct ChangeSet {
    changes: Vec<(String, Option<String>)>,
}

/// Decodes the hex of a call's answer.
pub fn bytes_of(hex: &str) -> Result<Vec<u8>> {
    Ok(hex::decode(hex.trim_start_matches("0x"))?)
}

/// The hex of a call's parameter.
pub fn hex_of(bytes: &[u8]) -> String {
    format!("0x{}", hex::encode(bytes))
}

/// The value under a key, at a block or at the best one.
pub async fn value<T: Decode>(rpc: &Rpc, key: &[u8], at: Option<Hash>) -> Result<Option<T>> {
    let found: Option<String> = rpc.call("state_getStorage", (hex_of(key), at)).await?;
    found.map(|hex| Ok(T::decode(&mut bytes_of(&hex)?.as_slice())?)).transpose()
}

/// The value of a pallet's storage item without a key.
pub async fn item<T: Decode>(rpc: &Rpc, pallet: &str, name: &str, at: Option<Hash>) -> Result<Option<T>> {
    value(rpc, &storage_prefix(pallet.as_bytes(), name.as_bytes()), at).await
}

/// How many extrinsics each of these has signed.
pub async fn nonces(rpc: &Rpc, keys: impl Iterator<Item = &Key>) -> Result<HashMap<AccountId, Nonce>> {
    let mut nonces = HashMap::new();
    let accounts: Vec<_> = keys.map(|key| key.account.clone()).collect();
    for chunk in accounts.chunks(VALUES_PER_CALL) {
        let keys: Vec<_> = chunk.iter().map(frame_system::Account::<Runtime>::hashed_key_for).collect();
        let keys: Vec<_> = keys.iter().map(|key| hex_of(key)).collect();
        let sets: Vec<ChangeSet> = rpc.call("state_queryStorageAt", (&keys,)).await?;
        let found: HashMap<_, _> = sets.into_iter().flat_map(|set| set.changes).collect();
        for (account, key) in chunk.iter().zip(keys) {
            let value = found.get(&key).and_then(Option::as_ref);
            let value = value.with_context(|| format!("{account} has no account"))?;
            let info = AccountInfo::decode(&mut bytes_of(value)?.as_slice())?;
            nonces.insert(account.clone(), info.nonce);
        }
    }
    Ok(nonces)
}

/// The number that each provider's next batch must have.
pub async fn sequences(rpc: &Rpc, providers: &[Key]) -> Result<Vec<Sequence>> {
    let mut sequences = Vec::new();
    for provider in providers {
        let key = pallet_diem_metering::Providers::<Runtime>::hashed_key_for(&provider.account);
        let found: Option<pallet_diem_metering::Provider> = value(rpc, &key, None).await?;
        sequences.push(found.context("a provider of the genesis is not there")?.next_sequence);
    }
    Ok(sequences)
}

/// The epoch that is open, and its record.
pub async fn epoch(rpc: &Rpc, at: Option<Hash>) -> Result<(EpochIndex, EpochRecord)> {
    let index: EpochIndex = item(rpc, "VvvStaking", "CurrentEpoch", at).await?.unwrap_or_default();
    let key = pallet_diem_staking::History::<Runtime>::hashed_key_for(index);
    let record = value(rpc, &key, at).await?.context("the open epoch has no record")?;
    Ok((index, record))
}

/// The hash of the block at a height.
pub async fn hash_at(rpc: &Rpc, height: u32) -> Result<Hash> {
    let hash: Option<Hash> = rpc.call("chain_getBlockHash", (height,)).await?;
    hash.with_context(|| format!("block {height} is not known"))
}
