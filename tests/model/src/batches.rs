//! Batches of receipts: what each receipt is charged, or why it is not.

use crate::{
    call::{ensure, Outcome, Refusal, Rejection, Report},
    models::Usage,
    providers::Provider,
    BudgetId, Economy, Epoch, ModelId, Planck, Who,
};
use std::collections::BTreeSet;

/// The most roots that a new batch looks at, to remove those that have expired.
const ROOTS_LOOKED_AT: u32 = 2;

/// One piece of work.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Receipt {
    pub id: u64,
    pub model: ModelId,
    pub usage: Usage,
}

/// The receipts of one budget.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group {
    pub owner: Who,
    pub budget: BudgetId,
    pub receipts: Vec<Receipt>,
}

/// A provider's receipts for one epoch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Batch {
    pub epoch: Epoch,
    pub sequence: u64,
    pub groups: Vec<Group>,
}

/// A group that was settled, and what became of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SettledGroup {
    pub group: Group,
    /// DIEM that it was charged.
    pub charge: Planck,
    /// The receipts that were not charged.
    pub rejections: Vec<Rejection>,
}

/// A batch that was settled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SettledBatch {
    pub provider: Who,
    pub epoch: Epoch,
    pub sequence: u64,
    pub groups: Vec<SettledGroup>,
    /// The groups for which a dispute was proven.
    pub disputed: BTreeSet<usize>,
    /// Whether its provider has left since.
    pub is_gone: bool,
}

impl SettledBatch {
    pub fn is_of(&self, who: Who, sequence: u64) -> bool {
        self.provider == who && self.sequence == sequence && !self.is_gone
    }

    pub fn charge(&self) -> Planck {
        self.groups.iter().map(|group| group.charge).sum()
    }
}

impl Economy {
    pub(crate) fn submit_receipts(&mut self, who: Who, batch: &Batch) -> Outcome {
        self.ensure_settles(who)?;
        self.ensure_shape(batch)?;
        let next = self.providers[&who].next_sequence;
        ensure(batch.sequence >= next, "SequenceAlreadySettled")?;
        ensure(batch.sequence == next, "SequenceGap")?;
        self.count_batch(who, batch.epoch)?;
        self.credit_earnings(who);
        self.remove_expired_roots(who, batch.sequence);

        let mut groups = Vec::new();
        for (index, group) in batch.groups.iter().enumerate() {
            groups.push(self.settle_group(who, batch.epoch, index, group));
        }
        let report = Report {
            charged: groups.iter().map(|group| group.charge).sum(),
            rejections: groups.iter().flat_map(|group| group.rejections.clone()).collect(),
        };
        self.providers.get_mut(&who).expect("it settles").next_sequence += 1;
        let (epoch, sequence) = (batch.epoch, batch.sequence);
        let disputed = BTreeSet::new();
        self.batches.push(SettledBatch { provider: who, epoch, sequence, groups, disputed, is_gone: false });
        Ok(report)
    }

    /// Each new batch has up to two of the provider's oldest roots removed, where those have expired.
    fn remove_expired_roots(&mut self, who: Who, until: u64) {
        for _ in 0..ROOTS_LOOKED_AT {
            let oldest = self.providers[&who].oldest_batch;
            let is_needed = |batch: &SettledBatch| {
                batch.is_of(who, oldest) && batch.charge() > 0 && !self.is_final(batch.epoch)
            };
            if oldest >= until || self.batches.iter().any(is_needed) {
                return;
            }
            self.providers.get_mut(&who).expect("it settles").oldest_batch += 1;
        }
    }

    /// Whether the chain keeps the root of a batch.
    pub fn is_root_kept(&self, batch: &SettledBatch) -> bool {
        let is_old =
            |who| self.providers.get(&who).is_none_or(|one: &Provider| batch.sequence < one.oldest_batch);
        !batch.is_gone && batch.charge() > 0 && !is_old(batch.provider)
    }

    fn ensure_shape(&self, batch: &Batch) -> Result<(), Refusal> {
        ensure(!batch.groups.is_empty(), "EmptyBatch")?;
        ensure(batch.groups.iter().all(|group| !group.receipts.is_empty()), "EmptyGroup")?;
        let receipts: usize = batch.groups.iter().map(|group| group.receipts.len()).sum();
        ensure(receipts <= self.constants.max_receipts, "TooManyReceipts")
    }

    fn settle_group(&mut self, who: Who, epoch: Epoch, index: usize, group: &Group) -> SettledGroup {
        let mut settled = SettledGroup { group: group.clone(), charge: 0, rejections: Vec::new() };
        let priced: Vec<_> = group.receipts.iter().map(|one| self.priced(who, epoch, group, one)).collect();
        if priced.iter().any(Result::is_ok) {
            self.touch(group.owner);
        }
        for (receipt, charge) in priced.into_iter().enumerate() {
            let charged = charge.and_then(|charge| {
                self.ensure_room(who, epoch, group, charge)?;
                self.debit(who, epoch, (group.owner, group.budget), charge);
                Ok(charge)
            });
            match charged {
                Ok(charge) => settled.charge += charge,
                Err(reason) => settled.rejections.push(Rejection { group: index, receipt, reason }),
            }
        }
        settled
    }

    /// What a receipt costs, or why it can't be charged whatever is left.
    fn priced(
        &self,
        who: Who,
        epoch: Epoch,
        group: &Group,
        receipt: &Receipt,
    ) -> Result<Planck, &'static str> {
        if !self.is_settleable(epoch) {
            return Err("EpochNotSettleable");
        }
        let budget = self.budget((group.owner, group.budget)).ok_or("UnknownBudget")?;
        let at = budget.admitting(who, epoch, budget.is_stopped(self.block))?;
        if at.terms.vouchers {
            return Err("ConsentByVoucher");
        }
        self.charge(who, receipt.model, &receipt.usage, epoch)
    }

    fn ensure_room(&self, who: Who, epoch: Epoch, group: &Group, charge: Planck) -> Result<(), &'static str> {
        let rooms = self.rooms(who, epoch, (group.owner, group.budget));
        let exceeded = rooms.into_iter().find(|(room, _)| charge > *room);
        exceeded.map_or(Ok(()), |(_, limit)| Err(limit))
    }

    /// What is left under each limit that a debit has to keep, in the order in which they are looked at.
    pub fn rooms(&self, who: Who, epoch: Epoch, key: (Who, BudgetId)) -> [(Planck, &'static str); 3] {
        let at = &self.budgets[&key].epochs[&epoch];
        let most = if at.terms.reserved { at.terms.limit.min(at.share) } else { at.terms.limit };
        let window = self.window(key.0, epoch);
        let quota = if at.terms.reserved {
            window.reserved - window.reserved_spent
        } else {
            self.free_pool(key.0, epoch)
        };
        let capacity = self.providers.get(&who).map_or(0, |provider| provider.room(epoch));
        [
            (most.saturating_sub(at.spent), "BudgetExhausted"),
            (quota, "QuotaExhausted"),
            (capacity, "CapacityExceeded"),
        ]
    }

    /// Debits a budget, and credits its provider.
    pub(crate) fn debit(&mut self, who: Who, epoch: Epoch, key: (Who, BudgetId), amount: Planck) {
        let at = self.budgets.get_mut(&key).and_then(|budget| budget.epochs.get_mut(&epoch));
        let at = at.expect("it pays in that epoch");
        at.spent += amount;
        let is_reserved = at.terms.reserved;
        let window = self.window_mut(key.0, epoch);
        if is_reserved {
            window.reserved_spent += amount;
        } else {
            window.shared_spent += amount;
        }
        let provider = self.providers.get_mut(&who).expect("it settles");
        *provider.settled.entry(epoch).or_default() += amount;
        *self.debited.entry(epoch).or_default() += amount;
    }
}
