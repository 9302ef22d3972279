//! How grants, value and rewards respond.

use crate::{config, VVV};
use diem_primitives::Diem;
use diem_simulation::questions::{capacity, demand, stake};
use proptest::prelude::*;
use sp_runtime::Permill;

#[test]
fn the_value_of_a_diem_does_not_depend_on_who_has_how_much_at_stake() {
    let few = stake::position(10_000 * VVV, 1_000_000 * VVV).unwrap();
    let many = stake::position(1_000_000 * VVV, 4_000_000 * VVV).unwrap();
    assert_eq!(few.value_per_diem, VVV / 2);
    assert_eq!(many.value_per_diem, VVV / 2);
}

#[test]
fn more_stake_of_others_means_less_quota_and_less_reward() {
    let beside = |others: u128| stake::position(10_000 * VVV, others * VVV).unwrap();
    assert!(beside(1_000_000).grant > beside(2_000_000).grant);
    assert!(beside(1_000_000).reward > beside(2_000_000).reward);
}

#[test]
fn capacity_has_three_ranges() {
    let at = |pledged: u128| capacity::position(Diem(pledged * VVV)).unwrap();
    let issued = |pledged: u128| capacity::issued(Diem(pledged * VVV)).unwrap();
    // The bond binds: a DIEM earns 20 % of it, and more capacity earns more.
    assert_eq!((at(1_000).value_per_diem, issued(1_000)), (2 * VVV, 2_000 * VVV));
    assert_eq!((at(5_000).value_per_diem, issued(5_000)), (2 * VVV, 10_000 * VVV));
    // The emission binds: it is earned whole, whatever the capacity.
    assert_eq!((at(20_000).value_per_diem, issued(20_000)), (VVV / 2, 10_000 * VVV));
    assert_eq!(at(2_000_000).reward, at(20_000).reward);
    // ρ binds: capacity that is not granted earns nothing.
    assert_eq!(at(4_000_000).grant, Diem(10_000 * VVV));
    assert_eq!(issued(4_000_000), 5_000 * VVV);
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn demand_moves_the_emission_from_holders_to_providers_and_changes_nothing_else(part in 0..=1_000_000_u32) {
        let idle = demand::outcome(Permill::zero()).unwrap();
        let busy = demand::outcome(Permill::from_parts(part)).unwrap();
        prop_assert_eq!(busy.granted, idle.granted);
        prop_assert_eq!(busy.issued().unwrap(), idle.issued().unwrap());
        prop_assert_eq!(busy.providers, Permill::from_parts(part).mul_floor(idle.holders[0]));
    }
}
