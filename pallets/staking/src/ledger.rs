//! The ledger of DIEM: granted on touch, debited, set aside. Writes `Ledgers`.

use crate::{
    types::{Ledger, Touched},
    Config, CurrentEpoch, Error, Event, Ledgers, Pallet, Stakes,
};
use diem_primitives::{Diem, EpochIndex, GrantTerms, QuotaLedger, QuotaWindow};
use frame_support::ensure;
use sp_runtime::{ArithmeticError, DispatchResult};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_claim_quota(who: &T::AccountId) -> DispatchResult {
        let touched = Self::touched(who).ok_or(Error::<T>::NoLedger)?;
        ensure!(!touched.minted.is_nothing(), Error::<T>::AlreadyClaimed);
        Self::write_ledger(who, touched);
        Ok(())
    }

    /// The account's ledger brought up to date, and what that grants. Nothing is written.
    pub(crate) fn touched(who: &T::AccountId) -> Option<Touched> {
        let now = CurrentEpoch::<T>::get();
        let ledger = Ledgers::<T>::get(who)?;
        if ledger.epoch >= now {
            return Some(ledger.touch(now, |_| Diem::ZERO));
        }
        let stake = Stakes::<T>::get(who);
        Some(ledger.touch(now, |epoch| {
            let weight = stake.as_ref().map_or(0, |stake| stake.weight_at(epoch));
            GrantTerms::from(&Self::record(epoch)).grant(weight)
        }))
    }

    /// As [`touched`](Self::touched), with a new ledger where the account has none.
    pub(crate) fn touched_or_new(who: &T::AccountId) -> Touched {
        Self::touched(who).unwrap_or_else(|| Touched {
            ledger: Ledger::new(CurrentEpoch::<T>::get()),
            minted: Default::default(),
        })
    }

    /// Writes a ledger that was touched, and counts what that granted.
    pub(crate) fn write_ledger(who: &T::AccountId, touched: Touched) {
        let Touched { ledger, minted } = touched;
        if let Some(previous) = ledger.epoch.previous() {
            Self::mint(who, previous, minted.previous);
        }
        Self::mint(who, ledger.epoch, minted.current);
        Ledgers::<T>::insert(who, ledger);
    }

    /// Removes a ledger that nothing keeps.
    pub(crate) fn remove_ledger(who: &T::AccountId) {
        Ledgers::<T>::remove(who);
        Self::deposit_event(Event::LedgerRemoved { who: who.clone() });
    }

    fn mint(who: &T::AccountId, epoch: EpochIndex, amount: Diem) {
        if amount.is_zero() {
            return;
        }
        Self::note_minted(epoch, amount);
        Self::deposit_event(Event::QuotaMinted { who: who.clone(), epoch, amount });
    }
}

impl<T: Config> QuotaLedger<T::AccountId> for Pallet<T> {
    fn with_window<R>(
        account: &T::AccountId,
        epoch: EpochIndex,
        change: impl FnOnce(&mut QuotaWindow) -> R,
    ) -> Option<R> {
        let mut touched = Self::touched(account)?;
        let result = change(touched.ledger.window_mut(epoch)?);
        Self::write_ledger(account, touched);
        Some(result)
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
        if touched.ledger.is_idle() && !Stakes::<T>::contains_key(account) {
            Self::remove_ledger(account);
        } else {
            Self::write_ledger(account, touched);
        }
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
