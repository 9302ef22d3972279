//! When epochs roll, and what is kept of them.

use super::*;
use crate::{
    mock::{genesis, with_stakes, HistoryDepth, Pledged, MINUTE},
    Duration, History, WeightInfo,
};
use diem_primitives::{EpochDuration, EpochRecord, EpochTimes, Moment};
use frame_support::traits::Hooks;

/// 00:00 of a day that is a multiple of every duration used here.
const MIDNIGHT: Moment = 20_000 * 24 * 60 * MINUTE;

fn times() -> EpochTimes {
    History::<Test>::get(now()).unwrap().times
}

/// A chain without stakes whose first block is made at `time`.
fn starting_at(time: Moment, test: impl FnOnce()) {
    genesis(&[], StakingParameters::default()).execute_with(|| {
        next_block(time);
        test();
        Staking::do_try_state().unwrap();
    });
}

#[test]
fn the_first_epoch_opens_in_block_two_with_what_the_genesis_staked() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        assert_eq!((System::block_number(), now()), (1, EpochIndex(0)));
        assert_eq!(events(), []);
        next_block(Timestamp::get() + 2_000);
        assert_eq!((System::block_number(), now()), (2, EpochIndex(1)));
        let (started_at, ends_at) = (1_000_000 * MINUTE, 1_000_001 * MINUTE);
        let emission = 10_000 * VVV / (24 * 60);
        assert_eq!(
            events(),
            [Event::EpochOpened {
                index: EpochIndex(1),
                started_at,
                ends_at,
                capacity: Diem(1_000 * DIEM),
                total_weight: 10 * VVV,
                emission,
                value_per_diem: emission / 1_000,
            }]
        );
        let record = EpochRecord {
            index: EpochIndex(1),
            times: EpochTimes { started_at, ends_at },
            capacity: Diem(1_000 * DIEM),
            total_weight: 10 * VVV,
            max_diem_per_vvv: Diem::ONE,
            emission,
            value_per_diem: emission / 1_000,
            ..EpochRecord::default()
        };
        assert_eq!(History::<Test>::get(EpochIndex(1)), Some(record));
    });
}

#[test]
fn an_epoch_rolls_in_the_first_block_whose_parent_has_reached_its_end() {
    starting_at(MIDNIGHT, || {
        next_block(MIDNIGHT + 2_000);
        assert_eq!((now(), Staking::epoch_ends_at()), (EpochIndex(1), MIDNIGHT + MINUTE));
        next_block(MIDNIGHT + MINUTE - 1);
        next_block(MIDNIGHT + MINUTE);
        assert_eq!(now(), EpochIndex(1), "the parent was made before the end");
        next_block(MIDNIGHT + MINUTE + 2_000);
        assert_eq!(now(), EpochIndex(2));
        next_block(MIDNIGHT + MINUTE + 4_000);
        assert_eq!(now(), EpochIndex(2));
        assert_eq!(times(), EpochTimes { started_at: MIDNIGHT + MINUTE, ends_at: MIDNIGHT + 2 * MINUTE });
    });
}

#[test]
fn an_epoch_that_began_late_ends_on_time() {
    starting_at(MIDNIGHT, || {
        next_block(MIDNIGHT + MINUTE + 7_000);
        next_block(MIDNIGHT + MINUTE + 9_000);
        assert_eq!(times(), EpochTimes { started_at: MIDNIGHT + MINUTE, ends_at: MIDNIGHT + 2 * MINUTE });
    });
}

#[test]
fn a_halt_leaves_a_gap_in_time_and_none_in_the_index() {
    starting_at(MIDNIGHT, || {
        next_epoch();
        assert_eq!(now(), EpochIndex(1));
        let late = MIDNIGHT + 1_000 * MINUTE + 30_000;
        next_block(late);
        next_block(late + 2_000);
        assert_eq!(now(), EpochIndex(2));
        assert_eq!(
            times(),
            EpochTimes { started_at: MIDNIGHT + 1_000 * MINUTE, ends_at: MIDNIGHT + 1_001 * MINUTE }
        );
        next_block(late + 4_000);
        assert_eq!(now(), EpochIndex(2), "one block opens one epoch, and it is not made up for");
        next_epoch();
        assert_eq!(times().started_at, MIDNIGHT + 1_001 * MINUTE);
    });
}

#[test]
fn a_new_duration_counts_from_the_next_roll_on() {
    starting_at(MIDNIGHT, || {
        next_epoch();
        assert_ok!(Staking::set_epoch_duration(root(), 5 * MINUTE));
        assert_eq!(times().ends_at, MIDNIGHT + MINUTE);
        next_epoch();
        // The first of the longer epochs is cut short, so that it ends at a multiple of the duration.
        assert_eq!(times(), EpochTimes { started_at: MIDNIGHT + MINUTE, ends_at: MIDNIGHT + 5 * MINUTE });
        next_epoch();
        assert_eq!(times().ends_at, MIDNIGHT + 10 * MINUTE);
        assert_ok!(Staking::set_epoch_duration(root(), 4_000));
        next_epoch();
        assert_eq!(
            times(),
            EpochTimes { started_at: MIDNIGHT + 10 * MINUTE, ends_at: MIDNIGHT + 10 * MINUTE + 4_000 }
        );
    });
}

#[test]
fn an_epoch_of_a_day_ends_at_midnight() {
    let day = EpochDuration::DAY.as_millis();
    starting_at(MIDNIGHT + 13 * 60 * MINUTE, || {
        Duration::<Test>::put(EpochDuration::DAY);
        next_epoch();
        assert_eq!(times(), EpochTimes { started_at: MIDNIGHT, ends_at: MIDNIGHT + day });
        next_epoch();
        assert_eq!(times(), EpochTimes { started_at: MIDNIGHT + day, ends_at: MIDNIGHT + 2 * day });
    });
}

#[test]
fn the_terms_of_an_epoch_are_those_it_opened_with() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        next_epoch();
        Pledged::set(&Diem(7 * DIEM));
        set_rules(|rules| rules.max_diem_per_vvv = Diem(DIEM / 2));
        assert_ok!(Staking::stake(signed(BOB), 10 * VVV));
        let record = History::<Test>::get(now()).unwrap();
        assert_eq!((record.capacity, record.total_weight), (Diem(1_000 * DIEM), 10 * VVV));
        assert_eq!(record.max_diem_per_vvv, Diem::ONE);
        assert_eq!(account(ALICE).quota.granted, Diem(10 * DIEM));

        next_epoch();
        let record = History::<Test>::get(now()).unwrap();
        assert_eq!((record.capacity, record.total_weight), (Diem(7 * DIEM), 20 * VVV));
        assert_eq!(record.max_diem_per_vvv, Diem(DIEM / 2));
        assert_eq!(account(ALICE).quota.granted, Diem(7 * DIEM / 2));
    });
}

#[test]
fn records_are_kept_of_the_current_epoch_and_a_fixed_number_before_it() {
    with_stakes(&[], || {
        HistoryDepth::set(5);
        next_epochs(3);
        assert_eq!(History::<Test>::iter().count(), 4);
        next_epochs(5);
        let mut kept: Vec<u32> = History::<Test>::iter_keys().map(|index| index.0).collect();
        kept.sort_unstable();
        assert_eq!(kept, [4, 5, 6, 7, 8]);
    });
}

#[test]
fn only_the_current_and_the_previous_epoch_can_be_settled() {
    with_stakes(&[], || {
        assert!(Staking::is_settleable(EpochIndex(0)));
        assert!(!Staking::is_settleable(EpochIndex(1)));
        next_epochs(3);
        assert_eq!(Staking::current_epoch(), EpochIndex(3));
        let settleable: Vec<bool> = (0..5).map(|index| Staking::is_settleable(EpochIndex(index))).collect();
        assert_eq!(settleable, [false, false, true, true, false]);
    });
}

#[test]
fn the_hook_says_what_it_cost() {
    with_stakes(&[], || {
        next_epoch();
        let block = System::block_number() + 1;
        let idle = Staking::on_initialize(block);
        Timestamp::set_timestamp(Staking::epoch_ends_at());
        let roll = Staking::on_initialize(block + 1);
        assert_eq!((idle, roll), (<()>::on_initialize_idle(), <()>::on_initialize_roll()));
        assert!(idle.ref_time() < roll.ref_time());
    });
}
