//! What runs in the node, and in which order it is started.
//!
//! There are two ways to run. An ordinary node follows its peers, writes blocks when Aura says that
//! it is its turn, and votes for them with GRANDPA. A node started with `--sealing` makes blocks
//! when it is asked to, finalises them on its own word, and keeps the chain's time by its own clock;
//! it is for tests.

mod aura;
mod clock;
mod grandpa;
mod network;
mod parts;
mod sealing;

pub use clock::ChainClock;
pub use parts::{Core, FullBackend, FullClient, Parts, Pool};
pub use sealing::{EngineSender, Sealing};

use crate::rpc;
use diem_runtime::{opaque::Block, Hash};
use network::Protocols;
use sc_network::{config::NetworkBackendType, Litep2pNetworkBackend, NetworkBackend, NetworkWorker};
use sc_service::{Configuration, Error, TaskManager};
use std::sync::Arc;

/// Starts a node. It runs for as long as the task manager lives.
pub fn run(config: Configuration, sealing: Option<Sealing>) -> Result<TaskManager, Error> {
    match config.network.network_backend {
        NetworkBackendType::Litep2p => start::<Litep2pNetworkBackend>(config, sealing),
        NetworkBackendType::Libp2p => start::<NetworkWorker<Block, Hash>>(config, sealing),
    }
}

fn start<N: NetworkBackend<Block, Hash>>(
    config: Configuration,
    sealing: Option<Sealing>,
) -> Result<TaskManager, Error> {
    match sealing {
        None => start_with_aura_and_grandpa::<N>(config),
        Some(mode) => start_with_sealing::<N>(config, mode),
    }
}

/// Starts an ordinary node: a validator if its role says so, else one that only follows.
fn start_with_aura_and_grandpa<N: NetworkBackend<Block, Hash>>(
    config: Configuration,
) -> Result<TaskManager, Error> {
    let Parts { mut core, block_import, grandpa_link, import_queue } = Parts::new(&config)?;
    let pool = core.transaction_pool(&config);
    let mut protocols = Protocols::<N>::new(&config);
    let voter = grandpa::Voter::new(grandpa_link, &config, &core, &mut protocols);

    // The configuration moves into the network; this is what is needed of it after that.
    let author = config.role.is_authority().then(|| aura::Author::new(&config, block_import));
    let votes = !config.disable_grandpa;

    let rpc = rpc::Methods::new(&core, &pool).with_finality(voter.rpc(&core));
    let warp_sync = Some(voter.warp_sync(&core));
    let network = network::start(config, &mut core, &pool, protocols, import_queue, warp_sync, rpc)?;

    if let Some(author) = author {
        author.start(&core, &pool, &network)?;
    }
    if votes {
        voter.start(&core, &pool, network)?;
    }
    Ok(core.task_manager)
}

/// Starts a node that makes blocks when it is asked to.
fn start_with_sealing<N: NetworkBackend<Block, Hash>>(
    config: Configuration,
    mode: Sealing,
) -> Result<TaskManager, Error> {
    sealing::refuse_live_chain(&config)?;
    let Parts { mut core, import_queue, .. } = Parts::new(&config)?;
    let pool = core.transaction_pool(&config);
    let protocols = Protocols::<N>::new(&config);
    let clock = Arc::new(ChainClock::new(core.client.clone())?);
    let (engine, commands) = sealing::channel();

    let rpc = rpc::Methods::new(&core, &pool).with_sealing(engine.clone(), clock.clone());
    network::start(config, &mut core, &pool, protocols, import_queue, None, rpc)?;

    sealing::start(&core, &pool, mode, clock, engine, commands);
    Ok(core.task_manager)
}
