//! The genesis of the chain that the model begins with.

use super::{calls, keys::id};
use diem_model::{rules::Constants, Genesis, GenesisProvider};
use diem_primitives::{pricing::Price, Diem, ModelId, ModelKind, Multiplier};
use diem_runtime::{MeteringConfig, Runtime, RuntimeGenesisConfig, VvvStakingConfig, EXISTENTIAL_DEPOSIT};
use frame_support::traits::Get;
use pallet_diem_metering::{GenesisModel, GenesisProvider as ChainProvider};

/// What the runtime fixes.
pub fn constants() -> Constants {
    Constants {
        existential: EXISTENTIAL_DEPOSIT,
        max_chunks: bound::<<Runtime as pallet_diem_staking::Config>::MaxUnlockingChunks>(),
        max_leases: 16,
        longest_lease: 365,
        history: <Runtime as pallet_diem_staking::Config>::HistoryDepth::get(),
        dispute_epochs: <Runtime as pallet_diem_metering::Config>::DisputeEpochs::get(),
        max_models_per_provider: bound::<<Runtime as pallet_diem_metering::Config>::MaxModelsPerProvider>(),
        max_receipts: 1_000,
        offer_deposit: <Runtime as pallet_diem_market::Config>::OfferDeposit::get(),
        lease_offer_epochs: <Runtime as pallet_diem_market::Config>::LeaseOfferEpochs::get(),
        max_fills: bound::<<Runtime as pallet_diem_market::Config>::MaxFills>(),
    }
}

fn bound<G: Get<u32>>() -> usize {
    G::get() as usize
}

/// The development preset, with the accounts and the economy of the model in place of its own.
pub fn of(genesis: &Genesis) -> RuntimeGenesisConfig {
    let preset = crate::genesis::Genesis::preset("development").0;
    let mut config: RuntimeGenesisConfig =
        serde_json::from_str(&preset.to_string()).expect("the preset is in the form that the runtime reads");
    config.balances.balances.extend(genesis.balances.iter().map(|(who, amount)| (id(*who), *amount)));
    config.vvv_staking = VvvStakingConfig {
        duration_ms: genesis.duration,
        parameters: calls::staking_parameters(&genesis.staking_rules),
        stakes: genesis.stakes.iter().map(|(who, amount)| (id(*who), *amount)).collect(),
    };
    config.metering = MeteringConfig {
        parameters: calls::metering_parameters(&genesis.metering_rules),
        models: models(genesis),
        providers: genesis.providers.iter().map(provider).collect(),
    };
    config
}

fn models(genesis: &Genesis) -> Vec<GenesisModel<diem_runtime::AccountId>> {
    let model = |(curator, prices): &(u32, Vec<diem_model::models::Price>)| GenesisModel {
        name: "model".into(),
        kind: ModelKind::Text,
        curator: id(*curator),
        prices: prices.iter().map(price).collect(),
    };
    genesis.models.iter().map(model).collect()
}

fn price((dimension, per_million): &diem_model::models::Price) -> Price {
    Price { dimension: calls::dimension(*dimension), per_million: Diem(*per_million) }
}

fn provider(provider: &GenesisProvider) -> ChainProvider<diem_runtime::AccountId> {
    let models = provider.models.iter().map(|(model, multiplier)| (ModelId(*model), Multiplier(*multiplier)));
    ChainProvider {
        account: id(provider.who),
        capacity: Diem(provider.capacity),
        metadata: "provider".into(),
        models: models.collect(),
    }
}
