//! Mistakes that chains like this one have made.

use super::*;
use crate::{Batches, Budgets, Listings, Providers};

#[test]
fn one_approved_batch_is_not_accepted_for_two_epochs() {
    run(|| {
        let id = open(OWNER, shared(10));
        let first = batch(PROVIDER, epoch(), vec![group(OWNER, id, vec![work(4)])]);
        assert_ok!(Metering::submit_receipts(signed(PROVIDER), first.clone()));
        next_epochs(1);
        for named in [1, 2] {
            let again = Batch { epoch: EpochIndex(named), ..first.clone() };
            assert_noop!(Metering::submit_receipts(signed(PROVIDER), again), E::SequenceAlreadySettled);
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

#[test]
fn no_call_of_one_account_makes_what_another_one_stored_grow() {
    run(|| {
        let id = open(OWNER, shared(10));
        let stored = || {
            let budgets = Budgets::<Test>::iter_prefix(OWNER).count();
            (budgets, Listings::<Test>::iter_prefix(PROVIDER).count(), Providers::<Test>::get(PROVIDER))
        };
        let before = stored();
        for _ in 0..70 {
            open(STRANGER, shared(1));
            let prices = BoundedVec::truncate_from(vec![price(Dimension::InputTokens, 1)]);
            let name = BoundedVec::truncate_from(b"spam".to_vec());
            assert_ok!(Metering::register_model(signed(STRANGER), name, ModelKind::Text, prices));
            let spam = Metering::submit_receipts(signed(STRANGER), batch(STRANGER, epoch(), vec![]));
            assert!(spam.is_err());
        }
        assert_eq!(stored(), before);
        assert_eq!(bill(id, vec![work(1)]), all_charged(1, 1));
        let after = ModelId(71);
        assert_ok!(Metering::serve_model(signed(PROVIDER), after, Multiplier::ONE));
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
