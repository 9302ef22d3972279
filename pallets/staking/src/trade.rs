//! Quota that is sold: set aside, given back, handed to its buyer. Writes through `ledger`, and to the epoch's record what was
//! sold.

use crate::{
    transfers::{refusal, window_refusal},
    Config, CurrentEpoch, Error, History, Pallet, Parameters,
};
use diem_primitives::{Balance, Diem, EpochIndex, QuotaTrade};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> QuotaTrade<T::AccountId> for Pallet<T> {
    fn ensure_sellable(amount: Diem) -> DispatchResult {
        Parameters::<T>::get().transfer.fee_of(amount).map_err(refusal::<T>)?;
        Ok(())
    }

    fn offered(seller: &T::AccountId) -> Diem {
        Self::touched(seller).map(|touched| touched.ledger.current.offered).unwrap_or_default()
    }

    fn set_aside(seller: &T::AccountId, amount: Diem) -> DispatchResult {
        let rules = Parameters::<T>::get().transfer;
        rules.fee_of(amount).map_err(refusal::<T>)?;
        let mut touched = Self::touched(seller).ok_or(Error::<T>::NoLedger)?;
        touched.ledger.current.offer(amount).map_err(window_refusal::<T>)?;
        rules.check_share(&touched.ledger.current).map_err(refusal::<T>)?;
        Self::write_ledger(seller, touched);
        Ok(())
    }

    fn put_back(seller: &T::AccountId, epoch: EpochIndex, amount: Diem) {
        // A window is closed when its epoch is over, and with it all that was set aside.
        if epoch != CurrentEpoch::<T>::get() {
            return;
        }
        let Some(mut touched) = Self::touched(seller) else { return };
        touched.ledger.current.put_back(amount);
        Self::write_ledger(seller, touched);
    }

    fn sell(
        seller: &T::AccountId,
        buyer: &T::AccountId,
        amount: Diem,
        paid: Balance,
    ) -> Result<Diem, DispatchError> {
        let fee = Self::move_quota(seller, buyer, amount, |window| window.sell(amount))?;
        Self::note_sale(amount, paid);
        Ok(fee)
    }
}

impl<T: Config> Pallet<T> {
    /// Counts that `amount` of the current epoch was sold for `paid` planck VVV.
    fn note_sale(amount: Diem, paid: Balance) {
        History::<T>::mutate_extant(CurrentEpoch::<T>::get(), |record| record.note_sale(amount, paid));
    }
}
