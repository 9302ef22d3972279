//! What a roll, a first touch and a debit cost, by the size of the state.

use crate::{
    chain::{Built, Chain, Executor},
    median::Spread,
    population::{self, Samples, BUDGET},
    receipts, Result,
};
use diem_runtime::{opaque::Block, AccountId, Hash, RuntimeEvent, UncheckedExtrinsic, SLOT_DURATION};
use serde::Serialize;
use sp_api::ProofRecorder;
use std::{path::Path, time::Duration};

/// Debits in a block that is measured. Each is an extrinsic of its own, with one group of one receipt.
const DEBITS: usize = 10;

/// What was measured at one size. Times are in µs.
#[derive(Clone, Debug, Serialize)]
pub struct Cost {
    /// Accounts, each with stake, ledger and budget.
    pub accounts: u32,
    /// The hooks that begin a block, where the epoch rolls in it.
    pub roll_us: Spread,
    /// The same where it does not.
    pub no_roll_us: Spread,
    /// A block without extrinsics in which the epoch rolls, with the root of the state.
    pub block_with_roll_us: Spread,
    /// The same without a roll.
    pub block_us: Spread,
    /// A debit of a ledger that was touched in the epoch, its part of the root included.
    pub debit_us: Spread,
    /// A debit of one that was not.
    pub first_touch_us: Spread,
    /// Nodes of the trie that a debit reads, beyond those that the block reads anyhow.
    pub debit_nodes: f64,
    /// Their bytes.
    pub debit_node_bytes: f64,
}

/// A chain at one size, with the three blocks that [`population::grow`] ends in.
pub struct SizedChain {
    accounts: u32,
    chain: Chain,
    samples: Samples,
    rolled: Hash,
    touched: Hash,
    over: Hash,
    times: Vec<Round>,
}

struct Round {
    roll: BlockTimes,
    idle: BlockTimes,
    debit: f64,
    first_touch: f64,
}

struct BlockTimes {
    initialize: f64,
    total: f64,
}

impl SizedChain {
    /// Opens a chain whose population was grown last for these samples.
    pub fn open(base: &Path, executor: &Executor, accounts: u32, rounds: usize) -> Result<Self> {
        let chain = Chain::open(base, executor)?;
        let over = chain.head();
        let touched = chain.parent(over)?;
        let rolled = chain.parent(touched)?;
        let samples = population::draw(accounts, sample_size(rounds));
        Ok(Self { accounts, chain, samples, rolled, touched, over, times: Vec::new() })
    }

    /// Measures once more, on accounts that nobody has read since the chain was opened.
    pub fn measure(&mut self, round: usize) -> Result<()> {
        let first = round.saturating_mul(DEBITS);
        let part = |sample: &[AccountId]| sample.iter().skip(first).take(DEBITS).cloned().collect::<Vec<_>>();
        let idle = self.block(self.touched, &[])?;
        let roll = self.block(self.over, &[])?;
        let debit = self.debit(self.touched, &part(&self.samples.touched))?;
        let idle_after_roll = self.block(self.rolled, &[])?;
        let first_touch = self.debit(self.rolled, &part(&self.samples.untouched))?;
        self.times.push(Round {
            debit: each(debit, idle.timings.total()),
            first_touch: each(first_touch, idle_after_roll.timings.total()),
            idle: times(&idle),
            roll: times(&roll),
        });
        Ok(())
    }

    /// What all rounds say.
    pub fn cost(&self) -> Result<Cost> {
        let spread = |of: fn(&Round) -> f64| Spread::of(self.times.iter().map(of).collect());
        let (debit_nodes, debit_node_bytes) = self.nodes_of_a_debit()?;
        Ok(Cost {
            accounts: self.accounts,
            roll_us: spread(|round| round.roll.initialize),
            no_roll_us: spread(|round| round.idle.initialize),
            block_with_roll_us: spread(|round| round.roll.total),
            block_us: spread(|round| round.idle.total),
            debit_us: spread(|round| round.debit),
            first_touch_us: spread(|round| round.first_touch),
            debit_nodes,
            debit_node_bytes,
        })
    }

    /// Closes the database.
    pub fn close(self) -> Result<()> {
        self.chain.close()
    }

    fn block(&self, parent: Hash, extrinsics: &[UncheckedExtrinsic]) -> Result<Built> {
        let now = self.after(parent)?;
        // An empty block right before, so that each of those that are measured finds the same in the caches, whichever came first.
        self.chain.build(parent, now, &[], None)?;
        self.chain.build(parent, now, extrinsics, None)
    }

    fn after(&self, parent: Hash) -> Result<u64> {
        let time = self.chain.time_of(parent)?.ok_or("the first block is long past")?;
        Ok(time.saturating_add(SLOT_DURATION))
    }

    /// How long a block takes in which each of `owners` is debited.
    fn debit(&self, parent: Hash, owners: &[AccountId]) -> Result<Duration> {
        let built = self.block(parent, &receipts::one_for_each(&self.chain, parent, owners, BUDGET)?)?;
        let is_debit = |event: &RuntimeEvent| {
            matches!(event, RuntimeEvent::Metering(pallet_diem_metering::Event::Debited { .. }))
        };
        let debits = built.events()?.iter().filter(|event| is_debit(event)).count();
        if debits != owners.len() {
            return Err(format!("{debits} of {} debits succeeded", owners.len()).into());
        }
        Ok(built.timings.total())
    }

    fn nodes_of_a_debit(&self) -> Result<(f64, f64)> {
        let parent = self.touched;
        let owners: Vec<_> = self.samples.touched.iter().take(DEBITS).cloned().collect();
        let debits = receipts::one_for_each(&self.chain, parent, &owners, BUDGET)?;
        let proof = |extrinsics: &[UncheckedExtrinsic]| -> Result<(f64, f64)> {
            let recorder = ProofRecorder::<Block>::default();
            self.chain.build(parent, self.after(parent)?, extrinsics, Some(recorder.clone()))?;
            let proof = recorder.drain_storage_proof();
            Ok((proof.len() as f64, proof.iter_nodes().map(Vec::len).sum::<usize>() as f64))
        };
        let ((nodes, bytes), (idle_nodes, idle_bytes)) = (proof(&debits)?, proof(&[])?);
        let debits = debits.len() as f64;
        Ok(((nodes - idle_nodes) / debits, (bytes - idle_bytes) / debits))
    }
}

/// How many accounts each sample has for a number of rounds.
pub fn sample_size(rounds: usize) -> usize {
    rounds.saturating_mul(DEBITS)
}

fn times(built: &Built) -> BlockTimes {
    BlockTimes { initialize: micros(built.timings.initialize), total: micros(built.timings.total()) }
}

/// What one debit of a block adds to what the block takes without.
fn each(with: Duration, without: Duration) -> f64 {
    (micros(with) - micros(without)) / DEBITS as f64
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_debit_is_its_part_of_what_all_add_to_a_block() {
        assert_eq!(each(Duration::from_micros(1_500), Duration::from_micros(500)), 100.0);
    }
}
