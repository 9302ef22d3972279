//! The emergency stops: pausing a budget and replacing its delegate.

use super::*;
use crate::types::FormerDelegate;

/// The grace of the tests' chain, in blocks.
const GRACE: u64 = 10;

fn pause(who: AccountId, id: BudgetId) -> DispatchResult {
    Metering::pause_budget(signed(who), id)
}

fn resume(who: AccountId, id: BudgetId) -> DispatchResult {
    Metering::resume_budget(signed(who), id)
}

fn set_delegate(id: BudgetId, delegate: Option<AccountId>) -> DispatchResult {
    Metering::set_delegate(signed(OWNER), id, delegate)
}

fn go_on(blocks: u64) {
    System::set_block_number(System::block_number() + blocks);
}

#[test]
fn what_was_done_before_a_pause_settles_for_the_grace_and_nothing_does_after() {
    run(|| {
        let id = open(OWNER, shared(10));
        events();
        let grace_until = System::block_number() + GRACE;
        assert_ok!(pause(OWNER, id));
        assert_eq!(events(), [Event::BudgetPaused { owner: OWNER, budget: id, grace_until }]);
        go_on(GRACE);
        assert_eq!(bill(id, vec![work(1)]), all_charged(1, 1));
        go_on(1);
        assert_eq!(bill(id, vec![work(1)]), all_rejected(&[RejectionReason::BudgetPaused]));
        events();
        assert_ok!(resume(OWNER, id));
        assert_eq!(events(), [Event::BudgetResumed { owner: OWNER, budget: id }]);
        assert_eq!(bill(id, vec![work(1)]), all_charged(1, 1));
    });
}

#[test]
fn a_pause_stops_late_receipts_as_well() {
    run(|| {
        let id = open(OWNER, shared(10));
        next_epochs(1);
        assert_ok!(pause(OWNER, id));
        go_on(GRACE + 1);
        let late = bill_into(EpochIndex(1), id, vec![work(1)]);
        assert_eq!(late, all_rejected(&[RejectionReason::BudgetPaused]));
    });
}

#[test]
fn a_grace_that_was_promised_holds_when_governance_shortens_it() {
    run(|| {
        let id = open(OWNER, shared(10));
        assert_ok!(pause(OWNER, id));
        let shorter = crate::MeteringParameters { revocation_grace: 0, ..Default::default() };
        assert_ok!(Metering::set_parameters(RuntimeOrigin::root(), shorter));
        go_on(GRACE);
        assert_eq!(bill(id, vec![work(1)]), all_charged(1, 1));
    });
}

#[test]
fn pausing_is_refused_where_there_is_nothing_to_do() {
    run(|| {
        let id = open(OWNER, shared(10));
        assert_noop!(pause(OTHER, id), E::UnknownBudget);
        assert_noop!(resume(OTHER, id), E::UnknownBudget);
        assert_noop!(resume(OWNER, id), E::NotPaused);
        assert_ok!(pause(OWNER, id));
        assert_noop!(pause(OWNER, id), E::AlreadyPaused);
    });
}

#[test]
fn a_delegate_is_replaced_and_its_former_one_has_a_grace() {
    run(|| {
        let id = open(OWNER, shared(10));
        events();
        let set =
            |delegate, former_until| Event::DelegateSet { owner: OWNER, budget: id, delegate, former_until };
        // Where there was none, nothing was signed before.
        assert_ok!(set_delegate(id, Some(4)));
        assert_eq!(events(), [set(Some(4), None)]);
        let until = System::block_number() + GRACE;
        assert_ok!(set_delegate(id, Some(5)));
        assert_eq!(events(), [set(Some(5), Some(until))]);
        let budget = stored_budget(id);
        assert_eq!(budget.delegate, Some(5));
        assert_eq!(budget.former_delegate, Some(FormerDelegate { account: 4, until }));
    });
}

#[test]
fn a_second_replacement_waits_for_the_end_of_the_grace() {
    run(|| {
        let id = open(OWNER, shared(10));
        assert_ok!(set_delegate(id, Some(4)));
        assert_ok!(set_delegate(id, None));
        go_on(GRACE);
        assert_noop!(set_delegate(id, Some(5)), E::DelegateRecentlyReplaced);
        go_on(1);
        assert_ok!(set_delegate(id, Some(5)));
        assert_eq!(stored_budget(id).former_delegate, None);
    });
}

#[test]
fn replacing_is_refused_where_there_is_nothing_to_do() {
    run(|| {
        let id = open(OWNER, shared(10));
        assert_noop!(Metering::set_delegate(signed(OTHER), id, Some(4)), E::UnknownBudget);
        assert_noop!(set_delegate(id, None), E::Unchanged);
        assert_ok!(set_delegate(id, Some(4)));
        assert_noop!(set_delegate(id, Some(4)), E::Unchanged);
    });
}
