//! One epoch: what it grants, what that is worth, and who earns it.

use crate::{Error, Result};
use diem_primitives::{Balance, Diem, GrantTerms, QuotaWindow};

/// An epoch's terms, as a roll fixes them.
#[derive(Clone, Debug)]
pub struct Epoch {
    /// What grants are computed from.
    pub terms: GrantTerms,
    /// Planck VVV that are issued for it at most.
    pub emission: Balance,
    /// Planck VVV that a whole DIEM of it earns (`g`).
    pub value_per_diem: Balance,
}

/// An account in one epoch.
#[derive(Clone, Copy, Debug)]
pub struct Holder {
    /// Its weight, in planck VVV.
    pub weight: Balance,
    /// What providers debit of its quota.
    pub served: Diem,
}

/// What became of an epoch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome {
    /// What each holder earns with what it left unspent, in planck VVV, in the order of the holders.
    pub holders: Vec<Balance>,
    /// What the providers earn, in planck VVV, as if one had served everybody: several lose up to a planck each by rounding.
    pub providers: Balance,
    /// The sum of all grants.
    pub granted: Diem,
}

impl Epoch {
    /// The quota of a weight, before anything is spent.
    pub fn window(&self, weight: Balance) -> QuotaWindow {
        QuotaWindow::open(self.terms.grant(weight), Diem::ZERO)
    }

    /// Planck VVV that an amount of this epoch's DIEM earns, rounded down.
    pub fn earned(&self, amount: Diem) -> Result<Balance> {
        amount.worth(self.value_per_diem).ok_or(Error::TooLarge)
    }

    /// Planck VVV that a holder earns with what it leaves unspent.
    pub fn kept(&self, holder: Holder) -> Result<Balance> {
        let mut window = self.window(holder.weight);
        window.debit_shared(holder.served).map_err(Error::Window)?;
        self.earned(window.unspent())
    }

    /// Debits what is served, and credits everybody.
    pub fn settle(&self, holders: &[Holder]) -> Result<Outcome> {
        let mut granted = Diem::ZERO;
        let mut settled = Diem::ZERO;
        for holder in holders {
            let grant = self.terms.grant(holder.weight);
            granted = granted.checked_add(grant).ok_or(Error::TooLarge)?;
            settled = settled.checked_add(holder.served).ok_or(Error::TooLarge)?;
        }
        let kept: Result<_> = holders.iter().map(|holder| self.kept(*holder)).collect();
        Ok(Outcome { holders: kept?, providers: self.earned(settled)?, granted })
    }
}

impl Outcome {
    /// Planck VVV that are issued for the epoch.
    pub fn issued(&self) -> Result<Balance> {
        let sum = |total: Balance, earned: &Balance| total.checked_add(*earned);
        self.holders.iter().try_fold(self.providers, sum).ok_or(Error::TooLarge)
    }
}
