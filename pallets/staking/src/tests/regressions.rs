use super::*;
use crate::{
    mock::{genesis, with_stakes, Balances, RuntimeHoldReason},
    Error, HoldReason, Stakes,
};
use frame_support::{assert_noop, traits::fungible::InspectHold};

fn on_hold(who: AccountId) -> Balance {
    Balances::balance_on_hold(&RuntimeHoldReason::Staking(HoldReason::Stake), &who)
}

#[test]
fn a_stake_that_is_spent_unstaked_and_restaked_earns_no_second_quota_in_one_epoch() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        next_epoch();
        spend(ALICE, now(), Diem(10 * DIEM));
        for _ in 0..3 {
            assert_ok!(Staking::unstake(signed(ALICE), 10 * VVV));
            assert_eq!(account(ALICE).quota.available, Diem::ZERO);
            assert_ok!(Staking::restake(signed(ALICE), 10 * VVV));
            assert_eq!(account(ALICE).quota.available, Diem::ZERO);
            assert_noop!(outcome(Staking::claim_quota(signed(BOB), ALICE)), Error::<Test>::AlreadyClaimed);
        }
        assert_ok!(Staking::stake(signed(ALICE), 10 * VVV));
        assert_eq!(account(ALICE).quota.granted, Diem(10 * DIEM));
        assert_eq!(Staking::epoch_info().minted, Diem(10 * DIEM));
        next_epoch();
        assert_eq!(account(ALICE).quota.granted, Diem(20 * DIEM));
    });
}

#[test]
fn a_stake_that_is_withdrawn_and_staked_by_another_account_earns_no_second_quota_in_one_epoch() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        set_rules(|rules| rules.unbonding_epochs = 1);
        next_epoch();
        spend(ALICE, now(), Diem(10 * DIEM));
        assert_ok!(Staking::unstake(signed(ALICE), 10 * VVV));
        assert_noop!(outcome(Staking::withdraw(signed(ALICE), ALICE)), Error::<Test>::NothingToWithdraw);
        next_epoch();
        assert_ok!(Staking::withdraw(signed(ALICE), ALICE));
        assert_ok!(Balances::transfer_allow_death(signed(ALICE), POOR, 11 * VVV));
        assert_ok!(Staking::stake(signed(POOR), 10 * VVV));
        assert_eq!((account(ALICE).quota.granted, account(POOR).quota.granted), (Diem(0), Diem(0)));
    });
}

#[test]
fn a_transfer_makes_no_fresh_quota_out_of_spent_quota() {
    with_stakes(&[(ALICE, 10 * VVV), (BOB, 10 * VVV)], || {
        next_epoch();
        spend(ALICE, now(), Diem(7 * DIEM));
        assert_noop!(
            outcome(Staking::transfer_quota(signed(ALICE), BOB, Diem(3 * DIEM + 1))),
            Error::<Test>::InsufficientQuota
        );
        assert_ok!(Staking::transfer_quota(signed(ALICE), BOB, Diem(3 * DIEM)));
        assert_ok!(Staking::transfer_quota(signed(BOB), ALICE, Diem(13 * DIEM)));
        spend(ALICE, now(), Diem(13 * DIEM));
        assert_eq!((account(ALICE).quota.available, account(BOB).quota.available), (Diem(0), Diem(0)));
        assert_noop!(outcome(Staking::claim_quota(signed(BOB), BOB)), Error::<Test>::AlreadyClaimed);
        let epoch = Staking::epoch_info();
        assert_eq!((epoch.minted, epoch.debited), (Diem(20 * DIEM), Diem(20 * DIEM)));
    });
}

#[test]
fn a_minimum_stake_does_not_trap_the_last_unit() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        next_epoch();
        assert_ok!(Staking::unstake(signed(ALICE), 9 * VVV));
        assert_ok!(Staking::unstake(signed(ALICE), VVV));
        assert_eq!(account(ALICE).staked, 0);
    });
}

#[test]
fn a_minimum_stake_that_was_raised_traps_nobody_below_it() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        next_epoch();
        set_rules(|rules| rules.min_stake = 100 * VVV);
        assert_noop!(outcome(Staking::unstake(signed(ALICE), VVV)), Error::<Test>::RemainderBelowMinimum);
        assert_ok!(Staking::unstake(signed(ALICE), 10 * VVV));
        next_epochs(7);
        assert_ok!(Staking::withdraw(signed(BOB), ALICE));
        assert_eq!(on_hold(ALICE), 0);
    });
}

#[test]
fn epochs_go_on_when_no_block_is_made_at_the_very_moment_of_their_end() {
    with_stakes(&[], || {
        next_epoch();
        for _ in 0..10 {
            let before = now();
            next_block(Staking::epoch_ends_at() + 1_234);
            next_block(Timestamp::get() + 2_000);
            assert_eq!(now(), before.next());
        }
    });
}

#[test]
fn events_report_what_was_moved() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        next_epoch();
        assert_ok!(Staking::unstake(signed(ALICE), 3 * VVV));
        next_epoch();
        assert_ok!(Staking::unstake(signed(ALICE), 2 * VVV));
        assert_noop!(outcome(Staking::restake(signed(ALICE), 6 * VVV)), Error::<Test>::NotUnlocking);
        events();
        let before = account(ALICE).staked;
        assert_ok!(Staking::restake(signed(ALICE), 4 * VVV));
        let amount = account(ALICE).staked - before;
        assert_eq!(events(), [Event::Restaked { who: ALICE, amount }]);
        next_epochs(7);
        assert_ok!(Staking::claim_quota(signed(BOB), ALICE));
        events();
        let before = Balances::free_balance(ALICE);
        assert_ok!(Staking::withdraw(signed(BOB), ALICE));
        let amount = Balances::free_balance(ALICE) - before;
        assert_eq!(amount, VVV);
        assert_eq!(events(), [Event::Withdrawn { who: ALICE, amount }]);
    });
}

#[test]
fn what_is_taken_from_a_chunk_is_staked_to_the_planck() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        for _ in 0..3 {
            next_epoch();
            assert_ok!(Staking::unstake(signed(ALICE), 2 * VVV + 1));
        }
        for amount in [1, VVV, 3 * VVV + 2, 2 * VVV] {
            let before = Stakes::<Test>::get(ALICE).unwrap();
            assert_ok!(Staking::restake(signed(ALICE), amount));
            let after = Stakes::<Test>::get(ALICE).unwrap();
            assert_eq!(after.staked() - before.staked(), amount);
            assert_eq!(before.unlocking_total() - after.unlocking_total(), amount);
            assert_eq!((after.on_hold(), on_hold(ALICE)), (10 * VVV, 10 * VVV));
        }
    });
}

#[test]
fn a_second_unstake_works_after_a_claim_and_after_a_withdrawal() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        next_epoch();
        assert_ok!(Staking::unstake(signed(ALICE), 2 * VVV));
        assert_ok!(Staking::unstake(signed(ALICE), VVV));
        next_epoch();
        assert_ok!(Staking::claim_quota(signed(ALICE), ALICE));
        assert_ok!(Staking::unstake(signed(ALICE), 2 * VVV));
        next_epochs(7);
        assert_ok!(Staking::claim_quota(signed(ALICE), ALICE));
        assert_ok!(Staking::withdraw(signed(ALICE), ALICE));
        assert_ok!(Staking::unstake(signed(ALICE), 5 * VVV));
        next_epochs(7);
        assert_ok!(Staking::withdraw(signed(ALICE), ALICE));
        assert_eq!((on_hold(ALICE), Stakes::<Test>::get(ALICE)), (0, None));
        assert_ok!(Staking::stake(signed(ALICE), VVV));
        assert_ok!(Staking::unstake(signed(ALICE), VVV));
    });
}

#[test]
fn nobody_else_can_add_to_what_an_account_stores() {
    let mut chain = genesis(&[(ALICE, 10 * VVV), (BOB, 10 * VVV)], StakingParameters::default());
    chain.execute_with(|| {
        next_block(1);
        for _ in 0..3 {
            next_epoch();
            assert_ok!(Staking::unstake(signed(ALICE), VVV));
        }
        let before = account(ALICE).unlocking;
        for _ in 0..5 {
            let _ = outcome(Staking::withdraw(signed(BOB), ALICE));
            let _ = outcome(Staking::claim_quota(signed(BOB), ALICE));
            assert_ok!(Staking::transfer_quota(signed(BOB), ALICE, Diem(DIEM / 1_000)));
            assert_ok!(Staking::unstake(signed(BOB), VVV));
        }
        assert_eq!(account(ALICE).unlocking, before);
        next_epoch();
        assert_ok!(Staking::unstake(signed(ALICE), VVV));
        Staking::do_try_state().unwrap();
    });
}
