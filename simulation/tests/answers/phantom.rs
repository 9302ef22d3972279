//! Where capacity that is never served pays.

use crate::{config, VVV};
use diem_primitives::Diem;
use diem_simulation::{
    questions::phantom::{
        bonds_over_stake, break_even_utilisation, least_bond_per_diem, pays, smallest_pledge, Yielding,
    },
    Chain, Holder,
};
use proptest::prelude::*;
use sp_runtime::Permill;

/// How far a break-even may lie from a formula in floating point.
const CLOSE: f64 = 1e-9;

fn found(chain: &Chain, share: Permill, pledge: Diem, yielding: Yielding) -> Option<f64> {
    break_even_utilisation(chain, share, pledge, yielding).unwrap()
}

fn part(share: Permill) -> f64 {
    f64::from(share.deconstruct()) / 1e6
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn it_pays_where_the_share_times_utilisation_exceeds_all_bonds_over_all_stake(
        share in 10_000..=1_000_000_u32,
        stake in 50_000..100_000_000_u128,
        capacity in 5_000..1_000_000_u128,
        pledged in 1..1_000_000_u128,
    ) {
        // ρ does not bind, and neither does the bond: the emission is earned whole.
        prop_assume!(capacity + pledged < stake);
        let share = Permill::from_parts(share);
        let chain = Chain::reference().with_sums(stake * VVV, Diem(capacity * VVV));
        let pledge = Diem(pledged * VVV);
        let formula = bonds_over_stake(&chain, pledge).unwrap() / part(share);
        match found(&chain, share, pledge, Yielding::AsStakeDoes) {
            Some(spent) => prop_assert!((spent - formula).abs() < CLOSE * formula.max(1.0), "{spent}, by the formula {formula}"),
            None => prop_assert!(formula > 1.0 - CLOSE, "never, by the formula above {formula}"),
        }
    }
}

#[test]
fn who_would_stake_the_bond_itself_dilutes_its_own_stake() {
    let chain = Chain::reference();
    for (share, pledged) in [(20, 1), (30, 5_000), (50, 20_000), (90, 100_000)] {
        let (share, pledge) = (Permill::from_percent(share), Diem(pledged * VVV));
        let bonds = chain.bond(Diem(chain.capacity.0 + pledge.0)).unwrap() as f64;
        let stake = (chain.stake + chain.bond(pledge).unwrap()) as f64;
        let expected = (1.0 - part(share)) * bonds / stake / part(share);
        let spent = found(&chain, share, pledge, Yielding::StakedByHolder).unwrap();
        assert!((spent - expected).abs() < CLOSE, "{spent}, expected {expected}");
    }
}

#[test]
fn while_the_bond_binds_it_pays_by_share_alone() {
    // 4,000 DIEM at 2 VVV each carry less than the emission: more capacity, more VVV.
    let reference = Chain::reference();
    let chain = reference.with_sums(reference.stake, Diem(4_000 * VVV));
    let pledge = smallest_pledge(&chain);
    let bonds_over_stake = bonds_over_stake(&chain, Diem::ZERO).unwrap();
    assert_eq!(bonds_over_stake, 0.02);
    let at = |parts| found(&chain, Permill::from_parts(parts), pledge, Yielding::AsStakeDoes);
    assert_eq!(at(20_001), Some(0.0));
    assert_eq!(at(20_000), None);
}

#[test]
fn where_rho_binds_it_never_pays() {
    let reference = Chain::reference();
    let chain = reference.with_sums(1_000 * VVV, reference.capacity);
    for share in [1, 10, 50, 100].map(Permill::from_percent) {
        let pledge = smallest_pledge(&chain);
        assert_eq!(found(&chain, share, pledge, Yielding::AsStakeDoes), None);
    }
}

#[test]
fn the_bond_that_deters_it_is_the_share_times_utilisation_of_the_stake_per_diem() {
    let chain = Chain::reference();
    let pledge = smallest_pledge(&chain);
    let (share, utilisation) = (Permill::from_percent(20), Permill::from_percent(50));
    let bond = least_bond_per_diem(&chain, share, utilisation, pledge).unwrap().unwrap();
    // 10 % of 2,000,000 VVV for each of 20,001 DIEM.
    let expected = 200_000 * VVV / 20_001;
    assert!(bond.abs_diff(expected) < VVV / 1_000_000_000, "{bond}, expected {expected}");
    let weight = share.mul_floor(chain.stake);
    let served = Diem(utilisation.mul_floor(chain.epoch().terms.grant(weight).0));
    let pays = |bond| {
        let chain = chain.with_bond_per_diem(bond);
        pays(&chain, Holder { weight, served }, pledge, Yielding::AsStakeDoes).unwrap()
    };
    assert!(pays(bond - 1));
    assert!(!pays(bond));
}
