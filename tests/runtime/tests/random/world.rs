//! A seed's life, on the chain and in the model.

use crate::Tally;
use diem_model::{
    generator::{Generator, Life, Next},
    Genesis,
};
use diem_runtime_tests::side_by_side::{genesis, Pair};

/// One seed of so many sleeps for longer than the chain's history reaches back.
const SLEEPS_LONG: u64 = 5;

/// A seed's life.
pub struct World {
    seed: u64,
    generator: Generator,
    genesis: Genesis,
    compares_each_call: bool,
}

impl World {
    pub fn begin(seed: u64) -> Self {
        let mut generator = Generator::new(seed);
        let genesis = generator.genesis(genesis::constants());
        Self { seed, generator, genesis, compares_each_call: false }
    }

    pub fn comparing_each_call(self) -> Self {
        Self { compares_each_call: true, ..self }
    }

    /// Lives so many rounds of so many calls, and tells how often each kind of call succeeded.
    pub fn live(self, rounds: u32, calls: u32) -> Tally {
        let Self { seed, mut generator, genesis, compares_each_call } = self;
        let mut life = Life::of(rounds, calls);
        if seed.is_multiple_of(SLEEPS_LONG) {
            life = life.sleeping_long();
        }
        let mut tally = Tally::new();
        Pair::live(format!("DIEM_SEED={seed}"), seed, genesis, |pair| {
            while let Some(next) = life.next(&mut generator, pair.economy()) {
                take(pair, next, &mut tally);
                if compares_each_call {
                    pair.compare();
                }
            }
            assert!(pair.economy().now() >= rounds);
        });
        assert!(tally.values().map(|kind| kind.asked).sum::<u32>() >= rounds * calls);
        tally
    }
}

fn take(pair: &mut Pair, next: Next, tally: &mut Tally) {
    match next {
        Next::Block { time } => pair.next_block(time),
        Next::Ask((origin, call)) => {
            let outcome = pair.ask(origin, &call);
            tally.entry(call.kind()).or_default().note(&outcome);
        }
    }
}
