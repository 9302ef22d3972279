//! VVV: who has how much of it free, and how much on hold for which reason.

use crate::{call::Refusal, Planck, Who};
use std::collections::BTreeMap;

/// Why VVV is on hold.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Reason {
    Stake,
    Bond,
    ModelDeposit,
    BudgetDeposit,
    OfferDeposit,
}

impl Reason {
    pub const ALL: [Self; 5] =
        [Self::Stake, Self::Bond, Self::ModelDeposit, Self::BudgetDeposit, Self::OfferDeposit];
}

/// All VVV that there is.
#[derive(Clone, Debug, Default)]
pub struct Books {
    /// What nobody may go below.
    existential: Planck,
    free: BTreeMap<Who, Planck>,
    held: BTreeMap<(Who, Reason), Planck>,
    /// What there was in the beginning.
    pub endowed: Planck,
    /// VVV that was issued since the beginning.
    pub issued: Planck,
    /// VVV that was burnt since the beginning.
    pub burnt: Planck,
}

impl Books {
    pub fn new(existential: Planck, balances: impl IntoIterator<Item = (Who, Planck)>) -> Self {
        let free: BTreeMap<Who, Planck> = balances.into_iter().collect();
        Self { existential, endowed: free.values().sum(), free, ..Self::default() }
    }

    pub fn accounts(&self) -> impl Iterator<Item = Who> + '_ {
        self.free.keys().copied()
    }

    pub fn free(&self, who: Who) -> Planck {
        self.free.get(&who).copied().unwrap_or_default()
    }

    pub fn held(&self, who: Who, reason: Reason) -> Planck {
        self.held.get(&(who, reason)).copied().unwrap_or_default()
    }

    /// What an account can put on hold or pay.
    pub fn spendable(&self, who: Who) -> Planck {
        self.free(who).saturating_sub(self.existential)
    }

    /// All that the accounts of the model have.
    pub fn total(&self) -> Planck {
        self.free.values().chain(self.held.values()).sum()
    }

    pub fn ensure_spendable(&self, who: Who, amount: Planck) -> Result<(), Refusal> {
        if amount > self.spendable(who) {
            return Err(Refusal("FundsUnavailable"));
        }
        Ok(())
    }

    pub fn hold(&mut self, who: Who, reason: Reason, amount: Planck) -> Result<(), Refusal> {
        self.ensure_spendable(who, amount)?;
        *self.free_mut(who) -= amount;
        *self.held.entry((who, reason)).or_default() += amount;
        Ok(())
    }

    pub fn release(&mut self, who: Who, reason: Reason, amount: Planck) {
        self.take_held(who, reason, amount);
        *self.free_mut(who) += amount;
    }

    pub fn pay(&mut self, from: Who, to: Who, amount: Planck) -> Result<(), Refusal> {
        self.ensure_spendable(from, amount)?;
        *self.free_mut(from) -= amount;
        *self.free_mut(to) += amount;
        Ok(())
    }

    /// Pays out of what is on hold.
    pub fn pay_held(&mut self, from: Who, reason: Reason, to: Who, amount: Planck) {
        self.take_held(from, reason, amount);
        *self.free_mut(to) += amount;
    }

    pub fn burn_held(&mut self, from: Who, reason: Reason, amount: Planck) {
        self.take_held(from, reason, amount);
        self.burnt += amount;
    }

    /// Issues VVV. An account that there is not begins with no less than nobody may go below.
    pub fn issue(&mut self, to: Who, amount: Planck) -> Result<(), Refusal> {
        if self.free(to) == 0 && amount < self.existential {
            return Err(Refusal("BelowMinimum"));
        }
        *self.free_mut(to) += amount;
        self.issued += amount;
        Ok(())
    }

    fn free_mut(&mut self, who: Who) -> &mut Planck {
        self.free.entry(who).or_default()
    }

    fn take_held(&mut self, who: Who, reason: Reason, amount: Planck) {
        let held = self.held.entry((who, reason)).or_default();
        *held = held.checked_sub(amount).expect("no more is taken than is on hold");
    }
}
