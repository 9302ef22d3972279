//! What is not measured: budgets, the state's size over epochs, one long epoch, the first touch of every ledger.

use crate::{
    accounts::{voucher_provider, Key, OWNERS, PROVIDERS, VOUCHER_PROVIDERS},
    bench::Bench,
    chain,
    feed::Draft,
    state_size::{self, Size},
    workloads::{batch, Stage, Workload},
};
use anyhow::{ensure, Context, Result};
use diem_primitives::{
    receipt::MAX_RECEIPTS, BudgetMode, BudgetTerms, Consent, Diem, EpochIndex, ProviderChoice,
    PLANCK_PER_UNIT,
};
use diem_runtime::{AccountId, RuntimeCall, VVV};
use serde::Serialize;
use sp_keyring::Sr25519Keyring;

/// The limit of each budget: more than a run spends.
const LIMIT: Diem = Diem(500_000 * PLANCK_PER_UNIT);
/// Epochs in which the state's size is looked at: the roots of batches are kept for the two after theirs, and then as many go as come.
const EPOCHS: u32 = 5;
/// Groups of the batch that is settled in each of them.
const GROUPS: u32 = 20;
const DAY_MS: u64 = 24 * 60 * 60 * 1_000;
const HOUR_MS: u64 = 60 * 60 * 1_000;

/// The state after the batch of an epoch.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct EpochSize {
    /// The epoch.
    pub epoch: EpochIndex,
    /// The size of the state.
    pub state: Size,
}

impl Bench {
    /// Prepares the chain for everything but transfers, and says how large the state was after the batch of each epoch.
    pub async fn prepare_economy(&mut self) -> Result<Vec<EpochSize>> {
        self.progress.say("opening budgets");
        self.stage.sync(&self.rpc, false).await?;
        let budgets = budgets(&mut self.stage);
        self.deliver(&budgets).await?;
        self.progress.step();
        let sizes = self.steady_state().await?;
        self.progress.step();
        Ok(sizes)
    }

    /// Settles the same batch of 1,000 receipts in each of a few epochs.
    async fn steady_state(&mut self) -> Result<Vec<EpochSize>> {
        let mut sizes: Vec<EpochSize> = Vec::new();
        while sizes.len() < EPOCHS as usize {
            self.stage.sync(&self.rpc, false).await?;
            let epoch = self.stage.epoch;
            if epoch == EpochIndex(0) || sizes.last().is_some_and(|last| last.epoch == epoch) {
                self.observer.next_block().await?;
                continue;
            }
            self.progress.say(format!("state after a batch, epoch {} of {EPOCHS}", sizes.len() + 1));
            let draft = batch(&mut self.stage, 0, 0, GROUPS, MAX_RECEIPTS);
            let hash = self.deliver(&[draft]).await?;
            sizes.push(EpochSize { epoch, state: state_size::economy(&self.rpc, hash).await? });
        }
        Ok(sizes)
    }

    /// Begins an epoch that outlasts the run.
    pub async fn begin_long_epoch(&mut self) -> Result<()> {
        self.progress.say("beginning a long epoch");
        self.stage.sync(&self.rpc, false).await?;
        let alice = Key::new(Sr25519Keyring::Alice.pair());
        let duration_ms = long_duration(self.now().await?);
        let call = RuntimeCall::from(pallet_diem_staking::Call::set_epoch_duration { duration_ms });
        let sudo = self
            .stage
            .draft(&alice, 0, move || pallet_sudo::Call::sudo { call: Box::new(call.clone()) }.into());
        self.deliver(&[sudo]).await?;
        loop {
            let (_, record) = chain::epoch(&self.rpc, None).await?;
            if record.times.ends_at - record.times.started_at > DAY_MS {
                break;
            }
            self.observer.next_block().await?;
        }
        self.progress.step();
        Ok(())
    }

    async fn now(&self) -> Result<u64> {
        chain::item(&self.rpc, "Timestamp", "Now", None).await?.context("the chain has a time")
    }

    /// Touches every ledger, provider and budget once in the epoch that is open.
    pub async fn warm(&mut self) -> Result<()> {
        self.progress.say("touching every ledger");
        self.stage.sync(&self.rpc, false).await?;
        let mut drafts = vec![batch(&mut self.stage, 0, 0, OWNERS, OWNERS)];
        for provider in 1..PROVIDERS {
            drafts.push(batch(&mut self.stage, provider, 0, 1, 1));
        }
        drafts.extend(Workload::Vouchers.drafts(&mut self.stage, VOUCHER_PROVIDERS as usize));
        self.deliver(&drafts).await?;
        let (_, record) = chain::epoch(&self.rpc, None).await?;
        ensure!(record.minted >= Diem(u128::from(OWNERS) * VVV), "every owner was granted its quota");
        self.progress.step();
        Ok(())
    }
}

/// A duration whose next multiple is not within the hour.
fn long_duration(now: u64) -> u64 {
    [31, 30]
        .map(|days| days * DAY_MS)
        .into_iter()
        .find(|long| now % long < long - HOUR_MS)
        .unwrap_or(29 * DAY_MS)
}

/// Two budgets for each owner: one that pays any provider's receipts, one that pays vouchers of its provider.
fn budgets(stage: &mut Stage) -> Vec<Draft> {
    let cast = stage.cast.clone();
    let mut drafts = Vec::new();
    for ((place, owner), delegate) in (0..).zip(&cast.owners).zip(&cast.delegates) {
        let Some(provider) = cast.providers.get(voucher_provider(place) as usize) else { continue };
        let only = ProviderChoice::Only(provider.account.clone());
        let receipts = terms(ProviderChoice::Any, Consent::Receipts);
        let vouchers = terms(only, Consent::Vouchers);
        let delegate = delegate.account.clone();
        drafts.push(stage.draft(owner, place, move || open(receipts.clone(), None)));
        drafts.push(stage.draft(owner, place, move || open(vouchers.clone(), Some(delegate.clone()))));
    }
    drafts
}

fn terms(provider: ProviderChoice<AccountId>, consent: Consent) -> BudgetTerms<AccountId> {
    BudgetTerms { limit: LIMIT, mode: BudgetMode::Shared, provider, consent, expires_at: None }
}

fn open(terms: BudgetTerms<AccountId>, delegate: Option<AccountId>) -> RuntimeCall {
    pallet_diem_metering::Call::open_budget { terms, warn_at: None, delegate }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_epoch_ends_long_after_the_run() {
        for now in [31 * DAY_MS - 1, 30 * DAY_MS - 1, 31 * 30 * DAY_MS - 1, 5 * DAY_MS] {
            let duration = long_duration(now);
            assert!(duration - now % duration >= HOUR_MS, "{now}");
        }
    }
}
