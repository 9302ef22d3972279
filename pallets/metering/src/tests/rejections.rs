//! Each reason for which a receipt is rejected, alone and beside others.

use super::*;
use RejectionReason::*;

fn input(units: u64) -> (Dimension, u64) {
    (Dimension::InputTokens, units)
}

#[test]
fn an_epoch_that_can_not_be_settled_rejects_everything() {
    run(|| {
        let id = open(OWNER, shared(10));
        next_epochs(2);
        for epoch in [0, 1, 4, u32::MAX] {
            let settled = bill_into(EpochIndex(epoch), id, vec![work(1), receipt(ModelId(9), &[])]);
            assert_eq!(settled, all_rejected(&[EpochNotSettleable; 2]), "{epoch}");
        }
    });
}

#[test]
fn an_unknown_budget_rejects_its_group() {
    run(|| {
        let id = open(OWNER, shared(10));
        assert_eq!(bill(BudgetId(1), vec![work(1)]), all_rejected(&[UnknownBudget]));
        let elsewhere = submit(PROVIDER, epoch(), vec![group(OTHER, id, vec![work(1)])]);
        assert_eq!(elsewhere, all_rejected(&[UnknownBudget]));
        // It was not open in the epoch before.
        assert_eq!(bill_into(EpochIndex(0), id, vec![work(1)]), all_rejected(&[UnknownBudget]));
    });
}

#[test]
fn a_closed_budget_rejects_its_group() {
    run(|| {
        let id = open(OWNER, shared(10));
        assert_ok!(Metering::close_budget(signed(OWNER), OWNER, id));
        next_epochs(1);
        assert_eq!(bill(id, vec![work(1)]), all_rejected(&[BudgetClosed]));
    });
}

#[test]
fn an_expired_budget_rejects_its_group() {
    run(|| {
        let id = open(OWNER, BudgetTerms { expires_at: Some(EpochIndex(2)), ..shared(10) });
        next_epochs(1);
        assert_eq!(bill(id, vec![work(1)]), all_rejected(&[BudgetExpired]));
        assert_eq!(bill_into(EpochIndex(1), id, vec![work(1)]), all_charged(1, 1));
    });
}

#[test]
fn a_paused_budget_rejects_its_group() {
    run(|| {
        let id = open(OWNER, shared(10));
        assert_ok!(Metering::pause_budget(signed(OWNER), id));
        System::set_block_number(System::block_number() + 11);
        assert_eq!(bill(id, vec![work(1)]), all_rejected(&[BudgetPaused]));
    });
}

#[test]
fn a_budget_of_another_provider_rejects_its_group() {
    run(|| {
        let id = open(OWNER, BudgetTerms { provider: ProviderChoice::Only(SECOND), ..shared(10) });
        assert_eq!(bill(id, vec![work(1)]), all_rejected(&[WrongProvider]));
        let theirs = submit(SECOND, epoch(), vec![group(OWNER, id, vec![work(1)])]);
        assert_eq!(theirs, all_charged(2, 1));
    });
}

#[test]
fn a_budget_that_consents_by_voucher_rejects_its_group() {
    run(|| {
        let provider = ProviderChoice::Only(PROVIDER);
        let id = open(OWNER, BudgetTerms { provider, consent: Consent::Vouchers, ..shared(10) });
        assert_eq!(bill(id, vec![work(1)]), all_rejected(&[ConsentByVoucher]));
    });
}

#[test]
fn models_that_have_no_price_reject_their_receipts() {
    run(|| {
        let id = open(OWNER, shared(10));
        let image = || receipt(IMAGE, &[(Dimension::Images, 1)]);
        let unknown = || receipt(ModelId(9), &[input(1)]);
        // `SECOND` does not list the model.
        let settled = submit(SECOND, epoch(), vec![group(OWNER, id, vec![image(), unknown()])]);
        assert_eq!(settled, all_rejected(&[ModelNotServed, UnknownModel]));
        assert_ok!(Metering::retire_model(signed(STRANGER), IMAGE));
        next_epochs(1);
        assert_eq!(bill(id, vec![image()]), all_rejected(&[ModelRetired]));
    });
}

#[test]
fn usage_that_can_not_be_charged_rejects_its_receipt() {
    run(|| {
        let id = open(OWNER, shared(10));
        let receipts = vec![
            receipt(TEXT, &[]),
            receipt(TEXT, &[input(0)]),
            receipt(TEXT, &[input(1), input(1)]),
            receipt(TEXT, &[input(0), input(0)]),
            receipt(TEXT, &[input(1), (Dimension::Images, 1)]),
        ];
        let reasons = [NothingUsed, NothingUsed, DuplicateDimension, DuplicateDimension, NoPrice];
        assert_eq!(bill(id, receipts), all_rejected(&reasons));
    });
}

#[test]
fn the_largest_usage_at_the_largest_price_overflows_and_harms_nobody() {
    let dimensions = [Dimension::InputTokens, Dimension::OutputTokens, Dimension::Images];
    let mut config = genesis();
    config.models[0].prices = dimensions.iter().map(|dimension| price(*dimension, u128::MAX)).collect();
    config.providers[0] = provider(PROVIDER, 1_000, &[(TEXT, 40_000), (IMAGE, 10_000)]);
    build(config).execute_with(|| {
        next_block(60_000);
        next_block(62_000);
        let id = open(OWNER, shared(10));
        let largest = receipt(TEXT, &dimensions.map(|dimension| (dimension, u64::MAX)));
        let image = receipt(IMAGE, &[(Dimension::Images, 100)]);
        let settled = bill(id, vec![largest.clone(), image, largest]);
        assert_eq!((settled.charged, settled.receipts), (Diem(DIEM), 1));
        assert_eq!(settled.rejections, rejections(0, [(0, ChargeOverflow), (2, ChargeOverflow)]));
        // What does fit into 128 bits is still more than anybody has.
        let one = receipt(TEXT, &[input(1)]);
        assert_eq!(bill(id, vec![one]), all_rejected(&[BudgetExhausted]));
        check();
    });
}

#[test]
fn what_exceeds_the_limit_is_rejected_and_a_smaller_one_after_it_fits() {
    run(|| {
        let id = open(OWNER, shared(10));
        let settled = bill(id, vec![work(6), work(5), work(4), work(1)]);
        assert_eq!((settled.charged, settled.receipts), (Diem(10 * DIEM), 2));
        assert_eq!(settled.rejections, rejections(0, [(1, BudgetExhausted), (3, BudgetExhausted)]));
        next_epochs(1);
        assert_eq!(bill(id, vec![work(10)]), all_charged(10, 1));
    });
}

#[test]
fn what_exceeds_the_free_pool_is_rejected() {
    run(|| {
        let id = open(OWNER, shared(200));
        let settled = bill(id, vec![work(101), work(99), work(2), work(1)]);
        assert_eq!(settled.charged, Diem(100 * DIEM));
        assert_eq!(settled.rejections, rejections(0, [(0, QuotaExhausted), (2, QuotaExhausted)]));
    });
}

#[test]
fn what_exceeds_the_pledge_is_rejected() {
    run(|| {
        let (id, other) = (open(OWNER, shared(100)), open(OTHER, shared(100)));
        // 40 DIEM are pledged, at twice the rate card.
        let groups =
            vec![group(OWNER, id, vec![work(21), work(15)]), group(OTHER, other, vec![work(6), work(5)])];
        let settled = submit(SECOND, epoch(), groups);
        assert_eq!(settled.charged, Diem(40 * DIEM));
        let exceeded = [(0, 0), (1, 0)];
        let found: Vec<_> = settled.rejections.iter().map(|r| (r.group, r.receipt)).collect();
        assert_eq!(found, exceeded);
        assert!(settled.rejections.iter().all(|r| r.reason == CapacityExceeded));
        // Another epoch is another pledge.
        next_epochs(1);
        let settled = submit(SECOND, epoch(), vec![group(OWNER, id, vec![work(20)])]);
        assert_eq!(settled, all_charged(40, 1));
    });
}

#[test]
fn good_groups_settle_beside_bad_ones() {
    run(|| {
        let id = open(OWNER, shared(10));
        let bad = receipt(TEXT, &[input(1), input(1)]);
        let groups = vec![
            group(OWNER, BudgetId(7), vec![work(1), work(1)]),
            group(OWNER, id, vec![work(1), bad, work(2)]),
            group(POOR, BudgetId(0), vec![work(1)]),
        ];
        let settled = submit(PROVIDER, epoch(), groups);
        assert_eq!((settled.charged, settled.receipts), (Diem(3 * DIEM), 2));
        let places: Vec<_> = settled.rejections.iter().map(|r| (r.group, r.receipt, r.reason)).collect();
        assert_eq!(
            places,
            [(0, 0, UnknownBudget), (0, 1, UnknownBudget), (1, 1, DuplicateDimension), (2, 0, UnknownBudget)]
        );
    });
}
