//! The worked month.

use crate::VVV;
use diem_simulation::questions::month::{earned_spending_half, earned_until, epoch, DAYS};

#[test]
fn a_ledger_that_nobody_touches_earns_the_same_less_the_documented_rounding() {
    for last in 1..=DAYS {
        let earned = earned_until(last).unwrap();
        // A window that is touched is rounded down on its own, by less than a planck a day.
        assert!(earned.never_touched <= earned.touched_daily + u128::from(last), "day {last}");
        assert!(earned.touched_daily <= earned.never_touched + earned.rounding, "day {last}");
    }
}

#[test]
fn the_rounding_of_a_month_is_less_than_a_hundred_planck() {
    assert!(earned_until(DAYS).unwrap().rounding < 100);
}

#[test]
fn a_stake_earns_its_part_of_the_emission() {
    for day in 1..=DAYS {
        let epoch = epoch(day);
        let by_stake = epoch.emission / (epoch.terms.total_weight / (10_000 * VVV));
        let earned = epoch.earned(epoch.terms.grant(10_000 * VVV)).unwrap();
        assert!(earned <= by_stake && by_stake - earned < VVV / 1_000_000_000, "day {day}: {earned}");
    }
}

#[test]
fn who_spends_half_of_its_grants_earns_half() {
    let all = earned_until(DAYS).unwrap().touched_daily;
    let half = earned_spending_half(DAYS).unwrap();
    assert!((all / 2).abs_diff(half) <= u128::from(DAYS));
}
