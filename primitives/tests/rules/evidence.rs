//! Batches of every size: what is proven of them, and what is not.

use super::*;
use codec::Encode;
use diem_primitives::{
    outcome::GROUP_TAG, usage::MAX_USAGE_ENTRIES, Batch, BatchRoot, BudgetId, Diem, Dimension, EpochIndex,
    EvidenceError, GroupOutcome, ModelId, ProvenGroup, Receipt, ReceiptGroup, Rejection, RejectionReason,
    Usage, UsageEntry,
};
use sp_runtime::traits::{BlakeTwo256, Hash};

const EPOCH: EpochIndex = EpochIndex(5);

fn receipt(id: u8, usage: &[(Dimension, u64)]) -> Receipt {
    let entries = usage.iter().map(|(dimension, units)| UsageEntry { dimension: *dimension, units: *units });
    Receipt { id: [id; 16], model: ModelId(1), usage: Usage::truncate_from(entries.collect()) }
}

fn outcome(budget: u32, rejected: &[u32]) -> GroupOutcome<u64> {
    let receipts = (0..3).map(|id| receipt(id, &[(Dimension::Requests, 1)])).collect::<Vec<_>>();
    let group = ReceiptGroup { owner: 7, budget: BudgetId(budget), receipts: receipts.try_into().unwrap() };
    let reason = RejectionReason::QuotaExhausted;
    let rejection = |receipt: &u32| Rejection { group: budget, receipt: *receipt, reason };
    let rejections = rejected.iter().map(rejection).collect::<Vec<_>>().try_into().unwrap();
    GroupOutcome { group, charge: Diem(100), rejections }
}

fn outcomes(count: u32) -> Vec<GroupOutcome<u64>> {
    (0..count).map(|budget| outcome(budget, &[])).collect()
}

fn root(outcomes: &[GroupOutcome<u64>]) -> BatchRoot {
    BatchRoot::of_leaves(EPOCH, outcomes.iter().map(GroupOutcome::leaf).collect())
}

#[test]
fn every_group_of_a_batch_of_any_size_is_proven_at_its_place_and_at_no_other() {
    for count in (1..=34).chain([63, 64, 65]) {
        let outcomes = outcomes(count);
        let kept = root(&outcomes);
        for index in 0..count {
            let proven = ProvenGroup::new(3, &outcomes, index).unwrap();
            assert!(proven.settled(0, &kept).is_ok(), "{index} of {count}");
            for other in (0..=count).filter(|other| *other != index) {
                let moved = ProvenGroup { index: other, ..proven.clone() };
                assert_eq!(moved.settled(0, &kept), Err(EvidenceError::InvalidProof), "{index} of {count}");
            }
        }
        assert_eq!(ProvenGroup::new(3, &outcomes, count), None);
    }
}

#[test]
fn the_largest_batch_has_proofs_as_long_as_they_may_be() {
    let outcomes = outcomes(1_000);
    let proven = ProvenGroup::new(0, &outcomes, 0).unwrap();
    assert_eq!(proven.proof.len(), 10);
    assert!(proven.settled(2, &root(&outcomes)).is_ok());
}

#[test]
fn an_inner_node_is_no_leaf() {
    let outcomes = outcomes(4);
    let kept = root(&outcomes);
    let whole = ProvenGroup::new(0, &outcomes, 0).unwrap();
    // A shorter proof, as if the node above were the group.
    let mut short = whole.clone();
    short.proof.remove(0);
    assert_eq!(short.settled(0, &kept), Err(EvidenceError::InvalidProof));
    // What is hashed to a leaf begins with a tag; two hashes do only by chance.
    let content = [GROUP_TAG.as_slice(), &outcomes[0].encode()].concat();
    assert_eq!(outcomes[0].leaf().0, BlakeTwo256::hash(&content).0);
}

#[test]
fn what_was_rejected_or_is_not_there_was_not_settled() {
    let outcomes = vec![outcome(0, &[1])];
    let (kept, proven) = (root(&outcomes), ProvenGroup::new(0, &outcomes, 0).unwrap());
    let of = |place| proven.settled(place, &kept).map(|_| ());
    assert_eq!(of(0), Ok(()));
    assert_eq!(of(1), Err(EvidenceError::ReceiptRejected));
    assert_eq!(of(2), Ok(()));
    assert_eq!(of(3), Err(EvidenceError::NoSuchReceipt));
}

#[test]
fn the_outcomes_of_a_batch_are_those_that_its_events_tell() {
    let expected = vec![outcome(0, &[]), outcome(1, &[0, 1, 2]), outcome(2, &[2])];
    let groups: Vec<_> = expected.iter().map(|outcome| outcome.group.clone()).collect();
    let rejections: Vec<_> = expected.iter().flat_map(|outcome| outcome.rejections.to_vec()).collect();
    let batch = Batch { epoch: EPOCH, sequence: 0, groups: groups.try_into().unwrap() };
    let rebuilt = |amounts: &[u128]| {
        GroupOutcome::of_batch(batch.clone(), amounts.iter().copied().map(Diem), &rejections)
    };
    let mut uncharged = expected;
    uncharged[1].charge = Diem::ZERO;
    assert_eq!(rebuilt(&[100, 100]), Some(uncharged));
    assert_eq!(rebuilt(&[100]), None);
    assert_eq!(rebuilt(&[100, 100, 100]), None);
}

fn any_usage() -> impl Strategy<Value = Vec<(Dimension, u64)>> {
    let dimension = prop::sample::select(vec![Dimension::Requests, Dimension::Images, Dimension::VideoMs]);
    prop::collection::vec((dimension, 0..4_u64), 0..=MAX_USAGE_ENTRIES as usize)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_receipt_says_more_where_some_dimension_has_more_units(one in any_usage(), other in any_usage()) {
        let units = |usage: &[(Dimension, u64)], dimension: Dimension| -> u64 {
            usage.iter().filter(|(named, _)| *named == dimension).map(|(_, units)| units).sum()
        };
        let dimensions = [Dimension::Requests, Dimension::Images, Dimension::VideoMs];
        let more = dimensions.iter().any(|dimension| units(&one, *dimension) > units(&other, *dimension));
        let (one, other) = (receipt(1, &one), receipt(2, &other));
        prop_assert_eq!(one.says_more_than(&other), more);
        let of_another_model = Receipt { model: ModelId(2), ..other };
        prop_assert!(one.says_more_than(&of_another_model));
    }
}
