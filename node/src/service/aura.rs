//! Aura: whose turn it is to write a block.

use super::{
    grandpa,
    network::Network,
    parts::{Core, Pool},
};
use diem_runtime::{opaque::Block, Hash};
use sc_consensus::DefaultImportQueue;
use sc_consensus_aura::{
    CheckForEquivocation, CompatibilityMode, ImportQueueParams, SlotDuration, SlotProportion, StartAuraParams,
};
use sc_service::{Configuration, Error};
use sp_consensus_aura::{inherents::InherentDataProvider as SlotProvider, sr25519::AuthorityPair};
use sp_timestamp::InherentDataProvider as TimestampProvider;
use std::sync::Arc;

/// The part of a slot in which a block is put together. The proposer executes transactions for two
/// thirds of that: one second of a two-second slot, which is the most that a block may weigh. What
/// is left is for the block to reach the next author and to be executed there.
const PROPOSAL_PART_OF_SLOT: f32 = 0.75;

/// How far that may stretch where slots were missed.
const LONGEST_PROPOSAL_PART_OF_SLOT: f32 = 1.0;

/// Checks that blocks were written and signed by those whose turn it was.
pub fn import_queue(
    core: &Core,
    block_import: grandpa::BlockImport,
) -> Result<DefaultImportQueue<Block>, Error> {
    let client = core.client.clone();
    let queue = sc_consensus_aura::import_queue::<AuthorityPair, _, _, _, _, _>(ImportQueueParams {
        justification_import: Some(Box::new(block_import.clone())),
        block_import,
        client: core.client.clone(),
        create_inherent_data_providers: move |parent: Hash, ()| {
            let slot_duration = sc_consensus_aura::standalone::slot_duration_at(&*client, parent);
            async move { Ok(slot_and_timestamp(slot_duration?)) }
        },
        spawner: &core.task_manager.spawn_essential_handle(),
        registry: core.prometheus.as_ref(),
        check_for_equivocation: CheckForEquivocation::Yes,
        telemetry: core.telemetry(),
        compatibility_mode: CompatibilityMode::None,
    })?;
    Ok(queue)
}

/// Writes blocks when it is this node's turn.
pub struct Author {
    block_import: grandpa::BlockImport,
    even_when_alone: bool,
}

impl Author {
    /// Takes from the configuration what authoring needs.
    pub fn new(config: &Configuration, block_import: grandpa::BlockImport) -> Self {
        Self { block_import, even_when_alone: config.force_authoring }
    }

    /// Starts authoring. The node stops if that ever ends.
    pub fn start(self, core: &Core, pool: &Arc<Pool>, network: &Network) -> Result<(), Error> {
        let slot_duration = sc_consensus_aura::slot_duration(&*core.client)?;
        let authoring =
            sc_consensus_aura::start_aura::<AuthorityPair, _, _, _, _, _, _, _, _, _, _>(StartAuraParams {
                slot_duration,
                client: core.client.clone(),
                select_chain: core.select_chain.clone(),
                block_import: self.block_import,
                proposer_factory: core.proposer_factory(pool),
                create_inherent_data_providers: move |_: Hash, ()| async move {
                    Ok(slot_and_timestamp(slot_duration))
                },
                force_authoring: self.even_when_alone,
                backoff_authoring_blocks: None::<()>,
                keystore: core.keystore.keystore(),
                sync_oracle: network.sync.clone(),
                justification_sync_link: network.sync.clone(),
                block_proposal_slot_portion: SlotProportion::new(PROPOSAL_PART_OF_SLOT),
                max_block_proposal_slot_portion: Some(SlotProportion::new(LONGEST_PROPOSAL_PART_OF_SLOT)),
                telemetry: core.telemetry(),
                compatibility_mode: CompatibilityMode::None,
            })?;
        core.task_manager.spawn_essential_handle().spawn_blocking("aura", Some("block-authoring"), authoring);
        Ok(())
    }
}

/// The present, as a slot and as a timestamp.
fn slot_and_timestamp(slot_duration: SlotDuration) -> (SlotProvider, TimestampProvider) {
    let timestamp = TimestampProvider::from_system_time();
    (SlotProvider::from_timestamp_and_slot_duration(*timestamp, slot_duration), timestamp)
}
