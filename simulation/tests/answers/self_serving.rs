//! Serving oneself gains nothing.

use crate::{config, VVV};
use diem_primitives::Diem;
use diem_simulation::{questions::self_serving::Provider, Chain};
use proptest::prelude::*;
use sp_runtime::Permill;

/// Chains in which any of emission, bond and ρ may bind, with sums that do not divide evenly.
fn chains() -> impl Strategy<Value = Chain> {
    (1..10_000_000 * VVV, 1..10_000_000 * VVV).prop_map(|(stake, capacity)| {
        let reference = Chain::reference();
        reference.with_sums(stake, Diem(capacity))
    })
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn billing_all_of_ones_quota_earns_what_leaving_it_unspent_does(chain in chains(), share in 0..=1_000_000_u32) {
        let provider = Provider::with_share(&chain, Permill::from_parts(share));
        let billed = provider.billing(Permill::one()).unwrap();
        let unspent = provider.billing(Permill::zero()).unwrap();
        prop_assert_eq!(billed.as_provider, unspent.as_holder);
        prop_assert_eq!(billed.total().unwrap(), unspent.total().unwrap());
    }

    #[test]
    fn billing_a_part_of_it_loses_at_most_a_planck(chain in chains(), share in 0..=1_000_000_u32, part in 0..=1_000_000_u32) {
        let provider = Provider::with_share(&chain, Permill::from_parts(share));
        let billed = provider.billing(Permill::from_parts(part)).unwrap().total().unwrap();
        let unspent = provider.billing(Permill::zero()).unwrap().total().unwrap();
        prop_assert!(billed == unspent || billed + 1 == unspent);
    }
}

#[test]
fn with_its_bond_at_stake_instead_a_provider_that_serves_nobody_earns_more() {
    for share in 1..=50 {
        let provider = Provider::with_share(&Chain::reference(), Permill::from_percent(share));
        let billed = provider.billing(Permill::one()).unwrap().total().unwrap();
        assert!(provider.staking_the_bond().unwrap() > billed, "{share} %");
    }
}
