//! The quota of accounts: what was granted in each epoch, and what became of it.

use crate::{
    arithmetic::{part, part_up},
    call::{done, ensure, Outcome, Refusal},
    Economy, Epoch, Planck, Who,
};
use std::collections::{BTreeMap, BTreeSet};

/// What an account has in one epoch.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Window {
    pub granted: Planck,
    pub received: Planck,
    pub sent: Planck,
    pub reserved: Planck,
    pub shared_spent: Planck,
    pub reserved_spent: Planck,
}

impl Window {
    pub fn spent(&self) -> Planck {
        self.shared_spent + self.reserved_spent
    }

    pub fn unspent(&self) -> Planck {
        self.granted + self.received - self.sent - self.spent()
    }
}

/// The ledgers of all accounts.
#[derive(Clone, Debug, Default)]
pub struct Quota {
    /// Who has a ledger, and in which epoch it was touched last.
    pub ledgers: BTreeMap<Who, Epoch>,
    /// Whose grant of each epoch was written down by a touch.
    written: BTreeMap<Epoch, BTreeSet<Who>>,
    /// The windows of each epoch.
    windows: Vec<BTreeMap<Who, Window>>,
    /// DIEM of each epoch that was burnt as a fee.
    pub burnt: BTreeMap<Epoch, Planck>,
}

impl Quota {
    /// Nothing, in genesis.
    pub fn new() -> Self {
        Self { windows: vec![BTreeMap::new()], ..Self::default() }
    }
}

impl Economy {
    pub fn has_ledger(&self, who: Who) -> bool {
        self.quota.ledgers.contains_key(&who)
    }

    pub fn window(&self, who: Who, epoch: Epoch) -> Window {
        self.quota.windows[epoch as usize].get(&who).copied().unwrap_or_default()
    }

    pub(crate) fn window_mut(&mut self, who: Who, epoch: Epoch) -> &mut Window {
        self.quota.windows[epoch as usize].entry(who).or_default()
    }

    /// DIEM that can be transferred, sold, reserved, or spent by shared budgets.
    pub fn free_pool(&self, who: Who, epoch: Epoch) -> Planck {
        let window = self.window(who, epoch);
        let bound = window.sent + self.offered(who, epoch) + window.reserved + window.shared_spent;
        window.granted + window.received - bound
    }

    /// DIEM of an epoch that was granted to accounts that were touched.
    pub fn minted(&self, epoch: Epoch) -> Planck {
        let touched = self.quota.written.get(&epoch).into_iter().flatten();
        touched.map(|who| self.window(*who, epoch).granted).sum()
    }

    /// Whether a touch wrote down the account's grant of an epoch: one in that epoch or in the next.
    pub fn was_touched(&self, who: Who, epoch: Epoch) -> bool {
        self.quota.written.get(&epoch).is_some_and(|touched| touched.contains(&who))
    }

    /// Opens a window for everybody who has a ledger.
    pub(crate) fn open_windows(&mut self) {
        let epoch = self.now();
        self.quota.windows.push(BTreeMap::new());
        let accounts: Vec<Who> = self.quota.ledgers.keys().copied().collect();
        for who in accounts {
            let granted = self.terms(epoch).grant(self.weight(who, epoch));
            let reserved = self.open_shares(who, epoch, granted);
            *self.window_mut(who, epoch) = Window { granted, reserved, ..Window::default() };
        }
    }

    /// Touches a ledger: what became final since the last time is credited.
    pub(crate) fn touch(&mut self, who: Who) {
        if !self.has_ledger(who) {
            return;
        }
        self.credit_rewards(who);
        self.quota.ledgers.insert(who, self.now());
        for epoch in self.settleable() {
            self.quota.written.entry(epoch).or_default().insert(who);
        }
    }

    /// Touches a ledger, and opens one where there is none.
    pub(crate) fn touch_or_open(&mut self, who: Who) {
        let now = self.now();
        self.quota.ledgers.entry(who).or_insert(now);
        self.touch(who);
    }

    /// Removes a ledger of which nothing is left, and that no stake keeps.
    pub(crate) fn close_ledger_if_idle(&mut self, who: Who) {
        if self.stakes.on_hold(who) == 0 && self.is_idle(who) {
            self.quota.ledgers.remove(&who);
        }
    }

    /// Whether nothing is left of a ledger that could still be used.
    pub fn is_idle(&self, who: Who) -> bool {
        let has_diem = |epoch| {
            let window = self.window(who, epoch);
            window.granted > 0 || window.received > 0
        };
        !self.settleable().any(has_diem)
            && self.budgets_of(who).next().is_none()
            && self.leases_of(who, self.now()).next().is_none()
            && self.rewards(who) == 0
    }

    pub(crate) fn claim_quota(&mut self, who: Who) -> Outcome {
        ensure(self.has_ledger(who), "NoLedger")?;
        let grants = |epoch| !self.was_touched(who, epoch) && self.window(who, epoch).granted > 0;
        ensure(self.settleable().any(grants), "AlreadyClaimed")?;
        self.touch(who);
        done()
    }

    pub(crate) fn transfer_quota(&mut self, from: Who, to: Who, amount: Planck) -> Outcome {
        ensure(amount > 0, "ZeroAmount")?;
        let fee = self.ensure_movable(from, to, amount)?;
        ensure(amount <= self.free_pool(from, self.now()), "InsufficientQuota")?;
        self.ensure_share(from, amount)?;
        self.move_quota(from, to, amount, fee);
        done()
    }

    /// What is burnt of `amount` when it moves from one account to another, or why it may not.
    pub(crate) fn ensure_movable(&self, from: Who, to: Who, amount: Planck) -> Result<Planck, Refusal> {
        ensure(from != to, "TransferToSelf")?;
        let fee = self.ensure_sellable(amount)?;
        let allowed = self.staking_rules.transfer.allowed.as_ref();
        ensure(allowed.is_none_or(|allowed| allowed.contains(&to)), "RecipientNotAllowed")?;
        ensure(self.has_ledger(from), "NoLedger")?;
        ensure(self.has_ledger(to), "RecipientHasNoLedger")?;
        Ok(fee)
    }

    /// What is burnt of `amount` when it moves, whoever sends and receives it.
    pub(crate) fn ensure_sellable(&self, amount: Planck) -> Result<Planck, Refusal> {
        let rules = &self.staking_rules.transfer;
        ensure(rules.enabled, "TransfersDisabled")?;
        ensure(amount >= rules.minimum, "BelowTransferMinimum")?;
        let fee = part_up(amount, rules.fee);
        ensure(fee < amount, "NothingAfterFee")?;
        Ok(fee)
    }

    /// Only a part of the grant may leave an account, what it offers included, beside what it received.
    pub(crate) fn ensure_share(&self, from: Who, more: Planck) -> Result<(), Refusal> {
        let now = self.now();
        let window = self.window(from, now);
        let share = part(window.granted, self.staking_rules.transfer.share_of_grant);
        let leaving = window.sent + self.offered(from, now) + more;
        ensure(leaving <= share + window.received, "AboveTransferShare")
    }

    /// Moves DIEM of the current epoch, and burns the fee.
    pub(crate) fn move_quota(&mut self, from: Who, to: Who, amount: Planck, fee: Planck) {
        let now = self.now();
        self.touch(from);
        self.touch(to);
        self.window_mut(from, now).sent += amount;
        self.window_mut(to, now).received += amount - fee;
        *self.quota.burnt.entry(now).or_default() += fee;
    }
}
