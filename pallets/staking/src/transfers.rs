//! DIEM that moves from one ledger to another. Writes through `ledger` and `epochs`.

use crate::{types::TransferRefusal, Config, Error, Event, Pallet, Parameters};
use diem_primitives::{Diem, WindowError};
use frame_support::ensure;
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_transfer_quota(from: &T::AccountId, to: &T::AccountId, amount: Diem) -> DispatchResult {
        ensure!(!amount.is_zero(), Error::<T>::ZeroAmount);
        ensure!(from != to, Error::<T>::TransferToSelf);
        let rules = Parameters::<T>::get().transfer;
        let fee = rules.fee_of(amount).map_err(refusal::<T>)?;
        let mut sender = Self::touched(from).ok_or(Error::<T>::NoLedger)?;
        let mut recipient = Self::touched(to).ok_or(Error::<T>::RecipientHasNoLedger)?;
        let epoch = sender.ledger.epoch;
        sender.ledger.current.send(amount).map_err(window_refusal::<T>)?;
        rules.check_share(&sender.ledger.current).map_err(refusal::<T>)?;
        recipient.ledger.current.receive(amount.saturating_sub(fee)).map_err(window_refusal::<T>)?;

        Self::write_ledger(from, sender);
        Self::write_ledger(to, recipient);
        if !fee.is_zero() {
            Self::note_burnt(epoch, fee);
        }
        Self::deposit_event(Event::QuotaTransferred { from: from.clone(), to: to.clone(), amount, fee });
        Ok(())
    }
}

fn refusal<T: Config>(refusal: TransferRefusal) -> DispatchError {
    match refusal {
        TransferRefusal::Disabled => Error::<T>::TransfersDisabled.into(),
        TransferRefusal::BelowMinimum => Error::<T>::BelowTransferMinimum.into(),
        TransferRefusal::NothingAfterFee => Error::<T>::NothingAfterFee.into(),
        TransferRefusal::AboveShare => Error::<T>::AboveTransferShare.into(),
    }
}

fn window_refusal<T: Config>(error: WindowError) -> DispatchError {
    match error {
        WindowError::FreePoolExhausted | WindowError::ReserveExhausted | WindowError::NotSpent => {
            Error::<T>::InsufficientQuota.into()
        }
        WindowError::Overflow => ArithmeticError::Overflow.into(),
    }
}
