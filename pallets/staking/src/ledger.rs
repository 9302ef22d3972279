//! The ledger of DIEM: granted and rewarded on touch, debited, set aside. Writes `Ledgers`.

use crate::{
    leases::BookOf,
    types::{EpochSpan, Ledger, Touched, MOST_LEASES},
    Config, CurrentEpoch, Error, Event, Ledgers, Pallet, Stakes, WeightInfo,
};
use diem_primitives::{Diem, EpochIndex, GrantTerms, LazyLedger, QuotaLedger, QuotaWindow, Touches};
use frame_support::{ensure, traits::Get, weights::Weight};
use sp_runtime::{ArithmeticError, DispatchResult};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_claim_quota(who: &T::AccountId) -> DispatchResult {
        let touched = Self::touched(who).ok_or(Error::<T>::NoLedger)?;
        ensure!(!touched.minted.is_nothing(), Error::<T>::AlreadyClaimed);
        Self::write_ledger(who, touched);
        Ok(())
    }

    /// The account's ledger brought up to date, and what that changes. Nothing is written.
    ///
    /// The weight of every epoch since the last touch is known: whoever changes it for the next epoch touches the ledger first.
    pub(crate) fn touched(who: &T::AccountId) -> Option<Touched<T::AccountId>> {
        let now = CurrentEpoch::<T>::get();
        let mut ledger = Ledgers::<T>::get(who)?;
        if ledger.epoch >= now {
            return Some(Touched::unchanged(ledger));
        }
        let stake = Stakes::<T>::get(who);
        let own = |epoch| stake.as_ref().map_or(0, |stake| stake.weight_at(epoch));
        let mut book = Self::book_of(who, &ledger);

        let finals = ledger.finals(now);
        let weights = book.weights(own(finals.untouched.from), finals.untouched);
        let earned = Self::earned(now, &finals, weights);
        let minted = ledger
            .touch(now, |epoch| GrantTerms::from(&Self::record(epoch)).grant(book.weight(own(epoch), epoch)));
        ledger.rewards = ledger.rewards.saturating_add(earned.amount);
        let touches = Touches::one(ledger.leases, book.ended(now));
        let mut touched = Touched { ledger, minted, lapsed: earned.lapsed, book: None, touches };
        if book.prune(now) {
            touched.set_book(book);
        }
        Some(touched)
    }

    /// As [`touched`](Self::touched), with a new ledger where the account has none.
    pub(crate) fn touched_or_new(who: &T::AccountId) -> Touched<T::AccountId> {
        Self::touched(who).unwrap_or_else(|| Touched::unchanged(Ledger::new(CurrentEpoch::<T>::get())))
    }

    /// Writes a ledger that was touched, and counts what that granted.
    pub(crate) fn write_ledger(who: &T::AccountId, touched: Touched<T::AccountId>) {
        let Touched { ledger, minted, lapsed, book, .. } = touched;
        if let Some(previous) = ledger.epoch.previous() {
            Self::mint(who, previous, minted.previous);
        }
        Self::mint(who, ledger.epoch, minted.current);
        Self::end_touch(who, lapsed, book.as_ref());
        Ledgers::<T>::insert(who, ledger);
    }

    /// Writes a ledger that was touched, or removes it where nothing keeps it.
    pub(crate) fn write_or_remove_ledger(
        who: &T::AccountId,
        touched: Touched<T::AccountId>,
        has_stake: bool,
    ) {
        if has_stake || !touched.ledger.is_idle() {
            return Self::write_ledger(who, touched);
        }
        Self::end_touch(who, touched.lapsed, touched.book.as_ref());
        Ledgers::<T>::remove(who);
        Self::deposit_event(Event::LedgerRemoved { who: who.clone() });
    }

    /// Writes the book of leases where it is another than before, and tells what lapsed.
    fn end_touch(who: &T::AccountId, lapsed: Option<EpochSpan>, book: Option<&BookOf<T>>) {
        if let Some(book) = book {
            Self::write_book(who, book);
        }
        if let Some(EpochSpan { from, until }) = lapsed {
            Self::deposit_event(Event::RewardsLapsed { who: who.clone(), from, until });
        }
    }

    fn mint(who: &T::AccountId, epoch: EpochIndex, amount: Diem) {
        if amount.is_zero() {
            return;
        }
        Self::note_minted(epoch, amount);
        Self::deposit_event(Event::QuotaMinted { who: who.clone(), epoch, amount });
    }
}

impl<T: Config> LazyLedger<T::AccountId> for Pallet<T> {
    fn due_touch(account: &T::AccountId) -> Touches {
        let now = CurrentEpoch::<T>::get();
        match Ledgers::<T>::get(account) {
            Some(ledger) if ledger.epoch < now => {
                Touches::one(ledger.leases, Self::book_of(account, &ledger).ended(now))
            }
            _ => Touches::NONE,
        }
    }

    fn weight_of_touches(touches: Touches) -> Weight {
        match touches {
            Touches::NONE => Weight::zero(),
            Touches { ledgers, books, ended_leases } => {
                // Of each book but the last, a lease that ended is in the weight already, with the book that it changes.
                let ended = ended_leases.saturating_add(1);
                let (others, not_ended) = (ended.saturating_sub(books), books.saturating_sub(ended));
                let books_kept = books.saturating_sub(ended_leases);
                // The records of both windows and of the epoch after them, and of the epoch in which each lease ended; for all of them that of
                // the epoch before the current one. There are only so many records.
                let records = ledgers.saturating_mul(3).saturating_add(ended_leases).saturating_add(1);
                let read_before = records.saturating_sub(T::HistoryDepth::get());
                let neither = T::DbWeight::get()
                    .reads_writes(not_ended.saturating_add(read_before).into(), books_kept.into());
                T::WeightInfo::first_touches(ledgers.saturating_sub(books), books, others)
                    .saturating_sub(neither)
            }
        }
    }

    fn max_touch_weight(ledgers: u32) -> Weight {
        let ended_leases = ledgers.saturating_mul(MOST_LEASES);
        Self::weight_of_touches(Touches { ledgers, books: ledgers, ended_leases })
    }
}

impl<T: Config> QuotaLedger<T::AccountId> for Pallet<T> {
    fn touch_window<R>(
        account: &T::AccountId,
        epoch: EpochIndex,
        change: impl FnOnce(&mut QuotaWindow) -> R,
    ) -> Option<(R, Touches)> {
        let mut touched = Self::touched(account)?;
        let touches = touched.touches;
        let result = change(touched.ledger.window_mut(epoch)?);
        Self::write_ledger(account, touched);
        Some((result, touches))
    }

    fn window(account: &T::AccountId, epoch: EpochIndex) -> Option<QuotaWindow> {
        Self::touched(account)?.ledger.window(epoch).copied()
    }

    fn budget_opened(account: &T::AccountId) -> DispatchResult {
        let mut touched = Self::touched_or_new(account);
        touched.ledger.budgets = touched.ledger.budgets.checked_add(1).ok_or(ArithmeticError::Overflow)?;
        Self::write_ledger(account, touched);
        Ok(())
    }

    fn budget_removed(account: &T::AccountId) {
        let Some(mut touched) = Self::touched(account) else { return };
        touched.ledger.budgets = touched.ledger.budgets.saturating_sub(1);
        Self::write_or_remove_ledger(account, touched, Stakes::<T>::contains_key(account));
    }

    fn change_reserved_limits(account: &T::AccountId, added: Diem, removed: Diem) -> DispatchResult {
        let mut touched = Self::touched(account).ok_or(Error::<T>::NoLedger)?;
        let now = touched.ledger.epoch;
        touched.ledger.change_reserved_limits(now, added, removed).ok_or(ArithmeticError::Overflow)?;
        Self::write_ledger(account, touched);
        Ok(())
    }

    fn note_debited(epoch: EpochIndex, amount: Diem) {
        Self::add_debited(epoch, amount);
    }

    fn note_refunded(epoch: EpochIndex, amount: Diem) {
        Self::add_refunded(epoch, amount);
    }
}
