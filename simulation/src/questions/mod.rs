//! The questions, one a module.

pub mod capacity;
pub mod demand;
pub mod emission;
pub mod month;
pub mod phantom;
pub mod self_serving;
pub mod stake;

use crate::{text::whole, Chain, Holder, Result};
use diem_primitives::{Balance, Diem};

/// The stake of whom the figures follow: 10,000 VVV, in planck.
pub fn example_stake() -> Balance {
    whole(10_000)
}

/// What a stake comes to in one epoch, with nothing of its quota spent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Position {
    /// Its grant.
    pub grant: Diem,
    /// Planck VVV that a whole DIEM earns.
    pub value_per_diem: Balance,
    /// Planck VVV that the grant earns.
    pub reward: Balance,
}

impl Position {
    /// That of a weight on a chain of whose stake it is a part.
    pub fn of(chain: &Chain, weight: Balance) -> Result<Self> {
        let epoch = chain.epoch();
        Ok(Self {
            grant: epoch.terms.grant(weight),
            value_per_diem: epoch.value_per_diem,
            reward: epoch.kept(Holder { weight, served: Diem::ZERO })?,
        })
    }
}
