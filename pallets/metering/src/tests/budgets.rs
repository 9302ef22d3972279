//! Opening budgets and giving them new terms. What concerns reserves is in `reserved`.

use super::*;
use crate::HoldReason;
use sp_runtime::TokenError;

fn open_with(terms: BudgetTerms<AccountId>, warn_at: Option<Percent>) -> DispatchResult {
    outcome(Metering::open_budget(signed(OWNER), terms, warn_at, None))
}

pub(super) fn by_voucher() -> BudgetTerms<AccountId> {
    BudgetTerms { consent: Consent::Vouchers, provider: ProviderChoice::Only(PROVIDER), ..shared(10) }
}

fn until(expires_at: u32) -> BudgetTerms<AccountId> {
    BudgetTerms { expires_at: Some(EpochIndex(expires_at)), ..shared(10) }
}

#[test]
fn a_budget_pays_as_soon_as_it_is_open_behind_a_deposit() {
    run(|| {
        let (terms, warn_at) = (shared(10), Some(Percent::from_percent(80)));
        assert_ok!(Metering::open_budget(signed(OWNER), terms, warn_at, Some(OTHER)));
        let opened = Event::BudgetOpened {
            owner: OWNER,
            budget: BudgetId(0),
            terms,
            warn_at,
            delegate: Some(OTHER),
            share: Diem::ZERO,
        };
        assert_eq!(events(), [opened]);
        assert_eq!(held(HoldReason::BudgetDeposit, OWNER), VVV);
        assert_eq!(bill(BudgetId(0), vec![work(1)]), all_charged(1, 1));
    });
}

#[test]
fn each_budget_has_a_number_and_a_deposit_of_its_own() {
    run(|| {
        assert_eq!([open(OWNER, shared(1)), open(OWNER, shared(2))], [BudgetId(0), BudgetId(1)]);
        assert_eq!(open(OTHER, shared(3)), BudgetId(0));
        assert_eq!(held(HoldReason::BudgetDeposit, OWNER), 2 * VVV);
        assert_eq!(held(HoldReason::BudgetDeposit, OTHER), VVV);
    });
}

#[test]
fn an_account_without_a_stake_may_open_one_and_gets_a_ledger() {
    run(|| {
        let id = open(STRANGER, shared(10));
        let settled = submit(PROVIDER, epoch(), vec![group(STRANGER, id, vec![work(1)])]);
        assert_eq!(settled, all_rejected(&[RejectionReason::QuotaExhausted]));
        assert_ok!(Staking::transfer_quota(signed(OWNER), STRANGER, Diem(DIEM)));
        let settled = submit(PROVIDER, epoch(), vec![group(STRANGER, id, vec![work(1)])]);
        assert_eq!(settled, all_charged(1, 1));
    });
}

#[test]
fn opening_is_refused_where_terms_make_no_sense() {
    run(|| {
        let any_by_voucher = BudgetTerms { provider: ProviderChoice::Any, ..by_voucher() };
        assert_noop!(open_with(shared(0), None), E::ZeroAmount);
        assert_noop!(open_with(until(1), None), E::ExpiryInPast);
        assert_noop!(open_with(until(0), None), E::ExpiryInPast);
        assert_noop!(open_with(any_by_voucher, None), E::VouchersNeedOneProvider);
        assert_noop!(open_with(shared(1), Some(Percent::zero())), E::WarningOutOfBounds);
        assert_noop!(
            outcome(Metering::open_budget(signed(POOR), shared(1), None, None)),
            TokenError::FundsUnavailable
        );
        assert_ok!(open_with(by_voucher(), Some(Percent::one())));
        assert_ok!(open_with(until(2), None));
    });
}

#[test]
fn the_largest_limit_of_all_is_as_good_as_another() {
    run(|| {
        let terms = |mode| BudgetTerms { limit: Diem(u128::MAX), mode, ..shared(1) };
        let id = open(OWNER, terms(BudgetMode::Shared));
        assert_eq!(bill(id, vec![work(99), work(2)]).charged, Diem(99 * DIEM));
        let id = open(OWNER, terms(BudgetMode::Reserved));
        assert_eq!(bill(id, vec![work(1)]), all_charged(1, 1));
        // The limits of an owner's reserved budgets sum to no more than fits into 128 bits.
        assert_noop!(open_with(reserved(1), None), sp_runtime::ArithmeticError::Overflow);
        next_epochs(1);
        assert_eq!(bill(id, vec![work(101), work(100)]).charged, Diem(100 * DIEM));
    });
}

#[test]
fn a_higher_limit_acts_at_once_and_a_lower_one_from_the_next_epoch_on() {
    run(|| {
        let id = open(OWNER, shared(10));
        events();
        assert_ok!(update(id, shared(20)));
        let updated = |terms, next_terms| Event::BudgetUpdated {
            owner: OWNER,
            budget: id,
            terms,
            next_terms,
            warn_at: None,
            topped_up: Diem::ZERO,
        };
        assert_eq!(events(), [updated(shared(20), shared(20))]);
        assert_ok!(update(id, shared(5)));
        assert_eq!(events(), [updated(shared(20), shared(5))]);
        assert_eq!(bill(id, vec![work(20)]), all_charged(20, 1));
        next_epochs(1);
        assert_eq!(bill(id, vec![work(6), work(5)]).charged, Diem(5 * DIEM));
    });
}

#[test]
fn a_later_expiry_acts_at_once_and_an_earlier_one_from_the_next_epoch_on() {
    run(|| {
        let id = open(OWNER, until(2));
        assert_ok!(update(id, until(4)));
        assert_eq!(stored_budget(id).terms.current.expires_at, Some(EpochIndex(4)));
        next_epochs(1);
        assert_ok!(update(id, until(3)));
        assert_eq!(bill(id, vec![work(1)]), all_charged(1, 1));
        next_epochs(1);
        assert_eq!(bill(id, vec![work(1)]), all_rejected(&[RejectionReason::BudgetExpired]));
        // It is alive again by a later expiry, in the current epoch and not in those that are over.
        assert_ok!(update(id, until(9)));
        assert_eq!(bill(id, vec![work(1)]), all_charged(1, 1));
        assert_ok!(update(id, shared(10)));
        assert_eq!(stored_budget(id).terms.current.expires_at, None);
    });
}

#[test]
fn an_epoch_in_which_it_had_expired_stays_expired_when_it_is_prolonged() {
    run(|| {
        let id = open(OWNER, until(2));
        next_epochs(2);
        assert_ok!(update(id, shared(10)));
        let late = bill_into(EpochIndex(2), id, vec![work(1)]);
        assert_eq!(late, all_rejected(&[RejectionReason::BudgetExpired]));
        assert_eq!(bill(id, vec![work(1)]), all_charged(1, 1));
    });
}

#[test]
fn another_provider_and_another_consent_act_from_the_next_epoch_on() {
    run(|| {
        let id = open(OWNER, shared(10));
        assert_ok!(update(id, by_voucher()));
        assert_eq!(bill(id, vec![work(1)]), all_charged(1, 1));
        next_epochs(1);
        assert_eq!(bill(id, vec![work(1)]), all_rejected(&[RejectionReason::ConsentByVoucher]));
        let only = BudgetTerms { provider: ProviderChoice::Only(SECOND), ..shared(10) };
        assert_ok!(update(id, only));
        next_epochs(1);
        assert_eq!(bill(id, vec![work(1)]), all_rejected(&[RejectionReason::WrongProvider]));
    });
}

#[test]
fn a_raise_that_comes_with_another_provider_is_not_for_the_one_before() {
    run(|| {
        let id = open(OWNER, shared(1));
        assert_ok!(update(id, BudgetTerms { provider: ProviderChoice::Only(SECOND), ..shared(10) }));
        assert_eq!(bill(id, vec![work(2)]), all_rejected(&[RejectionReason::BudgetExhausted]));
        assert_eq!(bill(id, vec![work(1)]), all_charged(1, 1));
        next_epochs(1);
        assert_eq!(stored_budget(id).terms.at(EpochIndex(2)).map(|terms| terms.limit), Some(Diem(10 * DIEM)));
    });
}

#[test]
fn updating_is_refused_where_terms_make_no_sense() {
    run(|| {
        let id = open(OWNER, shared(10));
        let any_by_voucher = BudgetTerms { provider: ProviderChoice::Any, ..by_voucher() };
        let warn = |part| outcome(Metering::update_budget(signed(OWNER), id, shared(10), Some(part)));
        assert_noop!(update(BudgetId(9), shared(1)), E::UnknownBudget);
        assert_noop!(outcome(Metering::update_budget(signed(OTHER), id, shared(1), None)), E::UnknownBudget);
        assert_noop!(update(id, shared(0)), E::ZeroAmount);
        assert_noop!(update(id, until(1)), E::ExpiryInPast);
        assert_noop!(update(id, any_by_voucher), E::VouchersNeedOneProvider);
        assert_noop!(warn(Percent::zero()), E::WarningOutOfBounds);
        assert_ok!(warn(Percent::one()));
        assert_ok!(Metering::close_budget(signed(OWNER), OWNER, id));
        assert_noop!(update(id, shared(20)), E::BudgetIsClosing);
    });
}

#[test]
fn a_warning_comes_when_the_threshold_is_crossed_and_once() {
    run(|| {
        let id = BudgetId(0);
        assert_ok!(open_with(shared(10), Some(Percent::from_percent(50))));
        let warning = |spent| Event::BudgetWarning {
            owner: OWNER,
            budget: id,
            epoch: EpochIndex(1),
            spent: Diem(spent * DIEM),
            limit: Diem(10 * DIEM),
        };
        let warnings = || {
            let found = events().into_iter().filter(|event| matches!(event, Event::BudgetWarning { .. }));
            found.collect::<Vec<_>>()
        };
        bill(id, vec![work(4)]);
        assert_eq!(warnings(), []);
        bill(id, vec![work(1), work(1)]);
        assert_eq!(warnings(), [warning(6)]);
        bill(id, vec![work(4)]);
        assert_eq!(warnings(), []);
        assert_ok!(update(id, shared(10)));
        next_epochs(1);
        bill(id, vec![work(10)]);
        assert_eq!(warnings(), []);
    });
}
