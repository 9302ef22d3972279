//! Where it pays to pledge capacity that is never served.
//!
//! Such a pledge makes more DIEM of the same emission. Who spends a fixed amount of DIEM then spends a smaller part of it, and keeps more. Its
//! cost is what the bond would earn at stake.

use crate::{
    plot::{self, draw, number, steps, Axis, Layer, Panel, BLUE, GREEN, GREY, ORANGE},
    search::least,
    text::{amount, grouped, percent, percentage, table, units, whole},
    Chain, Error, Figure, Holder, Result,
};
use diem_primitives::{Balance, Diem, PLANCK_PER_UNIT};
use sp_runtime::Permill;

/// What a bond would earn if it were at stake.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Yielding {
    /// What a VVV at stake earns in this epoch. Others' stakes are as they are.
    AsStakeDoes,
    /// The holder stakes it itself. That makes all stake more, and what it had at stake before a smaller part of it.
    StakedByHolder,
}

/// Planck VVV that a holder keeps where it pledges `pledge` and serves nothing of it.
pub fn kept_pledging(chain: &Chain, holder: Holder, pledge: Diem) -> Result<Balance> {
    with_pledge(chain, pledge)?.epoch().kept(holder)
}

/// Planck VVV that it keeps where it does not, and what is its bond otherwise is at stake.
pub fn kept_staking(chain: &Chain, holder: Holder, pledge: Diem, yielding: Yielding) -> Result<Balance> {
    let bond = chain.bond(pledge)?;
    match yielding {
        Yielding::AsStakeDoes => {
            let epoch = chain.epoch();
            let earned = epoch.earned(epoch.terms.grant(bond))?;
            epoch.kept(holder)?.checked_add(earned).ok_or(Error::TooLarge)
        }
        Yielding::StakedByHolder => {
            let chain = chain.with_sums(chain.stake.saturating_add(bond), chain.capacity);
            chain.epoch().kept(Holder { weight: holder.weight.saturating_add(bond), ..holder })
        }
    }
}

/// Whether the pledge earns more than its bond would.
pub fn pays(chain: &Chain, holder: Holder, pledge: Diem, yielding: Yielding) -> Result<bool> {
    Ok(kept_pledging(chain, holder, pledge)? > kept_staking(chain, holder, pledge, yielding)?)
}

/// The least that the holder of a share of all stake must spend of its quota for the pledge to pay, or `None` where not even all is enough.
pub fn break_even(chain: &Chain, share: Permill, pledge: Diem, yielding: Yielding) -> Result<Option<Diem>> {
    let weight = share.mul_floor(chain.stake);
    let quota = chain.epoch().terms.grant(weight);
    let pays = |served| pays(chain, Holder { weight, served: Diem(served) }, pledge, yielding);
    Ok(least(0, quota.0, pays)?.map(Diem))
}

/// The same as a part of the holder's quota.
pub fn break_even_utilisation(
    chain: &Chain,
    share: Permill,
    pledge: Diem,
    yielding: Yielding,
) -> Result<Option<f64>> {
    let quota = chain.epoch().terms.grant(share.mul_floor(chain.stake));
    Ok(break_even(chain, share, pledge, yielding)?.map(|spent| units(spent.0) / units(quota.0)))
}

/// All bonds over all stake, the bond of the pledge included: what `s·u` must exceed by the formula of the docs.
pub fn bonds_over_stake(chain: &Chain, pledge: Diem) -> Result<f64> {
    let bonds = chain.bond(with_pledge(chain, pledge)?.capacity)?;
    Ok(units(bonds) / units(chain.stake))
}

/// The least bond per DIEM, in planck VVV, at which the pledge does not pay for the holder of a share who spends a part of its quota.
pub fn least_bond_per_diem(
    chain: &Chain,
    share: Permill,
    utilisation: Permill,
    pledge: Diem,
) -> Result<Option<Balance>> {
    let weight = share.mul_floor(chain.stake);
    let served = Diem(utilisation.mul_floor(chain.epoch().terms.grant(weight).0));
    let deters = |bond_per_diem| {
        let chain = chain.with_bond_per_diem(bond_per_diem);
        Ok(!pays(&chain, Holder { weight, served }, pledge, Yielding::AsStakeDoes)?)
    };
    least(PLANCK_PER_UNIT / 1_000, whole(1_000_000), deters)
}

/// The smallest pledge that a provider may make: with it the break-even is that of the next DIEM pledged.
pub fn smallest_pledge(chain: &Chain) -> Diem {
    chain.metering.min_capacity
}

fn with_pledge(chain: &Chain, pledge: Diem) -> Result<Chain> {
    let capacity = chain.capacity.checked_add(pledge).ok_or(Error::TooLarge)?;
    Ok(chain.with_sums(chain.stake, capacity))
}

pub(crate) fn figure() -> Result<Figure> {
    let table = format!("{}\n{}", break_even_rows()?, bond_rows()?);
    Ok(Figure { name: "phantom-capacity", svg: svg()?, table })
}

fn break_even_rows() -> Result<String> {
    let head = [
        "`C` (DIEM)",
        "bond per DIEM (VVV)",
        "all bonds / all stake",
        "share `s`",
        "by the formula it pays above `u` =",
        "by the chain's functions",
        "where its holder would stake the bond",
    ];
    let reference = Chain::reference();
    let mut rows = Vec::new();
    for (capacity, bond, share) in [
        (20_000, 5, 10),
        (20_000, 10, 5),
        (20_000, 10, 20),
        (20_000, 10, 50),
        (20_000, 20, 50),
        (4_000, 10, 1),
        (4_000, 10, 10),
    ] {
        let share = Permill::from_percent(share);
        let chain =
            reference.with_sums(reference.stake, Diem(whole(capacity))).with_bond_per_diem(whole(bond));
        let pledge = smallest_pledge(&chain);
        let ratio = bonds_over_stake(&chain, pledge)?;
        let formula = Some(ratio / f64::from(share.deconstruct()) * 1e6).filter(|part| *part <= 1.0);
        let found = |yielding| break_even_utilisation(&chain, share, pledge, yielding);
        let above = |part: Option<f64>| match part {
            None => String::from("never"),
            Some(0.0) => String::from("it always does"),
            Some(part) => percentage(part, 2),
        };
        rows.push(vec![
            grouped(capacity),
            grouped(bond),
            percentage(ratio, 2),
            percent(share),
            above(formula),
            above(found(Yielding::AsStakeDoes)?),
            above(found(Yielding::StakedByHolder)?),
        ]);
    }
    Ok(table(&head, &rows))
}

/// Holders by share of all stake and part of their quota that they spend, in percent.
const HOLDERS: [(u32, u32); 3] = [(10, 50), (20, 50), (50, 50)];
/// VVV at stake for each DIEM pledged.
const STAKE_PER_DIEM: [u128; 5] = [50, 100, 200, 500, 1_000];

fn bond_rows() -> Result<String> {
    let head = ["stake per DIEM pledged (VVV)", "s·u = 5 %", "s·u = 10 %", "s·u = 25 %"];
    let mut rows = Vec::new();
    for per_diem in STAKE_PER_DIEM {
        let mut row = vec![grouped(per_diem)];
        for (share, utilisation) in HOLDERS {
            row.push(amount(rounded(needed_bond(per_diem, share, utilisation)?), 1));
        }
        rows.push(row);
    }
    Ok(table(&head, &rows))
}

/// The bond per DIEM, in planck, that deters the holder of a share, in percent, where all stake is so many VVV for each DIEM pledged.
fn needed_bond(stake_per_diem: u128, share: u32, utilisation: u32) -> Result<Balance> {
    let reference = Chain::reference();
    let stake = reference.capacity.0.saturating_mul(stake_per_diem);
    let chain = reference.with_sums(stake, reference.capacity);
    let (share, utilisation) = (Permill::from_percent(share), Permill::from_percent(utilisation));
    let pledge = smallest_pledge(&chain);
    least_bond_per_diem(&chain, share, utilisation, pledge)?.ok_or(Error::TooLarge)
}

/// To the nearest tenth of a unit.
fn rounded(planck: u128) -> u128 {
    let tenth = PLANCK_PER_UNIT / 10;
    let up = planck.saturating_add(tenth / 2);
    up.saturating_sub(up.checked_rem(tenth).unwrap_or_default())
}

fn svg() -> Result<String> {
    draw(&[break_even_panel()?, pledge_panel()?, bond_panel()?])
}

fn break_even_panel() -> Result<Panel> {
    let chain = Chain::reference();
    let pledge = smallest_pledge(&chain);
    let ratio = bonds_over_stake(&chain, pledge)?;
    let curve: Vec<(f64, f64)> = steps(ratio, 1.0, 100).map(|share| (share, ratio / share)).collect();
    let top = vec![(ratio, 1.0), (1.0, 1.0)];
    let (mut dots, mut own) = (Vec::new(), Vec::new());
    for share in (10_u32..=100).step_by(2) {
        let part = Permill::from_percent(share);
        let place = f64::from(share) / 100.0;
        let found = |yielding| break_even_utilisation(&chain, part, pledge, yielding);
        if share.is_multiple_of(10) {
            dots.extend(found(Yielding::AsStakeDoes)?.map(|spent| (place, spent)));
        }
        own.extend(found(Yielding::StakedByHolder)?.map(|spent| (place, spent)));
    }
    let parts = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0];
    Ok(Panel {
        title: "Where a phantom pledge pays",
        x: Axis::linear("s: share of all stake", &parts, plot::percent),
        y: Axis::linear("u: part of the quota spent", &parts, plot::percent),
        layers: vec![
            Layer::band(ORANGE, "it pays", curve.clone(), top),
            Layer::line(ORANGE, "formula: s·u = all bonds / all stake", curve),
            Layer::dots(BLUE, "by the chain's functions", dots),
            Layer::dashed(GREY, "where its holder would stake the bond", own),
        ],
    })
}

fn pledge_panel() -> Result<Panel> {
    let chain = Chain::reference();
    let mut layers = Vec::new();
    for (color, (share, utilisation)) in [GREY, BLUE, ORANGE].into_iter().zip(HOLDERS) {
        let weight = Permill::from_percent(share).mul_floor(chain.stake);
        let quota = chain.epoch().terms.grant(weight);
        let holder = Holder { weight, served: Diem(Permill::from_percent(utilisation).mul_floor(quota.0)) };
        let gain = |pledged: f64| {
            let pledge = Diem(whole(pledged as u128));
            let phantom = units(kept_pledging(&chain, holder, pledge)?);
            Ok((pledged, phantom - units(kept_staking(&chain, holder, pledge, Yielding::AsStakeDoes)?)))
        };
        let points: Result<_> = steps(0.0, 40_000.0, 80).map(gain).collect();
        layers.push(Layer::line(color, format!("s = {share} %, u = {utilisation} %"), points?));
    }
    Ok(Panel {
        title: "What it gains, at 10 VVV per DIEM",
        x: Axis::linear("phantom pledge (DIEM)", &[0.0, 10e3, 20e3, 30e3, 40e3], number),
        y: Axis::linear("VVV per day", &[-2e3, -1.5e3, -1e3, -500.0, 0.0, 500.0], number),
        layers,
    })
}

fn bond_panel() -> Result<Panel> {
    let mut layers = Vec::new();
    for (color, (share, utilisation)) in [GREY, BLUE, ORANGE].into_iter().zip(HOLDERS) {
        let product = f64::from(share) * f64::from(utilisation) / 1e4;
        let line = [50.0, 1_000.0].map(|per_diem| (per_diem, per_diem * product)).to_vec();
        let dot = |per_diem: u128| Ok((per_diem as f64, units(needed_bond(per_diem, share, utilisation)?)));
        let dots: Result<_> = STAKE_PER_DIEM.into_iter().map(dot).collect();
        layers.push(Layer::line(color, format!("s·u = {}", percentage(product, 0)), line));
        layers.push(Layer::dots(color, "", dots?).unnamed());
    }
    let default = units(Chain::reference().metering.bond_per_diem);
    layers.push(Layer::dashed(GREEN, "the default", vec![(50.0, default), (1_000.0, default)]));
    Ok(Panel {
        title: "The bond that deters it",
        x: Axis::log("stake per DIEM pledged (VVV)", &[50.0, 100.0, 200.0, 500.0, 1e3], number),
        y: Axis::log("bond per DIEM (VVV)", &[1.0, 3.0, 10.0, 30.0, 100.0, 300.0], number),
        layers,
    })
}
