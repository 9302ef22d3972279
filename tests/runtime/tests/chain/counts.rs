//! What is read and written, counted where the runtime asks its host for it.

use diem_primitives::{Diem, PLANCK_PER_UNIT};
use diem_runtime::{AccountId, Runtime, RuntimeEvent, VvvStaking, VVV};
use diem_runtime_tests::{
    access::Accesses,
    calls::{diem, group, open_budget, receipt, shared, submit, sudo_as},
    genesis::Genesis,
    Account::*,
    Chain,
};
use frame_support::storage::StoragePrefixedMap;
use pallet_diem_metering::{Budgets, Event, Listings, Models, Providers};
use pallet_diem_staking::{Ledgers, Stakes};
use serde_json::json;

/// An account that nobody has the key of.
fn staker(number: u32) -> AccountId {
    let mut bytes = [7; 32];
    bytes[..4].copy_from_slice(&number.to_be_bytes());
    bytes.into()
}

/// The development chain with `count` stakers more.
fn genesis_with_stakers(count: u32) -> Genesis {
    Genesis::preset("development").with(|genesis| {
        let balances = genesis["balances"]["balances"].as_array_mut().unwrap();
        balances.extend((0..count).map(|number| json!([staker(number), 20 * VVV])));
        let stakes = genesis["vvvStaking"]["stakes"].as_array_mut().unwrap();
        stakes.extend((0..count).map(|number| json!([staker(number), 10 * VVV])));
    })
}

fn under<M: StoragePrefixedMap<V>, V: codec::FullCodec>(accesses: &Accesses) -> (usize, usize) {
    accesses.under(&M::final_prefix())
}

#[test]
fn a_thousand_receipts_in_twenty_groups_read_and_write_twenty_ledgers_and_twenty_budgets() {
    let mut chain = Chain::begin(&genesis_with_stakers(20));
    chain.advance_to_epoch(1);
    chain.next_block(|block| {
        for number in 0..20 {
            block.apply(Alice, sudo_as(staker(number), open_budget(shared(diem(1))))).succeeded();
        }
    });
    chain.next_epoch();

    let receipts = || vec![receipt(1, 374, 44); 50];
    let groups = (0..20).map(|number| group(staker(number), 0, receipts())).collect();
    let epoch = chain.epoch();
    let accesses = chain.next_block_counted(|block| {
        let settled = block.apply(Charlie, submit(epoch, 0, groups)).succeeded();
        let charged = settled.events_of(|event| match event {
            RuntimeEvent::Metering(Event::BatchSettled { receipts, rejections, charged, .. }) => {
                assert_eq!(rejections, &vec![]);
                Some((*receipts, *charged))
            }
            _ => None,
        });
        // 374 · 0.05 + 44 · 0.15 DIEM for a million of them.
        assert_eq!(charged, vec![(1_000, Diem(1_000 * 25_300_000_000_000))]);
    });

    assert_eq!(under::<Ledgers<Runtime>, _>(&accesses), (20, 20));
    assert_eq!(under::<Budgets<Runtime>, _>(&accesses), (20, 20));
    // A stake is read for the grant; model, listing and provider are looked up once for the batch.
    assert_eq!(under::<Stakes<Runtime>, _>(&accesses), (20, 0));
    assert_eq!(under::<Models<Runtime>, _>(&accesses), (1, 0));
    assert_eq!(under::<Listings<Runtime>, _>(&accesses), (1, 0));
    assert_eq!(under::<Providers<Runtime>, _>(&accesses), (1, 1));
}

/// What the block that opens epoch 2 reads and writes where there are that many stakers more.
fn accesses_of_a_roll(stakers: u32) -> Accesses {
    let mut chain = Chain::begin(&genesis_with_stakers(stakers));
    chain.checks_each_block = false;
    chain.advance_to_epoch(1);
    chain.halt(60_000);
    chain.empty_blocks(1);
    assert_eq!(chain.epoch(), 1);
    let accesses = chain.next_block_counted(|_| ());
    assert_eq!(chain.epoch(), 2);
    let info = chain.read(VvvStaking::epoch_info);
    assert_eq!(info.total_weight, 10_000 * VVV + u128::from(stakers) * 10 * VVV);
    assert_eq!(info.capacity, Diem(2_000 * PLANCK_PER_UNIT));
    accesses
}

#[test]
fn an_epoch_rolls_with_the_same_reads_and_writes_for_10_and_for_100_000_stakers() {
    let (few, many) = (accesses_of_a_roll(10), accesses_of_a_roll(100_000));
    assert_eq!(few.in_all(), many.in_all());
    assert_eq!(few.writes, many.writes, "the same keys are written");
    assert_eq!(few.reads, many.reads, "the same keys are read");
    assert_eq!(under::<Ledgers<Runtime>, _>(&many), (0, 0));
    assert_eq!(under::<Stakes<Runtime>, _>(&many), (0, 0));
    println!("a block that opens an epoch: {} reads and {} writes", many.reads.len(), many.writes.len());
}
