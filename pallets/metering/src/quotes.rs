//! What a usage costs at a provider, in one epoch.

use crate::{types::Listing, Config, Listings, Models, Pallet, Providers};
use diem_primitives::{
    api::{QuoteAt, QuoteError},
    ChargeError, Diem, EpochClock, EpochIndex, ModelId, Multiplier, RateCard, RejectionReason, Usage,
};

/// What a provider charges for a model in one epoch.
pub(crate) struct Tariff {
    card: RateCard,
    multiplier: Multiplier,
}

impl Tariff {
    /// What a usage costs.
    pub(crate) fn charge(&self, usage: &Usage) -> Result<Diem, ChargeError> {
        self.card.charge(usage, self.multiplier)
    }
}

/// Why a provider has no price for a model in an epoch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum PriceObstacle {
    UnknownModel,
    Retired,
    NotServed,
}

impl From<PriceObstacle> for RejectionReason {
    fn from(obstacle: PriceObstacle) -> Self {
        match obstacle {
            PriceObstacle::UnknownModel => Self::UnknownModel,
            PriceObstacle::Retired => Self::ModelRetired,
            PriceObstacle::NotServed => Self::ModelNotServed,
        }
    }
}

impl From<PriceObstacle> for QuoteError {
    fn from(obstacle: PriceObstacle) -> Self {
        match obstacle {
            PriceObstacle::UnknownModel => Self::UnknownModel,
            PriceObstacle::Retired => Self::ModelRetired,
            PriceObstacle::NotServed => Self::ModelNotServed,
        }
    }
}

impl<T: Config> Pallet<T> {
    /// What a provider charges for a model in an epoch: the previous, the current or the next one.
    pub(crate) fn tariff(
        provider: &T::AccountId,
        model: ModelId,
        epoch: EpochIndex,
    ) -> Result<Tariff, PriceObstacle> {
        let card = Self::rate_card(model, epoch)?;
        let multiplier = Self::multiplier(provider, model, epoch)?;
        Ok(Tariff { card, multiplier })
    }

    fn rate_card(model: ModelId, epoch: EpochIndex) -> Result<RateCard, PriceObstacle> {
        let record = Models::<T>::get(model).ok_or(PriceObstacle::UnknownModel)?;
        if record.is_retired_in(epoch) {
            return Err(PriceObstacle::Retired);
        }
        record.cards.at(epoch).cloned().ok_or(PriceObstacle::NotServed)
    }

    fn multiplier(
        provider: &T::AccountId,
        model: ModelId,
        epoch: EpochIndex,
    ) -> Result<Multiplier, PriceObstacle> {
        let series = Listings::<T>::get(provider, model).ok_or(PriceObstacle::NotServed)?;
        series.at(epoch).and_then(Listing::factor).ok_or(PriceObstacle::NotServed)
    }

    pub(crate) fn view_quote(
        provider: &T::AccountId,
        model: ModelId,
        usage: &Usage,
        at: QuoteAt,
    ) -> Result<Diem, QuoteError> {
        let now = T::Quota::current_epoch();
        let epoch = match at {
            QuoteAt::Now => now,
            QuoteAt::NextEpoch => now.next(),
        };
        let card = Self::rate_card(model, epoch)?;
        if !Providers::<T>::contains_key(provider) {
            return Err(QuoteError::UnknownProvider);
        }
        let multiplier = Self::multiplier(provider, model, epoch)?;
        Tariff { card, multiplier }.charge(usage).map_err(QuoteError::Usage)
    }
}
