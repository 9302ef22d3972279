//! Late receipts: charged to the epoch that they name, by the terms of that epoch.

use super::*;
use frame_support::weights::constants::ParityDbWeight;

/// Settles into the epoch before the current one.
fn bill_late(id: BudgetId, receipts: Vec<Receipt>) -> Settled {
    bill_into(epoch().previous().unwrap(), id, receipts)
}

#[test]
fn a_late_receipt_is_charged_to_the_epoch_it_names() {
    run(|| {
        let id = open(OWNER, shared(10));
        bill(id, vec![work(4)]);
        next_epochs(1);
        assert_eq!(bill_late(id, vec![work(7), work(6)]).charged, Diem(6 * DIEM));
        let info = Metering::budget(OWNER, id).unwrap();
        assert_eq!((info.spent, info.previous_spent), (Diem::ZERO, Diem(10 * DIEM)));
        let provider = Metering::provider(PROVIDER).unwrap();
        assert_eq!((provider.settled, provider.previous_settled), (Diem::ZERO, Diem(10 * DIEM)));
        assert_eq!(window(OWNER, EpochIndex(1)).spent, Diem(10 * DIEM));
        assert_eq!(window(OWNER, EpochIndex(2)).spent, Diem::ZERO);
        next_epochs(1);
        assert_eq!(
            bill_into(EpochIndex(1), id, vec![work(1)]).rejections[0].reason,
            RejectionReason::EpochNotSettleable
        );
    });
}

#[test]
fn its_price_and_its_multiplier_are_those_of_its_epoch() {
    run(|| {
        let id = open(OWNER, shared(100));
        let prices =
            vec![price(Dimension::InputTokens, 3 * DIEM / 2), price(Dimension::OutputTokens, 4 * DIEM)];
        let prices = BoundedVec::truncate_from(prices);
        assert_ok!(Metering::set_rate_card(signed(STRANGER), TEXT, prices.clone()));
        assert_ok!(Metering::serve_model(signed(PROVIDER), TEXT, Multiplier(15_000)));
        next_epochs(1);
        // Set once more, so that the series has moved on.
        assert_ok!(Metering::set_rate_card(signed(STRANGER), TEXT, prices));
        assert_ok!(Metering::serve_model(signed(PROVIDER), TEXT, Multiplier(20_000)));
        assert_eq!(bill_late(id, vec![work(4)]).charged, Diem(4 * DIEM));
        assert_eq!(bill(id, vec![work(4)]).charged, Diem(9 * DIEM));
    });
}

#[test]
fn it_is_judged_by_the_budget_as_it_was() {
    run(|| {
        let id = open(OWNER, BudgetTerms { provider: ProviderChoice::Only(PROVIDER), ..shared(10) });
        let tightened = BudgetTerms {
            provider: ProviderChoice::Only(SECOND),
            consent: Consent::Vouchers,
            expires_at: Some(EpochIndex(2)),
            ..shared(1)
        };
        assert_ok!(update(id, tightened));
        next_epochs(1);
        assert_eq!(bill(id, vec![work(1)]), all_rejected(&[RejectionReason::BudgetExpired]));
        assert_eq!(bill_late(id, vec![work(10)]), all_charged(10, 1));
    });
}

#[test]
fn a_limit_that_was_raised_after_the_epoch_does_not_count_for_it() {
    run(|| {
        let id = open(OWNER, shared(10));
        next_epochs(1);
        assert_ok!(update(id, shared(50)));
        assert_eq!(bill_late(id, vec![work(11), work(10)]).charged, Diem(10 * DIEM));
    });
}

#[test]
fn a_share_that_was_topped_up_after_the_epoch_does_not_count_for_it() {
    run(|| {
        let id = open(OWNER, reserved(30));
        next_epochs(1);
        assert_ok!(update(id, reserved(60)));
        assert_eq!(bill_late(id, vec![work(31), work(30)]).charged, Diem(30 * DIEM));
        assert_eq!(bill(id, vec![work(60)]), all_charged(60, 1));
    });
}

#[test]
fn its_mode_is_that_of_its_epoch() {
    run(|| {
        let id = open(OWNER, reserved(30));
        assert_ok!(update(id, shared(30)));
        next_epochs(1);
        bill_late(id, vec![work(30)]);
        assert_eq!(window(OWNER, EpochIndex(1)).reserved_spent, Diem(30 * DIEM));
        bill(id, vec![work(30)]);
        assert_eq!(window(OWNER, EpochIndex(2)).shared_spent(), Diem(30 * DIEM));
    });
}

#[test]
fn the_pledge_is_that_of_its_epoch() {
    run(|| {
        let id = open(OWNER, shared(100));
        assert_ok!(Metering::set_capacity(signed(SECOND), Diem(2 * DIEM)));
        next_epochs(1);
        let late = submit(SECOND, EpochIndex(1), vec![group(OWNER, id, vec![work(20)])]);
        assert_eq!(late, all_charged(40, 1));
        let now = submit(SECOND, epoch(), vec![group(OWNER, id, vec![work(2), work(1)])]);
        assert_eq!(now.charged, Diem(2 * DIEM));
        assert_eq!(now.rejections[0].reason, RejectionReason::CapacityExceeded);
    });
}

#[test]
fn the_grant_that_nobody_had_claimed_pays_late() {
    run(|| {
        let id = open(OWNER, shared(100));
        // Nobody touches the ledger for three epochs.
        next_epochs(4);
        assert_eq!(bill_late(id, vec![work(100)]), all_charged(100, 1));
        assert_eq!(bill(id, vec![work(100)]), all_charged(100, 1));
    });
}

#[test]
fn nothing_is_late_into_genesis() {
    run(|| {
        let id = open(OWNER, shared(100));
        assert_eq!(bill_late(id, vec![work(1)]), all_rejected(&[RejectionReason::UnknownBudget]));
    });
}

#[test]
fn late_work_is_charged_for_the_record_of_its_epoch() {
    run(|| {
        let id = open(OWNER, shared(10));
        bill(id, vec![work(1)]);
        next_epochs(1);
        assert_ok!(Staking::claim_quota(signed(STRANGER), OWNER));
        bill(id, vec![work(1)]);
        let weight = |epoch| {
            let batch = batch(PROVIDER, epoch, vec![group(OWNER, id, vec![work(1)])]);
            Metering::submit_receipts(signed(PROVIDER), batch).unwrap().actual_weight.unwrap()
        };
        let record = ParityDbWeight::get().reads_writes(1, 1);
        assert_eq!(weight(EpochIndex(1)), weight(EpochIndex(2)) + record);
        let refund = |epoch| {
            let refunded = Metering::refund(signed(PROVIDER), OWNER, id, epoch, Diem(1));
            refunded.unwrap().actual_weight.unwrap()
        };
        assert_eq!(refund(EpochIndex(1)), refund(EpochIndex(2)) + record);
    });
}
