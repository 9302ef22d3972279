//! What the measurement keeps of each block, read from the chain where the block is final.

use crate::{chain, observe::Seen, proposals::Proposal, rpc::Rpc, workloads::Unit};
use anyhow::{ensure, Context, Result};
use diem_runtime::{Hash, Runtime, RuntimeEvent};
use frame_support::{
    dispatch::{DispatchClass, PerDispatchClass},
    weights::Weight,
};
use frame_system::{EventRecord, Phase};
use pallet_diem_metering::Event as Metering;
use std::{collections::BTreeSet, time::Duration};

/// A block with extrinsics of a workload.
#[derive(Clone, Debug, Default)]
pub struct Block {
    /// Its height.
    pub height: u32,
    /// Its time, in milliseconds since the Unix epoch.
    pub timestamp: u64,
    /// Extrinsics of the workload that succeeded.
    pub extrinsics: u64,
    /// Those that failed.
    pub failed: u64,
    /// What the workload counts: receipts that were charged, vouchers that were settled, extrinsics.
    pub units: u64,
    /// Receipts and vouchers that were rejected.
    pub rejected: u64,
    /// Bytes of the workload's extrinsics.
    pub bytes: u64,
    /// Its weight, as a part of what ordinary extrinsics may take.
    pub weight_share: f64,
    /// Its length, as a part of what ordinary extrinsics may take.
    pub length_share: f64,
    /// How it was made.
    pub proposal: Option<Proposal>,
    /// From sending each of its extrinsics until the block was seen, in milliseconds.
    pub inclusion_ms: Vec<f64>,
    /// From sending each of its extrinsics until the block was seen to be final, in milliseconds.
    pub finality_ms: Vec<f64>,
    /// CPU time of the node up to it, in seconds.
    pub cpu_seconds: f64,
    /// Memory that the node held, in bytes.
    pub resident: u64,
    /// Whether it began a session, so that it had no room for ordinary extrinsics.
    pub begins_session: bool,
    /// Whether the pool had more to give.
    pub had_choice: bool,
}

/// Reads what a final block did.
pub async fn read(
    rpc: &Rpc,
    (height, seen): (u32, &Seen),
    proposal: Option<Proposal>,
    unit: Unit,
) -> Result<Block> {
    let at = Some(seen.hash);
    ensure!(chain::hash_at(rpc, height).await? == seen.hash, "block {height} was replaced by another one");
    let finalized = seen.finalized.with_context(|| format!("block {height} is not final"))?;
    let timestamp = chain::item(rpc, "Timestamp", "Now", at).await?.context("a block has a time")?;
    let weights: PerDispatchClass<Weight> =
        chain::item(rpc, "System", "BlockWeight", at).await?.context("a block has a weight")?;
    let tally = tally(rpc, seen).await?;
    let since = |at: std::time::Instant| {
        seen.ours.iter().map(move |included| milliseconds(at.duration_since(included.sent))).collect()
    };
    Ok(Block {
        height,
        timestamp,
        extrinsics: tally.succeeded,
        failed: tally.failed,
        units: if unit == Unit::Extrinsic { tally.succeeded } else { tally.units },
        rejected: tally.rejected,
        bytes: seen.ours.iter().map(|included| included.bytes as u64).sum(),
        weight_share: weights.get(DispatchClass::Normal).ref_time() as f64 / most_weight(),
        length_share: seen.length as f64 / most_length(),
        proposal,
        inclusion_ms: since(seen.at),
        finality_ms: since(finalized),
        cpu_seconds: seen.usage.cpu_seconds,
        resident: seen.usage.resident,
        begins_session: tally.begins_session,
        had_choice: seen.unsent > 0 || seen.in_flight * 2 >= seen.ours.len(),
    })
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}

/// Computation that ordinary extrinsics may take of a block, in picoseconds.
fn most_weight() -> f64 {
    let limits = <Runtime as frame_system::Config>::BlockWeights::get();
    let most = limits.get(DispatchClass::Normal).max_total.unwrap_or(limits.max_block);
    most.ref_time() as f64
}

/// Bytes that ordinary extrinsics may take of a block.
fn most_length() -> f64 {
    f64::from(*<Runtime as frame_system::Config>::BlockLength::get().max.get(DispatchClass::Normal))
}

/// What the harness's extrinsics did in a block, by its events.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Extrinsics that succeeded.
    pub succeeded: u64,
    /// Extrinsics that failed.
    pub failed: u64,
    /// Receipts that were charged, and vouchers that were settled.
    pub units: u64,
    /// Receipts and vouchers that were rejected.
    pub rejected: u64,
    /// Whether the block began a session.
    pub begins_session: bool,
}

/// Counts what the harness's extrinsics did in a block.
pub async fn tally(rpc: &Rpc, seen: &Seen) -> Result<Tally> {
    let events: Vec<EventRecord<RuntimeEvent, Hash>> =
        chain::item(rpc, "System", "Events", Some(seen.hash)).await?.unwrap_or_default();
    Ok(count(&events, &seen.ours.iter().map(|included| included.index).collect()))
}

fn count(events: &[EventRecord<RuntimeEvent, Hash>], ours: &BTreeSet<u32>) -> Tally {
    let mut tally = Tally::default();
    for record in events {
        if let RuntimeEvent::Session(pallet_session::Event::NewSession { .. }) = &record.event {
            tally.begins_session = true;
        }
        let Phase::ApplyExtrinsic(index) = record.phase else { continue };
        if !ours.contains(&index) {
            continue;
        }
        if let RuntimeEvent::System(event) = &record.event {
            tally.succeeded += u64::from(matches!(event, frame_system::Event::ExtrinsicSuccess { .. }));
            tally.failed += u64::from(matches!(event, frame_system::Event::ExtrinsicFailed { .. }));
        }
        if let RuntimeEvent::Metering(event) = &record.event {
            count_metering(&mut tally, event);
        }
    }
    tally
}

fn count_metering(tally: &mut Tally, event: &Metering<Runtime>) {
    if let Metering::BatchSettled { receipts, rejections, .. } = event {
        tally.units += u64::from(*receipts);
        tally.rejected += rejections.len() as u64;
    }
    if let Metering::VoucherSettled { .. } = event {
        tally.units += 1;
    }
    if let Metering::VouchersSettled { rejections, .. } = event {
        tally.rejected += rejections.len() as u64;
    }
}
