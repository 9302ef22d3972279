//! A state that is wrong is found out, by the number of the invariant that it breaks.

use super::*;
use crate::{
    mock::genesis, History, Lease, LeaseBook, Leases, Ledgers, Rewards, Stakes, TotalWeight, UnlockChunk,
};
use diem_primitives::{EpochRecord, WeightLeases};
use sp_runtime::TryRuntimeError;

/// What the checks say after `damage` was done to a sound state in which Alice has claimed.
fn found(damage: impl FnOnce()) -> TryRuntimeError {
    genesis(&[(ALICE, 10 * VVV)], StakingParameters::default()).execute_with(|| {
        next_block(1);
        next_epochs(2);
        assert_ok!(Staking::unstake(signed(ALICE), VVV));
        assert_ok!(Staking::lease(&ALICE, &BOB, 2 * VVV, 3));
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
    assert_eq!(window(|window| window.offered = Diem(11 * DIEM)), "2: a free pool is negative".into());
    assert_eq!(window(|window| window.reserved_spent = Diem(1)), "2: reserves spent more than all".into());
    let error = found(|| Ledgers::<Test>::mutate_extant(ALICE, |ledger| ledger.previous.offered = Diem(1)));
    assert_eq!(error, "2: DIEM of a past epoch is on offer".into());
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
    let error = found(|| change_record(|record| record.market_volume = Diem(1)));
    assert_eq!(error, "3: more was sold than sent".into());
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
fn leases_that_the_other_side_does_not_know_are_found() {
    let change = |who: AccountId, change: fn(&mut Lease<AccountId>)| {
        found(|| {
            Leases::<Test>::mutate(who, |book: &mut LeaseBook<AccountId>| {
                book.incoming.iter_mut().chain(&mut book.outgoing).for_each(change);
            });
        })
    };
    assert_eq!(
        change(ALICE, |lease| lease.weight = VVV),
        "5: a lease is not in the book of its lessee".into()
    );
    assert_eq!(change(ALICE, |lease| lease.weight = 0), "5: a lease lends nothing".into());
    assert_eq!(change(ALICE, |lease| lease.from = EpochIndex(4)), "5: a lease began without a touch".into());
    assert_eq!(change(ALICE, |lease| lease.weight = 10 * VVV), "5: more weight is out than there is".into());
    let error = found(|| Leases::<Test>::remove(ALICE));
    assert_eq!(error, "5: a lease is not in the book of its lessor".into());
    let error = found(|| Ledgers::<Test>::mutate_extant(BOB, |ledger| ledger.leases = 2));
    assert_eq!(error, "9: a ledger counts other leases".into());
    let error =
        found(|| Ledgers::<Test>::insert(CHARLIE, crate::Ledger { leases: 1, ..crate::Ledger::new(now()) }));
    assert_eq!(error, "9: a ledger counts leases that are not there".into());
}

#[test]
fn rewards_that_no_diem_carried_are_found() {
    let error = found(|| Rewards::<Test>::mutate(|totals| totals.issued = totals.carried));
    assert_eq!(error, "8: more is issued than DIEM carried".into());
    let error = found(|| Rewards::<Test>::mutate(|totals| totals.forfeited = totals.carried));
    assert_eq!(error, "8: more is issued than DIEM carried".into());
    let error = found(|| Ledgers::<Test>::mutate_extant(ALICE, |ledger| ledger.rewards = 1_000 * VVV));
    assert_eq!(error, "8: more is issued than DIEM carried".into());
    let error = found(|| change_record(|record| record.value_per_diem += 1));
    assert_eq!(error, "8: an epoch carries more than its emission".into());
    let error = found(|| change_record(|record| record.earned_before.per_weight += 1.into()));
    assert_eq!(error, "8: what weight earns is not summed up".into());
}

#[test]
fn records_that_are_kept_too_long_are_found() {
    let error = found(|| History::<Test>::remove(now()));
    assert_eq!(error, "9: the current epoch has no record".into());
    let error = found(|| CurrentEpoch::<Test>::put(EpochIndex(1)));
    assert_eq!(error, "9: a record is not in its place".into());
}
