//! What happens on the block that is due.

use super::*;
use frame_support::dispatch::PostDispatchInfo;

#[test]
fn a_call_that_fails_is_enacted_and_says_why() {
    with_council(|| {
        // Root is not an account: the call reaches Root, and refuses it.
        let text = Text::of(pallet_balances::Call::<Test>::transfer_all { dest: 1, keep_alive: true });
        let text = text.note().whitelist();
        assert_ok!(text.enact(3, 20));
        let events = advance_to(21);
        let [RuntimeEvent::Whitelist(pallet_whitelist::Event::WhitelistedCallDispatched {
            call_hash,
            result: Err(refusal),
        }), last] = events.as_slice()
        else {
            panic!("{events:?}")
        };
        assert_eq!((*call_hash, refusal.error), (text.hash, DispatchError::BadOrigin));
        assert_eq!(*last, dispatched(&text, 21, Ok(())));
        assert!(!WhitelistedCall::<Test>::contains_key(text.hash));
    });
}

#[test]
fn a_call_that_was_taken_off_the_list_fails_visibly_and_waits_for_nothing() {
    with_council(|| {
        let text = ready();
        assert_ok!(text.enact(3, 20));
        assert_ok!(Whitelist::remove_whitelisted_call(members(3), text.hash));
        assert_eq!(advance_to(21), [dispatched(&text, 21, Err(E::NotWhitelisted.into()))]);
        assert!(!was_enacted());

        // Whitelisted again, nobody dispatches it without another delay.
        let text = text.whitelist();
        assert!(!pallet_whitelist::DeferredDispatch::<Test>::contains_key(text.hash));
        for origin in [RuntimeOrigin::signed(1), members(5)] {
            assert!(
                Whitelist::dispatch_whitelisted_call(origin, text.hash, text.length, text.weight).is_err()
            );
        }
        advance_to(100);
        assert!(!was_enacted());
    });
}

#[test]
fn nobody_but_root_dispatches() {
    with_council(|| {
        let text = ready();
        for origin in [RuntimeOrigin::none(), RuntimeOrigin::signed(1), members(5)] {
            assert_noop!(Enactment::dispatch(origin, text.hash, text.length, text.weight), BadOrigin);
        }
        let root = RuntimeOrigin::root();
        let post = Enactment::dispatch(root, text.hash, text.length, text.weight).unwrap();
        assert!(was_enacted());
        let call = crate::Call::<Test>::dispatch {
            call_hash: text.hash,
            call_len: text.length,
            call_weight: text.weight,
        };
        let PostDispatchInfo { actual_weight, .. } = post;
        assert!(actual_weight.is_none_or(|used| used.all_lte(call.get_dispatch_info().call_weight)));
    });
}

#[test]
fn what_is_not_whitelisted_is_refused_rather_than_deferred() {
    with_council(|| {
        let text = Text::of(root_call()).note();
        let root = RuntimeOrigin::root();
        assert_noop!(Enactment::dispatch(root, text.hash, text.length, text.weight), E::NotWhitelisted);
    });
}

#[test]
fn a_call_that_an_upgrade_made_heavier_is_refused_by_the_whitelist() {
    with_council(|| {
        let text = ready();
        let root = RuntimeOrigin::root();
        let refused = Enactment::dispatch(root, text.hash, text.length, Weight::zero());
        let error = pallet_whitelist::Error::<Test>::InvalidCallWeightWitness;
        assert_eq!(refused.map_err(|refused| refused.error), Err(error.into()));
        assert!(WhitelistedCall::<Test>::contains_key(text.hash));
    });
}

#[test]
fn of_two_calls_for_one_block_that_has_room_for_one_the_other_follows() {
    with_council(|| {
        let texts = [1, 2].map(|key| {
            let items = vec![(vec![key], vec![key])];
            let text = Text::of(frame_system::Call::<Test>::set_storage { items }).note().whitelist();
            let weight = Weight::from_parts(300_000_000_000, text.weight.proof_size());
            Text { weight, ..text }
        });
        for text in &texts {
            assert_ok!(text.enact(3, 20));
        }
        let postponed = pallet_scheduler::Event::AgendaIncomplete { when: 21 };
        assert_eq!(advance_to(21).last(), Some(&postponed.into()));
        assert_eq!([1, 2].map(|key| sp_io::storage::get(&[key]).is_some()), [true, false]);
        // It can't be cancelled any more, as the scheduler has taken its name away; the whitelist still stops it.
        assert_noop!(Enactment::cancel(members(5), texts[1].hash), E::NotScheduled);
        advance_to(22);
        assert!(sp_io::storage::get(&[2]).is_some());
    });
}
