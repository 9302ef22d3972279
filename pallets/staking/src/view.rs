//! What the chain answers when it is asked: as the next touch would find it. Writes nothing.

use crate::{Config, CurrentEpoch, History, Pallet, StakeAccount, Stakes};
use alloc::vec::Vec;
use diem_primitives::{
    api::{AccountInfo, EpochInfo, QuotaInfo, UnlockingInfo},
    EpochIndex, EpochRecord, QuotaWindow,
};

pub(crate) fn epoch_info<T: Config>() -> EpochInfo {
    let index = CurrentEpoch::<T>::get();
    let record = Pallet::<T>::record(index);
    EpochInfo {
        index,
        started_at: record.times.started_at,
        ends_at: record.times.ends_at,
        capacity: record.capacity,
        total_weight: record.total_weight,
        minted: record.minted,
        debited: record.debited,
        value_per_diem: record.value_per_diem,
    }
}

pub(crate) fn account_info<T: Config>(who: &T::AccountId) -> AccountInfo {
    let now = CurrentEpoch::<T>::get();
    let stake = Stakes::<T>::get(who).unwrap_or_else(|| StakeAccount::new(now));
    let ledger = Pallet::<T>::touched_or_new(who).ledger;
    let book = Pallet::<T>::book_of(who, &ledger);
    AccountInfo {
        staked: stake.staked(),
        weight: book.weight(stake.weight_at(now), now),
        next_weight: book.weight(*stake.weight.after(now), now.next()),
        leased_in: book.leased_in(now),
        leased_out: book.leased_out(now),
        unlocking: stake
            .unlocking
            .iter()
            .map(|chunk| UnlockingInfo { amount: chunk.amount, matures_at: chunk.matures_at })
            .collect(),
        withdrawable: stake.matured(now),
        quota: quota_info(&ledger.current),
        previous_quota: quota_info(&ledger.previous),
        rewards: ledger.rewards,
    }
}

pub(crate) fn history<T: Config>(from: EpochIndex, count: u32) -> Vec<EpochRecord> {
    let now = CurrentEpoch::<T>::get();
    let oldest = Pallet::<T>::oldest_record(now).0;
    let end = from.0.saturating_add(count).min(now.0.saturating_add(1));
    (from.0.max(oldest)..end).filter_map(|index| History::<T>::get(EpochIndex(index))).collect()
}

fn quota_info(window: &QuotaWindow) -> QuotaInfo {
    QuotaInfo {
        granted: window.granted,
        received: window.received,
        sent: window.sent,
        offered: window.offered,
        reserved: window.reserved,
        spent: window.spent,
        available: window.free(),
    }
}
