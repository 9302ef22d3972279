//! A worked month of a staker: 30 epochs of a day in which capacity and others' stake change.

use super::example_stake;
use crate::{
    plot::{draw, number, Axis, Layer, Panel, BLUE, GREEN, GREY, ORANGE},
    text::{amount, grouped, table, units, whole},
    Chain, Epoch, Error, Figure, Holder, Result,
};
use diem_primitives::{Balance, Diem, Yield};
use sp_runtime::Permill;

/// How many days the month has.
pub const DAYS: u64 = 30;

/// A part of the month in which nothing changes: its first day, VVV staked and DIEM pledged in all, and what happened.
const PARTS: [(u64, u128, u128, &str); 4] = [
    (1, 2_000_000, 20_000, "–"),
    (8, 2_000_000, 25_000, "a provider pledged 5,000 DIEM more"),
    (16, 2_600_000, 25_000, "others staked 600,000 VVV more"),
    (22, 2_600_000, 17_000, "a provider of 8,000 DIEM left"),
];

/// What a stake of 10,000 VVV earned in a month, in planck VVV.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Earned {
    /// Where its ledger was touched in every epoch: the sum of what each window left unspent.
    pub touched_daily: Balance,
    /// Where nobody touched it: the difference of two running sums.
    pub never_touched: Balance,
    /// The most by which the second may be less: a planck DIEM's worth for each epoch, rounded up, and two planck.
    pub rounding: Balance,
}

/// What it earned from the first day to the end of `last`.
pub fn earned_until(last: u64) -> Result<Earned> {
    let mut touched_daily: Balance = 0;
    let mut sum = Yield::default();
    let mut rounding: Balance = 2;
    for day in 1..=last {
        let epoch = epoch(day);
        let kept = epoch.kept(Holder { weight: example_stake(), served: Diem::ZERO })?;
        touched_daily = touched_daily.checked_add(kept).ok_or(Error::TooLarge)?;
        sum = sum.with_epoch(&epoch.terms, epoch.value_per_diem);
        let planck_diem = Diem(1).price(epoch.value_per_diem).ok_or(Error::TooLarge)?;
        rounding = rounding.checked_add(planck_diem).ok_or(Error::TooLarge)?;
    }
    let never_touched = sum.earned_since(Yield::default(), example_stake());
    Ok(Earned { touched_daily, never_touched, rounding })
}

/// What it earned until then, where it spent half of each grant.
pub fn earned_spending_half(last: u64) -> Result<Balance> {
    (1..=last).try_fold(0, |sum: Balance, day| {
        let epoch = epoch(day);
        let served = Diem(Permill::from_percent(50).mul_floor(epoch.terms.grant(example_stake()).0));
        let kept = epoch.kept(Holder { weight: example_stake(), served })?;
        sum.checked_add(kept).ok_or(Error::TooLarge)
    })
}

/// The epoch of a day of the month, counted from one.
pub fn epoch(day: u64) -> Epoch {
    let reference = Chain::reference();
    let part = PARTS.iter().rev().find(|(first, ..)| *first <= day);
    let (stake, capacity) = part.map_or((reference.stake, reference.capacity), |(_, stake, capacity, _)| {
        (whole(*stake), Diem(whole(*capacity)))
    });
    reference.with_sums(stake, capacity).epoch_of_day(day.saturating_sub(1))
}

pub(crate) fn figure() -> Result<Figure> {
    let table = format!("{}\n{}", day_rows()?, sum_rows()?);
    Ok(Figure { name: "worked-month", svg: svg()?, table })
}

fn day_rows() -> Result<String> {
    let head = [
        "days",
        "what happened",
        "`W` (VVV)",
        "`C` (DIEM)",
        "grant a day (DIEM)",
        "`g` (VVV per DIEM)",
        "earned unspent a day (VVV)",
        "earned so far (VVV)",
    ];
    let ends = PARTS.iter().skip(1).map(|(first, ..)| first.saturating_sub(1)).chain([DAYS]);
    let mut rows = Vec::new();
    for ((first, stake, capacity, event), last) in PARTS.into_iter().zip(ends) {
        let epoch = epoch(first);
        let grant = epoch.terms.grant(example_stake());
        let amounts =
            [grant.0, epoch.value_per_diem, epoch.earned(grant)?, earned_until(last)?.touched_daily];
        let mut row = vec![format!("{first}–{last}"), event.into(), grouped(stake), grouped(capacity)];
        row.extend(amounts.map(|planck| amount(planck, 4)));
        rows.push(row);
    }
    Ok(table(&head, &rows))
}

fn sum_rows() -> Result<String> {
    let earned = earned_until(DAYS)?;
    let rows = [
        ("touched in every epoch", earned.touched_daily, String::from("–")),
        (
            "never touched",
            earned.never_touched,
            grouped(earned.touched_daily.saturating_sub(earned.never_touched)),
        ),
    ]
    .map(|(ledger, planck, less)| vec![ledger.into(), amount(planck, 18), less]);
    Ok(table(&["the ledger was", "earned in 30 days (VVV)", "less by (planck)"], &rows))
}

fn svg() -> Result<String> {
    let (mut grants, mut values, mut all, mut half) =
        (Vec::new(), Vec::new(), vec![(0.0, 0.0)], vec![(0.0, 0.0)]);
    let mut untouched = Vec::new();
    for day in 1..=DAYS {
        let epoch = epoch(day);
        let (begins, ends) = (day.saturating_sub(1) as f64, day as f64);
        let grant = units(epoch.terms.grant(example_stake()).0);
        let value = units(epoch.value_per_diem);
        grants.extend([(begins, grant), (ends, grant)]);
        values.extend([(begins, value), (ends, value)]);
        let earned = earned_until(day)?;
        all.push((ends, units(earned.touched_daily)));
        half.push((ends, units(earned_spending_half(day)?)));
        if day.is_multiple_of(5) {
            untouched.push((ends, units(earned.never_touched)));
        }
    }
    let x = || Axis::linear("day", &[0.0, 5.0, 10.0, 15.0, 20.0, 25.0, 30.0], number);
    draw(&[
        Panel {
            title: "Grant",
            x: x(),
            y: Axis::linear("DIEM per day", &[0.0, 25.0, 50.0, 75.0, 100.0, 125.0, 150.0], number),
            layers: vec![Layer::line(BLUE, "of 10,000 VVV", grants)],
        },
        Panel {
            title: "Value per DIEM",
            x: x(),
            y: Axis::linear("VVV per DIEM", &[0.0, 0.2, 0.4, 0.6, 0.8], number),
            layers: vec![Layer::line(GREEN, "fixed as each epoch opens", values)],
        },
        Panel {
            title: "Earned since the first day",
            x: x(),
            y: Axis::linear("VVV", &[0.0, 300.0, 600.0, 900.0, 1_200.0, 1_500.0], number),
            layers: vec![
                Layer::line(BLUE, "nothing spent, touched daily", all),
                Layer::dots(ORANGE, "nothing spent, never touched before", untouched),
                Layer::dashed(GREY, "half of each grant spent", half),
            ],
        },
    ])
}
