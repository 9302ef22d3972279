//! The keys with which providers sign their receipts.

use crate::{
    types::{KeyRefusal, ReceiptKeys as Keys},
    Config, Error, Event, Pallet, ReceiptKeys,
};
use diem_primitives::{EpochClock, EpochIndex, SignedReceipt, VerifiedReceipt};
use frame_support::traits::Get;
use frame_system::pallet_prelude::BlockNumberFor;
use sp_runtime::{traits::Zero, DispatchResult};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_set_receipt_key(who: T::AccountId, key: T::AccountId) -> DispatchResult {
        Self::settling_provider(&who)?;
        let keys = match ReceiptKeys::<T>::get(&who) {
            Some(keys) => {
                let now = T::Quota::current_epoch();
                keys.replaced(now, T::DisputeEpochs::get(), key).map_err(Error::<T>::from)?
            }
            None => Keys::new(key),
        };
        let (key, former) = (keys.current.clone(), keys.former.clone().map(|former| former.key));
        ReceiptKeys::<T>::insert(&who, keys);
        Self::deposit_event(Event::ReceiptKeySet { provider: who, key, former });
        Ok(())
    }

    /// What a provider signed for `epoch` on this chain.
    pub(crate) fn verified_receipt(
        who: &T::AccountId,
        epoch: EpochIndex,
        signed: &SignedReceipt<T::AccountId, T::Signature>,
    ) -> Result<VerifiedReceipt<T::AccountId>, Error<T>> {
        let keys = ReceiptKeys::<T>::get(who).ok_or(Error::<T>::ReceiptNotSigned)?;
        let genesis_hash = frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero());
        let verified = keys.of_epoch(epoch).find_map(|key| signed.verify(genesis_hash, key));
        verified.ok_or(Error::<T>::ReceiptNotSigned)
    }
}

impl<T> From<KeyRefusal> for Error<T> {
    fn from(refusal: KeyRefusal) -> Self {
        match refusal {
            KeyRefusal::Unchanged => Self::Unchanged,
            KeyRefusal::RecentlyReplaced => Self::ReceiptKeyRecentlyReplaced,
        }
    }
}
