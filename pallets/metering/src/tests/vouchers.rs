//! Vouchers that are settled: what they debit, by which terms, and until when.

use super::{signing::*, *};
use crate::{Providers, WeightInfo};
use VoucherRejectionReason::*;

/// The grace of the tests' chain, in blocks.
const GRACE: u64 = 10;

fn go_on(blocks: u64) {
    System::set_block_number(System::block_number() + blocks);
}

fn settle_one(voucher: Voucher<AccountId>) -> Vouched {
    settle(PROVIDER, vec![by_agent(voucher)])
}

#[test]
fn a_voucher_debits_what_it_is_above_the_mark_and_tells_of_it_in_whole_events() {
    run(|| {
        let id = open_for_agent(by_voucher(10));
        events();
        let settled = |diem: u128, mark: u128| {
            let (provider, epoch) = (PROVIDER, EpochIndex(1));
            let (amount, mark) = (Diem(diem * DIEM), Diem(mark * DIEM));
            [
                Event::VoucherSettled { owner: OWNER, budget: id, provider, epoch, amount, mark },
                Event::VouchersSettled { provider, debited: amount, vouchers: 1, rejections: vec![] },
            ]
        };
        settle_one(voucher(id, 1, 4));
        assert_eq!(events(), settled(4, 4));
        settle_one(voucher(id, 1, 7));
        assert_eq!(events(), settled(3, 7));
        assert_eq!(window(OWNER, epoch()).spent, Diem(7 * DIEM));
        assert_eq!(Providers::<Test>::get(PROVIDER).unwrap().settled_in(epoch()), Diem(7 * DIEM));
        assert_eq!(Staking::epoch_info().debited, Diem(7 * DIEM));
    });
}

#[test]
fn a_voucher_that_was_settled_changes_nothing_and_a_smaller_one_neither() {
    run(|| {
        let id = open_for_agent(by_voucher(10));
        let (smaller, larger) = (by_agent(voucher(id, 1, 4)), by_agent(voucher(id, 1, 7)));
        assert_eq!(settle(PROVIDER, vec![larger.clone()]), all_debited(7, 1));
        let before = (stored_budget(id), window(OWNER, epoch()), Providers::<Test>::get(PROVIDER));
        let again = settle(PROVIDER, vec![larger.clone(), smaller.clone(), larger]);
        assert_eq!(again, none_debited(&[NothingNew; 3]));
        // A voucher for nothing is for nothing new.
        assert_eq!(settle_one(voucher(id, 1, 0)), none_debited(&[NothingNew]));
        assert_eq!(before, (stored_budget(id), window(OWNER, epoch()), Providers::<Test>::get(PROVIDER)));
        // The next epoch has a mark of its own, and is none that they were signed for.
        next_epochs(1);
        assert_eq!(settle(PROVIDER, vec![smaller]), none_debited(&[NothingNew]));
        assert_eq!(mark(id, 2), Diem::ZERO);
    });
}

#[test]
fn several_vouchers_of_one_budget_settle_one_after_the_other() {
    run(|| {
        let id = open_for_agent(by_voucher(10));
        let vouchers = [2, 5, 3, 9].map(|diem| by_agent(voucher(id, 1, diem)));
        let settled = settle(PROVIDER, vouchers.to_vec());
        assert_eq!((settled.debited, settled.vouchers), (Diem(9 * DIEM), 3));
        assert_eq!(settled.rejections, [VoucherRejection { index: 2, reason: NothingNew }]);
    });
}

#[test]
fn keys_of_each_kind_sign_with_a_wallet_that_wraps_and_with_one_that_does_not() {
    run(|| {
        for key in [Key::sr25519(1), Key::ed25519(1), Key::ecdsa(1)] {
            let id = open_for(&key, by_voucher(10));
            assert_eq!(settle(PROVIDER, vec![signed_by(&key, voucher(id, 1, 2))]), all_debited(2, 1));
            let voucher = voucher(id, 1, 5);
            let bytes = [b"<Bytes>".to_vec(), payload(&voucher), b"</Bytes>".to_vec()].concat();
            let wrapped = SignedVoucher { wrapped: true, ..with_signature(&key, voucher, &bytes) };
            assert_eq!(settle(PROVIDER, vec![wrapped]), all_debited(3, 1));
        }
    });
}

#[test]
fn a_voucher_beyond_the_limit_settles_what_is_left_and_is_brought_again_when_there_is_more() {
    run(|| {
        let id = open_for_agent(by_voucher(10));
        let large = by_agent(voucher(id, 1, 25));
        assert_eq!(settle(PROVIDER, vec![large.clone()]), all_debited(10, 1));
        assert_eq!(mark(id, 1), Diem(10 * DIEM));
        assert_eq!(settle(PROVIDER, vec![large.clone()]), none_debited(&[BudgetExhausted]));
        assert_ok!(update(id, by_voucher(18)));
        assert_eq!(settle(PROVIDER, vec![large.clone()]), all_debited(8, 1));
        assert_ok!(update(id, by_voucher(100)));
        assert_eq!(settle(PROVIDER, vec![large.clone()]), all_debited(7, 1));
        assert_eq!(settle(PROVIDER, vec![large]), none_debited(&[NothingNew]));
    });
}

#[test]
fn a_voucher_beyond_the_free_pool_settles_what_is_left_and_is_brought_again_when_there_is_more() {
    run(|| {
        let id = open_for_agent(by_voucher(1_000));
        let large = by_agent(voucher(id, 1, 120));
        assert_eq!(settle(PROVIDER, vec![large.clone()]), all_debited(100, 1));
        assert_eq!(settle(PROVIDER, vec![large.clone()]), none_debited(&[QuotaExhausted]));
        assert_ok!(Staking::transfer_quota(signed(OTHER), OWNER, Diem(15 * DIEM)));
        assert_eq!(settle(PROVIDER, vec![large]), all_debited(15, 1));
        assert_eq!(mark(id, 1), Diem(115 * DIEM));
    });
}

#[test]
fn a_voucher_beyond_the_pledge_settles_what_is_left_and_is_brought_again_when_there_is_more() {
    run(|| {
        // 40 DIEM are pledged.
        let id = open_for_agent(BudgetTerms { provider: ProviderChoice::Only(SECOND), ..by_voucher(1_000) });
        let other = open(OTHER, shared(100));
        let large = voucher(id, 1, 50);
        let large = with_signature(&agent(), large.clone(), &large.payload(System::block_hash(0), &SECOND));
        submit(SECOND, epoch(), vec![group(OTHER, other, vec![work(5)])]);
        assert_eq!(settle(SECOND, vec![large.clone()]), all_debited(30, 1));
        assert_eq!(settle(SECOND, vec![large.clone()]), none_debited(&[CapacityExceeded]));
        assert_ok!(Metering::refund(signed(SECOND), OTHER, other, epoch(), Diem(4 * DIEM)));
        assert_eq!(settle(SECOND, vec![large]), all_debited(4, 1));
        assert_eq!(mark(id, 1), Diem(34 * DIEM));
    });
}

#[test]
fn a_reserved_budget_pays_vouchers_out_of_its_share() {
    run(|| {
        let id = open_for_agent(BudgetTerms { mode: BudgetMode::Reserved, ..by_voucher(30) });
        assert_ok!(Staking::transfer_quota(signed(OWNER), OTHER, Diem(70 * DIEM)));
        assert_eq!(settle_one(voucher(id, 1, 40)), all_debited(30, 1));
        assert_eq!(window(OWNER, epoch()).reserved_spent, Diem(30 * DIEM));
        assert_eq!(settle_one(voucher(id, 1, 40)), none_debited(&[BudgetExhausted]));
    });
}

#[test]
fn a_voucher_that_crosses_the_warn_threshold_warns_once() {
    run(|| {
        let (terms, warn_at) = (by_voucher(10), Some(Percent::from_percent(50)));
        assert_ok!(Metering::open_budget(signed(OWNER), terms, warn_at, Some(agent().account())));
        let warnings = |diem| {
            settle_one(voucher(BudgetId(0), 1, diem));
            let events = events().into_iter().filter(|event| matches!(event, Event::BudgetWarning { .. }));
            events.collect::<Vec<_>>()
        };
        assert_eq!(warnings(4), []);
        let (epoch, spent, limit) = (EpochIndex(1), Diem(6 * DIEM), Diem(10 * DIEM));
        assert_eq!(
            warnings(6),
            [Event::BudgetWarning { owner: OWNER, budget: BudgetId(0), epoch, spent, limit }]
        );
        assert_eq!(warnings(8), []);
    });
}

#[test]
fn a_late_voucher_is_charged_to_the_epoch_that_it_names() {
    run(|| {
        let id = open_for_agent(by_voucher(10));
        settle_one(voucher(id, 1, 4));
        next_epochs(1);
        let settled = settle(PROVIDER, vec![by_agent(voucher(id, 1, 9)), by_agent(voucher(id, 2, 3))]);
        assert_eq!(settled, all_debited(8, 2));
        assert_eq!((mark(id, 1), mark(id, 2)), (Diem(9 * DIEM), Diem(3 * DIEM)));
        assert_eq!(window(OWNER, EpochIndex(1)).spent, Diem(9 * DIEM));
        assert_eq!(window(OWNER, EpochIndex(2)).spent, Diem(3 * DIEM));
        next_epochs(1);
        assert_eq!(settle_one(voucher(id, 1, 10)), none_debited(&[EpochNotSettleable]));
    });
}

#[test]
fn it_is_judged_by_the_terms_of_the_epoch_that_it_names() {
    run(|| {
        let id = open_for_agent(by_voucher(10));
        let tightened = BudgetTerms {
            provider: ProviderChoice::Only(SECOND),
            expires_at: Some(EpochIndex(9)),
            ..shared(1)
        };
        assert_ok!(update(id, tightened));
        assert_eq!(settle_one(voucher(id, 1, 4)), all_debited(4, 1));
        next_epochs(1);
        assert_eq!(settle_one(voucher(id, 1, 10)), all_debited(6, 1));
        assert_eq!(settle_one(voucher(id, 2, 1)), none_debited(&[WrongProvider]));
        // The new provider brings receipts, and none for the epoch before.
        let bring = |epoch| {
            submit(
                SECOND,
                EpochIndex(epoch),
                vec![group(OWNER, id, vec![receipt(TEXT, &[(Dimension::InputTokens, 500_000)])])],
            )
        };
        assert_eq!(bring(2), all_charged(1, 1));
        assert_eq!(bring(1), all_rejected(&[RejectionReason::WrongProvider]));
    });
}

#[test]
fn what_was_signed_before_a_pause_settles_for_the_grace_and_nothing_does_after() {
    run(|| {
        let id = open_for_agent(by_voucher(10));
        assert_ok!(Metering::pause_budget(signed(OWNER), id));
        go_on(GRACE);
        assert_eq!(settle_one(voucher(id, 1, 4)), all_debited(4, 1));
        go_on(1);
        assert_eq!(settle_one(voucher(id, 1, 6)), none_debited(&[BudgetPaused]));
        assert_ok!(Metering::resume_budget(signed(OWNER), id));
        assert_eq!(settle_one(voucher(id, 1, 6)), all_debited(2, 1));
    });
}

#[test]
fn an_agent_that_was_replaced_settles_for_the_grace_and_nothing_after() {
    run(|| {
        let (id, successor) = (open_for_agent(by_voucher(10)), Key::ed25519(2));
        assert_ok!(Metering::set_delegate(signed(OWNER), id, Some(successor.account())));
        assert_eq!(settle(PROVIDER, vec![signed_by(&successor, voucher(id, 1, 1))]), all_debited(1, 1));
        go_on(GRACE);
        assert_eq!(settle_one(voucher(id, 1, 4)), all_debited(3, 1));
        go_on(1);
        assert_eq!(settle_one(voucher(id, 1, 6)), none_debited(&[NotDelegate]));
        // One mark, whoever signs.
        let settled = settle(PROVIDER, vec![signed_by(&successor, voucher(id, 1, 6))]);
        assert_eq!(settled, all_debited(2, 1));
    });
}

#[test]
fn an_agent_that_was_cut_off_settles_late_epochs_no_longer_either() {
    run(|| {
        let id = open_for_agent(by_voucher(10));
        next_epochs(1);
        assert_ok!(Metering::set_delegate(signed(OWNER), id, None));
        go_on(GRACE);
        assert_eq!(settle_one(voucher(id, 1, 4)), all_debited(4, 1));
        go_on(1);
        for named in [1, 2] {
            assert_eq!(settle_one(voucher(id, named, 6)), none_debited(&[NotDelegate]));
        }
    });
}

#[test]
fn a_provider_that_is_leaving_settles_and_one_that_is_gone_does_not() {
    run(|| {
        let id = open_for_agent(by_voucher(10));
        assert_ok!(Metering::deregister_provider(signed(PROVIDER)));
        next_epochs(1);
        assert_eq!(settle_one(voucher(id, 1, 4)), all_debited(4, 1));
        // It pledged nothing for this epoch.
        assert_eq!(settle_one(voucher(id, 2, 4)), none_debited(&[CapacityExceeded]));
        next_epochs(2);
        assert_ok!(Metering::withdraw_bond(signed(PROVIDER), PROVIDER));
        let vouchers = BoundedVec::truncate_from(vec![by_agent(voucher(id, 4, 1))]);
        assert_noop!(outcome(Metering::settle_vouchers(signed(PROVIDER), vouchers)), E::UnknownProvider);
    });
}

#[test]
fn a_call_without_vouchers_is_refused() {
    run(|| {
        assert_noop!(
            outcome(Metering::settle_vouchers(signed(PROVIDER), Default::default())),
            E::EmptyVouchers
        );
        assert_noop!(
            outcome(Metering::settle_vouchers(signed(OWNER), Default::default())),
            E::UnknownProvider
        );
    });
}

#[test]
fn what_was_not_needed_is_given_back() {
    run(|| {
        let id = open_for_agent(by_voucher(10));
        let good = by_agent(voucher(id, 1, 4));
        let forged = with_signature(&agent(), voucher(id, 1, 9), b"something else");
        let settled = |vouchers: Vec<Signed>| {
            let vouchers = BoundedVec::truncate_from(vouchers);
            Metering::settle_vouchers(signed(PROVIDER), vouchers).unwrap().actual_weight.unwrap()
        };
        let tidied = <()>::tidy(0, 0);
        let one_forged = <()>::settle_vouchers_forged(1) - <()>::settle_vouchers_forged(0);
        assert_eq!(settled(vec![good.clone(), forged]), <()>::settle_vouchers(1) + tidied + one_forged);
        let two_known = <()>::settle_vouchers_rejected(2) - <()>::settle_vouchers_rejected(0);
        assert_eq!(settled(vec![good.clone(), good]), <()>::settle_vouchers(0) + tidied + two_known);
        assert!(two_known.ref_time() < one_forged.ref_time() * 2);
        let two_forged = <()>::settle_vouchers_forged(2) - <()>::settle_vouchers_forged(0);
        let two_more = <()>::settle_vouchers(2) - <()>::settle_vouchers(0);
        assert!(two_forged.ref_time() < two_more.ref_time());
    });
}
