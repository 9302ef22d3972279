//! The genesis, and how it refuses to contradict itself.

use super::*;
use crate::{GenesisConfig, HoldReason};

fn with(change: impl FnOnce(&mut GenesisConfig<Test>)) {
    let mut config = genesis();
    change(&mut config);
    build(config).execute_with(|| ());
}

#[test]
fn models_and_providers_count_from_the_first_epoch_on() {
    build(genesis()).execute_with(|| {
        let at_genesis = Metering::provider(PROVIDER).unwrap();
        assert_eq!((at_genesis.capacity, at_genesis.next_capacity), (Diem::ZERO, Diem(1_000 * DIEM)));
        assert_eq!(at_genesis.models.iter().filter(|listing| listing.multiplier.is_some()).count(), 0);
        assert_eq!(held(HoldReason::Bond, PROVIDER), 10_000 * VVV);
        next_block(60_000);
        next_block(62_000);
        let first = Metering::provider(PROVIDER).unwrap();
        assert_eq!(first.capacity, Diem(1_000 * DIEM));
        assert_eq!(first.models.iter().filter_map(|listing| listing.multiplier).count(), 2);
        assert_eq!(first.metadata, b"https://example");
        assert_eq!(Metering::models().len(), 2);
        let id = open(OWNER, shared(10));
        assert_eq!(bill(id, vec![work(1)]), all_charged(1, 1));
        check();
    });
}

#[test]
fn nothing_is_a_genesis_too() {
    build(GenesisConfig::default()).execute_with(|| {
        assert_eq!(Metering::models(), []);
        assert_eq!(Metering::providers(), []);
        check();
    });
}

#[test]
#[should_panic(expected = "the parameters of metering are out of bounds")]
fn refuses_parameters_out_of_bounds() {
    with(|config| config.parameters.budget_deposit = 0);
}

#[test]
#[should_panic(expected = "the prices of model \"text-1\" make no rate card")]
fn refuses_a_model_without_prices() {
    with(|config| config.models[0].prices.clear());
}

#[test]
#[should_panic(expected = "the prices of model \"text-1\" make no rate card")]
fn refuses_more_prices_than_there_are_dimensions() {
    with(|config| config.models[0].prices = vec![price(Dimension::InputTokens, 1); 14]);
}

#[test]
#[should_panic(expected = "model \"\" needs a name of 1 to 64 bytes")]
fn refuses_a_model_without_a_name() {
    with(|config| config.models[0].name = String::new());
}

#[test]
#[should_panic(expected = "needs a name of 1 to 64 bytes")]
fn refuses_a_name_that_is_too_long() {
    with(|config| config.models[0].name = "x".repeat(65));
}

#[test]
#[should_panic(expected = "provider 12 is listed twice")]
fn refuses_a_provider_that_is_listed_twice() {
    with(|config| config.providers.push(config.providers[1].clone()));
}

#[test]
#[should_panic(expected = "provider 12 pledges less than the least capacity")]
fn refuses_a_pledge_below_the_least() {
    with(|config| config.providers[1].capacity = Diem(1));
}

#[test]
#[should_panic(expected = "the metadata of provider 12 has more than 256 bytes")]
fn refuses_metadata_that_is_too_long() {
    with(|config| config.providers[1].metadata = "x".repeat(257));
}

#[test]
#[should_panic(expected = "provider 99 has less than its bond of 10000000000000000000 planck")]
fn refuses_a_provider_without_its_bond() {
    with(|config| config.providers.push(provider(POOR, 1, &[])));
}

#[test]
#[should_panic(expected = "provider 12 has less than its bond")]
fn refuses_a_pledge_that_no_bond_covers() {
    with(|config| config.providers[1].capacity = Diem(u128::MAX));
}

#[test]
#[should_panic(expected = "provider 12 lists model 9, which there is not")]
fn refuses_a_model_that_there_is_not() {
    with(|config| config.providers[1] = provider(SECOND, 1, &[(ModelId(9), 10_000)]));
}

#[test]
#[should_panic(expected = "provider 12 lists model 0 twice")]
fn refuses_a_model_that_is_listed_twice() {
    with(|config| config.providers[1] = provider(SECOND, 1, &[(TEXT, 10_000), (TEXT, 12_000)]));
}

#[test]
#[should_panic(expected = "the multiplier of provider 12 for model 0 is out of bounds")]
fn refuses_a_multiplier_out_of_bounds() {
    with(|config| config.providers[1] = provider(SECOND, 1, &[(TEXT, 1)]));
}

#[test]
#[should_panic(expected = "provider 12 lists too many models")]
fn refuses_a_list_that_is_too_long() {
    with(|config| {
        config.models.extend([text(), text(), text()]);
        let models: Vec<_> = (0..5).map(|id| (ModelId(id), 10_000)).collect();
        config.providers[1] = provider(SECOND, 1, &models);
    });
}
