//! The chains that can be started, and those that are refused because they contradict themselves.

use diem_primitives::{Diem, EpochIndex, PLANCK_PER_UNIT};
use diem_runtime::{
    genesis_config_presets::{
        preset_names, production, Endowment, Planck, ProductionGenesis, ProductionGenesisError,
    },
    AccountId, Balances, Council, Metering, Runtime, RuntimeEvent, VvvStaking, EXISTENTIAL_DEPOSIT, VVV,
};
use diem_runtime_tests::{council::COUNCIL, genesis::Genesis, id, Account::*, Chain};
use frame_support::traits::fungible::{Inspect, InspectHold};
use serde_json::{json, Value};

#[test]
fn each_preset_begins_a_chain_that_makes_blocks_and_opens_epochs() {
    let names: Vec<String> = preset_names().iter().map(ToString::to_string).collect();
    assert_eq!(names, ["development", "local_testnet", "test"]);
    for name in names {
        let mut chain = Chain::from_preset(&name);
        chain.advance_to_epoch(3);
        chain.read(|| {
            assert_eq!(pallet_sudo::Key::<Runtime>::get(), Some(id(Alice)), "{name}");
            assert!(COUNCIL.iter().all(|who| Council::is_member(&id(*who))), "{name}");
        });
    }
}

#[test]
fn epoch_1_opens_in_block_2_and_has_the_capacity_and_the_stake_of_the_preset() {
    let mut chain = Chain::from_preset("development");
    chain.empty_blocks(1);
    assert_eq!(chain.epoch(), 0);
    assert_eq!(chain.read(|| VvvStaking::account_info(id(Dave)).quota.granted), Diem::ZERO);

    chain.empty_blocks(1);
    let opened: Vec<_> = chain
        .events()
        .into_iter()
        .filter(|event| {
            matches!(event, RuntimeEvent::VvvStaking(pallet_diem_staking::Event::EpochOpened { .. }))
        })
        .collect();
    let info = chain.read(VvvStaking::epoch_info);
    assert_eq!(info.index, EpochIndex(1));
    assert_eq!(info.capacity, Diem(2_000 * PLANCK_PER_UNIT));
    assert_eq!(info.total_weight, 10_000 * VVV);
    assert_eq!(info.ends_at % 60_000, 0, "epochs end with a minute");
    let event = pallet_diem_staking::Event::EpochOpened {
        index: info.index,
        started_at: info.started_at,
        ends_at: info.ends_at,
        capacity: info.capacity,
        total_weight: info.total_weight,
        // 10,000 VVV a day, in an epoch of a minute.
        emission: 10_000 * VVV / (24 * 60),
        value_per_diem: info.value_per_diem,
    };
    assert_eq!(info.value_per_diem, 10_000 * VVV / (24 * 60) / 2_000);
    assert_eq!(opened, vec![event.into()]);

    chain.read(|| {
        assert_eq!(VvvStaking::account_info(id(Dave)).quota.granted, Diem(2_000 * PLANCK_PER_UNIT));
        assert_eq!(Metering::models().len(), 3);
        for provider in Metering::providers() {
            assert_eq!(provider.capacity, Diem(1_000 * PLANCK_PER_UNIT));
            assert!(provider.models.iter().all(|listing| listing.multiplier.is_some()));
            let held = Balances::total_balance_on_hold(&provider.account);
            assert_eq!(held, provider.bond);
        }
    });
}

/// Why the development preset is refused when it is changed like that.
fn refusal(change: impl FnOnce(&mut Value)) -> String {
    Genesis::preset("development").with(change).refusal().expect("the genesis contradicts itself")
}

#[track_caller]
fn refused(change: impl FnOnce(&mut Value), why: &str) {
    let message = refusal(change);
    assert!(message.contains(why), "the genesis is refused, but not clearly: {message}");
}

fn push_copy_of_first(list: &mut Value) {
    let list = list.as_array_mut().expect("it is a list");
    list.push(list[0].clone());
}

/// Sets the balance of an account of the preset.
fn set_balance(genesis: &mut Value, who: &AccountId, amount: u128) {
    let balances = genesis["balances"]["balances"].as_array_mut().expect("balances are a list");
    let entry = balances.iter_mut().find(|entry| entry[0] == json!(who)).expect("it has a balance");
    entry[1] = json!(amount);
}

#[test]
fn the_presets_themselves_are_not_refused() {
    for name in preset_names() {
        assert_eq!(Genesis::preset(name.as_ref()).refusal(), None);
    }
}

#[test]
fn a_stake_that_contradicts_the_rest_of_the_genesis_is_refused() {
    refused(|g| g["vvvStaking"]["stakes"][0][1] = json!(2_000_000 * VVV), "does not cover");
    refused(|g| g["vvvStaking"]["stakes"][0][1] = json!(VVV - 1), "the minimum is");
    refused(|g| push_copy_of_first(&mut g["vvvStaking"]["stakes"]), "twice");
}

#[test]
fn an_epoch_of_no_length_and_parameters_out_of_bounds_are_refused() {
    refused(|g| g["vvvStaking"]["durationMs"] = json!(0), "4,000 ms");
    refused(|g| g["vvvStaking"]["parameters"]["unbondingEpochs"] = json!(0), "out of bounds");
    refused(|g| g["metering"]["parameters"]["bondPerDiem"] = json!(0), "out of bounds");
}

#[test]
fn a_provider_that_can_not_keep_its_pledge_is_refused() {
    refused(|g| set_balance(g, &id(Charlie), 9_999 * VVV), "less than its bond");
    refused(|g| push_copy_of_first(&mut g["metering"]["providers"]), "twice");
    refused(|g| g["metering"]["providers"][0]["capacity"] = json!(0), "least capacity");
    refused(|g| g["metering"]["providers"][0]["models"][0][0] = json!(99), "model 99, which there is not");
    refused(|g| g["metering"]["providers"][0]["models"][0][0] = json!(1), "model 1 twice");
    refused(|g| g["metering"]["providers"][0]["models"][0][1] = json!(1), "out of bounds");
}

#[test]
fn a_model_without_a_name_or_a_price_is_refused() {
    refused(|g| g["metering"]["models"][0]["name"] = json!(""), "needs a name");
    refused(|g| g["metering"]["models"][0]["name"] = json!("n".repeat(65)), "needs a name");
    refused(|g| g["metering"]["models"][0]["prices"] = json!([]), "no rate card");
    refused(|g| g["metering"]["models"][0]["prices"][0]["per_million"] = json!(0), "no rate card");
    refused(|g| push_copy_of_first(&mut g["metering"]["models"][0]["prices"]), "no rate card");
}

#[test]
fn a_chain_that_nobody_could_produce_blocks_for_is_refused() {
    refused(|g| g["validators"]["validators"] = json!([]), "the set is empty");
    refused(|g| push_copy_of_first(&mut g["validators"]["validators"]), "twice");
    refused(|g| g["session"]["keys"] = json!([]), "has no session keys");
}

#[test]
fn a_council_or_delays_that_can_not_govern_are_refused() {
    refused(|g| push_copy_of_first(&mut g["council"]["members"]), "duplicate");
    refused(|g| g["enactment"]["parameters"]["fastDelay"] = json!(0), "out of bounds");
    refused(|g| g["enactment"]["parameters"]["fastDelay"] = json!(11), "out of bounds");
    refused(|g| g["enactment"]["parameters"]["minDelay"] = json!(u32::MAX), "out of bounds");
}

#[test]
fn balances_that_are_listed_twice_or_too_small_are_refused() {
    refused(|g| push_copy_of_first(&mut g["balances"]["balances"]), "duplicate balances");
    refused(|g| set_balance(g, &id(Eve), EXISTENTIAL_DEPOSIT - 1), "existential deposit");
}

#[test]
fn a_misspelt_field_is_refused() {
    refused(|g| g["vvvStaking"]["durationSeconds"] = json!(60), "unknown field");
    refused(|g| g["vvvStaking"]["stakes"][0][0] = json!("nobody"), "");
}

/// What a production chain could begin with.
fn parts() -> Value {
    let well_known = Genesis::preset("development").0;
    let keys = &well_known["session"]["keys"][0][2];
    json!({
        "validators": [{ "account": id(Alice), "aura": keys["aura"], "grandpa": keys["grandpa"] }],
        "council": COUNCIL.map(id),
        "endowments": COUNCIL.map(|who| json!([id(who), (1_000_000 * VVV).to_string()])),
    })
}

/// The genesis of a production chain.
pub fn production_genesis() -> Genesis {
    Genesis::of_patch(production(&read(parts())).expect("the parts are sound"))
}

fn read(parts: Value) -> ProductionGenesis {
    serde_json::from_value(parts).expect("the parts are complete")
}

#[test]
fn a_production_chain_begins_from_its_parts_without_a_sudo_key_and_with_epochs_of_a_day() {
    let mut chain = Chain::begin(&production_genesis());
    chain.empty_blocks(3);
    chain.read(|| {
        let epoch = VvvStaking::epoch_info();
        assert_eq!(epoch.index, EpochIndex(1));
        assert_eq!(epoch.ends_at % (24 * 60 * 60 * 1_000), 0, "epochs end at 00:00 UTC");
        assert_eq!(pallet_sudo::Key::<Runtime>::get(), None);
        assert_eq!(Balances::balance(&id(Bob)), 1_000_000 * VVV);
    });
    chain.next_block(|block| {
        let call = Box::new(frame_system::Call::<Runtime>::set_heap_pages { pages: 1 }.into());
        let refused = block.apply(Bob, pallet_sudo::Call::sudo { call });
        assert!(refused.result.is_err(), "nobody is let in");
    });
}

#[test]
fn a_production_chain_is_refused_without_each_of_its_parts() {
    for part in ["validators", "council", "endowments"] {
        let mut missing = parts();
        missing.as_object_mut().unwrap().remove(part);
        let message = serde_json::from_value::<ProductionGenesis>(missing).unwrap_err().to_string();
        assert!(message.contains(part), "{message}");

        let mut empty = parts();
        empty[part] = json!([]);
        assert_eq!(production(&read(empty)), Err(ProductionGenesisError::Empty(part)));
    }
}

#[test]
fn a_production_chain_is_refused_where_its_parts_contradict_themselves() {
    for list in ["validators", "council", "endowments"] {
        let mut twice = parts();
        push_copy_of_first(&mut twice[list]);
        let refused = production(&read(twice)).unwrap_err();
        assert!(matches!(refused, ProductionGenesisError::Duplicate { .. }), "{refused}");
    }
    for size in [1, 2, 22] {
        let mut council = read(parts());
        council.council = (0..size).map(|number| AccountId::new([number; 32])).collect();
        assert_eq!(production(&council), Err(ProductionGenesisError::CouncilSize(size.into())));
    }
    let mut poor = read(parts());
    poor.endowments[0] = Endowment(id(Alice), Planck(EXISTENTIAL_DEPOSIT - 1));
    assert_eq!(production(&poor), Err(ProductionGenesisError::BelowExistentialDeposit(id(Alice))));
    let mut rich = read(parts());
    rich.endowments[0] = Endowment(id(Alice), Planck(u128::MAX));
    assert_eq!(production(&rich), Err(ProductionGenesisError::TooMuch));
}
