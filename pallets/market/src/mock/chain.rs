//! The accounts of the tests, and how a chain of them goes on.

use super::*;
use crate::{Event, HoldReason, Offers, Pallet};
use diem_primitives::{EpochClock, Moment};
use frame_support::traits::{fungible::InspectHold, Hooks};
use pallet_diem_staking::{Ledgers, Parameters, StakingParameters};
use sp_runtime::BuildStorage;

const MINUTE: Moment = 60_000;

/// Stakes 100 VVV, and is granted 100 DIEM per epoch.
pub const SELLER: AccountId = 1;
/// Stakes 50 VVV, and is granted 50 DIEM per epoch.
pub const OTHER: AccountId = 2;
/// Stakes 10 VVV, and is granted 10 DIEM per epoch.
pub const BUYER: AccountId = 3;
/// Has VVV, and no ledger.
pub const STRANGER: AccountId = 4;
/// Has neither.
pub const POOR: AccountId = 99;
/// Every account that has VVV at first, and how much of it is at stake.
pub const STAKES: [(AccountId, Balance); 4] =
    [(SELLER, 100 * VVV), (OTHER, 50 * VVV), (BUYER, 10 * VVV), (STRANGER, 0)];
/// What each has at first, its stake included.
pub const FUNDS: Balance = 1_000 * VVV;

/// A chain before its first block.
pub fn build() -> sp_io::TestExternalities {
    let balances = STAKES.iter().map(|(who, _)| (*who, FUNDS)).collect();
    let stakes = STAKES.iter().filter(|(_, stake)| *stake > 0).copied().collect();
    let storage = RuntimeGenesisConfig {
        balances: pallet_balances::GenesisConfig { balances, ..Default::default() },
        staking: pallet_diem_staking::GenesisConfig { duration_ms: MINUTE, stakes, ..Default::default() },
        ..Default::default()
    };
    storage.build_storage().unwrap().into()
}

/// Runs `test` in epoch 1 of the usual chain, and checks the invariants after it.
pub fn run(test: impl FnOnce()) {
    build().execute_with(|| {
        next_block(1_000_000 * MINUTE);
        next_block(1_000_000 * MINUTE + 2_000);
        assert_eq!(Staking::current_epoch(), EpochIndex(1));
        events();
        test();
        check();
    });
}

/// The invariants of the pallet, those of the ledger, and those that they share.
pub fn check() {
    Pallet::<Test>::do_try_state().unwrap();
    Staking::do_try_state().unwrap();
    check_makers();
}

/// Nobody who has no offer has anything set aside in this epoch, or on hold for one.
fn check_makers() {
    let makers: Vec<AccountId> = Offers::<Test>::iter_values().map(|offer| *offer.maker()).collect();
    let now = Staking::current_epoch();
    for (who, ledger) in Ledgers::<Test>::iter().filter(|(who, _)| !makers.contains(who)) {
        let offered = if ledger.epoch == now { ledger.current.offered } else { Diem::ZERO };
        assert_eq!(offered, Diem::ZERO, "{who} has no offer and DIEM set aside");
    }
    for who in frame_system::Account::<Test>::iter_keys().filter(|who| !makers.contains(who)) {
        let held = Balances::balance_on_hold(&HoldReason::OfferDeposit.into(), &who);
        assert_eq!(held, 0, "{who} has no offer and a deposit on hold");
    }
}

/// Changes the rules of staking and transfers without an event.
pub fn set_rules(change: impl FnOnce(&mut StakingParameters<AccountId>)) {
    Parameters::<Test>::mutate(change);
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
