//! How often storage is read and written.

use super::*;
use crate::{Batches, Budgets, Listings, Models, Providers};
use frame_support::StoragePrefixedMap;
use pallet_diem_staking::Ledgers;
use sp_core::Blake2Hasher;
use sp_state_machine::{Ext, OverlayedChanges, TrieBackendBuilder};
use sp_trie::recorder::Recorder;

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
}

/// Runs `work` on the state of `chain` and notes the keys that it reads and writes. `chain` stays as it was.
fn access(chain: &mut sp_io::TestExternalities, work: impl FnOnce()) -> Access {
    let (backend, recorder) = (chain.as_backend(), Recorder::<Blake2Hasher>::default());
    let recording = TrieBackendBuilder::wrap(&backend).with_recorder(recorder.clone()).build();
    let mut overlay = OverlayedChanges::default();
    let mut ext = Ext::new(&mut overlay, &recording, None);
    sp_externalities::set_and_run_with_externalities(&mut ext, work);
    let read =
        recorder.recorded_keys().values().flat_map(|keys| keys.keys().map(|key| key.to_vec())).collect();
    Access { read, written: overlay.changes().map(|(key, _)| key.clone()).collect() }
}

/// A chain with twenty owners, each with a stake and a budget, in an epoch in which none of them was touched.
fn chain() -> sp_io::TestExternalities {
    let mut chain = build(genesis());
    chain.execute_with(|| {
        next_block(60_000);
        for owner in 1_000..1_020 {
            let funds = 1_000 * VVV;
            let funded = Balances::force_set_balance(RuntimeOrigin::root(), owner, funds);
            assert_ok!(funded);
            assert_ok!(Staking::stake(signed(owner), 10 * VVV));
            open(owner, shared(10));
            let delegate = Some(signing::agent().account());
            assert_ok!(Metering::open_budget(signed(owner), signing::by_voucher(10), None, delegate));
        }
        next_epochs(3);
        System::reset_events();
    });
    chain.commit_all().unwrap();
    chain
}

/// Settles `count` receipts in each of `groups` groups.
fn settle(groups: u64, count: usize) {
    let cheap = || receipt(TEXT, &[(Dimension::InputTokens, 1_000)]);
    let group = |index| group(1_000 + index, BudgetId(0), vec![cheap(); count]);
    let batch = batch(PROVIDER, epoch(), (0..groups).map(group).collect());
    assert_ok!(Metering::submit_receipts(signed(PROVIDER), batch));
}

#[test]
fn a_thousand_receipts_in_twenty_groups_read_and_write_twenty_budgets_and_twenty_ledgers() {
    let accesses = access(&mut chain(), || settle(20, 50));
    assert_eq!(accesses.under(Budgets::<Test>::final_prefix()), (20, 20));
    assert_eq!(accesses.under(Ledgers::<Test>::final_prefix()), (20, 20));
    assert_eq!(accesses.under(Providers::<Test>::final_prefix()), (1, 1));
    assert_eq!(accesses.under(Models::<Test>::final_prefix()), (1, 0));
    assert_eq!(accesses.under(Listings::<Test>::final_prefix()), (1, 0));
}

/// Settles a voucher of each of so many owners, for the current epoch or the one before.
fn settle_vouchers(owners: u64) {
    let vouchers = (0..owners).map(|index| {
        let (owner, epoch) = (1_000 + index, epoch().0 - (index % 2) as u32);
        signing::by_agent(Voucher { owner, ..signing::voucher(BudgetId(1), epoch, 1) })
    });
    let vouchers = BoundedVec::truncate_from(vouchers.collect());
    assert_ok!(Metering::settle_vouchers(signed(PROVIDER), vouchers));
}

#[test]
fn the_weight_of_vouchers_counts_all_that_they_read_and_write() {
    let accesses = access(&mut chain(), || settle_vouchers(20));
    assert_eq!(accesses.under(Budgets::<Test>::final_prefix()), (20, 20));
    assert_eq!(accesses.under(Ledgers::<Test>::final_prefix()), (20, 20));
    let pallets =
        ["Metering", "Staking"].map(|name| accesses.under(sp_io::hashing::twox_128(name.as_bytes())));
    let (reads, writes) = pallets.iter().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    // Once the provider, the epoch, the records of two, and that of the one in which nobody touched the ledgers, beside the hash of genesis,
    // which is the system's; each voucher's budget, ledger and stake.
    assert_eq!(reads, 5 + 20 * 3);
    assert_eq!(writes, 3 + 20 * 2);
}

#[test]
fn vouchers_that_are_rejected_write_nothing() {
    let mut chain = chain();
    chain.execute_with(|| settle_vouchers(20));
    chain.commit_all().unwrap();
    let again = access(&mut chain, || settle_vouchers(20));
    let metering = again.under(sp_io::hashing::twox_128(b"Metering"));
    // The provider and the budgets.
    assert_eq!(metering, (1 + 20, 0));
}

#[test]
fn the_weight_of_a_batch_counts_all_that_it_reads_and_writes() {
    let accesses = access(&mut chain(), || settle(20, 50));
    // What the system reads and writes for the block and its events is kept in memory.
    let pallets =
        ["Metering", "Staking"].map(|name| accesses.under(sp_io::hashing::twox_128(name.as_bytes())));
    let (reads, writes) = pallets.iter().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    // Once the provider, the parameters, the epoch, the records of two, and that of the one in which nobody touched the ledgers;
    // each group's budget, ledger and stake; the model and its listing. The root of the batch is written once.
    assert_eq!(reads, 6 + 20 * 3 + 2);
    assert_eq!(writes, 4 + 20 * 2);
}

#[test]
fn a_receipt_more_in_a_group_reads_and_writes_nothing_more() {
    let few = access(&mut chain(), || settle(20, 1));
    let many = access(&mut chain(), || settle(20, 50));
    assert_eq!((few.read.len(), few.written.len()), (many.read.len(), many.written.len()));
}

#[test]
fn a_batch_reads_and_removes_two_roots_that_expired_and_writes_its_own() {
    let mut chain = chain();
    chain.execute_with(|| {
        (0..5).for_each(|_| settle(1, 1));
        next_epochs(3);
        System::reset_events();
    });
    chain.commit_all().unwrap();
    let accesses = access(&mut chain, || settle(1, 1));
    assert_eq!(accesses.under(Batches::<Test>::final_prefix()), (2, 3));
}

#[test]
fn the_weight_of_a_dispute_counts_all_that_it_reads_and_writes() {
    let mut chain = chain();
    let (_, proof) = chain.execute_with(evidence::cheat);
    chain.commit_all().unwrap();
    let accesses = access(&mut chain, || evidence::dispute(STRANGER, proof).unwrap());
    // The provider, the batch, the keys, the parameters and the total capacity; a second batch where there is one.
    assert_eq!(accesses.under(sp_io::hashing::twox_128(b"Metering")), (5, 3));
    // The provider, the consumer and the reporter; what the provider has on hold, and the issuance.
    let accounts = accesses.under(frame_system::Account::<Test>::final_prefix());
    let balances = accesses.under(sp_io::hashing::twox_128(b"Balances"));
    assert_eq!((accounts, balances), ((3, 3), (2, 2)));
}
