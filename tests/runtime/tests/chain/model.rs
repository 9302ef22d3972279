//! The economy once more: plain maps, whole histories, arithmetic without bounds. It shares no code with the chain.

use diem_primitives::{Dimension, Receipt, RejectionReason};
use diem_runtime::AccountId;
use num_bigint::BigUint;
use std::collections::BTreeMap;

/// An amount of VVV or DIEM in planck.
type Planck = u128;
/// A budget: its owner and its number.
type Key = (AccountId, u32);

/// A budget as it is in an epoch.
#[derive(Clone, Debug)]
pub struct Budget {
    pub limit: Planck,
    pub reserved: bool,
    pub provider: Option<AccountId>,
}

/// What an epoch opens with.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    pub stakes: BTreeMap<AccountId, Planck>,
    pub pledges: BTreeMap<AccountId, Planck>,
    pub prices: BTreeMap<(u32, Dimension), Planck>,
    pub multipliers: BTreeMap<(AccountId, u32), u32>,
    pub budgets: BTreeMap<Key, Budget>,
}

/// An epoch: what it opened with, and what happened in it.
#[derive(Clone, Debug, Default)]
pub struct Epoch {
    opening: Terms,
    /// The budgets as they are now.
    pub budgets: BTreeMap<Key, Budget>,
    received: BTreeMap<AccountId, Planck>,
    sent: BTreeMap<AccountId, Planck>,
    topped_up: BTreeMap<Key, Planck>,
    spent: BTreeMap<Key, Planck>,
    settled: BTreeMap<AccountId, Planck>,
}

/// All epochs, and what the one after them will open with.
#[derive(Clone, Debug)]
pub struct Model {
    pub epochs: Vec<Epoch>,
    pub next: Terms,
}

fn sum<'a>(amounts: impl Iterator<Item = &'a Planck>) -> Planck {
    amounts.sum()
}

fn share_of(whole: Planck, part: Planck, of: Planck) -> Planck {
    let product = BigUint::from(whole) * BigUint::from(part);
    Planck::try_from(product / BigUint::from(of)).expect("a share is no more than the whole")
}

impl Epoch {
    pub fn capacity(&self) -> Planck {
        sum(self.opening.pledges.values())
    }

    pub fn total_weight(&self) -> Planck {
        sum(self.opening.stakes.values())
    }

    pub fn weight(&self, who: &AccountId) -> Planck {
        self.opening.stakes.get(who).copied().unwrap_or_default()
    }

    /// The part of the capacity that the weight is of all weights, but at most one DIEM for a VVV.
    pub fn granted(&self, who: &AccountId) -> Planck {
        if self.total_weight() == 0 {
            return 0;
        }
        share_of(self.capacity(), self.weight(who), self.total_weight()).min(self.weight(who))
    }

    pub fn received(&self, who: &AccountId) -> Planck {
        self.received.get(who).copied().unwrap_or_default()
    }

    pub fn sent(&self, who: &AccountId) -> Planck {
        self.sent.get(who).copied().unwrap_or_default()
    }

    pub fn spent_by(&self, key: &Key) -> Planck {
        self.spent.get(key).copied().unwrap_or_default()
    }

    fn spent_where(&self, who: &AccountId, reserved: bool) -> Planck {
        let of = |key: &Key| self.budgets.get(key).is_some_and(|budget| budget.reserved == reserved);
        sum(self.spent.iter().filter(|(key, _)| key.0 == *who && of(key)).map(|(_, amount)| amount))
    }

    pub fn spent(&self, who: &AccountId) -> Planck {
        self.spent_where(who, true) + self.spent_where(who, false)
    }

    pub fn settled(&self, provider: &AccountId) -> Planck {
        self.settled.get(provider).copied().unwrap_or_default()
    }

    pub fn debited(&self) -> Planck {
        sum(self.spent.values())
    }

    fn opening_limits(&self, who: &AccountId) -> Planck {
        let budgets = self.opening.budgets.iter();
        sum(budgets.filter(|(key, budget)| key.0 == *who && budget.reserved).map(|(_, budget)| &budget.limit))
    }

    pub fn share(&self, key: &Key) -> Planck {
        let opening = match self.opening.budgets.get(key) {
            Some(budget) if budget.reserved => {
                let (granted, limits) = (self.granted(&key.0), self.opening_limits(&key.0));
                if limits > granted {
                    share_of(budget.limit, granted, limits)
                } else {
                    budget.limit
                }
            }
            _ => 0,
        };
        opening + self.topped_up.get(key).copied().unwrap_or_default()
    }

    pub fn reserved(&self, who: &AccountId) -> Planck {
        let topped_up = self.topped_up.iter().filter(|(key, _)| key.0 == *who).map(|(_, amount)| amount);
        self.granted(who).min(self.opening_limits(who)) + sum(topped_up)
    }

    pub fn free(&self, who: &AccountId) -> Planck {
        let out = self.sent(who) + self.reserved(who) + self.spent_where(who, false);
        self.granted(who) + self.received(who) - out
    }

    /// Moves what a reserved budget's share lacks out of the free pool.
    fn top_up(&mut self, key: &Key) {
        let Some(Budget { limit, reserved: true, .. }) = self.budgets.get(key).cloned() else { return };
        let missing = limit.saturating_sub(self.share(key)).min(self.free(&key.0));
        *self.topped_up.entry(key.clone()).or_default() += missing;
    }

    fn charge(&self, provider: &AccountId, receipt: &Receipt) -> Result<Planck, RejectionReason> {
        let model = receipt.model.0;
        let multiplier = self.opening.multipliers.get(&(provider.clone(), model));
        let multiplier = multiplier.ok_or(RejectionReason::ModelNotServed)?;
        let mut total = BigUint::default();
        for entry in &receipt.usage {
            if entry.units > 0 {
                let price = self.opening.prices.get(&(model, entry.dimension));
                total += BigUint::from(entry.units) * price.ok_or(RejectionReason::NoPrice)?;
            }
        }
        if total == BigUint::default() {
            return Err(RejectionReason::NothingUsed);
        }
        let divisor = BigUint::from(10_000_000_000_u64);
        let charge = (total * *multiplier + &divisor - 1_u8) / divisor;
        Planck::try_from(charge).map_err(|_| RejectionReason::ChargeOverflow)
    }

    /// What becomes of a receipt.
    fn settle(
        &mut self,
        provider: &AccountId,
        key: &Key,
        receipt: &Receipt,
    ) -> Result<Planck, RejectionReason> {
        let budget = self.budgets.get(key).cloned().ok_or(RejectionReason::BudgetClosed)?;
        if budget.provider.as_ref().is_some_and(|only| only != provider) {
            return Err(RejectionReason::WrongProvider);
        }
        let charge = self.charge(provider, receipt)?;
        let most = if budget.reserved { budget.limit.min(self.share(key)) } else { budget.limit };
        if charge > most - self.spent_by(key) {
            return Err(RejectionReason::BudgetExhausted);
        }
        if !budget.reserved && charge > self.free(&key.0) {
            return Err(RejectionReason::QuotaExhausted);
        }
        let pledged = self.opening.pledges.get(provider).copied().unwrap_or_default();
        if charge > pledged - self.settled(provider) {
            return Err(RejectionReason::CapacityExceeded);
        }
        *self.spent.entry(key.clone()).or_default() += charge;
        *self.settled.entry(provider.clone()).or_default() += charge;
        Ok(charge)
    }
}

impl Model {
    /// A chain in epoch 0, which grants nothing.
    pub fn new(next: Terms) -> Self {
        Self { epochs: vec![Epoch::default()], next }
    }

    /// The number of the open epoch.
    pub fn now(&self) -> u32 {
        u32::try_from(self.epochs.len() - 1).expect("there are a few epochs")
    }

    pub fn at(&self, epoch: u32) -> &Epoch {
        &self.epochs[epoch as usize]
    }

    fn current(&mut self) -> &mut Epoch {
        self.epochs.last_mut().expect("there is always an open epoch")
    }

    pub fn open_epoch(&mut self) {
        let (opening, budgets) = (self.next.clone(), self.next.budgets.clone());
        self.epochs.push(Epoch { opening, budgets, ..Epoch::default() });
    }

    pub fn transfer(&mut self, from: AccountId, to: AccountId, amount: Planck) {
        *self.current().sent.entry(from).or_default() += amount;
        *self.current().received.entry(to).or_default() += amount;
    }

    pub fn open_budget(&mut self, key: &Key, budget: Budget) {
        self.next.budgets.insert(key.clone(), budget.clone());
        self.current().budgets.insert(key.clone(), budget);
        self.current().top_up(key);
    }

    /// A higher limit acts at once and tops a share up, a lower one from the next epoch on.
    pub fn set_limit(&mut self, key: &Key, limit: Planck) {
        self.next.budgets.get_mut(key).expect("the budget is open").limit = limit;
        let now = self.current().budgets.get_mut(key).expect("the budget is open");
        if limit >= now.limit {
            now.limit = limit;
            self.current().top_up(key);
        }
    }

    /// What becomes of the receipts of a batch, in order.
    pub fn settle(
        &mut self,
        provider: &AccountId,
        epoch: u32,
        receipts: &[(Key, Receipt)],
    ) -> Vec<Result<Planck, RejectionReason>> {
        let settleable = epoch == self.now() || epoch + 1 == self.now();
        let settle = |(key, receipt): &(Key, Receipt)| {
            if settleable {
                self.epochs[epoch as usize].settle(provider, key, receipt)
            } else {
                Err(RejectionReason::EpochNotSettleable)
            }
        };
        receipts.iter().map(settle).collect()
    }
}
