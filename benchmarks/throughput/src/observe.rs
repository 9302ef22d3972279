//! Watches the chain: when each block was seen and was final, and which of the extrinsics that were sent are in it.

use crate::{
    chain::{bytes_of, hash_at},
    rpc::Rpc,
};
use anyhow::{bail, Context, Result};
use diem_runtime::{Hash, SLOT_DURATION};
use diem_throughput::process::{self, Usage};
use serde::Deserialize;
use serde_json::value::RawValue;
use sp_crypto_hashing::blake2_256;
use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};
use tokio::sync::{mpsc, watch, Semaphore};

/// Without a new block for so long, the node is stuck.
const PATIENCE: Duration = Duration::from_millis(60 * SLOT_DURATION);

/// An extrinsic that is in a block.
#[derive(Clone, Copy, Debug)]
pub struct Included {
    /// Its place in the block.
    pub index: u32,
    /// Its length in bytes.
    pub bytes: usize,
    /// When it was sent to the node.
    pub sent: Instant,
}

/// A block as it was seen.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Its hash.
    pub hash: Hash,
    /// When the harness heard of it.
    pub at: Instant,
    /// When the harness heard that it is final.
    pub finalized: Option<Instant>,
    /// The bytes of all its extrinsics.
    pub length: usize,
    /// Those that the harness had sent.
    pub ours: Vec<Included>,
    /// Extrinsics that were sent and are in no block up to this one.
    pub in_flight: usize,
    /// Extrinsics that were not sent yet.
    pub unsent: usize,
    /// What the node had used.
    pub usage: Usage,
}

#[derive(Default)]
struct Book {
    blocks: BTreeMap<u32, Seen>,
    sent: HashMap<[u8; 32], Instant>,
    /// How many extrinsics are prepared and were not sent.
    unsent: usize,
    /// How many may be in flight.
    window: usize,
    /// Who waits for that.
    permits: Option<Arc<Semaphore>>,
}

/// What is known of the chain, kept up to date by a task.
#[derive(Clone)]
pub struct Observer {
    book: Arc<Mutex<Book>>,
    best: watch::Receiver<u32>,
    finalized: watch::Receiver<u32>,
    pid: u32,
}

#[derive(Deserialize)]
struct Head {
    number: String,
}

#[derive(Deserialize)]
struct SignedBlock {
    block: Body,
}

#[derive(Deserialize)]
struct Body {
    extrinsics: Vec<String>,
}

impl Observer {
    /// Begins to watch the chain of a node, by a connection of its own.
    pub async fn start(url: &str, pid: u32) -> Result<Self> {
        let rpc = Rpc::connect(url).await?;
        let best_heads = rpc.subscribe("chain_subscribeNewHeads", Vec::<()>::new()).await?;
        let final_heads = rpc.subscribe("chain_subscribeFinalizedHeads", Vec::<()>::new()).await?;
        let (best_sender, best) = watch::channel(0);
        let (final_sender, finalized) = watch::channel(0);
        let observer = Self { book: Arc::default(), best, finalized, pid };
        tokio::spawn(observer.clone().watch(rpc, (best_heads, best_sender), (final_heads, final_sender)));
        Ok(observer)
    }

    async fn watch(
        self,
        rpc: Rpc,
        (mut best_heads, best): (mpsc::UnboundedReceiver<Box<RawValue>>, watch::Sender<u32>),
        (mut final_heads, finalized): (mpsc::UnboundedReceiver<Box<RawValue>>, watch::Sender<u32>),
    ) -> Result<()> {
        loop {
            tokio::select! {
                head = best_heads.recv() => {
                    let number = number_of(head)?;
                    let at = Instant::now();
                    let next = self.book().blocks.last_key_value().map_or(number, |(last, _)| last + 1);
                    for number in next..=number {
                        self.see(&rpc, number, at).await?;
                    }
                    best.send_replace(number);
                }
                head = final_heads.recv() => {
                    let number = number_of(head)?;
                    let now = Instant::now();
                    for seen in self.book().blocks.range_mut(..=number).rev().map(|(_, seen)| seen) {
                        if seen.finalized.is_some() {
                            break;
                        }
                        seen.finalized = Some(now);
                    }
                    finalized.send_replace(number);
                }
            }
        }
    }

    async fn see(&self, rpc: &Rpc, number: u32, at: Instant) -> Result<()> {
        let usage = process::usage(self.pid)?;
        let hash = hash_at(rpc, number).await?;
        let SignedBlock { block } = rpc.call("chain_getBlock", (hash,)).await?;
        let mut extrinsics = Vec::new();
        for hex in &block.extrinsics {
            let bytes = bytes_of(hex)?;
            extrinsics.push((bytes.len(), blake2_256(&bytes)));
        }

        let mut book = self.book();
        let mut ours = Vec::new();
        for (index, (bytes, hash)) in (0_u32..).zip(&extrinsics) {
            if let Some(sent) = book.sent.remove(hash) {
                ours.push(Included { index, bytes: *bytes, sent });
            }
        }
        book.release(ours.len());
        let seen = Seen {
            hash,
            at,
            finalized: None,
            length: extrinsics.iter().map(|(bytes, _)| bytes).sum(),
            ours,
            in_flight: book.sent.len(),
            unsent: book.unsent,
            usage,
        };
        book.blocks.insert(number, seen);
        Ok(())
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Is told that `count` extrinsics are about to be sent, at most `window` ahead of the blocks.
    pub fn expect(&self, count: usize, window: usize) -> Arc<Semaphore> {
        let permits = Arc::new(Semaphore::new(window));
        let mut book = self.book();
        (book.unsent, book.window) = (count, window);
        book.permits = Some(permits.clone());
        permits
    }

    /// Is told that an extrinsic is sent now.
    pub fn note_sent(&self, hash: [u8; 32]) {
        let mut book = self.book();
        book.unsent = book.unsent.saturating_sub(1);
        book.sent.insert(hash, Instant::now());
    }

    /// Is told that nothing more is sent.
    pub fn note_end(&self) {
        let mut book = self.book();
        book.unsent = 0;
        book.permits = None;
    }

    /// Extrinsics that were sent and are in no block yet.
    pub fn in_flight(&self) -> usize {
        self.book().sent.len()
    }

    /// Forgets those that are in flight, and says how many there were.
    pub fn abandon(&self) -> usize {
        std::mem::take(&mut self.book().sent).len()
    }

    /// The height of the best block.
    pub fn best(&self) -> u32 {
        *self.best.borrow()
    }

    /// The blocks after a height, up to the best one.
    pub fn blocks_after(&self, height: u32) -> BTreeMap<u32, Seen> {
        self.book().blocks.range(height + 1..).map(|(number, seen)| (*number, seen.clone())).collect()
    }

    /// Waits for the next block, and says its height.
    pub async fn next_block(&self) -> Result<u32> {
        wait(self.best.clone(), self.best() + 1).await
    }

    /// Waits until the block at a height is final.
    pub async fn finalized(&self, height: u32) -> Result<()> {
        wait(self.finalized.clone(), height).await?;
        Ok(())
    }
}

impl Book {
    /// Lets as many more be sent as came into a block; and more than that, where three blocks would hold more than the window.
    fn release(&mut self, included: usize) {
        let Some(permits) = &self.permits else { return };
        let wanted = self.window.max(included * 3);
        permits.add_permits(included + wanted - self.window);
        self.window = wanted;
    }
}

async fn wait(mut heights: watch::Receiver<u32>, height: u32) -> Result<u32> {
    let reached = heights.wait_for(|reached| *reached >= height);
    match tokio::time::timeout(PATIENCE, reached).await {
        Ok(Ok(reached)) => Ok(*reached),
        Ok(Err(_)) => bail!("the node's blocks can't be followed any more"),
        Err(_) => bail!("block {height} did not come within {} s", PATIENCE.as_secs()),
    }
}

fn number_of(head: Option<Box<RawValue>>) -> Result<u32> {
    let head = head.context("the connection to the node is closed")?;
    let Head { number } = serde_json::from_str(head.get())?;
    Ok(u32::from_str_radix(number.trim_start_matches("0x"), 16)?)
}
