//! The genesis: duration, rules, and the stakes that weigh from the first epoch on.

use crate::{Config, GenesisConfig, Pallet};
use alloc::collections::BTreeSet;
use diem_primitives::EpochDuration;

impl<T: Config> Pallet<T> {
    /// Writes the genesis. A chain whose genesis contradicts itself does not start.
    pub(crate) fn build_genesis(config: &GenesisConfig<T>) {
        let duration = EpochDuration::new(config.duration_ms);
        assert!(
            duration.is_some(),
            "vvvStaking.durationMs is {} ms: an epoch lasts from 4,000 ms to 31 days",
            config.duration_ms
        );
        assert!(
            config.parameters.are_in_bounds(),
            "vvvStaking.parameters are out of bounds: from 1 to 365 epochs of unbonding, a minimum stake and a least lease \
             above zero, at most 1,000,000,000 VVV per day, a decay of at most 100 %, a fee below 100 %"
        );
        Self::open_genesis_epoch(duration.unwrap_or_default(), config.parameters.clone());
        let mut stakers = BTreeSet::new();
        for (who, amount) in &config.stakes {
            assert!(stakers.insert(who), "vvvStaking.stakes names {who:?} twice");
            assert!(
                *amount >= config.parameters.min_stake,
                "vvvStaking.stakes has {amount} planck of {who:?}: the minimum is {}",
                config.parameters.min_stake
            );
            let staked = Self::stake_at_genesis(who, *amount);
            assert!(
                staked.is_ok(),
                "vvvStaking.stakes has {amount} planck of {who:?}, whose balance does not cover them: {staked:?}"
            );
        }
    }
}
