//! Benchmarks of the calls, each at its worst as far as this pallet knows it: what opening a ledger costs is the ledger's own.
#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    reason = "a benchmark that can't be set up fails"
)]

use crate::{
    batches::CLEARED_PER_CALL, listings::first_listing, types::Listing, Budgets, Call, Config, Event,
    Listings, MeteringParameters, NextModelId, Pallet, Parameters, Providers,
};
use alloc::{boxed::Box, vec::Vec};
use diem_primitives::{
    evidence::MAX_PROOF,
    pricing::{Price, Prices},
    receipt::MAX_RECEIPTS,
    usage::MAX_USAGE_ENTRIES,
    Batch, BatchRoot, BudgetId, BudgetMode, BudgetTerms, Consent, Diem, Dimension, EpochClock, EpochIndex,
    EpochSeries, Evidence, Fault, GroupOutcome, ModelId, ModelKind, ModelName, Multiplier, ProvenGroup,
    ProviderChoice, QuotaLedger, Receipt, ReceiptGroup, ReceiptStatement, SignedReceipt, SignedVoucher,
    UsageEntry, Voucher, Vouchers, PLANCK_PER_UNIT,
};
use frame_benchmarking::v2::*;
use frame_support::{
    traits::{fungible, EnsureOrigin, Get},
    BoundedVec,
};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use sp_runtime::{traits::IdentifyAccount, AccountId32, KeyTypeId, MultiSignature, MultiSigner, Percent};

/// A whole DIEM or VVV, in planck.
const UNIT: u128 = PLANCK_PER_UNIT;
/// What a provider of a benchmark pledges.
const PLEDGE: Diem = Diem(1_000 * UNIT);

/// All dimensions that a usage has room for.
const DIMENSIONS: [Dimension; MAX_USAGE_ENTRIES as usize] = [
    Dimension::Requests,
    Dimension::InputTokens,
    Dimension::CachedInputTokens,
    Dimension::CacheWriteTokens,
    Dimension::OutputTokens,
    Dimension::ReasoningTokens,
    Dimension::Images,
    Dimension::Megapixels,
];

/// A signature that a benchmark can make.
pub trait Signing<AccountId>: Sized {
    /// Signs a message, always with the same key, and tells whose it is.
    fn sign(message: &[u8]) -> (AccountId, Self);
}

impl Signing<AccountId32> for MultiSignature {
    fn sign(message: &[u8]) -> (AccountId32, Self) {
        let kind = KeyTypeId(*b"bnch");
        let public = sp_io::crypto::sr25519_generate(kind, Some(b"//Agent".to_vec()));
        let signature = sp_io::crypto::sr25519_sign(kind, &public, message).unwrap();
        (MultiSigner::from(public).into_account(), signature.into())
    }
}

fn now<T: Config>() -> EpochIndex {
    T::Quota::current_epoch()
}

fn rich<T: Config>(name: &'static str, index: u32) -> T::AccountId
where
    T::Currency: fungible::Mutate<T::AccountId>,
{
    let who: T::AccountId = account(name, index, 0);
    <T::Currency as fungible::Mutate<_>>::set_balance(&who, 10_000_000 * UNIT);
    who
}

/// A provider that has pledged for the current epoch, and a list that is full but for `free` places.
fn provider<T: Config>(free: u32) -> T::AccountId
where
    T::Currency: fungible::Mutate<T::AccountId>,
{
    let who = rich::<T>("provider", 0);
    Pallet::<T>::do_register_provider(who.clone(), PLEDGE, BoundedVec::truncate_from([b'x'; 256].to_vec()))
        .unwrap();
    let listings = T::MaxModelsPerProvider::get() - free;
    Providers::<T>::mutate(&who, |provider| {
        let provider = provider.as_mut().unwrap();
        provider.capacity = EpochSeries::constant(now::<T>(), PLEDGE);
        provider.listings = listings;
    });
    for model in 0..listings {
        let served = EpochSeries::constant(now::<T>(), Listing::served(Multiplier::ONE));
        // Models far from those that benchmarks register.
        Listings::<T>::insert(&who, ModelId(u32::MAX - model), served);
    }
    who
}

fn prices(per_million: u128) -> Prices {
    let price = |dimension| Price { dimension, per_million: Diem(per_million) };
    BoundedVec::truncate_from(DIMENSIONS.into_iter().map(price).collect())
}

fn name() -> ModelName {
    BoundedVec::truncate_from([b'x'; 64].to_vec())
}

fn model<T: Config>(curator: &T::AccountId) -> ModelId {
    let id = NextModelId::<T>::get();
    Pallet::<T>::do_register_model(curator.clone(), name(), ModelKind::Text, prices(UNIT)).unwrap();
    id
}

fn terms<T: Config>(mode: BudgetMode) -> BudgetTerms<T::AccountId> {
    let (provider, consent) = (ProviderChoice::Any, Consent::Receipts);
    BudgetTerms { limit: Diem(10 * UNIT), mode, provider, consent, expires_at: None }
}

/// A budget whose owner has quota in the current epoch.
fn budget<T: Config>(owner: &T::AccountId) -> BudgetId {
    budget_of::<T>(owner, owner.clone(), terms::<T>(BudgetMode::Reserved))
}

/// The same, with a delegate and terms.
fn budget_of<T: Config>(
    owner: &T::AccountId,
    delegate: T::AccountId,
    terms: BudgetTerms<T::AccountId>,
) -> BudgetId {
    Pallet::<T>::do_open_budget(owner.clone(), terms.clone(), None, Some(delegate)).unwrap();
    T::Quota::with_window(owner, now::<T>(), |window| window.granted = Diem(100 * UNIT)).unwrap();
    // The share that it is short of.
    let warn_at = Some(Percent::from_percent(1));
    Pallet::<T>::do_update_budget(owner.clone(), BudgetId(0), terms, warn_at).unwrap();
    BudgetId(0)
}

/// So many vouchers for a provider, each of a budget of its own, signed for it or for nothing.
fn vouchers<T: Config>(who: &T::AccountId, v: u32, genuine: bool) -> Vouchers<T::AccountId, T::Signature>
where
    T::Currency: fungible::Mutate<T::AccountId>,
    T::Signature: Signing<T::AccountId>,
{
    let (delegate, _) = T::Signature::sign(b"");
    let (provider, consent) = (ProviderChoice::Only(who.clone()), Consent::Vouchers);
    let terms = BudgetTerms { provider, consent, ..terms::<T>(BudgetMode::Reserved) };
    let genesis_hash = frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::from(0_u32));
    let voucher = |index: u32| {
        let owner = rich::<T>("owner", index);
        let budget = budget_of::<T>(&owner, delegate.clone(), terms.clone());
        let voucher = Voucher { owner, budget, epoch: now::<T>(), amount: Diem(UNIT) };
        let payload = if genuine { voucher.payload(genesis_hash, who) } else { Vec::new() };
        let (signer, signature) = T::Signature::sign(&diem_primitives::voucher::wrap(&payload));
        SignedVoucher { voucher, wrapped: true, signer, signature }
    };
    Vouchers::truncate_from((0..v).map(voucher).collect())
}

/// A receipt with as many dimensions as fit, of which none is charged more than it must.
fn receipt(model: ModelId) -> Receipt {
    let entries = DIMENSIONS.into_iter().map(|dimension| UsageEntry { dimension, units: 1 });
    Receipt { id: [7; 16], model, usage: BoundedVec::truncate_from(entries.collect()) }
}

/// A batch of `g` groups with `r` receipts in all, which name `m` models in turn.
fn batch<T: Config>(who: &T::AccountId, g: u32, r: u32, m: u32) -> Batch<T::AccountId>
where
    T::Currency: fungible::Mutate<T::AccountId>,
{
    let models: Vec<_> = (0..m).map(|_| model::<T>(who)).collect();
    for model in &models {
        let served = EpochSeries::constant(now::<T>(), Listing::served(Multiplier::ONE));
        Listings::<T>::insert(who, model, served);
    }
    let mut all: Vec<_> = models.iter().cycle().take(r as usize).map(|model| receipt(*model)).collect();
    let group = |index: u32| {
        let owner = rich::<T>("owner", index);
        let id = budget::<T>(&owner);
        // The last group takes what is left.
        let count = if index + 1 == g { all.len() } else { (r / g) as usize };
        let receipts = BoundedVec::truncate_from(all.drain(..count).collect());
        ReceiptGroup { owner, budget: id, receipts }
    };
    let groups: Vec<_> = (0..g).map(group).collect();
    Batch { epoch: now::<T>(), sequence: 0, groups: BoundedVec::truncate_from(groups) }
}

/// Evidence that a receipt was overcharged: the last of `r` in a group whose proof has `p` hashes, signed by the key before the present one.
fn overcharged<T: Config>(who: &T::AccountId, r: u32, p: u32) -> Evidence<T::AccountId, T::Signature>
where
    T::Currency: fungible::Mutate<T::AccountId>,
    T::Signature: Signing<T::AccountId>,
{
    let (owner, budget) = (rich::<T>("owner", 0), BudgetId(0));
    let outcome = |receipts: u32| {
        let receipts = (0..receipts).map(|_| receipt(ModelId(0))).collect();
        let group =
            ReceiptGroup { owner: owner.clone(), budget, receipts: BoundedVec::truncate_from(receipts) };
        GroupOutcome { group, charge: Diem(UNIT), rejections: Default::default() }
    };
    let outcomes: Vec<_> = (0..1_u32 << p).map(|index| outcome(if index == 0 { r } else { 1 })).collect();
    let leaves = outcomes.iter().map(GroupOutcome::leaf).collect();
    Pallet::<T>::keep_root(who, 0, BatchRoot::of_leaves(now::<T>(), leaves));

    let less = Receipt { usage: Default::default(), ..receipt(ModelId(0)) };
    let statement = ReceiptStatement { owner, budget, epoch: now::<T>(), receipt: less };
    let genesis_hash = frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::from(0_u32));
    let (key, signature) = T::Signature::sign(&statement.payload(genesis_hash));
    for key in [key, account("key", 0, 0)] {
        Pallet::<T>::do_set_receipt_key(who.clone(), key).unwrap();
    }
    let fault = Fault::Overcharged(SignedReceipt { statement, signature });
    let group = ProvenGroup::new(0, &outcomes, 0).unwrap();
    Evidence { provider: who.clone(), group, receipt: r - 1, fault }
}

fn assert_last<T: Config>(event: Event<T>) {
    frame_system::Pallet::<T>::assert_last_event(event.into());
}

#[benchmarks(
    where
        T::Currency: fungible::Mutate<<T as frame_system::Config>::AccountId>,
        T::Signature: Signing<<T as frame_system::Config>::AccountId>,
)]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn register_provider() {
        let who = rich::<T>("who", 0);
        let metadata = BoundedVec::truncate_from([b'x'; 256].to_vec());

        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()), PLEDGE, metadata);

        assert!(Providers::<T>::contains_key(&who));
    }

    #[benchmark]
    fn set_capacity() {
        let who = provider::<T>(0);
        let capacity = Diem(PLEDGE.0 * 2);

        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()), capacity);

        assert_eq!(Providers::<T>::get(&who).unwrap().capacity.next, capacity);
    }

    #[benchmark]
    fn deregister_provider() {
        let who = provider::<T>(0);

        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()));

        assert!(Providers::<T>::get(&who).unwrap().leaving);
    }

    #[benchmark]
    fn set_receipt_key() {
        let who = provider::<T>(0);
        let (former, key): (T::AccountId, T::AccountId) = (account("key", 0, 0), account("key", 1, 0));
        Pallet::<T>::do_set_receipt_key(who.clone(), former.clone()).unwrap();

        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()), key.clone());

        assert_last::<T>(Event::ReceiptKeySet { provider: who, key, former: Some(former) });
    }

    #[benchmark]
    fn withdraw_bond(
        l: Linear<0, { T::MaxModelsPerProvider::get() }>,
        b: Linear<0, { CLEARED_PER_CALL - 1 }>,
    ) {
        let who = provider::<T>(T::MaxModelsPerProvider::get() - l);
        let root = BatchRoot { epoch: now::<T>(), root: Default::default(), groups: 1 };
        for sequence in 0..b {
            Pallet::<T>::keep_root(&who, sequence.into(), root);
        }
        Pallet::<T>::do_deregister_provider(who.clone()).unwrap();
        Providers::<T>::mutate(&who, |provider| provider.as_mut().unwrap().bond_free_at = now::<T>());
        let caller = rich::<T>("caller", 0);

        #[extrinsic_call]
        _(RawOrigin::Signed(caller), who.clone());

        assert_last::<T>(Event::ProviderRemoved { provider: who });
    }

    #[benchmark]
    fn serve_model() {
        let who = provider::<T>(1);
        let model = model::<T>(&who);

        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()), model, Multiplier::MAX);

        assert_last::<T>(Event::ModelServed { provider: who, model, multiplier: Multiplier::MAX });
    }

    #[benchmark]
    fn stop_serving() {
        let who = provider::<T>(1);
        // Of a model that is gone: its place on the list is given up as well.
        let model = ModelId(u32::MAX / 2);
        Listings::<T>::insert(&who, model, first_listing(now::<T>(), Multiplier::ONE));
        Providers::<T>::mutate(&who, |provider| provider.as_mut().unwrap().listings += 1);

        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()), model);

        assert_last::<T>(Event::ListingRemoved { provider: who, model });
    }

    #[benchmark]
    fn register_model() {
        let curator = rich::<T>("who", 0);
        let model = NextModelId::<T>::get();

        #[extrinsic_call]
        _(RawOrigin::Signed(curator.clone()), name(), ModelKind::Text, prices(UNIT));

        assert_last::<T>(Event::ModelRegistered { model, curator });
    }

    #[benchmark]
    fn set_rate_card() {
        let curator = rich::<T>("who", 0);
        let model = model::<T>(&curator);

        #[extrinsic_call]
        _(RawOrigin::Signed(curator), model, prices(UNIT / 2));

        assert_last::<T>(Event::RateCardSet { model, effective_at: now::<T>().next() });
    }

    #[benchmark]
    fn set_curator() {
        let who = rich::<T>("who", 0);
        let model = model::<T>(&who);
        let curator: T::AccountId = account("curator", 0, 0);

        #[extrinsic_call]
        _(RawOrigin::Signed(who), model, curator.clone());

        assert_last::<T>(Event::CuratorSet { model, curator });
    }

    #[benchmark]
    fn retire_model() {
        let curator = rich::<T>("who", 0);
        let model = model::<T>(&curator);

        #[extrinsic_call]
        _(RawOrigin::Signed(curator), model);

        assert_last::<T>(Event::ModelRetired { model, retired_at: now::<T>().next() });
    }

    #[benchmark]
    fn open_budget() {
        let owner = rich::<T>("who", 0);
        let delegate = Some(owner.clone());
        let warn_at = Some(Percent::from_percent(80));

        #[extrinsic_call]
        _(RawOrigin::Signed(owner.clone()), terms::<T>(BudgetMode::Reserved), warn_at, delegate);

        assert!(Budgets::<T>::contains_key(&owner, BudgetId(0)));
    }

    #[benchmark]
    fn update_budget() {
        let owner = rich::<T>("who", 0);
        let id = budget::<T>(&owner);
        let larger = BudgetTerms { limit: Diem(50 * UNIT), ..terms::<T>(BudgetMode::Reserved) };

        #[extrinsic_call]
        _(RawOrigin::Signed(owner.clone()), id, larger.clone(), None);

        assert_eq!(Budgets::<T>::get(&owner, id).unwrap().terms.current, larger);
    }

    #[benchmark]
    fn set_delegate() {
        let owner = rich::<T>("who", 0);
        let id = budget::<T>(&owner);

        #[extrinsic_call]
        _(RawOrigin::Signed(owner.clone()), id, None);

        assert!(Budgets::<T>::get(&owner, id).unwrap().former_delegate.is_some());
    }

    #[benchmark]
    fn pause_budget() {
        let owner = rich::<T>("who", 0);
        let id = budget::<T>(&owner);

        #[extrinsic_call]
        _(RawOrigin::Signed(owner.clone()), id);

        assert!(Budgets::<T>::get(&owner, id).unwrap().paused_until.is_some());
    }

    #[benchmark]
    fn resume_budget() {
        let owner = rich::<T>("who", 0);
        let id = budget::<T>(&owner);
        Pallet::<T>::do_pause_budget(owner.clone(), id).unwrap();

        #[extrinsic_call]
        _(RawOrigin::Signed(owner.clone()), id);

        assert_last::<T>(Event::BudgetResumed { owner, budget: id });
    }

    #[benchmark]
    fn close_budget() {
        let owner = rich::<T>("who", 0);
        let id = budget::<T>(&owner);

        #[extrinsic_call]
        _(RawOrigin::Signed(owner.clone()), owner.clone(), id);

        assert_last::<T>(Event::BudgetClosing { owner, budget: id, closes_at: now::<T>().next() });
    }

    #[benchmark]
    fn submit_receipts(g: Linear<1, 100>, r: Linear<100, 1_000>, m: Linear<1, 64>) {
        let who = provider::<T>(T::MaxModelsPerProvider::get());
        let batch = batch::<T>(&who, g, r, m);

        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()), batch);

        assert_eq!(Providers::<T>::get(&who).unwrap().next_sequence, 1);
        assert!(!Providers::<T>::get(&who).unwrap().settled_in(now::<T>()).is_zero());
    }

    #[benchmark]
    fn settle_vouchers(v: Linear<1, { diem_primitives::voucher::MAX_VOUCHERS }>) {
        let who = provider::<T>(T::MaxModelsPerProvider::get());
        let vouchers = vouchers::<T>(&who, v, true);

        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()), vouchers);

        assert_eq!(Providers::<T>::get(&who).unwrap().settled_in(now::<T>()), Diem(UNIT * u128::from(v)));
    }

    #[benchmark]
    fn refuse_vouchers(v: Linear<1, { diem_primitives::voucher::MAX_VOUCHERS }>) {
        let who = provider::<T>(T::MaxModelsPerProvider::get());
        let vouchers = vouchers::<T>(&who, v, false);

        #[extrinsic_call]
        settle_vouchers(RawOrigin::Signed(who.clone()), vouchers);

        assert!(Providers::<T>::get(&who).unwrap().settled_in(now::<T>()).is_zero());
    }

    #[benchmark]
    fn refund() {
        let who = provider::<T>(T::MaxModelsPerProvider::get());
        let vouchers = vouchers::<T>(&who, 1, true);
        let owner: T::AccountId = account("owner", 0, 0);
        Pallet::<T>::do_settle_vouchers(who.clone(), vouchers).unwrap();
        let (budget, epoch, amount) = (BudgetId(0), now::<T>(), Diem(UNIT / 2));

        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()), owner.clone(), budget, epoch, amount);

        assert_last::<T>(Event::Refunded { owner, budget, provider: who, epoch, amount });
    }

    #[benchmark]
    fn dispute(r: Linear<1, MAX_RECEIPTS>, p: Linear<1, MAX_PROOF>) {
        let who = provider::<T>(T::MaxModelsPerProvider::get());
        let reporter = rich::<T>("reporter", 0);
        let evidence = overcharged::<T>(&who, r, p);

        #[extrinsic_call]
        _(RawOrigin::Signed(reporter), Box::new(evidence));

        assert!(Providers::<T>::get(&who).unwrap().suspended);
    }

    // Epochs that become final can't be brought about here: they are counted in the weight by hand, as are roots that expire.
    #[benchmark]
    fn claim_earnings() {
        let who = provider::<T>(T::MaxModelsPerProvider::get());
        Providers::<T>::mutate(&who, |provider| provider.as_mut().unwrap().earnings = UNIT);
        let caller = rich::<T>("caller", 0);

        #[extrinsic_call]
        _(RawOrigin::Signed(caller), who.clone());

        assert_last::<T>(Event::EarningsClaimed { provider: who, amount: UNIT });
    }

    #[benchmark]
    fn set_parameters() -> Result<(), BenchmarkError> {
        let origin = T::ManageOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
        let parameters = MeteringParameters { revocation_grace: 7, ..Default::default() };

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, parameters.clone());

        assert_eq!(Parameters::<T>::get(), parameters);
        Ok(())
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::build(crate::mock::genesis()), crate::mock::Test);
}
