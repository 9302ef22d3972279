//! How often storage is read and written, and that the weights say so.

use super::*;
use crate::{
    mock::{genesis, HistoryDepth, MostPerDiem, Pledged},
    types::MOST_LEASES,
    weights::SubstrateWeight,
    Lease, LeaseBook, Ledger, Ledgers, StakeAccount, Stakes, TotalWeight, WeightInfo,
};
use diem_primitives::{LazyLedger, Touches};
use diem_test_support::{declared, Access, Count};
use frame_support::{traits::Hooks, weights::Weight};
use sp_runtime::DispatchResult;

type Weights = SubstrateWeight<Test>;

/// What `work` reads and writes of the state of `chain`, which stays as it was.
fn count(chain: &mut sp_io::TestExternalities, work: impl FnOnce()) -> Count {
    Access::of(chain, work).count()
}

/// What a call reads and writes, without what is in the weight of each block.
fn access(chain: &mut sp_io::TestExternalities, call: impl FnOnce()) -> Access {
    Access::of_call(chain, Staking::keys_of_every_block, call)
}

/// What it reads and writes to touch ledgers, without the ledgers themselves: those are in the weights of the calls that touch them.
fn count_of_touches(chain: &mut sp_io::TestExternalities, accounts: &[AccountId]) -> Count {
    let touch = || accounts.iter().for_each(|who| Staking::write_ledger(who, Staking::touched(who).unwrap()));
    let ledgers: Vec<_> = accounts.iter().map(Ledgers::<Test>::hashed_key_for).collect();
    access(chain, touch).without(&ledgers).count()
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
    });
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
    // The epoch, its record, the time, the duration, the capacity, the most that a DIEM may earn, the total weight, the rules, when emission
    // began and what was carried are read; the epoch, its record and what was carried are written, and one record is removed.
    assert_eq!(few, Count { reads: 10, writes: 4 });
    let weight = declared(Weights::on_initialize_roll);
    assert!(weight.covers(few), "{weight:?}");
}

#[test]
fn a_block_in_which_the_epoch_goes_on_reads_three_items_and_writes_none() {
    let mut chain = chain_with(10);
    chain.execute_with(|| Timestamp::set_timestamp(Staking::epoch_ends_at() - 1));
    assert_eq!(count(&mut chain, roll), Count { reads: 3, writes: 0 });
}

#[test]
fn a_debit_reads_and_writes_the_ledger_once() {
    let mut chain = chain_with(10);
    let debit = || {
        let epoch = now();
        let debited = Staking::with_window(&1_000, epoch, |window| window.debit_shared(Diem(1)));
        assert_eq!(debited, Some(Ok(())));
    };
    chain.execute_with(debit);
    assert_eq!(count(&mut chain, debit), Count { reads: 2, writes: 1 });
}

/// A book with as many leases as there may be, of which the first `ended` end in an epoch each: in every second one from `first` on.
fn full_book(first: u32, ended: u32) -> LeaseBook<AccountId> {
    let mut book = LeaseBook::default();
    for number in 0..MOST_LEASES {
        let until = if number < ended { first + 2 * number } else { 1_000 };
        let (from, until) = (EpochIndex(1), EpochIndex(until));
        let lease = Lease { counterparty: POOR, weight: VVV / 100, from, until };
        if number % 2 == 0 { book.borrow(lease) } else { book.lend(lease) }.unwrap();
    }
    book
}

/// A chain in which Alice and Bob have a chunk that has matured, leases of which `ended` have ended, and ledgers that are long out of date,
/// with quota left in both windows; and in which no record that one of them needs is one that the other needs.
fn chain_at_its_worst(ended: u32) -> sp_io::TestExternalities {
    let mut chain = genesis(&[(ALICE, 10 * VVV), (BOB, 10 * VVV)], StakingParameters::default());
    chain.execute_with(|| {
        HistoryDepth::set(365);
        next_block(1);
        for (who, first) in [(ALICE, 15), (BOB, 16)] {
            next_epochs(5);
            assert_ok!(Staking::unstake(signed(who), VVV));
            let mut touched = Staking::touched(&who).unwrap();
            touched.set_book(full_book(first, ended));
            Staking::write_ledger(&who, touched);
        }
        next_epochs(70);
    });
    chain
}

#[test]
fn no_call_reads_or_writes_more_than_its_weight_says() {
    let mut chain = chain_at_its_worst(MOST_LEASES);
    let mut check = |weight: fn() -> Weight, touches: u32, call: fn() -> DispatchResult| {
        let count = access(&mut chain, || call().unwrap()).count();
        let weight = declared(|| weight().saturating_add(Staking::max_touch_weight(touches)));
        assert!(weight.covers(count), "{count:?} of {weight:?}");
    };
    check(|| Weights::stake(1), 1, || outcome(Staking::stake(signed(ALICE), VVV)));
    let unstake = || Weights::unstake(1) + Weights::release();
    check(unstake, 1, || outcome(Staking::unstake(signed(ALICE), VVV)));
    check(|| Weights::restake(1), 1, || outcome(Staking::restake(signed(ALICE), VVV)));
    check(|| Weights::withdraw(1), 1, || outcome(Staking::withdraw(signed(ALICE), ALICE)));
    let claim_quota = || Weights::claim_quota(MOST_LEASES);
    check(claim_quota, 0, || outcome(Staking::claim_quota(signed(ALICE), ALICE)));
    check(Weights::claim_rewards, 1, || outcome(Staking::claim_rewards(signed(ALICE), ALICE)));
    check(Weights::transfer_quota, 2, || outcome(Staking::transfer_quota(signed(ALICE), BOB, Diem(DIEM))));
    check(Weights::set_epoch_duration, 0, || Staking::set_epoch_duration(root(), 4_000));
    check(Weights::set_parameters, 0, || Staking::set_parameters(root(), StakingParameters::default()));
}

#[test]
fn what_is_released_is_in_the_weight_only_where_it_is() {
    let mut chain = chain_at_its_worst(0);
    let unstake = || outcome(Staking::unstake(signed(ALICE), VVV)).unwrap();
    chain.execute_with(|| outcome(Staking::claim_quota(signed(ALICE), ALICE)).unwrap());
    for releases in [true, false] {
        let weight = chain.execute_with(|| {
            let stake = Staking::stake_of(&ALICE);
            declared(|| Staking::unstake_weight(&stake))
        });
        assert_eq!(access(&mut chain, unstake).count(), weight, "{releases}");
        chain.execute_with(unstake);
    }
}

#[test]
fn first_touches_read_and_write_as_many_items_as_their_weight_says() {
    for ended in [1, 2, MOST_LEASES] {
        let mut chain = chain_at_its_worst(ended);
        for accounts in [&[ALICE][..], &[ALICE, BOB]] {
            let ledgers = accounts.len() as u32;
            let count = count_of_touches(&mut chain, accounts);
            let touches = Touches { ledgers, books: ledgers, ended_leases: ledgers * ended };
            assert_eq!(declared(|| Staking::weight_of_touches(touches)), count, "{touches:?}");
        }
    }
}

#[test]
fn a_first_touch_after_which_no_book_is_written_is_charged_for_none() {
    let count = count_of_touches(&mut chain_at_its_worst(0), &[ALICE]);
    let weight = declared(|| Staking::weight_of_touches(Touches { ledgers: 1, books: 1, ended_leases: 0 }));
    assert_eq!((count, weight), (Count { reads: 6, writes: 1 }, Count { reads: 6, writes: 1 }));
}

#[test]
fn touches_of_many_ledgers_are_charged_for_no_more_records_than_are_kept() {
    let records = |ledgers: u32| {
        let weight = declared(|| Staking::max_touch_weight(ledgers));
        // Of each ledger its stake and its book are read.
        weight.reads - 2 * u64::from(ledgers)
    };
    HistoryDepth::set(365);
    assert_eq!((records(1), records(2)), (3 + 32 + 1, 2 * (3 + 32) + 1));
    assert_eq!((records(11), records(1_000)), (365, 365));
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
    });
    // The epoch, its record and that of the epoch that becomes final, the stake and the ledger.
    assert_eq!(count(&mut chain, touch), Count { reads: 5, writes: 2 });
    // Up to three records more are read where nobody touched the ledger for long, and one is written.
    let weight = declared(|| Staking::weight_of_touches(Touches::one(0, 0)));
    assert_eq!(weight, Count { reads: 5, writes: 1 });
}
