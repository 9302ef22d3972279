//! The network, and the tasks that serve the node to its peers and its users.

use super::parts::{Core, Pool};
use crate::rpc;
use diem_runtime::{opaque::Block, Hash};
use sc_client_api::Backend;
use sc_consensus::DefaultImportQueue;
use sc_network::{
    config::FullNetworkConfiguration, service::traits::NetworkService, NetworkBackend, NotificationMetrics,
};
use sc_network_sync::SyncingService;
use sc_offchain::{OffchainWorkerOptions, OffchainWorkers};
use sc_service::{BuildNetworkParams, Configuration, Error, SpawnTasksParams, WarpSyncConfig};
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use std::sync::Arc;

/// The protocols that the network will speak.
pub struct Protocols<N: NetworkBackend<Block, Hash>> {
    pub config: FullNetworkConfiguration<Block, Hash, N>,
    pub metrics: NotificationMetrics,
}

impl<N: NetworkBackend<Block, Hash>> Protocols<N> {
    /// Starts with those that every node speaks.
    pub fn new(config: &Configuration) -> Self {
        Self {
            config: FullNetworkConfiguration::new(&config.network, config.prometheus_registry().cloned()),
            metrics: N::register_notification_metrics(config.prometheus_registry()),
        }
    }
}

/// The running network.
pub struct Network {
    pub service: Arc<dyn NetworkService>,
    pub sync: Arc<SyncingService<Block>>,
}

/// Starts the network, RPC, Prometheus, telemetry and the off-chain workers.
pub fn start<N: NetworkBackend<Block, Hash>>(
    config: Configuration,
    core: &mut Core,
    pool: &Arc<Pool>,
    protocols: Protocols<N>,
    import_queue: DefaultImportQueue<Block>,
    warp_sync: Option<WarpSyncConfig<Block>>,
    rpc: rpc::Methods,
) -> Result<Network, Error> {
    let (service, system_rpc_tx, tx_handler_controller, sync, _) =
        sc_service::build_network(BuildNetworkParams {
            config: &config,
            net_config: protocols.config,
            client: core.client.clone(),
            transaction_pool: pool.clone(),
            spawn_handle: core.task_manager.spawn_handle(),
            spawn_essential_handle: core.task_manager.spawn_essential_handle(),
            import_queue,
            block_announce_validator_builder: None,
            warp_sync_config: warp_sync,
            block_relay: None,
            metrics: protocols.metrics,
            gap_sync_body_policy: None,
        })?;
    let network = Network { service, sync };

    if config.offchain_worker.enabled {
        start_offchain_workers(&config, core, pool, &network)?;
    }

    sc_service::spawn_tasks(SpawnTasksParams {
        config,
        client: core.client.clone(),
        backend: core.backend.clone(),
        task_manager: &mut core.task_manager,
        keystore: core.keystore.keystore(),
        transaction_pool: pool.clone(),
        rpc_builder: Box::new(move |executor| rpc.build(executor)),
        network: network.service.clone(),
        system_rpc_tx,
        tx_handler_controller,
        sync_service: network.sync.clone(),
        telemetry: core.telemetry.as_mut(),
        tracing_execute_block: None,
    })?;
    Ok(network)
}

/// Runs the runtime's off-chain workers after each block.
fn start_offchain_workers(
    config: &Configuration,
    core: &Core,
    pool: &Arc<Pool>,
    network: &Network,
) -> Result<(), Error> {
    let workers = OffchainWorkers::new(OffchainWorkerOptions {
        runtime_api_provider: core.client.clone(),
        is_validator: config.role.is_authority(),
        keystore: Some(core.keystore.keystore()),
        offchain_db: core.backend.offchain_storage(),
        transaction_pool: Some(OffchainTransactionPoolFactory::new(pool.clone())),
        network_provider: Arc::new(network.service.clone()),
        enable_http_requests: true,
        custom_extensions: |_| vec![],
    })?;
    let running = workers.run(core.client.clone(), core.task_manager.spawn_handle());
    core.task_manager.spawn_handle().spawn("offchain-workers-runner", Some("offchain-worker"), running);
    Ok(())
}
