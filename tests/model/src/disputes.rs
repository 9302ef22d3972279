//! Refunds and disputes: what is taken back of a batch that was settled.

use crate::{
    arithmetic::{part_up, worth},
    batches::{Receipt, SettledBatch, SettledGroup},
    books::Reason,
    call::{done, ensure, Outcome, Refusal},
    BudgetId, Economy, Epoch, Planck, Who,
};

/// What a provider gives back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Refund {
    pub owner: Who,
    pub budget: BudgetId,
    pub epoch: Epoch,
    pub amount: Planck,
}

/// What is wrong with the proof that a group is part of a batch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tampering {
    /// It says that another amount was charged.
    OtherCharge,
    /// It has a hash too many.
    LongerProof,
}

/// A group of a batch, with its proof.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ProvenGroup {
    pub sequence: u64,
    pub index: usize,
    pub tampering: Option<Tampering>,
}

/// What a provider signed for its consumer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignedReceipt {
    pub owner: Who,
    pub budget: BudgetId,
    pub epoch: Epoch,
    pub receipt: Receipt,
    /// The key that signed.
    pub key: Who,
    /// Whether it was signed for another chain.
    pub is_foreign: bool,
}

/// What a provider is said to have done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// It settled more than it signed.
    Overcharged(SignedReceipt),
    /// It settled one id twice: before in this group, or in the same one.
    SettledTwice { earlier: Option<ProvenGroup>, receipt: usize },
}

/// What a dispute is judged by.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Evidence {
    pub provider: Who,
    pub group: ProvenGroup,
    pub receipt: usize,
    pub fault: Fault,
}

/// A receipt that was charged: where, and in which order.
struct Charged<'a> {
    work: (Who, BudgetId, Epoch, u64),
    receipt: &'a Receipt,
    order: (u64, usize, usize),
}

/// Whether a receipt names another model than one that was signed, or more units of some dimension.
fn says_more(settled: &Receipt, signed: &Receipt) -> bool {
    let units = |receipt: &Receipt, dimension| -> u64 {
        receipt.usage.iter().filter(|(named, _)| *named == dimension).map(|(_, units)| units).sum()
    };
    let more = |dimension| units(settled, dimension) > units(signed, dimension);
    settled.model != signed.model || settled.usage.iter().any(|(dimension, _)| more(*dimension))
}

impl Economy {
    /// Gives back what was debited. The mark of vouchers stays: nothing can be settled twice.
    pub(crate) fn refund(&mut self, who: Who, refund: &Refund) -> Outcome {
        let Refund { owner, budget, epoch, amount } = *refund;
        self.ensure_settles(who)?;
        ensure(amount > 0, "ZeroAmount")?;
        ensure(self.is_settleable(epoch), "EpochNotSettleable")?;
        let spent = self.existing_budget((owner, budget))?.spent(epoch);
        ensure(amount <= spent, "RefundExceedsSpent")?;
        let settled = self.existing_provider(who)?.settled(epoch);
        ensure(amount <= settled, "RefundExceedsSettled")?;
        self.touch(owner);
        let at = self.existing_budget((owner, budget))?.epochs.get_mut(&epoch).expect("it spent something");
        at.spent -= amount;
        let is_reserved = at.terms.reserved;
        let window = self.window_mut(owner, epoch);
        if is_reserved {
            window.reserved_spent -= amount;
        } else {
            window.shared_spent -= amount;
        }
        *self.existing_provider(who)?.settled.entry(epoch).or_default() -= amount;
        *self.refunded.entry(epoch).or_default() += amount;
        done()
    }

    pub(crate) fn dispute(&mut self, reporter: Who, evidence: &Evidence) -> Outcome {
        let who = evidence.provider;
        self.existing_provider(who)?;
        let batch = self.disputable(who, evidence.group.sequence)?;
        let (epoch, index) = (batch.epoch, evidence.group.index);
        ensure(index < batch.groups.len(), "InvalidProof")?;
        ensure(!batch.disputed.contains(&index), "AlreadyDisputed")?;
        self.ensure_proven(evidence)?;
        let SettledGroup { group, charge, .. } = batch.groups[index].clone();

        let sequence = evidence.group.sequence;
        let batch =
            self.batches.iter_mut().find(|batch| batch.is_of(who, sequence)).expect("it was found before");
        batch.disputed.insert(index);
        self.suspend(who)?;
        self.slash(who, group.owner, reporter, worth(charge, self.terms(epoch).value));
        done()
    }

    /// A batch that can still be disputed.
    fn disputable(&self, who: Who, sequence: u64) -> Result<&SettledBatch, Refusal> {
        let is_it = |batch: &&SettledBatch| batch.is_of(who, sequence) && self.is_root_kept(batch);
        let batch = self.batches.iter().find(is_it).ok_or(Refusal("UnknownBatch"))?;
        ensure(!self.is_final(batch.epoch), "DisputeTooLate")?;
        Ok(batch)
    }

    /// A receipt that was charged, where the proof of its group holds.
    fn charged(&self, who: Who, proven: &ProvenGroup, place: usize) -> Result<Charged<'_>, Refusal> {
        let batch = self.disputable(who, proven.sequence)?;
        ensure(proven.tampering.is_none() && proven.index < batch.groups.len(), "InvalidProof")?;
        let settled = &batch.groups[proven.index];
        let group = &settled.group;
        let receipt = group.receipts.get(place).ok_or(Refusal("NoSuchReceipt"))?;
        let is_rejected = settled.rejections.iter().any(|rejection| rejection.receipt == place);
        ensure(!is_rejected, "ReceiptRejected")?;
        Ok(Charged {
            work: (group.owner, group.budget, batch.epoch, receipt.id),
            receipt,
            order: (proven.sequence, proven.index, place),
        })
    }

    fn ensure_proven(&self, evidence: &Evidence) -> Result<(), Refusal> {
        let charged = self.charged(evidence.provider, &evidence.group, evidence.receipt)?;
        match &evidence.fault {
            Fault::Overcharged(signed) => {
                let keys = self.providers[&evidence.provider].keys.ok_or(Refusal("ReceiptNotSigned"))?;
                let former = keys.former.filter(|(_, until)| charged.work.2 <= *until);
                let is_key = keys.current == signed.key || former.is_some_and(|(key, _)| key == signed.key);
                ensure(is_key && !signed.is_foreign, "ReceiptNotSigned")?;
                let work = (signed.owner, signed.budget, signed.epoch, signed.receipt.id);
                ensure(work == charged.work, "DifferentWork")?;
                ensure(says_more(charged.receipt, &signed.receipt), "NotOvercharged")
            }
            Fault::SettledTwice { earlier, receipt } => {
                let group = earlier.as_ref().unwrap_or(&evidence.group);
                let earlier = self.charged(evidence.provider, group, *receipt)?;
                ensure(earlier.order < charged.order, "NotSettledBefore")?;
                ensure(earlier.work == charged.work, "DifferentWork")
            }
        }
    }

    /// From now on a provider settles nothing more, and what can still be disputed is earned no more.
    fn suspend(&mut self, who: Who) -> Result<(), Refusal> {
        if self.existing_provider(who)?.is_suspended {
            return Ok(());
        }
        self.end_pledge(who);
        self.credit_earnings(who);
        self.forfeited += self.pending_earnings(who);
        let provider = self.existing_provider(who)?;
        provider.is_suspended = true;
        provider.done.extend(provider.settled.keys());
        Ok(())
    }

    /// Takes a part of the bond. The consumer gets what it lost and the reporter a tenth, each a tenth at most; the rest is burnt.
    fn slash(&mut self, who: Who, consumer: Who, reporter: Who, lost: Planck) {
        let fraction = self.metering_rules.slash_fraction;
        let provider = self.providers.get_mut(&who).expect("it is there");
        let slash = part_up(provider.bond, fraction);
        provider.bond -= slash;
        let tenth = slash / 10;
        let to_consumer = lost.min(tenth);
        self.books.pay_held(who, Reason::Bond, consumer, to_consumer);
        self.books.pay_held(who, Reason::Bond, reporter, tenth);
        self.books.burn_held(who, Reason::Bond, slash - to_consumer - tenth);
    }
}
