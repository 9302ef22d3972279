//! A month in minutes: thirty epochs of a day, fifty stakers, five providers and eight models on the real runtime, compared with a model of the
//! economy that shares no code with it.
//!
//! An hour of real usage, stretched over the month, is settled by receipts and by vouchers against budgets of every kind. Quota is sold,
//! weight is lent, prices fall and rise in a war of multipliers, a provider leaves, another one cheats and is disputed, and the chain halts for
//! two days. Each call's outcome is compared with the model's; before and after each epoch opens everything is, to the planck, and the
//! invariants of all pallets are checked. What happens by chance follows from a seed: `DIEM_SEED=7` lives another month.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    clippy::panic,
    reason = "a test that can't go on has to stop where it stands, and makes each call once"
)]

mod budgets;
mod cast;
mod market;
mod month;
mod prices;
mod providers;
mod stakes;
mod table;
mod usage;
mod work;

use cast::{CHALLENGER, CHEAT, FOLLOWER, LEAVER, PROVIDERS, STAKERS};
use diem_model::{
    arithmetic::{worth, WHOLE},
    budgets::{Budget, BudgetEpoch},
    Epoch, Planck, Who,
};
use month::{Month, Past, DAYS, HALT, LAST_BEFORE_HALT};
use providers::{CHEATS, GONE, LEAVES};
use std::sync::LazyLock;

/// The month that all tests look back at.
static MONTH: LazyLock<Past> = LazyLock::new(|| {
    let seed = std::env::var("DIEM_SEED").ok().map(|seed| seed.parse().expect("DIEM_SEED is a number"));
    Month::live(seed.unwrap_or(5))
});

fn days() -> std::ops::RangeInclusive<Epoch> {
    1..=DAYS
}

fn sum_of(part: impl Fn(&table::Row) -> Planck) -> Planck {
    MONTH.rows().iter().map(part).sum()
}

#[test]
fn a_month_agrees_with_the_model_to_the_planck() {
    MONTH.print();
    let economy = &MONTH.economy;
    assert_eq!(economy.now(), DAYS + 4);
    assert!(days().all(|epoch| economy.debited[&epoch] > 0), "something is done on every day");
    assert_eq!(economy.models.len(), 8);
    let without_stake: Vec<Who> = STAKERS.filter(|who| economy.stakes.staked(*who) == 0).collect();
    assert_eq!(without_stake, [stakes::GOES]);
}

#[test]
fn nearly_all_of_the_real_usage_is_brought_to_the_chain() {
    let lines = usage::trace().len();
    assert_eq!(lines, 19_366);
    assert!(MONTH.diary.brought * 10 > lines * 9, "{} of {lines}", MONTH.diary.brought);
    let rejected: u64 = MONTH.diary.rejected.values().sum();
    assert!(
        rejected > 0 && rejected * 4 < lines as u64,
        "limits are felt, and most work is paid: {rejected}"
    );
}

#[test]
fn budgets_of_all_four_kinds_are_spent() {
    let epochs = || MONTH.economy.budgets.values().flat_map(|budget: &Budget| budget.epochs.values());
    let spent = |reserved: bool, vouchers: bool| -> Planck {
        let is_kind = |at: &&BudgetEpoch| (at.terms.reserved, at.terms.vouchers) == (reserved, vouchers);
        epochs().filter(is_kind).map(|at| at.spent).sum()
    };
    for kind in [(false, false), (false, true), (true, false), (true, true)] {
        assert!(spent(kind.0, kind.1) > 100 * WHOLE, "reserved, by vouchers: {kind:?}");
    }
}

#[test]
fn a_halt_of_two_days_leaves_a_gap_in_time_and_none_in_the_index() {
    for epoch in days().skip(1) {
        let gap = MONTH.economy.terms(epoch).started_at - MONTH.economy.terms(epoch - 1).ends_at;
        assert_eq!(gap, if epoch == LAST_BEFORE_HALT + 1 { HALT } else { 0 }, "before {epoch}");
    }
}

#[test]
fn every_epoch_issues_its_emission_but_for_what_is_explained() {
    let economy = &MONTH.economy;
    let emitted: Planck = days().map(|epoch| economy.terms(epoch).emission).sum();
    assert_eq!(emitted, Planck::from(DAYS) * 2_000 * WHOLE);
    let carried = sum_of(|row| worth(row.capacity, row.value));
    let burnt = sum_of(|row| worth(row.burnt, row.value));
    // The days after the month issue for the days of the month as well, and earn for themselves.
    let after: Planck = (DAYS + 1..=economy.now()).map(|epoch| economy.terms(epoch).emission).sum();
    let issued = economy.books.issued;
    assert!(issued <= carried + after, "no more than what DIEM carried");
    let missing = (carried + after).saturating_sub(issued + burnt + economy.forfeited + unfinished());
    assert!(missing < WHOLE, "all but fees, forfeits and rounding is issued: {missing} are missing");
}

/// VVV that is earned in epochs that are not final at the end, or that was not claimed.
fn unfinished() -> Planck {
    let economy = &MONTH.economy;
    let open = (economy.now() - 1..=economy.now())
        .map(|epoch| worth(economy.terms(epoch).capacity, economy.terms(epoch).value));
    let pending = economy.providers.keys().map(|who| economy.earnings(*who) + economy.pending_earnings(*who));
    let due = STAKERS.map(|who| economy.rewards(who));
    open.chain(pending).chain(due).sum()
}

#[test]
fn a_price_war_moves_multipliers_by_half_of_themselves_at_most() {
    let economy = &MONTH.economy;
    for ((who, model), listing) in &economy.listings {
        let asked: Vec<Planck> = listing.epochs.values().map(|service| service.multiplier.into()).collect();
        assert!(asked.windows(2).all(|two| two[0].abs_diff(two[1]) <= two[0] / 2), "{who} for {model}");
    }
    let least = |who| economy.listings[&(who, 1)].epochs.values().map(|service| service.multiplier).min();
    assert_eq!((least(CHALLENGER), least(FOLLOWER)), (Some(2_500), Some(5_625)));
    let settled = |who, epoch| economy.providers[&who].settled(epoch);
    assert!(settled(CHALLENGER, 7) > settled(cast::STEADY, 7), "who asks for less has more to do");
}

#[test]
fn quota_is_sold_for_no_less_than_what_it_earns() {
    let sold: Vec<_> = MONTH.rows().into_iter().filter(|row| row.sold > 0).collect();
    assert!(sold.len() > 25, "there is trade on nearly every day");
    assert!(sold.iter().all(|row| (row.value..=row.value / 10 * 13).contains(&row.average_price)));
    assert!(sold.iter().all(|row| row.burnt >= row.sold / 100), "a hundredth of it is burnt");
}

#[test]
fn weight_is_lent_every_week_and_comes_back_by_itself() {
    let economy = &MONTH.economy;
    assert!(economy.leases.len() > 4 * cast::LENDERS.len());
    let now = economy.now();
    let is_out = economy.leases.iter().filter(|lease| lease.until > now).count();
    assert!(is_out < economy.leases.len() / 4);
    for who in cast::LENDERS {
        assert_eq!(economy.weight(who, now) + economy.leased_out(who, now), economy.stakes.staked(who));
    }
}

#[test]
fn a_provider_that_leaves_serves_its_last_day_and_takes_no_capacity_along() {
    let economy = &MONTH.economy;
    let settled_by = |epoch| {
        let batches = economy.batches.iter().filter(move |batch| batch.provider == LEAVER);
        batches.filter(move |batch| batch.epoch == epoch).map(|batch| batch.charge()).sum::<Planck>()
    };
    assert!(settled_by(LEAVES) > 0 && settled_by(LEAVES + 1) == 0);
    let capacity = |epoch| economy.terms(epoch).capacity;
    assert_eq!(capacity(LEAVES + 1), capacity(LEAVES) - cast::CAPACITY);
    assert!(economy.terms(LEAVES + 1).value > economy.terms(LEAVES).value, "each DIEM earns more then");
    assert!(economy.earned[&LEAVER] > 0 && GONE == LEAVES + 3);
}

#[test]
fn a_cheat_loses_a_part_of_its_bond_and_what_is_not_final() {
    let economy = &MONTH.economy;
    assert!(economy.forfeited > 0, "what it earned lately is never issued");
    assert!(economy.books.burnt > 0, "most of a slash is burnt");
    assert!(!economy.providers.contains_key(&CHEAT));
    let after = economy.batches.iter().filter(|batch| batch.provider == CHEAT && batch.epoch > CHEATS);
    assert_eq!(after.count(), 0, "it settles nothing more");
    let unpaid = PROVIDERS.filter(|who| economy.earned[who] == 0);
    assert_eq!(unpaid.count(), 0, "what was final before is its own");
}
