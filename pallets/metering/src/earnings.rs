//! What providers earn by the DIEM that they settled.
//!
//! What was settled into an epoch is earned when it can't be disputed any more, and credited when its provider is next touched.

use crate::{
    types::{Credit, Provider},
    Config, Error, Event, Pallet, Providers, WeightInfo,
};
use diem_primitives::{charged, Balance, Emission, EpochClock, EpochIndex};
use frame_support::{dispatch::DispatchResultWithPostInfo, ensure, traits::Get, weights::Weight};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_claim_earnings(who: &T::AccountId) -> DispatchResultWithPostInfo {
        let Some(mut provider) = Providers::<T>::get(who) else {
            return charged(T::WeightInfo::claim_earnings(0), Err(Error::<T>::UnknownProvider.into()));
        };
        let looked_up = Self::credit_earnings(who, &mut provider, T::Quota::current_epoch());
        charged(T::WeightInfo::claim_earnings(looked_up), Self::claim_credited(who, provider))
    }

    fn claim_credited(who: &T::AccountId, mut provider: Provider) -> DispatchResult {
        ensure!(provider.earnings > 0, Error::<T>::NothingToClaim);
        Self::issue_earnings(who, &mut provider)?;
        Providers::<T>::insert(who, provider);
        Ok(())
    }

    /// Credits what has become final, tells what has lapsed, and gives how many epochs were looked up.
    pub(crate) fn credit_earnings(who: &T::AccountId, provider: &mut Provider, now: EpochIndex) -> u32 {
        let Credit { epochs, lapsed } =
            provider.credit(now, T::DisputeEpochs::get(), T::Emission::value_per_diem);
        for sum in lapsed {
            let provider = who.clone();
            Self::deposit_event(Event::EarningsLapsed { provider, epoch: sum.epoch, settled: sum.amount });
        }
        epochs
    }

    /// Credits what has become final, issues it, and gives what that costs beside the provider's record and its account.
    pub(crate) fn pay_earnings(
        who: &T::AccountId,
        provider: &mut Provider,
        now: EpochIndex,
    ) -> Result<Weight, DispatchError> {
        let looked_up = Self::credit_earnings(who, provider, now);
        if looked_up == 0 && provider.earnings == 0 {
            return Ok(Weight::zero());
        }
        Self::issue_earnings(who, provider)?;
        Ok(T::WeightInfo::pay_earnings(looked_up))
    }

    /// Issues what is credited, if anything.
    fn issue_earnings(who: &T::AccountId, provider: &mut Provider) -> DispatchResult {
        let amount = core::mem::take(&mut provider.earnings);
        if amount > 0 {
            T::Emission::issue(who, amount)?;
            Self::deposit_event(Event::EarningsClaimed { provider: who.clone(), amount });
        }
        Ok(())
    }

    /// Counts what a provider earned in epochs that can still be disputed as never to be issued, and gives how much that is.
    pub(crate) fn note_forfeited_earnings(provider: &Provider, now: EpochIndex) -> Balance {
        let forfeited = Self::pending_earnings(provider, now);
        if forfeited > 0 {
            T::Emission::note_forfeited(forfeited);
        }
        forfeited
    }

    /// Planck VVV earned in epochs that can still be disputed.
    pub(crate) fn pending_earnings(provider: &Provider, now: EpochIndex) -> Balance {
        provider.pending(now, T::DisputeEpochs::get(), T::Emission::value_per_diem)
    }

    /// The most epochs that become final at once.
    pub(crate) fn most_final_epochs() -> u32 {
        T::DisputeEpochs::get().saturating_add(1)
    }
}
