//! GRANDPA: which blocks are final.

use super::{
    network::{Network, Protocols},
    parts::{Core, FullBackend, FullClient, Pool, SelectChain},
};
use crate::rpc;
use diem_runtime::{opaque::Block, Hash};
use sc_consensus_grandpa::{
    grandpa_peers_set_config, protocol_standard_name, run_grandpa_voter, warp_proof::NetworkProvider, Config,
    FinalityProofProvider, GrandpaBlockImport, GrandpaParams, LinkHalf, SharedVoterState, VotingRulesBuilder,
};
use sc_network::{config::Role, NetworkBackend, NotificationService, ProtocolName};
use sc_service::{Configuration, Error, WarpSyncConfig};
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use std::{sync::Arc, time::Duration};

/// Lets blocks into the chain, and notes who votes after them.
pub type BlockImport = GrandpaBlockImport<FullBackend, Block, FullClient, SelectChain>;
/// Ties the voter to the block import.
pub type Link = LinkHalf<Block, FullClient, SelectChain>;

/// The proof that a block is final is kept at least once in so many blocks (17 minutes), so that
/// others can be shown it.
const JUSTIFICATION_PERIOD: u32 = 512;

/// How long a vote may take to reach the other validators.
const GOSSIP_DURATION: Duration = Duration::from_millis(333);

/// Makes the block import and what ties the voter to it.
pub fn block_import(core: &Core) -> Result<(BlockImport, Link), Error> {
    let import = sc_consensus_grandpa::block_import(
        core.client.clone(),
        JUSTIFICATION_PERIOD,
        &core.client,
        core.select_chain.clone(),
        core.telemetry(),
    )?;
    Ok(import)
}

/// Votes for blocks if it has a validator's key, and follows the votes of others if not.
pub struct Voter {
    link: Link,
    role: Role,
    name: String,
    protocol: ProtocolName,
    notifications: Box<dyn NotificationService>,
    state: SharedVoterState,
}

impl Voter {
    /// Adds the votes' protocol to those that the network will speak.
    pub fn new<N: NetworkBackend<Block, Hash>>(
        link: Link,
        config: &Configuration,
        core: &Core,
        protocols: &mut Protocols<N>,
    ) -> Self {
        let genesis = core.client.chain_info().genesis_hash;
        let protocol = protocol_standard_name(&genesis, &config.chain_spec);
        let (protocol_config, notifications) = grandpa_peers_set_config::<_, N>(
            protocol.clone(),
            protocols.metrics.clone(),
            protocols.config.peer_store_handle(),
        );
        protocols.config.add_notification_protocol(protocol_config);
        Self {
            link,
            role: config.role,
            name: config.network.node_name.clone(),
            protocol,
            notifications,
            state: SharedVoterState::empty(),
        }
    }

    /// Lets nodes catch up by the proofs of finality alone.
    pub fn warp_sync(&self, core: &Core) -> WarpSyncConfig<Block> {
        let authorities = self.link.shared_authority_set().clone();
        let hard_forks = Vec::new();
        WarpSyncConfig::WithProvider(Arc::new(NetworkProvider::new(
            core.backend.clone(),
            authorities,
            hard_forks,
        )))
    }

    /// What the RPC methods about finality read.
    pub fn rpc(&self, core: &Core) -> rpc::Finality {
        let authorities = self.link.shared_authority_set().clone();
        rpc::Finality {
            proofs: FinalityProofProvider::new_for_service(core.backend.clone(), Some(authorities.clone())),
            authorities,
            voter: self.state.clone(),
            justifications: self.link.justification_stream(),
        }
    }

    /// Starts voting. The node stops if that ever ends.
    pub fn start(self, core: &Core, pool: &Arc<Pool>, network: Network) -> Result<(), Error> {
        let config = Config {
            gossip_duration: GOSSIP_DURATION,
            justification_generation_period: JUSTIFICATION_PERIOD,
            observer_enabled: false,
            keystore: self.role.is_authority().then(|| core.keystore.keystore()),
            local_role: self.role,
            name: Some(self.name),
            telemetry: core.telemetry(),
            protocol_name: self.protocol,
        };
        let voter = run_grandpa_voter(GrandpaParams {
            config,
            link: self.link,
            network: network.service,
            sync: network.sync,
            notification_service: self.notifications,
            voting_rule: VotingRulesBuilder::default().build(),
            prometheus_registry: core.prometheus.clone(),
            shared_voter_state: self.state,
            telemetry: core.telemetry(),
            offchain_tx_pool_factory: OffchainTransactionPoolFactory::new(pool.clone()),
        })?;
        core.task_manager.spawn_essential_handle().spawn_blocking("grandpa-voter", None, voter);
        Ok(())
    }
}
