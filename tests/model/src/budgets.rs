//! Budgets: opened, changed, stopped and closed by their owners.

use crate::{
    arithmetic::{floor, Percent},
    books::Reason,
    call::{done, ensure, refuse, Outcome, Refusal},
    Block, BudgetId, Economy, Epoch, Planck, Who,
};
use std::collections::BTreeMap;

/// A budget: its owner and its number.
pub type Key = (Who, BudgetId);

/// What a budget pays and to whom.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Terms {
    pub limit: Planck,
    /// Whether a share is carved out of the owner's pool for it.
    pub reserved: bool,
    /// The one provider that may debit it, or any.
    pub provider: Option<Who>,
    /// Whether only what the delegate signed counts as consent.
    pub vouchers: bool,
    /// The first epoch in which it pays nothing any more.
    pub expires_at: Option<Epoch>,
}

impl Terms {
    /// DIEM that is carved out of a grant for it.
    pub fn reserve(&self) -> Planck {
        if self.reserved {
            self.limit
        } else {
            0
        }
    }

    pub fn has_expired(&self, epoch: Epoch) -> bool {
        self.expires_at.is_some_and(|end| epoch >= end)
    }

    fn same_hands(&self, other: &Self) -> bool {
        self.provider == other.provider && self.vouchers == other.vouchers
    }

    /// The expiry, where the latest is never.
    fn end(&self) -> Epoch {
        self.expires_at.unwrap_or(Epoch::MAX)
    }
}

/// A budget in one epoch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BudgetEpoch {
    pub terms: Terms,
    /// What was carved out for it.
    pub share: Planck,
    /// What it spent and was not given back.
    pub spent: Planck,
    /// What was settled by voucher, given back or not.
    pub mark: Planck,
}

/// A budget.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Budget {
    pub opened_at: Epoch,
    /// The first epoch in which it pays nothing any more, where it is being closed.
    pub closes_at: Option<Epoch>,
    pub is_removed: bool,
    pub deposit: Planck,
    pub warn_at: Option<Percent>,
    pub delegate: Option<Who>,
    /// Who acted for it before, and the last block in which what it signed settles.
    pub former_delegate: Option<(Who, Block)>,
    /// The last block in which it pays, where it is paused.
    pub paused_until: Option<Block>,
    /// The terms from the next epoch on.
    pub next: Terms,
    /// Every epoch since it was opened.
    pub epochs: BTreeMap<Epoch, BudgetEpoch>,
}

impl Budget {
    pub fn exists_in(&self, epoch: Epoch) -> bool {
        epoch >= self.opened_at && self.closes_at.is_none_or(|end| epoch < end)
    }

    pub fn spent(&self, epoch: Epoch) -> Planck {
        self.epochs.get(&epoch).map_or(0, |at| at.spent)
    }

    pub fn mark(&self, epoch: Epoch) -> Planck {
        self.epochs.get(&epoch).map_or(0, |at| at.mark)
    }

    /// The terms of an epoch, or why it pays nobody anything in it.
    pub fn standing(&self, epoch: Epoch, is_stopped: bool) -> Result<&BudgetEpoch, &'static str> {
        let at = self.epochs.get(&epoch).ok_or("UnknownBudget")?;
        if !self.exists_in(epoch) {
            return Err("BudgetClosed");
        }
        if at.terms.has_expired(epoch) {
            return Err("BudgetExpired");
        }
        if is_stopped {
            return Err("BudgetPaused");
        }
        Ok(at)
    }

    /// The same, where a provider wants to be paid.
    pub fn admitting(
        &self,
        provider: Who,
        epoch: Epoch,
        is_stopped: bool,
    ) -> Result<&BudgetEpoch, &'static str> {
        let at = self.standing(epoch, is_stopped)?;
        if at.terms.provider.is_some_and(|only| only != provider) {
            return Err("WrongProvider");
        }
        Ok(at)
    }

    pub fn is_stopped(&self, block: Block) -> bool {
        self.paused_until.is_some_and(|until| block > until)
    }
}

impl Economy {
    /// The budgets of an owner that are not removed.
    pub fn budgets_of(&self, owner: Who) -> impl Iterator<Item = (Key, &Budget)> {
        self.budgets
            .range((owner, 0)..=(owner, BudgetId::MAX))
            .filter(|(_, budget)| !budget.is_removed)
            .map(|(key, budget)| (*key, budget))
    }

    pub fn budget(&self, key: Key) -> Option<&Budget> {
        self.budgets.get(&key).filter(|budget| !budget.is_removed)
    }

    pub(crate) fn existing_budget(&mut self, key: Key) -> Result<&mut Budget, Refusal> {
        let budget = self.budgets.get_mut(&key).filter(|budget| !budget.is_removed);
        budget.ok_or(Refusal("UnknownBudget"))
    }

    /// The number of an owner's next budget.
    pub fn next_budget(&self, owner: Who) -> BudgetId {
        let last = self.budgets.range((owner, 0)..=(owner, BudgetId::MAX)).next_back();
        last.map_or(0, |((_, id), _)| id + 1)
    }

    /// Opens the epoch for the budgets of an owner, and gives what is carved out of the grant for them.
    pub(crate) fn open_shares(&mut self, owner: Who, epoch: Epoch, granted: Planck) -> Planck {
        let reserves = |budget: &Budget| if budget.exists_in(epoch) { budget.next.reserve() } else { 0 };
        let limits: Planck = self.budgets_of(owner).map(|(_, budget)| reserves(budget)).sum();
        let budgets = self.budgets.range_mut((owner, 0)..=(owner, BudgetId::MAX));
        for (_, budget) in budgets.filter(|(_, budget)| !budget.is_removed) {
            let limit = reserves(budget);
            let share = if limits > granted {
                floor(limit, granted, limits).expect("a part is no more than the whole")
            } else {
                limit
            };
            budget.epochs.insert(epoch, BudgetEpoch { terms: budget.next, share, spent: 0, mark: 0 });
        }
        granted.min(limits)
    }

    fn ensure_sensible(&self, terms: &Terms, warn_at: Option<Percent>) -> Result<(), Refusal> {
        ensure(terms.limit > 0, "ZeroAmount")?;
        ensure(terms.expires_at.is_none_or(|end| end > self.now()), "ExpiryInPast")?;
        ensure(!terms.vouchers || terms.provider.is_some(), "VouchersNeedOneProvider")?;
        ensure(warn_at.is_none_or(|part| part > 0), "WarningOutOfBounds")
    }

    /// Checks that what an owner's budgets will reserve together can be counted, with `reserve` for one of them.
    fn ensure_reserves_fit(&self, key: Key, reserve: Planck) -> Result<(), Refusal> {
        let others = self.budgets_of(key.0).filter(|(other, _)| *other != key);
        let open = others.filter(|(_, budget)| budget.closes_at.is_none());
        let all = open.map(|(_, budget)| budget.next.reserve());
        let fits = all.into_iter().try_fold(reserve, Planck::checked_add);
        ensure(fits.is_some(), "Overflow")
    }

    pub(crate) fn open_budget(
        &mut self,
        owner: Who,
        terms: Terms,
        warn_at: Option<Percent>,
        delegate: Option<Who>,
    ) -> Outcome {
        self.ensure_sensible(&terms, warn_at)?;
        let deposit = self.metering_rules.budget_deposit;
        self.books.ensure_spendable(owner, deposit)?;
        self.ensure_reserves_fit((owner, self.next_budget(owner)), terms.reserve())?;
        self.books.hold(owner, Reason::BudgetDeposit, deposit)?;
        self.touch_or_open(owner);
        let (now, key) = (self.now(), (owner, self.next_budget(owner)));
        let at = BudgetEpoch { terms, share: 0, spent: 0, mark: 0 };
        let budget = Budget {
            opened_at: now,
            closes_at: None,
            is_removed: false,
            deposit,
            warn_at,
            delegate,
            former_delegate: None,
            paused_until: None,
            next: terms,
            epochs: BTreeMap::from([(now, at)]),
        };
        self.budgets.insert(key, budget);
        self.top_up(key);
        done()
    }

    /// What gives more acts at once, to those who have it already; everything else from the next epoch on.
    pub(crate) fn update_budget(&mut self, key: Key, asked: Terms, warn_at: Option<Percent>) -> Outcome {
        let budget = self.existing_budget(key)?.clone();
        ensure(budget.closes_at.is_none(), "BudgetIsClosing")?;
        self.ensure_sensible(&asked, warn_at)?;
        self.ensure_reserves_fit(key, asked.reserve())?;
        let now = self.now();
        let budget = self.existing_budget(key)?;
        let reserved_before = budget.next.reserve();
        let terms = &mut budget.epochs.get_mut(&now).expect("it is open now").terms;
        let same_hands = asked.same_hands(terms);
        let reached = same_hands && asked.limit >= terms.limit;
        if reached {
            terms.limit = asked.limit;
        }
        if same_hands && asked.end() > terms.end() {
            terms.expires_at = asked.expires_at;
        }
        budget.next = asked;
        budget.warn_at = warn_at;
        if (reached && asked.reserved) || asked.reserve() != reserved_before {
            self.touch(key.0);
        }
        if reached {
            self.top_up(key);
        }
        done()
    }

    /// Carves out of the free pool what the share of a budget lacks that is reserved now and stays so.
    fn top_up(&mut self, key: Key) {
        let now = self.now();
        let free = self.free_pool(key.0, now);
        let budget = self.budgets.get_mut(&key).expect("it is open");
        let at = budget.epochs.get_mut(&now).expect("it is open now");
        if at.terms.reserved && budget.next.reserved {
            let missing = at.terms.limit.saturating_sub(at.share).min(free);
            at.share += missing;
            self.window_mut(key.0, now).reserved += missing;
        }
    }

    pub(crate) fn set_delegate(&mut self, key: Key, delegate: Option<Who>) -> Outcome {
        let (block, until) = (self.block, self.grace_until());
        let budget = self.existing_budget(key)?;
        ensure(budget.delegate != delegate, "Unchanged")?;
        let in_grace = budget.former_delegate.is_some_and(|(_, until)| block <= until);
        ensure(!in_grace, "DelegateRecentlyReplaced")?;
        budget.former_delegate = budget.delegate.map(|former| (former, until));
        budget.delegate = delegate;
        done()
    }

    pub(crate) fn pause_budget(&mut self, key: Key) -> Outcome {
        let until = self.grace_until();
        let budget = self.existing_budget(key)?;
        ensure(budget.paused_until.is_none(), "AlreadyPaused")?;
        budget.paused_until = Some(until);
        done()
    }

    pub(crate) fn resume_budget(&mut self, key: Key) -> Outcome {
        let budget = self.existing_budget(key)?;
        ensure(budget.paused_until.take().is_some(), "NotPaused")?;
        done()
    }

    pub(crate) fn close_budget(&mut self, who: Who, key: Key) -> Outcome {
        let now = self.now();
        let budget = self.existing_budget(key)?;
        if let Some(closes_at) = budget.closes_at {
            ensure(now > closes_at, "NotRemovableYet")?;
            return self.remove_budget(key);
        }
        let expired = budget.epochs[&now].terms.has_expired(now);
        if who != key.0 && !expired {
            return refuse("NotOwner");
        }
        budget.closes_at = Some(now + 1);
        if budget.next.reserved {
            self.touch(key.0);
        }
        done()
    }

    fn remove_budget(&mut self, key: Key) -> Outcome {
        let budget = self.existing_budget(key)?;
        budget.is_removed = true;
        let deposit = budget.deposit;
        self.books.release(key.0, Reason::BudgetDeposit, deposit);
        self.touch(key.0);
        self.close_ledger_if_idle(key.0);
        done()
    }

    /// The last block in which what is permitted now still settles.
    fn grace_until(&self) -> Block {
        self.block + self.metering_rules.revocation_grace
    }
}
