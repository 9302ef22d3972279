//! Who takes part, and what they begin with.

use diem_model::{
    arithmetic::WHOLE,
    models::{Dimension, Price},
    rules::{MeteringRules, StakingRules, TransferRules, MILLI},
    Genesis, GenesisProvider, ModelId, Planck, Who,
};
use diem_runtime_tests::side_by_side::genesis::constants;
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use std::ops::Range;

/// Those who stake.
pub const STAKERS: Range<Who> = 0..50;
/// Stakers who have inference done, the busiest first.
pub const TEAMS: Range<Who> = 0..12;
/// Stakers who stake less or more as the month goes on.
pub const MOVERS: Range<Who> = 12..17;
/// Stakers who lend their weight.
pub const LENDERS: Range<Who> = 17..29;
/// Stakers who have nothing done, and sell what they can.
pub const SELLERS: Range<Who> = 12..40;
/// Stakers who come when the month has begun.
pub const LATECOMERS: Range<Who> = 40..50;
/// Those who run inference.
pub const PROVIDERS: Range<Who> = 50..55;
/// Raises its capacity when another leaves.
pub const STEADY: Who = 50;
/// Begins the price war.
pub const CHALLENGER: Who = 51;
/// Follows in it.
pub const FOLLOWER: Who = 52;
/// Leaves.
pub const LEAVER: Who = 53;
/// Bills more than it signed.
pub const CHEAT: Who = 54;
/// Curates all models.
pub const CURATOR: Who = 55;
/// Clears up after others, and claims for them.
pub const KEEPER: Who = 56;

/// The capacity that each provider begins with.
pub const CAPACITY: Planck = 400 * WHOLE;
/// The model that is registered when the month has begun.
pub const NEWCOMER: ModelId = 7;
/// The model that is retired.
pub const VETERAN: ModelId = 6;
/// The model whose own prices move.
pub const MOVING: ModelId = 5;

pub const INPUT: Dimension = 1;
pub const OUTPUT: Dimension = 4;

/// The key that acts for a team's agent.
pub fn delegate(team: Who) -> Who {
    100 + team
}

/// The key by which it is replaced.
pub fn fresh_delegate(team: Who) -> Who {
    120 + team
}

/// The key with which a provider signs receipts.
pub fn receipt_key(provider: Who) -> Who {
    90 + provider
}

/// The provider that a team's budgets name first.
pub fn home(team: Who, budget: u32) -> Who {
    PROVIDERS.start + (team + 2 * budget) % 5
}

/// What a million tokens cost: those of the first model, and of each in percent of it.
pub fn prices(model: ModelId) -> Vec<Price> {
    let percent = [100, 60, 40, 25, 15, 150, 80, 10][model as usize];
    vec![(INPUT, 7 * MILLI * percent), (OUTPUT, 28 * MILLI * percent)]
}

/// Two thousand DIEM a day, each of which carries a VVV.
pub fn genesis(rng: &mut ChaCha8Rng) -> Genesis {
    let everybody = STAKERS.chain(PROVIDERS).chain([CURATOR, KEEPER]);
    let early = STAKERS.start..LATECOMERS.start;
    let models = (0..NEWCOMER).map(|model| (CURATOR, prices(model))).collect();
    Genesis {
        constants: constants(),
        staking_rules: staking_rules(),
        metering_rules: metering_rules(),
        duration: 24 * 60 * 60 * 1_000,
        balances: everybody.map(|who| (who, 20_000 * WHOLE)).collect(),
        stakes: early.map(|who| (who, rng.random_range(500 * WHOLE..4_000 * WHOLE))).collect(),
        models,
        providers: PROVIDERS.map(provider).collect(),
    }
}

fn provider(who: Who) -> GenesisProvider {
    let multiplier = if who == CHEAT { 12_000 } else { 10_000 };
    GenesisProvider {
        who,
        capacity: CAPACITY,
        models: (0..NEWCOMER).map(|model| (model, multiplier)).collect(),
    }
}

fn staking_rules() -> StakingRules {
    StakingRules {
        unbonding_epochs: 7,
        min_stake: WHOLE,
        min_lease: 10 * WHOLE,
        max_diem_per_vvv: WHOLE,
        emission_per_day: 2_000 * WHOLE,
        yearly_decay: 80_000,
        transfer: TransferRules {
            enabled: true,
            minimum: 10 * MILLI,
            fee: 10_000,
            share_of_grant: 500_000,
            allowed: None,
        },
    }
}

fn metering_rules() -> MeteringRules {
    MeteringRules {
        bond_per_diem: 10 * WHOLE,
        slash_fraction: 200_000,
        min_capacity: WHOLE,
        budget_deposit: WHOLE,
        model_deposit: 10 * WHOLE,
        revocation_grace: 2,
        max_batches_per_epoch: 100,
    }
}
