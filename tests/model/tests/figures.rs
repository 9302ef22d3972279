//! The model against figures that were worked out by hand.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    clippy::unwrap_used,
    reason = "a test that can't go on has to stop where it stands, and makes each call once"
)]

use diem_model::{
    arithmetic::{ALL, WHOLE},
    batches::{Batch, Group, Receipt},
    books::Reason,
    budgets::Terms,
    disputes::{Evidence, Fault, ProvenGroup, Refund},
    generator::BEGINNING,
    market::Fill,
    rules::{Constants, MeteringRules, StakingRules, TransferRules},
    vouchers::SignedVoucher,
    Call, Economy, Genesis, GenesisProvider, Origin, Planck, Refusal, Report, Who,
};

const STAKER: Who = 0;
const SLEEPER: Who = 1;
const PROVIDER: Who = 2;
const READER: Who = 3;
const KEY: Who = 7;
const MINUTE: u64 = 60_000;

/// Three quarters of the weight is the staker's, a quarter the sleeper's. A provider pledges 100 DIEM per epoch of a minute, in which 10 VVV are
/// issued: a DIEM earns a tenth of a VVV.
fn genesis() -> Genesis {
    let transfer =
        TransferRules { enabled: true, minimum: 1, fee: 10_000, share_of_grant: ALL, allowed: None };
    Genesis {
        constants: Constants::default(),
        staking_rules: StakingRules {
            unbonding_epochs: 2,
            min_stake: WHOLE,
            min_lease: WHOLE,
            max_diem_per_vvv: WHOLE,
            emission_per_day: 10 * 24 * 60 * WHOLE,
            yearly_decay: 0,
            transfer,
        },
        metering_rules: MeteringRules {
            bond_per_diem: 10 * WHOLE,
            slash_fraction: 200_000,
            min_capacity: WHOLE,
            budget_deposit: WHOLE,
            model_deposit: WHOLE,
            revocation_grace: 2,
            max_batches_per_epoch: 10,
        },
        duration: MINUTE,
        balances: [STAKER, SLEEPER, PROVIDER, READER].map(|who| (who, 2_000 * WHOLE)).into(),
        stakes: [(STAKER, 300 * WHOLE), (SLEEPER, 100 * WHOLE)].into(),
        models: vec![(READER, vec![(0, WHOLE)])],
        providers: vec![GenesisProvider { who: PROVIDER, capacity: 100 * WHOLE, models: vec![(0, 20_000)] }],
    }
}

/// That economy in epoch 1.
fn economy() -> Economy {
    let mut economy = Economy::new(genesis());
    economy.begin_block(BEGINNING);
    economy.begin_block(BEGINNING + 2_000);
    assert_eq!(economy.now(), 1);
    economy
}

fn next_epoch(economy: &mut Economy) {
    let (now, end) = (economy.now(), economy.terms(economy.now()).ends_at);
    economy.begin_block(end);
    economy.begin_block(end + 2_000);
    assert_eq!(economy.now(), now + 1);
    economy.check();
}

fn call(economy: &mut Economy, who: Who, call: Call) -> Result<Report, Refusal> {
    let outcome = economy.apply(Origin::Signed(who), &call);
    economy.check();
    outcome
}

fn terms(limit: Planck, vouchers: bool) -> Terms {
    Terms { limit, reserved: false, provider: Some(PROVIDER), vouchers, expires_at: None }
}

fn open(economy: &mut Economy, terms: Terms) {
    let open = Call::OpenBudget { terms, warn_at: None, delegate: Some(KEY) };
    call(economy, STAKER, open).unwrap();
}

/// A batch of one receipt of that many units, each of which costs two millionths of a DIEM.
fn batch(sequence: u64, epoch: u32, id: u64, units: u64) -> Call {
    let receipts = vec![Receipt { id, model: 0, usage: vec![(0, units)] }];
    Call::SubmitReceipts {
        batch: Batch { epoch, sequence, groups: vec![Group { owner: STAKER, budget: 0, receipts }] },
    }
}

#[test]
fn a_grant_is_the_part_of_the_capacity_that_the_weight_is() {
    let economy = economy();
    assert_eq!(economy.window(STAKER, 1).granted, 75 * WHOLE);
    assert_eq!(economy.window(SLEEPER, 1).granted, 25 * WHOLE);
    assert_eq!((economy.terms(1).emission, economy.terms(1).value), (10 * WHOLE, WHOLE / 10));
}

#[test]
fn a_halt_leaves_a_gap_in_time_and_none_in_the_index() {
    let mut economy = economy();
    assert_eq!(economy.terms(1).started_at, BEGINNING);
    economy.begin_block(BEGINNING + 10 * MINUTE + 4_000);
    economy.begin_block(BEGINNING + 10 * MINUTE + 6_000);
    assert_eq!(economy.now(), 2);
    assert_eq!(economy.terms(2).started_at, BEGINNING + 10 * MINUTE);
    assert_eq!(economy.terms(2).ends_at, BEGINNING + 11 * MINUTE);
}

#[test]
fn what_nobody_spends_earns_its_value_and_sleeping_costs_two_planck() {
    let mut economy = economy();
    for _ in 0..4 {
        next_epoch(&mut economy);
        call(&mut economy, READER, Call::ClaimQuota { who: STAKER }).unwrap();
    }
    // Epochs 1 to 3 are final in epoch 5.
    assert_eq!(economy.rewards(STAKER), 3 * 75 * WHOLE / 10);
    // The sleeper was touched in genesis alone: what a planck of weight earns is rounded down in binary, and the sum once more.
    assert_eq!(economy.rewards(SLEEPER), 3 * 25 * WHOLE / 10 - 2);
    call(&mut economy, READER, Call::ClaimRewards { who: SLEEPER }).unwrap();
    assert_eq!(economy.books.free(SLEEPER), 1_900 * WHOLE + 75 * WHOLE / 10 - 2);
}

#[test]
fn a_lease_moves_the_grant_and_what_it_earns_for_its_term() {
    let mut economy = economy();
    let offer = Call::OfferLease { weight: 200 * WHOLE, epochs: 2, price: 5 * WHOLE, only_for: None };
    call(&mut economy, STAKER, offer).unwrap();
    call(&mut economy, READER, Call::TakeLease { offer: 0 }).unwrap();
    assert_eq!(economy.books.free(STAKER), 1_705 * WHOLE);
    let refused = call(&mut economy, STAKER, Call::Unstake { amount: 101 * WHOLE });
    assert_eq!(refused, Err(Refusal("WeightLeasedOut")));
    for granted in [50, 50, 0] {
        next_epoch(&mut economy);
        assert_eq!(economy.window(READER, economy.now()).granted, granted * WHOLE);
        assert_eq!(economy.window(STAKER, economy.now()).granted, (75 - granted) * WHOLE);
    }
    next_epoch(&mut economy);
    // It slept over both epochs of the lease.
    assert_eq!(economy.rewards(READER), 2 * 50 * WHOLE / 10 - 2);
}

#[test]
fn a_receipt_is_charged_its_price_rounded_up_and_earns_for_its_provider() {
    let mut economy = economy();
    open(&mut economy, terms(10 * WHOLE, false));
    assert_eq!(
        call(&mut economy, PROVIDER, batch(0, 1, 1, 1_000_001)).unwrap().charged,
        2 * WHOLE + 2 * WHOLE / 1_000_000
    );
    let again = call(&mut economy, PROVIDER, batch(0, 1, 1, 1_000_000));
    assert_eq!(again, Err(Refusal("SequenceAlreadySettled")));
    let too_much = call(&mut economy, PROVIDER, batch(1, 1, 2, 4_000_000)).unwrap();
    assert_eq!(too_much.rejections[0].reason, "BudgetExhausted");
    for earned in [0, 0, WHOLE / 5 + WHOLE / 5_000_000] {
        next_epoch(&mut economy);
        assert_eq!(economy.earnings(PROVIDER), earned);
    }
}

#[test]
fn a_voucher_is_settled_once_and_a_refund_does_not_undo_that() {
    let mut economy = economy();
    open(&mut economy, terms(10 * WHOLE, true));
    let voucher = |amount| SignedVoucher {
        owner: STAKER,
        budget: 0,
        epoch: 1,
        amount,
        wrapped: false,
        signer: KEY,
        forgery: None,
    };
    let settle = |economy: &mut Economy, amount| {
        let settled = call(economy, PROVIDER, Call::SettleVouchers { vouchers: vec![voucher(amount)] });
        settled.unwrap().charged
    };
    assert_eq!(settle(&mut economy, 4 * WHOLE), 4 * WHOLE);
    assert_eq!(settle(&mut economy, 4 * WHOLE), 0);
    let refund = Refund { owner: STAKER, budget: 0, epoch: 1, amount: 3 * WHOLE };
    call(&mut economy, PROVIDER, Call::Refund { refund }).unwrap();
    assert_eq!(settle(&mut economy, 4 * WHOLE), 0);
    // As far as the limit reaches: nine of ten are left.
    assert_eq!(settle(&mut economy, 40 * WHOLE), 9 * WHOLE);
    assert_eq!(economy.window(STAKER, 1).unspent(), 65 * WHOLE);
}

#[test]
fn a_cheat_loses_a_part_of_its_bond_most_of_which_is_burnt() {
    let mut economy = economy();
    open(&mut economy, terms(50 * WHOLE, false));
    call(&mut economy, PROVIDER, batch(0, 1, 7, 1_000_000)).unwrap();
    call(&mut economy, PROVIDER, batch(1, 1, 7, 1_000_000)).unwrap();
    let group = |sequence| ProvenGroup { sequence, index: 0, tampering: None };
    let evidence = |later, earlier| Evidence {
        provider: PROVIDER,
        group: group(later),
        receipt: 0,
        fault: Fault::SettledTwice { earlier: Some(group(earlier)), receipt: 0 },
    };
    let dispute = |evidence| Call::Dispute { evidence };
    let wrong = call(&mut economy, READER, dispute(evidence(0, 1)));
    assert_eq!(wrong, Err(Refusal("NotSettledBefore")));
    call(&mut economy, READER, dispute(evidence(1, 0))).unwrap();
    // A fifth of 1,000 VVV: 20 for the reporter, for the consumer what 2 DIEM are worth, and the rest is gone.
    assert_eq!(economy.books.held(PROVIDER, Reason::Bond), 800 * WHOLE);
    assert_eq!(economy.books.free(READER), 2_020 * WHOLE);
    assert_eq!(economy.books.free(STAKER), 1_699 * WHOLE + WHOLE / 5);
    assert_eq!(economy.books.burnt, 180 * WHOLE - WHOLE / 5);
    assert_eq!(economy.forfeited, 4 * WHOLE / 10);
    let again = call(&mut economy, READER, dispute(evidence(1, 0)));
    assert_eq!(again, Err(Refusal("AlreadyDisputed")));
    assert_eq!(call(&mut economy, PROVIDER, batch(2, 1, 8, 1)), Err(Refusal("ProviderSuspended")));
}

#[test]
fn a_sale_is_paid_at_once_and_its_fee_is_burnt() {
    let mut economy = economy();
    let offer = Call::OfferQuota { amount: 10 * WHOLE, price: WHOLE / 4, min_fill: 4 * WHOLE };
    call(&mut economy, STAKER, offer).unwrap();
    assert_eq!(economy.free_pool(STAKER, 1), 65 * WHOLE);
    let buy = |amount, max_total| Call::BuyQuota { fills: vec![Fill { offer: 0, amount }], max_total };
    let refused = call(&mut economy, SLEEPER, buy(7 * WHOLE, WHOLE * 7 / 4));
    assert_eq!(refused, Err(Refusal("RestBelowMinimumFill")));
    let refused = call(&mut economy, SLEEPER, buy(4 * WHOLE + 1, WHOLE));
    assert_eq!(refused, Err(Refusal("AboveMaximumTotal")));
    call(&mut economy, SLEEPER, buy(4 * WHOLE + 1, WHOLE + 1)).unwrap();
    assert_eq!(economy.books.free(SLEEPER), 1_899 * WHOLE - 1);
    let fee = WHOLE / 25 + 1;
    assert_eq!(economy.window(SLEEPER, 1).received, 4 * WHOLE + 1 - fee);
    assert_eq!(economy.offered(STAKER, 1), 6 * WHOLE - 1);
    next_epoch(&mut economy);
    assert_eq!(economy.free_pool(STAKER, 1), 71 * WHOLE - 1);
}
