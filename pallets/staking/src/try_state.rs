//! What holds of epochs, stakes and ledgers at any time. The numbers are those of the architecture's invariants.

use crate::{
    Config, CurrentEpoch, HoldReason, Leases, Ledgers, Pallet, Parameters, Rewards, StakeAccount, Stakes,
    TotalWeight,
};
use crate::{History, Lease, Ledger, RewardTotals};
use alloc::vec::Vec;
use diem_primitives::{Balance, Diem, EpochIndex, EpochRecord, GrantTerms, QuotaWindow};
use frame_support::{
    ensure,
    traits::{fungible::InspectHold, Get},
};
use sp_runtime::TryRuntimeError;

type Checked = Result<(), TryRuntimeError>;

impl<T: Config> Pallet<T> {
    /// Checks every invariant that this pallet keeps.
    pub fn do_try_state() -> Checked {
        Self::check_history()?;
        Self::check_grants()?;
        Self::check_ledgers()?;
        Self::check_books()?;
        Self::check_stakes()?;
        Self::check_leases()?;
        Self::check_total_weight()?;
        Self::check_emission()?;
        Self::check_rewards()
    }

    /// 9. Records are kept of the current epoch and a fixed number before it. 1. None grants more than its capacity.
    fn check_history() -> Checked {
        let now = CurrentEpoch::<T>::get();
        let current = History::<T>::get(now).ok_or("9: the current epoch has no record")?;
        ensure!(current.index == now, "9: the record of the current epoch is another's");
        for (index, record) in History::<T>::iter() {
            ensure!(record.index == index && index <= now, "9: a record is not in its place");
            ensure!(now.since(index) < T::HistoryDepth::get(), "9: a record is kept too long");
            ensure!(record.minted <= record.capacity, "1: more was minted than pledged");
        }
        ensure!(Parameters::<T>::get().are_in_bounds(), "a parameter is out of bounds");
        Ok(())
    }

    /// 1. The grants of the current epoch, claimed or not, sum to at most its capacity.
    fn check_grants() -> Checked {
        let now = CurrentEpoch::<T>::get();
        let weights = Ledgers::<T>::iter_keys().map(|who| Self::weight_of(&who, now));
        check_grants(&GrantTerms::from(&Self::record(now)), weights)
    }

    /// 2. No window holds less than nothing, in ledgers as they are and as the next touch finds them.
    fn check_ledgers() -> Checked {
        let now = CurrentEpoch::<T>::get();
        for (who, ledger) in Ledgers::<T>::iter() {
            ensure!(ledger.epoch <= now, "2: a ledger is ahead of the epoch");
            ensure!(
                ledger.budgets > 0 || ledger.reserved_limits.next.is_zero(),
                "2: DIEM is reserved for no budget"
            );
            check_ledger(&ledger)?;
            let touched = Self::touched(&who).ok_or("2: a ledger can't be touched")?;
            check_ledger(&touched.ledger)?;
        }
        Ok(())
    }

    /// 3. Of each epoch that can be settled, what was sent is received or burnt, and the record counts what the windows hold.
    fn check_books() -> Checked {
        let now = CurrentEpoch::<T>::get();
        for epoch in [Some(now), now.previous()].into_iter().flatten() {
            let sums = Ledgers::<T>::iter_values()
                .filter_map(|ledger| ledger.window(epoch).copied())
                .try_fold(QuotaWindow::default(), add_windows)
                .ok_or("3: the books do not fit into 128 bits")?;
            check_books(&Self::record(epoch), &sums)?;
        }
        Ok(())
    }

    /// 4. What is on hold for a stake is what the stake says. Each stake has a ledger that can't forget its grants.
    fn check_stakes() -> Checked {
        for (who, stake) in Stakes::<T>::iter() {
            let on_hold = T::Currency::balance_on_hold(&HoldReason::Stake.into(), &who);
            ensure!(on_hold == stake.on_hold(), "4: the hold differs from the stake");
            ensure!(on_hold > 0, "4: an empty stake is kept");
            check_unlocking(&stake)?;
            let ledger = Ledgers::<T>::get(&who).ok_or("4: a stake has no ledger")?;
            ensure!(
                stake.weight.epoch <= ledger.epoch,
                "4: a weight moved on before its grant was written down"
            );
        }
        Ok(())
    }

    /// 5. What is out never exceeds own weight, and each lease that counts is in the books of both sides.
    ///
    /// 9. Each book belongs to a ledger, which counts its leases.
    fn check_leases() -> Checked {
        let now = CurrentEpoch::<T>::get();
        for (who, book) in Leases::<T>::iter() {
            let ledger = Ledgers::<T>::get(&who).ok_or("9: a book of leases has no ledger")?;
            ensure!(!book.is_empty() && ledger.leases == book.len(), "9: a ledger counts other leases");
            for epoch in [now, now.next()] {
                let own = Self::stake_of(&who).weight_at(epoch);
                ensure!(book.leased_out(epoch) <= own, "5: more weight is out than there is");
            }
            for lease in book.outgoing.iter().filter(|lease| lease.until > now) {
                check_lease(ledger.epoch, lease)?;
                let other = Leases::<T>::get(&lease.counterparty);
                let mirrored = count(&other.incoming, &who, lease);
                let lent = count(&book.outgoing, &lease.counterparty, lease);
                ensure!(mirrored == lent, "5: a lease is not in the book of its lessee");
            }
            for lease in book.incoming.iter().filter(|lease| lease.until > now) {
                check_lease(ledger.epoch, lease)?;
                let other = Leases::<T>::get(&lease.counterparty);
                let mirrored = count(&other.outgoing, &who, lease);
                let borrowed = count(&book.incoming, &lease.counterparty, lease);
                ensure!(mirrored == borrowed, "5: a lease is not in the book of its lessor");
            }
        }
        for (who, ledger) in Ledgers::<T>::iter() {
            ensure!(
                ledger.leases == Leases::<T>::get(&who).len(),
                "9: a ledger counts leases that are not there"
            );
        }
        Ok(())
    }

    /// 5. The weights sum to the total weight, in the current and in the next epoch: no lease makes weight, and none loses any.
    fn check_total_weight() -> Checked {
        let now = CurrentEpoch::<T>::get();
        let total = TotalWeight::<T>::get();
        let sum = |epoch| {
            Ledgers::<T>::iter_keys()
                .map(|who| Self::weight_of(&who, epoch))
                .fold(0, |sum: Balance, weight| sum.saturating_add(weight))
        };
        ensure!(total.at(now) == Some(&sum(now)), "5: the total weight of the current epoch is off");
        ensure!(*total.after(now) == sum(now.next()), "5: the total weight of the next epoch is off");
        Ok(())
    }

    /// 8. What the capacity of an epoch can earn is at most its emission, and the running sum of what weight earns has no gap.
    fn check_emission() -> Checked {
        for (index, record) in History::<T>::iter() {
            let carried =
                record.capacity.worth(record.value_per_diem).ok_or("8: an epoch's worth does not fit")?;
            ensure!(carried <= record.emission, "8: an epoch carries more than its emission");
            if let Some(next) = History::<T>::get(index.next()).filter(|next| next.index != index) {
                let sum = record.earned_before.with_epoch(&GrantTerms::from(&record), record.value_per_diem);
                ensure!(next.earned_before == sum, "8: what weight earns is not summed up");
            }
        }
        Ok(())
    }

    /// 8. What was issued and forfeited, is due, and will be due for what is unspent now, was carried.
    fn check_rewards() -> Checked {
        let mut due = Vec::new();
        for who in Ledgers::<T>::iter_keys() {
            let ledger = Self::touched(&who).ok_or("8: a ledger can't be touched")?.ledger;
            due.push(ledger.rewards);
            for epoch in [Some(ledger.epoch), ledger.epoch.previous()].into_iter().flatten() {
                let unspent = ledger.window(epoch).map(QuotaWindow::unspent).unwrap_or_default();
                due.push(unspent.worth(Self::record(epoch).value_per_diem).ok_or("8: rewards do not fit")?);
            }
        }
        check_rewards(&Rewards::<T>::get(), due)
    }

    /// What weighs in the current or the next epoch.
    fn weight_of(who: &T::AccountId, epoch: EpochIndex) -> Balance {
        let own = Stakes::<T>::get(who).map_or(0, |stake| stake.weight_at(epoch));
        Leases::<T>::get(who).weight(own, epoch)
    }
}

/// 1. Grants of weights that belong to one epoch sum to at most its capacity.
pub(crate) fn check_grants(terms: &GrantTerms, weights: impl Iterator<Item = Balance>) -> Checked {
    let granted = weights.fold(Diem::ZERO, |sum, weight| sum.saturating_add(terms.grant(weight)));
    ensure!(granted <= terms.capacity, "1: the grants exceed the capacity");
    Ok(())
}

/// 2. Both windows of a ledger hold, and nothing is on offer of an epoch that was over at its last touch.
pub(crate) fn check_ledger(ledger: &Ledger) -> Checked {
    ensure!(ledger.previous.offered.is_zero(), "2: DIEM of a past epoch is on offer");
    check_window(&ledger.current)?;
    check_window(&ledger.previous)
}

/// 2. A window's free pool is not negative, and its reserve covers what was spent of it.
pub(crate) fn check_window(window: &QuotaWindow) -> Checked {
    let shared = window.spent.checked_sub(window.reserved_spent).ok_or("2: reserves spent more than all")?;
    ensure!(window.reserved_spent <= window.reserved, "2: a reserve is overspent");
    let income = window.granted.checked_add(window.received).ok_or("2: an income does not fit")?;
    let outgo = window
        .sent
        .checked_add(window.reserved)
        .and_then(|sum| sum.checked_add(window.offered))
        .and_then(|sum| sum.checked_add(shared))
        .ok_or("2: an outgo does not fit")?;
    ensure!(outgo <= income, "2: a free pool is negative");
    Ok(())
}

/// 3. A record counts what the windows of its epoch, summed up, hold; what was sent is received or burnt.
pub(crate) fn check_books(record: &EpochRecord, sums: &QuotaWindow) -> Checked {
    ensure!(sums.granted == record.minted, "3: the record's minted DIEM is not what was granted");
    ensure!(
        record.debited.checked_sub(record.refunded) == Some(sums.spent),
        "3: the record's debited DIEM, less what was given back, is not what was spent"
    );
    ensure!(
        sums.received.checked_add(record.burnt) == Some(sums.sent),
        "3: DIEM that was sent is neither received nor burnt"
    );
    ensure!(record.market_volume <= sums.sent, "3: more was sold than sent");
    Ok(())
}

/// 4. Chunks are above zero and in order, no two of them mature together.
pub(crate) fn check_unlocking<S: Get<u32>>(stake: &StakeAccount<S>) -> Checked {
    let mut last = EpochIndex(0);
    for chunk in &stake.unlocking {
        ensure!(chunk.amount > 0, "4: a chunk is empty");
        ensure!(chunk.matures_at > last, "4: chunks are not in order");
        last = chunk.matures_at;
    }
    Ok(())
}

/// 5. A lease lends something over some epochs, and began at the latest after the last touch of either side.
fn check_lease<AccountId>(touched: EpochIndex, lease: &Lease<AccountId>) -> Checked {
    ensure!(lease.weight > 0 && lease.from < lease.until, "5: a lease lends nothing");
    ensure!(lease.from <= touched.next(), "5: a lease began without a touch");
    Ok(())
}

/// How many leases like `lease` there are with `counterparty`.
fn count<AccountId: PartialEq>(
    leases: &[Lease<AccountId>],
    counterparty: &AccountId,
    lease: &Lease<AccountId>,
) -> usize {
    let terms = |lease: &Lease<AccountId>| (lease.weight, lease.from, lease.until);
    leases.iter().filter(|other| other.counterparty == *counterparty && terms(other) == terms(lease)).count()
}

/// 8. No more was issued or forfeited, or is due, than DIEM carried.
pub(crate) fn check_rewards(totals: &RewardTotals, due: Vec<Balance>) -> Checked {
    let sum = due
        .into_iter()
        .chain([totals.issued, totals.forfeited])
        .try_fold(0, Balance::checked_add)
        .ok_or("8: rewards do not fit into 128 bits")?;
    ensure!(sum <= totals.carried, "8: more is issued than DIEM carried");
    Ok(())
}

fn add_windows(sum: QuotaWindow, window: QuotaWindow) -> Option<QuotaWindow> {
    Some(QuotaWindow {
        granted: sum.granted.checked_add(window.granted)?,
        received: sum.received.checked_add(window.received)?,
        sent: sum.sent.checked_add(window.sent)?,
        spent: sum.spent.checked_add(window.spent)?,
        ..sum
    })
}
