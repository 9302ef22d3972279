//! DIEM that moves from one ledger to another, given or sold, by the same rules. Writes through `ledger` and `epochs`.

use crate::{types::TransferRefusal, Config, Error, Event, Pallet, Parameters};
use diem_primitives::{Diem, QuotaWindow, WindowError};
use frame_support::ensure;
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_transfer_quota(from: &T::AccountId, to: &T::AccountId, amount: Diem) -> DispatchResult {
        ensure!(!amount.is_zero(), Error::<T>::ZeroAmount);
        Self::move_quota(from, to, amount, |window| window.send(amount))?;
        Ok(())
    }

    /// Moves `amount` of the current epoch by the rules of transfers, where `take` takes it out of the sender's window. Returns the
    /// fee that was burnt of it.
    pub(crate) fn move_quota(
        from: &T::AccountId,
        to: &T::AccountId,
        amount: Diem,
        take: impl FnOnce(&mut QuotaWindow) -> Result<(), WindowError>,
    ) -> Result<Diem, DispatchError> {
        ensure!(from != to, Error::<T>::TransferToSelf);
        let rules = Parameters::<T>::get().transfer;
        let fee = rules.fee_of(amount).map_err(refusal::<T>)?;
        rules.check_recipient(to).map_err(refusal::<T>)?;
        let mut sender = Self::touched(from).ok_or(Error::<T>::NoLedger)?;
        let mut recipient = Self::touched(to).ok_or(Error::<T>::RecipientHasNoLedger)?;
        let epoch = sender.ledger.epoch;
        take(&mut sender.ledger.current).map_err(window_refusal::<T>)?;
        rules.check_share(&sender.ledger.current).map_err(refusal::<T>)?;
        recipient.ledger.current.receive(amount.saturating_sub(fee)).map_err(window_refusal::<T>)?;

        Self::write_ledger(from, sender);
        Self::write_ledger(to, recipient);
        if !fee.is_zero() {
            Self::note_burnt(epoch, fee);
        }
        Self::deposit_event(Event::QuotaTransferred { from: from.clone(), to: to.clone(), amount, fee });
        Ok(fee)
    }
}

pub(crate) fn refusal<T: Config>(refusal: TransferRefusal) -> DispatchError {
    match refusal {
        TransferRefusal::Disabled => Error::<T>::TransfersDisabled.into(),
        TransferRefusal::BelowMinimum => Error::<T>::BelowTransferMinimum.into(),
        TransferRefusal::NothingAfterFee => Error::<T>::NothingAfterFee.into(),
        TransferRefusal::AboveShare => Error::<T>::AboveTransferShare.into(),
        TransferRefusal::NotAllowed => Error::<T>::RecipientNotAllowed.into(),
    }
}

pub(crate) fn window_refusal<T: Config>(error: WindowError) -> DispatchError {
    match error {
        WindowError::FreePoolExhausted | WindowError::ReserveExhausted | WindowError::NotSpent => {
            Error::<T>::InsufficientQuota.into()
        }
        WindowError::OfferExhausted => Error::<T>::InsufficientOffer.into(),
        WindowError::Overflow => ArithmeticError::Overflow.into(),
    }
}
