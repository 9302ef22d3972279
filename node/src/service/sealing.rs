//! Blocks on demand, without Aura and GRANDPA, for tests.

use super::{
    clock::ChainClock,
    parts::{Core, Pool},
};
use diem_runtime::{opaque::Block, Hash};
use futures::{
    channel::{mpsc, oneshot},
    future, stream, SinkExt, StreamExt,
};
use futures_timer::Delay;
use sc_consensus_manual_seal::{
    consensus::aura::AuraConsensusDataProvider, run_manual_seal, EngineCommand, Error as SealError,
    ManualSealParams,
};
use sc_service::{ChainType, Configuration, Error};
use sc_transaction_pool_api::TransactionPool;
use sp_timestamp::InherentDataProvider;
use std::{num::NonZeroU64, str::FromStr, sync::Arc, time::Duration};

/// How many commands may wait for the engine.
const COMMANDS: usize = 1_024;

/// How many transactions that came in while a block was made are taken together as a reason for
/// the next.
const TRANSACTIONS_AT_ONCE: usize = 1_024;

/// How soon a block is tried again where a transaction did not make it into the one before.
const RETRY: Duration = Duration::from_millis(500);

/// Takes the commands that make blocks.
pub type EngineSender = mpsc::Sender<EngineCommand<Hash>>;
/// Hands them to the engine.
pub type EngineReceiver = mpsc::Receiver<EngineCommand<Hash>>;

/// When a block is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sealing {
    /// As soon as a transaction is ready.
    Instant,
    /// When RPC asks for one.
    Manual,
    /// Once in so much time.
    Every(Duration),
}

impl FromStr for Sealing {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "instant" => Ok(Self::Instant),
            "manual" => Ok(Self::Manual),
            ms => ms
                .parse::<NonZeroU64>()
                .map(|ms| Self::Every(Duration::from_millis(ms.get())))
                .map_err(|_| "expected `instant`, `manual`, or a number of milliseconds above zero".into()),
        }
    }
}

/// Refuses to seal blocks of a chain that others rely on.
pub fn refuse_live_chain(config: &Configuration) -> Result<(), Error> {
    match config.chain_spec.chain_type() {
        ChainType::Live => Err("--sealing is for tests, and this chain is live".into()),
        ChainType::Development | ChainType::Local | ChainType::Custom(_) => Ok(()),
    }
}

/// Joins those that ask for blocks to the engine that makes them.
pub fn channel() -> (EngineSender, EngineReceiver) {
    mpsc::channel(COMMANDS)
}

/// Starts the engine, and what asks it for blocks. The node stops if the engine ever ends.
pub fn start(
    core: &Core,
    pool: &Arc<Pool>,
    mode: Sealing,
    clock: Arc<ChainClock>,
    engine: EngineSender,
    commands: EngineReceiver,
) {
    let sealing = run_manual_seal(ManualSealParams {
        block_import: core.client.clone(),
        env: core.proposer_factory(pool),
        client: core.client.clone(),
        pool: pool.clone(),
        commands_stream: commands,
        select_chain: core.select_chain.clone(),
        consensus_data_provider: Some(Box::new(AuraConsensusDataProvider::<Block>::new(core.client.clone()))),
        // One inherent for one inherent extrinsic: the engine takes a block with as many extrinsics
        // as it was given inherents for empty.
        create_inherent_data_providers: move |parent: Hash, ()| {
            let time = clock.after(parent);
            async move { Ok(InherentDataProvider::new(time?)) }
        },
    });
    let tasks = &core.task_manager;
    tasks.spawn_essential_handle().spawn_blocking("sealing", Some("block-authoring"), sealing);

    let group = Some("block-authoring");
    match mode {
        Sealing::Instant => {
            tasks.spawn_handle().spawn("sealing-demand", group, seal_on_transactions(pool.clone(), engine));
        }
        Sealing::Every(interval) => {
            tasks.spawn_handle().spawn("sealing-demand", group, seal_at_intervals(interval, engine));
        }
        Sealing::Manual => {}
    }
}

/// Asks for a block whenever transactions are ready.
async fn seal_on_transactions(pool: Arc<Pool>, mut engine: EngineSender) {
    let arrivals = pool.import_notification_stream().ready_chunks(TRANSACTIONS_AT_ONCE).map(drop);
    // A transaction can be announced before the pool offers it for the next block.
    let retries = Box::pin(stream::repeat(()).then(|()| Delay::new(RETRY)));
    let mut occasions = stream::select(arrivals, retries);
    while occasions.next().await.is_some() {
        if pool.status().ready > 0 {
            seal(&mut engine, false).await;
        }
    }
}

/// Asks for a block once in every interval.
async fn seal_at_intervals(interval: Duration, mut engine: EngineSender) {
    loop {
        future::join(Delay::new(interval), seal(&mut engine, true)).await;
    }
}

/// Asks for a block, final at once, and waits until it is made.
async fn seal(engine: &mut EngineSender, create_empty: bool) {
    let (reply, outcome) = oneshot::channel();
    let command =
        EngineCommand::SealNewBlock { create_empty, finalize: true, parent_hash: None, sender: Some(reply) };
    if engine.send(command).await.is_err() {
        // The engine ends only when the node does.
        return;
    }
    match outcome.await {
        // The pool's transactions may all be in the block before.
        Ok(Ok(_)) | Ok(Err(SealError::EmptyTransactionPool)) | Err(oneshot::Canceled) => {}
        Ok(Err(error)) => log::error!(target: "sealing", "no block was made: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sealing_is_instant_manual_or_every_so_many_milliseconds() {
        assert_eq!("instant".parse(), Ok(Sealing::Instant));
        assert_eq!("manual".parse(), Ok(Sealing::Manual));
        assert_eq!("500".parse(), Ok(Sealing::Every(Duration::from_millis(500))));
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "0", "-1", "1.5", "Instant", "500ms"] {
            assert!(text.parse::<Sealing>().is_err(), "{text}");
        }
    }
}
