//! What holds of epochs, stakes and ledgers at any time. The numbers are those of the architecture's invariants.

use crate::{
    Config, CurrentEpoch, HoldReason, Ledgers, Pallet, Parameters, StakeAccount, Stakes, TotalWeight,
};
use crate::{History, Ledger};
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
        Self::check_total_weight()
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
        let weights = Stakes::<T>::iter_values().map(|stake| stake.weight_at(now));
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

    /// 5. The weights sum to the total weight, in the current and in the next epoch.
    fn check_total_weight() -> Checked {
        let now = CurrentEpoch::<T>::get();
        let total = TotalWeight::<T>::get();
        let current: Balance = Stakes::<T>::iter_values()
            .fold(0, |sum: Balance, stake| sum.saturating_add(stake.weight_at(now)));
        let next: Balance =
            Stakes::<T>::iter_values().fold(0, |sum: Balance, stake| sum.saturating_add(stake.staked()));
        ensure!(total.at(now) == Some(&current), "5: the total weight of the current epoch is off");
        ensure!(*total.after(now) == next, "5: the total weight of the next epoch is off");
        Ok(())
    }
}

/// 1. Grants of weights that belong to one epoch sum to at most its capacity.
pub(crate) fn check_grants(terms: &GrantTerms, weights: impl Iterator<Item = Balance>) -> Checked {
    let granted = weights.fold(Diem::ZERO, |sum, weight| sum.saturating_add(terms.grant(weight)));
    ensure!(granted <= terms.capacity, "1: the grants exceed the capacity");
    Ok(())
}

/// 2. Both windows of a ledger hold.
pub(crate) fn check_ledger(ledger: &Ledger) -> Checked {
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

fn add_windows(sum: QuotaWindow, window: QuotaWindow) -> Option<QuotaWindow> {
    Some(QuotaWindow {
        granted: sum.granted.checked_add(window.granted)?,
        received: sum.received.checked_add(window.received)?,
        sent: sum.sent.checked_add(window.sent)?,
        spent: sum.spent.checked_add(window.spent)?,
        ..sum
    })
}
