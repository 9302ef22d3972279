//! Budgets of all kinds.

use super::{Ask, Generator};
use crate::{
    arithmetic::WHOLE,
    budgets::{Budget, Key, Terms},
    BudgetId, Call, Economy, Epoch, Planck, Who,
};

/// As many budgets has an owner at most, as far as chance goes.
const ENOUGH_BUDGETS: usize = 5;

impl Generator {
    pub(super) fn open_budget(&mut self, economy: &Economy) -> Option<Ask> {
        let has_room = |who| economy.budgets_of(who).count() < ENOUGH_BUDGETS;
        let owner = self.caller_who(|who| has_room(who) && economy.has_ledger(who))?;
        let (terms, warn_at) = (self.terms(economy, owner), self.warning());
        let delegate = if self.once_in(4) { None } else { Some(self.key()) };
        Self::signed(owner, Call::OpenBudget { terms, warn_at, delegate })
    }

    pub(super) fn update_budget(&mut self, economy: &Economy) -> Option<Ask> {
        let any = self.once_in(20);
        let is_open = |budget: &Budget| any || budget.closes_at.is_none();
        let ((owner, budget), mut terms) = self.budget_with(economy, is_open)?;
        match self.within(0, 9) {
            0..=2 => terms = self.terms(economy, owner),
            3..=5 => terms.limit = terms.limit.saturating_add(self.any_size(terms.limit)),
            6 | 7 => terms.limit = terms.limit.saturating_sub(self.any_size(terms.limit)),
            8 => terms.expires_at = self.expiry(economy.now()),
            _ => {}
        }
        let warn_at = self.warning();
        Self::signed(owner, Call::UpdateBudget { budget, terms, warn_at })
    }

    fn terms(&mut self, economy: &Economy, owner: Who) -> Terms {
        let window = economy.window(owner, economy.now());
        let provider = if self.once_in(4) { None } else { self.provider(economy) };
        let vouchers = match provider {
            Some(_) => self.once_in(2),
            None => self.once_in(8),
        };
        Terms {
            limit: self.amount((window.granted + window.received).max(WHOLE)),
            reserved: self.once_in(3),
            provider,
            vouchers,
            expires_at: self.expiry(economy.now()),
        }
    }

    fn expiry(&mut self, now: Epoch) -> Option<Epoch> {
        match self.within(0, 19) {
            0 => Some(now),
            1..=6 => Some(now + self.within(1, 6) as Epoch),
            _ => None,
        }
    }

    fn warning(&mut self) -> Option<u32> {
        match self.within(0, 19) {
            0 => Some(0),
            1..=9 => Some(self.within(1, 100) as u32),
            _ => None,
        }
    }

    /// A budget for which something holds, with the terms that it will have.
    fn budget_with(&mut self, economy: &Economy, is_so: impl Fn(&Budget) -> bool) -> Option<(Key, Terms)> {
        if self.once_in(40) {
            let owner = self.caller();
            let terms = self.terms(economy, owner);
            return Some(((owner, self.within(0, 9) as BudgetId), terms));
        }
        let awake = self.awake.clone();
        let fit: Vec<(Key, Terms)> = awake
            .into_iter()
            .flat_map(|owner| economy.budgets_of(owner))
            .filter(|(_, budget)| is_so(budget))
            .map(|(key, budget)| (key, budget.next))
            .collect();
        self.one_of(&fit)
    }

    pub(super) fn set_delegate(&mut self, economy: &Economy) -> Option<Ask> {
        let ((owner, budget), _) = self.budget_with(economy, |_| true)?;
        let delegate = match self.within(0, 9) {
            0 | 1 => None,
            2 => economy.budget((owner, budget)).and_then(|budget| budget.delegate),
            _ => Some(self.key()),
        };
        Self::signed(owner, Call::SetDelegate { budget, delegate })
    }

    pub(super) fn pause_budget(&mut self, economy: &Economy) -> Option<Ask> {
        let is_paused = self.once_in(6);
        let ((owner, budget), _) =
            self.budget_with(economy, |budget| budget.paused_until.is_some() == is_paused)?;
        Self::signed(owner, Call::PauseBudget { budget })
    }

    pub(super) fn resume_budget(&mut self, economy: &Economy) -> Option<Ask> {
        let is_paused = !self.once_in(8);
        let ((owner, budget), _) =
            self.budget_with(economy, |budget| budget.paused_until.is_some() == is_paused)?;
        Self::signed(owner, Call::ResumeBudget { budget })
    }

    pub(super) fn close_budget(&mut self, economy: &Economy) -> Option<Ask> {
        let now = economy.now();
        let can_go = |budget: &Budget| budget.closes_at.is_some_and(|end| now > end);
        let has_expired = |budget: &Budget| {
            budget.closes_at.is_none() && budget.epochs.get(&now).is_some_and(|at| at.terms.has_expired(now))
        };
        let any = self.once_in(3);
        let (key, _) = self.budget_with(economy, |budget| any || can_go(budget) || has_expired(budget))?;
        let owner = key.0;
        let is_open_to_all = economy.budget(key).is_some_and(|budget| can_go(budget) || has_expired(budget));
        let who = if is_open_to_all || self.once_in(8) { self.caller() } else { owner };
        Self::signed(who, Call::CloseBudget { owner, budget: key.1 })
    }

    /// A budget that pays a provider in an epoch, or rarely any that there is.
    pub(super) fn budget_for(
        &mut self,
        economy: &Economy,
        provider: Who,
        epoch: Epoch,
        vouchers: bool,
    ) -> Option<Key> {
        let admits = |budget: &Budget| {
            let at = budget.admitting(provider, epoch, budget.is_stopped(economy.block));
            !budget.is_removed && at.is_ok_and(|at| at.terms.vouchers == vouchers)
        };
        let all = economy.budgets.iter();
        if self.once_in(10) {
            let keys: Vec<Key> = all.map(|(key, _)| *key).collect();
            return self.one_of(&keys);
        }
        let admitting = all.filter(|(_, budget)| admits(budget)).map(|(key, _)| *key);
        let with_room: Vec<Key> = admitting
            .clone()
            .filter(|key| !economy.is_settleable(epoch) || room(economy, provider, epoch, *key) > 0)
            .collect();
        let fit = if self.once_in(10) { admitting.collect() } else { with_room };
        self.one_of(&fit)
    }
}

/// What can be debited from a budget by a provider.
pub(super) fn room(economy: &Economy, provider: Who, epoch: Epoch, key: Key) -> Planck {
    let is_there = economy.budget(key).is_some_and(|budget| budget.epochs.contains_key(&epoch));
    if !is_there {
        return WHOLE;
    }
    let rooms = economy.rooms(provider, epoch, key);
    rooms.iter().map(|(room, _)| *room).min().unwrap_or_default()
}
