//! How grants, value per DIEM and rewards respond to what providers pledge.

use super::{example_stake, Position};
use crate::{
    plot::{draw, number, steps, Axis, Layer, Panel, BLUE, GREEN, ORANGE},
    text::{amount, table, units, whole},
    Chain, Figure, Holder, Result,
};
use diem_primitives::{Balance, Diem};

/// A chain with another capacity.
fn chain(capacity: Diem) -> Chain {
    let reference = Chain::reference();
    reference.with_sums(reference.stake, capacity)
}

/// What the example stake comes to where `capacity` is pledged.
pub fn position(capacity: Diem) -> Result<Position> {
    Position::of(&chain(capacity), example_stake())
}

/// Planck VVV that are issued per epoch where `capacity` is pledged.
pub fn issued(capacity: Diem) -> Result<Balance> {
    let chain = chain(capacity);
    chain.epoch().settle(&[Holder { weight: chain.stake, served: Diem::ZERO }])?.issued()
}

pub(crate) fn figure() -> Result<Figure> {
    Ok(Figure { name: "response-to-capacity", svg: svg()?, table: rows()? })
}

fn rows() -> Result<String> {
    let head = [
        "`C` (DIEM)",
        "grant of 10,000 VVV (DIEM)",
        "`g` (VVV per DIEM)",
        "it earns unspent (VVV a day)",
        "all earn (VVV a day)",
        "what binds",
    ];
    let mut rows = Vec::new();
    for (pledged, binds) in [
        (1_000, "the bond, on `g`"),
        (5_000, "both"),
        (20_000, "the emission"),
        (200_000, "the emission"),
        (2_000_000, "the emission"),
        (4_000_000, "ρ, on grants"),
    ] {
        let capacity = Diem(whole(pledged));
        let position = position(capacity)?;
        let amounts =
            [capacity.0, position.grant.0, position.value_per_diem, position.reward, issued(capacity)?];
        let mut row = amounts.map(|planck| amount(planck, 4)).to_vec();
        row.push(binds.into());
        rows.push(row);
    }
    Ok(table(&head, &rows))
}

fn svg() -> Result<String> {
    let x = || Axis::log("capacity pledged (DIEM per day)", &[1e3, 1e4, 1e5, 1e6, 1e7], number);
    let layer = |color, label: &str, pick: fn(Position) -> u128| -> Result<Vec<Layer>> {
        let point = |exponent: f64| {
            let capacity = 10_f64.powf(exponent);
            Ok((capacity, units(pick(position(Diem(whole(capacity as u128)))?))))
        };
        let points: Result<_> = steps(3.0, 7.0, 400).map(point).collect();
        Ok(vec![Layer::line(color, label, points?)])
    };
    draw(&[
        Panel {
            title: "Grant",
            x: x(),
            y: Axis::log("DIEM per day", &[1.0, 10.0, 100.0, 1e3, 1e4, 1e5], number),
            layers: layer(BLUE, "of 10,000 of 2 M VVV; flat where ρ binds", |position| position.grant.0)?,
        },
        Panel {
            title: "Value per DIEM",
            x: x(),
            y: Axis::linear("VVV per DIEM", &[0.0, 0.5, 1.0, 1.5, 2.0, 2.5], number),
            layers: layer(GREEN, "flat where the bond binds", |position| position.value_per_diem)?,
        },
        Panel {
            title: "Reward, nothing spent",
            x: x(),
            y: Axis::linear("VVV per day", &[0.0, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0], number),
            layers: layer(ORANGE, "flat where all emission is earned", |position| position.reward)?,
        },
    ])
}
