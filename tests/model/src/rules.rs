//! The rules that governance may change, and those that the runtime fixes.

use crate::{
    arithmetic::{part, Millionths, ALL, WHOLE},
    Planck, Who,
};

/// A thousandth of a VVV or of a DIEM.
pub const MILLI: Planck = WHOLE / 1_000;

/// The rules by which DIEM moves from one account to another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TransferRules {
    pub enabled: bool,
    pub minimum: Planck,
    pub fee: Millionths,
    pub share_of_grant: Millionths,
    /// Who may receive DIEM, where not everybody may.
    pub allowed: Option<Vec<Who>>,
}

/// The rules of staking.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StakingRules {
    pub unbonding_epochs: u32,
    pub min_stake: Planck,
    pub min_lease: Planck,
    pub max_diem_per_vvv: Planck,
    pub emission_per_day: Planck,
    pub yearly_decay: Millionths,
    pub transfer: TransferRules,
}

impl StakingRules {
    pub fn are_in_bounds(&self) -> bool {
        (1..=365).contains(&self.unbonding_epochs)
            && self.min_stake > 0
            && self.min_lease > 0
            && self.emission_per_day <= 1_000_000_000 * WHOLE
            && self.yearly_decay <= ALL
            && self.transfer.fee < ALL
    }
}

/// The rules of metering.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MeteringRules {
    pub bond_per_diem: Planck,
    pub slash_fraction: Millionths,
    pub min_capacity: Planck,
    pub budget_deposit: Planck,
    pub model_deposit: Planck,
    pub revocation_grace: u32,
    pub max_batches_per_epoch: u32,
}

impl MeteringRules {
    pub fn are_in_bounds(&self) -> bool {
        let amounts = [self.bond_per_diem, self.budget_deposit, self.model_deposit];
        amounts.iter().all(|amount| (MILLI..=1_000_000 * WHOLE).contains(amount))
            && (10_000..=ALL).contains(&self.slash_fraction)
            && self.min_capacity >= MILLI
            && self.revocation_grace <= 43_200
            && (1..=100_000).contains(&self.max_batches_per_epoch)
    }

    /// The most that a whole DIEM may earn: what cheating with it costs.
    pub fn most_per_diem(&self) -> Planck {
        part(self.bond_per_diem, self.slash_fraction)
    }
}

/// What the runtime fixes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Constants {
    pub existential: Planck,
    pub max_chunks: usize,
    pub max_leases: usize,
    pub longest_lease: u32,
    pub history: u32,
    pub dispute_epochs: u32,
    pub max_models_per_provider: usize,
    pub max_receipts: usize,
    pub offer_deposit: Planck,
    pub lease_offer_epochs: u32,
    pub max_fills: usize,
}

impl Default for Constants {
    fn default() -> Self {
        Self {
            existential: MILLI,
            max_chunks: 32,
            max_leases: 16,
            longest_lease: 365,
            history: 365,
            dispute_epochs: 2,
            max_models_per_provider: 64,
            max_receipts: 1_000,
            offer_deposit: WHOLE / 10,
            lease_offer_epochs: 30,
            max_fills: 16,
        }
    }
}
