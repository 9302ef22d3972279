//! Many calls at once, and calls by many: batches and multisigs.

use codec::Encode;
use diem_primitives::{EpochIndex, RejectionReason};
use diem_runtime::{
    AccountId, Balances, Metering, Multisig, Runtime, RuntimeCall, RuntimeEvent, VvvStaking, VVV,
};
use diem_runtime_tests::{
    calls::{batch, batch_all, diem, group, open_budget, receipt, shared, stake, submit, transfer, unstake},
    id,
    Account::{self, *},
    Applied, Chain,
};
use frame_support::dispatch::GetDispatchInfo;
use frame_support::traits::fungible::Inspect;
use pallet_diem_metering::{Call, Error, Event};
use sp_runtime::traits::{BlakeTwo256, Hash};

#[test]
fn a_batch_stops_where_a_call_fails_and_keeps_what_was_done_before() {
    let mut chain = Chain::from_preset("development");
    chain.next_block(|block| {
        let calls = vec![stake(10 * VVV), unstake(11 * VVV), stake(10 * VVV)];
        block.apply(Eve, batch(calls)).failed(pallet_diem_staking::Error::<Runtime>::InsufficientStake);
    });
    assert_eq!(chain.read(|| VvvStaking::account_info(id(Eve)).staked), 10 * VVV);
}

#[test]
fn a_batch_of_all_or_nothing_undoes_stakes_budgets_and_holds() {
    let mut chain = Chain::from_preset("development");
    chain.next_block(|block| {
        let calls = vec![stake(10 * VVV), open_budget(shared(diem(1))), unstake(11 * VVV)];
        let failed = block.apply(Eve, batch_all(calls));
        failed.failed(pallet_diem_staking::Error::<Runtime>::InsufficientStake);
    });
    chain.read(|| {
        assert_eq!(VvvStaking::account_info(id(Eve)).staked, 0);
        assert_eq!(Metering::budgets(id(Eve)), vec![]);
        assert_eq!(
            Balances::total_balance(&id(Eve)),
            Balances::reducible_balance(
                &id(Eve),
                frame_support::traits::tokens::Preservation::Expendable,
                frame_support::traits::tokens::Fortitude::Polite,
            )
        );
    });
}

/// The members of a multisig of which two act for all.
const MEMBERS: [Account; 3] = [Dave, Eve, Ferdie];

fn multisig() -> AccountId {
    let mut members = MEMBERS.map(id);
    members.sort();
    Multisig::multi_account_id(&members, 2)
}

/// How a member approves a call.
fn approve(member: Account, call: &RuntimeCall) -> RuntimeCall {
    let mut others: Vec<_> =
        MEMBERS.iter().filter(|other| **other != member).map(|other| id(*other)).collect();
    others.sort();
    let hash = call.using_encoded(BlakeTwo256::hash);
    let pending = pallet_multisig::Multisigs::<Runtime>::get(multisig(), hash.0);
    pallet_multisig::Call::as_multi {
        threshold: 2,
        other_signatories: others,
        maybe_timepoint: pending.map(|pending| pending.when),
        call: Box::new(call.clone()),
        max_weight: call.get_dispatch_info().call_weight,
    }
    .into()
}

/// Two members approve a call, which is then made.
fn approved(chain: &mut Chain, call: &RuntimeCall) -> Applied {
    chain.next_block(|block| block.apply(Dave, approve(Dave, call)).succeeded());
    chain.next_block(|block| block.apply(Eve, approve(Eve, call)))
}

/// A chain whose multisig has VVV.
fn chain_with_multisig() -> Chain {
    let mut chain = Chain::from_preset("development");
    chain.next_block(|block| {
        let fund =
            pallet_balances::Call::transfer_keep_alive { dest: multisig().into(), value: 10_000 * VVV };
        block.apply(Ferdie, fund).succeeded();
    });
    chain.advance_to_epoch(1);
    chain
}

#[test]
fn a_multisig_stakes_and_its_budget_pays_what_a_provider_settles() {
    let mut chain = chain_with_multisig();
    approved(&mut chain, &stake(1_000 * VVV)).succeeded();
    approved(&mut chain, &open_budget(shared(diem(10)))).succeeded();
    chain.next_epoch();

    let epoch = chain.epoch();
    chain.next_block(|block| {
        let work = group(multisig(), 0, vec![receipt(0, 1_000_000, 0)]);
        block.apply(Charlie, submit(epoch, 0, vec![work])).succeeded();
    });
    let spent = chain.read(|| Metering::budget(multisig(), diem_primitives::BudgetId(0)).unwrap().spent);
    assert_eq!(spent, diem_primitives::Diem(VVV / 10 * 7), "a million tokens at 0.7 DIEM");

    // One member alone changes nothing.
    let close = Call::close_budget { owner: multisig(), budget: diem_primitives::BudgetId(0) }.into();
    chain.next_block(|block| block.apply(Dave, approve(Dave, &close)).succeeded());
    chain.read(|| {
        let budget = Metering::budget(multisig(), diem_primitives::BudgetId(0)).unwrap();
        assert_eq!(budget.closes_at, None);
    });
}

fn settled(applied: &Applied) -> Vec<(EpochIndex, u32, Vec<RejectionReason>)> {
    applied.events_of(|event| match event {
        RuntimeEvent::Metering(Event::BatchSettled { epoch, receipts, rejections, .. }) => {
            Some((*epoch, *receipts, rejections.iter().map(|rejection| rejection.reason).collect()))
        }
        _ => None,
    })
}

/// A chain whose multisig is a provider, with a budget of Dave's to charge.
fn chain_with_provider() -> Chain {
    let mut chain = chain_with_multisig();
    let metadata = Default::default();
    approved(&mut chain, &Call::register_provider { capacity: diem(100), metadata }.into()).succeeded();
    let multiplier = diem_primitives::Multiplier::ONE;
    let model = diem_primitives::ModelId(0);
    approved(&mut chain, &Call::serve_model { model, multiplier }.into()).succeeded();
    chain.next_block(|block| block.apply(Dave, open_budget(shared(diem(10)))).succeeded());
    chain.next_epoch();
    chain
}

#[test]
fn a_batch_that_was_approved_once_is_settled_once_in_one_epoch() {
    let mut chain = chain_with_provider();
    let epoch = chain.epoch();
    let batch = submit(epoch, 0, vec![group(id(Dave), 0, vec![receipt(0, 1_000, 0)])]);
    let first = approved(&mut chain, &batch).succeeded();
    assert_eq!(settled(&first), vec![(EpochIndex(epoch), 1, vec![])]);

    // The same members approve the same bytes once more, in the same epoch and in the next one.
    approved(&mut chain, &batch).failed(Error::<Runtime>::SequenceAlreadySettled);
    chain.next_epoch();
    approved(&mut chain, &batch).failed(Error::<Runtime>::SequenceAlreadySettled);
    let spent =
        chain.read(|| Metering::budget(id(Dave), diem_primitives::BudgetId(0)).unwrap().previous_spent);
    assert_eq!(spent, diem_primitives::Diem(700_000_000_000_000));
}

#[test]
fn a_batch_that_is_approved_too_late_is_charged_to_no_other_epoch() {
    let mut chain = chain_with_provider();
    let epoch = chain.epoch();
    let batch = submit(epoch, 0, vec![group(id(Dave), 0, vec![receipt(0, 1_000, 0)])]);
    chain.next_block(|block| block.apply(Dave, approve(Dave, &batch)).succeeded());
    chain.next_epoch();
    chain.next_epoch();
    let late = chain.next_block(|block| block.apply(Eve, approve(Eve, &batch)).succeeded());
    assert_eq!(settled(&late), vec![(EpochIndex(epoch), 0, vec![RejectionReason::EpochNotSettleable])]);
    chain.read(|| {
        let budget = Metering::budget(id(Dave), diem_primitives::BudgetId(0)).unwrap();
        assert!(budget.spent.is_zero() && budget.previous_spent.is_zero());
    });
    approved(&mut chain, &batch).failed(Error::<Runtime>::SequenceAlreadySettled);
}

#[test]
fn a_transfer_within_a_batch_pays_what_it_says() {
    let mut chain = Chain::from_preset("development");
    let before = chain.read(|| Balances::balance(&id(Bob)));
    chain.next_block(|block| block.apply(Eve, batch_all(vec![transfer(Bob, VVV); 3])).succeeded());
    assert_eq!(chain.read(|| Balances::balance(&id(Bob))), before + 3 * VVV);
}
