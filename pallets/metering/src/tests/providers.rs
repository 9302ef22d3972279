//! Registering, pledging, leaving, and the bond.

use super::*;
use crate::{HoldReason, Listings, Provider, Providers};
use sp_runtime::TokenError;

fn register(who: AccountId, capacity: u128) -> DispatchResult {
    Metering::register_provider(signed(who), Diem(capacity), Default::default())
}

fn stored(who: AccountId) -> Provider {
    Providers::<Test>::get(who).unwrap()
}

fn bond(who: AccountId) -> Balance {
    held(HoldReason::Bond, who)
}

fn withdraw(who: AccountId) -> frame_support::dispatch::DispatchResultWithPostInfo {
    Metering::withdraw_bond(signed(STRANGER), who)
}

fn pledged(epoch: EpochIndex) -> u128 {
    <Metering as Capacity>::pledged(epoch).0 / DIEM
}

#[test]
fn a_pledge_stands_behind_a_bond_and_counts_from_the_next_epoch_on() {
    run(|| {
        assert_ok!(register(OWNER, 100 * DIEM));
        assert_eq!(
            events(),
            [Event::ProviderRegistered { provider: OWNER, capacity: Diem(100 * DIEM), bond: 1_000 * VVV }]
        );
        assert_eq!(bond(OWNER), 1_000 * VVV);
        assert_eq!((pledged(epoch()), pledged(epoch().next())), (1_040, 1_140));
        next_epochs(1);
        assert_eq!(Staking::epoch_info().capacity, Diem(1_140 * DIEM));
    });
}

#[test]
fn a_bond_is_rounded_up_to_the_planck() {
    run(|| {
        let parameters = crate::MeteringParameters { bond_per_diem: VVV / 3, ..Default::default() };
        assert_ok!(Metering::set_parameters(RuntimeOrigin::root(), parameters));
        assert_ok!(register(OWNER, DIEM + 1));
        assert_eq!(bond(OWNER), VVV / 3 + 1);
    });
}

#[test]
fn registering_is_refused_where_it_can_not_stand() {
    run(|| {
        assert_noop!(register(PROVIDER, 100 * DIEM), E::AlreadyRegistered);
        assert_noop!(register(OWNER, DIEM - 1), E::BelowMinimumCapacity);
        assert_noop!(register(OWNER, 0), E::BelowMinimumCapacity);
        assert_noop!(register(OWNER, 10_000 * DIEM), TokenError::FundsUnavailable);
        assert_noop!(register(POOR, DIEM), TokenError::FundsUnavailable);
        // A bond that does not fit into 128 bits is one that nobody has.
        assert_noop!(register(OWNER, u128::MAX), TokenError::FundsUnavailable);
    });
}

#[test]
fn a_higher_pledge_holds_the_missing_bond_at_once() {
    run(|| {
        assert_ok!(Metering::set_capacity(signed(SECOND), Diem(60 * DIEM)));
        assert_eq!(
            events(),
            [Event::CapacitySet { provider: SECOND, capacity: Diem(60 * DIEM), bond: 600 * VVV }]
        );
        assert_eq!(bond(SECOND), 600 * VVV);
        assert_eq!((pledged(epoch()), pledged(epoch().next())), (1_040, 1_060));
        assert_noop!(outcome(withdraw(SECOND)), E::NothingToWithdraw);
    });
}

#[test]
fn the_excess_of_a_lowered_pledge_comes_free_after_the_dispute_window_of_the_last_lowering() {
    run(|| {
        assert_ok!(Metering::set_capacity(signed(SECOND), Diem(20 * DIEM)));
        assert_eq!(
            events(),
            [Event::CapacitySet { provider: SECOND, capacity: Diem(20 * DIEM), bond: 400 * VVV }]
        );
        assert_eq!(stored(SECOND).bond_free_at, EpochIndex(4));
        next_epochs(1);
        assert_ok!(Metering::set_capacity(signed(SECOND), Diem(10 * DIEM)));
        next_epochs(2);
        assert_noop!(outcome(withdraw(SECOND)), E::BondNotFree);
        next_epochs(1);
        events();
        assert_ok!(withdraw(SECOND));
        assert_eq!(events(), [Event::BondWithdrawn { provider: SECOND, amount: 300 * VVV }]);
        assert_eq!(bond(SECOND), 100 * VVV);
        assert_noop!(outcome(withdraw(SECOND)), E::NothingToWithdraw);
    });
}

#[test]
fn a_pledge_that_is_raised_again_takes_the_bond_that_is_still_there() {
    run(|| {
        assert_ok!(Metering::set_capacity(signed(SECOND), Diem(20 * DIEM)));
        assert_ok!(Metering::set_capacity(signed(SECOND), Diem(30 * DIEM)));
        assert_eq!(bond(SECOND), 400 * VVV);
        next_epochs(3);
        assert_ok!(withdraw(SECOND));
        assert_eq!(bond(SECOND), 300 * VVV);
    });
}

#[test]
fn changing_a_pledge_is_refused_where_it_can_not_stand() {
    run(|| {
        let set = |who, capacity| Metering::set_capacity(signed(who), Diem(capacity));
        assert_noop!(set(OWNER, 5 * DIEM), E::UnknownProvider);
        assert_noop!(set(SECOND, DIEM - 1), E::BelowMinimumCapacity);
        assert_noop!(set(SECOND, 40 * DIEM), E::Unchanged);
        assert_noop!(set(SECOND, 20_000 * DIEM), TokenError::FundsUnavailable);
        assert_noop!(set(SECOND, u128::MAX), TokenError::FundsUnavailable);
        assert_ok!(Metering::deregister_provider(signed(SECOND)));
        assert_noop!(set(SECOND, 50 * DIEM), E::ProviderIsLeaving);
    });
}

#[test]
fn a_provider_that_leaves_settles_what_it_served_and_then_gets_its_bond() {
    run(|| {
        let budget = open(OWNER, shared(10));
        assert_ok!(Metering::deregister_provider(signed(PROVIDER)));
        assert_eq!(
            events().last(),
            Some(&Event::ProviderLeaving { provider: PROVIDER, bond_free_at: EpochIndex(4) })
        );
        assert_eq!((pledged(epoch()), pledged(epoch().next())), (1_040, 40));
        assert_eq!(bill(budget, vec![work(2)]), all_charged(2, 1));

        next_epochs(1);
        assert_eq!(bill(budget, vec![work(1)]), all_rejected(&[RejectionReason::CapacityExceeded]));
        assert_eq!(bill_into(EpochIndex(1), budget, vec![work(1)]), all_charged(1, 1));

        next_epochs(2);
        assert_noop!(outcome(withdraw(SECOND)), E::NothingToWithdraw);
        events();
        assert_ok!(withdraw(PROVIDER));
        assert_eq!(
            events(),
            [
                Event::BondWithdrawn { provider: PROVIDER, amount: 10_000 * VVV },
                Event::EarningsClaimed { provider: PROVIDER, amount: 3 * VALUE_PER_DIEM },
                Event::ProviderRemoved { provider: PROVIDER }
            ]
        );
        assert_eq!(bond(PROVIDER), 0);
        assert_eq!(Listings::<Test>::iter_prefix(PROVIDER).count(), 0);
        assert_noop!(outcome(withdraw(PROVIDER)), E::UnknownProvider);
    });
}

#[test]
fn a_bond_stays_while_what_was_settled_can_be_disputed() {
    run(|| {
        assert_ok!(Metering::deregister_provider(signed(PROVIDER)));
        for _ in 0..2 {
            next_epochs(1);
            assert_noop!(outcome(withdraw(PROVIDER)), E::BondNotFree);
            assert_noop!(register(PROVIDER, DIEM), E::AlreadyRegistered);
        }
        next_epochs(1);
        assert_ok!(withdraw(PROVIDER));
        // It may come back, as anybody may.
        assert_ok!(register(PROVIDER, DIEM));
        assert_eq!(stored(PROVIDER).next_sequence, 0);
    });
}

#[test]
fn leaving_is_refused_to_who_is_not_there() {
    run(|| {
        assert_noop!(Metering::deregister_provider(signed(OWNER)), E::UnknownProvider);
        assert_ok!(Metering::deregister_provider(signed(SECOND)));
        assert_noop!(Metering::deregister_provider(signed(SECOND)), E::ProviderIsLeaving);
    });
}

#[test]
fn who_stays_is_charged_for_no_removal() {
    run(|| {
        assert_ok!(Metering::set_capacity(signed(SECOND), Diem(20 * DIEM)));
        next_epochs(3);
        let post = withdraw(SECOND).unwrap();
        assert_eq!(post.actual_weight, Some(<() as crate::WeightInfo>::withdraw_bond()));
    });
}

#[test]
fn a_higher_bond_per_diem_binds_at_the_next_change_of_the_pledge() {
    run(|| {
        let dearer = crate::MeteringParameters { bond_per_diem: 20 * VVV, ..Default::default() };
        assert_ok!(Metering::set_parameters(RuntimeOrigin::root(), dearer));
        assert_noop!(outcome(withdraw(SECOND)), E::NothingToWithdraw);
        assert_ok!(Metering::set_capacity(signed(SECOND), Diem(41 * DIEM)));
        assert_eq!(bond(SECOND), 820 * VVV);
    });
}
