//! How many entries of the state a block changes, as the node tells who subscribes to all of them.

use crate::{observe::Seen, rpc::Rpc};
use anyhow::Result;
use diem_runtime::Hash;
use serde::{de::IgnoredAny, Deserialize};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use tokio::sync::mpsc;

/// Listens to changes, by a connection of its own: it costs the node something, so it is done after the measurement, while the pool
/// is emptied.
pub struct Writes {
    changes: mpsc::UnboundedReceiver<Box<RawValue>>,
    _connection: Rpc,
}

#[derive(Deserialize)]
struct ChangeSet {
    block: Hash,
    changes: Vec<IgnoredAny>,
}

impl Writes {
    /// Begins to listen.
    pub async fn start(url: &str) -> Result<Self> {
        let connection = Rpc::connect(url).await?;
        let changes = connection.subscribe("state_subscribeStorage", (None::<Vec<String>>,)).await?;
        Ok(Self { changes, _connection: connection })
    }

    /// Entries that an extrinsic changed, in the block with most of them; what a block changes by itself is among them.
    pub fn per_extrinsic(mut self, blocks: &BTreeMap<u32, Seen>) -> Option<f64> {
        let mut most = None;
        while let Ok(set) = self.changes.try_recv() {
            let Ok(ChangeSet { block, changes }) = serde_json::from_str(set.get()) else { continue };
            let extrinsics =
                blocks.values().find(|seen| seen.hash == block).map_or(0, |seen| seen.ours.len());
            if extrinsics > 0 && most.is_none_or(|(count, _)| extrinsics > count) {
                most = Some((extrinsics, changes.len()));
            }
        }
        most.map(|(extrinsics, changes)| changes as f64 / extrinsics as f64)
    }
}
