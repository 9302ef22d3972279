//! The delays.

use super::*;
use crate::{EnactmentParameters, Parameters};

#[test]
fn root_sets_the_delays_within_their_bounds() {
    with_council(|| {
        for (min_delay, fast_delay) in [(1, 1), (100_000, 1), (100_000, 100_000)] {
            let parameters = EnactmentParameters { min_delay, fast_delay };
            assert_ok!(Enactment::set_parameters(RuntimeOrigin::root(), parameters));
            assert_eq!(events(), [Event::ParametersSet { parameters }.into()]);
            assert_eq!(Parameters::<Test>::get(), parameters);
        }
    });
}

#[test]
fn delays_out_of_bounds_are_refused_so_that_none_shuts_governance_out() {
    with_council(|| {
        for (min_delay, fast_delay) in
            [(20, 0), (0, 0), (4, 5), (100_001, 5), (u32::MAX, 5), (u32::MAX, u32::MAX)]
        {
            let parameters = EnactmentParameters { min_delay, fast_delay };
            assert_noop!(
                Enactment::set_parameters(RuntimeOrigin::root(), parameters),
                E::ParametersOutOfBounds
            );
        }
    });
}

#[test]
fn nobody_but_root_sets_them() {
    with_council(|| {
        for origin in [RuntimeOrigin::none(), RuntimeOrigin::signed(1), members(5)] {
            assert_noop!(Enactment::set_parameters(origin, DELAYS), BadOrigin);
        }
    });
}

#[test]
fn the_council_shortens_them_by_enacting_that() {
    with_council(|| {
        let parameters = EnactmentParameters { min_delay: 2, fast_delay: 1 };
        let text = Text::of(crate::Call::set_parameters { parameters }).note().whitelist();
        assert_ok!(text.enact(3, 20));
        let later = Text::of(root_call()).note().whitelist();
        assert_ok!(later.enact(3, 30));
        let events = advance_to(21);
        assert_eq!(events.first(), Some(&Event::ParametersSet { parameters }.into()));
        // What is scheduled keeps its block.
        assert_eq!(pallet_scheduler::Lookup::<Test>::get(name(&later)), Some((31, 0)));
        let next = Text::of(frame_system::Call::<Test>::remark { remark: vec![1] }).note().whitelist();
        assert_noop!(next.enact(3, 1), E::DelayTooShort);
        assert_ok!(next.enact(3, 2));
    });
}

#[test]
fn the_default_is_two_days_and_two_hours_of_blocks_of_two_seconds() {
    let EnactmentParameters { min_delay, fast_delay } = EnactmentParameters::<u32>::default();
    assert_eq!((min_delay * 2, fast_delay * 2), (2 * 24 * 60 * 60, 2 * 60 * 60));
}

#[test]
#[should_panic(expected = "enactment.parameters are out of bounds")]
fn a_genesis_with_a_delay_that_is_too_long_is_refused() {
    genesis_with_delays(EnactmentParameters { min_delay: 100_001, fast_delay: 5 });
}

#[test]
#[should_panic(expected = "enactment.parameters are out of bounds")]
fn a_genesis_without_a_delay_is_refused() {
    genesis_with_delays(EnactmentParameters { min_delay: 0, fast_delay: 0 });
}

#[test]
fn delays_out_of_bounds_are_found_in_the_state() {
    genesis().execute_with(|| {
        Parameters::<Test>::put(EnactmentParameters { min_delay: 1, fast_delay: 2 });
        assert_eq!(Pallet::<Test>::do_try_state(), Err("a delay is out of bounds".into()));
    });
}
