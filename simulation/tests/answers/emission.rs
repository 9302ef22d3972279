//! Ten years of emission.

use crate::VVV;
use diem_simulation::questions::emission::{years, DAYS, YEARS};
use sp_runtime::Permill;

#[test]
fn each_year_issues_a_tenth_less_at_most() {
    let years = years(Permill::from_percent(10)).unwrap();
    assert_eq!(years.len() as u64, YEARS);
    assert_eq!(years[0].per_day, 10_000 * VVV);
    for pair in years.windows(2) {
        assert_eq!(pair[1].per_day, pair[0].per_day / 10 * 9);
        assert_eq!(pair[1].so_far, pair[0].so_far + pair[1].sum);
    }
    for year in &years {
        assert_eq!(year.sum, year.per_day * u128::from(DAYS));
    }
    // The sum over all years to come.
    assert!(years[9].so_far < 36_500_000 * VVV);
}

#[test]
fn without_decay_each_year_issues_the_same() {
    let years = years(Permill::zero()).unwrap();
    assert!(years.iter().all(|year| year.sum == 3_650_000 * VVV));
    assert_eq!(years[9].so_far, 36_500_000 * VVV);
}
