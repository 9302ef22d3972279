//! The traits in which the pallets meet.

use crate::{Diem, EpochIndex, Moment, QuotaWindow};
use sp_runtime::DispatchResult;

/// Tells the epoch.
pub trait EpochClock {
    /// The epoch that is open.
    fn current_epoch() -> EpochIndex;

    /// When the epoch that is open is over.
    fn epoch_ends_at() -> Moment;

    /// Whether receipts may still be settled into `epoch`: it is the current or the previous one.
    fn is_settleable(epoch: EpochIndex) -> bool {
        let current = Self::current_epoch();
        epoch == current || Some(epoch) == current.previous()
    }
}

/// The quota of accounts. The one way in which DIEM is debited or set aside.
pub trait QuotaLedger<AccountId>: EpochClock {
    /// Runs `change` on the account's window of `epoch`, granting first what was not granted yet: one read and one write.
    ///
    /// `None` where the account has no ledger or the epoch can't be settled any more. What `change` leaves is stored, so
    /// a refusal must leave the window as it was.
    fn with_window<R>(
        account: &AccountId,
        epoch: EpochIndex,
        change: impl FnOnce(&mut QuotaWindow) -> R,
    ) -> Option<R>;

    /// The account's window of `epoch` as a debit would find it, granting included, and nothing written.
    fn window(account: &AccountId, epoch: EpochIndex) -> Option<QuotaWindow>;

    /// Counts one more budget of the account, and opens a ledger for it where it has none.
    fn budget_opened(account: &AccountId) -> DispatchResult;

    /// Counts one budget less.
    fn budget_removed(account: &AccountId);

    /// From the next epoch on, `added` more and `removed` less is reserved for budgets of the account.
    fn change_reserved_limits(account: &AccountId, added: Diem, removed: Diem) -> DispatchResult;

    /// Adds `amount` to what was debited in `epoch`, over all accounts.
    fn note_debited(epoch: EpochIndex, amount: Diem);
}

/// What providers pledged.
pub trait Capacity {
    /// DIEM pledged for `epoch`, which is the current or the next one.
    fn pledged(epoch: EpochIndex) -> Diem;
}
