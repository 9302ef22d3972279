//! What a provider gains by serving itself: billing its own quota, of which it could as well leave everything unspent.

use crate::{
    plot::{self, draw, number, steps, Axis, Layer, Panel, BLUE, GREEN, GREY, ORANGE},
    text::{amount, grouped, percent, table, units},
    Chain, Epoch, Error, Figure, Holder, Result,
};
use diem_primitives::{pricing::Price, Balance, Diem, Dimension, Multiplier, RateCard, UsageEntry};
use sp_runtime::Permill;

/// A provider with stake of its own.
#[derive(Clone, Debug)]
pub struct Provider {
    /// The chain with its stake and its pledge.
    pub chain: Chain,
    /// Its stake, in planck VVV.
    pub stake: Balance,
    /// Its pledge: as much as its own quota, so that it can bill all of that.
    pub pledge: Diem,
}

/// What a provider earns in one epoch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Earned {
    /// Planck VVV for what it billed.
    pub as_provider: Balance,
    /// Planck VVV for what it left unspent.
    pub as_holder: Balance,
}

impl Earned {
    /// Both together, in planck VVV.
    pub fn total(&self) -> Result<Balance> {
        self.as_provider.checked_add(self.as_holder).ok_or(Error::TooLarge)
    }
}

impl Provider {
    /// One with a share of all stake and of all pledges.
    pub fn with_share(chain: &Chain, share: Permill) -> Self {
        let stake = share.mul_floor(chain.stake);
        Self { chain: chain.clone(), stake, pledge: chain.epoch().terms.grant(stake) }
    }

    /// What it earns where it bills a part of its own quota to itself.
    pub fn billing(&self, part: Permill) -> Result<Earned> {
        let epoch = self.chain.epoch();
        let charge = bill(Diem(part.mul_floor(self.quota(&epoch).0)))?;
        let outcome = epoch.settle(&[Holder { weight: self.stake, served: charge }])?;
        let as_holder = outcome.holders.first().copied().unwrap_or_default();
        Ok(Earned { as_provider: outcome.providers, as_holder })
    }

    /// Its bond, in planck VVV.
    pub fn bond(&self) -> Result<Balance> {
        self.chain.bond(self.pledge)
    }

    /// Planck VVV that the same VVV would earn without the pledge, all of it at stake and none of it a bond.
    pub fn staking_the_bond(&self) -> Result<Balance> {
        let bond = self.bond()?;
        let capacity = self.chain.capacity.checked_sub(self.pledge).ok_or(Error::TooLarge)?;
        let chain = self.chain.with_sums(self.chain.stake.saturating_add(bond), capacity);
        let weight = self.stake.saturating_add(bond);
        chain.epoch().kept(Holder { weight, served: Diem::ZERO })
    }

    fn quota(&self, epoch: &Epoch) -> Diem {
        epoch.terms.grant(self.stake)
    }
}

/// Bills `amount` by a model of one's own: a million requests for that price. Nobody has to send them.
fn bill(amount: Diem) -> Result<Diem> {
    if amount.is_zero() {
        return Ok(amount);
    }
    let dimension = Dimension::Requests;
    let prices = vec![Price { dimension, per_million: amount }].try_into();
    let usage = vec![UsageEntry { dimension, units: 1_000_000 }].try_into();
    let (Ok(prices), Ok(usage)) = (prices, usage) else { return Err(Error::TooLarge) };
    let card = RateCard::new(prices).map_err(Error::RateCard)?;
    card.charge(&usage, Multiplier::ONE).map_err(Error::Charge)
}

pub(crate) fn figure() -> Result<Figure> {
    Ok(Figure { name: "serving-oneself", svg: svg()?, table: rows()? })
}

fn rows() -> Result<String> {
    let head = [
        "share of the stake",
        "its quota (DIEM)",
        "bills all of it to itself (VVV a day)",
        "leaves it unspent (VVV a day)",
        "difference (planck)",
        "bond (VVV)",
        "bond staked instead (VVV a day)",
        "what serving itself loses (VVV a day)",
    ];
    let chain = Chain::reference();
    let mut rows = Vec::new();
    for share in [1, 5, 10, 20, 50].map(Permill::from_percent) {
        let provider = Provider::with_share(&chain, share);
        let billed = provider.billing(Permill::one())?.total()?;
        let unspent = provider.billing(Permill::zero())?.total()?;
        let staked = provider.staking_the_bond()?;
        let mut row = vec![percent(share)];
        row.extend([provider.pledge.0, billed, unspent].map(|planck| amount(planck, 4)));
        row.push(grouped(billed.abs_diff(unspent)));
        row.extend([provider.bond()?, staked, staked.saturating_sub(billed)].map(|planck| amount(planck, 4)));
        rows.push(row);
    }
    Ok(table(&head, &rows))
}

fn svg() -> Result<String> {
    let chain = Chain::reference();
    let (mut billed, mut unspent, mut staked) = (Vec::new(), Vec::new(), Vec::new());
    let (mut more, mut lost) = (Vec::new(), Vec::new());
    for (step, share) in steps(0.0, 0.5, 50).enumerate() {
        let provider = Provider::with_share(&chain, Permill::from_float(share));
        let by_itself = units(provider.billing(Permill::one())?.total()?);
        let by_nobody = units(provider.billing(Permill::zero())?.total()?);
        let instead = units(provider.staking_the_bond()?);
        if step.is_multiple_of(5) {
            billed.push((share, by_itself));
            more.push((share, by_itself - by_nobody));
        }
        unspent.push((share, by_nobody));
        staked.push((share, instead));
        lost.push((share, by_itself - instead));
    }
    let x = || Axis::linear("share of all stake", &[0.0, 0.1, 0.2, 0.3, 0.4, 0.5], plot::percent);
    draw(&[
        Panel {
            title: "A provider that is its own consumer",
            x: x(),
            y: Axis::linear("VVV per day", &[0.0, 1e3, 2e3, 3e3, 4e3, 5e3, 6e3], number),
            layers: vec![
                Layer::line(GREEN, "stakes its bond too and pledges nothing", staked),
                Layer::line(BLUE, "leaves its quota unspent", unspent),
                Layer::dots(ORANGE, "bills all of its quota to itself", billed),
            ],
        },
        Panel {
            title: "What serving itself gains",
            x: x(),
            y: Axis::linear("VVV per day", &[-300.0, -200.0, -100.0, 0.0, 100.0], number),
            layers: vec![
                Layer::dots(ORANGE, "over leaving the quota unspent: nothing, to the planck", more),
                Layer::line(GREY, "over staking the bond: it loses", lost),
            ],
        },
    ])
}
