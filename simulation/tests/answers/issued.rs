//! Whatever is staked, pledged and served: no more is issued than the emission.

use crate::{config, VVV};
use diem_primitives::{Diem, EmissionRules};
use diem_simulation::{Chain, Epoch, Holder};
use proptest::prelude::*;
use sp_runtime::Permill;

/// A chain with parameters of all kinds, and holders whose weights are all of its stake.
fn chains() -> impl Strategy<Value = (Chain, Vec<(u128, u32)>)> {
    let holders = prop::collection::vec((amount(), 0..=1_000_000_u32), 1..30);
    (holders, amount(), amount(), 0..=1_000_000_u32, amount(), 1..=1_000_000_u32, 0..20 * VVV).prop_map(
        |(holders, capacity, per_day, decay, bond_per_diem, slash, max_diem_per_vvv)| {
            let mut chain = Chain::reference().with_bond_per_diem(bond_per_diem);
            chain.staking.emission = EmissionRules { per_day, yearly_decay: Permill::from_parts(decay) };
            chain.metering.slash_fraction = Permill::from_parts(slash);
            chain.staking.max_diem_per_vvv = Diem(max_diem_per_vvv);
            chain.stake = holders.iter().map(|(weight, _)| weight).sum();
            chain.capacity = Diem(capacity);
            (chain, holders)
        },
    )
}

fn amount() -> impl Strategy<Value = u128> {
    prop_oneof![Just(0), 0..10_u128, 0..VVV, 0..100_000_000 * VVV]
}

fn holders(epoch: &Epoch, parts: &[(u128, u32)]) -> Vec<Holder> {
    let holder = |(weight, part): &(u128, u32)| {
        let grant = epoch.terms.grant(*weight);
        Holder { weight: *weight, served: Diem(Permill::from_parts(*part).mul_floor(grant.0)) }
    };
    parts.iter().map(holder).collect()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_is_issued_is_at_most_the_emission((chain, parts) in chains(), day in 0..5_000_u64) {
        let epoch = chain.epoch_of_day(day);
        let outcome = epoch.settle(&holders(&epoch, &parts)).unwrap();
        prop_assert!(outcome.granted <= chain.capacity);
        prop_assert!(outcome.issued().unwrap() <= epoch.earned(outcome.granted).unwrap());
        prop_assert!(outcome.issued().unwrap() <= epoch.emission);
        prop_assert!(epoch.value_per_diem <= chain.metering.slashed_per_diem());
    }

    #[test]
    fn what_is_missing_is_less_than_a_planck_for_each_who_is_paid((chain, parts) in chains()) {
        let epoch = chain.epoch();
        let outcome = epoch.settle(&holders(&epoch, &parts)).unwrap();
        let carried = epoch.earned(outcome.granted).unwrap();
        let missing = carried - outcome.issued().unwrap();
        prop_assert!(missing <= parts.len() as u128, "{missing} planck are missing");
    }
}
