//! Providers: what they pledge, the bond behind it, and what they earn.

use crate::{
    arithmetic::{ceil, worth, WHOLE},
    books::Reason,
    call::{done, ensure, refuse, Outcome, Refusal},
    Economy, Epoch, Planck, Who,
};
use std::collections::{BTreeMap, BTreeSet};

/// The keys that sign a provider's receipts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ReceiptKeys {
    pub current: Who,
    /// The key before it, and the last epoch for which it proves anything.
    pub former: Option<(Who, Epoch)>,
}

/// A provider, in every epoch.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Provider {
    pub pledges: BTreeMap<Epoch, Planck>,
    pub next_pledge: Planck,
    /// What it settled and did not give back.
    pub settled: BTreeMap<Epoch, Planck>,
    /// How many batches it submitted, by the epoch that they count for.
    pub batches: BTreeMap<Epoch, u32>,
    pub bond: Planck,
    /// The epoch in which what backs no pledge comes free.
    pub bond_free_at: Epoch,
    pub next_sequence: u64,
    /// The oldest batch of which a root may be kept.
    pub oldest_batch: u64,
    pub is_leaving: bool,
    pub is_suspended: bool,
    pub keys: Option<ReceiptKeys>,
    /// Epochs whose earnings were credited, forfeited or lapsed.
    pub done: BTreeSet<Epoch>,
    /// VVV that was credited and not issued.
    pub credited: Planck,
}

impl Provider {
    pub fn pledge(&self, epoch: Epoch) -> Planck {
        self.pledges.get(&epoch).copied().unwrap_or_default()
    }

    pub fn settled(&self, epoch: Epoch) -> Planck {
        self.settled.get(&epoch).copied().unwrap_or_default()
    }

    /// What it may still settle into an epoch.
    pub fn room(&self, epoch: Epoch) -> Planck {
        self.pledge(epoch) - self.settled(epoch)
    }

    /// Whether nothing of its bond backs a pledge from the next epoch on.
    pub fn departs(&self) -> bool {
        self.is_leaving || self.is_suspended
    }
}

impl Economy {
    pub(crate) fn pledged_by_all(&self, epoch: Epoch) -> Planck {
        self.providers
            .values()
            .map(|provider| provider.pledges.get(&epoch).copied().unwrap_or(provider.next_pledge))
            .sum()
    }

    pub(crate) fn carry_pledges(&mut self) {
        let now = self.now();
        for provider in self.providers.values_mut() {
            provider.pledges.insert(now, provider.next_pledge);
        }
    }

    /// Counts a batch for the epoch that it names, or for the open one where that can't be settled.
    pub(crate) fn count_batch(&mut self, who: Who, epoch: Epoch) -> Result<(), Refusal> {
        let counts_for = if self.is_settleable(epoch) { epoch } else { self.now() };
        let most = self.metering_rules.max_batches_per_epoch;
        let count = self.existing_provider(who)?.batches.entry(counts_for).or_default();
        ensure(*count < most, "TooManyBatches")?;
        *count += 1;
        Ok(())
    }

    pub(crate) fn existing_provider(&mut self, who: Who) -> Result<&mut Provider, Refusal> {
        self.providers.get_mut(&who).ok_or(Refusal("UnknownProvider"))
    }

    /// A provider that is neither leaving nor suspended.
    pub(crate) fn active_provider(&mut self, who: Who) -> Result<&mut Provider, Refusal> {
        let provider = self.existing_provider(who)?;
        ensure(!provider.is_suspended, "ProviderSuspended")?;
        ensure(!provider.is_leaving, "ProviderIsLeaving")?;
        Ok(provider)
    }

    /// Checks that a provider settles anything at all.
    pub(crate) fn ensure_settles(&mut self, who: Who) -> Result<(), Refusal> {
        let provider = self.existing_provider(who)?;
        ensure(!provider.is_suspended, "ProviderSuspended")
    }

    /// The bond behind a pledge, or `None` where there is not that much VVV.
    fn bond_for(&self, capacity: Planck) -> Option<Planck> {
        ceil(capacity, self.metering_rules.bond_per_diem, WHOLE)
    }

    fn checked_bond(&self, capacity: Planck) -> Result<Planck, Refusal> {
        ensure(capacity >= self.metering_rules.min_capacity, "BelowMinimumCapacity")?;
        self.bond_for(capacity).ok_or(Refusal("FundsUnavailable"))
    }

    /// The first epoch in which a bond is no surety any more for what is settled now.
    fn bond_free_from_now(&self) -> Epoch {
        self.now() + self.constants.dispute_epochs + 1
    }

    pub(crate) fn register_provider(&mut self, who: Who, capacity: Planck) -> Outcome {
        ensure(!self.providers.contains_key(&who), "AlreadyRegistered")?;
        let bond = self.checked_bond(capacity)?;
        self.books.hold(who, Reason::Bond, bond)?;
        self.insert_provider(who, capacity, bond);
        done()
    }

    fn insert_provider(&mut self, who: Who, capacity: Planck, bond: Planck) {
        let now = self.now();
        let provider = Provider {
            pledges: BTreeMap::from([(now, 0)]),
            next_pledge: capacity,
            bond,
            bond_free_at: now,
            ..Provider::default()
        };
        self.providers.insert(who, provider);
    }

    pub(crate) fn set_capacity(&mut self, who: Who, capacity: Planck) -> Outcome {
        let before = self.active_provider(who)?.clone();
        let required = self.checked_bond(capacity)?;
        ensure(capacity != before.next_pledge, "Unchanged")?;
        let missing = required.saturating_sub(before.bond);
        self.books.hold(who, Reason::Bond, missing)?;
        let free_at = self.bond_free_from_now();
        let provider = self.active_provider(who)?;
        provider.bond += missing;
        provider.next_pledge = capacity;
        if capacity < before.next_pledge {
            provider.bond_free_at = free_at;
        }
        done()
    }

    pub(crate) fn deregister_provider(&mut self, who: Who) -> Outcome {
        ensure(!self.existing_provider(who)?.is_leaving, "ProviderIsLeaving")?;
        self.end_pledge(who);
        self.existing_provider(who)?.is_leaving = true;
        done()
    }

    /// Nothing is pledged from the next epoch on, and the bond comes free when nothing that was settled can be disputed.
    pub(crate) fn end_pledge(&mut self, who: Who) {
        let free_at = self.bond_free_from_now();
        let provider = self.providers.get_mut(&who).expect("it is there");
        if provider.next_pledge > 0 {
            provider.next_pledge = 0;
            provider.bond_free_at = free_at;
        }
    }

    /// VVV of a bond that backs no pledge.
    pub fn excess_bond(&self, who: Who) -> Planck {
        let provider = &self.providers[&who];
        if provider.departs() {
            return provider.bond;
        }
        self.bond_for(provider.next_pledge).map_or(0, |required| provider.bond.saturating_sub(required))
    }

    pub(crate) fn withdraw_bond(&mut self, who: Who) -> Outcome {
        let provider = self.existing_provider(who)?.clone();
        let excess = self.excess_bond(who);
        ensure(excess > 0 || provider.departs(), "NothingToWithdraw")?;
        ensure(self.now() >= provider.bond_free_at, "BondNotFree")?;
        self.books.release(who, Reason::Bond, excess);
        if provider.departs() {
            self.remove_provider(who);
        } else {
            self.existing_provider(who)?.bond -= excess;
        }
        done()
    }

    /// Removes a provider with all that is kept of it. What it earned is issued.
    fn remove_provider(&mut self, who: Who) {
        self.credit_earnings(who);
        let provider = self.providers.remove(&who).expect("it is there");
        self.books.issue(who, provider.credited).expect("it has its bond again");
        *self.earned.entry(who).or_default() += provider.credited;
        self.listings.retain(|(provider, _), _| *provider != who);
        for batch in self.batches.iter_mut().filter(|batch| batch.provider == who) {
            batch.is_gone = true;
        }
    }

    /// Whether what was earned in an epoch is final: it can't be disputed any more.
    pub fn is_final(&self, epoch: Epoch) -> bool {
        self.now() > epoch + self.constants.dispute_epochs
    }

    /// VVV that a provider earned in epochs that are final or not, and that nobody credited yet.
    fn uncredited(&self, who: Who, is_final: bool) -> Planck {
        let provider = &self.providers[&who];
        let epochs = provider.settled.iter().filter(|(epoch, _)| {
            !provider.done.contains(epoch)
                && self.is_final(**epoch) == is_final
                && **epoch >= self.oldest_kept()
        });
        epochs.map(|(epoch, settled)| worth(*settled, self.terms(*epoch).value)).sum()
    }

    /// VVV that a claim would issue.
    pub fn earnings(&self, who: Who) -> Planck {
        self.providers[&who].credited + self.uncredited(who, true)
    }

    /// VVV earned in epochs that can still be disputed.
    pub fn pending_earnings(&self, who: Who) -> Planck {
        self.uncredited(who, false)
    }

    /// Credits what is final: what is not credited while its epoch's record is kept is lost.
    pub(crate) fn credit_earnings(&mut self, who: Who) {
        let final_epochs: Vec<Epoch> =
            self.providers[&who].settled.keys().copied().filter(|epoch| self.is_final(*epoch)).collect();
        let due = self.uncredited(who, true);
        let provider = self.providers.get_mut(&who).expect("it is there");
        provider.credited += due;
        provider.done.extend(final_epochs);
    }

    pub(crate) fn claim_earnings(&mut self, who: Who) -> Outcome {
        self.existing_provider(who)?;
        let amount = self.earnings(who);
        ensure(amount > 0, "NothingToClaim")?;
        self.books.issue(who, amount)?;
        self.credit_earnings(who);
        self.existing_provider(who)?.credited = 0;
        *self.earned.entry(who).or_default() += amount;
        done()
    }

    pub(crate) fn set_receipt_key(&mut self, who: Who, key: Who) -> Outcome {
        let (now, dispute_epochs) = (self.now(), self.constants.dispute_epochs);
        let provider = self.existing_provider(who)?;
        ensure(!provider.is_suspended, "ProviderSuspended")?;
        let former = match provider.keys {
            Some(ReceiptKeys { current, .. }) if current == key => return refuse("Unchanged"),
            Some(ReceiptKeys { former: Some((_, until)), .. }) if now <= until + dispute_epochs => {
                return refuse("ReceiptKeyRecentlyReplaced")
            }
            Some(ReceiptKeys { current, .. }) => Some((current, now)),
            None => None,
        };
        provider.keys = Some(ReceiptKeys { current: key, former });
        done()
    }
}
