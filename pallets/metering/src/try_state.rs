//! What holds of providers, models and budgets at any time. The numbers are those of the architecture's invariants.

use crate::{
    budgets::BudgetOf, types::MAX_BATCHES_PER_EPOCH, Batches, Budgets, Config, HoldReason, Listings, Models,
    NextBudgetId, NextModelId, Pallet, Providers, ReceiptKeys, TotalCapacity,
};
use alloc::collections::{BTreeMap, BTreeSet};
use diem_primitives::{Balance, BudgetMode, Diem, EpochClock, EpochIndex, QuotaLedger};
use frame_support::{
    ensure,
    traits::{fungible::InspectHold, Get},
};
use sp_runtime::{DispatchError, TryRuntimeError};

type Outcome = Result<(), TryRuntimeError>;

/// What the budgets of an owner come to in one epoch.
#[derive(Default)]
struct OwnerSums {
    spent: Diem,
    reserved_spent: Diem,
    shares: Diem,
}

impl<T: Config> Pallet<T> {
    /// Checks all invariants that concern this pallet.
    pub fn do_try_state() -> Outcome {
        let now = T::Quota::current_epoch();
        Self::check_deposits()?;
        Self::check_bonds(now)?;
        Self::check_listings()?;
        Self::check_numbers()?;
        Self::check_batches(now)?;
        Self::check_settled_epochs(now)?;
        for epoch in now.previous().into_iter().chain([now]) {
            let charged = Self::check_budgets(epoch)?;
            Self::check_settled(epoch, charged)?;
        }
        Ok(())
    }

    /// 4. VVV on hold for models and for budgets equals what their records say.
    fn check_deposits() -> Outcome {
        let models = Models::<T>::iter_values().map(|model| (model.depositor, model.deposit));
        Self::check_holds(HoldReason::ModelDeposit, models)?;
        let budgets = Budgets::<T>::iter().map(|(owner, _, budget)| (owner, budget.deposit));
        Self::check_holds(HoldReason::BudgetDeposit, budgets)
    }

    fn check_holds(reason: HoldReason, records: impl Iterator<Item = (T::AccountId, Balance)>) -> Outcome {
        let reason = reason.into();
        let mut sums = BTreeMap::<T::AccountId, Balance>::new();
        for (who, amount) in records {
            let sum = sums.entry(who).or_default();
            *sum = sum.saturating_add(amount);
        }
        for (who, sum) in sums {
            ensure!(
                T::Currency::balance_on_hold(&reason, &who) == sum,
                "4: a deposit is not what is on hold"
            );
        }
        Ok(())
    }

    /// 4. VVV on hold as a bond equals what the provider's record says, and what all pledged is the sum of the pledges.
    fn check_bonds(now: EpochIndex) -> Outcome {
        let reason = HoldReason::Bond.into();
        let mut sums = [Diem::ZERO; 2];
        for (who, provider) in Providers::<T>::iter() {
            let held = T::Currency::balance_on_hold(&reason, &who);
            ensure!(held == provider.bond, "4: a bond is not what is on hold");
            let pledges = [provider.pledged(now), *provider.capacity.after(now)];
            for (sum, pledge) in sums.iter_mut().zip(pledges) {
                *sum = sum.saturating_add(pledge);
            }
        }
        let total = TotalCapacity::<T>::get();
        let totals = [total.at(now).copied().unwrap_or_default(), *total.after(now)];
        ensure!(sums == totals, "the capacity of all providers is not the sum of their pledges");
        Ok(())
    }

    /// 9. Each provider lists as many models as its record says, within the bound, and nobody else lists any.
    fn check_listings() -> Outcome {
        let mut counts = BTreeMap::<T::AccountId, u32>::new();
        for (who, _) in Listings::<T>::iter_keys() {
            let count = counts.entry(who).or_default();
            *count = count.saturating_add(1);
        }
        for (who, provider) in Providers::<T>::iter() {
            let count = counts.remove(&who).unwrap_or_default();
            ensure!(count == provider.listings, "9: a provider's list is not as long as its record says");
            ensure!(count <= T::MaxModelsPerProvider::get(), "9: a provider's list is too long");
        }
        ensure!(counts.is_empty(), "9: an account that is no provider has a list");
        Ok(())
    }

    /// 9. No model and no budget has a number that was not given out.
    fn check_numbers() -> Outcome {
        let next = NextModelId::<T>::get();
        ensure!(Models::<T>::iter_keys().all(|model| model < next), "9: a model has a number to come");
        let known = |(owner, id)| id < NextBudgetId::<T>::get(&owner);
        ensure!(Budgets::<T>::iter_keys().all(known), "9: a budget has a number to come");
        Ok(())
    }

    /// 9. Batch roots are of providers and of batches that those submitted, and there are no more of them than batches may be submitted
    ///    in the epochs that can be disputed, beside those that wait to be removed as new ones come.
    fn check_batches(now: EpochIndex) -> Outcome {
        for (who, sequence, record) in Batches::<T>::iter() {
            let provider = Providers::<T>::get(&who)
                .ok_or(DispatchError::Other("9: an account that is no provider has batch roots"))?;
            let known = provider.oldest_batch <= sequence && sequence < provider.next_sequence;
            ensure!(known, "9: a root is kept of a batch that was removed or is to come");
            ensure!(record.root.epoch <= now, "9: a root is kept of a batch for an epoch to come");
            let exist = record.disputed.iter().all(|index| *index < record.root.groups);
            ensure!(exist, "9: a group was disputed that is none");
        }
        // A batch may be late by an epoch, and in one epoch they may come for two.
        let epochs = u64::from(T::DisputeEpochs::get()).saturating_add(3);
        let most = u64::from(MAX_BATCHES_PER_EPOCH).saturating_mul(epochs);
        for provider in Providers::<T>::iter_values() {
            let kept = provider.next_sequence.saturating_sub(provider.oldest_batch);
            ensure!(kept <= most, "9: a provider has more roots than it may");
        }
        let known = |who| Providers::<T>::contains_key(who);
        ensure!(
            ReceiptKeys::<T>::iter_keys().all(known),
            "9: an account that is no provider has receipt keys"
        );
        Ok(())
    }

    /// 6. What a provider settled is remembered once for each epoch, and for none to come. A suspended provider pledges nothing.
    fn check_settled_epochs(now: EpochIndex) -> Outcome {
        for provider in Providers::<T>::iter_values() {
            let mut epochs = BTreeSet::new();
            for sum in provider.settled.iter() {
                let known = sum.epoch <= now && epochs.insert(sum.epoch);
                ensure!(known, "6: a provider settled into an epoch twice, or into one to come");
            }
            let pledges = !provider.capacity.after(now).is_zero();
            ensure!(!(provider.suspended && pledges), "a suspended provider pledges");
        }
        Ok(())
    }

    /// 2. No budget spent more than its limit or its share, what an owner's budgets spent sums to what its ledger says, and their
    ///    shares fit into its reserve. 6. No voucher's mark is below what was spent by it. Gives what all budgets spent.
    fn check_budgets(epoch: EpochIndex) -> Result<Diem, TryRuntimeError> {
        let mut total = Diem::ZERO;
        let owners: BTreeSet<_> = Budgets::<T>::iter_keys().map(|(owner, _)| owner).collect();
        for owner in owners {
            let window = T::Quota::window(&owner, epoch)
                .ok_or(DispatchError::Other("2: the owner of a budget has no ledger"))?;
            let mut sums = OwnerSums::default();
            for (_, budget) in Budgets::<T>::iter_prefix(&owner) {
                let spent = budget.window(epoch).spent;
                let share = budget.window(epoch).share(&window);
                ensure!(spent <= Self::most(&budget, epoch, share), "2: a budget spent more than it may");
                ensure!(budget.has_sound_mark(epoch), "6: a voucher mark does not cover what was spent");
                sums.spent = sums.spent.saturating_add(spent);
                if Self::mode(&budget, epoch) == Some(BudgetMode::Reserved) {
                    sums.reserved_spent = sums.reserved_spent.saturating_add(spent);
                    sums.shares = sums.shares.saturating_add(share);
                }
            }
            ensure!(sums.spent == window.spent, "2: budgets spent what the ledger does not say");
            ensure!(
                sums.reserved_spent == window.reserved_spent,
                "2: reserves spent what the ledger does not say"
            );
            ensure!(sums.shares <= window.reserved, "2: shares are larger than the reserve");
            total = total.saturating_add(sums.spent);
        }
        Ok(total)
    }

    fn mode(budget: &BudgetOf<T>, epoch: EpochIndex) -> Option<BudgetMode> {
        budget.terms.at(epoch).filter(|_| budget.exists_in(epoch)).map(|terms| terms.mode)
    }

    /// The most that a budget may spend in an epoch.
    fn most(budget: &BudgetOf<T>, epoch: EpochIndex, share: Diem) -> Diem {
        let limit = budget.terms.at(epoch).map(|terms| terms.limit).unwrap_or_default();
        match Self::mode(budget, epoch) {
            Some(BudgetMode::Shared) => limit,
            Some(BudgetMode::Reserved) => limit.min(share),
            None => Diem::ZERO,
        }
    }

    /// 6. What is charged to budgets equals what is credited to providers, of whom none settled more than it pledged. Both are
    ///    less by what was given back.
    fn check_settled(epoch: EpochIndex, charged: Diem) -> Outcome {
        let mut settled = Diem::ZERO;
        for provider in Providers::<T>::iter_values() {
            let amount = provider.settled_in(epoch);
            ensure!(amount <= provider.pledged(epoch), "6: a provider settled more than it pledged");
            settled = settled.saturating_add(amount);
        }
        ensure!(settled == charged, "6: budgets were charged what no provider was credited, or the reverse");
        Ok(())
    }
}
