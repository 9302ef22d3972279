//! Stake, unstake, restake, withdraw.

use super::*;
use crate::{
    mock::{with_stakes, Balances, RuntimeHoldReason},
    Error, HoldReason, Ledgers, Stakes, TotalWeight,
};
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use sp_runtime::{traits::BadOrigin, TokenError};

fn on_hold(who: AccountId) -> Balance {
    Balances::balance_on_hold(&RuntimeHoldReason::Staking(HoldReason::Stake), &who)
}

fn chunks(who: AccountId) -> Vec<(Balance, u32)> {
    account(who).unlocking.iter().map(|chunk| (chunk.amount, chunk.matures_at.0)).collect()
}

#[test]
fn a_stake_is_held_and_weighs_from_the_next_epoch_on() {
    with_stakes(&[], || {
        next_epoch();
        events();
        assert_ok!(Staking::stake(signed(ALICE), 10 * VVV));
        assert_eq!(events(), [Event::Staked { who: ALICE, amount: 10 * VVV }]);
        assert_eq!(on_hold(ALICE), 10 * VVV);
        assert_eq!(Balances::free_balance(ALICE), 999_990 * VVV);
        let info = account(ALICE);
        assert_eq!((info.staked, info.weight, info.next_weight), (10 * VVV, 0, 10 * VVV));
        assert_eq!(TotalWeight::<Test>::get().at(now()), Some(&0));

        next_epoch();
        let info = account(ALICE);
        assert_eq!((info.staked, info.weight, info.next_weight), (10 * VVV, 10 * VVV, 10 * VVV));
        assert_eq!(TotalWeight::<Test>::get().at(now()), Some(&(10 * VVV)));
    });
}

#[test]
fn more_may_be_staked_than_the_minimum_by_less_than_the_minimum() {
    with_stakes(&[(ALICE, VVV)], || {
        next_epoch();
        assert_ok!(Staking::stake(signed(ALICE), 1));
        assert_eq!(account(ALICE).next_weight, VVV + 1);
    });
}

#[test]
fn a_stake_is_refused_that_is_zero_too_small_or_not_there() {
    with_stakes(&[], || {
        next_epoch();
        assert_noop!(outcome(Staking::stake(signed(ALICE), 0)), Error::<Test>::ZeroAmount);
        assert_noop!(outcome(Staking::stake(signed(ALICE), VVV - 1)), Error::<Test>::BelowMinimumStake);
        assert_noop!(outcome(Staking::stake(signed(ALICE), 1_000_001 * VVV)), TokenError::FundsUnavailable);
        assert_noop!(outcome(Staking::stake(signed(ALICE), u128::MAX)), TokenError::FundsUnavailable);
        assert_noop!(outcome(Staking::stake(signed(POOR), VVV)), TokenError::FundsUnavailable);
        assert_noop!(outcome(Staking::stake(root(), VVV)), BadOrigin);
    });
}

#[test]
fn a_stake_leaves_the_existential_deposit() {
    with_stakes(&[], || {
        next_epoch();
        assert_noop!(outcome(Staking::stake(signed(ALICE), 1_000_000 * VVV)), TokenError::FundsUnavailable);
        assert_ok!(Staking::stake(signed(ALICE), 1_000_000 * VVV - VVV / 1_000));
    });
}

#[test]
fn unstaked_vvv_weighs_until_the_end_of_the_epoch_and_comes_free_after_the_unbonding_epochs() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        next_epoch();
        events();
        assert_ok!(Staking::unstake(signed(ALICE), 4 * VVV));
        assert_eq!(
            events(),
            [
                Event::QuotaMinted { who: ALICE, epoch: EpochIndex(1), amount: Diem(10 * DIEM) },
                Event::Unstaked { who: ALICE, amount: 4 * VVV, matures_at: EpochIndex(8) },
            ]
        );
        let info = account(ALICE);
        assert_eq!((info.staked, info.weight, info.next_weight), (6 * VVV, 10 * VVV, 6 * VVV));
        assert_eq!(on_hold(ALICE), 10 * VVV);

        next_epochs(6);
        assert_eq!((now(), account(ALICE).withdrawable), (EpochIndex(7), 0));
        assert_noop!(outcome(Staking::withdraw(signed(BOB), ALICE)), Error::<Test>::NothingToWithdraw);
        next_epoch();
        assert_eq!(account(ALICE).withdrawable, 4 * VVV);
        events();
        assert_ok!(Staking::withdraw(signed(BOB), ALICE));
        assert_eq!(
            events(),
            [
                Event::Withdrawn { who: ALICE, amount: 4 * VVV },
                Event::QuotaMinted { who: ALICE, epoch: EpochIndex(7), amount: Diem(6 * DIEM) },
                Event::QuotaMinted { who: ALICE, epoch: EpochIndex(8), amount: Diem(6 * DIEM) },
            ]
        );
        assert_eq!(on_hold(ALICE), 6 * VVV);
        assert_eq!(chunks(ALICE), []);
    });
}

#[test]
fn an_unstake_is_refused_that_is_zero_more_than_there_is_or_leaves_less_than_the_minimum() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        next_epoch();
        assert_noop!(outcome(Staking::unstake(signed(ALICE), 0)), Error::<Test>::ZeroAmount);
        assert_noop!(
            outcome(Staking::unstake(signed(ALICE), 10 * VVV + 1)),
            Error::<Test>::InsufficientStake
        );
        assert_noop!(
            outcome(Staking::unstake(signed(ALICE), 9 * VVV + 1)),
            Error::<Test>::RemainderBelowMinimum
        );
        assert_noop!(outcome(Staking::unstake(signed(BOB), 1)), Error::<Test>::InsufficientStake);
        assert_noop!(outcome(Staking::unstake(root(), VVV)), BadOrigin);
        assert_ok!(Staking::unstake(signed(ALICE), 9 * VVV));
        assert_noop!(outcome(Staking::unstake(signed(ALICE), VVV + 1)), Error::<Test>::InsufficientStake);
    });
}

#[test]
fn what_is_unstaked_in_one_epoch_is_one_chunk() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        next_epoch();
        assert_ok!(Staking::unstake(signed(ALICE), VVV));
        assert_ok!(Staking::unstake(signed(ALICE), 2 * VVV));
        assert_eq!(chunks(ALICE), [(3 * VVV, 8)]);
        next_epoch();
        assert_ok!(Staking::unstake(signed(ALICE), VVV));
        assert_eq!(chunks(ALICE), [(3 * VVV, 8), (VVV, 9)]);
    });
}

#[test]
fn chunks_stay_in_order_when_the_unbonding_period_becomes_shorter() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        next_epoch();
        assert_ok!(Staking::unstake(signed(ALICE), VVV));
        set_rules(|rules| rules.unbonding_epochs = 2);
        assert_ok!(Staking::unstake(signed(ALICE), 2 * VVV));
        assert_eq!(chunks(ALICE), [(2 * VVV, 3), (VVV, 8)]);
    });
}

#[test]
fn one_chunk_more_than_there_may_be_is_refused_until_one_has_matured() {
    with_stakes(&[(ALICE, 20 * VVV)], || {
        for _ in 0..4 {
            next_epoch();
            assert_ok!(Staking::unstake(signed(ALICE), VVV));
        }
        next_epoch();
        assert_noop!(outcome(Staking::unstake(signed(ALICE), VVV)), Error::<Test>::TooManyUnlockingChunks);
        next_epochs(3);
        events();
        assert_ok!(Staking::unstake(signed(ALICE), VVV));
        assert_eq!(chunks(ALICE), [(VVV, 9), (VVV, 10), (VVV, 11), (VVV, 15)]);
        let matured = Event::Withdrawn { who: ALICE, amount: VVV };
        assert_eq!(events().first(), Some(&matured));
        assert_eq!(on_hold(ALICE), 19 * VVV);
    });
}

#[test]
fn a_restake_takes_what_would_mature_last_and_weighs_from_the_next_epoch_on() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        next_epoch();
        assert_ok!(Staking::unstake(signed(ALICE), 3 * VVV));
        next_epoch();
        assert_ok!(Staking::unstake(signed(ALICE), 2 * VVV));
        events();
        assert_ok!(Staking::restake(signed(ALICE), 4 * VVV));
        assert_eq!(events(), [Event::Restaked { who: ALICE, amount: 4 * VVV }]);
        assert_eq!(chunks(ALICE), [(VVV, 8)]);
        let info = account(ALICE);
        assert_eq!((info.staked, info.weight, info.next_weight), (9 * VVV, 7 * VVV, 9 * VVV));
        assert_eq!(on_hold(ALICE), 10 * VVV);
    });
}

#[test]
fn what_has_matured_and_was_not_withdrawn_may_be_restaked() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        next_epoch();
        assert_ok!(Staking::unstake(signed(ALICE), 10 * VVV));
        next_epochs(7);
        assert_eq!(account(ALICE).withdrawable, 10 * VVV);
        assert_ok!(Staking::restake(signed(ALICE), 10 * VVV));
        assert_eq!((account(ALICE).staked, account(ALICE).withdrawable), (10 * VVV, 0));
    });
}

#[test]
fn a_restake_is_refused_that_is_zero_more_than_is_unlocking_or_too_small_to_stake() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        next_epoch();
        assert_noop!(outcome(Staking::restake(signed(ALICE), VVV)), Error::<Test>::NotUnlocking);
        assert_noop!(outcome(Staking::restake(signed(BOB), VVV)), Error::<Test>::NotUnlocking);
        assert_ok!(Staking::unstake(signed(ALICE), 10 * VVV));
        assert_noop!(outcome(Staking::restake(signed(ALICE), 0)), Error::<Test>::ZeroAmount);
        assert_noop!(outcome(Staking::restake(signed(ALICE), 10 * VVV + 1)), Error::<Test>::NotUnlocking);
        assert_noop!(outcome(Staking::restake(signed(ALICE), u128::MAX)), Error::<Test>::NotUnlocking);
        assert_noop!(outcome(Staking::restake(signed(ALICE), VVV - 1)), Error::<Test>::BelowMinimumStake);
        assert_noop!(outcome(Staking::restake(root(), VVV)), BadOrigin);
    });
}

#[test]
fn whoever_withdraws_everything_leaves_nothing_behind() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        next_epoch();
        assert_ok!(Staking::unstake(signed(ALICE), 10 * VVV));
        next_epochs(7);
        events();
        assert_ok!(Staking::withdraw(signed(ALICE), ALICE));
        assert_eq!(events(), [Event::Withdrawn { who: ALICE, amount: 10 * VVV }]);
        assert_eq!(Balances::free_balance(ALICE), 1_000_000 * VVV);
        let amount = 10 * Staking::record(EpochIndex(1)).value_per_diem;
        assert_ok!(Staking::claim_rewards(signed(ALICE), ALICE));
        assert_eq!(
            events(),
            [Event::RewardsClaimed { who: ALICE, amount }, Event::LedgerRemoved { who: ALICE }]
        );
        assert_eq!(Balances::free_balance(ALICE), 1_000_000 * VVV + amount);
        assert_eq!((Stakes::<Test>::get(ALICE), Ledgers::<Test>::get(ALICE)), (None, None));
        assert_noop!(outcome(Staking::withdraw(signed(ALICE), ALICE)), Error::<Test>::NothingToWithdraw);
    });
}

#[test]
fn a_ledger_outlives_the_stake_until_its_last_window_is_settled() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        set_rules(|rules| rules.unbonding_epochs = 1);
        set_rules(|rules| rules.emission.per_day = 0);
        next_epoch();
        assert_ok!(Staking::unstake(signed(ALICE), 10 * VVV));
        next_epoch();
        assert_ok!(Staking::withdraw(signed(BOB), ALICE));
        assert_eq!(Stakes::<Test>::get(ALICE), None);
        assert_eq!(account(ALICE).previous_quota.granted, Diem(10 * DIEM));
        spend(ALICE, EpochIndex(1), Diem(DIEM));
        assert_noop!(outcome(Staking::withdraw(signed(BOB), ALICE)), Error::<Test>::NothingToWithdraw);
        next_epoch();
        events();
        assert_ok!(Staking::withdraw(signed(BOB), ALICE));
        assert_eq!(events(), [Event::LedgerRemoved { who: ALICE }]);
        assert_eq!(Ledgers::<Test>::get(ALICE), None);
    });
}

#[test]
fn a_withdrawal_takes_what_has_matured_and_nothing_else() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        next_epoch();
        assert_ok!(Staking::unstake(signed(ALICE), 3 * VVV));
        next_epoch();
        assert_ok!(Staking::unstake(signed(ALICE), 2 * VVV));
        next_epochs(6);
        assert_ok!(Staking::withdraw(signed(BOB), ALICE));
        assert_eq!(on_hold(ALICE), 7 * VVV);
        assert_eq!(chunks(ALICE), [(2 * VVV, 9)]);
        assert_noop!(outcome(Staking::withdraw(signed(BOB), ALICE)), Error::<Test>::NothingToWithdraw);
        assert_noop!(outcome(Staking::withdraw(signed(BOB), POOR)), Error::<Test>::NothingToWithdraw);
        assert_noop!(outcome(Staking::withdraw(root(), ALICE)), BadOrigin);
    });
}

#[test]
fn an_account_whose_free_balance_is_dust_gets_its_stake_back() {
    with_stakes(&[], || {
        next_epoch();
        assert_ok!(Staking::stake(signed(ALICE), 1_000_000 * VVV - VVV / 1_000));
        next_epoch();
        assert_ok!(Staking::unstake(signed(ALICE), 1_000_000 * VVV - VVV / 1_000));
        next_epochs(7);
        assert_ok!(Staking::withdraw(signed(BOB), ALICE));
        assert_eq!(Balances::free_balance(ALICE), 1_000_000 * VVV);
    });
}
