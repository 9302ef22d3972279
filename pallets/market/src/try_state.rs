//! What holds of offers at any time. The numbers are those of the architecture's invariants.

use crate::{
    types::{LeaseOffer, Offer, QuotaOffer},
    Config, HoldReason, NextOfferId, Offers, Pallet,
};
use alloc::collections::BTreeMap;
use diem_primitives::{Balance, Diem, EpochClock, EpochIndex, QuotaTrade};
use frame_support::{
    ensure,
    traits::{fungible::InspectHold, Get},
};
use sp_runtime::TryRuntimeError;

type Outcome = Result<(), TryRuntimeError>;

impl<T: Config> Pallet<T> {
    /// Checks all invariants that concern this pallet.
    pub fn do_try_state() -> Outcome {
        let now = T::Trade::current_epoch();
        Self::check_offered(now)?;
        Self::check_deposits()?;
        Self::check_offers(now)
    }

    /// 3. What is to be sold of an account's live offers is what its ledger has set aside.
    fn check_offered(now: EpochIndex) -> Outcome {
        let mut sums = BTreeMap::<T::AccountId, Diem>::new();
        for offer in Offers::<T>::iter_values() {
            let Offer::Quota(offer) = offer else { continue };
            let live = if offer.is_live(now) { offer.left } else { Diem::ZERO };
            let sum = sums.entry(offer.seller).or_default();
            *sum = sum.checked_add(live).ok_or("3: an account offers more than a number holds")?;
        }
        for (who, sum) in sums {
            ensure!(T::Trade::offered(&who) == sum, "3: offers are not what is set aside");
        }
        Ok(())
    }

    /// 4. VVV on hold for offers equals what they say.
    fn check_deposits() -> Outcome {
        let mut sums = BTreeMap::<T::AccountId, Balance>::new();
        for offer in Offers::<T>::iter_values() {
            let sum = sums.entry(offer.maker().clone()).or_default();
            *sum = sum.saturating_add(offer.deposit());
        }
        for (who, sum) in sums {
            let held = T::Currency::balance_on_hold(&HoldReason::OfferDeposit.into(), &who);
            ensure!(held == sum, "4: the deposits of offers are not what is on hold");
        }
        Ok(())
    }

    /// 9. No offer has a number that was not given out, and none is one that nobody could have made.
    fn check_offers(now: EpochIndex) -> Outcome {
        let next = NextOfferId::<T>::get();
        for (id, offer) in Offers::<T>::iter() {
            ensure!(id < next, "9: an offer has a number to come");
            match offer {
                Offer::Quota(offer) => check_quota_offer(&offer, now)?,
                Offer::Lease(offer) => Self::check_lease_offer(&offer, now)?,
            }
        }
        Ok(())
    }

    fn check_lease_offer(offer: &LeaseOffer<T::AccountId>, now: EpochIndex) -> Outcome {
        let latest = now.saturating_add(T::LeaseOfferEpochs::get());
        ensure!(offer.ends_at <= latest, "9: an offer of a lease lives too long");
        ensure!(!offer.is_for(&offer.lessor) || offer.only_for.is_none(), "9: a lease is for its own lessor");
        ensure!(offer.price > 0 || offer.only_for.is_some(), "9: a gift is for anyone");
        Ok(())
    }
}

fn check_quota_offer<AccountId>(offer: &QuotaOffer<AccountId>, now: EpochIndex) -> Outcome {
    ensure!(offer.epoch <= now, "9: quota of an epoch to come is on offer");
    ensure!(offer.price > 0, "9: quota is on offer for nothing");
    ensure!(!offer.min_fill.is_zero() && offer.min_fill <= offer.left, "9: an offer can't be filled");
    Ok(())
}
