//! Every call, every error, every event, and the sessions that follow from them.
#![allow(clippy::unwrap_used, reason = "a test that can't be set up fails")]

use crate::{mock::*, Error, Event, Validators as Set};
use frame_support::{assert_noop, assert_ok};
use pallet_session::SessionManager;
use sp_runtime::{testing::UintAuthorityId, traits::BadOrigin};

fn set_keys(who: AccountId) {
    assert_ok!(Session::set_keys(RuntimeOrigin::signed(who), UintAuthorityId(who), vec![]));
}

fn purge_keys(who: AccountId) {
    assert_ok!(Session::purge_keys(RuntimeOrigin::signed(who)));
}

fn add(who: AccountId) {
    assert_ok!(Validators::add_validator(RuntimeOrigin::root(), who));
}

fn remove(who: AccountId) {
    assert_ok!(Validators::remove_validator(RuntimeOrigin::root(), who));
}

mod genesis {
    use super::*;

    #[test]
    fn begins_with_the_set_that_it_lists() {
        with_validators(&[1, 2], || {
            assert_eq!(Set::<Test>::get().into_inner(), [1, 2]);
            assert_eq!(Session::validators(), [1, 2]);
        });
    }

    #[test]
    #[should_panic(expected = "the set is empty, nobody could produce a block")]
    fn refuses_an_empty_set() {
        sp_io::TestExternalities::default().execute_with(|| Validators::new_session_genesis(0));
    }

    #[test]
    #[should_panic(expected = "1 is listed twice")]
    fn refuses_an_account_that_is_listed_twice() {
        genesis(&[1, 2, 1]);
    }

    #[test]
    #[should_panic(expected = "more than 4 are listed")]
    fn refuses_more_than_fit() {
        genesis(&[1, 2, 3, 4, 5]);
    }

    #[test]
    #[should_panic(expected = "2 has no session keys")]
    fn refuses_a_validator_without_keys() {
        genesis_with_keys(&[1, 2], &[1]);
    }
}

mod add_validator {
    use super::*;

    #[test]
    fn an_added_account_validates_from_the_session_after_the_next_on() {
        with_validators(&[1, 2], || {
            set_keys(3);
            add(3);
            assert_eq!(events(), [Event::ValidatorAdded { who: 3 }]);
            assert_eq!(Set::<Test>::get().into_inner(), [1, 2, 3]);

            next_session();
            assert_eq!(Session::validators(), [1, 2]);
            next_session();
            assert_eq!(Session::validators(), [1, 2, 3]);
            assert_eq!(events(), []);
        });
    }

    #[test]
    fn refuses_any_origin_but_governance() {
        with_validators(&[1], || {
            set_keys(2);
            assert_noop!(Validators::add_validator(RuntimeOrigin::signed(1), 2), BadOrigin);
            assert_noop!(Validators::add_validator(RuntimeOrigin::none(), 2), BadOrigin);
        });
    }

    #[test]
    fn refuses_an_account_without_session_keys() {
        with_validators(&[1], || {
            assert_noop!(Validators::add_validator(RuntimeOrigin::root(), 2), Error::<Test>::NoSessionKeys);
        });
    }

    #[test]
    fn refuses_an_account_that_is_in_the_set() {
        with_validators(&[1, 2], || {
            assert_noop!(
                Validators::add_validator(RuntimeOrigin::root(), 2),
                Error::<Test>::AlreadyValidator
            );
            // Also when it could not take part.
            purge_keys(2);
            assert_noop!(
                Validators::add_validator(RuntimeOrigin::root(), 2),
                Error::<Test>::AlreadyValidator
            );
        });
    }

    #[test]
    fn refuses_one_more_than_fits() {
        with_validators(&[1, 2, 3, 4], || {
            set_keys(5);
            assert_noop!(
                Validators::add_validator(RuntimeOrigin::root(), 5),
                Error::<Test>::TooManyValidators
            );
            remove(4);
            add(5);
            assert_eq!(Set::<Test>::get().into_inner(), [1, 2, 3, 5]);
        });
    }
}

mod remove_validator {
    use super::*;

    #[test]
    fn a_removed_account_validates_until_the_end_of_the_next_session() {
        with_validators(&[1, 2, 3], || {
            remove(2);
            assert_eq!(events(), [Event::ValidatorRemoved { who: 2 }]);
            assert_eq!(Set::<Test>::get().into_inner(), [1, 3]);

            next_session();
            assert_eq!(Session::validators(), [1, 2, 3]);
            next_session();
            assert_eq!(Session::validators(), [1, 3]);
        });
    }

    #[test]
    fn refuses_any_origin_but_governance() {
        with_validators(&[1, 2], || {
            assert_noop!(Validators::remove_validator(RuntimeOrigin::signed(1), 2), BadOrigin);
            assert_noop!(Validators::remove_validator(RuntimeOrigin::none(), 2), BadOrigin);
        });
    }

    #[test]
    fn refuses_an_account_that_is_not_in_the_set() {
        with_validators(&[1, 2], || {
            assert_noop!(Validators::remove_validator(RuntimeOrigin::root(), 3), Error::<Test>::NotValidator);
        });
    }

    #[test]
    fn refuses_the_last_one() {
        with_validators(&[1, 2], || {
            remove(1);
            assert_noop!(
                Validators::remove_validator(RuntimeOrigin::root(), 2),
                Error::<Test>::LastValidator
            );
        });
    }

    #[test]
    fn refuses_the_last_one_that_has_session_keys() {
        with_validators(&[1, 2, 3], || {
            purge_keys(2);
            purge_keys(3);
            assert_noop!(
                Validators::remove_validator(RuntimeOrigin::root(), 1),
                Error::<Test>::LastValidator
            );
            // The others may go, as they are of no use.
            remove(2);
            remove(3);
        });
    }
}

mod sessions {
    use super::*;

    #[test]
    fn an_unchanged_set_plans_no_change() {
        with_validators(&[1, 2], || {
            next_session();
            assert_eq!(Validators::new_session(9), None);
            assert!(!pallet_session::QueuedChanged::<Test>::get());
            assert_eq!(events(), []);
        });
    }

    #[test]
    fn a_validator_without_keys_is_skipped_with_an_event_and_stays_in_the_set() {
        with_validators(&[1, 2, 3], || {
            purge_keys(2);
            next_session();
            assert_eq!(events(), [Event::ValidatorSkipped { who: 2, session: 2 }]);
            // The consensus pallets are told, or they would go on with the keys of an account that left.
            assert!(pallet_session::QueuedChanged::<Test>::get());

            next_session();
            assert_eq!(Session::validators(), [1, 3]);
            assert_eq!(Set::<Test>::get().into_inner(), [1, 2, 3]);
        });
    }

    #[test]
    fn a_skipped_validator_takes_part_again_once_it_has_keys() {
        with_validators(&[1, 2], || {
            purge_keys(2);
            next_session();
            next_session();
            assert_eq!(Session::validators(), [1]);

            set_keys(2);
            next_session();
            next_session();
            assert_eq!(Session::validators(), [1, 2]);
        });
    }

    #[test]
    fn the_running_validators_go_on_when_nobody_in_the_set_has_keys() {
        with_validators(&[1, 2], || {
            set_keys(3);
            add(3);
            remove(1);
            remove(2);
            purge_keys(3);
            events();

            next_session();
            assert_eq!(
                events(),
                [Event::ValidatorSkipped { who: 3, session: 2 }, Event::FormerSetKept { session: 2 }]
            );
            next_session();
            assert_eq!(Session::validators(), [1, 2]);
        });
    }

    #[test]
    fn of_the_running_validators_only_those_with_keys_go_on() {
        with_validators(&[1, 2], || {
            set_keys(3);
            add(3);
            remove(1);
            remove(2);
            purge_keys(3);
            purge_keys(1);

            next_session();
            assert!(pallet_session::QueuedChanged::<Test>::get());
            next_session();
            assert_eq!(Session::validators(), [2]);
        });
    }

    #[test]
    fn no_change_is_planned_when_nobody_at_all_has_keys() {
        with_validators(&[1, 2], || {
            purge_keys(1);
            purge_keys(2);
            for _ in 0..3 {
                next_session();
                // Aura and GRANDPA keep their authorities, so that the chain can be repaired from within.
                assert!(!pallet_session::QueuedChanged::<Test>::get());
            }

            set_keys(2);
            next_session();
            assert!(pallet_session::QueuedChanged::<Test>::get());
            next_session();
            assert_eq!(Session::validators(), [2]);
        });
    }
}

mod state {
    use super::*;
    use crate::Pallet;
    use frame_support::BoundedVec;

    #[test]
    fn an_empty_set_is_found() {
        genesis(&[1]).execute_with(|| {
            Set::<Test>::kill();
            assert_eq!(Pallet::<Test>::do_try_state(), Err("the set of validators is empty".into()));
        });
    }

    #[test]
    fn a_duplicate_is_found() {
        genesis(&[1]).execute_with(|| {
            Set::<Test>::put(BoundedVec::truncate_from(vec![1, 1]));
            assert_eq!(Pallet::<Test>::do_try_state(), Err("an account is in the set twice".into()));
        });
    }
}
