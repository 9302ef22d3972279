//! Scheduling.

use super::*;

#[test]
fn a_majority_enacts_a_whitelisted_call_after_the_least_delay() {
    with_council(|| {
        let text = ready();
        assert_ok!(text.enact(3, 20));
        assert_eq!(
            events(),
            [
                pallet_scheduler::Event::Scheduled { when: 21, index: 0 }.into(),
                Event::EnactmentScheduled { call_hash: text.hash, at: 21, fast: false }.into(),
            ]
        );
        assert_eq!(pallet_scheduler::Lookup::<Test>::get(name(&text)), Some((21, 0)));

        assert_eq!(advance_to(20), []);
        assert!(!was_enacted());
        assert_eq!(
            advance_to(21),
            [
                pallet_whitelist::Event::WhitelistedCallDispatched {
                    call_hash: text.hash,
                    result: Ok(().into())
                }
                .into(),
                dispatched(&text, 21, Ok(())),
            ]
        );
        assert!(was_enacted());
    });
}

#[test]
fn a_larger_majority_goes_down_to_the_fast_delay() {
    with_council(|| {
        let text = ready();
        assert_noop!(text.enact(4, 4), E::DelayTooShort);
        assert_ok!(text.enact(4, 5));
        assert_eq!(
            events(),
            [
                pallet_scheduler::Event::Scheduled { when: 6, index: 0 }.into(),
                Event::EnactmentScheduled { call_hash: text.hash, at: 6, fast: true }.into(),
            ]
        );
        advance_to(6);
        assert!(was_enacted());
    });
}

#[test]
fn a_larger_majority_that_waits_is_like_any_other() {
    with_council(|| {
        let text = ready();
        assert_ok!(text.enact(5, 20));
        let event = Event::EnactmentScheduled { call_hash: text.hash, at: 21, fast: false };
        assert_eq!(events().last(), Some(&event.into()));
    });
}

#[test]
fn a_majority_can_not_shorten_the_delay() {
    with_council(|| {
        let text = ready();
        for delay in [0, 1, 5, 19] {
            assert_noop!(text.enact(3, delay), E::DelayTooShort);
        }
        for delay in [0, 1, 4] {
            assert_noop!(text.enact(5, delay), E::DelayTooShort);
        }
    });
}

#[test]
fn a_delay_beyond_the_longest_is_refused_however_large_it_is() {
    with_council(|| {
        let text = ready();
        for delay in [100_001, u32::MAX - 1, u32::MAX] {
            assert_noop!(text.enact(3, delay), E::DelayTooLong);
            assert_noop!(text.enact(5, delay), E::DelayTooLong);
        }
        assert_ok!(text.enact(3, 100_000));
    });
}

#[test]
fn a_block_beyond_the_last_number_is_refused() {
    with_council(|| {
        System::set_block_number(u32::MAX - 20);
        let text = ready();
        assert_noop!(text.enact(3, 21), E::DelayTooLong);
        assert_ok!(text.enact(3, 20));
    });
}

#[test]
fn nobody_but_the_council_enacts() {
    with_council(|| {
        let text = ready();
        for origin in
            [RuntimeOrigin::root(), RuntimeOrigin::none(), RuntimeOrigin::signed(1), members(2), members(0)]
        {
            assert_noop!(Enactment::enact(origin, text.hash, text.length, text.weight, 20), BadOrigin);
        }
        let one = RawOrigin::Member(1).into();
        assert_noop!(Enactment::enact(one, text.hash, text.length, text.weight, 20), BadOrigin);
    });
}

#[test]
fn a_call_that_is_not_whitelisted_is_refused() {
    with_council(|| {
        let text = Text::of(root_call()).note();
        assert_noop!(text.enact(5, 20), E::NotWhitelisted);
        // Nor one that was taken off the list again.
        let text = text.whitelist();
        assert_ok!(Whitelist::remove_whitelisted_call(members(3), text.hash));
        assert_noop!(text.enact(5, 20), E::NotWhitelisted);
    });
}

#[test]
fn a_call_whose_bytes_are_not_on_chain_is_refused() {
    with_council(|| {
        let text = Text::of(root_call()).whitelist();
        assert_noop!(text.enact(5, 20), E::PreimageMissing);
        assert_ok!(text.note().enact(5, 20));
    });
}

#[test]
fn a_length_that_is_not_that_of_the_bytes_is_refused() {
    with_council(|| {
        let text = ready();
        for length in [0, text.length - 1, text.length + 1, u32::MAX] {
            let wrong = Text { length, ..text.clone() };
            assert_noop!(wrong.enact(5, 20), E::PreimageMissing);
        }
    });
}

#[test]
fn bytes_that_are_no_call_are_refused() {
    with_council(|| {
        for bytes in [vec![], vec![255; 40], [Text::of(root_call()).bytes, vec![0]].concat()] {
            let text = Text::of_bytes(bytes).note().whitelist();
            assert_noop!(text.enact(5, 20), E::Undecodable);
        }
    });
}

#[test]
fn a_weight_below_that_of_the_call_is_refused() {
    with_council(|| {
        let text = ready();
        for weight in
            [Weight::zero(), text.weight - Weight::from_parts(1, 0), Weight::from_parts(0, u64::MAX)]
        {
            let wrong = Text { weight, ..text.clone() };
            assert_noop!(wrong.enact(5, 20), E::WeightTooLow);
        }
        let generous = Text { weight: text.weight * 2, ..text };
        assert_ok!(generous.enact(5, 20));
    });
}

#[test]
fn a_weight_that_no_block_has_room_for_is_refused() {
    with_council(|| {
        let text = ready();
        for weight in [MaxWeight::get(), Weight::MAX] {
            let heavy = Text { weight, ..text.clone() };
            assert_noop!(heavy.enact(5, 20), E::TooHeavy);
        }
        // A call as heavy as it may be is dispatched.
        let beside = {
            let nothing = crate::Call::<Test>::dispatch {
                call_hash: text.hash,
                call_len: text.length,
                call_weight: Weight::zero(),
            };
            nothing.get_dispatch_info().call_weight
        };
        let heaviest = Text { weight: MaxWeight::get() - beside, ..text };
        assert_ok!(heaviest.enact(5, 20));
        advance_to(21);
        assert!(was_enacted());
    });
}

#[test]
fn a_hash_is_scheduled_once() {
    with_council(|| {
        let text = ready();
        assert_ok!(text.enact(3, 20));
        assert_noop!(text.enact(3, 20), E::AlreadyScheduled);
        assert_noop!(text.enact(5, 5), E::AlreadyScheduled);
        advance_to(21);
        // What was dispatched is not whitelisted any more, and may be whitelisted anew.
        assert_noop!(text.enact(3, 20), E::NotWhitelisted);
        let text = text.whitelist();
        assert_ok!(text.enact(3, 20));
    });
}

#[test]
fn a_block_that_is_full_takes_no_more() {
    with_council(|| {
        let texts = [b"one", b"two", b"ten"].map(|remark| {
            let call = frame_system::Call::<Test>::remark { remark: remark.to_vec() };
            Text::of(call).note().whitelist()
        });
        assert_ok!(texts[0].enact(3, 20));
        assert_ok!(texts[1].enact(3, 20));
        assert_noop!(texts[2].enact(3, 20), E::AgendaFull);
        assert_ok!(texts[2].enact(3, 21));
    });
}

#[test]
fn the_one_who_noted_the_bytes_can_not_take_them_away_before_they_are_enacted() {
    with_council(|| {
        let text = ready();
        assert_ok!(text.enact(3, 20));
        assert_ok!(Preimage::unnote_preimage(RuntimeOrigin::signed(9), text.hash));
        assert_eq!(<Preimage as QueryPreimage>::len(&text.hash), Some(text.length));
        advance_to(21);
        assert!(was_enacted());
        // Nobody's bytes are removed when they are not needed any more.
        assert_eq!(<Preimage as QueryPreimage>::len(&text.hash), None);
    });
}
