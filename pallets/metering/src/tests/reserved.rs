//! Reserved budgets: their shares, in proportion and topped up.

use super::*;

fn share(id: BudgetId) -> u128 {
    let info = Metering::budget(OWNER, id).unwrap();
    assert_eq!(info.share.0 % DIEM, 0);
    info.share.0 / DIEM
}

fn free() -> u128 {
    window(OWNER, epoch()).free().0 / DIEM
}

/// Gives `OWNER` so many DIEM of `OTHER`'s.
fn give(diem: u128) {
    assert_ok!(Staking::transfer_quota(signed(OTHER), OWNER, Diem(diem * DIEM)));
}

#[test]
fn a_share_is_carved_out_of_the_free_pool_at_once_and_out_of_each_grant_after() {
    run(|| {
        assert_ok!(Metering::open_budget(signed(OWNER), reserved(30), None, None));
        let opened = Event::BudgetOpened {
            owner: OWNER,
            budget: BudgetId(0),
            terms: reserved(30),
            warn_at: None,
            delegate: None,
            share: Diem(30 * DIEM),
        };
        assert_eq!(events(), [opened]);
        assert_eq!((share(BudgetId(0)), free()), (30, 70));
        next_epochs(2);
        assert_eq!((share(BudgetId(0)), free()), (30, 70));
    });
}

#[test]
fn what_is_reserved_can_be_relied_on() {
    run(|| {
        let (safe, greedy) = (open(OWNER, reserved(30)), open(OWNER, shared(100)));
        assert_eq!(bill(greedy, vec![work(70)]), all_charged(70, 1));
        assert_eq!(bill(greedy, vec![work(1)]), all_rejected(&[RejectionReason::QuotaExhausted]));
        let too_much = Staking::transfer_quota(signed(OWNER), OTHER, Diem(DIEM));
        assert!(too_much.is_err());
        assert_eq!(bill(safe, vec![work(20), work(10)]), all_charged(30, 2));
        assert_eq!(bill(safe, vec![work(1)]), all_rejected(&[RejectionReason::BudgetExhausted]));
    });
}

#[test]
fn a_pool_that_is_spent_leaves_no_share_in_the_epoch_of_opening() {
    run(|| {
        let greedy = open(OWNER, shared(100));
        bill(greedy, vec![work(95)]);
        let late = open(OWNER, reserved(30));
        assert_eq!((share(late), free()), (5, 0));
        assert_eq!(bill(late, vec![work(6), work(5)]).charged, Diem(5 * DIEM));
        next_epochs(1);
        assert_eq!((share(late), free()), (30, 70));
    });
}

#[test]
fn shares_are_in_proportion_where_the_grant_is_smaller_than_all_that_is_reserved() {
    run(|| {
        let (large, small) = (open(OWNER, reserved(300)), open(OWNER, reserved(100)));
        assert_eq!((share(large), share(small), free()), (100, 0, 0));
        next_epochs(1);
        assert_eq!((share(large), share(small), free()), (75, 25, 0));
        assert_eq!(bill(small, vec![work(26), work(25)]).charged, Diem(25 * DIEM));
        assert_eq!(bill(large, vec![work(75)]), all_charged(75, 1));
    });
}

#[test]
fn the_same_limit_tops_a_share_up_from_bought_quota() {
    run(|| {
        let (large, small) = (open(OWNER, reserved(300)), open(OWNER, reserved(100)));
        next_epochs(1);
        give(40);
        events();
        assert_ok!(update(small, reserved(100)));
        let updated = |topped_up: u128| Event::BudgetUpdated {
            owner: OWNER,
            budget: small,
            terms: reserved(100),
            next_terms: reserved(100),
            warn_at: None,
            topped_up: Diem(topped_up * DIEM),
        };
        assert_eq!(events(), [updated(40)]);
        assert_eq!((share(large), share(small), free()), (75, 65, 0));
        assert_ok!(update(small, reserved(100)));
        assert_eq!(events(), [updated(0)]);
        assert_eq!(bill(small, vec![work(65)]), all_charged(65, 1));
        // It is topped up for its epoch only.
        next_epochs(1);
        assert_eq!((share(large), share(small)), (75, 25));
    });
}

#[test]
fn a_higher_limit_tops_its_share_up_and_moves_nobody_elses() {
    run(|| {
        let (first, second) = (open(OWNER, reserved(20)), open(OWNER, reserved(20)));
        next_epochs(1);
        assert_ok!(update(first, reserved(50)));
        assert_eq!((share(first), share(second), free()), (50, 20, 30));
        assert_ok!(update(second, reserved(90)));
        assert_eq!((share(first), share(second), free()), (50, 50, 0));
        next_epochs(1);
        // 50 and 90 are more than 100: what rounding leaves is nobody's.
        let shares = [first, second].map(|id| Metering::budget(OWNER, id).unwrap().share.0);
        assert_eq!(shares, [50 * DIEM * 100 / 140, 90 * DIEM * 100 / 140]);
        assert_eq!(free(), 0);
    });
}

#[test]
fn a_lower_limit_leaves_the_share_of_the_epoch_alone() {
    run(|| {
        let id = open(OWNER, reserved(50));
        next_epochs(1);
        assert_ok!(update(id, reserved(10)));
        assert_eq!((share(id), free()), (50, 50));
        assert_eq!(bill(id, vec![work(50)]), all_charged(50, 1));
        next_epochs(1);
        assert_eq!((share(id), free()), (10, 90));
    });
}

#[test]
fn a_budget_becomes_reserved_and_shared_again_from_the_next_epoch_on() {
    run(|| {
        let id = open(OWNER, shared(50));
        assert_ok!(update(id, reserved(50)));
        assert_eq!((share(id), free()), (0, 100));
        assert_eq!(bill(id, vec![work(50)]), all_charged(50, 1));
        next_epochs(1);
        assert_eq!((share(id), free()), (50, 50));
        assert_ok!(update(id, shared(50)));
        assert_eq!((share(id), free()), (50, 50));
        next_epochs(1);
        assert_eq!((share(id), free()), (0, 100));
        assert_eq!(bill(id, vec![work(50)]), all_charged(50, 1));
    });
}

#[test]
fn a_share_keeps_to_the_grant_of_its_epoch_when_the_stake_changes() {
    run(|| {
        let id = open(OWNER, reserved(100));
        assert_ok!(Staking::unstake(signed(OWNER), 50 * VVV));
        assert_eq!(share(id), 100);
        next_epochs(1);
        assert_eq!((share(id), free()), (50, 0));
        assert_eq!(bill_into(EpochIndex(1), id, vec![work(100)]), all_charged(100, 1));
        assert_eq!(bill(id, vec![work(51), work(50)]).charged, Diem(50 * DIEM));
    });
}

#[test]
fn an_expired_reserve_stays_carved_out_until_it_is_closed_and_is_free_from_the_next_epoch() {
    run(|| {
        let terms = BudgetTerms { expires_at: Some(EpochIndex(2)), ..reserved(30) };
        let id = open(OWNER, terms);
        next_epochs(3);
        assert_eq!(free(), 70);
        assert_eq!(bill(id, vec![work(1)]), all_rejected(&[RejectionReason::BudgetExpired]));
        assert_ok!(Metering::close_budget(signed(STRANGER), OWNER, id));
        assert_eq!(free(), 70);
        next_epochs(1);
        assert_eq!(free(), 100);
    });
}

#[test]
fn a_share_that_nobody_touched_for_epochs_is_found_as_each_epoch_opened_it() {
    run(|| {
        let id = open(OWNER, reserved(30));
        next_epochs(5);
        let before = epoch().previous().unwrap();
        assert_eq!(bill_into(before, id, vec![work(31), work(30)]).charged, Diem(30 * DIEM));
        assert_eq!(bill(id, vec![work(31), work(30)]).charged, Diem(30 * DIEM));
    });
}
