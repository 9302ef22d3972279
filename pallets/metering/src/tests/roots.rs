//! The roots of batches: which are kept, until when, and how many batches there may be.

use super::{evidence::*, *};
use crate::{types::BatchRecord, Batches, Providers, WeightInfo};
use frame_support::{dispatch::PostDispatchInfo, weights::constants::ParityDbWeight};

fn kept(who: AccountId) -> Vec<Sequence> {
    let mut sequences: Vec<_> = Batches::<Test>::iter_key_prefix(who).collect();
    sequences.sort_unstable();
    sequences
}

fn submit_next(budget: BudgetId) -> PostDispatchInfo {
    let next = batch(PROVIDER, epoch(), vec![group(OWNER, budget, vec![work(0), cheap()])]);
    Metering::submit_receipts(signed(PROVIDER), next).unwrap()
}

fn cheap() -> Receipt {
    receipt(TEXT, &[(Dimension::InputTokens, 1_000)])
}

fn most(batches: u32) {
    let parameters =
        crate::MeteringParameters { max_batches_per_epoch: batches, ..crate::Parameters::<Test>::get() };
    assert_ok!(Metering::set_parameters(RuntimeOrigin::root(), parameters));
}

#[test]
fn a_root_is_kept_that_anyone_can_rebuild_from_the_batch_and_its_events() {
    run(|| {
        let (budget, late) = (open(OWNER, shared(5)), open(OTHER, shared(5)));
        let groups = vec![
            group(OWNER, budget, vec![work(3), work(9), work(1)]),
            group(OWNER, BudgetId(9), vec![work(1)]),
            group(OTHER, late, vec![work(2)]),
        ];
        let settled = settle(PROVIDER, epoch(), groups);
        let charges: Vec<_> = settled.outcomes.iter().map(|outcome| outcome.charge.0 / DIEM).collect();
        assert_eq!(charges, [4, 0, 2]);
        let leaves = settled.outcomes.iter().map(GroupOutcome::leaf).collect();
        let root = BatchRoot::of_leaves(epoch(), leaves);
        assert_eq!(root.groups, 3);
        assert_eq!(Batches::<Test>::get(PROVIDER, 0), Some(BatchRecord::new(root)));
    });
}

#[test]
fn no_root_is_kept_where_nothing_was_charged() {
    run(|| {
        let budget = open(OWNER, shared(5));
        bill(BudgetId(9), vec![work(1)]);
        bill_into(EpochIndex(7), budget, vec![work(1)]);
        bill(budget, vec![work(1)]);
        bill(budget, vec![work(9)]);
        assert_eq!(kept(PROVIDER), [2]);
        assert_eq!(kept(SECOND), Vec::<Sequence>::new());
    });
}

#[test]
fn each_batch_removes_up_to_two_that_have_expired() {
    run(|| {
        let budget = open(OWNER, shared(50));
        for _ in 0..5 {
            submit_next(budget);
        }
        next_epochs(2);
        submit_next(budget);
        assert_eq!(kept(PROVIDER), [0, 1, 2, 3, 4, 5]);
        next_epochs(1);
        submit_next(budget);
        assert_eq!(kept(PROVIDER), [2, 3, 4, 5, 6]);
        submit_next(budget);
        assert_eq!(kept(PROVIDER), [4, 5, 6, 7]);
        submit_next(budget);
        assert_eq!(kept(PROVIDER), [5, 6, 7, 8]);
        submit_next(budget);
        assert_eq!(kept(PROVIDER), [5, 6, 7, 8, 9]);
        assert_eq!(Providers::<Test>::get(PROVIDER).unwrap().oldest_batch, 5);
    });
}

#[test]
fn batches_without_a_root_are_passed_by() {
    run(|| {
        let budget = open(OWNER, shared(50));
        bill(BudgetId(9), vec![work(1)]);
        submit_next(budget);
        bill(BudgetId(9), vec![work(1)]);
        submit_next(budget);
        next_epochs(3);
        submit_next(budget);
        assert_eq!(kept(PROVIDER), [3, 4]);
        submit_next(budget);
        assert_eq!(kept(PROVIDER), [4, 5]);
    });
}

#[test]
fn a_provider_that_goes_on_keeps_the_roots_of_four_epochs_at_most() {
    run(|| {
        let budget = open(OWNER, shared(50));
        for named in 1..12 {
            for _ in 0..7 {
                submit_next(budget);
                if named > 1 {
                    bill_into(EpochIndex(named - 1), budget, vec![cheap()]);
                }
            }
            let epochs: std::collections::BTreeSet<_> =
                Batches::<Test>::iter_prefix_values(PROVIDER).map(|record| record.root.epoch.0).collect();
            assert!(epochs.iter().all(|epoch| epoch + 3 >= named), "{epochs:?} in {named}");
            assert!(kept(PROVIDER).len() <= 4 * 14);
            check();
            next_epochs(1);
        }
    });
}

#[test]
fn a_provider_submits_so_many_batches_for_an_epoch_and_no_more() {
    run(|| {
        most(2);
        let budget = open(OWNER, shared(50));
        let next = |named| batch(PROVIDER, named, vec![group(OWNER, budget, vec![work(1)])]);
        let first = epoch();
        bill(budget, vec![work(1)]);
        bill(BudgetId(9), vec![work(1)]);
        assert_noop!(outcome(Metering::submit_receipts(signed(PROVIDER), next(first))), E::TooManyBatches);
        // Another provider has its own count.
        submit(SECOND, first, vec![group(OWNER, budget, vec![cheap()])]);
        next_epochs(1);
        assert_noop!(outcome(Metering::submit_receipts(signed(PROVIDER), next(first))), E::TooManyBatches);
        bill(budget, vec![work(1)]);
        // What can't be settled counts in the current epoch.
        bill_into(EpochIndex(9), budget, vec![work(1)]);
        assert_noop!(
            outcome(Metering::submit_receipts(signed(PROVIDER), next(EpochIndex(9)))),
            E::TooManyBatches
        );
        assert_noop!(outcome(Metering::submit_receipts(signed(PROVIDER), next(epoch()))), E::TooManyBatches);
        // A replay is told that it is one.
        let replay = Batch { sequence: 0, ..next(first) };
        assert_noop!(outcome(Metering::submit_receipts(signed(PROVIDER), replay)), E::SequenceAlreadySettled);
        next_epochs(1);
        assert_ok!(Metering::submit_receipts(signed(PROVIDER), next(epoch())));
    });
}

#[test]
fn what_tidying_up_did_not_cost_is_given_back() {
    run(|| {
        let budget = open(OWNER, shared(50));
        let entries = <() as WeightInfo>::submit_receipts_entries;
        let settling = <() as WeightInfo>::submit_receipts(1, 2, 1) + (entries(2) - entries(0));
        let tidying = |post: PostDispatchInfo| post.actual_weight.unwrap() - settling;
        let tidy = <() as WeightInfo>::tidy;
        assert_eq!(tidying(submit_next(budget)), tidy(0, 0));
        // The oldest root is looked at, and stays.
        let look = ParityDbWeight::get().reads(1);
        assert_eq!(tidying(submit_next(budget)), tidy(0, 0) + look);
        next_epochs(3);
        assert_ok!(Staking::claim_quota(signed(STRANGER), OWNER));
        assert_eq!(tidying(submit_next(budget)), tidy(1, 2));
        assert_eq!(tidying(submit_next(budget)), tidy(0, 0) + look);
    });
}

#[test]
fn a_provider_that_leaves_has_its_roots_cleared_call_by_call_before_it_is_paid() {
    run(|| {
        let budget = open(OWNER, shared(50));
        for _ in 0..450 {
            submit_next(budget);
        }
        assert_ok!(Metering::deregister_provider(signed(PROVIDER)));
        next_epochs(3);
        let withdraw = || Metering::withdraw_bond(signed(STRANGER), PROVIDER).unwrap();
        for left in [250, 50] {
            events();
            let post = withdraw();
            assert_eq!(events(), [Event::BatchRootsCleared { provider: PROVIDER, count: 200 }]);
            assert_eq!(post.actual_weight, Some(<() as WeightInfo>::clear_roots()));
            assert_eq!(kept(PROVIDER).len(), left);
            assert_eq!(held(crate::HoldReason::Bond, PROVIDER), 10_000 * VVV);
            check();
        }
        let removal =
            <() as WeightInfo>::remove_provider(2, 50).saturating_add(<() as WeightInfo>::pay_earnings(1));
        assert_eq!(withdraw().actual_weight, Some(removal));
        assert_eq!(events().last(), Some(&Event::ProviderRemoved { provider: PROVIDER }));
        assert_eq!(kept(PROVIDER), Vec::<Sequence>::new());
    });
}
