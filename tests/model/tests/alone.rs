//! The model by itself: random calls keep what the design promises, and each kind of call succeeds often enough to mean something.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    reason = "a test that can't go on has to stop where it stands"
)]

use diem_model::{
    generator::{Generator, Life, Next},
    rules::Constants,
    Economy,
};
use std::collections::BTreeMap;

/// How often each kind of call was asked for, and how often it succeeded.
type Tally = BTreeMap<String, (u32, u32, BTreeMap<&'static str, u32>)>;

fn live(seed: u64, tally: &mut Tally) {
    let mut generator = Generator::new(seed);
    let mut economy = Economy::new(generator.genesis(Constants::default()));
    let (mut epoch, mut has_changed) = (0, true);
    let mut life = if seed == 0 { Life::of(40, 50).sleeping_long() } else { Life::of(40, 50) };
    while let Some(next) = life.next(&mut generator, &economy) {
        match next {
            Next::Block { time } => economy.begin_block(time),
            Next::Ask((origin, call)) => {
                has_changed = true;
                let before = economy.unspent();
                let outcome = economy.apply(origin, &call);
                let entry = tally.entry(call.kind()).or_default();
                entry.0 += 1;
                match outcome {
                    Ok(report) => {
                        entry.1 += 1;
                        for rejection in report.rejections {
                            *entry.2.entry(rejection.reason).or_default() += 1;
                        }
                        economy.check_consent(&before, origin, &call);
                    }
                    Err(refusal) => *entry.2.entry(refusal.0).or_default() += 1,
                }
            }
        }
        if economy.now() > epoch && has_changed {
            (epoch, has_changed) = (economy.now(), false);
            economy.check();
        }
    }
    economy.check();
    assert!(economy.now() >= 40, "forty epochs at least");
    assert!(economy.books.issued > 0, "something was earned");
}

#[test]
fn random_calls_keep_what_the_design_promises() {
    let mut tally = Tally::new();
    for seed in 0..8 {
        live(seed, &mut tally);
    }
    for (kind, (asked, done, refusals)) in &tally {
        println!("{kind:<20} {done:>5} of {asked:>5}  {refusals:?}");
    }
    for (kind, (asked, done, _)) in &tally {
        assert!(*done >= 5 && done * 20 >= *asked, "{kind}: {done} of {asked} succeeded");
    }
}
