//! Leases: own weight that is lent to another account for a number of epochs. Writes `Leases`.
//!
//! The pallet has no call for them: a lease is made where an offer of it is accepted.

use crate::{
    types::{BookIsFull, LeaseBook, Ledger, MAX_LEASE_EPOCHS},
    Config, CurrentEpoch, Error, Event, Lease, Leases, Pallet, Parameters, Stakes,
};
use diem_primitives::{Balance, EpochIndex, WeightLeases};
use frame_support::ensure;
use sp_runtime::{DispatchError, DispatchResult};

/// The leases of an account, as this pallet stores them.
pub(crate) type BookOf<T> = LeaseBook<<T as frame_system::Config>::AccountId>;

impl<T: Config> Pallet<T> {
    /// The leases of an account whose ledger is stored as `ledger`: none is read where it says that there are none.
    pub(crate) fn book_of(who: &T::AccountId, ledger: &Ledger) -> BookOf<T> {
        if ledger.leases == 0 {
            return LeaseBook::default();
        }
        Leases::<T>::get(who)
    }

    /// Writes the leases of an account, or removes its book where none is left.
    pub(crate) fn write_book(who: &T::AccountId, book: &BookOf<T>) {
        if book.is_empty() {
            Leases::<T>::remove(who);
        } else {
            Leases::<T>::insert(who, book);
        }
    }

    /// Own weight that could be lent from the epoch after `now` on: what is staked and not out then.
    fn leasable(lessor: &T::AccountId, book: &BookOf<T>, now: EpochIndex) -> Balance {
        let staked = Stakes::<T>::get(lessor).map_or(0, |stake| stake.staked());
        staked.saturating_sub(book.leased_out(now.next()))
    }

    /// Checks all that a lease needs of its lessor, whose leases are in `book`.
    fn check_lease(
        lessor: &T::AccountId,
        book: &BookOf<T>,
        now: EpochIndex,
        weight: Balance,
        epochs: u32,
    ) -> DispatchResult {
        ensure!((1..=MAX_LEASE_EPOCHS).contains(&epochs), Error::<T>::LeaseTermOutOfBounds);
        ensure!(weight >= Parameters::<T>::get().min_lease_weight.max(1), Error::<T>::BelowMinimumLease);
        ensure!(!book.outgoing.is_full(), Error::<T>::TooManyLeasesOut);
        ensure!(weight <= Self::leasable(lessor, book, now), Error::<T>::InsufficientLeasableWeight);
        Ok(())
    }
}

impl<T: Config> WeightLeases<T::AccountId> for Pallet<T> {
    fn ensure_leasable(lessor: &T::AccountId, weight: Balance, epochs: u32) -> DispatchResult {
        let now = CurrentEpoch::<T>::get();
        let touched = Self::touched(lessor).ok_or(Error::<T>::NoLedger)?;
        let book = touched.book.unwrap_or_else(|| Self::book_of(lessor, &touched.ledger));
        Self::check_lease(lessor, &book, now, weight, epochs)
    }

    fn lease(
        lessor: &T::AccountId,
        lessee: &T::AccountId,
        weight: Balance,
        epochs: u32,
    ) -> Result<EpochIndex, DispatchError> {
        ensure!(lessor != lessee, Error::<T>::LeaseToSelf);
        let now = CurrentEpoch::<T>::get();
        let mut lending = Self::touched(lessor).ok_or(Error::<T>::NoLedger)?;
        let mut borrowing = Self::touched_or_new(lessee);
        let mut out = lending.book.take().unwrap_or_else(|| Self::book_of(lessor, &lending.ledger));
        let mut incoming = borrowing.book.take().unwrap_or_else(|| Self::book_of(lessee, &borrowing.ledger));
        Self::check_lease(lessor, &out, now, weight, epochs)?;
        let from = now.next();
        let until = from.saturating_add(epochs);
        let with =
            |counterparty: &T::AccountId| Lease { counterparty: counterparty.clone(), weight, from, until };
        out.lend(with(lessee)).map_err(|BookIsFull| Error::<T>::TooManyLeasesOut)?;
        incoming.borrow(with(lessor)).map_err(|BookIsFull| Error::<T>::TooManyLeasesIn)?;

        lending.set_book(out);
        borrowing.set_book(incoming);
        Self::write_ledger(lessor, lending);
        Self::write_ledger(lessee, borrowing);
        Self::deposit_event(Event::WeightLeased {
            lessor: lessor.clone(),
            lessee: lessee.clone(),
            weight,
            from,
            until,
        });
        Ok(until)
    }
}
