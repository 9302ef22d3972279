//! What is issued at most in ten years.

use crate::{
    plot::{draw, number, Axis, Layer, Panel, BLUE, GREY, ORANGE},
    text::{amount, grouped, table, units},
    Chain, Error, Figure, Result,
};
use diem_primitives::Balance;
use sp_runtime::Permill;

/// How many years are looked at.
pub const YEARS: u64 = 10;
/// Days of a year of emission.
pub const DAYS: u64 = 365;

/// A year of emission, in planck VVV.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Year {
    /// A day's emission.
    pub per_day: Balance,
    /// The emission of all its days.
    pub sum: Balance,
    /// The emission of all days from the first one of the chain to the last one of this year.
    pub so_far: Balance,
}

/// The ten years of a chain with another decay, epoch by epoch.
pub fn years(yearly_decay: Permill) -> Result<Vec<Year>> {
    let chain = Chain::reference().with_yearly_decay(yearly_decay);
    let mut so_far: Balance = 0;
    let mut years = Vec::new();
    for year in 0..YEARS {
        let first = year.saturating_mul(DAYS);
        let days = first..first.saturating_add(DAYS);
        let sum = days.map(|day| chain.epoch_of_day(day).emission).try_fold(0, Balance::checked_add);
        let sum = sum.ok_or(Error::TooLarge)?;
        so_far = so_far.checked_add(sum).ok_or(Error::TooLarge)?;
        years.push(Year { per_day: chain.epoch_of_day(first).emission, sum, so_far });
    }
    Ok(years)
}

pub(crate) fn figure() -> Result<Figure> {
    Ok(Figure { name: "emission", svg: svg()?, table: rows()? })
}

fn rows() -> Result<String> {
    let decay = Chain::reference().staking.emission.yearly_decay;
    let rows: Vec<Vec<String>> = (1_u128..)
        .zip(years(decay)?)
        .map(|(number, year)| {
            let amounts = [year.per_day, year.sum, year.so_far].map(|planck| amount(planck, 4));
            [grouped(number)].into_iter().chain(amounts).collect()
        })
        .collect();
    Ok(table(
        &["year", "at most a day (VVV)", "at most in the year (VVV)", "at most since genesis (VVV)"],
        &rows,
    ))
}

fn svg() -> Result<String> {
    let (mut daily, mut sums) = (Vec::new(), Vec::new());
    for (color, percent) in [(GREY, 0), (BLUE, 10), (ORANGE, 20)] {
        let label = match percent {
            0 => String::from("no decay"),
            10 => String::from("a tenth less each year: the default"),
            _ => format!("{percent} % less each year"),
        };
        let (mut steps, mut curve) = (Vec::new(), vec![(0.0, 0.0)]);
        for (begins, year) in (0_u32..).zip(years(Permill::from_percent(percent))?) {
            let (begins, ends) = (f64::from(begins), f64::from(begins) + 1.0);
            steps.extend([(begins, units(year.per_day)), (ends, units(year.per_day))]);
            curve.push((ends, units(year.so_far)));
        }
        daily.push(Layer::line(color, label.clone(), steps));
        sums.push(Layer::line(color, label, curve));
    }
    let x = || Axis::linear("years since the first epoch", &[0.0, 2.0, 4.0, 6.0, 8.0, 10.0], number);
    draw(&[
        Panel {
            title: "The most that is issued a day",
            x: x(),
            y: Axis::linear("VVV per day", &[0.0, 2e3, 4e3, 6e3, 8e3, 10e3, 12e3], number),
            layers: daily,
        },
        Panel {
            title: "The most that is issued in all",
            x: x(),
            y: Axis::linear("VVV", &[0.0, 10e6, 20e6, 30e6, 40e6], number),
            layers: sums,
        },
    ])
}
