//! Signing vouchers, and settling them.

use super::*;

/// A voucher as a provider submits it.
pub type Signed = SignedVoucher<AccountId, TestSignature>;

/// The key that signs for budgets.
pub fn agent() -> Key {
    Key::sr25519(1)
}

/// Terms of a shared budget of so many DIEM per epoch, that `PROVIDER` may debit by vouchers.
pub fn by_voucher(limit: u128) -> BudgetTerms<AccountId> {
    BudgetTerms { consent: Consent::Vouchers, provider: ProviderChoice::Only(PROVIDER), ..shared(limit) }
}

/// Opens a budget of `OWNER` whose delegate is that key.
pub fn open_for(key: &Key, terms: BudgetTerms<AccountId>) -> BudgetId {
    let id = crate::NextBudgetId::<Test>::get(OWNER);
    assert_ok!(Metering::open_budget(signed(OWNER), terms, None, Some(key.account())));
    id
}

/// Opens a budget of `OWNER` for the agent.
pub fn open_for_agent(terms: BudgetTerms<AccountId>) -> BudgetId {
    open_for(&agent(), terms)
}

/// A voucher of `OWNER` for so many DIEM in all.
pub fn voucher(budget: BudgetId, epoch: u32, diem: u128) -> Voucher<AccountId> {
    Voucher { owner: OWNER, budget, epoch: EpochIndex(epoch), amount: Diem(diem * DIEM) }
}

/// The bytes of a voucher for `PROVIDER` on this chain.
pub fn payload(voucher: &Voucher<AccountId>) -> Vec<u8> {
    voucher.payload(System::block_hash(0), &PROVIDER)
}

/// A voucher with a key's signature of some bytes, whatever they are.
pub fn with_signature(key: &Key, voucher: Voucher<AccountId>, bytes: &[u8]) -> Signed {
    SignedVoucher { voucher, wrapped: false, signer: key.account(), signature: key.sign(bytes) }
}

/// A voucher that a key signed for `PROVIDER`.
pub fn signed_by(key: &Key, voucher: Voucher<AccountId>) -> Signed {
    let bytes = payload(&voucher);
    with_signature(key, voucher, &bytes)
}

/// A voucher that the agent signed for `PROVIDER`.
pub fn by_agent(voucher: Voucher<AccountId>) -> Signed {
    signed_by(&agent(), voucher)
}

/// What vouchers came to.
#[derive(Debug, PartialEq, Eq)]
pub struct Vouched {
    pub debited: Diem,
    pub vouchers: u32,
    pub rejections: Vec<VoucherRejection>,
}

/// Settles vouchers; events before it are forgotten.
pub fn settle(who: AccountId, vouchers: Vec<Signed>) -> Vouched {
    events();
    assert_ok!(Metering::settle_vouchers(signed(who), BoundedVec::truncate_from(vouchers)));
    let vouched = System::read_events_for_pallet::<Event<Test>>().into_iter().find_map(|event| match event {
        Event::VouchersSettled { debited, vouchers, rejections, .. } => {
            Some(Vouched { debited, vouchers, rejections })
        }
        _ => None,
    });
    vouched.unwrap()
}

/// Vouchers of which so many DIEM were debited, and none rejected.
pub fn all_debited(diem: u128, vouchers: u32) -> Vouched {
    Vouched { debited: Diem(diem * DIEM), vouchers, rejections: vec![] }
}

/// Vouchers of which nothing was debited, each for its reason.
pub fn none_debited(reasons: &[VoucherRejectionReason]) -> Vouched {
    let rejection =
        |(index, reason): (u32, &VoucherRejectionReason)| VoucherRejection { index, reason: *reason };
    Vouched { debited: Diem::ZERO, vouchers: 0, rejections: (0..).zip(reasons).map(rejection).collect() }
}

/// The mark of a budget of `OWNER` in an epoch.
pub fn mark(budget: BudgetId, epoch: u32) -> Diem {
    stored_budget(budget).voucher_mark(EpochIndex(epoch))
}
