//! Tests by subject. Each runs on the usual chain in epoch 1, and ends with all invariants checked.
#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    clippy::wildcard_enum_match_arm,
    reason = "a test that can't be set up fails"
)]

mod access;
mod batches;
mod budgets;
mod closing;
mod disputes;
mod earnings;
mod emergency;
mod evidence;
mod genesis;
mod keys;
mod late;
mod listings;
mod models;
mod parameters;
mod providers;
mod random;
mod reference;
mod refunds;
mod regressions;
mod rejections;
mod reserved;
mod roots;
mod signing;
mod slashes;
mod state;
#[cfg(feature = "runtime-benchmarks")]
mod verifying;
mod views;
mod vouchers;
mod vouchers_refused;

use crate::{mock::*, types::Budget, Error, Event};
use diem_primitives::*;
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResultWithPostInfo, BoundedVec};
use sp_runtime::{DispatchResult, Percent};

pub fn epoch() -> EpochIndex {
    Staking::current_epoch()
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
    RuntimeOrigin::signed(who)
}

/// What came of a call, whatever it was charged.
pub fn outcome(result: DispatchResultWithPostInfo) -> DispatchResult {
    result.map(|_| ()).map_err(|refused| refused.error)
}

/// Terms of a shared budget of so many DIEM per epoch, that every provider may debit by receipts.
pub fn shared(limit: u128) -> BudgetTerms<AccountId> {
    BudgetTerms {
        limit: Diem(limit * DIEM),
        mode: BudgetMode::Shared,
        provider: ProviderChoice::Any,
        consent: Consent::Receipts,
        expires_at: None,
    }
}

/// The same terms for a reserved budget.
pub fn reserved(limit: u128) -> BudgetTerms<AccountId> {
    BudgetTerms { mode: BudgetMode::Reserved, ..shared(limit) }
}

/// Opens a budget without warning and delegate, and gives its number.
pub fn open(owner: AccountId, terms: BudgetTerms<AccountId>) -> BudgetId {
    let id = crate::NextBudgetId::<Test>::get(owner);
    assert_ok!(Metering::open_budget(signed(owner), terms, None, None));
    id
}

pub fn update(id: BudgetId, terms: BudgetTerms<AccountId>) -> DispatchResult {
    outcome(Metering::update_budget(signed(OWNER), id, terms, None))
}

pub fn stored_budget(id: BudgetId) -> Budget<AccountId, u64> {
    crate::Budgets::<Test>::get(OWNER, id).unwrap()
}

/// A receipt for a model.
pub fn receipt(model: ModelId, usage: &[(Dimension, u64)]) -> Receipt {
    let entries = usage.iter().map(|(dimension, units)| UsageEntry { dimension: *dimension, units: *units });
    Receipt { id: [7; 16], model, usage: BoundedVec::truncate_from(entries.collect()) }
}

/// A receipt that costs so many DIEM at a multiplier of one.
pub fn work(diem: u64) -> Receipt {
    receipt(TEXT, &[(Dimension::InputTokens, diem * 1_000_000)])
}

pub fn group(owner: AccountId, budget: BudgetId, receipts: Vec<Receipt>) -> ReceiptGroup<AccountId> {
    ReceiptGroup { owner, budget, receipts: BoundedVec::truncate_from(receipts) }
}

/// The next batch of a provider.
pub fn batch(who: AccountId, epoch: EpochIndex, groups: Vec<ReceiptGroup<AccountId>>) -> Batch<AccountId> {
    let sequence =
        crate::Providers::<Test>::get(who).map(|provider| provider.next_sequence).unwrap_or_default();
    Batch { epoch, sequence, groups: BoundedVec::truncate_from(groups) }
}

/// What a batch came to.
#[derive(Debug, PartialEq, Eq)]
pub struct Settled {
    pub charged: Diem,
    pub receipts: u32,
    pub rejections: Vec<Rejection>,
}

/// Submits the next batch of a provider for an epoch; events before it are forgotten.
pub fn submit(who: AccountId, epoch: EpochIndex, groups: Vec<ReceiptGroup<AccountId>>) -> Settled {
    events();
    assert_ok!(Metering::submit_receipts(signed(who), batch(who, epoch, groups)));
    let settled: Vec<_> = System::read_events_for_pallet::<Event<Test>>()
        .into_iter()
        .filter_map(|event| match event {
            Event::BatchSettled { charged, receipts, rejections, .. } => {
                Some(Settled { charged, receipts, rejections })
            }
            _ => None,
        })
        .collect();
    settled.into_iter().next().unwrap()
}

/// Settles receipts of one budget of `OWNER` by `PROVIDER` into an epoch.
pub fn bill_into(epoch: EpochIndex, budget: BudgetId, receipts: Vec<Receipt>) -> Settled {
    submit(PROVIDER, epoch, vec![group(OWNER, budget, receipts)])
}

/// The same for the current epoch.
pub fn bill(budget: BudgetId, receipts: Vec<Receipt>) -> Settled {
    bill_into(epoch(), budget, receipts)
}

/// A batch of which so many DIEM were charged for so many receipts, and nothing rejected.
pub fn all_charged(diem: u128, receipts: u32) -> Settled {
    Settled { charged: Diem(diem * DIEM), receipts, rejections: vec![] }
}

/// A batch of one group of which nothing was charged, each receipt for its reason.
pub fn all_rejected(reasons: &[RejectionReason]) -> Settled {
    Settled {
        charged: Diem::ZERO,
        receipts: 0,
        rejections: rejections(0, reasons.iter().copied().enumerate()),
    }
}

pub fn rejections(group: u32, reasons: impl IntoIterator<Item = (usize, RejectionReason)>) -> Vec<Rejection> {
    let rejection = |(receipt, reason)| Rejection { group, receipt: receipt as u32, reason };
    reasons.into_iter().map(rejection).collect()
}

pub fn window(owner: AccountId, epoch: EpochIndex) -> QuotaWindow {
    Staking::window(&owner, epoch).unwrap()
}

pub fn held(reason: crate::HoldReason, who: AccountId) -> Balance {
    use frame_support::traits::fungible::InspectHold;
    Balances::balance_on_hold(&reason.into(), &who)
}

type E = Error<Test>;
