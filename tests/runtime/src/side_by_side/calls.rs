//! The calls of the model as the runtime takes them.

use super::{evidence::Papers, keys::id};
use diem_model::{
    batches::{Batch as ModelBatch, Group, Receipt as ModelReceipt},
    budgets::Terms,
    models::{Price as ModelPrice, Usage as ModelUsage},
    rules::{MeteringRules, StakingRules},
    Call, Who,
};
use diem_primitives::{
    pricing::{Price, Prices},
    Batch, BudgetId, BudgetMode, BudgetTerms, Consent, Diem, Dimension, EmissionRules, EpochIndex, ModelId,
    ModelKind, Multiplier, ProviderChoice, Receipt, ReceiptGroup, Usage, UsageEntry,
};
use diem_runtime::{AccountId, RuntimeCall};
use pallet_diem_market::{Call as Market, Fill, OfferId};
use pallet_diem_metering::{Call as Metering, MeteringParameters};
use pallet_diem_staking::{Call as Staking, StakingParameters, TransferRules};
use sp_runtime::{Percent, Permill};

pub fn dimension(place: u8) -> Dimension {
    Dimension::ALL[place as usize]
}

pub fn staking_parameters(rules: &StakingRules) -> StakingParameters<AccountId> {
    let allowed = rules.transfer.allowed.as_ref();
    StakingParameters {
        unbonding_epochs: rules.unbonding_epochs,
        min_stake: rules.min_stake,
        min_lease_weight: rules.min_lease,
        max_diem_per_vvv: Diem(rules.max_diem_per_vvv),
        emission: EmissionRules {
            per_day: rules.emission_per_day,
            yearly_decay: Permill::from_parts(rules.yearly_decay),
        },
        transfer: TransferRules {
            enabled: rules.transfer.enabled,
            minimum: Diem(rules.transfer.minimum),
            fee: Permill::from_parts(rules.transfer.fee),
            max_share_of_grant: Permill::from_parts(rules.transfer.share_of_grant),
            allow_list: allowed.map(|allowed| bounded(allowed.iter().map(|who| id(*who)))),
        },
    }
}

pub fn metering_parameters(rules: &MeteringRules) -> MeteringParameters {
    MeteringParameters {
        bond_per_diem: rules.bond_per_diem,
        slash_fraction: Permill::from_parts(rules.slash_fraction),
        min_capacity: Diem(rules.min_capacity),
        budget_deposit: rules.budget_deposit,
        model_deposit: rules.model_deposit,
        revocation_grace: rules.revocation_grace,
        max_batches_per_epoch: rules.max_batches_per_epoch,
    }
}

pub fn terms(terms: &Terms) -> BudgetTerms<AccountId> {
    BudgetTerms {
        limit: Diem(terms.limit),
        mode: if terms.reserved { BudgetMode::Reserved } else { BudgetMode::Shared },
        provider: terms.provider.map_or(ProviderChoice::Any, |only| ProviderChoice::Only(id(only))),
        consent: if terms.vouchers { Consent::Vouchers } else { Consent::Receipts },
        expires_at: terms.expires_at.map(EpochIndex),
    }
}

fn prices(prices: &[ModelPrice]) -> Prices {
    bounded(
        prices.iter().map(|(named, price)| Price { dimension: dimension(*named), per_million: Diem(*price) }),
    )
}

pub fn usage(usage: &ModelUsage) -> Usage {
    let entry = |(named, units): &(u8, u64)| UsageEntry { dimension: dimension(*named), units: *units };
    bounded(usage.iter().map(entry))
}

pub fn receipt(receipt: &ModelReceipt) -> Receipt {
    let mut id = [0; 16];
    id[..8].copy_from_slice(&receipt.id.to_le_bytes());
    Receipt { id, model: ModelId(receipt.model), usage: usage(&receipt.usage) }
}

pub fn group(group: &Group) -> ReceiptGroup<AccountId> {
    ReceiptGroup {
        owner: id(group.owner),
        budget: BudgetId(group.budget),
        receipts: bounded(group.receipts.iter().map(receipt)),
    }
}

fn batch(batch: &ModelBatch) -> Batch<AccountId> {
    let groups = bounded(batch.groups.iter().map(group));
    Batch { epoch: EpochIndex(batch.epoch), sequence: batch.sequence, groups }
}

/// A list that has no more entries than it may have.
fn bounded<T, L: TryFrom<Vec<T>>>(entries: impl Iterator<Item = T>) -> L {
    L::try_from(entries.collect()).ok().expect("the list is short enough")
}

fn warning(part: Option<u32>) -> Option<Percent> {
    part.map(|part| Percent::from_percent(part as u8))
}

/// A call of the model by `who`, with what has to be signed or proven for it.
pub fn of(call: &Call, who: Who, papers: &Papers<'_>) -> RuntimeCall {
    staking(call)
        .map(RuntimeCall::VvvStaking)
        .or_else(|| market(call).map(RuntimeCall::Market))
        .or_else(|| {
            let settled = || settlement(call, who, papers);
            let metering =
                budgets(call).or_else(|| providers(call)).or_else(|| models(call)).or_else(settled);
            metering.map(RuntimeCall::Metering)
        })
        .expect("each call belongs to a pallet")
}

fn staking(call: &Call) -> Option<Staking<diem_runtime::Runtime>> {
    Some(match call.clone() {
        Call::Stake { amount } => Staking::stake { amount },
        Call::Unstake { amount } => Staking::unstake { amount },
        Call::Restake { amount } => Staking::restake { amount },
        Call::Withdraw { who } => Staking::withdraw { who: id(who) },
        Call::ClaimQuota { who } => Staking::claim_quota { who: id(who) },
        Call::ClaimRewards { who } => Staking::claim_rewards { who: id(who) },
        Call::TransferQuota { to, amount } => Staking::transfer_quota { to: id(to), amount: Diem(amount) },
        Call::SetEpochDuration { duration } => Staking::set_epoch_duration { duration_ms: duration },
        Call::SetStakingRules { rules } => Staking::set_parameters { parameters: staking_parameters(&rules) },
        _ => return None,
    })
}

fn market(call: &Call) -> Option<Market<diem_runtime::Runtime>> {
    let offer_id = |offer: u32| OfferId(offer.into());
    Some(match call.clone() {
        Call::OfferQuota { amount, price, min_fill } => {
            Market::offer_quota { amount: Diem(amount), price, min_fill: Diem(min_fill) }
        }
        Call::CancelOffer { offer } => Market::cancel_offer { offer: offer_id(offer) },
        Call::ClearOffer { offer } => Market::clear_offer { offer: offer_id(offer) },
        Call::BuyQuota { fills, max_total } => {
            let fills =
                fills.iter().map(|fill| Fill { offer: offer_id(fill.offer), amount: Diem(fill.amount) });
            Market::buy_quota { fills: bounded(fills), max_total }
        }
        Call::OfferLease { weight, epochs, price, only_for } => {
            Market::offer_lease { weight, epochs, price, only_for: only_for.map(id) }
        }
        Call::TakeLease { offer } => Market::take_lease { offer: offer_id(offer) },
        _ => return None,
    })
}

fn budgets(call: &Call) -> Option<Metering<diem_runtime::Runtime>> {
    Some(match call.clone() {
        Call::OpenBudget { terms: asked, warn_at, delegate } => Metering::open_budget {
            terms: terms(&asked),
            warn_at: warning(warn_at),
            delegate: delegate.map(id),
        },
        Call::UpdateBudget { budget, terms: asked, warn_at } => Metering::update_budget {
            budget: BudgetId(budget),
            terms: terms(&asked),
            warn_at: warning(warn_at),
        },
        Call::SetDelegate { budget, delegate } => {
            Metering::set_delegate { budget: BudgetId(budget), delegate: delegate.map(id) }
        }
        Call::PauseBudget { budget } => Metering::pause_budget { budget: BudgetId(budget) },
        Call::ResumeBudget { budget } => Metering::resume_budget { budget: BudgetId(budget) },
        Call::CloseBudget { owner, budget } => {
            Metering::close_budget { owner: id(owner), budget: BudgetId(budget) }
        }
        _ => return None,
    })
}

fn providers(call: &Call) -> Option<Metering<diem_runtime::Runtime>> {
    Some(match call.clone() {
        Call::RegisterProvider { capacity } => Metering::register_provider {
            capacity: Diem(capacity),
            metadata: bounded(b"provider".iter().copied()),
        },
        Call::SetCapacity { capacity } => Metering::set_capacity { capacity: Diem(capacity) },
        Call::SetReceiptKey { key } => Metering::set_receipt_key { key: id(key) },
        Call::DeregisterProvider => Metering::deregister_provider {},
        Call::WithdrawBond { provider } => Metering::withdraw_bond { provider: id(provider) },
        Call::ClaimEarnings { provider } => Metering::claim_earnings { provider: id(provider) },
        Call::ServeModel { model, multiplier } => {
            Metering::serve_model { model: ModelId(model), multiplier: Multiplier(multiplier) }
        }
        Call::StopServing { model } => Metering::stop_serving { model: ModelId(model) },
        _ => return None,
    })
}

fn models(call: &Call) -> Option<Metering<diem_runtime::Runtime>> {
    Some(match call.clone() {
        Call::RegisterModel { name, prices: asked } => Metering::register_model {
            name: bounded(name.into_iter()),
            kind: ModelKind::Text,
            prices: prices(&asked),
        },
        Call::SetRateCard { model, prices: asked } => {
            Metering::set_rate_card { model: ModelId(model), prices: prices(&asked) }
        }
        Call::SetCurator { model, curator } => {
            Metering::set_curator { model: ModelId(model), curator: id(curator) }
        }
        Call::RetireModel { model } => Metering::retire_model { model: ModelId(model) },
        Call::SetMeteringRules { rules } => {
            Metering::set_parameters { parameters: metering_parameters(&rules) }
        }
        _ => return None,
    })
}

fn settlement(call: &Call, who: Who, papers: &Papers<'_>) -> Option<Metering<diem_runtime::Runtime>> {
    Some(match call.clone() {
        Call::SubmitReceipts { batch: asked } => Metering::submit_receipts { batch: batch(&asked) },
        Call::SettleVouchers { vouchers } => Metering::settle_vouchers {
            vouchers: bounded(vouchers.iter().map(|voucher| papers.voucher(voucher, who))),
        },
        Call::Refund { refund } => Metering::refund {
            owner: id(refund.owner),
            budget: BudgetId(refund.budget),
            epoch: EpochIndex(refund.epoch),
            amount: Diem(refund.amount),
        },
        Call::Dispute { evidence } => Metering::dispute { evidence: Box::new(papers.evidence(&evidence)) },
        _ => return None,
    })
}
