//! The pallet's tests, by subject. Each ends in `do_try_state`.
#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "a test that can't go on fails"
)]

mod access;
mod charges;
mod epochs;
mod genesis;
mod governance;
mod leases;
mod ledger;
mod model;
mod naive;
mod regressions;
mod rewards;
mod stakes;
mod trade;
mod transfers;
mod try_state;
mod view;
mod year;

use crate::{
    mock::{next_block, AccountId, Staking, System, Test, Timestamp, DIEM, VVV},
    CurrentEpoch, Event, Parameters, StakingParameters,
};
use diem_primitives::{api::AccountInfo, Balance, Diem, EpochClock, EpochIndex, QuotaLedger};
use frame_support::{assert_ok, dispatch::DispatchResultWithPostInfo};
use frame_system::RawOrigin;
use proptest::test_runner::{Config as ProptestConfig, RngSeed};
use sp_runtime::DispatchResult;

const ALICE: AccountId = 1;
const BOB: AccountId = 2;
const CHARLIE: AccountId = 3;
/// Has no VVV at all.
const POOR: AccountId = 9;

fn signed(who: AccountId) -> crate::mock::RuntimeOrigin {
    RawOrigin::Signed(who).into()
}

fn root() -> crate::mock::RuntimeOrigin {
    RawOrigin::Root.into()
}

/// What came of a call, whatever it was charged.
fn outcome(result: DispatchResultWithPostInfo) -> DispatchResult {
    result.map(|_| ()).map_err(|refused| refused.error)
}

fn now() -> EpochIndex {
    CurrentEpoch::<Test>::get()
}

fn account(who: AccountId) -> AccountInfo {
    Staking::account_info(who)
}

/// Change the rules without an event.
fn set_rules(change: impl FnOnce(&mut StakingParameters<AccountId>)) {
    Parameters::<Test>::mutate(change);
}

/// Spend `amount` of an account's free pool, as a receipt would.
fn spend(who: AccountId, epoch: EpochIndex, amount: Diem) {
    let spent = Staking::with_window(&who, epoch, |window| window.debit_shared(amount));
    assert_eq!(spent, Some(Ok(())));
    Staking::note_debited(epoch, amount);
}

/// Go on to the first block of the next epoch.
fn next_epoch() {
    let (epoch, time) = (CurrentEpoch::<Test>::get(), Timestamp::get());
    next_block(time.max(Staking::epoch_ends_at()));
    next_block(Timestamp::get() + 2_000);
    assert_eq!(CurrentEpoch::<Test>::get(), epoch.next());
}

/// The events of the pallet since the last time.
fn events() -> Vec<Event<Test>> {
    let events = System::read_events_for_pallet::<Event<Test>>();
    System::reset_events();
    events
}

/// Go on to the first block of the epoch that comes `count` epochs later.
fn next_epochs(count: u32) {
    (0..count).for_each(|_| next_epoch());
}

/// The same cases in every run, unless `PROPTEST_RNG_SEED` says otherwise.
fn config() -> ProptestConfig {
    let mut config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(1);
    }
    config
}
