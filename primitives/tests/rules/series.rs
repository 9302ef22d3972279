//! A series against a history that forgets nothing.

use super::config;
use diem_primitives::{EpochIndex, EpochSeries};
use proptest::prelude::*;

/// More epochs than a test lives through.
const EPOCHS: usize = 400;

#[derive(Clone, Debug)]
enum Op {
    SetNext(u8),
    Advance,
    Pass(u32),
}

fn ops() -> impl Strategy<Value = Vec<Op>> {
    let op =
        prop_oneof![any::<u8>().prop_map(Op::SetNext), Just(Op::Advance), (1..5_u32).prop_map(Op::Pass),];
    prop::collection::vec(op, 0..60)
}

/// The value of each epoch, as far as it is known.
struct History(Vec<u8>);

impl History {
    fn set_from(&mut self, epoch: u32, value: u8) {
        self.0[epoch as usize..].fill(value);
    }

    fn at(&self, epoch: u32) -> u8 {
        self.0[epoch as usize]
    }
}

/// Everything that can be read agrees with the history, and what takes effect now or later can always be read.
fn check(series: &EpochSeries<u8>, history: &History, now: u32) -> Result<(), TestCaseError> {
    for epoch in now.saturating_sub(6)..now + 6 {
        match series.at(EpochIndex(epoch)) {
            Some(value) => prop_assert_eq!(*value, history.at(epoch)),
            None => prop_assert!(epoch + 1 < series.epoch.0 && epoch + 1 < now),
        }
    }
    prop_assert_eq!(*series.after(EpochIndex(now)), history.at(now + 1));
    Ok(())
}

fn run(
    mut series: EpochSeries<u8>,
    mut history: History,
    start: u32,
    ops: Vec<Op>,
) -> Result<(), TestCaseError> {
    let mut now = start;
    check(&series, &history, now)?;
    for op in ops {
        let epoch = EpochIndex(now);
        match op {
            Op::SetNext(value) => {
                series.set_next(epoch, value);
                history.set_from(now + 1, value);
            }
            Op::Advance => series.advance(epoch),
            Op::Pass(epochs) => now += epochs,
        }
        check(&series, &history, now)?;
    }
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_series_tells_what_a_full_history_tells(start in 0..50_u32, value in any::<u8>(), ops in ops()) {
        run(EpochSeries::constant(EpochIndex(start), value), History(vec![value; EPOCHS]), start, ops)?;
    }

    #[test]
    fn a_series_that_starts_next_tells_what_was_before(
        start in 0..50_u32,
        before in any::<u8>(),
        next in any::<u8>(),
        ops in ops(),
    ) {
        let mut history = History(vec![before; EPOCHS]);
        history.set_from(start + 1, next);
        run(EpochSeries::starting_next(EpochIndex(start), before, next), history, start, ops)?;
    }

    #[test]
    fn a_series_is_read_the_same_before_and_after_it_moves_on(
        start in 0..50_u32,
        values in any::<[u8; 3]>(),
        later in 0..50_u32,
    ) {
        let [previous, current, next] = values;
        let before = EpochSeries { epoch: EpochIndex(start), previous, current, next };
        let mut after = before;
        after.advance(EpochIndex(later));
        let reader = later.max(start);
        for epoch in reader.saturating_sub(1)..reader + 3 {
            prop_assert_eq!(before.at(EpochIndex(epoch)), after.at(EpochIndex(epoch)));
        }
        prop_assert_eq!(after.epoch, EpochIndex(reader), "a series never moves back");
    }
}
