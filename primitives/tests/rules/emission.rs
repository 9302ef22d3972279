//! What an epoch issues, and what weight earns unspent, against sums over every epoch in big integers.

use super::config;
use diem_primitives::{
    emission::value_per_diem, Balance, Diem, EmissionRules, EpochTimes, GrantTerms, Moment, Yield,
    PLANCK_PER_UNIT as PLANCK,
};
use num_bigint::BigUint;
use proptest::prelude::*;
use sp_runtime::Permill;

const DAY: Moment = 86_400_000;

fn epoch_of(days: u64, length: Moment) -> EpochTimes {
    EpochTimes { started_at: days * DAY, ends_at: days * DAY + length }
}

/// Terms of an epoch, and what a whole DIEM earns in it.
fn epochs() -> impl Strategy<Value = Vec<(GrantTerms, Balance)>> {
    let amount = || prop_oneof![0..10_u128, 0..1_000 * PLANCK, Just(1_000_000_000 * PLANCK)];
    let terms =
        (amount(), 1..1_000_000 * PLANCK, 0..10 * PLANCK).prop_map(|(capacity, total_weight, cap)| {
            GrantTerms { capacity: Diem(capacity), total_weight, max_diem_per_vvv: Diem(cap) }
        });
    prop::collection::vec((terms, 0..5 * PLANCK), 1..40)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn weight_earns_what_its_grants_carry_less_a_rounding(epochs in epochs(), part in 0..=1_000_000_u32) {
        let least = epochs.iter().map(|(terms, _)| terms.total_weight).min().unwrap_or_default();
        let weight = Permill::from_parts(part).mul_floor(least);
        let mut sum = Yield::default();
        let mut carried = BigUint::ZERO;
        let mut planck_worth = BigUint::ZERO;
        for (terms, value) in &epochs {
            sum = sum.with_epoch(terms, *value);
            carried += BigUint::from(terms.grant(weight).0) * *value;
            planck_worth += *value;
        }
        let earned = BigUint::from(sum.earned_since(Yield::default(), weight)) * PLANCK;
        prop_assert!(earned <= carried);
        let missing = carried - earned;
        prop_assert!(missing <= planck_worth + 3 * PLANCK, "{missing} is missing");
    }

    #[test]
    fn a_difference_of_sums_is_the_sum_of_what_lies_between(epochs in epochs(), at in any::<prop::sample::Index>()) {
        let add = |sum: Yield, (terms, value): &(GrantTerms, Balance)| sum.with_epoch(terms, *value);
        let split = at.index(epochs.len());
        let earlier = epochs[..split].iter().fold(Yield::default(), add);
        let all = epochs[split..].iter().fold(earlier, add);
        let between = epochs[split..].iter().fold(Yield::default(), add);
        prop_assert_eq!(all.earned_since(earlier, PLANCK), between.earned_since(Yield::default(), PLANCK));
    }

    #[test]
    fn what_all_of_the_capacity_earns_is_at_most_the_emission(
        emission in any::<u64>(),
        capacity in 1..u128::MAX / PLANCK,
        most in any::<u64>(),
    ) {
        let terms = GrantTerms { capacity: Diem(capacity), total_weight: 1, max_diem_per_vvv: Diem(u128::MAX) };
        let value = value_per_diem(emission.into(), &terms, most.into());
        prop_assert!(value <= most.into());
        prop_assert!(BigUint::from(value) * capacity <= BigUint::from(emission) * PLANCK);
    }
}

#[test]
fn nothing_is_issued_where_nothing_is_granted() {
    let terms = GrantTerms { capacity: Diem(5), total_weight: 7, max_diem_per_vvv: Diem(9) };
    assert_eq!(value_per_diem(PLANCK, &GrantTerms { capacity: Diem::ZERO, ..terms }, 10), 0);
    assert_eq!(value_per_diem(PLANCK, &GrantTerms { total_weight: 0, ..terms }, 10), 0);
    assert_eq!(value_per_diem(PLANCK, &terms, 10), 10);
    let unused = Yield::default().with_epoch(&GrantTerms { total_weight: 0, ..terms }, 0);
    assert_eq!(unused.earned_since(Yield::default(), u128::MAX), 0);
}

#[test]
fn emission_follows_the_length_of_the_epoch_and_decays_by_the_year() {
    let rules = EmissionRules { per_day: 1_000 * PLANCK, yearly_decay: Permill::from_percent(10) };
    let began_at = 100 * DAY;
    assert_eq!(rules.of_epoch(epoch_of(100, DAY), began_at), 1_000 * PLANCK);
    assert_eq!(rules.of_epoch(epoch_of(100, DAY / 2), began_at), 500 * PLANCK);
    assert_eq!(rules.of_epoch(epoch_of(464, DAY), began_at), 1_000 * PLANCK);
    assert_eq!(rules.of_epoch(epoch_of(465, DAY), began_at), 900 * PLANCK);
    assert_eq!(rules.of_epoch(epoch_of(830, DAY), began_at), 810 * PLANCK);
    assert_eq!(rules.of_epoch(epoch_of(1_000_000, DAY), began_at), 0);
    let constant = EmissionRules { yearly_decay: Permill::zero(), ..rules };
    assert_eq!(constant.of_epoch(epoch_of(1_000_000, DAY), began_at), 1_000 * PLANCK);
}

/// The figures of "Rewards" in `docs/economics.md`.
#[test]
fn a_day_and_ten_days_of_sleep_earn_what_the_documentation_says() {
    let terms = GrantTerms {
        capacity: Diem(2_000 * PLANCK),
        total_weight: 15_000 * PLANCK,
        max_diem_per_vvv: Diem(PLANCK),
    };
    let value = value_per_diem(10_000 * PLANCK, &terms, 2 * PLANCK);
    assert_eq!(value, 2 * PLANCK);
    let granted = terms.grant(5_000 * PLANCK);
    let earned = |gone: u128| Diem(granted.0 - gone * PLANCK).worth(value);
    assert_eq!(earned(0), Some(1_333_333_333_333_333_333_332));
    assert_eq!(earned(200), Some(933_333_333_333_333_333_332));
    assert_eq!(earned(100), Some(1_133_333_333_333_333_333_332));
    let ten_days = (0..10).fold(Yield::default(), |sum, _| sum.with_epoch(&terms, value));
    assert_eq!(ten_days.earned_since(Yield::default(), 5_000 * PLANCK), 13_333_333_333_333_333_333_312);
    assert_eq!(terms.grant(3_000 * PLANCK), Diem(400 * PLANCK));
    assert_eq!(terms.grant(2_000 * PLANCK), Diem(266_666_666_666_666_666_666));
}
