//! Stakes: VVV that comes, goes and comes back.

use crate::{
    books::Reason,
    call::{done, refuse, Outcome, Refusal},
    Economy, Epoch, Planck, Who,
};
use std::collections::BTreeMap;

/// What everybody has at stake, in every epoch.
#[derive(Clone, Debug, Default)]
pub struct Stakes {
    /// The own weight of each account, epoch by epoch; the last entry is that of the next epoch.
    own: Vec<BTreeMap<Who, Planck>>,
    /// What is on its way out, by the epoch in which it comes free.
    unlocking: BTreeMap<Who, BTreeMap<Epoch, Planck>>,
}

impl Stakes {
    /// What is at stake from the first epoch on.
    pub fn new(stakes: BTreeMap<Who, Planck>) -> Self {
        Self { own: vec![BTreeMap::new(), stakes], unlocking: BTreeMap::new() }
    }

    /// An account's own weight, lent or not. Nothing is known of what lies beyond the next epoch: it is taken to be the same.
    pub fn own(&self, who: Who, epoch: Epoch) -> Planck {
        let last = self.own.len() - 1;
        self.own[last.min(epoch as usize)].get(&who).copied().unwrap_or_default()
    }

    /// What is staked and not being unstaked.
    pub fn staked(&self, who: Who) -> Planck {
        self.own.last().expect("there is a next epoch").get(&who).copied().unwrap_or_default()
    }

    pub fn unlocking(&self, who: Who) -> BTreeMap<Epoch, Planck> {
        self.unlocking.get(&who).cloned().unwrap_or_default()
    }

    pub fn matured(&self, who: Who, now: Epoch) -> Planck {
        self.unlocking(who).range(..=now).map(|(_, amount)| amount).sum()
    }

    /// All that is on hold for a stake.
    pub fn on_hold(&self, who: Who) -> Planck {
        self.staked(who) + self.unlocking(who).values().sum::<Planck>()
    }

    fn set_staked(&mut self, who: Who, amount: Planck) {
        self.own.last_mut().expect("there is a next epoch").insert(who, amount);
    }

    fn take_matured(&mut self, who: Who, now: Epoch) -> Planck {
        let mut chunks = self.unlocking(who);
        let pending = chunks.split_off(&(now + 1));
        self.unlocking.insert(who, pending);
        chunks.values().sum()
    }
}

impl Economy {
    pub(crate) fn carry_stakes(&mut self) {
        let next = self.stakes.own.last().expect("there is a next epoch").clone();
        self.stakes.own.push(next);
    }

    pub(crate) fn weight_of_all(&self, epoch: Epoch) -> Planck {
        self.stakes.own[epoch as usize].values().sum()
    }

    pub(crate) fn stake(&mut self, who: Who, amount: Planck) -> Outcome {
        if amount == 0 {
            return refuse("ZeroAmount");
        }
        self.books.ensure_spendable(who, amount)?;
        let staked = self.stakes.staked(who) + amount;
        if staked < self.staking_rules.min_stake {
            return refuse("BelowMinimumStake");
        }
        self.books.hold(who, Reason::Stake, amount)?;
        self.touch_or_open(who);
        self.stakes.set_staked(who, staked);
        done()
    }

    pub(crate) fn unstake(&mut self, who: Who, amount: Planck) -> Outcome {
        if amount == 0 {
            return refuse("ZeroAmount");
        }
        let now = self.now();
        let Some(rest) = self.stakes.staked(who).checked_sub(amount) else {
            return refuse("InsufficientStake");
        };
        if rest > 0 && rest < self.staking_rules.min_stake {
            return refuse("RemainderBelowMinimum");
        }
        let matures_at = now + self.staking_rules.unbonding_epochs;
        let chunks = self.stakes.unlocking(who);
        let pending = chunks.keys().filter(|at| **at > now).count();
        if !chunks.contains_key(&matures_at) && pending >= self.constants.max_chunks {
            return refuse("TooManyUnlockingChunks");
        }
        if rest < self.leased_out(who, now + 1) {
            return refuse("WeightLeasedOut");
        }
        self.free_matured(who);
        self.touch_or_open(who);
        *self.stakes.unlocking.entry(who).or_default().entry(matures_at).or_default() += amount;
        self.stakes.set_staked(who, rest);
        done()
    }

    pub(crate) fn restake(&mut self, who: Who, amount: Planck) -> Outcome {
        if amount == 0 {
            return refuse("ZeroAmount");
        }
        let chunks = without_the_last(self.stakes.unlocking(who), amount)?;
        let staked = self.stakes.staked(who) + amount;
        if staked < self.staking_rules.min_stake {
            return refuse("BelowMinimumStake");
        }
        self.touch_or_open(who);
        self.stakes.unlocking.insert(who, chunks);
        self.stakes.set_staked(who, staked);
        done()
    }

    pub(crate) fn withdraw(&mut self, who: Who) -> Outcome {
        let matured = self.stakes.matured(who, self.now());
        let stake_ends = self.stakes.on_hold(who) == matured;
        let ledger_ends = stake_ends && self.has_ledger(who) && self.is_idle(who);
        if matured == 0 && !ledger_ends {
            return refuse("NothingToWithdraw");
        }
        self.free_matured(who);
        self.touch(who);
        self.close_ledger_if_idle(who);
        done()
    }

    fn free_matured(&mut self, who: Who) {
        let matured = self.stakes.take_matured(who, self.now());
        self.books.release(who, Reason::Stake, matured);
    }
}

/// Chunks with `amount` taken from those that mature last.
fn without_the_last(
    mut chunks: BTreeMap<Epoch, Planck>,
    amount: Planck,
) -> Result<BTreeMap<Epoch, Planck>, Refusal> {
    let mut missing = amount;
    while missing > 0 {
        let mut last = chunks.last_entry().ok_or(Refusal("NotUnlocking"))?;
        let taken = missing.min(*last.get());
        *last.get_mut() -= taken;
        missing -= taken;
        if *last.get() == 0 {
            last.remove();
        }
    }
    Ok(chunks)
}
