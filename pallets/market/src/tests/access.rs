//! How often storage is read and written, and that the weights cover it.

use super::*;
use crate::WeightInfo;
use diem_primitives::LazyLedger;
use frame_support::{
    weights::{constants::ParityDbWeight, Weight},
    StoragePrefixedMap,
};
use pallet_diem_staking::Ledgers;
use sp_core::Blake2Hasher;
use sp_io::hashing::twox_128;
use sp_state_machine::{Ext, OverlayedChanges, TrieBackendBuilder};
use sp_trie::recorder::Recorder;

/// How many accounts offer quota.
const SELLERS: u64 = 16;
/// Each sells so many DIEM.
const OFFERED: u128 = 4;

/// The keys that were read from the database, and those that are written to it.
struct Access {
    read: Vec<Vec<u8>>,
    written: Vec<Vec<u8>>,
}

impl Access {
    /// How many keys under a prefix were read, and how many written.
    fn under(&self, prefix: impl AsRef<[u8]>) -> (usize, usize) {
        let count = |keys: &[Vec<u8>]| keys.iter().filter(|key| key.starts_with(prefix.as_ref())).count();
        (count(&self.read), count(&self.written))
    }

    /// The same for the pallets that a call of the market reads and writes. The rest, such as events, is kept in memory.
    fn all(&self) -> (usize, usize) {
        let accounts = frame_system::Account::<Test>::final_prefix();
        let pallets = ["Market", "Staking", "Balances"].map(|name| twox_128(name.as_bytes()));
        let parts = pallets.iter().map(|prefix| self.under(prefix)).chain([self.under(accounts)]);
        parts.fold((0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1))
    }
}

/// Runs `work` on the state of `chain` and notes the keys that it reads and writes. `chain` stays as it was.
fn access<R>(chain: &mut sp_io::TestExternalities, work: impl FnOnce() -> R) -> Access {
    let (backend, recorder) = (chain.as_backend(), Recorder::<Blake2Hasher>::default());
    let recording = TrieBackendBuilder::wrap(&backend).with_recorder(recorder.clone()).build();
    let mut overlay = OverlayedChanges::default();
    let mut ext = Ext::new(&mut overlay, &recording, None);
    sp_externalities::set_and_run_with_externalities(&mut ext, work);
    let read =
        recorder.recorded_keys().values().flat_map(|keys| keys.keys().map(|key| key.to_vec())).collect();
    Access { read, written: overlay.changes().map(|(key, _)| key.clone()).collect() }
}

/// A chain with an offer by each of many sellers, the first by number zero, and then an offer of a lease by the usual seller; those
/// who have no offer of quota have ledgers that nobody touched for long.
fn chain() -> sp_io::TestExternalities {
    let mut chain = build();
    chain.execute_with(|| {
        next_block(60_000);
        for seller in 1_000..1_000 + SELLERS {
            assert_ok!(Balances::force_set_balance(RuntimeOrigin::root(), seller, FUNDS));
            assert_ok!(Staking::stake(signed(seller), 10 * VVV));
        }
        next_epochs(4);
        (1_000..1_000 + SELLERS).for_each(|seller| {
            offer(seller, OFFERED, 1);
        });
        offer_lease(VVV, VVV, None);
        System::reset_events();
    });
    chain.commit_all().unwrap();
    chain
}

/// Buys by so many fills of each of so many offers, and all of them where each is sold out.
fn purchase(offers: u64, fills: u64, sold_out: bool) {
    let amount = if sold_out { OFFERED } else { 1 };
    let all: Vec<_> = (0..offers * fills).map(|fill| (OfferId(fill % offers), amount)).collect();
    assert_ok!(buy(BUYER, &all));
}

#[test]
fn a_purchase_reads_and_writes_each_offer_and_each_ledger_once() {
    let accesses = access(&mut chain(), || purchase(8, 2, false));
    assert_eq!(accesses.under(Offers::<Test>::final_prefix()), (8, 8));
    assert_eq!(accesses.under(Ledgers::<Test>::final_prefix()), (9, 9));
    assert_eq!(accesses.under(frame_system::Account::<Test>::final_prefix()), (9, 9));
    assert_eq!(accesses.under(pallet_balances::Holds::<Test>::final_prefix()), (0, 0));
}

#[test]
fn an_offer_more_reads_and_writes_what_its_weight_says() {
    let one = access(&mut chain(), || purchase(1, 1, false)).all();
    let more = access(&mut chain(), || purchase(11, 1, false)).all();
    assert_eq!((more.0 - one.0, more.1 - one.1), (10 * 3, 10 * 3));
    let sold_out = access(&mut chain(), || purchase(11, 1, true)).all();
    assert_eq!((sold_out.0 - more.0, sold_out.1 - more.1), (11, 11));
}

#[test]
fn a_purchase_that_is_refused_reads_its_offers_and_the_epoch() {
    let fills = [(OfferId(0), DIEM), (OfferId(1), DIEM), (OfferId(2), DIEM)];
    let accesses = access(&mut chain(), || buy_planck(BUYER, &fills, 0));
    assert_eq!(accesses.all(), (4, 0));
}

/// Asserts that a call reads and writes no more than its weight says, whose computation is at least that of any call.
fn check(chain: &mut sp_io::TestExternalities, weight: Weight, call: impl FnOnce() -> DispatchResult) {
    let (reads, writes) = access(chain, || call().unwrap()).all();
    let counted = ParityDbWeight::get().reads_writes(reads as u64, writes as u64);
    let computation = Weight::from_parts(20_000_000, 0);
    assert!(weight.all_gte(counted + computation), "{reads} reads, {writes} writes");
}

#[test]
fn no_call_reads_or_writes_more_than_its_weight_says() {
    let mut chain = chain();
    let lease = OfferId(SELLERS);
    let touch = || Staking::max_touch_weight(1);
    check(&mut chain, <()>::offer_quota() + touch(), || {
        outcome(Market::offer_quota(signed(OTHER), Diem(DIEM), VVV, Diem(DIEM)))
    });
    check(&mut chain, <()>::cancel_offer(), || Market::cancel_offer(signed(1_000), OfferId(0)));
    check(&mut chain, <()>::buy_quota(0, 0, 16) + touch(), || {
        purchase(16, 1, true);
        Ok(())
    });
    check(&mut chain, <()>::buy_quota(0, 1, 0) + touch(), || buy(BUYER, &[(OfferId(0), 1)]));
    check(&mut chain, <()>::offer_lease() + touch(), || {
        outcome(Market::offer_lease(signed(OTHER), VVV, 3, VVV, None))
    });
    check(&mut chain, <()>::take_lease() + touch() * 2, || outcome(Market::take_lease(signed(OTHER), lease)));
    chain.execute_with(|| next_epochs(1));
    chain.commit_all().unwrap();
    check(&mut chain, <()>::clear_offer(), || Market::clear_offer(signed(OTHER), OfferId(0)));
}
