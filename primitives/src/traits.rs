//! The traits in which the pallets meet.

use crate::{Balance, Diem, EpochIndex, Moment, QuotaWindow};
use frame_support::weights::Weight;
use sp_runtime::{DispatchError, DispatchResult};

/// Tells the epoch.
pub trait EpochClock {
    /// The epoch that is open.
    fn current_epoch() -> EpochIndex;

    /// When the epoch that is open is over.
    fn epoch_ends_at() -> Moment;

    /// Whether receipts may still be settled into `epoch`: it is the current or the previous one.
    fn is_settleable(epoch: EpochIndex) -> bool {
        epoch.is_settleable_in(Self::current_epoch())
    }
}

/// Ledgers that nobody visits when an epoch rolls. The first touch in an epoch brings an account's ledger up to date, and costs more than
/// a further one.
pub trait LazyLedger<AccountId>: EpochClock {
    /// What the next touch of the account's ledger has to do: nothing where the ledger is up to date.
    fn due_touch(account: &AccountId) -> Touches;

    /// What first touches add to a call.
    fn weight_of_touches(touches: Touches) -> Weight;

    /// What first touches of so many ledgers add at most to a call: each account has as many leases as it may, and all of them ended.
    fn max_touch_weight(ledgers: u32) -> Weight;

    /// What the next touch of the account's ledger adds to a call.
    fn touch_weight(account: &AccountId) -> Weight {
        Self::weight_of_touches(Self::due_touch(account))
    }
}

/// First touches of ledgers in an epoch, by what they have to do.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Touches {
    /// How many ledgers.
    pub ledgers: u32,
    /// How many of them have leases, so that a book of leases is read.
    pub books: u32,
    /// Leases that ended since the ledgers were touched before, over all of them.
    pub ended_leases: u32,
}

impl Touches {
    /// None: the ledger is up to date.
    pub const NONE: Self = Self { ledgers: 0, books: 0, ended_leases: 0 };

    /// One ledger with so many leases, of which some ended.
    pub const fn one(leases: u32, ended_leases: u32) -> Self {
        let books = if leases > 0 { 1 } else { 0 };
        Self { ledgers: 1, books, ended_leases }
    }

    /// These and others.
    #[must_use]
    pub const fn and(self, others: Self) -> Self {
        Self {
            ledgers: self.ledgers.saturating_add(others.ledgers),
            books: self.books.saturating_add(others.books),
            ended_leases: self.ended_leases.saturating_add(others.ended_leases),
        }
    }
}

/// The quota of accounts. The one way in which DIEM is debited or set aside.
pub trait QuotaLedger<AccountId>: LazyLedger<AccountId> {
    /// Runs `change` on the account's window of `epoch`, granting first what was not granted yet: one read and one write.
    ///
    /// `None` where the account has no ledger or the epoch can't be settled any more. What `change` leaves is stored, so
    /// a refusal must leave the window as it was.
    fn with_window<R>(
        account: &AccountId,
        epoch: EpochIndex,
        change: impl FnOnce(&mut QuotaWindow) -> R,
    ) -> Option<R> {
        Self::touch_window(account, epoch, change).map(|(result, _)| result)
    }

    /// As [`with_window`](Self::with_window), and counts that touch where it was the first in the epoch.
    fn touch_window<R>(
        account: &AccountId,
        epoch: EpochIndex,
        change: impl FnOnce(&mut QuotaWindow) -> R,
    ) -> Option<(R, Touches)>;

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

    /// Adds `amount` to what was given back of `epoch`, over all accounts.
    fn note_refunded(epoch: EpochIndex, amount: Diem);
}

/// Quota that changes hands for VVV. Offers end with the epoch in which they were made.
pub trait QuotaTrade<AccountId>: LazyLedger<AccountId> {
    /// Checks that the rules of transfers let an `amount` be sold, whoever sells and buys it.
    fn ensure_sellable(amount: Diem) -> DispatchResult;

    /// What an account has set aside in the current epoch.
    fn offered(seller: &AccountId) -> Diem;

    /// Sets `amount` of the current epoch aside, out of the free pool, as far as the rules of transfers let it be sold.
    fn set_aside(seller: &AccountId, amount: Diem) -> DispatchResult;

    /// Gives back to the free pool what was set aside in `epoch` and not sold. Nothing is to be done when that epoch is over.
    fn put_back(seller: &AccountId, epoch: EpochIndex, amount: Diem);

    /// Moves `amount` of the current epoch that was set aside to the buyer, by the rules of transfers, and counts that `paid`
    /// planck VVV were paid for it. Returns the fee that was burnt of it.
    fn sell(
        seller: &AccountId,
        buyer: &AccountId,
        amount: Diem,
        paid: Balance,
    ) -> Result<Diem, DispatchError>;
}

/// The weight of stakes, lent for a number of epochs.
pub trait WeightLeases<AccountId>: LazyLedger<AccountId> {
    /// Checks that an account could lend `weight` for `epochs` epochs from the next one on.
    fn ensure_leasable(lessor: &AccountId, weight: Balance, epochs: u32) -> DispatchResult;

    /// Lends `weight` of the lessor to the lessee from the next epoch on, for `epochs` epochs. Returns the first epoch in which
    /// it is the lessor's again.
    fn lease(
        lessor: &AccountId,
        lessee: &AccountId,
        weight: Balance,
        epochs: u32,
    ) -> Result<EpochIndex, DispatchError>;
}

/// VVV that DIEM carries, for whoever served or kept it.
pub trait Emission<AccountId> {
    /// What a whole DIEM of `epoch` earns, in planck VVV, or `None` where that has lapsed.
    fn value_per_diem(epoch: EpochIndex) -> Option<Balance>;

    /// Issues `amount` planck VVV that were earned.
    fn issue(who: &AccountId, amount: Balance) -> DispatchResult;

    /// Counts `amount` planck VVV that were earned and will never be issued.
    fn note_forfeited(amount: Balance);
}

/// What providers pledged.
pub trait Capacity {
    /// DIEM pledged for `epoch`, which is the current or the next one.
    fn pledged(epoch: EpochIndex) -> Diem;

    /// The most that a whole DIEM may earn, in planck VVV: what cheating with it costs a provider.
    fn max_value_per_diem() -> Balance;
}
