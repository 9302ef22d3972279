//! How grants, value per DIEM and rewards respond to a stake beside the stake of others.

use super::Position;
use crate::{
    plot::{draw, number, steps, Axis, Layer, Panel, BLUE, GREEN, GREY, ORANGE},
    text::{amount, table, units, whole},
    Chain, Figure, Result,
};
use diem_primitives::Balance;

/// What others have at stake, in planck.
fn others() -> [Balance; 3] {
    [1_000_000, 2_000_000, 4_000_000].map(whole)
}

/// What a stake comes to beside that of `others`.
pub fn position(own: Balance, others: Balance) -> Result<Position> {
    let reference = Chain::reference();
    let chain = reference.with_sums(own.saturating_add(others), reference.capacity);
    Position::of(&chain, own)
}

pub(crate) fn figure() -> Result<Figure> {
    Ok(Figure { name: "response-to-stake", svg: svg()?, table: rows()? })
}

fn rows() -> Result<String> {
    let head = [
        "own stake (VVV)",
        "others' stake (VVV)",
        "grant (DIEM)",
        "`g` (VVV per DIEM)",
        "earned unspent (VVV a day)",
    ];
    let mut rows = Vec::new();
    for (own, others) in [
        (10_000, 1_000_000),
        (10_000, 2_000_000),
        (10_000, 4_000_000),
        (100_000, 2_000_000),
        (1_000_000, 2_000_000),
    ] {
        let (own, others) = (whole(own), whole(others));
        let position = position(own, others)?;
        let amounts = [own, others, position.grant.0, position.value_per_diem, position.reward];
        rows.push(amounts.map(|planck| amount(planck, 4)).to_vec());
    }
    Ok(table(&head, &rows))
}

fn svg() -> Result<String> {
    let x = || Axis::linear("own stake (VVV)", &[0.0, 5e5, 1e6, 1.5e6, 2e6], number);
    let layers = |pick: fn(Position) -> u128| -> Result<Vec<Layer>> {
        let colored = [BLUE, GREEN, ORANGE].into_iter().zip(others());
        colored
            .map(|(color, others)| {
                let point = |own: f64| Ok((own, units(pick(position(whole(own as u128), others)?))));
                let points: Result<_> = steps(0.0, 2e6, 100).map(point).collect();
                Ok(Layer::line(color, format!("others have {} VVV at stake", number(units(others))), points?))
            })
            .collect()
    };
    let value = units(position(whole(1), whole(1))?.value_per_diem);
    let same = vec![(0.0, value), (2e6, value)];
    draw(&[
        Panel {
            title: "Grant",
            x: x(),
            y: Axis::linear("DIEM per day", &[0.0, 4e3, 8e3, 12e3, 16e3], number),
            layers: layers(|position| position.grant.0)?,
        },
        Panel {
            title: "Value per DIEM",
            x: x(),
            y: Axis::linear("VVV per DIEM", &[0.0, 0.25, 0.5, 0.75, 1.0], number),
            layers: vec![Layer::line(GREY, "the same for any stake", same)],
        },
        Panel {
            title: "Reward, nothing spent",
            x: x(),
            y: Axis::linear("VVV per day", &[0.0, 2e3, 4e3, 6e3, 8e3], number),
            layers: layers(|position| position.reward)?,
        },
    ])
}
