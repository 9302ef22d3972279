//! What clients read.

use super::*;
use diem_primitives::api::{Denial, Limit, QuoteAt, QuoteError};

fn ask(id: BudgetId, provider: AccountId, amount: u128) -> Result<Diem, Denial> {
    Metering::can_debit(OWNER, id, provider, Diem(amount))
}

fn denied(limit: Limit, left: u128, resets: bool) -> Result<Diem, Denial> {
    Err(Denial { limit, left: Diem(left), resets_at: resets.then(Staking::epoch_ends_at) })
}

#[test]
fn a_budget_is_shown_with_its_terms_of_now_and_of_the_next_epoch() {
    run(|| {
        let id = open(OWNER, shared(10));
        assert_ok!(update(id, reserved(4)));
        bill(id, vec![work(3)]);
        let info = Metering::budget(OWNER, id).unwrap();
        assert_eq!((info.terms, info.next_terms), (shared(10), reserved(4)));
        assert_eq!((info.spent, info.left, info.share), (Diem(3 * DIEM), Diem(7 * DIEM), Diem::ZERO));
        assert!(!info.paused);
        next_epochs(1);
        let info = Metering::budget(OWNER, id).unwrap();
        assert_eq!((info.terms, info.next_terms), (reserved(4), reserved(4)));
        assert_eq!((info.spent, info.previous_spent), (Diem::ZERO, Diem(3 * DIEM)));
        assert_eq!((info.left, info.share), (Diem(4 * DIEM), Diem(4 * DIEM)));
    });
}

#[test]
fn what_is_left_is_what_could_be_debited() {
    run(|| {
        let (small, large) = (open(OWNER, shared(10)), open(OWNER, shared(1_000)));
        let left = |id| Metering::budget(OWNER, id).unwrap().left.0 / DIEM;
        assert_eq!((left(small), left(large)), (10, 100));
        bill(large, vec![work(95)]);
        assert_eq!((left(small), left(large)), (5, 5));
        assert_ok!(Metering::pause_budget(signed(OWNER), small));
        assert_eq!(left(small), 5);
        System::set_block_number(System::block_number() + 11);
        assert_eq!(left(small), 0);
        assert!(Metering::budget(OWNER, small).unwrap().paused);
        assert_ok!(Metering::close_budget(signed(OWNER), OWNER, large));
        assert_eq!(left(large), 5);
        next_epochs(1);
        assert_eq!(left(large), 0);
        assert_eq!(Metering::budget(OWNER, large).unwrap().closes_at, Some(EpochIndex(2)));
    });
}

#[test]
fn lists_are_in_the_order_of_numbers_and_empty_where_there_is_nothing() {
    run(|| {
        for limit in 1..=20 {
            open(OWNER, shared(limit));
        }
        let ids: Vec<_> = Metering::budgets(OWNER).into_iter().map(|info| info.id.0).collect();
        assert_eq!(ids, (0..20).collect::<Vec<_>>());
        assert_eq!(Metering::budgets(OTHER), []);
        assert_eq!(Metering::budget(OWNER, BudgetId(20)), None);
        assert_eq!(Metering::provider(OWNER), None);
        assert_eq!(Metering::model(ModelId(9)), None);
        let models: Vec<_> = Metering::models().into_iter().map(|info| info.id).collect();
        assert_eq!(models, [TEXT, IMAGE]);
        assert_eq!(Metering::providers().len(), 2);
    });
}

#[test]
fn a_provider_is_shown_with_its_bond_its_pledge_and_its_next_sequence() {
    run(|| {
        let id = open(OWNER, shared(10));
        bill(id, vec![work(3)]);
        assert_ok!(Metering::set_capacity(signed(PROVIDER), Diem(400 * DIEM)));
        let info = Metering::provider(PROVIDER).unwrap();
        assert_eq!((info.capacity, info.next_capacity), (Diem(1_000 * DIEM), Diem(400 * DIEM)));
        assert_eq!((info.bond, info.excess_bond), (10_000 * VVV, 6_000 * VVV));
        assert_eq!((info.bond_free_at, info.next_sequence, info.leaving), (EpochIndex(4), 1, false));
        assert_eq!(info.settled, Diem(3 * DIEM));
        assert_ok!(Metering::deregister_provider(signed(PROVIDER)));
        let info = Metering::provider(PROVIDER).unwrap();
        assert_eq!((info.excess_bond, info.leaving), (10_000 * VVV, true));
    });
}

#[test]
fn a_quote_is_what_a_receipt_is_charged_or_says_why_there_is_none() {
    run(|| {
        let quote =
            |who, model, usage: &[_]| Metering::quote(who, model, receipt(model, usage).usage, QuoteAt::Now);
        let input = (Dimension::InputTokens, 1_000_000);
        assert_eq!(quote(PROVIDER, TEXT, &[input]), Ok(Diem(DIEM)));
        assert_eq!(quote(SECOND, TEXT, &[input]), Ok(Diem(2 * DIEM)));
        assert_eq!(quote(PROVIDER, ModelId(9), &[input]), Err(QuoteError::UnknownModel));
        assert_eq!(quote(OWNER, TEXT, &[input]), Err(QuoteError::UnknownProvider));
        assert_eq!(quote(SECOND, IMAGE, &[input]), Err(QuoteError::ModelNotServed));
        assert_eq!(quote(PROVIDER, IMAGE, &[input]), Err(QuoteError::Usage(ChargeError::NoPrice)));
        assert_eq!(quote(PROVIDER, TEXT, &[]), Err(QuoteError::Usage(ChargeError::NothingUsed)));
        let twice = Err(QuoteError::Usage(ChargeError::DuplicateDimension));
        assert_eq!(quote(PROVIDER, TEXT, &[input, input]), twice);
        assert_ok!(Metering::retire_model(signed(STRANGER), TEXT));
        let next = Metering::quote(PROVIDER, TEXT, work(1).usage, QuoteAt::NextEpoch);
        assert_eq!(next, Err(QuoteError::ModelRetired));
        assert_eq!(quote(PROVIDER, TEXT, &[input]), Ok(Diem(DIEM)));
    });
}

#[test]
fn whoever_asks_before_the_work_learns_the_limit_that_would_stop_it() {
    run(|| {
        let id = open(OWNER, shared(10));
        let large = open(OWNER, shared(1_000));
        assert_eq!(ask(id, PROVIDER, 10 * DIEM), Ok(Diem(10 * DIEM)));
        assert_eq!(ask(id, PROVIDER, 0), Ok(Diem(10 * DIEM)));
        assert_eq!(ask(id, PROVIDER, 10 * DIEM + 1), denied(Limit::BudgetLimit, 10 * DIEM, true));
        assert_eq!(ask(id, PROVIDER, u128::MAX), denied(Limit::BudgetLimit, 10 * DIEM, true));
        assert_eq!(ask(large, PROVIDER, 100 * DIEM + 1), denied(Limit::OwnerQuota, 100 * DIEM, true));
        assert_eq!(ask(large, SECOND, 41 * DIEM), denied(Limit::ProviderCapacity, 40 * DIEM, true));
        assert_eq!(ask(BudgetId(9), PROVIDER, 1), denied(Limit::UnknownBudget, 0, false));
        assert_eq!(ask(id, STRANGER, 1), denied(Limit::UnknownProvider, 0, false));
        let bound = open(OWNER, BudgetTerms { provider: ProviderChoice::Only(PROVIDER), ..shared(10) });
        assert_eq!(ask(bound, SECOND, 1), denied(Limit::WrongProvider, 0, false));
    });
}

#[test]
fn a_provider_that_is_not_pledged_yet_is_told_when_it_is() {
    run(|| {
        let id = open(OWNER, shared(10));
        assert_ok!(Metering::register_provider(signed(OTHER), Diem(5 * DIEM), Default::default()));
        assert_eq!(ask(id, OTHER, 1), denied(Limit::UnknownProvider, 0, true));
        assert_ok!(Metering::deregister_provider(signed(OTHER)));
        assert_eq!(ask(id, OTHER, 1), denied(Limit::UnknownProvider, 0, false));
        next_epochs(1);
        assert_eq!(ask(id, OTHER, 1), denied(Limit::UnknownProvider, 0, false));
    });
}

#[test]
fn a_pause_denies_new_work_at_once() {
    run(|| {
        let id = open(OWNER, shared(10));
        assert_ok!(Metering::pause_budget(signed(OWNER), id));
        assert_eq!(ask(id, PROVIDER, 1), denied(Limit::BudgetPaused, 0, false));
        assert_ok!(Metering::resume_budget(signed(OWNER), id));
        assert_ok!(Metering::close_budget(signed(OWNER), OWNER, id));
        // It ends with the epoch: no reset is of any help.
        assert_eq!(ask(id, PROVIDER, 11 * DIEM), denied(Limit::BudgetLimit, 10 * DIEM, false));
        next_epochs(1);
        assert_eq!(ask(id, PROVIDER, 1), denied(Limit::BudgetClosed, 0, false));
        let id = open(OWNER, BudgetTerms { expires_at: Some(EpochIndex(3)), ..shared(10) });
        next_epochs(1);
        assert_eq!(ask(id, PROVIDER, 1), denied(Limit::BudgetExpired, 0, false));
    });
}

#[test]
fn a_budget_that_consents_by_voucher_answers_its_provider_and_no_other() {
    run(|| {
        let id = signing::open_for_agent(signing::by_voucher(10));
        assert_eq!(ask(id, PROVIDER, 10 * DIEM), Ok(Diem(10 * DIEM)));
        assert_eq!(ask(id, PROVIDER, 10 * DIEM + 1), denied(Limit::BudgetLimit, 10 * DIEM, true));
        assert_eq!(ask(id, SECOND, 1), denied(Limit::WrongProvider, 0, false));
        signing::settle(PROVIDER, vec![signing::by_agent(signing::voucher(id, 1, 4))]);
        assert_eq!(ask(id, PROVIDER, 6 * DIEM), Ok(Diem(6 * DIEM)));
        // What the former delegate signed still settles, and nobody signs anew.
        assert_ok!(Metering::set_delegate(signed(OWNER), id, None));
        assert_eq!(ask(id, PROVIDER, 1), denied(Limit::NoDelegate, 0, false));
    });
}

#[test]
fn a_budget_shows_the_marks_of_its_vouchers() {
    run(|| {
        let id = signing::open_for_agent(signing::by_voucher(10));
        let marks = || {
            let info = Metering::budget(OWNER, id).unwrap();
            (info.voucher_mark.0 / DIEM, info.previous_voucher_mark.0 / DIEM)
        };
        signing::settle(PROVIDER, vec![signing::by_agent(signing::voucher(id, 1, 4))]);
        assert_ok!(Metering::refund(signed(PROVIDER), OWNER, id, epoch(), Diem(DIEM)));
        assert_eq!(marks(), (4, 0));
        assert_eq!(Metering::budget(OWNER, id).unwrap().left, Diem(7 * DIEM));
        next_epochs(1);
        assert_eq!(marks(), (0, 4));
        signing::settle(PROVIDER, vec![signing::by_agent(signing::voucher(id, 2, 3))]);
        assert_eq!(marks(), (3, 4));
        next_epochs(2);
        assert_eq!(marks(), (0, 0));
    });
}
