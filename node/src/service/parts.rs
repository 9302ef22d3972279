//! The parts that a node is put together from, and that the subcommands on the database use alone.

use super::{aura, grandpa};
use diem_runtime::{apis::RuntimeApi, opaque::Block};
use sc_basic_authorship::ProposerFactory;
use sc_consensus::{DefaultImportQueue, LongestChain};
use sc_executor::WasmExecutor;
use sc_service::{Configuration, Error, KeystoreContainer, TaskManager};
use sc_telemetry::{Telemetry, TelemetryHandle, TelemetryWorker};
use std::sync::Arc;
use substrate_prometheus_endpoint::Registry;

/// What the runtime may call in the node.
#[cfg(not(feature = "runtime-benchmarks"))]
pub type HostFunctions = sp_io::SubstrateHostFunctions;
/// What the runtime may call in the node, its benchmarks included.
#[cfg(feature = "runtime-benchmarks")]
pub type HostFunctions = (sp_io::SubstrateHostFunctions, frame_benchmarking::benchmarking::HostFunctions);

/// Executes the runtime and knows the chain.
pub type FullClient = sc_service::TFullClient<Block, RuntimeApi, WasmExecutor<HostFunctions>>;
/// Keeps blocks and state.
pub type FullBackend = sc_service::TFullBackend<Block>;
/// Picks the fork to build on.
pub type SelectChain = LongestChain<FullBackend, Block>;
/// Keeps the transactions that wait for a block.
pub type Pool = sc_transaction_pool::TransactionPoolHandle<Block, FullClient>;

/// How many messages to the telemetry server may wait.
const TELEMETRY_BUFFER: usize = 16;

/// The chain, and what works on it.
pub struct Core {
    pub client: Arc<FullClient>,
    pub backend: Arc<FullBackend>,
    pub select_chain: SelectChain,
    pub keystore: KeystoreContainer,
    pub telemetry: Option<Telemetry>,
    pub prometheus: Option<Registry>,
    pub task_manager: TaskManager,
}

impl Core {
    /// Opens the database, or makes it from the genesis of the chain.
    pub fn new(config: &Configuration) -> Result<Self, Error> {
        let (telemetry, telemetry_worker) = telemetry(config)?.unzip();
        let (client, backend, keystore, task_manager) = sc_service::new_full_parts(
            config,
            telemetry.as_ref().map(Telemetry::handle),
            sc_service::new_wasm_executor(&config.executor),
            // A pruned node can still prove to others how the validators changed.
            vec![Arc::new(sc_consensus_grandpa::GrandpaPruningFilter)],
        )?;
        if let Some(worker) = telemetry_worker {
            task_manager.spawn_handle().spawn("telemetry", None, worker.run());
        }

        Ok(Self {
            client: Arc::new(client),
            select_chain: LongestChain::new(backend.clone()),
            backend,
            keystore,
            telemetry,
            prometheus: config.prometheus_registry().cloned(),
            task_manager,
        })
    }

    /// Makes the pool of transactions.
    pub fn transaction_pool(&self, config: &Configuration) -> Arc<Pool> {
        let pool = sc_transaction_pool::Builder::new(
            self.task_manager.spawn_essential_handle(),
            self.client.clone(),
            config.role.is_authority().into(),
        )
        .with_options(config.transaction_pool.clone())
        .with_prometheus(config.prometheus_registry())
        .build();
        Arc::new(pool)
    }

    /// Makes what fills blocks with transactions of the pool.
    pub fn proposer_factory(&self, pool: &Arc<Pool>) -> ProposerFactory<Pool, FullClient> {
        ProposerFactory::new(
            self.task_manager.spawn_handle(),
            self.client.clone(),
            pool.clone(),
            self.prometheus.as_ref(),
            self.telemetry(),
        )
    }

    /// Where to report to the telemetry server, if there is one.
    pub fn telemetry(&self) -> Option<TelemetryHandle> {
        self.telemetry.as_ref().map(Telemetry::handle)
    }
}

/// Sets up the reports to the telemetry servers, if there are any.
fn telemetry(config: &Configuration) -> Result<Option<(Telemetry, TelemetryWorker)>, Error> {
    let Some(endpoints) = config.telemetry_endpoints.clone().filter(|endpoints| !endpoints.is_empty()) else {
        return Ok(None);
    };
    let worker = TelemetryWorker::new(TELEMETRY_BUFFER)?;
    Ok(Some((worker.handle().new_telemetry(endpoints), worker)))
}

/// The core, and what checks blocks before they enter the chain.
pub struct Parts {
    pub core: Core,
    pub block_import: grandpa::BlockImport,
    pub grandpa_link: grandpa::Link,
    pub import_queue: DefaultImportQueue<Block>,
}

impl Parts {
    /// Opens the database and sets up the import of blocks.
    pub fn new(config: &Configuration) -> Result<Self, Error> {
        let core = Core::new(config)?;
        let (block_import, grandpa_link) = grandpa::block_import(&core)?;
        let import_queue = aura::import_queue(&core, block_import.clone())?;
        Ok(Self { core, block_import, grandpa_link, import_queue })
    }
}
