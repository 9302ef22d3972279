//! One of each call of the economy, as large as it gets.

use diem_primitives::{
    evidence::MAX_PROOF,
    pricing::{Price, Prices},
    receipt::MAX_RECEIPTS,
    usage::MAX_USAGE_ENTRIES,
    voucher::MAX_VOUCHERS,
    BudgetId, Diem, Dimension, EpochIndex, Evidence, Fault, GroupOutcome, ModelId, ModelKind, Multiplier,
    ProvenGroup, Receipt, ReceiptGroup, SignedVoucher, UsageEntry, Voucher,
};
use diem_runtime::{AccountId, Runtime, RuntimeCall, Signature};
use diem_runtime_tests::{
    calls::{diem, group, receipt, shared, submit},
    id,
    Account::*,
};
use pallet_diem_market::{Call as Market, Fill, OfferId};
use pallet_diem_metering::Call as Metering;
use pallet_diem_staking::Call as Staking;
use sp_runtime::Percent;

/// A price for everything.
fn prices() -> Prices {
    let prices = Dimension::ALL.map(|dimension| Price { dimension, per_million: Diem(u128::MAX) });
    prices.to_vec().try_into().expect("there is a price for each dimension")
}

/// A receipt of as many entries as there may be, as large as they may be.
fn largest_receipt(model: u32) -> Receipt {
    let entries = Dimension::ALL.iter().take(MAX_USAGE_ENTRIES as usize);
    let usage = entries.map(|dimension| UsageEntry { dimension: *dimension, units: u64::MAX });
    Receipt { usage: usage.collect::<Vec<_>>().try_into().unwrap(), ..receipt(model, 0, 0) }
}

/// A voucher as large as it gets.
fn largest_voucher() -> SignedVoucher<AccountId, Signature> {
    let (budget, epoch, amount) = (BudgetId(u32::MAX), EpochIndex(u32::MAX), Diem(u128::MAX));
    let voucher = Voucher { owner: id(Dave), budget, epoch, amount };
    let signature = Signature::Ecdsa([0xff; 65].into());
    SignedVoucher { voucher, wrapped: true, signer: id(Eve), signature }
}

/// The batches that cost most: each receipt in a group of its own and for a model of its own, and all in one group.
pub fn largest_batches() -> [RuntimeCall; 2] {
    let spread: Vec<ReceiptGroup<AccountId>> = (0..MAX_RECEIPTS)
        .map(|number| group(id(Dave), number, vec![largest_receipt(u32::MAX - number)]))
        .collect();
    let together = group(id(Dave), 0, vec![largest_receipt(0); MAX_RECEIPTS as usize]);
    [submit(1, 0, spread), submit(1, 0, vec![together])]
}

/// Evidence of two full groups of receipts.
fn largest_evidence() -> Evidence<AccountId, Signature> {
    let full = || {
        let group = group(id(Dave), u32::MAX, vec![largest_receipt(u32::MAX); MAX_RECEIPTS as usize]);
        let outcome = GroupOutcome { group, charge: Diem(u128::MAX), rejections: Default::default() };
        let proof = vec![Default::default(); MAX_PROOF as usize].try_into().unwrap();
        ProvenGroup { sequence: u64::MAX, index: u32::MAX, outcome, proof }
    };
    let fault = Fault::SettledTwice { earlier: Some(full()), receipt: u32::MAX };
    Evidence { provider: id(Dave), group: full(), receipt: u32::MAX, fault }
}

/// The calls of staking.
pub fn staking() -> Vec<RuntimeCall> {
    let calls: Vec<Staking<Runtime>> = vec![
        Staking::stake { amount: u128::MAX },
        Staking::unstake { amount: u128::MAX },
        Staking::restake { amount: u128::MAX },
        Staking::withdraw { who: id(Dave) },
        Staking::claim_quota { who: id(Dave) },
        Staking::claim_rewards { who: id(Dave) },
        Staking::transfer_quota { to: id(Dave), amount: Diem(u128::MAX) },
        Staking::set_epoch_duration { duration_ms: u64::MAX },
        Staking::set_parameters { parameters: Default::default() },
    ];
    calls.into_iter().map(Into::into).collect()
}

/// The calls of metering.
pub fn metering() -> Vec<RuntimeCall> {
    let terms = shared(diem(1));
    let (budget, model) = (BudgetId(u32::MAX), ModelId(u32::MAX));
    let warn_at = Some(Percent::one());
    let calls: Vec<Metering<Runtime>> = vec![
        Metering::register_provider { capacity: Diem(u128::MAX), metadata: vec![0; 256].try_into().unwrap() },
        Metering::set_capacity { capacity: Diem(u128::MAX) },
        Metering::set_receipt_key { key: id(Dave) },
        Metering::deregister_provider {},
        Metering::withdraw_bond { provider: id(Dave) },
        Metering::serve_model { model, multiplier: Multiplier::MAX },
        Metering::stop_serving { model },
        Metering::register_model {
            name: vec![0; 64].try_into().unwrap(),
            kind: ModelKind::Other,
            prices: prices(),
        },
        Metering::set_rate_card { model, prices: prices() },
        Metering::set_curator { model, curator: id(Dave) },
        Metering::retire_model { model },
        Metering::open_budget { terms: terms.clone(), warn_at, delegate: Some(id(Eve)) },
        Metering::update_budget { budget, terms, warn_at },
        Metering::set_delegate { budget, delegate: Some(id(Eve)) },
        Metering::pause_budget { budget },
        Metering::resume_budget { budget },
        Metering::close_budget { owner: id(Dave), budget },
        Metering::settle_vouchers {
            vouchers: vec![largest_voucher(); MAX_VOUCHERS as usize].try_into().unwrap(),
        },
        Metering::refund { owner: id(Dave), budget, epoch: EpochIndex(u32::MAX), amount: Diem(u128::MAX) },
        Metering::dispute { evidence: Box::new(largest_evidence()) },
        Metering::claim_earnings { provider: id(Dave) },
        Metering::set_parameters { parameters: Default::default() },
    ];
    calls.into_iter().map(Into::into).chain(largest_batches()).collect()
}

/// The calls of the market.
pub fn market() -> Vec<RuntimeCall> {
    let offer = OfferId(u64::MAX);
    let (amount, price, min_fill) = (Diem(u128::MAX), u128::MAX, Diem(u128::MAX));
    let fills = vec![Fill { offer, amount }; 16].try_into().unwrap();
    let only_for = Some(id(Dave));
    let calls: Vec<Market<Runtime>> = vec![
        Market::offer_quota { amount, price, min_fill },
        Market::cancel_offer { offer },
        Market::clear_offer { offer },
        Market::buy_quota { fills, max_total: u128::MAX },
        Market::offer_lease { weight: u128::MAX, epochs: u32::MAX, price, only_for },
        Market::take_lease { offer },
    ];
    calls.into_iter().map(Into::into).collect()
}
