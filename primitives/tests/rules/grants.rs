//! What a weight is granted.

use super::{any_size, big, config, narrow};
use diem_primitives::{math, Diem, GrantTerms, PLANCK_PER_UNIT};
use num_bigint::BigUint;
use proptest::prelude::*;

/// Weights that belong to one total, and that total, which may be more than their sum.
fn weights() -> impl Strategy<Value = (Vec<u128>, u128)> {
    let weight = any_size().prop_map(|weight| weight / 32);
    (prop::collection::vec(weight, 1..16), any_size()).prop_map(|(weights, others)| {
        let total = weights.iter().sum::<u128>() + others / 2;
        (weights, total)
    })
}

fn terms(total_weight: u128, capacity: u128, max_diem_per_vvv: u128) -> GrantTerms {
    GrantTerms { capacity: Diem(capacity), total_weight, max_diem_per_vvv: Diem(max_diem_per_vvv) }
}

/// `min(⌊w·C/W⌋, ⌊w·ρ⌋)`, and nothing where nobody has weight.
fn grant(terms: &GrantTerms, weight: u128) -> BigUint {
    if terms.total_weight == 0 {
        return BigUint::ZERO;
    }
    let by_capacity = big(weight) * terms.capacity.0 / terms.total_weight;
    let by_cap = big(weight) * terms.max_diem_per_vvv.0 / PLANCK_PER_UNIT;
    by_capacity.min(by_cap)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_grant_is_the_formula_rounded_down(
        (weights, total) in weights(),
        capacity in any_size(),
        cap in any_size(),
    ) {
        let terms = terms(total, capacity, cap);
        for weight in weights {
            prop_assert_eq!(big(terms.grant(weight).0), grant(&terms, weight));
        }
    }

    #[test]
    fn grants_sum_to_at_most_the_capacity(
        (weights, total) in weights(),
        capacity in any_size(),
        cap in any_size(),
    ) {
        let terms = terms(total, capacity, cap);
        let sum: BigUint = weights.iter().map(|weight| big(terms.grant(*weight).0)).sum();
        prop_assert!(sum <= big(capacity));
    }

    #[test]
    fn the_grants_of_all_weights_miss_the_capacity_by_less_than_a_planck_each(
        (weights, _) in weights(),
        capacity in any_size(),
    ) {
        let total: u128 = weights.iter().sum();
        prop_assume!(total > 0);
        // The cap is so large that it binds nobody.
        let (capacity, count) = (capacity % (1 << 40), weights.len() as u128);
        let terms = terms(total, capacity, u128::MAX);
        let sum: u128 = weights.iter().map(|weight| terms.grant(*weight).0).sum();
        prop_assert!(sum <= capacity && capacity - sum < count);
    }

    #[test]
    fn a_stake_that_is_split_is_granted_no_more(
        (weights, total) in weights(),
        capacity in any_size(),
        cap in any_size(),
    ) {
        let terms = terms(total, capacity, cap);
        let split: BigUint = weights.iter().map(|weight| big(terms.grant(*weight).0)).sum();
        let whole = terms.grant(weights.iter().sum());
        prop_assert!(split <= big(whole.0));
    }

    #[test]
    fn nothing_is_granted_where_nothing_is_pledged_or_nobody_weighs(weight in any_size(), other in any_size()) {
        prop_assert_eq!(terms(other, 0, other).grant(weight), Diem::ZERO);
        prop_assert_eq!(terms(0, other, other).grant(weight), Diem::ZERO);
        prop_assert_eq!(terms(other, other, 0).grant(weight), Diem::ZERO);
    }

    #[test]
    fn quotients_are_rounded_as_they_say(a in any_size(), b in any_size(), divisor in any_size()) {
        if divisor == 0 {
            prop_assert_eq!(math::mul_div_floor(a, b, divisor), None);
            prop_assert_eq!(math::mul_div_ceil(a, b, divisor), None);
        } else {
            let product = big(a) * b;
            prop_assert_eq!(math::mul_div_floor(a, b, divisor), narrow(&(&product / divisor)));
            prop_assert_eq!(math::mul_div_ceil(a, b, divisor), narrow(&((product + divisor - 1_u8) / divisor)));
        }
    }
}
