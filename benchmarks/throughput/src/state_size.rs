//! How large the state of the economy is.

use crate::{chain::hex_of, rpc::Rpc};
use anyhow::Result;
use diem_runtime::Hash;
use frame_support::storage::storage_prefix;
use serde::Serialize;
use sp_crypto_hashing::twox_128;

/// The pallets that settling a receipt may write to. Of the others, System keeps the hashes of the last 4,096 blocks and what concerns the
/// block itself, whatever is in it.
const PALLETS: [&str; 4] = ["Metering", "VvvStaking", "Market", "Balances"];
/// One record for each of the last 365 epochs, whatever is settled.
const HISTORY: (&str, &str) = ("VvvStaking", "History");

/// How many keys are asked for at once.
const KEYS_PER_CALL: usize = 1_000;

/// Entries of the state, and the bytes of their keys and values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Size {
    /// How many there are.
    pub entries: u64,
    /// Their keys and values in bytes.
    pub bytes: u64,
}

impl Size {
    /// Bytes that were added since, below zero where there are fewer.
    pub fn growth_since(self, before: Self) -> i64 {
        self.bytes as i64 - before.bytes as i64
    }
}

/// The size of the economy's state at a block, without the history of epochs.
pub async fn economy(rpc: &Rpc, at: Hash) -> Result<Size> {
    let mut size = Size::default();
    for pallet in PALLETS {
        let under = under(rpc, &twox_128(pallet.as_bytes()), at).await?;
        size.entries += under.entries;
        size.bytes += under.bytes;
    }
    let history = under(rpc, &storage_prefix(HISTORY.0.as_bytes(), HISTORY.1.as_bytes()), at).await?;
    Ok(Size { entries: size.entries - history.entries, bytes: size.bytes - history.bytes })
}

/// The size of what is under a prefix.
async fn under(rpc: &Rpc, prefix: &[u8], at: Hash) -> Result<Size> {
    let prefix = hex_of(prefix);
    let values: Option<u64> = rpc.call("state_getStorageSize", (&prefix, at)).await?;
    let mut size = Size { entries: 0, bytes: values.unwrap_or_default() };
    let mut last: Option<String> = None;
    loop {
        let keys: Vec<String> = rpc.call("state_getKeysPaged", (&prefix, KEYS_PER_CALL, &last, at)).await?;
        size.entries += keys.len() as u64;
        size.bytes += keys.iter().map(|key| key.len() as u64 / 2 - 1).sum::<u64>();
        if keys.len() < KEYS_PER_CALL {
            return Ok(size);
        }
        last = keys.last().cloned();
    }
}
