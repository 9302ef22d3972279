//! Receipts of Charlie, a provider.

use crate::{
    chain::Chain,
    population::{account, BUDGET},
    Result,
};
use diem_primitives::{EpochIndex, Receipt, ReceiptGroup, Sequence};
use diem_runtime::{
    AccountId, Hash, Nonce, Runtime, RuntimeEvent, System, UncheckedExtrinsic, SLOT_DURATION,
};
use diem_runtime_tests::{calls, sign, Account, Signed};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::Serialize;
use std::time::Instant;

/// A model that the provider serves.
const MODEL: u32 = 1;
/// Receipts in a batch, the most that there may be, and its groups.
const BATCH: u32 = 1_000;
const GROUPS: u32 = 20;
/// Batches in a block.
const BATCHES: u32 = 10;
/// The first block of so many belongs to the session: extrinsics wait for the next.
const SESSION: u32 = 300;

/// What comes next for the provider.
struct Next {
    nonce: Nonce,
    sequence: Sequence,
    epoch: EpochIndex,
}

impl Next {
    fn after(chain: &Chain, parent: Hash) -> Result<Self> {
        let provider = Account::Charlie.to_account_id();
        chain.read(parent, || Self {
            nonce: System::account_nonce(&provider),
            sequence: pallet_diem_metering::Providers::<Runtime>::get(&provider)
                .map_or(0, |provider| provider.next_sequence),
            epoch: pallet_diem_staking::CurrentEpoch::<Runtime>::get(),
        })
    }

    fn batch(&mut self, chain: &Chain, groups: Vec<ReceiptGroup<AccountId>>) -> UncheckedExtrinsic {
        let call = calls::submit(self.epoch.0, self.sequence, groups);
        let signed = Signed::new(Account::Charlie, self.nonce, chain.genesis());
        self.nonce = self.nonce.saturating_add(1);
        self.sequence = self.sequence.saturating_add(1);
        sign(signed, call)
    }
}

/// A batch with one receipt for each owner.
pub fn one_for_each(
    chain: &Chain,
    parent: Hash,
    owners: &[AccountId],
    budget: u32,
) -> Result<Vec<UncheckedExtrinsic>> {
    let mut next = Next::after(chain, parent)?;
    let one = |owner: &AccountId| calls::group(owner.clone(), budget, vec![calls::receipt(MODEL, 10, 1)]);
    Ok(owners.iter().map(|owner| next.batch(chain, vec![one(owner)])).collect())
}

/// What it took to settle many receipts.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Settled {
    /// Receipts.
    pub receipts: u32,
    /// Blocks with receipts in them.
    pub blocks: u32,
    /// Seconds to build the blocks and to store them.
    pub seconds: f64,
}

/// Settles receipts of random owners, 1,000 to a batch.
pub fn settle(chain: &Chain, population: u32, receipts: u32) -> Result<Settled> {
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let mut settled = Settled { receipts: 0, blocks: 0, seconds: 0.0 };
    let began = Instant::now();
    while settled.receipts < receipts {
        let parent = chain.head();
        let now = chain.time_of(parent)?.ok_or("the first block is long past")?.saturating_add(SLOT_DURATION);
        let is_of_session =
            chain.height().saturating_add(1).checked_rem(SESSION).is_some_and(|rest| rest == 0);
        let is_over = chain.read(parent, epoch_is_over)?;
        if is_of_session || is_over {
            chain.import(chain.build(parent, now, &[], None)?)?;
            continue;
        }
        let mut next = Next::after(chain, parent)?;
        let batches: Vec<_> =
            (0..BATCHES).map(|_| next.batch(chain, random_groups(&mut random, population))).collect();
        let built = chain.build(parent, now, &batches, None)?;
        let charged = built.events()?.iter().filter_map(charged).fold(0, u32::saturating_add);
        if charged != BATCHES.saturating_mul(BATCH) {
            return Err(format!("{charged} receipts of a block were charged").into());
        }
        settled.receipts = settled.receipts.saturating_add(charged);
        settled.blocks = settled.blocks.saturating_add(1);
        chain.import(built)?;
    }
    settled.seconds = began.elapsed().as_secs_f64();
    Ok(settled)
}

/// Whether the epoch rolls in the next block: what names it would come too late in the block.
fn epoch_is_over() -> bool {
    let epoch = pallet_diem_staking::CurrentEpoch::<Runtime>::get();
    let now = diem_runtime::Timestamp::get();
    pallet_diem_staking::History::<Runtime>::get(epoch).is_some_and(|record| record.times.is_over(now))
}

fn random_groups(random: &mut ChaCha8Rng, population: u32) -> Vec<ReceiptGroup<AccountId>> {
    let in_group = BATCH.checked_div(GROUPS).unwrap_or_default();
    let receipt = |random: &mut ChaCha8Rng| Receipt { id: random.random(), ..calls::receipt(MODEL, 10, 1) };
    let group = |random: &mut ChaCha8Rng| {
        let owner = account(random.random_range(0..population));
        let receipts = (0..in_group).map(|_| receipt(random)).collect();
        calls::group(owner, BUDGET, receipts)
    };
    (0..GROUPS).map(|_| group(random)).collect()
}

fn charged(event: &RuntimeEvent) -> Option<u32> {
    if let RuntimeEvent::Metering(pallet_diem_metering::Event::BatchSettled { receipts, .. }) = event {
        return Some(*receipts);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_has_a_thousand_receipts_in_twenty_groups() {
        let groups = random_groups(&mut ChaCha8Rng::seed_from_u64(0), 1_000);
        assert_eq!(groups.len(), 20);
        assert_eq!(groups.iter().map(|group| group.receipts.len()).sum::<usize>(), 1_000);
    }
}
