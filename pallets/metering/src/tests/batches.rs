//! Batches: what fails the call, what is charged, and what it costs.

use super::*;
use crate::{Providers, WeightInfo};

#[test]
fn a_batch_debits_each_group_and_tells_of_it_in_whole_events() {
    run(|| {
        let (mine, theirs) = (open(OWNER, shared(10)), open(OTHER, reserved(20)));
        let groups = vec![group(OWNER, mine, vec![work(2), work(3)]), group(OTHER, theirs, vec![work(7)])];
        submit(PROVIDER, epoch(), groups);
        let debited = |owner, budget, diem: u128, receipts| Event::Debited {
            owner,
            budget,
            provider: PROVIDER,
            epoch: EpochIndex(1),
            amount: Diem(diem * DIEM),
            receipts,
        };
        let settled = Event::BatchSettled {
            provider: PROVIDER,
            epoch: EpochIndex(1),
            sequence: 0,
            charged: Diem(12 * DIEM),
            receipts: 3,
            rejections: vec![],
        };
        assert_eq!(events(), [debited(OWNER, mine, 5, 2), debited(OTHER, theirs, 7, 1), settled]);
        assert_eq!(window(OWNER, epoch()).spent, Diem(5 * DIEM));
        assert_eq!(window(OTHER, epoch()).reserved_spent, Diem(7 * DIEM));
        assert_eq!(Providers::<Test>::get(PROVIDER).unwrap().settled_in(epoch()), Diem(12 * DIEM));
        assert_eq!(Staking::epoch_info().debited, Diem(12 * DIEM));
    });
}

#[test]
fn a_charge_is_the_rate_card_times_the_multiplier_rounded_up_once() {
    run(|| {
        let id = open(OWNER, shared(10));
        let tokens = |input, output| {
            receipt(TEXT, &[(Dimension::InputTokens, input), (Dimension::OutputTokens, output)])
        };
        let micro = DIEM / 1_000_000;
        assert_eq!(bill(id, vec![tokens(374, 44)]).charged, Diem(550 * micro));
        let settled = submit(SECOND, epoch(), vec![group(OWNER, id, vec![tokens(374, 44)])]);
        assert_eq!(settled.charged, Diem(1_100 * micro));
        let image = receipt(IMAGE, &[(Dimension::Images, 3)]);
        assert_eq!(bill(id, vec![image]).charged, Diem(3 * DIEM / 100));
    });
}

#[test]
fn a_dimension_without_units_costs_nothing_and_needs_no_price() {
    run(|| {
        let id = open(OWNER, shared(10));
        let mixed = receipt(TEXT, &[(Dimension::InputTokens, 1_000_000), (Dimension::VideoMs, 0)]);
        assert_eq!(bill(id, vec![mixed]), all_charged(1, 1));
    });
}

#[test]
fn a_call_fails_for_its_origin_its_shape_and_its_sequence_in_this_order() {
    run(|| {
        let id = open(OWNER, shared(1_000));
        let many = |count| group(OWNER, id, vec![work(1); count]);
        let call = |who, sequence, groups: Vec<_>| {
            let groups = BoundedVec::truncate_from(groups);
            let batch = Batch { epoch: EpochIndex(1), sequence, groups };
            outcome(Metering::submit_receipts(signed(who), batch))
        };
        assert_noop!(call(STRANGER, 5, vec![]), E::UnknownProvider);
        assert_noop!(call(PROVIDER, 5, vec![]), E::EmptyBatch);
        assert_noop!(call(PROVIDER, 5, vec![many(600), many(600), many(0)]), E::EmptyGroup);
        assert_noop!(call(PROVIDER, 5, vec![many(600), many(401)]), E::TooManyReceipts);
        assert_noop!(call(PROVIDER, 5, vec![many(1)]), E::SequenceGap);
        assert_ok!(call(PROVIDER, 0, vec![many(1)]));
        assert_noop!(call(PROVIDER, 0, vec![many(1)]), E::SequenceAlreadySettled);
        assert_noop!(call(PROVIDER, 2, vec![many(1)]), E::SequenceGap);
        assert_noop!(call(PROVIDER, u64::MAX, vec![many(1)]), E::SequenceGap);
        assert_ok!(call(PROVIDER, 1, vec![many(600), many(400)]));
    });
}

#[test]
fn the_last_sequence_of_all_can_not_be_used() {
    run(|| {
        let id = open(OWNER, shared(10));
        Providers::<Test>::mutate(PROVIDER, |provider| {
            let provider = provider.as_mut().unwrap();
            (provider.next_sequence, provider.oldest_batch) = (u64::MAX, u64::MAX);
        });
        let last = batch(PROVIDER, epoch(), vec![group(OWNER, id, vec![work(1)])]);
        let overflow = sp_runtime::ArithmeticError::Overflow;
        assert_noop!(outcome(Metering::submit_receipts(signed(PROVIDER), last)), overflow);
    });
}

#[test]
fn the_sequences_of_providers_are_their_own() {
    run(|| {
        let id = open(OWNER, shared(10));
        bill(id, vec![work(1)]);
        bill(id, vec![work(1)]);
        submit(SECOND, epoch(), vec![group(OWNER, id, vec![work(1)])]);
        let next = |who| Providers::<Test>::get(who).unwrap().next_sequence;
        assert_eq!((next(PROVIDER), next(SECOND)), (2, 1));
    });
}

#[test]
fn a_sequence_is_used_up_even_where_all_is_rejected() {
    run(|| {
        let settled = bill(BudgetId(9), vec![work(1), work(2)]);
        assert_eq!(settled, all_rejected(&[RejectionReason::UnknownBudget; 2]));
        assert_eq!(Providers::<Test>::get(PROVIDER).unwrap().next_sequence, 1);
        assert_eq!(events().len(), 1);
    });
}

#[test]
fn a_budget_may_have_several_groups_in_one_batch() {
    run(|| {
        let id = open(OWNER, shared(10));
        let groups = [4, 5, 3, 1].map(|diem| group(OWNER, id, vec![work(diem)])).to_vec();
        let settled = submit(PROVIDER, epoch(), groups);
        assert_eq!(settled.charged, Diem(10 * DIEM));
        assert_eq!(settled.rejections, rejections(2, [(0, RejectionReason::BudgetExhausted)]));
    });
}

#[test]
fn a_thousand_receipts_in_twenty_groups_touch_twenty_ledgers() {
    run(|| {
        let ids: Vec<_> = (0..20).map(|_| open(OWNER, shared(4))).collect();
        let cheap = || receipt(TEXT, &[(Dimension::InputTokens, 1_000)]);
        let groups = ids.iter().map(|id| group(OWNER, *id, vec![cheap(); 50])).collect();
        CountedQuota::take();
        let settled = submit(PROVIDER, epoch(), groups);
        assert_eq!((settled.receipts, settled.charged), (1_000, Diem(DIEM)));
        assert_eq!(CountedQuota::take(), 20);
    });
}

#[test]
fn a_group_of_which_nothing_can_be_charged_touches_no_ledger() {
    run(|| {
        let id = open(OWNER, shared(4));
        let unknown = || receipt(ModelId(9), &[(Dimension::InputTokens, 1)]);
        CountedQuota::take();
        bill(id, vec![unknown(), unknown()]);
        assert_eq!(CountedQuota::take(), 0);
    });
}

/// What usage entries take around the call.
fn entries(count: u32) -> frame_support::weights::Weight {
    <() as WeightInfo>::submit_receipts_entries(count) - <() as WeightInfo>::submit_receipts_entries(0)
}

#[test]
fn usage_entries_are_charged_as_they_are() {
    run(|| {
        use frame_support::dispatch::GetDispatchInfo;
        let weight = |usage: &[(Dimension, u64)]| {
            let batch =
                batch(PROVIDER, epoch(), vec![group(OWNER, BudgetId(0), vec![receipt(TEXT, usage); 3])]);
            crate::Call::<Test>::submit_receipts { batch }.get_dispatch_info().call_weight
        };
        let (input, output) = ((Dimension::InputTokens, 1), (Dimension::OutputTokens, 1));
        assert_eq!(weight(&[input, output]) - weight(&[input]), entries(3));
    });
}

#[test]
fn weight_is_charged_for_the_worst_case_and_what_was_not_needed_is_given_back() {
    run(|| {
        use frame_support::{dispatch::GetDispatchInfo, weights::constants::ParityDbWeight};
        let id = open(OWNER, shared(10));
        let image = receipt(IMAGE, &[(Dimension::Images, 1)]);
        let groups =
            vec![group(OWNER, id, vec![work(1), work(1), image]), group(OWNER, BudgetId(9), vec![work(1)])];
        let batch = batch(PROVIDER, epoch(), groups);
        let info = crate::Call::<Test>::submit_receipts { batch: batch.clone() }.get_dispatch_info();
        let entries = entries(batch.usage_entry_count());
        let settling =
            <() as WeightInfo>::submit_receipts(2, 4, 2) + entries + <() as WeightInfo>::tidy(3, 2);
        let late = ParityDbWeight::get().reads_writes(1, 1);
        assert_eq!(info.call_weight, settling + Staking::max_touch_weight(2) + late);
        let post = Metering::submit_receipts(signed(PROVIDER), batch).unwrap();
        let rejected =
            <() as WeightInfo>::submit_receipts_rejected(1) - <() as WeightInfo>::submit_receipts_rejected(0);
        let settled = <() as WeightInfo>::submit_receipts(1, 4, 2) + entries;
        let actual = settled + <() as WeightInfo>::tidy(0, 0) + rejected;
        assert_eq!(post.actual_weight, Some(actual));
        assert!(actual.all_lte(info.call_weight));
    });
}

#[test]
fn a_further_group_weighs_two_reads_and_two_writes_and_a_further_receipt_less_than_one() {
    use frame_support::weights::{constants::ParityDbWeight, Weight};
    let batch = <() as WeightInfo>::submit_receipts;
    let microseconds = |count: u64| Weight::from_parts(count * 1_000_000, 0);
    let group = batch(2, 100, 1) - batch(1, 100, 1);
    let read_and_written = ParityDbWeight::get().reads_writes(2, 2);
    assert!(group.all_gte(read_and_written));
    assert!(group.all_lte(read_and_written + microseconds(50)));
    let receipt = batch(1, 101, 1) - batch(1, 100, 1);
    assert!(receipt.all_lte(microseconds(5)));
}
