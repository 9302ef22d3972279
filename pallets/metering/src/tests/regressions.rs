//! Mistakes that chains like this one have made.

use super::*;
use crate::{Batches, Budgets, Call, Listings, Models, Providers, ReceiptKeys};
use frame_support::traits::GetCallName;
use sp_runtime::traits::Dispatchable;

#[test]
fn one_approved_batch_is_not_accepted_for_two_epochs() {
    run(|| {
        let id = open(OWNER, shared(10));
        let first = batch(PROVIDER, epoch(), vec![group(OWNER, id, vec![work(4)])]);
        assert_ok!(Metering::submit_receipts(signed(PROVIDER), first.clone()));
        next_epochs(1);
        for named in [1, 2] {
            let again = Batch { epoch: EpochIndex(named), ..first.clone() };
            assert_noop!(
                outcome(Metering::submit_receipts(signed(PROVIDER), again)),
                E::SequenceAlreadySettled
            );
        }
        let info = Metering::budget(OWNER, id).unwrap();
        assert_eq!((info.spent, info.previous_spent), (Diem::ZERO, Diem(4 * DIEM)));
    });
}

#[test]
fn a_provider_that_left_and_came_back_settles_no_batch_twice() {
    run(|| {
        let id = open(OWNER, shared(10));
        let first = batch(PROVIDER, epoch(), vec![group(OWNER, id, vec![work(4)])]);
        assert_ok!(Metering::submit_receipts(signed(PROVIDER), first.clone()));
        assert_ok!(Metering::deregister_provider(signed(PROVIDER)));
        next_epochs(3);
        assert_ok!(Metering::withdraw_bond(signed(PROVIDER), PROVIDER));
        assert_ok!(Metering::register_provider(signed(PROVIDER), Diem(DIEM), Default::default()));
        // Its sequence begins anew, and the epoch that the old batch names is over.
        events();
        assert_ok!(Metering::submit_receipts(signed(PROVIDER), first));
        let settled = Event::BatchSettled {
            provider: PROVIDER,
            epoch: EpochIndex(1),
            sequence: 0,
            charged: Diem::ZERO,
            receipts: 0,
            rejections: rejections(0, [(0, RejectionReason::EpochNotSettleable)]),
        };
        assert_eq!(events(), [settled]);
    });
}

#[test]
fn a_late_receipt_is_not_priced_by_terms_that_were_changed_after_the_work() {
    run(|| {
        let id = open(OWNER, shared(10));
        next_epochs(1);
        let dearer =
            vec![price(Dimension::InputTokens, 3 * DIEM / 2), price(Dimension::OutputTokens, 6 * DIEM)];
        let dearer = BoundedVec::truncate_from(dearer);
        assert_ok!(Metering::set_rate_card(signed(STRANGER), TEXT, dearer));
        assert_ok!(Metering::serve_model(signed(PROVIDER), TEXT, Multiplier(15_000)));
        assert_eq!(bill_into(EpochIndex(1), id, vec![work(2)]), all_charged(2, 1));
        next_epochs(1);
        assert_eq!(bill_into(EpochIndex(2), id, vec![work(2)]), all_charged(2, 1));
    });
}

#[test]
fn work_that_was_done_within_the_terms_is_not_voided_by_tightening_them_after() {
    run(|| {
        let provider = ProviderChoice::Only(PROVIDER);
        let id = open(OWNER, BudgetTerms { provider, ..reserved(30) });
        next_epochs(1);
        assert_ok!(update(id, BudgetTerms { provider: ProviderChoice::Only(SECOND), ..shared(1) }));
        assert_ok!(Metering::close_budget(signed(OWNER), OWNER, id));
        assert_ok!(Staking::unstake(signed(OWNER), 100 * VVV));
        assert_ok!(Staking::transfer_quota(signed(OWNER), OTHER, Diem(70 * DIEM)));
        next_epochs(1);
        assert_eq!(bill_into(EpochIndex(2), id, vec![work(30)]), all_charged(30, 1));
    });
}

/// An account that has VVV, and whose calls aim at what others stored.
const SPAMMER: AccountId = 4;

/// What `OWNER` and `PROVIDER` stored, and the model that they use.
fn stored_by_others() -> impl PartialEq + core::fmt::Debug {
    (
        Budgets::<Test>::iter_prefix(OWNER).collect::<Vec<_>>(),
        window(OWNER, epoch()),
        (Providers::<Test>::get(PROVIDER), ReceiptKeys::<Test>::get(PROVIDER)),
        Listings::<Test>::iter_prefix(PROVIDER).collect::<Vec<_>>(),
        Batches::<Test>::iter_prefix(PROVIDER).collect::<Vec<_>>(),
        Models::<Test>::get(TEXT),
    )
}

/// Each call of the pallet, as `SPAMMER` would make it: where an argument may name something of another account, it names that.
fn calls_of_a_spammer(theirs: BudgetId, evidence: evidence::Proof) -> Vec<Call<Test>> {
    let (prices, own) = (vec![price(Dimension::InputTokens, 1)], BudgetId(0));
    let prices: pricing::Prices = BoundedVec::truncate_from(prices);
    let voucher = signing::by_agent(signing::voucher(theirs, 1, 1));
    let batch = Batch {
        epoch: epoch(),
        sequence: 0,
        groups: BoundedVec::truncate_from(vec![group(OWNER, theirs, vec![work(1)])]),
    };
    vec![
        Call::register_provider { capacity: Diem(DIEM), metadata: Default::default() },
        Call::set_capacity { capacity: Diem(2 * DIEM) },
        Call::set_receipt_key { key: evidence::key_of(evidence::FORGER) },
        Call::withdraw_bond { provider: PROVIDER },
        Call::serve_model { model: TEXT, multiplier: Multiplier::ONE },
        Call::stop_serving { model: TEXT },
        Call::register_model {
            name: BoundedVec::truncate_from(b"spam".to_vec()),
            kind: ModelKind::Text,
            prices: prices.clone(),
        },
        Call::set_rate_card { model: TEXT, prices },
        Call::set_curator { model: TEXT, curator: SPAMMER },
        Call::retire_model { model: TEXT },
        Call::open_budget { terms: shared(1), warn_at: None, delegate: None },
        Call::update_budget { budget: own, terms: shared(2), warn_at: None },
        Call::set_delegate { budget: own, delegate: Some(PROVIDER) },
        Call::pause_budget { budget: own },
        Call::resume_budget { budget: own },
        Call::close_budget { owner: OWNER, budget: theirs },
        Call::submit_receipts { batch },
        Call::settle_vouchers { vouchers: BoundedVec::truncate_from(vec![voucher]) },
        Call::refund { owner: OWNER, budget: theirs, epoch: epoch(), amount: Diem(DIEM) },
        Call::dispute { evidence: Box::new(evidence) },
        Call::claim_earnings { provider: PROVIDER },
        Call::set_parameters { parameters: Default::default() },
        Call::deregister_provider {},
    ]
}

#[test]
fn no_call_of_one_account_changes_what_another_one_stored() {
    run(|| {
        evidence::with_key();
        let id = open(OWNER, BudgetTerms { provider: ProviderChoice::Only(PROVIDER), ..reserved(10) });
        // Evidence of nothing: what was settled is what was signed.
        let honest = evidence::signed_by(evidence::KEY, evidence::statement(id, work(2)));
        let evidence = evidence::settle_group(id, vec![work(2)]).overcharged(0, 0, honest);
        let before = stored_by_others();

        let calls = calls_of_a_spammer(id, evidence);
        let mut named: Vec<_> = calls.iter().map(|call| call.get_call_name()).collect();
        let mut all = Call::<Test>::get_call_names().to_vec();
        named.sort_unstable();
        all.sort_unstable();
        assert_eq!(named, all, "each call once");

        // Made once, all that name only what is the spammer's succeed, and two that reject what is not.
        let mut refused = vec![];
        for call in &calls {
            if RuntimeCall::Metering(call.clone()).dispatch(signed(SPAMMER)).is_err() {
                refused.push(call.get_call_name());
            }
            assert_eq!(stored_by_others(), before, "{}", call.get_call_name());
        }
        let aimed_at_others =
            ["withdraw_bond", "set_rate_card", "set_curator", "retire_model", "close_budget"];
        let judged = ["refund", "dispute", "claim_earnings", "set_parameters"];
        assert_eq!(refused, [&aimed_at_others[..], &judged[..]].concat());

        // Nor by making them often: no list of another account fills up.
        for call in calls.iter().cycle().take(70 * calls.len()) {
            let _ = RuntimeCall::Metering(call.clone()).dispatch(signed(SPAMMER));
        }
        assert_eq!(stored_by_others(), before);
        assert_eq!(bill(id, vec![work(1)]), all_charged(1, 1));
        assert_ok!(Metering::serve_model(signed(PROVIDER), ModelId(71), Multiplier::ONE));
    });
}

#[test]
fn state_does_not_grow_by_receipts_or_by_time() {
    run(|| {
        let id = open(OWNER, shared(100));
        let keys = || {
            let entries = Budgets::<Test>::iter().count() + Listings::<Test>::iter().count();
            let mut size = entries + Providers::<Test>::iter().count() + Batches::<Test>::iter().count();
            size += codec::Encode::encoded_size(&stored_budget(id));
            size + codec::Encode::encoded_size(&Providers::<Test>::get(PROVIDER))
        };
        let settle_for = |epochs| {
            for _ in 0..epochs {
                bill(id, vec![work(1); 10]);
                next_epochs(1);
                bill_into(epoch().previous().unwrap(), id, vec![work(1); 10]);
            }
        };
        // By then there is something of every epoch that can be disputed.
        settle_for(5);
        let before = keys();
        settle_for(10);
        assert_eq!(keys(), before);
    });
}

#[test]
fn a_refused_share_leaves_the_ledger_of_its_owner_as_it_was() {
    run(|| {
        let id = open(OWNER, reserved(50));
        let before = window(OWNER, epoch());
        assert_eq!(bill(id, vec![work(51)]), all_rejected(&[RejectionReason::BudgetExhausted]));
        assert_eq!(window(OWNER, epoch()), before);
    });
}

#[test]
fn retargeting_spent_quota_makes_none_of_it_fresh() {
    run(|| {
        let first = open(OWNER, shared(100));
        bill(first, vec![work(100)]);
        assert_ok!(update(first, reserved(100)));
        assert_ok!(Metering::close_budget(signed(OWNER), OWNER, first));
        for terms in [shared(100), reserved(100)] {
            let id = open(OWNER, terms);
            let settled = bill(id, vec![receipt(TEXT, &[(Dimension::InputTokens, 1)])]);
            assert_eq!((settled.charged, settled.receipts), (Diem::ZERO, 0));
        }
    });
}
