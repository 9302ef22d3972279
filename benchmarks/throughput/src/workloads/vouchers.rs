//! Vouchers: each extrinsic settles one of each owner whose budget is bound to its provider.

use super::Stage;
use crate::{
    accounts::{voucher_provider, Cast, VOUCHER_PROVIDERS},
    feed::Draft,
};
use diem_primitives::{BudgetId, Diem, EpochIndex, SignedVoucher, Voucher, PLANCK_PER_UNIT};
use diem_runtime::{AccountId, Hash, RuntimeCall, Signature};
use frame_support::BoundedVec;
use sp_core::Pair;

/// The budget of each owner that pays vouchers.
pub const VOUCHERS_BUDGET: BudgetId = BudgetId(1);
/// What each voucher is above the one before.
const STEP: u128 = PLANCK_PER_UNIT / 1_000;

/// The next provider settles.
pub fn next(stage: &mut Stage) -> Draft {
    let provider = (stage.turn() % u64::from(VOUCHER_PROVIDERS)) as u32;
    settlement(stage, provider)
}

fn settlement(stage: &mut Stage, provider: u32) -> Draft {
    let cast = stage.cast.clone();
    let (genesis, epoch) = (stage.domain.genesis, stage.epoch);
    let amount = Diem(STEP * u128::from(stage.next_voucher_round(provider)));
    let Some(key) = stage.cast.clone().providers.get(provider as usize).cloned() else {
        unreachable!("providers are named by their places")
    };
    let account = key.account.clone();
    stage.draft(&key, provider, move || call(&cast, genesis, epoch, amount, provider, &account))
}

fn call(
    cast: &Cast,
    genesis: Hash,
    epoch: EpochIndex,
    amount: Diem,
    provider: u32,
    account: &AccountId,
) -> RuntimeCall {
    let bound = (0_u32..).zip(cast.owners.iter().zip(&cast.delegates));
    let bound = bound.filter(|(owner, _)| voucher_provider(*owner) == provider);
    let vouchers = bound.map(|(_, (owner, delegate))| {
        let voucher = Voucher { owner: owner.account.clone(), budget: VOUCHERS_BUDGET, epoch, amount };
        let signature = delegate.pair.sign(&voucher.payload(genesis, account));
        SignedVoucher {
            voucher,
            wrapped: false,
            signer: delegate.account.clone(),
            signature: Signature::Sr25519(signature),
        }
    });
    let vouchers = BoundedVec::truncate_from(vouchers.collect());
    pallet_diem_metering::Call::settle_vouchers { vouchers }.into()
}
