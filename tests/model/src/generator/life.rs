//! What an economy begins with, and how its time passes.

use super::{Ask, Generator, ACCOUNTS};
use crate::{
    arithmetic::{ALL, WHOLE},
    models::Price,
    rules::{Constants, MeteringRules, StakingRules, TransferRules, MILLI},
    Economy, Genesis, GenesisProvider, Millis, ModelId, Who,
};

/// The time between blocks.
const SLOT: Millis = 2_000;

/// When every economy begins: 2026-01-01 00:00:00 UTC.
pub const BEGINNING: Millis = 1_767_225_600_000;

/// What happens next.
#[derive(Clone, PartialEq, Debug)]
pub enum Next {
    /// A block begins, whose own time is `time`.
    Block { time: Millis },
    /// Somebody asks for something.
    Ask(Ask),
}

/// An economy's life: so many rounds of so many calls, with one epoch or more between them.
#[derive(Clone, Debug)]
pub struct Life {
    rounds: u32,
    calls: u32,
    /// What is left of this round.
    calls_left: u32,
    /// Epochs that open before anybody calls.
    rolls_left: u32,
    /// The last epoch that was seen.
    epoch: u32,
    /// The round before which everybody sleeps for longer than history reaches back, in some lives.
    long_sleep: Option<u32>,
}

/// Epochs of a long sleep, at least and at most: about as many as the chain keeps records of.
const LONG_SLEEP: (u32, u32) = (355, 370);

impl Life {
    pub fn of(rounds: u32, calls: u32) -> Self {
        Self { rounds, calls, calls_left: 0, rolls_left: 1, epoch: 0, long_sleep: None }
    }

    /// The same, with a long sleep in the middle.
    pub fn sleeping_long(self) -> Self {
        Self { long_sleep: Some(self.rounds / 2), ..self }
    }

    /// What happens next, or `None` at the end.
    pub fn next(&mut self, generator: &mut Generator, economy: &Economy) -> Option<Next> {
        if economy.now() > self.epoch {
            self.epoch = economy.now();
            self.rolls_left = self.rolls_left.saturating_sub(1);
        }
        if self.rolls_left > 0 {
            return Some(Next::Block { time: self.time_of_roll(generator, economy) });
        }
        if self.calls_left > 0 {
            if generator.once_in(8) {
                return Some(Next::Block { time: economy.time + SLOT });
            }
            self.calls_left -= 1;
            return Some(Next::Ask(generator.ask(economy)));
        }
        self.rounds = self.rounds.checked_sub(1)?;
        self.calls_left = self.calls;
        generator.change_shift();
        self.rolls_left = if self.long_sleep == Some(self.rounds) {
            generator.within(LONG_SLEEP.0.into(), LONG_SLEEP.1.into()) as u32
        } else if generator.once_in(5) {
            generator.within(2, 6) as u32
        } else {
            1
        };
        Some(Next::Block { time: self.time_of_roll(generator, economy) })
    }

    /// The time of a block that ends the open epoch, or that finds it ended; sometimes after a halt.
    fn time_of_roll(&self, generator: &mut Generator, economy: &Economy) -> Millis {
        if economy.block == 0 {
            return BEGINNING;
        }
        let end = economy.terms(economy.now()).ends_at.next_multiple_of(SLOT);
        let time = end.max(economy.time + SLOT);
        if economy.time < end && generator.once_in(10) {
            let halt = generator.within(0, u128::from(3 * economy.duration)) as Millis;
            return time + halt.next_multiple_of(SLOT);
        }
        time
    }
}

impl Generator {
    /// An economy with stakers, models and providers.
    pub fn genesis(&mut self, constants: Constants) -> Genesis {
        let everybody = 0..ACCOUNTS;
        let balances = everybody.clone().map(|who| (who, self.within(20_000 * WHOLE, 400_000 * WHOLE)));
        let balances = balances.collect();
        let stakers = everybody.filter(|_| self.once_in(2)).collect::<Vec<Who>>();
        let stakes = stakers.into_iter().map(|who| (who, self.any_size(4_000 * WHOLE) + WHOLE)).collect();
        let models = (0..3).map(|_| (self.caller(), self.sound_prices())).collect();
        let providers = (0..3).map(|_| self.genesis_provider()).collect::<Vec<_>>();
        let duration = self.one_of(&[6_000, 60_000, 3_600_000, 86_400_000]).expect("there are four");
        let (staking_rules, metering_rules) = (self.staking_rules(), self.metering_rules());
        let providers = without_repetition(providers);
        Genesis { constants, staking_rules, metering_rules, duration, balances, stakes, models, providers }
    }

    fn sound_prices(&mut self) -> Vec<Price> {
        let count = self.within(1, 4) as u8;
        (0..count).map(|dimension| (dimension * 3, self.any_size(4 * WHOLE))).collect()
    }

    fn genesis_provider(&mut self) -> GenesisProvider {
        let models = (0..3).map(|model: ModelId| (model, self.within(2_500, 40_000) as u32)).collect();
        GenesisProvider { who: self.caller(), capacity: self.within(WHOLE, 1_500 * WHOLE), models }
    }

    fn staking_rules(&mut self) -> StakingRules {
        StakingRules {
            unbonding_epochs: self.within(1, 5) as u32,
            min_stake: self.any_size(WHOLE),
            min_lease: self.any_size(WHOLE),
            max_diem_per_vvv: self.any_size(2 * WHOLE).max(MILLI),
            emission_per_day: self.within(WHOLE, 1_000_000 * WHOLE),
            yearly_decay: self.within(0, u128::from(ALL / 2)) as u32,
            transfer: TransferRules {
                enabled: true,
                minimum: self.any_size(MILLI) - 1,
                fee: if self.once_in(3) { 0 } else { self.within(0, 100_000) as u32 },
                share_of_grant: if self.once_in(2) { ALL } else { self.within(300_000, 900_000) as u32 },
                allowed: None,
            },
        }
    }

    fn metering_rules(&mut self) -> MeteringRules {
        MeteringRules {
            bond_per_diem: self.within(WHOLE, 10 * WHOLE),
            slash_fraction: self.within(10_000, 500_000) as u32,
            min_capacity: WHOLE,
            budget_deposit: self.any_size(WHOLE).max(MILLI),
            model_deposit: self.any_size(10 * WHOLE).max(MILLI),
            revocation_grace: self.within(0, 12) as u32,
            max_batches_per_epoch: self.within(4, 12) as u32,
        }
    }
}

/// Each provider once.
fn without_repetition(providers: Vec<GenesisProvider>) -> Vec<GenesisProvider> {
    let mut kept: Vec<GenesisProvider> = Vec::new();
    for provider in providers {
        if kept.iter().all(|other| other.who != provider.who) {
            kept.push(provider);
        }
    }
    kept
}
