//! The prices of a provider in one epoch, each read once.

use crate::{
    quotes::{PriceObstacle, Tariff},
    Config, Pallet,
};
use alloc::collections::BTreeMap;
use diem_primitives::{Diem, EpochIndex, ModelId, Receipt, RejectionReason};

/// What a provider charges for the models of a batch, as far as they were asked for.
pub(super) struct PriceList<T: Config> {
    provider: T::AccountId,
    epoch: EpochIndex,
    tariffs: BTreeMap<ModelId, Result<Tariff, PriceObstacle>>,
}

impl<T: Config> PriceList<T> {
    pub(super) fn new(provider: T::AccountId, epoch: EpochIndex) -> Self {
        Self { provider, epoch, tariffs: BTreeMap::new() }
    }

    /// What a receipt costs.
    pub(super) fn charge(&mut self, receipt: &Receipt) -> Result<Diem, RejectionReason> {
        let (provider, epoch, model) = (&self.provider, self.epoch, receipt.model);
        let tariff = self.tariffs.entry(model).or_insert_with(|| Pallet::<T>::tariff(provider, model, epoch));
        match tariff {
            Ok(tariff) => Ok(tariff.charge(&receipt.usage)?),
            Err(obstacle) => Err((*obstacle).into()),
        }
    }

    /// How many models were asked for.
    pub(super) fn models(&self) -> u32 {
        u32::try_from(self.tariffs.len()).unwrap_or(u32::MAX)
    }
}
