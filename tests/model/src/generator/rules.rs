//! Rules that governance changes: one at a time, mostly within bounds.

use super::{Ask, Generator, ACCOUNTS};
use crate::{
    arithmetic::{ALL, WHOLE},
    rules::{StakingRules, TransferRules, MILLI},
    Call, Economy, Origin, Who,
};

/// Lengths of epochs, in milliseconds: from three blocks to a month.
const DURATIONS: [u64; 6] = [6_000, 10_000, 60_000, 3_600_000, 86_400_000, 2_678_400_000];

impl Generator {
    pub(super) fn set_epoch_duration(&mut self, _: &Economy) -> Option<Ask> {
        let duration = match self.within(0, 9) {
            0 => self.within(0, 3_999) as u64,
            1 => self.within(2_678_400_001, 5_000_000_000) as u64,
            2 => self.within(4_000, 200_000_000) as u64,
            _ => self.one_of(&DURATIONS)?,
        };
        Some(self.as_root(Call::SetEpochDuration { duration }))
    }

    pub(super) fn set_staking_rules(&mut self, economy: &Economy) -> Option<Ask> {
        let mut rules = economy.staking_rules.clone();
        match self.within(0, 12) {
            0 => rules.unbonding_epochs = self.within(0, 6) as u32,
            1 => rules.min_stake = self.any_size(20 * WHOLE) - u128::from(self.once_in(8)),
            2 => rules.min_lease = self.any_size(20 * WHOLE) - u128::from(self.once_in(8)),
            3 | 4 => rules.max_diem_per_vvv = self.any_size(2 * WHOLE),
            5 | 6 => rules.emission_per_day = self.any_size(1_000_000 * WHOLE),
            7 => rules.yearly_decay = self.within(0, u128::from(ALL)) as u32,
            _ => self.change_transfers(&mut rules),
        }
        Some(self.as_root(Call::SetStakingRules { rules }))
    }

    fn change_transfers(&mut self, rules: &mut StakingRules) {
        let transfer = &mut rules.transfer;
        match self.within(0, 5) {
            0 => transfer.enabled = !transfer.enabled,
            1 => transfer.minimum = self.any_size(MILLI) - 1,
            2 => transfer.fee = self.within(0, 200_000) as u32,
            3 => transfer.fee = self.within(0, u128::from(ALL)) as u32,
            4 => transfer.share_of_grant = self.within(0, u128::from(ALL)) as u32,
            _ => transfer.allowed = transfer.allowed.take().map_or_else(|| Some(self.list()), |_| None),
        }
        // What stops all transfers does not last.
        if !self.once_in(4) {
            let TransferRules { enabled, fee, share_of_grant, .. } = transfer;
            *enabled = true;
            *fee = (*fee).min(ALL - 1);
            *share_of_grant = (*share_of_grant).max(200_000);
        }
    }

    /// A list of more than half of the accounts.
    fn list(&mut self) -> Vec<Who> {
        (0..ACCOUNTS).filter(|_| !self.once_in(3)).collect()
    }

    pub(super) fn set_metering_rules(&mut self, economy: &Economy) -> Option<Ask> {
        let mut rules = economy.metering_rules;
        match self.within(0, 9) {
            0 | 1 => rules.bond_per_diem = self.within(WHOLE / 2, 20 * WHOLE),
            2 | 3 => rules.slash_fraction = self.within(0, u128::from(ALL)) as u32,
            4 => rules.min_capacity = self.any_size(10 * WHOLE),
            5 => rules.budget_deposit = self.any_size(5 * WHOLE),
            6 => rules.model_deposit = self.any_size(20 * WHOLE),
            7 => rules.max_batches_per_epoch = self.within(0, 12) as u32,
            8 => rules.revocation_grace = self.within(0, 12) as u32,
            _ => rules.revocation_grace = self.within(0, 50_000) as u32,
        }
        Some(self.as_root(Call::SetMeteringRules { rules }))
    }

    /// What only Root may do, and others try now and then.
    fn as_root(&mut self, call: Call) -> Ask {
        if self.once_in(12) {
            return (Origin::Signed(self.caller()), call);
        }
        (Origin::Root, call)
    }
}
