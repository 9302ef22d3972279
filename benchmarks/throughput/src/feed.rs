//! Keeps the pool of the node full: prepared extrinsics, sent by several connections as fast as blocks take them.
//!
//! The extrinsics of an account go by one connection, one after the other, so that they arrive in the order of their nonces.

use crate::{
    accounts::Key,
    chain::hex_of,
    observe::Observer,
    rpc::{CallError, Refusal, Rpc},
};
use anyhow::{bail, Context, Result};
use codec::Encode;
use diem_runtime::{Nonce, RuntimeCall};
use diem_runtime_tests::Domain;
use rayon::prelude::*;
use sp_crypto_hashing::blake2_256;
use std::{
    sync::{
        atomic::{AtomicBool, Ordering},
        Arc,
    },
    time::Duration,
};
use tokio::{sync::Semaphore, task::JoinSet};

/// The error of a node whose pool is full.
const POOL_IS_FULL: i64 = 1016;
/// How long to wait until there may be room.
const PAUSE: Duration = Duration::from_millis(100);

/// An extrinsic that is not signed yet. Making the call may take signatures too, so it is left to whoever signs.
pub struct Draft {
    /// Who signs it.
    pub key: Key,
    /// The number of its lane: the same for all drafts of one account.
    pub lane: u32,
    /// How many extrinsics the account has signed before.
    pub nonce: Nonce,
    /// Makes the call.
    pub call: Box<dyn Fn() -> RuntimeCall + Send + Sync>,
}

/// Extrinsics that are sent one after the other.
pub type Lane = Vec<Vec<u8>>;

/// Signs drafts on all cores, and deals them out to `count` lanes.
pub fn sign(domain: Domain, drafts: &[Draft], count: usize) -> Vec<Lane> {
    let signed: Vec<_> = drafts
        .par_iter()
        .map(|draft| domain.sign(&draft.key.pair, draft.nonce, 0, (draft.call)()).encode())
        .collect();
    let mut lanes = vec![Lane::new(); count];
    for (draft, extrinsic) in drafts.iter().zip(signed) {
        if let Some(lane) = lanes.get_mut(draft.lane as usize % count) {
            lane.push(extrinsic);
        }
    }
    lanes
}

/// Extrinsics on their way to a node.
pub struct Feed {
    observer: Observer,
    senders: JoinSet<Result<()>>,
    permits: Arc<Semaphore>,
    stopped: Arc<AtomicBool>,
}

impl Feed {
    /// Begins to send, one lane per connection, at first at most `window` ahead of the blocks.
    pub fn start(connections: &[Rpc], observer: &Observer, lanes: Vec<Lane>, window: usize) -> Self {
        let count = lanes.iter().map(Vec::len).sum();
        let permits = observer.expect(count, window);
        let stopped = Arc::new(AtomicBool::new(false));
        let mut senders = JoinSet::new();
        for (rpc, lane) in connections.iter().cloned().zip(lanes) {
            senders.spawn(send(rpc, observer.clone(), lane, permits.clone(), stopped.clone()));
        }
        Self { observer: observer.clone(), senders, permits, stopped }
    }

    /// Whether something may still be sent. The error of a connection, where one has failed.
    pub async fn is_running(&mut self) -> Result<bool> {
        while let Some(ended) = self.senders.try_join_next() {
            ended??;
        }
        Ok(!self.senders.is_empty())
    }

    /// Stops sending, and waits until what was sent is in blocks.
    pub async fn drain(mut self) -> Result<()> {
        self.stopped.store(true, Ordering::SeqCst);
        self.permits.close();
        while let Some(ended) = self.senders.join_next().await {
            ended??;
        }
        self.observer.note_end();
        // Blocks that take nothing, though something is in flight, are those of a new session, or it was dropped.
        let mut idle = 0;
        while self.observer.in_flight() > 0 {
            let before = self.observer.in_flight();
            self.observer.next_block().await?;
            idle = if self.observer.in_flight() < before { 0 } else { idle + 1 };
            if idle >= 5 {
                bail!("{} extrinsics were sent, and no block takes them", self.observer.abandon());
            }
        }
        Ok(())
    }
}

async fn send(
    rpc: Rpc,
    observer: Observer,
    lane: Lane,
    permits: Arc<Semaphore>,
    stopped: Arc<AtomicBool>,
) -> Result<()> {
    for extrinsic in lane {
        // Closed when it is to stop.
        let Ok(permit) = permits.acquire().await else { break };
        permit.forget();
        if stopped.load(Ordering::SeqCst) {
            break;
        }
        observer.note_sent(blake2_256(&extrinsic));
        submit(&rpc, &hex_of(&extrinsic)).await?;
    }
    Ok(())
}

async fn submit(rpc: &Rpc, extrinsic: &str) -> Result<()> {
    loop {
        match rpc.call::<String>("author_submitExtrinsic", (extrinsic,)).await {
            Ok(_) => return Ok(()),
            Err(CallError::Refused(Refusal { code: POOL_IS_FULL, .. })) => tokio::time::sleep(PAUSE).await,
            Err(error) => return Err(error).context("an extrinsic was refused"),
        }
    }
}
