//! How often storage is read and written.

use super::*;
use crate::{Batches, Budgets, Listings, Models, Providers};
use diem_test_support::{declared, Access, Count};
use frame_support::{
    dispatch::DispatchResultWithPostInfo,
    storage::{with_transaction, TransactionOutcome},
    StoragePrefixedMap,
};
use pallet_diem_staking::Ledgers;
use sp_runtime::DispatchError;

/// What a call reads and writes, without what is in the weight of each block.
fn access<R>(chain: &mut sp_io::TestExternalities, call: impl FnOnce() -> R) -> Access {
    Access::of_call(chain, Staking::keys_of_every_block, call)
}

/// What a call is charged for in the end. `chain` stays as it was.
fn charged(chain: &mut sp_io::TestExternalities, call: impl Fn() -> DispatchResultWithPostInfo) -> Count {
    declared(|| {
        let undone = || TransactionOutcome::Rollback(Ok::<_, DispatchError>(call()));
        let result = chain.execute_with(|| with_transaction(undone)).unwrap();
        let post_info = result.unwrap_or_else(|refusal| refusal.post_info);
        post_info.actual_weight.unwrap()
    })
}

/// Asserts that a call is charged for all that it reads and writes.
fn assert_covered(chain: &mut sp_io::TestExternalities, call: impl Fn() -> DispatchResultWithPostInfo) {
    let (count, charged) = (access(chain, &call).count(), charged(chain, &call));
    assert!(charged.covers(count), "{count:?} of {charged:?}");
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
    });
    chain
}

/// Receipts in each of `groups` groups, `count` of each.
fn receipts(groups: u64, count: usize) -> Batch<AccountId> {
    let cheap = || receipt(TEXT, &[(Dimension::InputTokens, 1_000)]);
    let group = |index| group(1_000 + index, BudgetId(0), vec![cheap(); count]);
    batch(PROVIDER, epoch(), (0..groups).map(group).collect())
}

fn settle(groups: u64, count: usize) -> DispatchResultWithPostInfo {
    Metering::submit_receipts(signed(PROVIDER), receipts(groups, count))
}

/// Settles a voucher of each of so many owners, for the current epoch or the one before.
fn settle_vouchers(owners: u64) -> DispatchResultWithPostInfo {
    let vouchers = (0..owners).map(|index| {
        let (owner, epoch) = (1_000 + index, epoch().0 - (index % 2) as u32);
        signing::by_agent(Voucher { owner, ..signing::voucher(BudgetId(1), epoch, 1) })
    });
    Metering::settle_vouchers(signed(PROVIDER), BoundedVec::truncate_from(vouchers.collect()))
}

#[test]
fn a_thousand_receipts_in_twenty_groups_read_and_write_twenty_budgets_and_twenty_ledgers() {
    let accesses = access(&mut chain(), || settle(20, 50).unwrap());
    assert_eq!(accesses.under(Budgets::<Test>::final_prefix()), Count { reads: 20, writes: 20 });
    assert_eq!(accesses.under(Ledgers::<Test>::final_prefix()), Count { reads: 20, writes: 20 });
    assert_eq!(accesses.under(Providers::<Test>::final_prefix()), Count { reads: 1, writes: 1 });
    assert_eq!(accesses.under(Models::<Test>::final_prefix()), Count { reads: 1, writes: 0 });
    assert_eq!(accesses.under(Listings::<Test>::final_prefix()), Count { reads: 1, writes: 0 });
}

#[test]
fn a_batch_reads_and_writes_once_what_its_groups_share() {
    // The provider, the parameters and the records of the first and of the last epoch in which nobody touched the ledgers; each group's
    // budget, ledger and stake; the model and its listing. The provider, the last of those records and the root of the batch are written.
    let count = access(&mut chain(), || settle(20, 50).unwrap()).count();
    assert_eq!(count, Count { reads: 4 + 20 * 3 + 2, writes: 3 + 20 * 2 });
    assert_covered(&mut chain(), || settle(20, 50));
    assert_covered(&mut chain(), || settle(1, 1));
}

#[test]
fn vouchers_read_and_write_once_what_they_share() {
    // The provider and the records of the first and of the last epoch in which nobody touched the ledgers; each voucher's budget, ledger and
    // stake. The provider and the last of those records are written.
    let count = access(&mut chain(), || settle_vouchers(20).unwrap()).count();
    assert_eq!(count, Count { reads: 3 + 20 * 3, writes: 2 + 20 * 2 });
    assert_covered(&mut chain(), || settle_vouchers(20));
    assert_covered(&mut chain(), || settle_vouchers(1));
}

#[test]
fn vouchers_that_are_rejected_write_nothing() {
    let mut chain = chain();
    chain.execute_with(|| settle_vouchers(20).unwrap());
    // The provider and the budgets.
    let again = access(&mut chain, || settle_vouchers(20).unwrap());
    assert_eq!(again.count(), Count { reads: 1 + 20, writes: 0 });
    assert_covered(&mut chain, || settle_vouchers(20));
}

#[test]
fn groups_that_are_rejected_write_nothing() {
    let mut chain = chain();
    chain.execute_with(|| {
        for owner in 1_000..1_020 {
            assert_ok!(Metering::close_budget(signed(owner), owner, BudgetId(0)));
        }
        next_epochs(1);
    });
    let of_groups = access(&mut chain, || settle(20, 50).unwrap()).under(Budgets::<Test>::final_prefix());
    assert_eq!(of_groups, Count { reads: 20, writes: 0 });
    assert_covered(&mut chain, || settle(20, 50));
    assert_covered(&mut chain, || settle(1, 1));
}

#[test]
fn a_receipt_more_in_a_group_reads_and_writes_nothing_more() {
    let count = |receipts| access(&mut chain(), || settle(20, receipts).unwrap()).count();
    assert_eq!(count(1), count(50));
}

#[test]
fn a_batch_reads_and_removes_two_roots_that_expired_and_writes_its_own() {
    let mut chain = chain();
    chain.execute_with(|| {
        for _ in 0..5 {
            assert_ok!(settle(1, 1));
        }
        next_epochs(3);
    });
    let of_roots = access(&mut chain, || settle(1, 1).unwrap()).under(Batches::<Test>::final_prefix());
    assert_eq!(of_roots, Count { reads: 2, writes: 3 });
    assert_covered(&mut chain, || settle(1, 1));
}

#[test]
fn who_withdraws_a_bond_is_charged_for_what_is_there_to_pay_out_and_to_remove() {
    let withdraw = || Metering::withdraw_bond(signed(STRANGER), PROVIDER);
    let mut chain = chain();
    chain.execute_with(|| {
        assert_ok!(Metering::set_capacity(signed(PROVIDER), Diem(20 * DIEM)));
        next_epochs(3);
    });
    assert_covered(&mut chain, withdraw);
    chain.execute_with(|| {
        assert_ok!(settle(1, 1));
        assert_ok!(Metering::deregister_provider(signed(PROVIDER)));
        next_epochs(3);
    });
    assert_covered(&mut chain, withdraw);
    let paid_out = charged(&mut chain, withdraw);
    chain.execute_with(|| Metering::claim_earnings(signed(STRANGER), PROVIDER)).unwrap();
    assert_covered(&mut chain, withdraw);
    // The record of the epoch that it was paid for, and the sum of what was issued.
    let Count { reads, writes } = charged(&mut chain, withdraw);
    assert_eq!(paid_out, Count { reads: reads + 2, writes: writes + 1 });
}

#[test]
fn a_call_that_is_refused_is_charged_for_all_that_it_looked_at() {
    let mut chain = chain();
    let skipping = || Metering::submit_receipts(signed(PROVIDER), Batch { sequence: 9, ..receipts(20, 50) });
    let calls: [&dyn Fn() -> DispatchResultWithPostInfo; 6] = [
        &skipping,
        &|| Metering::submit_receipts(signed(STRANGER), receipts(20, 50)),
        &|| Metering::settle_vouchers(signed(PROVIDER), Default::default()),
        &|| Metering::withdraw_bond(signed(STRANGER), PROVIDER),
        &|| Metering::claim_earnings(signed(STRANGER), PROVIDER),
        &|| Metering::claim_earnings(signed(STRANGER), STRANGER),
    ];
    for call in calls {
        chain.execute_with(|| assert!(call().is_err()));
        assert_covered(&mut chain, call);
    }
    assert_eq!(charged(&mut chain, skipping), Count { reads: 2, writes: 2 });
}

#[test]
fn a_dispute_reads_and_writes_what_its_weight_says() {
    let mut chain = chain();
    let (_, proof) = chain.execute_with(evidence::cheat);
    let weight = chain.execute_with(|| declared(|| Metering::weight_of_dispute(&proof)));
    let accesses = access(&mut chain, || evidence::dispute(STRANGER, proof).unwrap());
    // The provider, the batch, the keys, the parameters and the total capacity; a second batch where there is one.
    assert_eq!(accesses.of_pallet("Metering"), Count { reads: 5, writes: 3 });
    // The provider, the consumer and the reporter; what the provider has on hold.
    let accounts = accesses.under(frame_system::Account::<Test>::final_prefix());
    assert_eq!(
        (accounts, accesses.of_pallet("Balances")),
        (Count { reads: 3, writes: 3 }, Count { reads: 1, writes: 1 })
    );
    assert!(weight.covers(accesses.count()), "{accesses:?} of {weight:?}");
}
