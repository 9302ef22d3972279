//! A chain, as far as its economy goes.

use crate::{Epoch, Result};
use diem_primitives::{
    emission::value_per_diem, Balance, Diem, EmissionRules, EpochDuration, EpochTimes, GrantTerms, Moment,
    PLANCK_PER_UNIT,
};
use pallet_diem_metering::MeteringParameters;
use pallet_diem_staking::StakingParameters;
use sp_runtime::{AccountId32 as AccountId, Permill};

/// What all accounts of the reference chain have at stake: 2,000,000 VVV.
const STAKE: Balance = 2_000_000 * PLANCK_PER_UNIT;
/// What all providers of the reference chain pledge: 20,000 DIEM.
const CAPACITY: Diem = Diem(20_000 * PLANCK_PER_UNIT);

/// The parameters of a chain, and the sums of what is staked and pledged on it.
#[derive(Clone, Debug)]
pub struct Chain {
    /// The rules of staking.
    pub staking: StakingParameters<AccountId>,
    /// The rules of metering.
    pub metering: MeteringParameters,
    /// What all accounts have at stake, in planck VVV.
    pub stake: Balance,
    /// What all providers pledge per epoch.
    pub capacity: Diem,
}

impl Chain {
    /// The chain that every figure starts from: default parameters, epochs of a day, 2,000,000 VVV staked, 20,000 DIEM pledged.
    ///
    /// The two sums are chosen for round numbers and forecast nothing: a DIEM is worth 0.5 VVV, and all bonds are a tenth of all stake.
    pub fn reference() -> Self {
        Self {
            staking: StakingParameters::default(),
            metering: MeteringParameters::default(),
            stake: STAKE,
            capacity: CAPACITY,
        }
    }

    /// The same chain with other sums.
    pub fn with_sums(&self, stake: Balance, capacity: Diem) -> Self {
        Self { stake, capacity, ..self.clone() }
    }

    /// The same chain with another decay of its emission.
    pub fn with_yearly_decay(&self, yearly_decay: Permill) -> Self {
        let emission = EmissionRules { yearly_decay, ..self.staking.emission };
        let staking = StakingParameters { emission, ..self.staking.clone() };
        Self { staking, ..self.clone() }
    }

    /// The same chain with another bond behind each DIEM.
    pub fn with_bond_per_diem(&self, bond_per_diem: Balance) -> Self {
        let metering = MeteringParameters { bond_per_diem, ..self.metering.clone() };
        Self { metering, ..self.clone() }
    }

    /// The first epoch after genesis, of a day.
    pub fn epoch(&self) -> Epoch {
        self.epoch_of_day(0)
    }

    /// The epoch of a day, counted from zero.
    pub fn epoch_of_day(&self, day: u64) -> Epoch {
        let terms = GrantTerms {
            capacity: self.capacity,
            total_weight: self.stake,
            max_diem_per_vvv: self.staking.max_diem_per_vvv,
        };
        let emission = self.staking.emission.of_epoch(times_of_day(day), 0);
        let value_per_diem = value_per_diem(emission, &terms, self.metering.slashed_per_diem());
        Epoch { terms, emission, value_per_diem }
    }

    /// Planck VVV on hold behind a pledge.
    pub fn bond(&self, pledge: Diem) -> Result<Balance> {
        self.metering.bond_for(pledge).ok_or(crate::Error::TooLarge)
    }
}

fn times_of_day(day: u64) -> EpochTimes {
    let length: Moment = EpochDuration::DAY.as_millis();
    let started_at = day.saturating_mul(length);
    EpochTimes { started_at, ends_at: started_at.saturating_add(length) }
}
