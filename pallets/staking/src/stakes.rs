//! Stakes: VVV that comes, goes and comes back. Writes `Stakes` and `TotalWeight`.

use crate::{
    types::StakeRefusal, Config, CurrentEpoch, Error, Event, HoldReason, Pallet, Parameters, StakeAccount,
    Stakes, TotalWeight, WeightInfo,
};
use diem_primitives::{Balance, EpochIndex, EpochSeries};
use frame_support::{
    ensure,
    traits::{
        fungible::{InspectHold, MutateHold},
        tokens::Precision,
    },
    weights::Weight,
};
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

/// The stake of an account, as this pallet stores it.
pub(crate) type StakeOf<T> = StakeAccount<<T as Config>::MaxUnlockingChunks>;

impl<T: Config> Pallet<T> {
    /// Stakes `amount` more, where the account has `stake`.
    pub(crate) fn do_stake(who: &T::AccountId, mut stake: StakeOf<T>, amount: Balance) -> DispatchResult {
        ensure!(amount > 0, Error::<T>::ZeroAmount);
        let now = CurrentEpoch::<T>::get();
        let reason = HoldReason::Stake.into();
        T::Currency::ensure_can_hold(&reason, who, amount)?;
        stake.stake(now, amount, Parameters::<T>::get().min_stake).map_err(refusal::<T>)?;
        let total = Self::total_with(now, |total| total.checked_add(amount))?;
        let touched = Self::touched_or_new(who);

        T::Currency::hold(&reason, who, amount)?;
        Self::write_ledger(who, touched);
        TotalWeight::<T>::put(total);
        Stakes::<T>::insert(who, stake);
        Self::deposit_event(Event::Staked { who: who.clone(), amount });
        Ok(())
    }

    /// Unstakes `amount`, where the account has `stake`.
    pub(crate) fn do_unstake(who: &T::AccountId, mut stake: StakeOf<T>, amount: Balance) -> DispatchResult {
        ensure!(amount > 0, Error::<T>::ZeroAmount);
        let now = CurrentEpoch::<T>::get();
        let parameters = Parameters::<T>::get();
        // It never comes free in an epoch in which it still weighs.
        let matures_at = now.saturating_add(parameters.unbonding_epochs.max(1));
        let matured = stake.take_matured(now);
        stake.unstake(now, amount, matures_at, parameters.min_stake).map_err(refusal::<T>)?;
        let total = Self::total_with(now, |total| total.checked_sub(amount))?;
        let touched = Self::touched_or_new(who);
        let leased_out = Self::book_of(who, &touched.ledger).leased_out(now.next());
        ensure!(stake.staked() >= leased_out, Error::<T>::WeightLeasedOut);

        Self::release(who, matured)?;
        Self::write_ledger(who, touched);
        TotalWeight::<T>::put(total);
        Stakes::<T>::insert(who, stake);
        Self::deposit_event(Event::Unstaked { who: who.clone(), amount, matures_at });
        Ok(())
    }

    /// Stakes `amount` again, where the account has `stake`.
    pub(crate) fn do_restake(who: &T::AccountId, mut stake: StakeOf<T>, amount: Balance) -> DispatchResult {
        ensure!(amount > 0, Error::<T>::ZeroAmount);
        let now = CurrentEpoch::<T>::get();
        stake.restake(now, amount, Parameters::<T>::get().min_stake).map_err(refusal::<T>)?;
        let total = Self::total_with(now, |total| total.checked_add(amount))?;
        let touched = Self::touched_or_new(who);

        Self::write_ledger(who, touched);
        TotalWeight::<T>::put(total);
        Stakes::<T>::insert(who, stake);
        Self::deposit_event(Event::Restaked { who: who.clone(), amount });
        Ok(())
    }

    /// Releases what has matured, where the account has `stake`.
    pub(crate) fn do_withdraw(who: &T::AccountId, mut stake: StakeOf<T>) -> DispatchResult {
        let now = CurrentEpoch::<T>::get();
        let matured = stake.take_matured(now);
        let touched = Self::touched(who);
        let stake_ends = stake.is_empty(now);
        let ledger_ends = stake_ends && touched.as_ref().is_some_and(|touched| touched.ledger.is_idle());
        ensure!(matured > 0 || ledger_ends, Error::<T>::NothingToWithdraw);

        Self::release(who, matured)?;
        if stake_ends {
            Stakes::<T>::remove(who);
        } else {
            Stakes::<T>::insert(who, stake);
        }
        if let Some(touched) = touched {
            Self::write_or_remove_ledger(who, touched, !stake_ends);
        }
        Ok(())
    }

    /// Writes a stake that weighs from the first epoch on, out of the account's balance.
    pub(crate) fn stake_at_genesis(who: &T::AccountId, amount: Balance) -> DispatchResult {
        let genesis = EpochIndex(0);
        T::Currency::hold(&HoldReason::Stake.into(), who, amount)?;
        let mut stake = Self::stake_of(who);
        stake.weight.set_next(genesis, amount);
        TotalWeight::<T>::put(Self::total_with(genesis, |total| total.checked_add(amount))?);
        Stakes::<T>::insert(who, stake);
        let touched = Self::touched_or_new(who);
        Self::write_ledger(who, touched);
        Ok(())
    }

    /// The account's stake, or an empty one.
    pub(crate) fn stake_of(who: &T::AccountId) -> StakeOf<T> {
        Stakes::<T>::get(who).unwrap_or_else(|| StakeAccount::new(CurrentEpoch::<T>::get()))
    }

    /// What it takes to unstake of a stake: what has matured is released by the way.
    pub(crate) fn unstake_weight(stake: &StakeOf<T>) -> Weight {
        let unstake = T::WeightInfo::unstake(stake.chunks());
        if stake.matured(CurrentEpoch::<T>::get()) == 0 {
            return unstake;
        }
        unstake.saturating_add(T::WeightInfo::release())
    }

    /// What it takes to withdraw from a stake: nothing is released where nothing has matured.
    pub(crate) fn withdraw_weight(stake: &StakeOf<T>) -> Weight {
        let withdraw = T::WeightInfo::withdraw(stake.chunks());
        if stake.matured(CurrentEpoch::<T>::get()) == 0 {
            return withdraw.saturating_sub(T::WeightInfo::release());
        }
        withdraw
    }

    /// The total weight with `change` made to what it is from the next epoch on.
    fn total_with(
        now: EpochIndex,
        change: impl FnOnce(Balance) -> Option<Balance>,
    ) -> Result<EpochSeries<Balance>, DispatchError> {
        let mut series = TotalWeight::<T>::get();
        let total = change(*series.after(now)).ok_or(ArithmeticError::Overflow)?;
        series.set_next(now, total);
        Ok(series)
    }

    /// Frees what has matured, if anything has.
    pub(crate) fn release(who: &T::AccountId, matured: Balance) -> DispatchResult {
        if matured == 0 {
            return Ok(());
        }
        let amount = T::Currency::release(&HoldReason::Stake.into(), who, matured, Precision::Exact)?;
        Self::deposit_event(Event::Withdrawn { who: who.clone(), amount });
        Ok(())
    }
}

fn refusal<T: Config>(refusal: StakeRefusal) -> DispatchError {
    match refusal {
        StakeRefusal::BelowMinimum => Error::<T>::BelowMinimumStake.into(),
        StakeRefusal::InsufficientStake => Error::<T>::InsufficientStake.into(),
        StakeRefusal::RemainderBelowMinimum => Error::<T>::RemainderBelowMinimum.into(),
        StakeRefusal::NotUnlocking => Error::<T>::NotUnlocking.into(),
        StakeRefusal::TooManyChunks => Error::<T>::TooManyUnlockingChunks.into(),
        StakeRefusal::Overflow => ArithmeticError::Overflow.into(),
    }
}
