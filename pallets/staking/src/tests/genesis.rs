//! Geneses that work, and those that contradict themselves.

use super::*;
use crate::{
    mock::{genesis, with_stakes, MINUTE},
    GenesisConfig, Ledgers, TransferRules,
};
use sp_runtime::BuildStorage;

fn build(duration_ms: u64, parameters: StakingParameters<AccountId>, stakes: &[(AccountId, Balance)]) {
    let config = GenesisConfig::<Test> { duration_ms, parameters, stakes: stakes.to_vec() };
    let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
    pallet_balances::GenesisConfig::<Test> { balances: vec![(ALICE, 10 * VVV)], ..Default::default() }
        .assimilate_storage(&mut storage)
        .unwrap();
    config.assimilate_storage(&mut storage).unwrap();
}

#[test]
fn a_stake_of_the_genesis_weighs_from_the_first_epoch_on() {
    with_stakes(&[(ALICE, 10 * VVV), (BOB, 30 * VVV)], || {
        let info = account(ALICE);
        assert_eq!((info.staked, info.weight, info.next_weight), (10 * VVV, 0, 10 * VVV));
        assert_eq!(info.quota.granted, Diem::ZERO);
        assert!(Ledgers::<Test>::contains_key(ALICE));
        next_epoch();
        assert_eq!(account(ALICE).quota.granted, Diem(10 * DIEM));
        assert_eq!(account(BOB).quota.granted, Diem(30 * DIEM));
        assert_eq!(Staking::epoch_info().total_weight, 40 * VVV);
    });
}

#[test]
fn a_genesis_has_no_events() {
    genesis(&[(ALICE, VVV)], StakingParameters::default()).execute_with(|| assert_eq!(events(), []));
}

#[test]
fn the_default_genesis_is_an_epoch_of_a_day_without_stakes() {
    let config = GenesisConfig::<Test>::default();
    assert_eq!(config.duration_ms, 86_400_000);
    assert_eq!(config.parameters, StakingParameters::default());
    assert_eq!(config.stakes, []);
}

#[test]
fn the_rules_of_a_genesis_are_written_as_people_read_them() {
    let rules: StakingParameters<AccountId> = serde_json::from_str(
        r#"{ "unbondingEpochs": 7, "minStake": 1000000000000000000, "maxDiemPerVvv": 1000000000000000000,
             "emission": { "perDay": 10000000000000000000000, "yearlyDecay": 100000 },
             "minLeaseWeight": 1000000000000000000,
             "transfer": { "enabled": true, "minimum": 1000000000000000, "fee": 0, "maxShareOfGrant": 1000000 } }"#,
    )
    .unwrap();
    assert_eq!(rules, StakingParameters::default());
    assert!(serde_json::from_str::<StakingParameters<AccountId>>(r#"{ "unbondingEpoch": 7 }"#).is_err());
}

#[test]
fn the_allow_list_of_a_genesis_names_accounts_or_nobody_or_is_left_out() {
    let rules = |allow_list: &str| {
        serde_json::from_str::<TransferRules<AccountId>>(&format!(
            r#"{{ "enabled": true, "minimum": 0, "fee": 0, "maxShareOfGrant": 0{allow_list} }}"#
        ))
        .map(|rules| rules.allow_list.map(|accounts| accounts.into_inner()))
    };
    assert_eq!(rules("").unwrap(), None);
    assert_eq!(rules(r#", "allowList": null"#).unwrap(), None);
    assert_eq!(rules(r#", "allowList": []"#).unwrap(), Some(vec![]));
    assert_eq!(rules(r#", "allowList": [1, 2]"#).unwrap(), Some(vec![ALICE, BOB]));
    let many: Vec<AccountId> = (0..33).collect();
    assert!(rules(&format!(r#", "allowList": {many:?}"#)).is_err());
}

#[test]
#[should_panic(expected = "vvvStaking.durationMs is 3999 ms: an epoch lasts from 4,000 ms to 31 days")]
fn a_genesis_with_too_short_an_epoch_is_refused() {
    build(3_999, StakingParameters::default(), &[]);
}

#[test]
#[should_panic(expected = "vvvStaking.parameters are out of bounds")]
fn a_genesis_with_rules_out_of_bounds_is_refused() {
    build(MINUTE, StakingParameters { min_stake: 0, ..Default::default() }, &[]);
}

#[test]
#[should_panic(expected = "vvvStaking.stakes names 1 twice")]
fn a_genesis_that_names_a_staker_twice_is_refused() {
    build(MINUTE, StakingParameters::default(), &[(ALICE, VVV), (ALICE, VVV)]);
}

#[test]
#[should_panic(expected = "vvvStaking.stakes has 999999999999999999 planck of 1: the minimum is")]
fn a_genesis_with_a_stake_below_the_minimum_is_refused() {
    build(MINUTE, StakingParameters::default(), &[(ALICE, VVV - 1)]);
}

#[test]
#[should_panic(
    expected = "vvvStaking.stakes has 10000000000000000000 planck of 1, whose balance does not cover them"
)]
fn a_genesis_with_a_stake_above_the_balance_is_refused() {
    build(MINUTE, StakingParameters::default(), &[(ALICE, 10 * VVV)]);
}
