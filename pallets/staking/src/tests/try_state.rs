//! A state that is wrong is found out, by the number of the invariant that it breaks.

use super::*;
use crate::{mock::genesis, History, Ledgers, Stakes, TotalWeight, UnlockChunk};
use diem_primitives::EpochRecord;
use sp_runtime::TryRuntimeError;

/// What the checks say after `damage` was done to a sound state in which Alice has claimed.
fn found(damage: impl FnOnce()) -> TryRuntimeError {
    genesis(&[(ALICE, 10 * VVV)], StakingParameters::default()).execute_with(|| {
        next_block(1);
        next_epochs(2);
        assert_ok!(Staking::unstake(signed(ALICE), VVV));
        assert_eq!(Staking::do_try_state(), Ok(()));
        damage();
        Staking::do_try_state().unwrap_err()
    })
}

fn change_record(change: impl FnOnce(&mut EpochRecord)) {
    History::<Test>::mutate_extant(now(), change);
}

#[test]
fn grants_beyond_the_capacity_are_found() {
    let error = found(|| change_record(|record| record.minted = Diem(1_001 * DIEM)));
    assert_eq!(error, "1: more was minted than pledged".into());
    let error = found(|| {
        change_record(|record| {
            (record.capacity, record.total_weight) = (Diem(5 * DIEM), VVV);
            record.minted = Diem::ZERO;
        })
    });
    assert_eq!(error, "1: the grants exceed the capacity".into());
}

#[test]
fn windows_below_nothing_are_found() {
    let window = |change: fn(&mut diem_primitives::QuotaWindow)| {
        found(|| Ledgers::<Test>::mutate_extant(ALICE, |ledger| change(&mut ledger.current)))
    };
    assert_eq!(window(|window| window.sent = Diem(11 * DIEM)), "2: a free pool is negative".into());
    assert_eq!(window(|window| window.spent = Diem(11 * DIEM)), "2: a free pool is negative".into());
    assert_eq!(window(|window| window.reserved_spent = Diem(1)), "2: reserves spent more than all".into());
}

#[test]
fn books_that_do_not_add_up_are_found() {
    let error = found(|| change_record(|record| record.burnt = Diem(1)));
    assert_eq!(error, "3: DIEM that was sent is neither received nor burnt".into());
    let error = found(|| change_record(|record| record.debited = Diem(1)));
    let not_spent = "3: the record's debited DIEM, less what was given back, is not what was spent";
    assert_eq!(error, not_spent.into());
    let error = found(|| change_record(|record| record.refunded = Diem(1)));
    assert_eq!(error, not_spent.into());
    let error = found(|| change_record(|record| record.minted = Diem(1)));
    assert_eq!(error, "3: the record's minted DIEM is not what was granted".into());
}

#[test]
fn stakes_that_are_not_on_hold_are_found() {
    let error = found(|| Stakes::<Test>::mutate_extant(ALICE, |stake| stake.weight.next += 1));
    assert_eq!(error, "4: the hold differs from the stake".into());
    let error = found(|| {
        Stakes::<Test>::mutate_extant(ALICE, |stake| {
            let chunk = UnlockChunk { amount: 0, matures_at: EpochIndex(20) };
            stake.unlocking.try_push(chunk).unwrap();
        })
    });
    assert_eq!(error, "4: a chunk is empty".into());
    let error = found(|| Ledgers::<Test>::remove(ALICE));
    assert_eq!(error, "3: the record's minted DIEM is not what was granted".into());
}

#[test]
fn weights_that_do_not_sum_up_are_found() {
    let error = found(|| TotalWeight::<Test>::mutate(|total| total.current += 1));
    assert_eq!(error, "5: the total weight of the current epoch is off".into());
    let error = found(|| TotalWeight::<Test>::mutate(|total| total.next += 1));
    assert_eq!(error, "5: the total weight of the next epoch is off".into());
}

#[test]
fn records_that_are_kept_too_long_are_found() {
    let error = found(|| History::<Test>::remove(now()));
    assert_eq!(error, "9: the current epoch has no record".into());
    let error = found(|| CurrentEpoch::<Test>::put(EpochIndex(1)));
    assert_eq!(error, "9: a record is not in its place".into());
}
