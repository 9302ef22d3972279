//! How grants, value per DIEM and rewards respond to demand: to the part of all quota that providers serve.

use super::example_stake;
use crate::{
    plot::{self, draw, number, steps, Axis, Layer, Panel, BLUE, GREEN, GREY, ORANGE},
    text::{amount, percent, table, units},
    Chain, Epoch, Figure, Holder, Outcome, Result,
};
use diem_primitives::{Balance, Diem};
use sp_runtime::Permill;

/// A holder that spends a part of its grant.
pub fn holder(epoch: &Epoch, weight: Balance, utilisation: Permill) -> Holder {
    Holder { weight, served: Diem(utilisation.mul_floor(epoch.terms.grant(weight).0)) }
}

/// What becomes of an epoch in which everybody together spends a part of all quota.
pub fn outcome(utilisation: Permill) -> Result<Outcome> {
    let chain = Chain::reference();
    let epoch = chain.epoch();
    epoch.settle(&[holder(&epoch, chain.stake, utilisation)])
}

pub(crate) fn figure() -> Result<Figure> {
    Ok(Figure { name: "response-to-demand", svg: svg()?, table: rows()? })
}

fn rows() -> Result<String> {
    let head = [
        "utilisation",
        "granted (DIEM)",
        "`g` (VVV per DIEM)",
        "holders earn (VVV a day)",
        "providers earn (VVV a day)",
        "issued (VVV a day)",
    ];
    let epoch = Chain::reference().epoch();
    let mut rows = Vec::new();
    for utilisation in [0, 25, 50, 75, 100].map(Permill::from_percent) {
        let outcome = outcome(utilisation)?;
        let holders = outcome.holders.first().copied().unwrap_or_default();
        let amounts =
            [outcome.granted.0, epoch.value_per_diem, holders, outcome.providers, outcome.issued()?];
        let mut row = vec![percent(utilisation)];
        row.extend(amounts.map(|planck| amount(planck, 4)));
        rows.push(row);
    }
    Ok(table(&head, &rows))
}

fn svg() -> Result<String> {
    let epoch = Chain::reference().epoch();
    let x = || Axis::linear("part of all quota that is served", &[0.0, 0.25, 0.5, 0.75, 1.0], plot::percent);
    let grant = epoch.terms.grant(example_stake());
    let unspent = |part: Permill| {
        epoch.window(example_stake()).granted.saturating_sub(holder(&epoch, example_stake(), part).served)
    };
    let (mut left, mut providers, mut all) = (Vec::new(), Vec::new(), Vec::new());
    for part in steps(0.0, 1.0, 50) {
        let utilisation = Permill::from_float(part);
        let outcome = outcome(utilisation)?;
        left.push((part, units(unspent(utilisation).0)));
        providers.push((part, units(outcome.providers)));
        all.push((part, units(outcome.issued()?)));
    }
    let flat = |y: f64| vec![(0.0, y), (1.0, y)];
    draw(&[
        Panel {
            title: "Quota of 10,000 VVV",
            x: x(),
            y: Axis::linear("DIEM per day", &[0.0, 25.0, 50.0, 75.0, 100.0, 125.0], number),
            layers: vec![
                Layer::line(BLUE, "granted", flat(units(grant.0))),
                Layer::dashed(GREY, "left unspent", left),
            ],
        },
        Panel {
            title: "Value per DIEM",
            x: x(),
            y: Axis::linear("VVV per DIEM", &[0.0, 0.25, 0.5, 0.75, 1.0], number),
            layers: vec![Layer::line(GREEN, "the same for any demand", flat(units(epoch.value_per_diem)))],
        },
        Panel {
            title: "Who earns the emission",
            x: x(),
            y: Axis::linear("VVV per day", &[0.0, 2.5e3, 5e3, 7.5e3, 10e3, 12.5e3], number),
            layers: vec![
                Layer::band(BLUE, "holders, for what is unspent", providers.clone(), all),
                Layer::band(ORANGE, "providers, for what they served", flat(0.0), providers),
            ],
        },
    ])
}
