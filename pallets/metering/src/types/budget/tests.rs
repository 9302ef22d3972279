#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, reason = "a test that can't be set up fails")]

use super::*;
use diem_primitives::{Consent, ProviderChoice};

const NOW: EpochIndex = EpochIndex(5);

fn terms(mode: BudgetMode, limit: u128) -> BudgetTerms<u64> {
    let (provider, consent) = (ProviderChoice::Any, Consent::Receipts);
    BudgetTerms { limit: Diem(limit), mode, provider, consent, expires_at: None }
}

fn budget(terms: BudgetTerms<u64>) -> Budget<u64, u64> {
    Budget::open(NOW, terms, None, None, 1)
}

fn shared(limit: u128) -> Budget<u64, u64> {
    budget(terms(BudgetMode::Shared, limit))
}

fn reserved(limit: u128) -> Budget<u64, u64> {
    budget(terms(BudgetMode::Reserved, limit))
}

fn quota(granted: u128, reserved_limits: u128) -> QuotaWindow {
    QuotaWindow::open(Diem(granted), Diem(reserved_limits))
}

#[test]
fn it_pays_from_the_epoch_in_which_it_is_opened_to_the_one_before_it_closes() {
    let mut budget = shared(10);
    budget.closes_at = Some(EpochIndex(7));
    let standing = |epoch| budget.standing(EpochIndex(epoch), false).map(|_| ());
    assert_eq!(standing(4), Err(Obstacle::NotOpenYet));
    assert_eq!(standing(5), Ok(()));
    assert_eq!(standing(6), Ok(()));
    assert_eq!(standing(7), Err(Obstacle::Closed));
}

#[test]
fn of_several_obstacles_the_one_that_lasts_longest_is_named() {
    let mut budget = budget(BudgetTerms { expires_at: Some(EpochIndex(6)), ..terms(BudgetMode::Shared, 1) });
    assert_eq!(budget.standing(EpochIndex(5), true), Err(Obstacle::Paused));
    assert_eq!(budget.standing(EpochIndex(6), true), Err(Obstacle::Expired));
    budget.closes_at = Some(EpochIndex(6));
    assert_eq!(budget.standing(EpochIndex(6), true), Err(Obstacle::Closed));
}

#[test]
fn a_pause_stops_it_when_its_grace_is_over() {
    let mut budget = shared(10);
    assert!(!budget.is_stopped(1_000));
    budget.paused_until = Some(20);
    assert!(!budget.is_stopped(20));
    assert!(budget.is_stopped(21));
}

#[test]
fn a_higher_limit_and_a_later_expiry_act_at_once() {
    let mut budget = budget(BudgetTerms { expires_at: Some(EpochIndex(9)), ..terms(BudgetMode::Shared, 10) });
    let asked = BudgetTerms { expires_at: None, ..terms(BudgetMode::Shared, 11) };
    assert!(budget.change_terms(NOW, asked));
    assert_eq!((budget.terms.current, budget.terms.next), (asked, asked));
    assert_eq!(budget.terms.previous.limit, Diem(10));
}

#[test]
fn everything_else_acts_from_the_next_epoch_on() {
    let before = terms(BudgetMode::Shared, 10);
    let mut budget = budget(before);
    let asked = BudgetTerms {
        limit: Diem(9),
        mode: BudgetMode::Reserved,
        provider: ProviderChoice::Only(4),
        consent: Consent::Vouchers,
        expires_at: Some(EpochIndex(8)),
    };
    assert!(!budget.change_terms(NOW, asked));
    assert_eq!((budget.terms.current, budget.terms.next), (before, asked));
    assert_eq!(budget.terms.at(NOW.next()), Some(&asked));
}

#[test]
fn what_gives_more_acts_at_once_even_beside_what_tightens() {
    let mut budget = budget(BudgetTerms { expires_at: Some(EpochIndex(9)), ..terms(BudgetMode::Shared, 10) });
    let asked = BudgetTerms { expires_at: Some(EpochIndex(7)), ..terms(BudgetMode::Reserved, 12) };
    assert!(budget.change_terms(NOW, asked));
    let now = BudgetTerms { expires_at: Some(EpochIndex(9)), ..terms(BudgetMode::Shared, 12) };
    assert_eq!((budget.terms.current, budget.terms.next), (now, asked));
}

#[test]
fn what_gives_more_waits_where_the_budget_changes_hands() {
    let before = BudgetTerms { expires_at: Some(EpochIndex(9)), ..terms(BudgetMode::Shared, 10) };
    let more = BudgetTerms { expires_at: None, ..terms(BudgetMode::Shared, 12) };
    for asked in [
        BudgetTerms { provider: ProviderChoice::Only(4), ..more },
        BudgetTerms { consent: Consent::Vouchers, ..more },
    ] {
        let mut budget = budget(before);
        assert!(!budget.change_terms(NOW, asked));
        assert_eq!((budget.terms.current, budget.terms.next), (before, asked));
    }
}

#[test]
fn a_share_follows_from_the_limit_that_the_epoch_opened_with() {
    let mut budget = reserved(100);
    let quota = quota(50, 200);
    // Nothing was reserved when the epoch of its opening began.
    assert_eq!(budget.window(NOW).share(&quota), Diem::ZERO);
    assert_eq!(budget.window(NOW.next()).share(&quota), Diem(25));
    budget.change_terms(NOW.next(), terms(BudgetMode::Reserved, 160));
    assert_eq!(budget.window(NOW.next()).share(&quota), Diem(25));
    assert_eq!(budget.window(EpochIndex(7)).share(&quota), Diem(40));
}

#[test]
fn a_top_up_counts_in_its_epoch_only() {
    let mut budget = reserved(100);
    let quota = quota(50, 200);
    let next = NOW.next();
    assert_eq!(budget.missing_share(next, &quota), Diem(75));
    budget.top_up(next, Diem(30)).unwrap();
    assert_eq!(budget.missing_share(next, &quota), Diem(45));
    assert_eq!(budget.window(next).share(&quota), Diem(55));
    assert_eq!(budget.window(next.next()).share(&quota), Diem(25));
}

#[test]
fn nothing_is_missing_where_the_reserve_ends() {
    let mut budget = reserved(100);
    budget.change_terms(NOW, terms(BudgetMode::Shared, 100));
    assert_eq!(budget.missing_share(NOW, &quota(500, 0)), Diem::ZERO);
    assert_eq!(budget.next_reserve(NOW), Diem::ZERO);
}

#[test]
fn a_closed_budget_reserves_nothing() {
    let mut budget = reserved(100);
    assert_eq!(budget.next_reserve(NOW), Diem(100));
    budget.closes_at = Some(NOW.next());
    assert_eq!(budget.next_reserve(NOW), Diem::ZERO);
    budget.advance(NOW.next());
    assert_eq!(budget.window(NOW.next()), BudgetWindow::default());
}

#[test]
fn its_room_is_the_limit_or_the_share_less_what_is_spent() {
    let mut budget = shared(100);
    let quota = quota(1_000, 0);
    assert_eq!(budget.note_spent(NOW, NOW, Diem(30)), Some((Diem(0), Diem(30))));
    assert_eq!(budget.note_spent(NOW.next(), NOW, Diem(20)), Some((Diem(30), Diem(50))));
    assert_eq!(budget.room(NOW, &quota), Diem(50));
    assert_eq!(budget.room(NOW.next(), &quota), Diem(100));

    let mut budget = reserved(100);
    budget.top_up(NOW, Diem(40)).unwrap();
    budget.note_spent(NOW, NOW, Diem(30)).unwrap();
    assert_eq!(budget.room(NOW, &quota), Diem(10));
}

#[test]
fn spending_is_counted_in_no_epoch_that_is_over() {
    let mut budget = shared(100);
    assert_eq!(budget.note_spent(NOW.next().next(), NOW, Diem(30)), None);
}

#[test]
fn a_threshold_is_crossed_once() {
    let mut budget = shared(100);
    assert!(!budget.crosses_threshold(Diem(0), Diem(100), Diem(100)));
    budget.warn_at = Some(Percent::from_percent(80));
    let crosses = |before, after| budget.crosses_threshold(Diem(before), Diem(after), Diem(99));
    // 80 % of 99, rounded up.
    assert!(!crosses(0, 79));
    assert!(crosses(79, 80));
    assert!(crosses(0, 99));
    assert!(!crosses(80, 99));
}

#[test]
fn the_delegate_signs_for_it_and_the_former_one_within_its_grace() {
    let mut budget = shared(10);
    assert!(!budget.is_signed_for_by(&4, 1));
    budget.delegate = Some(4);
    assert!(budget.is_signed_for_by(&4, 1));
    budget.delegate = Some(5);
    budget.former_delegate = Some(FormerDelegate { account: 4, until: 20 });
    assert!(budget.is_signed_for_by(&4, 20));
    assert!(!budget.is_signed_for_by(&4, 21));
    assert!(budget.is_signed_for_by(&5, 21));
}

#[test]
fn the_mark_of_an_epoch_moves_by_vouchers_and_not_by_refunds() {
    let mut budget = shared(100);
    assert_eq!(budget.note_vouched(NOW, NOW, Diem(30)), Some((Diem(0), Diem(30))));
    assert_eq!(budget.note_refunded(NOW, NOW, Diem(31)), None);
    assert_eq!(budget.note_refunded(NOW, NOW, Diem(10)), Some(()));
    assert_eq!(budget.note_vouched(NOW.next(), NOW, Diem(5)), Some((Diem(20), Diem(25))));
    assert_eq!((budget.voucher_mark(NOW), budget.window(NOW).spent), (Diem(35), Diem(25)));
    assert_eq!(budget.voucher_mark(NOW.next()), Diem::ZERO);
    assert_eq!(budget.note_refunded(NOW.next().next(), NOW, Diem(1)), None);
    assert_eq!(budget.note_vouched(NOW.next().next(), NOW, Diem(1)), None);
}

#[test]
fn a_mark_is_sound_where_it_covers_what_vouchers_spent() {
    let mut budget = budget(BudgetTerms { consent: Consent::Vouchers, ..terms(BudgetMode::Shared, 10) });
    budget.note_vouched(NOW, NOW, Diem(3)).unwrap();
    assert!(budget.has_sound_mark(NOW) && budget.has_sound_mark(NOW.next()));
    budget.note_spent(NOW, NOW, Diem(1)).unwrap();
    assert!(!budget.has_sound_mark(NOW));
    let mut budget = shared(10);
    budget.note_spent(NOW, NOW, Diem(1)).unwrap();
    assert!(budget.has_sound_mark(NOW));
    budget.note_vouched(NOW, NOW, Diem(1)).unwrap();
    assert!(!budget.has_sound_mark(NOW));
}
