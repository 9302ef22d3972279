//! What DIEM earns, for whom, and when.

use super::*;
use crate::{
    mock::{with_stakes, Balances, HistoryDepth, MostPerDiem, Pledged, MINUTE},
    BeganAt, Error, History, Ledgers, Rewards,
};
use diem_primitives::{Emission, EpochRecord, Moment, WeightLeases};
use frame_support::assert_noop;
use sp_runtime::{traits::BadOrigin, Permill, TokenError};

/// 10,000 VVV a day, in an epoch of a minute.
const EMISSION: Balance = 10_000 * VVV / 1_440;
/// What a whole DIEM earns where 1,000 of them are pledged.
const VALUE: Balance = EMISSION / 1_000;

fn record() -> EpochRecord {
    History::<Test>::get(now()).unwrap()
}

fn value(epoch: u32) -> Balance {
    Staking::record(EpochIndex(epoch)).value_per_diem
}

fn rewards(who: AccountId) -> Balance {
    account(who).rewards
}

fn touch(who: AccountId) {
    assert_ok!(Staking::claim_quota(signed(BOB), who));
}

#[test]
fn an_epoch_fixes_its_emission_and_its_value_per_diem_when_it_opens() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        assert_eq!((record().emission, record().value_per_diem), (0, 0));
        next_epoch();
        assert_eq!((record().emission, record().value_per_diem), (EMISSION, VALUE));
        assert_eq!(Staking::epoch_info().value_per_diem, VALUE);
        set_rules(|rules| rules.emission.per_day *= 2);
        Pledged::set(&Diem(500 * DIEM));
        assert_eq!((record().emission, record().value_per_diem), (EMISSION, VALUE));
        next_epoch();
        let doubled = 20_000 * VVV / 1_440;
        assert_eq!((record().emission, record().value_per_diem), (doubled, doubled / 500));
    });
}

#[test]
fn a_diem_earns_no_more_than_cheating_with_it_costs_and_nothing_where_none_is_granted() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        MostPerDiem::set(&123);
        next_epoch();
        assert_eq!((record().emission, record().value_per_diem), (EMISSION, 123));
        Pledged::set(&Diem::ZERO);
        next_epoch();
        assert_eq!((record().emission, record().value_per_diem), (EMISSION, 0));
        Pledged::set(&Diem(1_000 * DIEM));
        assert_ok!(Staking::unstake(signed(ALICE), 10 * VVV));
        next_epoch();
        assert_eq!((record().total_weight, record().value_per_diem), (0, 0));
        assert_eq!(Rewards::<Test>::get().carried, 1_000 * 123);
    });
}

#[test]
fn emission_decays_by_the_year_since_the_first_epoch() {
    const YEAR: Moment = 365 * 24 * 60 * MINUTE;
    with_stakes(&[(ALICE, 10 * VVV)], || {
        assert_eq!(BeganAt::<Test>::get(), None);
        next_epochs(2);
        assert_eq!(BeganAt::<Test>::get(), Some(1_000_000 * MINUTE));
        next_block(1_000_000 * MINUTE + YEAR - 1);
        next_epoch();
        assert_eq!(record().emission, EMISSION);
        next_epoch();
        assert_eq!(record().times.started_at, 1_000_000 * MINUTE + YEAR);
        assert_eq!(record().emission, 9_000 * VVV / 1_440);
        assert_eq!(BeganAt::<Test>::get(), Some(1_000_000 * MINUTE));
    });
}

#[test]
fn diem_that_nobody_spent_earns_when_nothing_can_be_settled_into_its_epoch_any_more() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        next_epoch();
        spend(ALICE, EpochIndex(1), Diem(3 * DIEM));
        next_epoch();
        spend(ALICE, EpochIndex(1), Diem(DIEM));
        assert_eq!(rewards(ALICE), 0);
        next_epoch();
        assert_eq!(rewards(ALICE), 6 * VALUE);
        assert_eq!(Ledgers::<Test>::get(ALICE).unwrap().rewards, 0);
        touch(ALICE);
        assert_eq!(Ledgers::<Test>::get(ALICE).unwrap().rewards, 6 * VALUE);
        assert_eq!(rewards(ALICE), 6 * VALUE);
        next_epoch();
        assert_eq!(rewards(ALICE), 16 * VALUE);
    });
}

#[test]
fn anyone_claims_rewards_for_their_owner_once() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        next_epoch();
        touch(ALICE);
        assert_noop!(outcome(Staking::claim_rewards(signed(BOB), ALICE)), Error::<Test>::NoRewards);
        next_epochs(2);
        let (issuance, amount) = (Balances::total_issuance(), 10 * VALUE);
        let before = (Balances::free_balance(ALICE), Balances::free_balance(BOB));
        events();
        assert_ok!(Staking::claim_rewards(signed(BOB), ALICE));
        let minted =
            |epoch| Event::QuotaMinted { who: ALICE, epoch: EpochIndex(epoch), amount: Diem(10 * DIEM) };
        assert_eq!(events(), [Event::RewardsClaimed { who: ALICE, amount }, minted(2), minted(3)]);
        assert_eq!(
            (Balances::free_balance(ALICE), Balances::free_balance(BOB)),
            (before.0 + amount, before.1)
        );
        assert_eq!(Balances::total_issuance(), issuance + amount);
        assert_eq!(Rewards::<Test>::get().issued, amount);
        assert_eq!(Rewards::<Test>::get().carried, 3 * 1_000 * VALUE);
        assert_noop!(outcome(Staking::claim_rewards(signed(BOB), ALICE)), Error::<Test>::NoRewards);
        assert_noop!(outcome(Staking::claim_rewards(signed(BOB), BOB)), Error::<Test>::NoLedger);
        assert_noop!(outcome(Staking::claim_rewards(root(), ALICE)), BadOrigin);
    });
}

#[test]
fn diem_earns_for_whoever_has_it_in_the_end_and_for_nobody_where_it_is_burnt() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        set_rules(|rules| rules.transfer.fee = Permill::from_percent(10));
        next_epoch();
        // Charlie has neither a stake nor a weight: only a budget.
        assert_ok!(Staking::budget_opened(&CHARLIE));
        assert_ok!(Staking::transfer_quota(signed(ALICE), CHARLIE, Diem(5 * DIEM)));
        spend(CHARLIE, now(), Diem(DIEM));
        next_epochs(2);
        assert_eq!((rewards(ALICE), rewards(CHARLIE)), (5 * VALUE, 7 * VALUE / 2));
        assert_ok!(Staking::claim_rewards(signed(BOB), CHARLIE));
        assert_eq!(Rewards::<Test>::get().issued, 7 * VALUE / 2);
    });
}

#[test]
fn what_was_set_aside_and_not_sold_is_free_again_when_its_epoch_is_over_and_earns() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        next_epoch();
        assert_eq!(Staking::with_window(&ALICE, now(), |window| window.offer(Diem(8 * DIEM))), Some(Ok(())));
        assert_eq!(account(ALICE).quota.available, Diem(2 * DIEM));
        next_epoch();
        let quota = account(ALICE).previous_quota;
        assert_eq!((quota.offered, quota.available), (Diem::ZERO, Diem(10 * DIEM)));
        spend(ALICE, EpochIndex(1), Diem(9 * DIEM));
        next_epoch();
        assert_eq!(rewards(ALICE), VALUE);
    });
}

#[test]
fn epochs_that_nobody_touched_earn_by_their_own_terms_less_a_rounding() {
    with_stakes(&[(ALICE, 10 * VVV), (BOB, 20 * VVV)], || {
        next_epoch();
        for capacity in [7 * DIEM + 1, 0, 1_000 * DIEM, 11, 13 * DIEM] {
            Pledged::set(&Diem(capacity));
            next_epoch();
        }
        let granted = |epoch| Staking::record(EpochIndex(epoch)).capacity.0.min(30 * DIEM) / 3;
        let worth = |epoch| granted(epoch) * value(epoch) / DIEM;
        assert_eq!(now(), EpochIndex(6));
        // The ledger was written at genesis: epochs 1 to 4 are final, in which a planck DIEM earned up to `MostPerDiem`.
        let exact: Balance = (1..5).map(worth).sum();
        let planck = (1..5).map(value).sum::<Balance>() / DIEM;
        assert!(rewards(ALICE) <= exact);
        assert!(rewards(ALICE) + planck + 4 >= exact, "{} of {exact}", rewards(ALICE));
        assert_ok!(Staking::claim_rewards(signed(BOB), ALICE));
    });
}

#[test]
fn a_stake_that_changes_after_a_long_absence_earns_by_the_weight_of_each_epoch() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        next_epochs(10);
        let before = rewards(ALICE);
        assert!((80 * VALUE - 3..=80 * VALUE).contains(&before));
        assert_ok!(Staking::stake(signed(ALICE), 90 * VVV));
        assert_eq!(rewards(ALICE), before);
        next_epochs(3);
        // Epochs 9 and 10 were opened by the touch; 11 is the first in which all of it weighs.
        assert_eq!(rewards(ALICE), before + 10 * VALUE + 10 * VALUE + (100 * VALUE - 2));
    });
}

#[test]
fn what_lies_further_back_than_the_records_lapses_and_is_told() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        HistoryDepth::set(5);
        next_epoch();
        touch(ALICE);
        next_epochs(9);
        events();
        let due = rewards(ALICE);
        assert_ok!(Staking::claim_rewards(signed(BOB), ALICE));
        // The records of epochs 6 to 10 are kept, and 9 and 10 are not final.
        assert_eq!(due, 30 * VALUE - 2);
        let lapsed = Event::RewardsLapsed { who: ALICE, from: EpochIndex(1), until: EpochIndex(6) };
        assert!(events().contains(&lapsed));
        next_epochs(3);
        events();
        assert_ok!(Staking::claim_rewards(signed(BOB), ALICE));
        assert!(!events().iter().any(|event| matches!(event, Event::RewardsLapsed { .. })));
    });
}

#[test]
fn nothing_is_told_to_have_lapsed_where_nothing_could_be_earned() {
    with_stakes(&[(BOB, 10 * VVV)], || {
        HistoryDepth::set(5);
        next_epoch();
        assert_ok!(Staking::budget_opened(&ALICE));
        next_epochs(20);
        events();
        Staking::budget_removed(&ALICE);
        assert_eq!(events(), [Event::LedgerRemoved { who: ALICE }]);
        assert_ok!(Staking::claim_rewards(signed(ALICE), BOB));
        assert!(events().contains(&Event::RewardsLapsed {
            who: BOB,
            from: EpochIndex(1),
            until: EpochIndex(17)
        }));
    });
}

#[test]
fn a_lease_that_began_and_ended_beyond_the_records_lapses_with_them() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        HistoryDepth::set(5);
        next_epoch();
        assert_ok!(Staking::lease(&ALICE, &BOB, VVV, 3));
        next_epochs(20);
        assert_eq!((rewards(BOB), account(BOB).weight), (0, 0));
        events();
        assert_ok!(Staking::withdraw(signed(ALICE), BOB));
        assert_eq!(
            events(),
            [
                Event::RewardsLapsed { who: BOB, from: EpochIndex(2), until: EpochIndex(5) },
                Event::LedgerRemoved { who: BOB },
            ]
        );
    });
}

#[test]
fn a_ledger_with_rewards_stays_until_they_are_claimed() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        next_epoch();
        assert_ok!(Staking::budget_opened(&CHARLIE));
        assert_ok!(Staking::transfer_quota(signed(ALICE), CHARLIE, Diem(5 * DIEM)));
        next_epochs(2);
        events();
        Staking::budget_removed(&CHARLIE);
        assert_eq!(events(), []);
        assert_noop!(outcome(Staking::withdraw(signed(BOB), CHARLIE)), Error::<Test>::NothingToWithdraw);
        next_epochs(100);
        events();
        assert_ok!(Staking::claim_rewards(signed(BOB), CHARLIE));
        let amount = 5 * VALUE;
        assert_eq!(
            events(),
            [Event::RewardsClaimed { who: CHARLIE, amount }, Event::LedgerRemoved { who: CHARLIE }]
        );
        assert_eq!(Ledgers::<Test>::get(CHARLIE), None);
    });
}

#[test]
fn a_claim_removes_no_ledger_whose_last_window_is_not_settled() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        set_rules(|rules| rules.unbonding_epochs = 1);
        next_epochs(2);
        assert_ok!(Staking::unstake(signed(ALICE), 10 * VVV));
        next_epoch();
        assert_ok!(Staking::withdraw(signed(BOB), ALICE));
        assert_ok!(Staking::claim_rewards(signed(BOB), ALICE));
        assert!(Ledgers::<Test>::contains_key(ALICE), "epoch 2 is not final");
        next_epoch();
        assert_eq!(rewards(ALICE), 10 * VALUE);
        assert_noop!(outcome(Staking::withdraw(signed(BOB), ALICE)), Error::<Test>::NothingToWithdraw);
        assert_ok!(Staking::claim_rewards(signed(BOB), ALICE));
        assert!(!Ledgers::<Test>::contains_key(ALICE));
        assert_eq!(Rewards::<Test>::get().issued, 20 * VALUE);
    });
}

#[test]
fn rewards_too_small_to_open_an_account_wait_until_they_are_enough() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        MostPerDiem::set(&(VVV / 10_000));
        next_epoch();
        assert_ok!(Staking::lease(&ALICE, &POOR, VVV, 20));
        next_epochs(3);
        assert!(rewards(POOR) > 0);
        assert_noop!(outcome(Staking::claim_rewards(signed(POOR), POOR)), TokenError::BelowMinimum);
        next_epochs(10);
        let due = rewards(POOR);
        assert_ok!(Staking::claim_rewards(signed(BOB), POOR));
        assert_eq!(Balances::free_balance(POOR), due);
    });
}

#[test]
fn other_pallets_issue_what_they_know_was_earned_and_count_what_is_forfeited() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        HistoryDepth::set(5);
        next_epochs(7);
        assert_eq!(Staking::value_per_diem(EpochIndex(7)), Some(VALUE));
        assert_eq!(Staking::value_per_diem(EpochIndex(3)), Some(VALUE));
        assert_eq!(Staking::value_per_diem(EpochIndex(2)), None);
        assert_eq!(Staking::value_per_diem(EpochIndex(8)), None);
        assert_ok!(Staking::issue(&BOB, 5 * VALUE));
        assert_ok!(Staking::issue(&POOR, 0));
        assert_noop!(Staking::issue(&POOR, 1), TokenError::BelowMinimum);
        Staking::note_forfeited(VALUE);
        let totals = Rewards::<Test>::get();
        assert_eq!((totals.issued, totals.forfeited), (5 * VALUE, VALUE));
        assert_eq!(Balances::free_balance(BOB), 1_000_000 * VVV + 5 * VALUE);
    });
}
