//! What the chain answers, before anybody touches anything.

use super::*;
use crate::{
    mock::{with_stakes, HistoryDepth},
    History, Ledgers,
};
use diem_primitives::{
    api::{EpochInfo, QuotaInfo, UnlockingInfo},
    EpochRecord,
};

fn indices(records: &[EpochRecord]) -> Vec<u32> {
    records.iter().map(|record| record.index.0).collect()
}

#[test]
fn an_account_is_shown_as_the_next_touch_would_find_it() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        next_epoch();
        assert_ok!(Staking::unstake(signed(ALICE), 4 * VVV));
        spend(ALICE, now(), Diem(2 * DIEM));
        next_epoch();
        let stored = Ledgers::<Test>::get(ALICE);
        let quota = |granted: u128, spent: u128| QuotaInfo {
            offered: Diem::ZERO,
            granted: Diem(granted),
            spent: Diem(spent),
            available: Diem(granted - spent),
            ..QuotaInfo::default()
        };
        let expected = AccountInfo {
            staked: 6 * VVV,
            weight: 6 * VVV,
            next_weight: 6 * VVV,
            leased_in: 0,
            leased_out: 0,
            unlocking: vec![UnlockingInfo { amount: 4 * VVV, matures_at: EpochIndex(8) }],
            withdrawable: 0,
            quota: quota(6 * DIEM, 0),
            previous_quota: quota(10 * DIEM, 2 * DIEM),
            rewards: 0,
        };
        assert_eq!(account(ALICE), expected);
        assert_eq!(Ledgers::<Test>::get(ALICE), stored, "asking writes nothing");
        assert_ok!(Staking::claim_quota(signed(BOB), ALICE));
        assert_eq!(account(ALICE), expected);
    });
}

#[test]
fn a_stranger_has_nothing() {
    with_stakes(&[(ALICE, VVV)], || {
        next_epoch();
        let nothing = AccountInfo {
            staked: 0,
            weight: 0,
            next_weight: 0,
            leased_in: 0,
            leased_out: 0,
            unlocking: vec![],
            withdrawable: 0,
            quota: QuotaInfo::default(),
            previous_quota: QuotaInfo::default(),
            rewards: 0,
        };
        assert_eq!(account(POOR), nothing);
    });
}

#[test]
fn the_open_epoch_is_shown_with_what_happened_in_it() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        next_epoch();
        spend(ALICE, now(), Diem(2 * DIEM));
        let times = History::<Test>::get(now()).unwrap().times;
        assert_eq!(
            Staking::epoch_info(),
            EpochInfo {
                index: EpochIndex(1),
                started_at: times.started_at,
                ends_at: times.ends_at,
                capacity: Diem(1_000 * DIEM),
                total_weight: 10 * VVV,
                minted: Diem(10 * DIEM),
                debited: Diem(2 * DIEM),
                value_per_diem: 10_000 * VVV / (24 * 60) / 1_000,
            }
        );
    });
}

#[test]
fn the_history_is_answered_as_far_as_it_is_kept() {
    with_stakes(&[], || {
        HistoryDepth::set(5);
        next_epochs(2);
        assert_eq!(indices(&Staking::history(EpochIndex(0), 10)), [0, 1, 2]);
        next_epochs(6);
        assert_eq!(indices(&Staking::history(EpochIndex(0), u32::MAX)), [4, 5, 6, 7, 8]);
        assert_eq!(indices(&Staking::history(EpochIndex(0), 6)), [4, 5]);
        assert_eq!(indices(&Staking::history(EpochIndex(6), 2)), [6, 7]);
        assert_eq!(indices(&Staking::history(EpochIndex(8), u32::MAX)), [8]);
        assert_eq!(Staking::history(EpochIndex(9), 1), []);
        assert_eq!(Staking::history(EpochIndex(u32::MAX), u32::MAX), []);
        assert_eq!(Staking::history(EpochIndex(5), 0), []);
    });
}
