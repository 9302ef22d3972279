//! Rewards: what DIEM carries, for whoever kept it. Writes `Rewards`.

use crate::{
    types::{Earned, EpochSpan, Finals},
    Config, Error, Event, History, Pallet, Rewards, Stakes,
};
use alloc::vec::Vec;
use diem_primitives::{Balance, Emission, EpochIndex, Yield};
use frame_support::{ensure, traits::fungible::Mutate};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
    pub(crate) fn do_claim_rewards(who: &T::AccountId) -> DispatchResult {
        let mut touched = Self::touched(who).ok_or(Error::<T>::NoLedger)?;
        let amount = core::mem::take(&mut touched.ledger.rewards);
        ensure!(amount > 0, Error::<T>::NoRewards);
        let has_stake = Stakes::<T>::contains_key(who);

        Self::issue(who, amount)?;
        Self::deposit_event(Event::RewardsClaimed { who: who.clone(), amount });
        Self::write_or_remove_ledger(who, touched, has_stake);
        Ok(())
    }

    /// What became final, in VVV, where `weights` are those of the epochs that nobody touched.
    ///
    /// Reads the record of each window's epoch, and that of each epoch in which a part of the span begins or ends.
    pub(crate) fn earned(now: EpochIndex, finals: &Finals, weights: Vec<(EpochSpan, Balance)>) -> Earned {
        let mut earned = Earned::default();
        for (epoch, unspent) in &finals.windows {
            match Self::value_per_diem(*epoch) {
                Some(value) => earned.add(unspent.worth(value).unwrap_or_default()),
                None => earned.lapse(EpochSpan::only(*epoch)),
            }
        }
        let oldest = Self::oldest_record(now);
        // A part of the span ends where the next one begins: no record is read twice.
        let mut known = None;
        for (span, weight) in weights {
            let (lapsed, kept) = span.split(oldest);
            if weight > 0 {
                earned.lapse(lapsed);
            }
            if weight == 0 || kept.is_empty() {
                continue;
            }
            let from = known.filter(|(epoch, _)| *epoch == kept.from);
            let from = from.or_else(|| Self::earned_before(kept.from));
            let until = Self::earned_before(kept.until);
            match (from, until) {
                (Some((_, from)), Some((_, until))) => earned.add(until.earned_since(from, weight)),
                _ => earned.lapse(kept),
            }
            known = until;
        }
        earned
    }

    /// Counts what the capacity of an epoch that opens can earn at most.
    pub(crate) fn note_carried(amount: Balance) {
        Rewards::<T>::mutate(|totals| totals.carried = totals.carried.saturating_add(amount));
    }

    /// What weight earned before an epoch, with the epoch, or `None` where its record is gone.
    fn earned_before(epoch: EpochIndex) -> Option<(EpochIndex, Yield)> {
        History::<T>::get(epoch).map(|record| (epoch, record.earned_before))
    }
}

impl<T: Config> Emission<T::AccountId> for Pallet<T> {
    fn value_per_diem(epoch: EpochIndex) -> Option<Balance> {
        History::<T>::get(epoch).map(|record| record.value_per_diem)
    }

    fn issue(who: &T::AccountId, amount: Balance) -> DispatchResult {
        if amount == 0 {
            return Ok(());
        }
        T::Currency::mint_into(who, amount)?;
        Rewards::<T>::mutate(|totals| totals.issued = totals.issued.saturating_add(amount));
        Ok(())
    }

    fn note_forfeited(amount: Balance) {
        Rewards::<T>::mutate(|totals| totals.forfeited = totals.forfeited.saturating_add(amount));
    }
}
