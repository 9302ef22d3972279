//! The veto.

use super::*;

#[test]
fn as_many_as_could_have_withheld_the_majority_cancel() {
    with_council(|| {
        let text = ready();
        assert_ok!(text.enact(3, 20));
        events();
        for origin in [RuntimeOrigin::signed(1), RuntimeOrigin::none(), members(2)] {
            assert_noop!(Enactment::cancel(origin, text.hash), BadOrigin);
        }
        assert_ok!(Enactment::cancel(members(3), text.hash));
        assert_eq!(
            events(),
            [
                pallet_scheduler::Event::Canceled { when: 21, index: 0 }.into(),
                Event::EnactmentCancelled { call_hash: text.hash }.into(),
            ]
        );
        assert_eq!(advance_to(100), []);
        assert!(!was_enacted());
    });
}

#[test]
fn what_is_not_scheduled_can_not_be_cancelled() {
    with_council(|| {
        let text = ready();
        assert_noop!(Enactment::cancel(members(5), text.hash), E::NotScheduled);
        assert_ok!(text.enact(3, 20));
        assert_ok!(Enactment::cancel(members(5), text.hash));
        assert_noop!(Enactment::cancel(members(5), text.hash), E::NotScheduled);
    });
}

#[test]
fn what_was_dispatched_can_not_be_cancelled() {
    with_council(|| {
        let text = ready();
        assert_ok!(text.enact(3, 20));
        advance_to(21);
        assert_noop!(Enactment::cancel(members(5), text.hash), E::NotScheduled);
    });
}

#[test]
fn what_was_cancelled_may_be_enacted_again_with_its_whole_delay() {
    with_council(|| {
        let text = ready();
        assert_ok!(text.enact(3, 20));
        advance_to(20);
        assert_ok!(Enactment::cancel(members(3), text.hash));
        assert_noop!(text.enact(3, 1), E::DelayTooShort);
        assert_ok!(text.enact(3, 20));
        advance_to(39);
        assert!(!was_enacted());
        advance_to(40);
        assert!(was_enacted());
    });
}

#[test]
fn what_others_scheduled_can_not_be_cancelled() {
    with_council(|| {
        let text = ready();
        let call = Box::new(root_call().into());
        let root = RuntimeOrigin::root();
        assert_ok!(Scheduler::schedule_named(root, text.hash.into(), 30, None, 0, call));
        assert_noop!(Enactment::cancel(members(5), text.hash), E::NotScheduled);
        // Nor does it stand in the way.
        assert_ok!(text.enact(3, 20));
    });
}
