//! What a usage costs.

use super::{any_size, big, config, narrow};
use diem_primitives::{
    pricing::{moves_at_most_half, Price, Prices},
    ChargeError, Diem, Dimension, Multiplier, RateCard, RateCardError, Usage, UsageEntry,
};
use num_bigint::BigUint;
use proptest::{prelude::*, sample};
use std::collections::BTreeMap;

type PriceList = BTreeMap<Dimension, u128>;

fn dimension() -> impl Strategy<Value = Dimension> {
    sample::select(Dimension::ALL.to_vec())
}

fn price_list() -> impl Strategy<Value = PriceList> {
    prop::collection::btree_map(dimension(), any_size().prop_map(|price| price.max(1)), 1..14)
}

fn units() -> impl Strategy<Value = u64> {
    prop_oneof![
        6 => (any::<u64>(), 0..64_u32).prop_map(|(units, shift)| units >> shift),
        1 => Just(0),
        1 => Just(u64::MAX),
    ]
}

fn entries() -> impl Strategy<Value = Vec<(Dimension, u64)>> {
    prop::collection::vec((dimension(), units()), 0..=8)
}

fn multiplier() -> impl Strategy<Value = Multiplier> {
    prop_oneof![(Multiplier::MIN.0..=Multiplier::MAX.0).prop_map(Multiplier), Just(Multiplier::ONE)]
}

fn rate_card(list: &PriceList) -> RateCard {
    let prices: Vec<Price> = list
        .iter()
        .map(|(dimension, price)| Price { dimension: *dimension, per_million: Diem(*price) })
        .collect();
    RateCard::new(Prices::truncate_from(prices)).unwrap()
}

fn usage(entries: &[(Dimension, u64)]) -> Usage {
    let entries =
        entries.iter().map(|(dimension, units)| UsageEntry { dimension: *dimension, units: *units });
    Usage::try_from(entries.collect::<Vec<_>>()).unwrap()
}

/// `⌈ Σ units·price · multiplier / 1,000,000 ⌉`, with the multiplier in parts of 10,000.
fn charge(list: &PriceList, entries: &BTreeMap<Dimension, u128>, multiplier: Multiplier) -> BigUint {
    let used = entries.iter().filter(|(_, units)| **units > 0);
    let sum: BigUint = used.map(|(dimension, units)| big(*units) * list[dimension]).sum();
    (sum * multiplier.0).div_ceil_by(10_000_000_000)
}

trait DivCeilBy {
    fn div_ceil_by(self, divisor: u64) -> BigUint;
}

impl DivCeilBy for BigUint {
    fn div_ceil_by(self, divisor: u64) -> BigUint {
        (self + (divisor - 1)) / divisor
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_charge_is_the_formula_rounded_up_once(
        list in price_list(),
        entries in entries(),
        multiplier in multiplier(),
    ) {
        let charged = rate_card(&list).charge(&usage(&entries), multiplier);
        let once: BTreeMap<Dimension, u128> =
            entries.iter().map(|(dimension, units)| (*dimension, u128::from(*units))).collect();
        match charged {
            Ok(amount) => prop_assert_eq!(big(amount.0), charge(&list, &once, multiplier)),
            Err(ChargeError::DuplicateDimension) => prop_assert!(once.len() < entries.len()),
            Err(ChargeError::NoPrice) => {
                prop_assert!(entries.iter().any(|(dimension, units)| *units > 0 && !list.contains_key(dimension)));
            }
            Err(ChargeError::NothingUsed) => prop_assert!(once.values().all(|units| *units == 0)),
            Err(ChargeError::Overflow) => prop_assert_eq!(narrow(&charge(&list, &once, multiplier)), None),
        }
    }

    #[test]
    fn a_usage_that_can_be_charged_is_charged(list in price_list(), seed in entries(), multiplier in multiplier()) {
        let priced: Vec<Dimension> = list.keys().copied().collect();
        let entries: BTreeMap<Dimension, u64> = seed
            .iter()
            .enumerate()
            .map(|(at, (_, units))| (priced[at % priced.len()], *units))
            .collect();
        prop_assume!(entries.values().any(|units| *units > 0));
        let wide = entries.iter().map(|(dimension, units)| (*dimension, u128::from(*units))).collect();
        let expected = narrow(&charge(&list, &wide, multiplier)).map(Diem).ok_or(ChargeError::Overflow);
        let entries: Vec<(Dimension, u64)> = entries.into_iter().collect();
        prop_assert_eq!(rate_card(&list).charge(&usage(&entries), multiplier), expected);
        let reversed: Vec<(Dimension, u64)> = entries.into_iter().rev().collect();
        prop_assert_eq!(rate_card(&list).charge(&usage(&reversed), multiplier), expected);
    }

    #[test]
    fn a_receipt_that_is_split_costs_no_less(
        list in price_list(),
        parts in prop::collection::vec(prop::collection::vec(units(), 13), 1..6),
        multiplier in multiplier(),
    ) {
        let card = rate_card(&list);
        let mut whole = BTreeMap::new();
        let mut split = BigUint::ZERO;
        for part in parts {
            let entries: Vec<(Dimension, u64)> =
                list.keys().copied().zip(part).filter(|(_, units)| *units > 0).take(8).collect();
            if entries.is_empty() {
                continue;
            }
            for (dimension, units) in &entries {
                *whole.entry(*dimension).or_insert(0_u128) += u128::from(*units);
            }
            match card.charge(&usage(&entries), multiplier) {
                Ok(amount) => split += amount.0,
                Err(error) => {
                    prop_assert_eq!(error, ChargeError::Overflow);
                    return Ok(());
                }
            }
        }
        prop_assert!(split >= charge(&list, &whole, multiplier));
    }

    #[test]
    fn whatever_is_used_costs_something(dimension in dimension(), price in any_size(), units in units()) {
        let list = PriceList::from([(dimension, price.max(1))]);
        if let Ok(amount) = rate_card(&list).charge(&usage(&[(dimension, units)]), Multiplier::MIN) {
            prop_assert!(units > 0 && !amount.is_zero());
        }
    }

    #[test]
    fn a_price_moves_by_at_most_half_of_itself(now in any_size(), next in any_size()) {
        let distance = if next > now { big(next - now) } else { big(now - next) };
        prop_assert_eq!(moves_at_most_half(now, next), distance * 2_u8 <= big(now));
    }

    #[test]
    fn a_rate_card_is_followed_by_the_same_dimensions_only(now in price_list(), next in price_list()) {
        let verdict = rate_card(&now).check_successor(&rate_card(&next));
        let same = now.keys().eq(next.keys());
        let near = now.values().zip(next.values()).all(|(now, next)| moves_at_most_half(*now, *next));
        prop_assert_eq!(verdict, match (same, near) {
            (false, _) => Err(RateCardError::DimensionsChanged),
            (true, false) => Err(RateCardError::MovedTooFar),
            (true, true) => Ok(()),
        });
    }

    #[test]
    fn prices_in_any_order_make_the_same_rate_card(list in price_list(), extra in dimension()) {
        let price = |(dimension, price): (&Dimension, &u128)| Price { dimension: *dimension, per_million: Diem(*price) };
        let mut prices: Vec<Price> = list.iter().map(price).rev().collect();
        let reversed = RateCard::new(Prices::truncate_from(prices.clone())).unwrap();
        prop_assert_eq!(&reversed, &rate_card(&list));
        for dimension in Dimension::ALL {
            prop_assert_eq!(reversed.price_of(dimension), list.get(&dimension).copied().map(Diem));
        }
        if list.contains_key(&extra) && prices.len() < Dimension::ALL.len() {
            prices.push(Price { dimension: extra, per_million: Diem(1) });
            let twice = RateCard::new(Prices::truncate_from(prices));
            prop_assert_eq!(twice, Err(RateCardError::DuplicateDimension));
        }
    }
}

#[test]
fn the_most_of_everything_at_the_largest_price_overflows_and_does_not_wrap() {
    let list: PriceList = Dimension::ALL.iter().map(|dimension| (*dimension, u128::MAX)).collect();
    let entries: Vec<(Dimension, u64)> =
        Dimension::ALL.iter().take(8).map(|dimension| (*dimension, u64::MAX)).collect();
    for multiplier in [Multiplier::MIN, Multiplier::MAX] {
        let charged = rate_card(&list).charge(&usage(&entries), multiplier);
        assert_eq!(charged, Err(ChargeError::Overflow));
    }
}

#[test]
fn a_list_without_prices_or_with_a_price_of_zero_is_no_rate_card() {
    assert_eq!(RateCard::new(Prices::new()), Err(RateCardError::Empty));
    let free = Price { dimension: Dimension::Images, per_million: Diem::ZERO };
    assert_eq!(RateCard::new(Prices::truncate_from(vec![free])), Err(RateCardError::ZeroPrice));
}

#[test]
fn multipliers_lie_between_a_quarter_and_four() {
    for (basis_points, is_in_bounds) in
        [(0, false), (2_499, false), (2_500, true), (10_000, true), (40_000, true), (40_001, false)]
    {
        assert_eq!(Multiplier(basis_points).is_in_bounds(), is_in_bounds);
    }
    assert!(Multiplier(10_000).may_become(Multiplier(15_000)));
    assert!(!Multiplier(10_000).may_become(Multiplier(15_001)));
    assert!(Multiplier(10_000).may_become(Multiplier(5_000)));
    assert!(!Multiplier(10_000).may_become(Multiplier(4_999)));
}
