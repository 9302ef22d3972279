//! Writing to the state as the node does: a delta over a trie gives new nodes (`sp-state-machine`), which are committed to a column of
//! ParityDb that is set up as the node's column for the state is, without a cache of trie nodes.

use anyhow::{Context, Result};
use parity_db::{ColumnOptions, CompressionType, Db, Operation, Options};
use sp_core::{storage::StateVersion, Blake2Hasher, H256};
use sp_crypto_hashing::blake2_256;
use sp_state_machine::{backend::Backend, TrieBackendBuilder, TrieBackendStorage};
use sp_trie::{DBValue, PrefixedMemoryDB};
use std::{
    path::Path,
    time::{Duration, Instant},
};

/// Values that are written at once: what a block of a thousand transfers changes.
const VALUES_PER_BLOCK: u32 = 2_000;
/// The length of a value: an account's.
const VALUE: usize = 80;
const COLUMN: u8 = 0;
/// The one node of a trie without values, which is in no database.
const EMPTY_NODE: [u8; 1] = [0];

type Nodes = PrefixedMemoryDB<Blake2Hasher>;

/// Values written per second, to a trie that has so many.
pub fn writes_per_second(duration: Duration, values: u32, folder: &Path) -> Result<f64> {
    let database = open(&folder.join("trie"))?;
    let mut root = commit(&database, empty_root(), 0, 0..values)?;

    let began = Instant::now();
    let mut written = 0_u32;
    let mut block = 1;
    while began.elapsed() < duration {
        // Spread over all of the trie, others in each block.
        let step = values / VALUES_PER_BLOCK;
        let touched = (0..VALUES_PER_BLOCK).map(|at| at * step + block % step.max(1));
        root = commit(&database, root, block, touched)?;
        written += VALUES_PER_BLOCK;
        block += 1;
    }
    // Closing waits for what is still in the log: it counts.
    drop(database);
    Ok(f64::from(written) / began.elapsed().as_secs_f64())
}

fn open(path: &Path) -> Result<Db> {
    let mut options = Options::with_columns(path, 1);
    options.columns = vec![ColumnOptions {
        ref_counted: true,
        preimage: true,
        uniform: true,
        compression: CompressionType::Lz4,
        ..ColumnOptions::default()
    }];
    Ok(Db::open_or_create(&options)?)
}

/// Writes the values of that block at these places, and gives the root after it.
fn commit(database: &Db, root: H256, block: u32, places: impl Iterator<Item = u32>) -> Result<H256> {
    let entries: Vec<_> = places.map(|place| (key(place), value(place, block))).collect();
    let backend = TrieBackendBuilder::<_, Blake2Hasher>::new(Stored(database), root).build();
    let delta = entries.iter().map(|(key, value)| (key.as_slice(), Some(value.as_slice())));
    let (root, mut nodes): (H256, Nodes) = backend.storage_root(delta, StateVersion::V1);
    let changes = nodes.drain().into_iter().filter_map(|(key, (value, references))| {
        // ParityDb counts references by itself, so the path before the hash is left away.
        let hash = key.get(key.len().saturating_sub(H256::len_bytes())..)?.to_vec();
        match references {
            1.. => Some((COLUMN, Operation::Set(hash, value))),
            0 => None,
            ..0 => Some((COLUMN, Operation::Dereference(hash))),
        }
    });
    database.commit_changes(changes).context("a commit to ParityDb")?;
    Ok(root)
}

fn empty_root() -> H256 {
    H256(blake2_256(&EMPTY_NODE))
}

fn key(place: u32) -> [u8; 32] {
    blake2_256(&place.to_le_bytes())
}

fn value(place: u32, block: u32) -> Vec<u8> {
    [place.to_le_bytes(), block.to_le_bytes()].concat().into_iter().cycle().take(VALUE).collect()
}

/// The trie's nodes in the database.
struct Stored<'a>(&'a Db);

impl TrieBackendStorage<Blake2Hasher> for Stored<'_> {
    fn get(&self, key: &H256, _: (&[u8], Option<u8>)) -> Result<Option<DBValue>, String> {
        if *key == empty_root() {
            return Ok(Some(EMPTY_NODE.to_vec()));
        }
        self.0.get(COLUMN, key.as_bytes()).map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_committed_is_read_again_from_the_database() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("diem-throughput-test-{}", std::process::id()));
        let database = open(&folder)?;
        let root = commit(&database, empty_root(), 0, 0..100)?;
        let root = commit(&database, root, 1, 50..60)?;
        let read = |place| {
            let backend = TrieBackendBuilder::<_, Blake2Hasher>::new(Stored(&database), root).build();
            backend.storage(&key(place)).map_err(anyhow::Error::msg)
        };
        assert_eq!(read(55)?, Some(value(55, 1)));
        assert_eq!(read(5)?, Some(value(5, 0)));
        drop(database);
        Ok(std::fs::remove_dir_all(folder)?)
    }
}
