//! How often storage is read and written, and that the weights say so.

use super::*;
use crate::{
    mock::{genesis, HistoryDepth, MostPerDiem, Pledged},
    types::MOST_LEASES,
    Lease, LeaseBook, Ledger, Ledgers, StakeAccount, Stakes, TotalWeight, WeightInfo,
};
use diem_primitives::LazyLedger;
use frame_support::{
    traits::Hooks,
    weights::{constants::ParityDbWeight, Weight},
};
use sp_core::Blake2Hasher;
use sp_runtime::DispatchResult;
use sp_state_machine::{Ext, OverlayedChanges, TrieBackendBuilder};
use sp_trie::recorder::Recorder;

/// How many different keys were read from the database, and how many are written to it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Access {
    reads: usize,
    writes: usize,
}

/// Run `work` on the state of `chain` and count the keys that it reads and writes. `chain` stays as it was.
fn count(chain: &mut sp_io::TestExternalities, work: impl FnOnce()) -> Access {
    let (backend, recorder) = (chain.as_backend(), Recorder::<Blake2Hasher>::default());
    let recording = TrieBackendBuilder::wrap(&backend).with_recorder(recorder.clone()).build();
    let mut overlay = OverlayedChanges::default();
    let mut ext = Ext::new(&mut overlay, &recording, None);
    sp_externalities::set_and_run_with_externalities(&mut ext, work);
    let keys = recorder.recorded_keys();
    Access {
        reads: keys.values().flat_map(|keys| keys.keys()).filter(|key| is_counted(key)).count(),
        writes: overlay.changes().filter(|(key, _)| is_counted(key)).count(),
    }
}

/// The depth of storage transactions, and other keys by which the executor knows its own, never reach the database.
fn is_counted(key: &[u8]) -> bool {
    !key.starts_with(b":")
}

/// A chain in its third epoch with `stakers` stakers, at the moment when the epoch is over.
fn chain_with(stakers: u32) -> sp_io::TestExternalities {
    let mut chain = genesis(&[], StakingParameters::default());
    chain.execute_with(|| {
        HistoryDepth::set(5);
        next_block(1);
        let epoch = EpochIndex(0);
        let mut stake = StakeAccount::new(epoch);
        stake.stake(epoch, VVV, VVV).unwrap();
        for who in 0..AccountId::from(stakers) {
            Stakes::<Test>::insert(1_000 + who, &stake);
            Ledgers::<Test>::insert(1_000 + who, Ledger::new(epoch));
        }
        TotalWeight::<Test>::mutate(|total| total.set_next(epoch, Balance::from(stakers) * VVV));
        Pledged::set(&Diem(1_000 * DIEM));
        MostPerDiem::set(&VVV);
        next_epochs(7);
        Timestamp::set_timestamp(Staking::epoch_ends_at());
        System::reset_events();
    });
    chain.commit_all().unwrap();
    chain
}

fn roll() {
    Staking::on_initialize(0);
}

#[test]
fn a_roll_costs_the_same_with_ten_and_with_a_hundred_thousand_stakers() {
    let few = count(&mut chain_with(10), roll);
    let many = count(&mut chain_with(100_000), roll);
    assert_eq!(few, many);
    // Of the pallet: the epoch, its record, the time, the duration, the capacity, the most that a DIEM may earn, the total weight,
    // the rules, when emission began and what was carried are read; the epoch, its record and what was carried are written, and one
    // record is removed. The rest is the system's, for the event.
    let system = count(&mut chain_with(10), || Staking::deposit_event(Event::LedgerRemoved { who: ALICE }));
    assert_eq!(few, Access { reads: system.reads + 10, writes: system.writes + 4 });
    assert!(<()>::on_initialize_roll().all_gte(ParityDbWeight::get().reads_writes(10, 4)));
}

#[test]
fn a_block_in_which_the_epoch_goes_on_reads_three_items_and_writes_none() {
    let mut chain = chain_with(10);
    chain.execute_with(|| Timestamp::set_timestamp(Staking::epoch_ends_at() - 1));
    assert_eq!(count(&mut chain, roll), Access { reads: 3, writes: 0 });
}

#[test]
fn a_debit_reads_and_writes_the_ledger_once() {
    let mut chain = chain_with(10);
    let debit = || {
        let epoch = now();
        let debited = Staking::with_window(&1_000, epoch, |window| window.debit_shared(Diem(1)));
        assert_eq!(debited, Some(Ok(())));
    };
    chain.execute_with(|| {
        debit();
        System::reset_events();
    });
    assert_eq!(count(&mut chain, debit), Access { reads: 2, writes: 1 });
}

/// What `work`, which deposits an event, reads and writes beside what depositing an event does.
fn count_without_events(chain: &mut sp_io::TestExternalities, work: impl FnOnce()) -> Access {
    let system = count(chain, || Staking::deposit_event(Event::LedgerRemoved { who: ALICE }));
    let all = count(chain, work);
    Access { reads: all.reads - system.reads, writes: all.writes - system.writes }
}

/// A book with as many leases as there may be, each of which ends in an epoch of its own: in every second one from `first` on.
fn full_book(first: u32) -> LeaseBook<AccountId> {
    let mut book = LeaseBook::default();
    let mut until = first;
    let mut lease = || {
        until += 2;
        Lease { counterparty: POOR, weight: VVV / 100, from: EpochIndex(1), until: EpochIndex(until - 2) }
    };
    while book.borrow(lease()).is_ok() && book.lend(lease()).is_ok() {}
    book
}

/// A chain in which Alice and Bob have a chunk that has matured, leases that have ended and ledgers that are long out of date, and
/// in which no record that one of them needs is one that the other needs.
fn chain_at_its_worst() -> sp_io::TestExternalities {
    let mut chain = genesis(&[(ALICE, 10 * VVV), (BOB, 10 * VVV)], StakingParameters::default());
    chain.execute_with(|| {
        HistoryDepth::set(365);
        next_block(1);
        for (who, first) in [(ALICE, 15), (BOB, 16)] {
            next_epochs(5);
            assert_ok!(Staking::unstake(signed(who), VVV));
            let mut touched = Staking::touched(&who).unwrap();
            touched.set_book(full_book(first));
            Staking::write_ledger(&who, touched);
        }
        next_epochs(70);
        System::reset_events();
    });
    chain.commit_all().unwrap();
    chain
}

#[test]
fn no_call_reads_or_writes_more_than_its_weight_says() {
    let mut chain = chain_at_its_worst();
    let mut check = |weight: Weight, touches: u32, call: fn() -> DispatchResult| {
        let Access { reads, writes } = count_without_events(&mut chain, || call().unwrap());
        let counted = ParityDbWeight::get().reads_writes(reads as u64, writes as u64);
        let weight = weight.saturating_add(Staking::max_touch_weight(touches));
        assert!(weight.all_gte(counted), "{reads} reads, {writes} writes");
    };
    check(<()>::stake(), 1, || outcome(Staking::stake(signed(ALICE), VVV)));
    check(<()>::unstake(), 1, || outcome(Staking::unstake(signed(ALICE), VVV)));
    check(<()>::restake(), 1, || outcome(Staking::restake(signed(ALICE), VVV)));
    check(<()>::withdraw(), 1, || outcome(Staking::withdraw(signed(ALICE), ALICE)));
    check(<()>::claim_quota(MOST_LEASES), 0, || outcome(Staking::claim_quota(signed(ALICE), ALICE)));
    check(<()>::claim_rewards(), 1, || outcome(Staking::claim_rewards(signed(ALICE), ALICE)));
    check(<()>::transfer_quota(), 2, || outcome(Staking::transfer_quota(signed(ALICE), BOB, Diem(DIEM))));
    check(<()>::set_epoch_duration(), 0, || Staking::set_epoch_duration(root(), 4_000));
    check(<()>::set_parameters(), 0, || Staking::set_parameters(root(), StakingParameters::default()));
}

#[test]
fn a_first_touch_reads_no_leases_and_no_more_records_where_an_account_has_none() {
    let mut chain = chain_with(10);
    let touch = || outcome(Staking::claim_quota(signed(ALICE), 1_000)).unwrap();
    chain.execute_with(|| {
        touch();
        next_epoch();
        touch();
        next_epoch();
        System::reset_events();
    });
    chain.commit_all().unwrap();
    // The epoch, its record and that of the epoch that becomes final, the stake and the ledger.
    assert_eq!(count_without_events(&mut chain, touch), Access { reads: 5, writes: 2 });
}
