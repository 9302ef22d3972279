//! What evidence proves, and every way in which it proves nothing.

use super::{evidence::*, *};
use crate::{Batches, WeightInfo};

fn refused(evidence: Proof, error: E) {
    assert_noop!(dispute(STRANGER, evidence), error);
}

#[test]
fn more_units_than_were_signed_are_proven_by_the_signed_receipt() {
    run(|| {
        let (_, evidence) = cheat();
        assert_ok!(dispute(STRANGER, evidence));
    });
}

#[test]
fn more_units_of_one_dimension_prove_it_though_the_whole_costs_less() {
    run(|| {
        with_key();
        let budget = open(OWNER, shared(50));
        let usage = |input, output| {
            receipt(TEXT, &[(Dimension::InputTokens, input), (Dimension::OutputTokens, output)])
        };
        let signed = signed_by(KEY, statement(budget, usage(1_000, 1_000)));
        let settled = settle_group(budget, vec![usage(1_001, 0)]);
        assert_ok!(dispute(STRANGER, settled.overcharged(0, 0, signed)));
    });
}

#[test]
fn a_dimension_that_was_not_signed_at_all_proves_it() {
    run(|| {
        with_key();
        let budget = open(OWNER, shared(50));
        let signed = signed_by(KEY, statement(budget, work(2)));
        let more = receipt(TEXT, &[(Dimension::InputTokens, 2_000_000), (Dimension::OutputTokens, 1)]);
        let settled = settle_group(budget, vec![more]);
        assert_ok!(dispute(STRANGER, settled.overcharged(0, 0, signed)));
    });
}

#[test]
fn another_model_than_was_signed_proves_it() {
    run(|| {
        with_key();
        let budget = open(OWNER, shared(50));
        let image = receipt(IMAGE, &[(Dimension::Images, 1)]);
        let signed = signed_by(KEY, statement(budget, Receipt { model: TEXT, ..image.clone() }));
        let settled = settle_group(budget, vec![image]);
        assert_ok!(dispute(STRANGER, settled.overcharged(0, 0, signed)));
    });
}

#[test]
fn what_was_signed_or_more_than_was_settled_proves_nothing() {
    run(|| {
        with_key();
        let budget = open(OWNER, shared(50));
        let settled = settle_group(budget, vec![work(5)]);
        for diem in [5, 6, 50] {
            let signed = signed_by(KEY, statement(budget, work(diem)));
            refused(settled.overcharged(0, 0, signed), E::NotOvercharged);
        }
        // A receipt that names a dimension twice says the sum.
        let half = (Dimension::InputTokens, 2_500_000);
        let signed = signed_by(KEY, statement(budget, receipt(TEXT, &[half, half])));
        refused(settled.overcharged(0, 0, signed), E::NotOvercharged);
    });
}

#[test]
fn a_forged_receipt_proves_nothing() {
    run(|| {
        let budget = open(OWNER, shared(50));
        let settled = settle_group(budget, vec![work(5)]);
        let lesser = || statement(budget, work(2));
        // There is no key yet, and nobody else's will do.
        refused(settled.overcharged(0, 0, signed_by(KEY, lesser())), E::ReceiptNotSigned);
        with_key();
        refused(settled.overcharged(0, 0, signed_by(FORGER, lesser())), E::ReceiptNotSigned);
        // Not even where it says that it is the provider's.
        let mut signed = signed_by(FORGER, lesser());
        signed.signature.key = signed_by(KEY, lesser()).signature.key;
        refused(settled.overcharged(0, 0, signed), E::ReceiptNotSigned);
        // A signature of something else.
        let mut signed = signed_by(KEY, statement(budget, work(5)));
        signed.statement = lesser();
        refused(settled.overcharged(0, 0, signed), E::ReceiptNotSigned);
    });
}

#[test]
fn keys_of_every_kind_sign_receipts() {
    run(|| {
        let budget = open(OWNER, shared(50));
        let keys = [(PROVIDER, Key::ed25519(1)), (SECOND, Key::ecdsa(1))];
        for (who, key) in keys {
            assert_ok!(Metering::set_receipt_key(signed(who), key.account()));
            let statement = statement(budget, receipt(TEXT, &[(Dimension::InputTokens, 999_999)]));
            let signature = key.sign(&statement.payload(System::block_hash(0)));
            let settled = settle(who, epoch(), vec![group(OWNER, budget, vec![work(1)])]);
            assert_ok!(dispute(STRANGER, settled.overcharged(0, 0, SignedReceipt { statement, signature })));
        }
    });
}

#[test]
fn a_signature_for_another_chain_proves_nothing() {
    run(|| {
        with_key();
        let budget = open(OWNER, shared(50));
        let settled = settle_group(budget, vec![work(5)]);
        let statement = statement(budget, work(2));
        let signature = Key::sr25519(KEY).sign(&statement.payload([7; 32]));
        let signed = SignedReceipt { statement: statement.clone(), signature };
        refused(settled.overcharged(0, 0, signed), E::ReceiptNotSigned);
        // Nor one without the tag.
        let untagged = &statement.payload(System::block_hash(0))[15..];
        let signature = Key::sr25519(KEY).sign(untagged);
        refused(settled.overcharged(0, 0, SignedReceipt { statement, signature }), E::ReceiptNotSigned);
    });
}

#[test]
fn a_signed_receipt_for_another_owner_budget_epoch_or_id_proves_nothing() {
    run(|| {
        with_key();
        let budget = open(OWNER, shared(50));
        let settled = settle_group(budget, vec![work(5)]);
        let honest = statement(budget, work(2));
        let others = [
            ReceiptStatement { owner: OTHER, ..honest.clone() },
            ReceiptStatement { budget: BudgetId(1), ..honest.clone() },
            ReceiptStatement { epoch: epoch().next(), ..honest.clone() },
            ReceiptStatement { epoch: EpochIndex(0), ..honest.clone() },
            ReceiptStatement { receipt: numbered(8, work(2)), ..honest },
        ];
        for other in others {
            refused(settled.overcharged(0, 0, signed_by(KEY, other)), E::DifferentWork);
        }
    });
}

#[test]
fn a_receipt_that_was_rejected_can_not_be_disputed() {
    run(|| {
        with_key();
        let budget = open(OWNER, shared(5));
        // The second does not fit any more.
        let settled = settle_group(budget, vec![numbered(1, work(4)), numbered(2, work(3))]);
        let signed = signed_by(KEY, statement(budget, numbered(2, work(2))));
        refused(settled.overcharged(0, 1, signed), E::ReceiptRejected);
        let again = settle_group(budget, vec![numbered(2, work(1))]);
        refused(again.repeats(0, 0, settled.group(0), 1), E::ReceiptRejected);
    });
}

#[test]
fn a_place_that_is_none_proves_nothing() {
    run(|| {
        let (_, evidence) = cheat();
        refused(Evidence { receipt: 1, ..evidence.clone() }, E::NoSuchReceipt);
        refused(Evidence { receipt: u32::MAX, ..evidence }, E::NoSuchReceipt);
    });
}

#[test]
fn somebody_elses_batch_can_not_be_disputed() {
    run(|| {
        let (budget, evidence) = cheat();
        refused(Evidence { provider: STRANGER, ..evidence.clone() }, E::UnknownProvider);
        refused(Evidence { provider: SECOND, ..evidence.clone() }, E::UnknownBatch);
        settle(SECOND, epoch(), vec![group(OWNER, budget, vec![work(1)])]);
        refused(Evidence { provider: SECOND, ..evidence }, E::InvalidProof);
    });
}

#[test]
fn a_proof_holds_for_what_was_settled_and_its_place_alone() {
    run(|| {
        with_key();
        let budget = open(OWNER, shared(50));
        let groups = (1..=5).map(|id| group(OWNER, budget, vec![numbered(id, work(1))]));
        let settled = settle(PROVIDER, epoch(), groups.collect());
        let half = receipt(TEXT, &[(Dimension::InputTokens, 500_000)]);
        let signed = signed_by(KEY, statement(budget, numbered(3, half)));
        let evidence = settled.overcharged(2, 0, signed);
        let breaking = |harm: fn(&mut ProvenGroup<AccountId>)| {
            let mut broken = evidence.clone();
            harm(&mut broken.group);
            refused(broken, E::InvalidProof);
        };
        breaking(|group| group.index = 1);
        breaking(|group| group.proof[0] = Default::default());
        breaking(|group| group.proof.truncate(1));
        breaking(|group| group.proof.try_push(Default::default()).unwrap());
        breaking(|group| group.outcome.charge.0 += 1);
        breaking(|group| group.outcome.group.owner = OTHER);
        breaking(|group| group.outcome.group.budget.0 += 1);
        breaking(|group| group.outcome.group.receipts[0].usage[0].units += 1);
        breaking(|group| group.outcome.group.receipts.try_push(work(1)).unwrap());
        breaking(|group| {
            let reason = RejectionReason::NoPrice;
            group.outcome.rejections.try_push(Rejection { group: 2, receipt: 0, reason }).unwrap();
        });
        let mut far = evidence.clone();
        far.group.index = 5;
        refused(far, E::InvalidProof);
        let mut later = evidence.clone();
        later.group.sequence = 1;
        refused(later, E::UnknownBatch);
        assert_ok!(dispute(STRANGER, evidence));
    });
}

#[test]
fn the_last_group_is_proven_at_no_place_but_its_own() {
    run(|| {
        let budget = open(OWNER, shared(50));
        let groups =
            (1..=3).map(|id| group(OWNER, budget, vec![numbered(id, work(1)), numbered(id, work(1))]));
        let settled = settle(PROVIDER, epoch(), groups.collect());
        // It has nothing beside it in its row, and a short proof: it is no repetition of itself at the place before.
        let mut moved = settled.group(2);
        moved.index = 1;
        refused(settled.repeats(2, 0, moved.clone(), 0), E::InvalidProof);
        let evidence = settled.repeated(2, 1, 0);
        refused(Evidence { group: moved, ..evidence.clone() }, E::InvalidProof);
        assert_ok!(dispute(STRANGER, evidence));
    });
}

#[test]
fn one_id_settled_twice_is_proven_within_a_group_across_groups_and_across_batches() {
    run(|| {
        let budget = open(OWNER, shared(50));
        let (once, other) = (numbered(1, work(1)), numbered(2, work(1)));
        let within = settle_group(budget, vec![once.clone(), other.clone(), once.clone()]);
        let of_owner = |receipts| group(OWNER, budget, receipts);
        let across =
            settle(PROVIDER, epoch(), vec![of_owner(vec![other.clone()]), of_owner(vec![other.clone()])]);
        let alone = settle_group(budget, vec![once]);
        // What it was billed the second time may be less.
        let less = settle_group(budget, vec![numbered(2, receipt(TEXT, &[(Dimension::OutputTokens, 1)]))]);
        let disputed = [
            within.repeated(0, 2, 0),
            across.repeats(0, 0, within.group(0), 1),
            across.repeats(1, 0, across.group(0), 0),
            alone.repeats(0, 0, within.group(0), 2),
            less.repeats(0, 0, across.group(1), 0),
        ];
        for evidence in disputed {
            assert_ok!(dispute(STRANGER, evidence));
        }
    });
}

#[test]
fn one_id_settled_late_and_in_time_for_the_same_epoch_is_settled_twice() {
    run(|| {
        let (budget, before) = (open(OWNER, shared(50)), epoch());
        let first = settle_group(budget, vec![work(1)]);
        next_epochs(1);
        let again = settle_group(budget, vec![work(1)]);
        refused(again.repeats(0, 0, first.group(0), 0), E::DifferentWork);
        let late = settle(PROVIDER, before, vec![group(OWNER, budget, vec![work(1)])]);
        assert_ok!(dispute(STRANGER, late.repeats(0, 0, first.group(0), 0)));
    });
}

#[test]
fn only_the_later_one_of_two_is_the_repetition() {
    run(|| {
        let budget = open(OWNER, shared(50));
        let first = settle_group(budget, vec![work(1), work(1)]);
        let second = settle_group(budget, vec![work(1)]);
        // The other way round, and each as a repetition of itself.
        refused(first.repeats(0, 0, second.group(0), 0), E::NotSettledBefore);
        refused(first.repeated(0, 0, 1), E::NotSettledBefore);
        refused(first.repeated(0, 1, 1), E::NotSettledBefore);
        refused(second.repeats(0, 0, second.group(0), 0), E::NotSettledBefore);
        refused(second.repeated(0, 0, 1), E::NoSuchReceipt);
        assert_ok!(dispute(STRANGER, second.repeats(0, 0, first.group(0), 0)));
    });
}

#[test]
fn the_same_id_for_another_owner_or_budget_is_another_receipt() {
    run(|| {
        let (mine, too, theirs) = (open(OWNER, shared(9)), open(OWNER, shared(9)), open(OTHER, shared(9)));
        let groups = [(OWNER, mine), (OWNER, too), (OTHER, theirs)];
        let groups = groups.map(|(owner, budget)| group(owner, budget, vec![work(1)])).to_vec();
        let settled = settle(PROVIDER, epoch(), groups);
        refused(settled.repeats(1, 0, settled.group(0), 0), E::DifferentWork);
        refused(settled.repeats(2, 0, settled.group(0), 0), E::DifferentWork);
        let other = settle_group(mine, vec![numbered(9, work(1))]);
        refused(other.repeats(0, 0, settled.group(0), 0), E::DifferentWork);
        // The same id from another provider is its own.
        let second = settle(SECOND, epoch(), vec![group(OWNER, mine, vec![work(1)])]);
        refused(second.repeats(0, 0, settled.group(0), 0), E::InvalidProof);
    });
}

#[test]
fn the_proof_of_the_earlier_one_must_hold_as_well() {
    run(|| {
        let budget = open(OWNER, shared(50));
        let first = settle_group(budget, vec![numbered(1, work(1))]);
        let second = settle_group(budget, vec![numbered(2, work(1))]);
        let mut forged = first.group(0);
        forged.outcome.group.receipts[0].id = [2; 16];
        refused(second.repeats(0, 0, forged, 0), E::InvalidProof);
        let mut unknown = first.group(0);
        unknown.sequence = 7;
        refused(second.repeats(0, 0, unknown, 0), E::UnknownBatch);
    });
}

#[test]
fn a_dispute_counts_once_for_a_group_and_again_for_another_one() {
    run(|| {
        with_key();
        let budget = open(OWNER, shared(50));
        let groups =
            (1..=2).map(|id| group(OWNER, budget, vec![numbered(id, work(5)), numbered(id, work(5))]));
        let settled = settle(PROVIDER, epoch(), groups.collect());
        let signed = signed_by(KEY, statement(budget, numbered(1, work(2))));
        assert_ok!(dispute(STRANGER, settled.overcharged(0, 0, signed.clone())));
        // Neither the same proof, nor another one, of that group.
        refused(settled.overcharged(0, 0, signed.clone()), E::AlreadyDisputed);
        refused(settled.overcharged(0, 1, signed), E::AlreadyDisputed);
        refused(settled.repeated(0, 1, 0), E::AlreadyDisputed);
        assert_ok!(dispute(STRANGER, settled.repeated(1, 1, 0)));
        let kept = Batches::<Test>::get(PROVIDER, settled.sequence).unwrap();
        assert_eq!(kept.disputed.into_iter().collect::<Vec<_>>(), [0, 1]);
    });
}

#[test]
fn a_batch_can_be_disputed_for_two_epochs_after_the_one_that_it_names() {
    run(|| {
        let (budget, evidence) = cheat();
        let before = epoch();
        next_epochs(1);
        let late = vec![group(OWNER, budget, vec![numbered(1, work(1)), numbered(1, work(1))])];
        let late = settle(PROVIDER, before, late);
        next_epochs(1);
        assert_ok!(dispute(STRANGER, evidence.clone()));
        next_epochs(1);
        refused(evidence, E::DisputeTooLate);
        refused(late.repeated(0, 1, 0), E::DisputeTooLate);
    });
}

#[test]
fn a_batch_that_is_kept_no_more_can_not_be_disputed() {
    run(|| {
        let (budget, evidence) = cheat();
        next_epochs(3);
        settle_group(budget, vec![work(1)]);
        refused(evidence, E::UnknownBatch);
    });
}

#[test]
fn the_last_group_of_a_full_batch_can_be_proven() {
    run(|| {
        let ids: Vec<_> = (0..20).map(|_| open(OWNER, shared(4))).collect();
        let cheap = || receipt(TEXT, &[(Dimension::InputTokens, 1_000)]);
        let groups = (0..1_000).map(|index| group(OWNER, ids[index % 20], vec![cheap()]));
        let settled = settle(PROVIDER, epoch(), groups.collect());
        let evidence = settled.repeats(999, 0, settled.group(979), 0);
        assert_eq!(evidence.group.proof.len(), 8);
        assert_ok!(dispute(STRANGER, evidence));
    });
}

#[test]
fn the_weight_of_a_dispute_counts_the_receipts_and_hashes_of_both_groups() {
    run(|| {
        use frame_support::dispatch::GetDispatchInfo;
        let budget = open(OWNER, shared(50));
        let first = settle_group(budget, vec![work(1), work(1)]);
        let groups = (1..=3).map(|id| group(OWNER, budget, vec![numbered(id, work(1))]));
        let second = settle(PROVIDER, epoch(), groups.collect());
        let weight = |evidence| {
            let evidence = Box::new(evidence);
            crate::Call::<Test>::dispute { evidence }.get_dispatch_info().call_weight
        };
        assert_eq!(
            weight(second.repeats(0, 0, first.group(0), 0)),
            <() as WeightInfo>::dispute_settled_twice(3, 2)
        );
        assert_eq!(weight(first.repeated(0, 1, 0)), <() as WeightInfo>::dispute_settled_twice(2, 0));
    });
}
