//! What clients ask before they work: what it would cost, and whether a budget would pay for it.

use crate::{
    budgets::Key,
    models::{charge, Usage},
    Economy, Millis, ModelId, Planck, Who,
};

/// What stops a debit: which limit, what is left under it, and when it resets by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Denial {
    pub limit: &'static str,
    pub left: Planck,
    pub resets_at: Option<Millis>,
}

impl Denial {
    /// One that nothing but somebody's action ends.
    fn lasting(limit: &'static str) -> Self {
        Self { limit, left: 0, resets_at: None }
    }
}

impl Economy {
    /// What a usage costs at a provider, in the open epoch or in the next one, or why it has no price.
    pub fn quote(
        &self,
        provider: Who,
        id: ModelId,
        usage: &Usage,
        in_next: bool,
    ) -> Result<Planck, &'static str> {
        let now = self.now();
        let model = self.model(id).ok_or("UnknownModel")?;
        if model.is_retired_in(now + u32::from(in_next)) {
            return Err("ModelRetired");
        }
        if !self.providers.contains_key(&provider) {
            return Err("UnknownProvider");
        }
        let listing = self.listings.get(&(provider, id)).ok_or("ModelNotServed")?;
        let (card, service) =
            if in_next { (&model.next, listing.next) } else { (&model.cards[&now], listing.epochs[&now]) };
        if !service.is_served {
            return Err("ModelNotServed");
        }
        charge(card, service.multiplier, usage)
    }

    /// What a provider could debit in all in the open epoch, or what stops it from debiting `amount`.
    pub fn can_debit(&self, key: Key, provider: Who, amount: Planck) -> Result<Planck, Denial> {
        let now = self.now();
        let budget = self.budget(key).ok_or(Denial::lasting("UnknownBudget"))?;
        // A pause stops new work at once, whatever its grace.
        let at = budget.admitting(provider, now, budget.paused_until.is_some()).map_err(Denial::lasting)?;
        if at.terms.vouchers && budget.delegate.is_none() {
            return Err(Denial::lasting("NoDelegate"));
        }
        let record = self.providers.get(&provider).ok_or(Denial::lasting("UnknownProvider"))?;
        if record.is_suspended {
            return Err(Denial::lasting("ProviderSuspended"));
        }
        let resets_at = |goes_on: bool| goes_on.then_some(self.terms(now).ends_at);
        let pledges_on = record.next_pledge > 0;
        if record.pledge(now) == 0 {
            return Err(Denial { limit: "UnknownProvider", left: 0, resets_at: resets_at(pledges_on) });
        }
        let rooms = self.rooms(provider, now, key).map(|(room, _)| room);
        let limits = ["BudgetLimit", "OwnerQuota", "ProviderCapacity"];
        if let Some((left, limit)) = rooms.into_iter().zip(limits).find(|(room, _)| amount > *room) {
            let pays_on = budget.exists_in(now + 1) && !budget.next.has_expired(now + 1);
            return Err(Denial { limit, left, resets_at: resets_at(pays_on && pledges_on) });
        }
        Ok(rooms.into_iter().min().expect("there are three"))
    }
}
