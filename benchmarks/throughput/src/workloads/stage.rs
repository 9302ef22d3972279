//! Where a run stands: what every account signed and every provider settled so far.

use crate::{
    accounts::{Cast, Key, VOUCHER_PROVIDERS},
    chain,
    feed::Draft,
    rpc::Rpc,
    trace::Trace,
};
use anyhow::Result;
use diem_primitives::{EpochIndex, Sequence};
use diem_runtime::{AccountId, Nonce, RuntimeCall};
use diem_runtime_tests::Domain;
use std::{collections::HashMap, sync::Arc};

/// Where a run stands.
pub struct Stage {
    /// Everybody.
    pub cast: Arc<Cast>,
    /// What providers did.
    pub trace: Arc<Trace>,
    /// The chain.
    pub domain: Domain,
    /// The epoch that work is charged to.
    pub epoch: EpochIndex,
    nonces: HashMap<AccountId, Nonce>,
    sequences: Vec<Sequence>,
    voucher_rounds: [u64; VOUCHER_PROVIDERS as usize],
    turn: u64,
    receipts: u64,
}

impl Stage {
    /// The beginning of a run.
    pub fn new(cast: Arc<Cast>, domain: Domain) -> Self {
        Self {
            cast,
            trace: Arc::new(Trace::new()),
            domain,
            epoch: EpochIndex::default(),
            nonces: HashMap::new(),
            sequences: Vec::new(),
            voucher_rounds: Default::default(),
            turn: 0,
            receipts: 0,
        }
    }

    /// Reads from the chain where it stands, since not all that was drafted was sent. A chain without our pallets has payers alone.
    pub async fn sync(&mut self, rpc: &Rpc, is_plain: bool) -> Result<()> {
        if is_plain {
            self.nonces = chain::nonces(rpc, self.cast.payers.iter()).await?;
            return Ok(());
        }
        self.nonces = chain::nonces(rpc, self.cast.signers()).await?;
        self.sequences = chain::sequences(rpc, &self.cast.providers).await?;
        self.epoch = chain::epoch(rpc, None).await?.0;
        Ok(())
    }

    /// Counts the extrinsics of workloads: 0, 1, 2, …
    pub fn turn(&mut self) -> u64 {
        self.turn += 1;
        self.turn - 1
    }

    /// Numbers for as many receipts, of which none was used before: the first of them.
    pub fn number_receipts(&mut self, count: u32) -> u64 {
        self.receipts += u64::from(count);
        self.receipts - u64::from(count)
    }

    /// The number that the next batch of a provider must have.
    pub fn next_sequence(&mut self, provider: u32) -> Sequence {
        let Some(next) = self.sequences.get_mut(provider as usize) else { return 0 };
        *next += 1;
        *next - 1
    }

    /// How often the vouchers of a provider were drafted, this time included.
    pub fn next_voucher_round(&mut self, provider: u32) -> u64 {
        let Some(rounds) = self.voucher_rounds.get_mut(provider as usize) else { return 1 };
        *rounds += 1;
        *rounds
    }

    /// The next extrinsic of `key`, which is the `lane`th of those who sign this kind.
    pub fn draft(
        &mut self,
        key: &Key,
        lane: u32,
        call: impl Fn() -> RuntimeCall + Send + Sync + 'static,
    ) -> Draft {
        let nonce = self.nonces.entry(key.account.clone()).or_default();
        *nonce += 1;
        Draft { key: key.clone(), lane, nonce: *nonce - 1, call: Box::new(call) }
    }
}

/// The element whose turn it is, with its place.
pub fn whose_turn<T>(all: &[T], turn: u64) -> Option<(u32, &T)> {
    let place = turn.checked_rem(all.len() as u64)?;
    let place = u32::try_from(place).ok()?;
    Some((place, all.get(place as usize)?))
}
