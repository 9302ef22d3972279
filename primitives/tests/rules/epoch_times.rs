//! When epochs begin and end.

use super::config;
use diem_primitives::{EpochDuration, EpochTimes, Moment};
use proptest::prelude::*;

fn duration() -> impl Strategy<Value = EpochDuration> {
    let durations = prop_oneof![
        EpochDuration::MIN_MS..=EpochDuration::MAX_MS,
        Just(6_000),
        Just(60_000),
        Just(EpochDuration::DAY.as_millis()),
    ];
    durations.prop_map(|ms| EpochDuration::new(ms).unwrap())
}

/// Times of an epoch that is open or was, and a moment around its end.
fn moments() -> impl Strategy<Value = (EpochTimes, Moment)> {
    (0..1_u64 << 43, 1..EpochDuration::MAX_MS, -2_000_000_i64..10_000_000_000).prop_map(
        |(started_at, length, after)| {
            let ends_at = started_at + length;
            (EpochTimes { started_at, ends_at }, ends_at.saturating_add_signed(after))
        },
    )
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_next_epoch_follows_without_overlap_and_ends_on_a_multiple(
        (times, now) in moments(),
        duration in duration(),
    ) {
        let ms = duration.as_millis();
        let Some(next) = times.following(now, duration) else {
            prop_assert!(now < times.ends_at);
            return Ok(());
        };
        prop_assert!(times.ends_at <= now, "it follows only what is over");
        prop_assert!(times.ends_at <= next.started_at, "it does not overlap");
        prop_assert!(next.started_at <= now && now < next.ends_at, "it is open now");
        prop_assert_eq!(next.ends_at % ms, 0, "it ends on a multiple");
        prop_assert!(next.ends_at - next.started_at <= ms, "it is not too long");
        // It starts late only where the end of a whole epoch was missed.
        let aligned = now / ms * ms;
        prop_assert_eq!(next.started_at, times.ends_at.max(aligned));
        prop_assert_eq!(next.ends_at, aligned + ms);
    }

    #[test]
    fn epochs_are_gapless_while_blocks_come(start in 0..1_u64 << 43, duration in duration(), steps in 1..60_usize) {
        let mut times = EpochTimes::GENESIS.following(start.max(1), duration).unwrap();
        for _ in 0..steps {
            let next = times.following(times.ends_at + 1_999, duration).unwrap();
            prop_assert_eq!(next.started_at, times.ends_at);
            prop_assert_eq!(next.ends_at, times.ends_at + duration.as_millis());
            times = next;
        }
    }

    #[test]
    fn an_epoch_that_is_not_over_is_not_followed((times, _) in moments(), duration in duration(), early in 1..1_000_u64) {
        prop_assert_eq!(times.following(times.ends_at.saturating_sub(early), duration), None);
    }
}

#[test]
fn genesis_is_over_as_soon_as_the_time_is_known() {
    let day = EpochDuration::DAY;
    assert_eq!(EpochTimes::GENESIS.following(0, day), None);
    let noon = 20_000 * day.as_millis() + day.as_millis() / 2;
    let first = EpochTimes::GENESIS.following(noon, day).unwrap();
    assert_eq!(first.started_at, 20_000 * day.as_millis());
    assert_eq!(first.ends_at, 20_001 * day.as_millis());
}

#[test]
fn no_epoch_follows_the_end_of_time() {
    let times = EpochTimes { started_at: 0, ends_at: Moment::MAX };
    assert_eq!(times.following(Moment::MAX, EpochDuration::DAY), None);
}

#[test]
fn a_duration_is_of_two_blocks_to_31_days() {
    assert_eq!(EpochDuration::new(3_999), None);
    assert_eq!(EpochDuration::new(4_000).map(EpochDuration::as_millis), Some(4_000));
    assert_eq!(EpochDuration::new(2_678_400_000).map(EpochDuration::as_millis), Some(2_678_400_000));
    assert_eq!(EpochDuration::new(2_678_400_001), None);
    assert_eq!(EpochDuration::new(0), None);
}
