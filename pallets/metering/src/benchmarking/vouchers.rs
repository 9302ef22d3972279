//! Signed vouchers.

use super::{
    budgets::{budget_of, stop, terms, LIMIT},
    genesis_hash, now, rich, sign, UNIT,
};
use crate::Config;
use alloc::vec::Vec;
use diem_primitives::{voucher::wrap, BudgetTerms, Consent, Diem, SignedVoucher, Voucher, Vouchers};

/// What each voucher is for.
pub const AMOUNT: Diem = Diem(UNIT);

/// What becomes of a voucher.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Case {
    Settled,
    /// Its signature is one of something else.
    Forged,
    /// It is not above what was settled before.
    NothingNew,
}

/// So many vouchers for a provider, each of a budget of its own.
pub fn vouchers<T: Config>(who: &T::AccountId, v: u32, case: Case) -> Vouchers<T::AccountId, T::Signature> {
    let (delegate, _) = sign::<T>(b"");
    let terms = BudgetTerms { consent: Consent::Vouchers, ..terms::<T>(who, LIMIT) };
    let voucher = |index: u32| {
        let owner = rich::<T>("owner", index);
        let budget = budget_of::<T>(&owner, delegate.clone(), terms.clone());
        stop::<T>(&owner, budget);
        let amount = if case == Case::NothingNew { Diem::ZERO } else { AMOUNT };
        let voucher = Voucher { owner, budget, epoch: now::<T>(), amount };
        let payload = match case {
            Case::Forged => Vec::new(),
            Case::Settled | Case::NothingNew => voucher.payload(genesis_hash::<T>(), who),
        };
        let (signer, signature) = sign::<T>(&wrap(&payload));
        SignedVoucher { voucher, wrapped: true, signer, signature }
    };
    Vouchers::truncate_from((0..v).map(voucher).collect())
}
