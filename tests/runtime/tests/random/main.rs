//! Random calls of every kind on the real runtime, compared with a model of the economy that shares no code with it.
//!
//! Each seed is a life of twenty accounts over more than forty epochs and two thousand calls: valid ones and invalid ones, with real signatures
//! and real Merkle proofs. After each call the outcome is compared, by the name of the error where it was refused; after each epoch every
//! account, budget, provider, model, offer and record, to the planck, and the invariants of all pallets are checked.
//!
//! `DIEM_SEED=7` runs that seed alone and compares everything after each call.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test that can't go on has to stop where it stands, and passes over the events of others"
)]

mod world;

use diem_model::call::Outcome;
use std::{
    collections::BTreeMap,
    sync::{
        atomic::{AtomicU64, Ordering},
        Mutex,
    },
    thread,
};
use world::World;

/// How many seeds there are.
const SEEDS: u64 = 50;
/// How many rounds a life has. At least one epoch opens in each.
const ROUNDS: u32 = 40;
/// How many calls a round has.
const CALLS: u32 = 52;

/// What came of the calls of one kind.
#[derive(Clone, Debug, Default)]
pub struct Outcomes {
    asked: u32,
    done: u32,
    /// How often each error refused a call, and each reason a receipt or a voucher.
    refusals: BTreeMap<&'static str, u32>,
}

/// What came of the calls of each kind.
pub type Tally = BTreeMap<String, Outcomes>;

impl Outcomes {
    fn note(&mut self, outcome: &Outcome) {
        self.asked += 1;
        self.done += u32::from(outcome.is_ok());
        let refusals: Vec<&'static str> = match outcome {
            Ok(report) => report.rejections.iter().map(|rejection| rejection.reason).collect(),
            Err(refusal) => vec![refusal.0],
        };
        for name in refusals {
            *self.refusals.entry(name).or_default() += 1;
        }
    }

    fn add(&mut self, other: Self) {
        self.asked += other.asked;
        self.done += other.done;
        for (name, count) in other.refusals {
            *self.refusals.entry(name).or_default() += count;
        }
    }
}

#[test]
fn random_calls_do_what_the_model_says() {
    let only = std::env::var("DIEM_SEED").ok().map(|seed| seed.parse().expect("DIEM_SEED is a number"));
    if let Some(seed) = only {
        World::begin(seed).comparing_each_call().live(ROUNDS, CALLS);
        return;
    }
    let tally = live_all();
    for (kind, Outcomes { asked, done, refusals }) in &tally {
        println!("{kind}: {done} of {asked}, {refusals:?}");
        assert!(*done >= 50, "{kind}: {done} of {asked} calls succeeded, which is too few to mean anything");
    }
    let asked: u32 = tally.values().map(|kind| kind.asked).sum();
    let done: u32 = tally.values().map(|kind| kind.done).sum();
    println!("{done} of {asked} calls succeeded");
    assert!(done * 2 > asked, "more than half of all calls succeed");
}

/// Lives all seeds on as many threads as there are processors.
fn live_all() -> Tally {
    let (next, tally) = (AtomicU64::new(0), Mutex::new(Tally::new()));
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| loop {
                let seed = next.fetch_add(1, Ordering::Relaxed);
                if seed >= SEEDS {
                    return;
                }
                let lived = World::begin(seed).live(ROUNDS, CALLS);
                let mut tally = tally.lock().expect("no thread stopped while it counted");
                for (kind, outcomes) in lived {
                    tally.entry(kind).or_default().add(outcomes);
                }
            });
        }
    });
    tally.into_inner().expect("no thread stopped while it counted")
}
