//! A run: one node, its chain prepared, one workload after the other.

use crate::{
    blocks::{self, Block},
    feed::{self, Draft, Feed},
    measure::{figures, window, Figures},
    node::Node,
    observe::{Observer, Seen},
    options::Scale,
    progress::Progress,
    proposals::proposals,
    rpc::Rpc,
    state_size,
    workloads::{offers, Stage, Unit, Workload},
    writes::Writes,
};
use anyhow::{ensure, Result};
use diem_primitives::LazyLedger;
use diem_runtime::{Hash, Runtime, RuntimeCall, VvvStaking};
use frame_support::dispatch::{DispatchClass, GetDispatchInfo};
use std::collections::BTreeMap;

/// How often a workload is run, with more extrinsics each time, until enough blocks were full.
const ATTEMPTS: u32 = 4;
/// Blocks beside those that are measured: one under way when the first extrinsics come, those that the pool still holds when the last were
/// sent.
const BLOCKS_BESIDE: usize = 4;
/// The most extrinsics that are prepared for one workload: memory.
const MOST_EXTRINSICS: usize = 400_000;
/// The most bytes of them.
const MOST_BYTES: usize = 1 << 30;

/// A node with its chain, and what is needed to fill its blocks.
pub struct Bench {
    /// The node.
    pub node: Node,
    /// For questions.
    pub rpc: Rpc,
    /// What happened on the chain.
    pub observer: Observer,
    /// Where the run stands.
    pub stage: Stage,
    /// How much is done of everything.
    pub scale: Scale,
    /// Tells how far it is.
    pub progress: Progress,
    /// Whether the chain is another runtime's, with balances alone.
    pub is_plain: bool,
    /// For extrinsics.
    pub connections: Vec<Rpc>,
}

/// What a workload reached.
pub struct Measured {
    /// Which.
    pub workload: Workload,
    /// How much.
    pub figures: Figures,
    /// Bytes of state that were added per receipt, voucher or extrinsic while it ran, within one epoch.
    pub state_bytes_per_unit: Option<f64>,
    /// Entries of the state that each extrinsic changed.
    pub writes_per_extrinsic: Option<f64>,
}

/// The blocks of one attempt.
struct Attempt {
    seen: BTreeMap<u32, Seen>,
    writes: Option<f64>,
}

impl Bench {
    /// Has extrinsics included, all of which must succeed, and gives the hash of the last block that has any. Not measured.
    pub async fn deliver(&mut self, drafts: &[Draft]) -> Result<Hash> {
        let attempt = self.attempt(drafts, drafts.len(), usize::MAX).await?;
        let mut last = Hash::zero();
        for seen in attempt.seen.values().filter(|seen| !seen.ours.is_empty()) {
            let tally = blocks::tally(&self.rpc, seen).await?;
            ensure!(tally.failed + tally.rejected == 0, "what prepares the chain failed: {tally:?}");
            last = seen.hash;
        }
        Ok(last)
    }

    /// Fills blocks with a workload and measures them.
    pub async fn measure(&mut self, workload: Workload) -> Result<Measured> {
        if workload == Workload::Trades {
            self.stage.sync(&self.rpc, self.is_plain).await?;
            let offers = offers(&mut self.stage);
            self.deliver(&offers).await?;
        }
        let most = self.scale.blocks as usize;
        let mut per_block = 0;
        let mut best: Option<(Vec<Block>, Attempt)> = None;
        for _ in 0..ATTEMPTS {
            self.stage.sync(&self.rpc, self.is_plain).await?;
            self.progress.say(format!("{}: signing", workload.title()));
            if per_block == 0 {
                per_block = expected_per_block(&workload.drafts(&mut self.stage, 1))?;
                self.stage.sync(&self.rpc, self.is_plain).await?;
            }
            let count = count_for(most + BLOCKS_BESIDE, per_block);
            let drafts = workload.drafts(&mut self.stage, count);
            self.progress.say(format!("{}: {count} extrinsics", workload.title()));
            let attempt = self.attempt(&drafts, per_block * 2, most).await?;
            let blocks = self.read(&attempt, most, workload.unit()).await?;

            per_block = blocks.iter().map(|block| block.extrinsics as usize).max().unwrap_or(1).max(1);
            let reached = window(&blocks, most).len();
            let longer = best.as_ref().is_none_or(|(blocks, _)| window(blocks, most).len() <= reached);
            if longer {
                best = Some((blocks, attempt));
            }
            if reached > most {
                break;
            }
        }
        let (blocks, attempt) =
            best.unwrap_or_else(|| (Vec::new(), Attempt { seen: BTreeMap::new(), writes: None }));
        self.result(workload, window(&blocks, most), &attempt).await
    }

    async fn result(&self, workload: Workload, window: &[Block], attempt: &Attempt) -> Result<Measured> {
        let figures = figures(window);
        ensure!(figures.blocks > 0, "{}: no block was full", workload.title());
        ensure!(figures.failed == 0, "{}: {} extrinsics failed", workload.title(), figures.failed);
        let hash = |block: Option<&Block>| {
            block.and_then(|block| attempt.seen.get(&block.height)).map(|seen| seen.hash)
        };
        let (first, last) = (hash(window.first()), hash(window.last()));
        let state_bytes_per_unit = match (first, last) {
            (Some(first), Some(last)) if !self.is_plain => {
                let before = state_size::economy(&self.rpc, first).await?;
                let growth = state_size::economy(&self.rpc, last).await?.growth_since(before);
                let units: u64 = window.iter().skip(1).map(|block| block.units).sum();
                Some(growth as f64 / units.max(1) as f64)
            }
            _ => None,
        };
        Ok(Measured { workload, figures, state_bytes_per_unit, writes_per_extrinsic: attempt.writes })
    }

    /// Sends extrinsics until so many blocks are measured, or all were sent.
    async fn attempt(&mut self, drafts: &[Draft], window: usize, blocks: usize) -> Result<Attempt> {
        let connections = self.connections.len();
        let domain = self.stage.domain;
        let lanes = tokio::task::block_in_place(|| feed::sign(domain, drafts, connections));
        let from = self.observer.best();
        let mut feed = Feed::start(&self.connections, &self.observer, lanes, window.max(1));
        while feed.is_running().await? {
            self.observer.next_block().await?;
            let seen = self.observer.blocks_after(from);
            let full = seen.values().filter(|seen| !seen.ours.is_empty()).count();
            // The first of them was under way.
            if full > blocks {
                break;
            }
        }
        let is_measured = blocks < usize::MAX;
        let writes = if is_measured { Some(Writes::start(&self.node.url).await?) } else { None };
        feed.drain().await?;
        let seen = self.observer.blocks_after(from);
        let writes = writes.and_then(|writes| writes.per_extrinsic(&seen));
        Ok(Attempt { seen, writes })
    }

    /// Reads the blocks that may be measured, as soon as they are final: the first that has any of the extrinsics, and `most` after it. Those
    /// that emptied the pool afterwards are not waited for.
    async fn read(&self, attempt: &Attempt, most: usize, unit: Unit) -> Result<Vec<Block>> {
        let mut with_ours = attempt.seen.iter().filter(|(_, seen)| !seen.ours.is_empty());
        let Some((first, _)) = with_ours.next() else { return Ok(Vec::new()) };
        let last = attempt.seen.range(first..).take(most + 1).last().map_or(*first, |(height, _)| *height);
        self.observer.finalized(last).await?;
        let mut proposals = proposals(&self.node.log_text()?);
        let mut read = Vec::new();
        for (height, seen) in self.observer.blocks_after(first - 1).range(..=last) {
            read.push(blocks::read(&self.rpc, (*height, seen), proposals.remove(height), unit).await?);
        }
        Ok(read)
    }
}

fn count_for(blocks: usize, per_block: usize) -> usize {
    // More, since blocks take what is given back of a weight too. What is left over is never sent.
    (blocks * per_block * 3 / 2).clamp(8, MOST_EXTRINSICS)
}

/// How many such extrinsics a block takes, by their length and by what they weigh where the ledgers that they touch were touched before.
fn expected_per_block(drafts: &[Draft]) -> Result<usize> {
    let Some(draft) = drafts.first() else { return Ok(1) };
    let call: RuntimeCall = (draft.call)();
    let limits = <Runtime as frame_system::Config>::BlockWeights::get();
    let class = limits.get(DispatchClass::Normal);
    let info = call.get_dispatch_info();
    let weight = info.call_weight.saturating_sub(VvvStaking::max_touch_weight(ledgers(&call)));
    let weight = weight.saturating_add(class.base_extrinsic).ref_time().max(1);
    let by_weight = class.max_total.unwrap_or(limits.max_block).ref_time() / weight;
    let length = codec::Encode::encoded_size(&call).max(1) + 140;
    let most_length = *<Runtime as frame_system::Config>::BlockLength::get().max.get(DispatchClass::Normal);
    let by_length = most_length as usize / length;
    Ok((by_weight as usize).min(by_length).clamp(1, MOST_BYTES / length))
}

/// How many ledgers a call of a workload is charged for as if nobody touched them before.
fn ledgers(call: &RuntimeCall) -> u32 {
    use pallet_diem_metering::Call::{settle_vouchers, submit_receipts};
    if let RuntimeCall::Metering(submit_receipts { batch }) = call {
        return batch.groups.len() as u32;
    }
    if let RuntimeCall::Metering(settle_vouchers { vouchers }) = call {
        return vouchers.len() as u32;
    }
    u32::from(matches!(call, RuntimeCall::VvvStaking(_) | RuntimeCall::Market(_)))
}
