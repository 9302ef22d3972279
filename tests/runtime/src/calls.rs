//! Calls, shorter than the runtime has them.

use crate::{id, Account};
use diem_primitives::{
    Batch, BudgetId, BudgetMode, BudgetTerms, Consent, Diem, Dimension, EpochIndex, ModelId, ProviderChoice,
    Receipt, ReceiptGroup, Sequence, UsageEntry,
};
use diem_runtime::{AccountId, Balance, ProxyType, RuntimeCall};

/// Sends VVV.
pub fn transfer(to: Account, value: Balance) -> RuntimeCall {
    pallet_balances::Call::transfer_keep_alive { dest: id(to).into(), value }.into()
}

/// Does nothing, in so many bytes.
pub fn remark(bytes: usize) -> RuntimeCall {
    frame_system::Call::remark { remark: vec![0; bytes] }.into()
}

/// Calls one after the other, up to the first that fails.
pub fn batch(calls: Vec<RuntimeCall>) -> RuntimeCall {
    pallet_utility::Call::batch { calls }.into()
}

/// Calls one after the other, and undoes them all if one fails.
pub fn batch_all(calls: Vec<RuntimeCall>) -> RuntimeCall {
    pallet_utility::Call::batch_all { calls }.into()
}

/// Calls in the name of `real`.
pub fn proxied(real: Account, call: impl Into<RuntimeCall>) -> RuntimeCall {
    let call = Box::new(call.into());
    pallet_proxy::Call::proxy { real: id(real).into(), force_proxy_type: None, call }.into()
}

/// Lets `delegate` act as a proxy of the signer.
pub fn add_proxy(delegate: Account, proxy_type: ProxyType) -> RuntimeCall {
    pallet_proxy::Call::add_proxy { delegate: id(delegate).into(), proxy_type, delay: 0 }.into()
}

/// Calls with the rights of the sudo key's holder.
pub fn sudo(call: impl Into<RuntimeCall>) -> RuntimeCall {
    pallet_sudo::Call::sudo { call: Box::new(call.into()) }.into()
}

/// Calls in the name of `who`, with the rights of the sudo key's holder.
pub fn sudo_as(who: AccountId, call: impl Into<RuntimeCall>) -> RuntimeCall {
    pallet_sudo::Call::sudo_as { who: who.into(), call: Box::new(call.into()) }.into()
}

/// Stakes VVV.
pub fn stake(amount: Balance) -> RuntimeCall {
    pallet_diem_staking::Call::stake { amount }.into()
}

/// Unstakes VVV.
pub fn unstake(amount: Balance) -> RuntimeCall {
    pallet_diem_staking::Call::unstake { amount }.into()
}

/// Stakes again what is unlocking.
pub fn restake(amount: Balance) -> RuntimeCall {
    pallet_diem_staking::Call::restake { amount }.into()
}

/// Sends DIEM of the current epoch.
pub fn transfer_quota(to: Account, amount: Diem) -> RuntimeCall {
    pallet_diem_staking::Call::transfer_quota { to: id(to), amount }.into()
}

/// Terms of a budget that pays any provider's receipts out of the free pool.
pub fn shared(limit: Diem) -> BudgetTerms<AccountId> {
    BudgetTerms {
        limit,
        mode: BudgetMode::Shared,
        provider: ProviderChoice::Any,
        consent: Consent::Receipts,
        expires_at: None,
    }
}

/// Terms of a budget that pays one provider's receipts out of a share of its own.
pub fn reserved(limit: Diem, provider: Account) -> BudgetTerms<AccountId> {
    BudgetTerms { mode: BudgetMode::Reserved, provider: ProviderChoice::Only(id(provider)), ..shared(limit) }
}

/// Opens a budget.
pub fn open_budget(terms: BudgetTerms<AccountId>) -> RuntimeCall {
    pallet_diem_metering::Call::open_budget { terms, warn_at: None, delegate: None }.into()
}

/// A receipt for input and output tokens.
pub fn receipt(model: u32, input: u64, output: u64) -> Receipt {
    let usage = [(Dimension::InputTokens, input), (Dimension::OutputTokens, output)];
    let usage = usage.map(|(dimension, units)| UsageEntry { dimension, units }).to_vec();
    Receipt { id: [0; 16], model: ModelId(model), usage: usage.try_into().expect("two entries are few") }
}

/// The receipts of one budget.
pub fn group(owner: AccountId, budget: u32, receipts: Vec<Receipt>) -> ReceiptGroup<AccountId> {
    let receipts = receipts.try_into().expect("a group is no larger than a batch may be");
    ReceiptGroup { owner, budget: BudgetId(budget), receipts }
}

/// Settles a batch.
pub fn submit(epoch: u32, sequence: Sequence, groups: Vec<ReceiptGroup<AccountId>>) -> RuntimeCall {
    let groups = groups.try_into().expect("there are no more groups than a batch may have");
    let batch = Batch { epoch: EpochIndex(epoch), sequence, groups };
    pallet_diem_metering::Call::submit_receipts { batch }.into()
}

/// Whole DIEM.
pub fn diem(whole: u128) -> Diem {
    Diem::from_whole(whole).expect("that many DIEM can be counted")
}
