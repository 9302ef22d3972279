//! The accounts and models of the tests, and how a chain of them goes on.
#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    reason = "a mock that can't be set up fails the test"
)]

use super::*;
use crate::{Budgets, Event, GenesisModel, GenesisProvider, MeteringParameters, Pallet, Providers};
use diem_primitives::{
    pricing::Price, Diem, Dimension, EpochClock, EpochIndex, ModelId, ModelKind, Moment, Multiplier,
};
use frame_support::traits::Hooks;
use sp_runtime::BuildStorage;

const MINUTE: Moment = 60_000;

/// Stakes 100 VVV, and is granted 100 DIEM per epoch.
pub const OWNER: AccountId = 1;
/// Stakes 50 VVV, and is granted 50 DIEM per epoch.
pub const OTHER: AccountId = 2;
/// Has VVV, and neither a stake nor a part in anything.
pub const STRANGER: AccountId = 3;
/// Pledges 1,000 DIEM per epoch, and serves `TEXT` and `IMAGE` at their rate cards.
pub const PROVIDER: AccountId = 11;
/// Pledges 40 DIEM per epoch, and serves `TEXT` at twice its rate card.
pub const SECOND: AccountId = 12;
/// Has no VVV.
pub const POOR: AccountId = 99;
/// A million input tokens are 1 DIEM, a million output tokens 4.
pub const TEXT: ModelId = ModelId(0);
/// An image is 0.01 DIEM.
pub const IMAGE: ModelId = ModelId(1);

pub fn price(dimension: Dimension, per_million: u128) -> Price {
    Price { dimension, per_million: Diem(per_million) }
}

pub fn text() -> GenesisModel<AccountId> {
    let prices = vec![price(Dimension::InputTokens, DIEM), price(Dimension::OutputTokens, 4 * DIEM)];
    GenesisModel { name: "text-1".into(), kind: ModelKind::Text, curator: STRANGER, prices }
}

pub fn image() -> GenesisModel<AccountId> {
    let prices = vec![price(Dimension::Images, 10_000 * DIEM)];
    GenesisModel { name: "image-1".into(), kind: ModelKind::Image, curator: STRANGER, prices }
}

pub fn provider(account: AccountId, capacity: u128, models: &[(ModelId, u32)]) -> GenesisProvider<AccountId> {
    let models = models.iter().map(|(model, multiplier)| (*model, Multiplier(*multiplier))).collect();
    GenesisProvider { account, capacity: Diem(capacity * DIEM), metadata: "https://example".into(), models }
}

/// The genesis that tests start from, to be changed at will.
pub fn genesis() -> pallet_diem_metering::GenesisConfig<Test> {
    pallet_diem_metering::GenesisConfig {
        parameters: MeteringParameters { revocation_grace: 10, ..Default::default() },
        models: vec![text(), image()],
        providers: vec![
            provider(PROVIDER, 1_000, &[(TEXT, 10_000), (IMAGE, 10_000)]),
            provider(SECOND, 40, &[(TEXT, 20_000)]),
        ],
    }
}

/// A chain before its first block. Every account but `POOR` begins with 100,000 VVV.
pub fn build(metering: pallet_diem_metering::GenesisConfig<Test>) -> sp_io::TestExternalities {
    let balances = [OWNER, OTHER, STRANGER, 4, 5, PROVIDER, SECOND].map(|who| (who, 100_000 * VVV)).to_vec();
    let storage = RuntimeGenesisConfig {
        balances: pallet_balances::GenesisConfig { balances, ..Default::default() },
        staking: pallet_diem_staking::GenesisConfig {
            duration_ms: MINUTE,
            stakes: vec![(OWNER, 100 * VVV), (OTHER, 50 * VVV)],
            ..Default::default()
        },
        metering,
        ..Default::default()
    };
    storage.build_storage().unwrap().into()
}

/// Runs `test` in epoch 1 of the usual chain, and checks the invariants after it.
pub fn run(test: impl FnOnce()) {
    build(genesis()).execute_with(|| {
        next_block(1_000_000 * MINUTE);
        next_block(1_000_000 * MINUTE + 2_000);
        assert_eq!(Staking::current_epoch(), EpochIndex(1));
        events();
        test();
        check();
    });
}

/// The invariants of the pallet, and those that it shares with the ledger.
pub fn check() {
    Pallet::<Test>::do_try_state().unwrap();
    check_reserves();
    check_debited();
}

/// What a ledger reserves from the next epoch on is the sum of what its owner's budgets reserve then.
fn check_reserves() {
    let now = Staking::current_epoch();
    for (owner, ledger) in pallet_diem_staking::Ledgers::<Test>::iter() {
        let reserves = Budgets::<Test>::iter_prefix_values(owner).map(|budget| budget.next_reserve(now).0);
        assert_eq!(ledger.reserved_limits.after(now).0, reserves.sum::<u128>(), "the reserve of {owner}");
    }
}

/// What the record of an epoch says was debited and not given back is what providers settled.
fn check_debited() {
    let now = Staking::current_epoch();
    for epoch in now.previous().into_iter().chain([now]) {
        let settled: u128 =
            Providers::<Test>::iter_values().map(|provider| provider.settled_in(epoch).0).sum();
        let record = pallet_diem_staking::History::<Test>::get(epoch);
        assert_eq!(
            record.map(|record| record.debited.0 - record.refunded.0).unwrap_or_default(),
            settled,
            "debited in {epoch:?}"
        );
    }
}

/// Goes on to the next block, whose own time is `time`: the hook still sees the time of the block before it.
pub fn next_block(time: Moment) {
    let block = System::block_number() + 1;
    System::set_block_number(block);
    Staking::on_initialize(block);
    Timestamp::set_timestamp(time);
}

/// Goes on to the first block of the epoch `count` later.
pub fn next_epochs(count: u32) {
    for _ in 0..count {
        next_block(Timestamp::get().max(Staking::epoch_ends_at()));
        next_block(Timestamp::get() + 2_000);
    }
}

/// The events of the pallet since the last time.
pub fn events() -> Vec<Event<Test>> {
    let events = System::read_events_for_pallet::<Event<Test>>();
    System::reset_events();
    events
}
