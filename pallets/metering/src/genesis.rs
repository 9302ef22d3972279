//! The first models and providers.

use crate::{
    listings::first_listing,
    types::{Metadata, MeteringParameters, Provider},
    Config, HoldReason, Listings, Models, Pallet, Parameters, Providers,
};
use alloc::{string::String, vec::Vec};
use diem_primitives::{
    pricing::{Price, Prices},
    Diem, EpochIndex, ModelId, ModelKind, ModelName, Multiplier, RateCard,
};
use frame_support::traits::{fungible::MutateHold, Get};
use serde::{Deserialize, Serialize};

/// A model of the genesis.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisModel<AccountId> {
    /// Its name.
    pub name: String,
    /// What it makes.
    pub kind: ModelKind,
    /// Who sets its prices.
    pub curator: AccountId,
    /// Its first prices.
    pub prices: Vec<Price>,
}

/// A provider of the genesis.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisProvider<AccountId> {
    /// Its account, which must hold the bond.
    pub account: AccountId,
    /// DIEM that it pledges per epoch.
    pub capacity: Diem,
    /// What it says of itself.
    pub metadata: String,
    /// The models that it serves, each with its multiplier.
    pub models: Vec<(ModelId, Multiplier)>,
}

/// Everything of the genesis counts from the epoch after it on.
const GENESIS: EpochIndex = EpochIndex(0);

impl<T: Config> Pallet<T> {
    /// Stores the genesis. Panics with a clear message where it contradicts itself.
    pub(crate) fn build_genesis(
        parameters: &MeteringParameters,
        models: &[GenesisModel<T::AccountId>],
        providers: &[GenesisProvider<T::AccountId>],
    ) {
        assert!(parameters.are_in_bounds(), "the parameters of metering are out of bounds: {parameters:?}");
        Parameters::<T>::put(parameters);
        for model in models {
            Self::build_model(model);
        }
        for provider in providers {
            Self::build_provider(provider);
        }
    }

    fn build_model(model: &GenesisModel<T::AccountId>) {
        let named = &model.name;
        let prices = Prices::try_from(model.prices.clone());
        let card = prices.ok().and_then(|prices| RateCard::new(prices).ok());
        assert!(card.is_some(), "the prices of model {named:?} make no rate card");
        let name = ModelName::try_from(model.name.clone().into_bytes()).unwrap_or_default();
        let stored = card.map(|card| Self::insert_model(model.curator.clone(), 0, name, model.kind, card));
        assert!(matches!(stored, Some(Ok(_))), "model {named:?} needs a name of 1 to 64 bytes");
    }

    fn build_provider(provider: &GenesisProvider<T::AccountId>) {
        let (who, capacity) = (&provider.account, provider.capacity);
        assert!(!Providers::<T>::contains_key(who), "provider {who:?} is listed twice");
        let parameters = Parameters::<T>::get();
        assert!(capacity >= parameters.min_capacity, "provider {who:?} pledges less than the least capacity");
        let metadata = Metadata::try_from(provider.metadata.clone().into_bytes());
        assert!(metadata.is_ok(), "the metadata of provider {who:?} has more than 256 bytes");
        let bond = parameters.bond_for(capacity).unwrap_or(u128::MAX);
        let held = T::Currency::hold(&HoldReason::Bond.into(), who, bond);
        assert!(held.is_ok(), "provider {who:?} has less than its bond of {bond} planck");
        let counted = Self::change_total_capacity(GENESIS, Diem::ZERO, capacity);
        assert!(counted.is_ok(), "the capacities of the providers sum to more than 128 bits");

        let mut record = Provider::new(GENESIS, metadata.unwrap_or_default(), capacity, bond);
        for (model, multiplier) in &provider.models {
            Self::build_listing(who, *model, *multiplier);
            record.listings = record.listings.saturating_add(1);
        }
        assert!(record.listings <= T::MaxModelsPerProvider::get(), "provider {who:?} lists too many models");
        Providers::<T>::insert(who, record);
    }

    fn build_listing(who: &T::AccountId, model: ModelId, multiplier: Multiplier) {
        let id = model.0;
        assert!(Models::<T>::contains_key(model), "provider {who:?} lists model {id}, which there is not");
        assert!(!Listings::<T>::contains_key(who, model), "provider {who:?} lists model {id} twice");
        assert!(
            multiplier.is_in_bounds(),
            "the multiplier of provider {who:?} for model {id} is out of bounds"
        );
        Listings::<T>::insert(who, model, first_listing(GENESIS, multiplier));
    }
}
