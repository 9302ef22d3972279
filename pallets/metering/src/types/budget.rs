//! A budget, its terms and what it spent.

mod consent;

use super::Recent;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use diem_primitives::{
    api::Limit, Balance, BudgetMode, BudgetTerms, Diem, EpochIndex, EpochSeries, QuotaWindow,
    RejectionReason, VoucherRejectionReason,
};
use scale_info::TypeInfo;
use sp_runtime::Percent;

/// What a budget did in one epoch.
#[derive(
    Clone, Copy, PartialEq, Eq, Default, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct BudgetWindow {
    /// DIEM spent.
    pub spent: Diem,
    /// The limit that the epoch opened with, where the budget was reserved then: what its share follows from.
    pub opening_limit: Diem,
    /// DIEM added to the share out of the free pool after the epoch had opened.
    pub topped_up: Diem,
    /// DIEM settled by voucher, what was given back of it included.
    pub voucher_mark: Diem,
}

impl BudgetWindow {
    /// DIEM carved out for the budget, where `quota` is its owner's window of the epoch.
    pub fn share(&self, quota: &QuotaWindow) -> Diem {
        quota.opening_share(self.opening_limit).saturating_add(self.topped_up)
    }
}

/// The key that acted for a budget before its present one.
#[derive(
    Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct FormerDelegate<AccountId, BlockNumber> {
    /// The key.
    pub account: AccountId,
    /// The last block in which what it signed still settles.
    pub until: BlockNumber,
}

/// A budget.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Budget<AccountId, BlockNumber> {
    /// What receipts are judged by.
    pub terms: EpochSeries<BudgetTerms<AccountId>>,
    /// What it spent.
    pub windows: Recent<BudgetWindow>,
    /// The part of the limit at which a warning is given.
    pub warn_at: Option<Percent>,
    /// The key that may act for it.
    pub delegate: Option<AccountId>,
    /// The key that might before, during its grace.
    pub former_delegate: Option<FormerDelegate<AccountId, BlockNumber>>,
    /// The last block in which it still pays, where it is paused.
    pub paused_until: Option<BlockNumber>,
    /// The first epoch that can be settled.
    pub opened_at: EpochIndex,
    /// The first epoch that can't be settled any more, where it is being closed.
    pub closes_at: Option<EpochIndex>,
    /// Planck VVV on hold.
    pub deposit: Balance,
}

/// Why a budget pays nothing in an epoch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Obstacle {
    /// It was opened later.
    NotOpenYet,
    /// It was closed before.
    Closed,
    /// It had expired.
    Expired,
    /// It is paused.
    Paused,
    /// It is bound to another provider.
    WrongProvider,
}

impl From<Obstacle> for RejectionReason {
    fn from(obstacle: Obstacle) -> Self {
        match obstacle {
            Obstacle::NotOpenYet => Self::UnknownBudget,
            Obstacle::Closed => Self::BudgetClosed,
            Obstacle::Expired => Self::BudgetExpired,
            Obstacle::Paused => Self::BudgetPaused,
            Obstacle::WrongProvider => Self::WrongProvider,
        }
    }
}

impl From<Obstacle> for VoucherRejectionReason {
    fn from(obstacle: Obstacle) -> Self {
        match obstacle {
            Obstacle::NotOpenYet => Self::UnknownBudget,
            Obstacle::Closed => Self::BudgetClosed,
            Obstacle::Expired => Self::BudgetExpired,
            Obstacle::Paused => Self::BudgetPaused,
            Obstacle::WrongProvider => Self::WrongProvider,
        }
    }
}

impl From<Obstacle> for Limit {
    fn from(obstacle: Obstacle) -> Self {
        match obstacle {
            Obstacle::NotOpenYet => Self::UnknownBudget,
            Obstacle::Closed => Self::BudgetClosed,
            Obstacle::Expired => Self::BudgetExpired,
            Obstacle::Paused => Self::BudgetPaused,
            Obstacle::WrongProvider => Self::WrongProvider,
        }
    }
}

/// DIEM that terms carve out of the grant when an epoch opens.
fn reserve_of<AccountId>(terms: &BudgetTerms<AccountId>) -> Diem {
    match terms.mode {
        BudgetMode::Reserved => terms.limit,
        BudgetMode::Shared => Diem::ZERO,
    }
}

/// Whether an expiry is later than another; never is the latest.
fn is_later(expiry: Option<EpochIndex>, than: Option<EpochIndex>) -> bool {
    match (expiry, than) {
        (Some(expiry), Some(than)) => expiry > than,
        (None, Some(_)) => true,
        (_, None) => false,
    }
}

impl<AccountId: Clone + PartialEq, BlockNumber: Copy + PartialOrd> Budget<AccountId, BlockNumber> {
    /// A budget that pays from `now` on.
    pub fn open(
        now: EpochIndex,
        terms: BudgetTerms<AccountId>,
        warn_at: Option<Percent>,
        delegate: Option<AccountId>,
        deposit: Balance,
    ) -> Self {
        Self {
            terms: EpochSeries::constant(now, terms),
            // Nothing was reserved when the epoch opened; a share is carved out of the free pool.
            windows: Recent::starting(now, BudgetWindow::default(), BudgetWindow::default()),
            warn_at,
            delegate,
            former_delegate: None,
            paused_until: None,
            opened_at: now,
            closes_at: None,
            deposit,
        }
    }

    /// Whether it is open in `epoch`, expired or not.
    pub fn exists_in(&self, epoch: EpochIndex) -> bool {
        epoch >= self.opened_at && self.closes_at.is_none_or(|end| epoch < end)
    }

    /// The terms of `epoch`, where it pays in that epoch. `paused` is whether a pause stops it.
    pub fn standing(&self, epoch: EpochIndex, paused: bool) -> Result<&BudgetTerms<AccountId>, Obstacle> {
        if epoch < self.opened_at {
            return Err(Obstacle::NotOpenYet);
        }
        if !self.exists_in(epoch) {
            return Err(Obstacle::Closed);
        }
        let terms = self.terms.at(epoch).ok_or(Obstacle::NotOpenYet)?;
        if terms.has_expired(epoch) {
            return Err(Obstacle::Expired);
        }
        if paused {
            return Err(Obstacle::Paused);
        }
        Ok(terms)
    }

    /// The terms of `epoch`, where `provider` may debit it in that epoch, by what the terms take for consent.
    pub fn admitting(
        &self,
        provider: &AccountId,
        epoch: EpochIndex,
        paused: bool,
    ) -> Result<&BudgetTerms<AccountId>, Obstacle> {
        let terms = self.standing(epoch, paused)?;
        if !terms.admits(provider) {
            return Err(Obstacle::WrongProvider);
        }
        Ok(terms)
    }

    /// Whether a pause stops it in `block`: its grace is over.
    pub fn is_stopped(&self, block: BlockNumber) -> bool {
        self.paused_until.is_some_and(|until| block > until)
    }

    /// Moves terms and windows on to `now`, so that what `now` opened with is kept before anything is changed in it.
    pub fn advance(&mut self, now: EpochIndex) {
        let (terms, opened_at, closes_at) = (&self.terms, self.opened_at, self.closes_at);
        self.windows.advance(now, |epoch| opening(terms, opened_at, closes_at, epoch));
        self.terms.advance(now);
    }

    /// What it did in `epoch`, as far as that is remembered.
    pub fn window(&self, epoch: EpochIndex) -> BudgetWindow {
        let open = |epoch| opening(&self.terms, self.opened_at, self.closes_at, epoch);
        self.windows.at(epoch, open).unwrap_or_default()
    }

    /// DIEM that its terms of `epoch` let it still spend, whatever its owner's free pool holds.
    pub fn room(&self, epoch: EpochIndex, quota: &QuotaWindow) -> Diem {
        let Some(terms) = self.terms.at(epoch) else { return Diem::ZERO };
        let window = self.window(epoch);
        let most = match terms.mode {
            BudgetMode::Shared => terms.limit,
            BudgetMode::Reserved => terms.limit.min(window.share(quota)),
        };
        most.saturating_sub(window.spent)
    }

    /// Counts `amount` as spent in `epoch`, which is `now` or the one before; gives what was spent before and after.
    pub fn note_spent(&mut self, now: EpochIndex, epoch: EpochIndex, amount: Diem) -> Option<(Diem, Diem)> {
        self.advance(now);
        let window = self.windows.get_mut(epoch)?;
        let before = window.spent;
        window.spent = before.checked_add(amount)?;
        Some((before, window.spent))
    }

    /// Whether spending that goes from `before` to `after` crosses the warn threshold of `limit`.
    pub fn crosses_threshold(&self, before: Diem, after: Diem, limit: Diem) -> bool {
        let Some(part) = self.warn_at else { return false };
        let threshold = Diem(part.mul_ceil(limit.0));
        before < threshold && after >= threshold
    }

    /// DIEM that it reserves from the next epoch on.
    pub fn next_reserve(&self, now: EpochIndex) -> Diem {
        if self.closes_at.is_some() {
            return Diem::ZERO;
        }
        reserve_of(self.terms.after(now))
    }

    /// DIEM missing in the share of `now`, where the budget is reserved now and stays so.
    pub fn missing_share(&self, now: EpochIndex, quota: &QuotaWindow) -> Diem {
        let Some(terms) = self.terms.at(now) else { return Diem::ZERO };
        if reserve_of(self.terms.after(now)).is_zero() {
            return Diem::ZERO;
        }
        reserve_of(terms).saturating_sub(self.window(now).share(quota))
    }

    /// Adds `amount` to the share of `now`.
    pub fn top_up(&mut self, now: EpochIndex, amount: Diem) -> Option<()> {
        self.advance(now);
        let window = self.windows.get_mut(now)?;
        window.topped_up = window.topped_up.checked_add(amount)?;
        Some(())
    }

    /// Takes new terms: what gives more acts at once, everything else from the next epoch on. Where another provider or
    /// another consent is asked for, all of it waits: what is raised is meant for the terms to come, not for whoever may
    /// debit the budget today.
    ///
    /// Returns whether the limit of `now` is the one that was asked for, so that its share may be topped up.
    pub fn change_terms(&mut self, now: EpochIndex, asked: BudgetTerms<AccountId>) -> bool {
        self.advance(now);
        let current = &self.terms.current;
        let same_hands = asked.provider == current.provider && asked.consent == current.consent;
        let reached = same_hands && asked.limit >= current.limit;
        if reached {
            self.terms.current.limit = asked.limit;
        }
        if same_hands && is_later(asked.expires_at, self.terms.current.expires_at) {
            self.terms.current.expires_at = asked.expires_at;
        }
        self.terms.set_next(now, asked);
        reached
    }
}

/// What a budget has done when `epoch` opens.
fn opening<AccountId: Clone>(
    terms: &EpochSeries<BudgetTerms<AccountId>>,
    opened_at: EpochIndex,
    closes_at: Option<EpochIndex>,
    epoch: EpochIndex,
) -> BudgetWindow {
    let exists = epoch >= opened_at && closes_at.is_none_or(|end| epoch < end);
    let opening_limit = terms.at(epoch).filter(|_| exists).map(reserve_of).unwrap_or_default();
    BudgetWindow { opening_limit, ..BudgetWindow::default() }
}

#[cfg(test)]
mod tests;
