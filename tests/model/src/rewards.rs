//! Rewards: what DIEM carries, for whoever kept it unspent.

use crate::{
    arithmetic::{big, narrow, worth, WHOLE},
    call::{done, ensure, Outcome, Span},
    epochs::EpochTerms,
    Economy, Epoch, Planck, Who,
};
use num_bigint::BigUint;
use std::collections::BTreeMap;

/// Binary digits behind the point of what a planck of weight earns in an epoch.
const FRACTION_BITS: u32 = 96;

/// What everybody earned unspent.
#[derive(Clone, Debug, Default)]
pub struct Rewards {
    /// VVV that was written down by touches, since the beginning.
    pub credited: BTreeMap<Who, Planck>,
    /// What of it was issued.
    pub claimed: BTreeMap<Who, Planck>,
    /// Epochs of which an account earned nothing because it was claimed too late.
    pub lapsed: BTreeMap<Who, Vec<Span>>,
}

/// What one touch credits.
#[derive(Default)]
struct Due {
    amount: Planck,
    lapsed: Vec<Span>,
}

impl EpochTerms {
    /// What a planck of weight earns unspent, `min(C / W, ρ) · g`, rounded down after 96 binary digits.
    fn yield_per_weight(&self) -> BigUint {
        if self.total_weight == 0 {
            return BigUint::ZERO;
        }
        let by_weight = (big(self.capacity) << FRACTION_BITS) / big(self.total_weight);
        let most = (big(self.max_diem_per_vvv) << FRACTION_BITS) / big(WHOLE);
        by_weight.min(most) * big(self.value) / big(WHOLE)
    }
}

impl Economy {
    /// VVV that a claim would issue.
    pub fn rewards(&self, who: Who) -> Planck {
        let known = |of: &BTreeMap<Who, Planck>| of.get(&who).copied().unwrap_or_default();
        known(&self.rewards.credited) - known(&self.rewards.claimed) + self.due_since_touch(who).amount
    }

    /// Epochs of which an account earns nothing, because nobody touched it while there were records of them.
    pub fn lapsed(&self, who: Who) -> Vec<Epoch> {
        let known = self.rewards.lapsed.get(&who).cloned().unwrap_or_default();
        known.into_iter().chain(self.due_since_touch(who).lapsed).flatten().collect()
    }

    pub(crate) fn credit_rewards(&mut self, who: Who) {
        let Due { amount, lapsed } = self.due_since_touch(who);
        *self.rewards.credited.entry(who).or_default() += amount;
        self.rewards.lapsed.entry(who).or_default().extend(lapsed);
    }

    pub(crate) fn claim_rewards(&mut self, who: Who) -> Outcome {
        ensure(self.has_ledger(who), "NoLedger")?;
        let amount = self.rewards(who);
        ensure(amount > 0, "NoRewards")?;
        self.books.issue(who, amount)?;
        self.touch(who);
        *self.rewards.claimed.entry(who).or_default() += amount;
        self.close_ledger_if_idle(who);
        done()
    }

    /// What became final since the last touch: nothing can be settled into it any more.
    ///
    /// Each window that was open then earns by what it has unspent. The epochs after it, for which none was ever opened,
    /// earn together what the weight earns in them, less what the rounding of their grants can amount to.
    fn due_since_touch(&self, who: Who) -> Due {
        let mut due = Due::default();
        let Some(&touched) = self.quota.ledgers.get(&who) else { return due };
        let now = self.now();
        for epoch in touched.saturating_sub(1)..=touched {
            let unspent = self.window(who, epoch).unspent();
            if epoch + 1 >= now || unspent == 0 {
                continue;
            }
            if epoch < self.oldest_kept() {
                due.lapsed.push(epoch..epoch + 1);
            } else {
                due.amount += worth(unspent, self.terms(epoch).value);
            }
        }
        for stretch in self.stretches(who, touched + 1..now.saturating_sub(1)) {
            let weight = self.weight(who, stretch.start);
            let kept = stretch.start.max(self.oldest_kept())..stretch.end;
            if weight > 0 && stretch.start < kept.start {
                due.lapsed.push(stretch.start..kept.start.min(stretch.end));
            }
            due.amount += self.earned_over(kept, weight);
        }
        due
    }

    /// A span in parts, in each of which the account's weight stays the same: cut where a lease ends.
    fn stretches(&self, who: Who, span: Span) -> Vec<Span> {
        let mut parts = Vec::new();
        let mut start = span.start;
        for epoch in span.clone() {
            let is_last = epoch + 1 == span.end;
            if is_last || self.leases.iter().any(|lease| lease.is_of(who) && lease.until == epoch + 1) {
                parts.push(start..epoch + 1);
                start = epoch + 1;
            }
        }
        parts
    }

    /// What a weight earns in epochs in which nothing of its grants is spent.
    fn earned_over(&self, span: Span, weight: Planck) -> Planck {
        if span.is_empty() || weight == 0 {
            return 0;
        }
        let epochs = || span.clone().map(|epoch| self.terms(epoch));
        let per_weight: BigUint = epochs().map(EpochTerms::yield_per_weight).sum();
        let values: BigUint = epochs().map(|terms| big(terms.value)).sum();
        let earned = (per_weight * big(weight)) >> FRACTION_BITS;
        // Each grant is rounded down by less than a planck DIEM; and the sum once more.
        let rounding = values / big(WHOLE) + 1_u8;
        if earned <= rounding {
            return 0;
        }
        narrow(&(earned - rounding)).expect("what is earned fits")
    }

    /// The oldest epoch of which there is a record.
    pub fn oldest_kept(&self) -> Epoch {
        (self.now() + 1).saturating_sub(self.constants.history)
    }
}
