//! Benchmarks of the calls, each at its worst: providers with all that they can hold, budgets that are being stopped in every way, the
//! longest receipts in the most costly order. Ledgers are up to date.
#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    reason = "a benchmark that can't be set up fails"
)]

mod batches;
mod budgets;
mod evidence;
mod providers;
mod vouchers;

use crate::{
    batches::{CLEARED_PER_CALL, LOOKED_AT_PER_BATCH},
    listings::first_listing,
    types::MAX_SETTLED_EPOCHS,
    Budgets, Call, Config, Event, Listings, MeteringParameters, Models, NextBudgetId, NextModelId, Pallet,
    Parameters, Providers,
};
use alloc::boxed::Box;
use batches::batch;
use budgets::{budget, terms, LIMIT};
use diem_primitives::{
    evidence::MAX_PROOF, receipt::MAX_RECEIPTS, usage::MAX_USAGE_ENTRIES, Diem, Emission, EpochClock,
    EpochIndex, ModelId, ModelKind, Multiplier, PLANCK_PER_UNIT,
};
use evidence::{overcharged, settled_twice};
use frame_benchmarking::v2::*;
use frame_support::{
    traits::{EnsureOrigin, Get},
    BoundedVec,
};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use providers::{
    keep_expired_roots, last_final, leaving_provider, model, name, open_epoch, prices, provider,
    settle_all_epochs, settle_epochs, stop_serving_all, METADATA, PLEDGE,
};
use sp_runtime::{traits::Verify, Percent};
use vouchers::{vouchers, Case, AMOUNT};

/// The kinds of signature that accounts make.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SignatureKind {
    /// Schnorr on Ristretto.
    Sr25519,
    /// EdDSA.
    Ed25519,
    /// On secp256k1.
    Ecdsa,
}

/// The kind that benchmarks sign with. No kind takes longer to verify by more than a twentieth.
pub(crate) const SIGNED_WITH: SignatureKind = SignatureKind::Sr25519;
/// Groups of a batch, and vouchers of a call: fewer than there may be, because each component is measured with all others at their most, and
/// what the smallest call costs is found by going back from there.
const MOST_GROUPS: u32 = 20;
const MOST_VOUCHERS: u32 = 32;
/// Receipts of a batch whose usage entries are counted.
const RECEIPTS_WITH_ENTRIES: u32 = 100;

/// What benchmarks can't do by the traits of the config.
pub trait BenchmarkHelper<AccountId, Signature> {
    /// Gives an account VVV enough for any bond and any deposit.
    fn fund(who: &AccountId);

    /// Makes `epoch` the current one. What a DIEM of it and of the eleven epochs before it earns is known, and above zero.
    fn open_epoch(epoch: EpochIndex);

    /// Signs a message, always with the same key of a kind, and tells whose it is.
    fn sign(kind: SignatureKind, message: &[u8]) -> (AccountId, Signature);
}

/// A whole DIEM or VVV, in planck.
const UNIT: u128 = PLANCK_PER_UNIT;
/// As many bytes as are signed for a wrapped voucher.
const MESSAGE: &[u8] = &[b'x'; 150];

fn now<T: Config>() -> EpochIndex {
    T::Quota::current_epoch()
}

fn genesis_hash<T: Config>() -> T::Hash {
    frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::from(0_u32))
}

/// An account with VVV.
fn rich<T: Config>(name: &'static str, index: u32) -> T::AccountId {
    let who: T::AccountId = account(name, index, 0);
    T::BenchmarkHelper::fund(&who);
    who
}

/// A signature, with its account.
fn sign<T: Config>(message: &[u8]) -> (T::AccountId, T::Signature) {
    T::BenchmarkHelper::sign(SIGNED_WITH, message)
}

fn assert_last<T: Config>(event: Event<T>) {
    frame_system::Pallet::<T>::assert_last_event(event.into());
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn register_provider() {
        open_epoch::<T>();
        let who = rich::<T>("who", 0);
        let metadata = BoundedVec::truncate_from(METADATA.to_vec());

        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()), PLEDGE, metadata);

        assert!(Providers::<T>::contains_key(&who));
    }

    #[benchmark]
    fn set_capacity() {
        open_epoch::<T>();
        let who = provider::<T>(0);
        let capacity = Diem(PLEDGE.0 * 2);

        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()), capacity);

        assert_eq!(Providers::<T>::get(&who).unwrap().capacity.next, capacity);
    }

    #[benchmark]
    fn deregister_provider() {
        open_epoch::<T>();
        let who = provider::<T>(0);

        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()));

        assert!(Providers::<T>::get(&who).unwrap().leaving);
    }

    #[benchmark]
    fn set_receipt_key() {
        open_epoch::<T>();
        let who = provider::<T>(0);
        let (former, key): (T::AccountId, T::AccountId) = (account("key", 0, 0), account("key", 1, 0));
        Pallet::<T>::do_set_receipt_key(who.clone(), former.clone()).unwrap();

        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()), key.clone());

        assert_last::<T>(Event::ReceiptKeySet { provider: who, key, former: Some(former) });
    }

    // The provider stays, with a smaller pledge.
    #[benchmark]
    fn withdraw_bond() {
        open_epoch::<T>();
        let who = provider::<T>(0);
        Pallet::<T>::do_set_capacity(who.clone(), Diem(PLEDGE.0 / 2)).unwrap();
        Providers::<T>::mutate(&who, |provider| provider.as_mut().unwrap().bond_free_at = now::<T>());
        let bond = Providers::<T>::get(&who).unwrap().bond;
        let caller = rich::<T>("caller", 0);

        #[extrinsic_call]
        _(RawOrigin::Signed(caller), who.clone());

        assert!(Providers::<T>::get(&who).unwrap().bond < bond);
    }

    // The provider goes, with `l` models on its list and `b` roots. Nothing that it settled is final: what it is paid is measured on its own.
    #[benchmark]
    fn remove_provider(
        l: Linear<0, { T::MaxModelsPerProvider::get() }>,
        b: Linear<0, { CLEARED_PER_CALL - 1 }>,
    ) {
        open_epoch::<T>();
        let who = leaving_provider::<T>(l, b);
        let caller = rich::<T>("caller", 0);

        #[extrinsic_call]
        withdraw_bond(RawOrigin::Signed(caller), who.clone());

        assert_last::<T>(Event::ProviderRemoved { provider: who });
    }

    // The provider would go, but has more roots than one call removes.
    #[benchmark]
    fn clear_roots() {
        open_epoch::<T>();
        let who = leaving_provider::<T>(T::MaxModelsPerProvider::get(), CLEARED_PER_CALL + 1);
        let caller = rich::<T>("caller", 0);

        #[extrinsic_call]
        withdraw_bond(RawOrigin::Signed(caller), who.clone());

        assert_last::<T>(Event::BatchRootsCleared { provider: who, count: CLEARED_PER_CALL });
    }

    // What a provider that goes is paid for `e` epochs. The call itself writes its account, to which the bond comes back.
    #[benchmark]
    fn pay_earnings(e: Linear<0, MAX_SETTLED_EPOCHS>) {
        open_epoch::<T>();
        let who = provider::<T>(0);
        settle_epochs::<T>(&who, last_final::<T>(), e);
        let mut provider = Providers::<T>::get(&who).unwrap();
        provider.earnings = UNIT;
        benchmarking::add_to_whitelist(frame_system::Account::<T>::hashed_key_for(&who).into());

        #[block]
        {
            Pallet::<T>::pay_earnings(&who, &mut provider, now::<T>()).unwrap();
        }

        // What it had earned before, and a DIEM of each epoch: none lapsed.
        let per_diem = T::Emission::value_per_diem(last_final::<T>()).unwrap();
        let amount = UNIT + per_diem * u128::from(e);
        assert_last::<T>(Event::EarningsClaimed { provider: who, amount });
    }

    #[benchmark]
    fn serve_model() {
        open_epoch::<T>();
        let who = provider::<T>(1);
        let model = model::<T>(&who, UNIT);

        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()), model, Multiplier::MAX);

        assert_last::<T>(Event::ModelServed { provider: who, model, multiplier: Multiplier::MAX });
    }

    #[benchmark]
    fn stop_serving() {
        open_epoch::<T>();
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
        open_epoch::<T>();
        let curator = rich::<T>("who", 0);
        let model = NextModelId::<T>::get();

        #[extrinsic_call]
        _(RawOrigin::Signed(curator.clone()), name(), ModelKind::Text, prices(UNIT));

        assert_last::<T>(Event::ModelRegistered { model, curator });
    }

    #[benchmark]
    fn set_rate_card() {
        open_epoch::<T>();
        let curator = rich::<T>("who", 0);
        let model = model::<T>(&curator, UNIT);

        #[extrinsic_call]
        _(RawOrigin::Signed(curator), model, prices(UNIT / 2));

        assert_last::<T>(Event::RateCardSet { model, effective_at: now::<T>().next() });
    }

    #[benchmark]
    fn set_curator() {
        open_epoch::<T>();
        let who = rich::<T>("who", 0);
        let model = model::<T>(&who, UNIT);
        let curator: T::AccountId = account("curator", 0, 0);

        #[extrinsic_call]
        _(RawOrigin::Signed(who), model, curator.clone());

        assert_last::<T>(Event::CuratorSet { model, curator });
    }

    // The second call, which removes it and frees the deposit: retiring alone writes less.
    #[benchmark]
    fn retire_model() {
        open_epoch::<T>();
        let curator = rich::<T>("who", 0);
        let model = model::<T>(&curator, UNIT);
        Models::<T>::mutate(model, |model| model.as_mut().unwrap().retired_at = Some(last_final::<T>()));
        let caller = rich::<T>("caller", 0);

        #[extrinsic_call]
        _(RawOrigin::Signed(caller), model);

        assert_last::<T>(Event::ModelRemoved { model });
    }

    // One more, whose share is carved out of what the owner has left.
    #[benchmark]
    fn open_budget() {
        open_epoch::<T>();
        let owner = rich::<T>("who", 0);
        budget::<T>(&owner);
        let id = NextBudgetId::<T>::get(&owner);
        let (delegate, warn_at) = (Some(owner.clone()), Some(Percent::from_percent(80)));

        #[extrinsic_call]
        _(RawOrigin::Signed(owner.clone()), terms::<T>(&owner, LIMIT), warn_at, delegate);

        assert!(Budgets::<T>::contains_key(&owner, id));
    }

    #[benchmark]
    fn update_budget() {
        open_epoch::<T>();
        let owner = rich::<T>("who", 0);
        let id = budget::<T>(&owner);
        let larger = terms::<T>(&owner, Diem(LIMIT.0 * 5));

        #[extrinsic_call]
        _(RawOrigin::Signed(owner.clone()), id, larger.clone(), None);

        assert_eq!(Budgets::<T>::get(&owner, id).unwrap().terms.current, larger);
    }

    #[benchmark]
    fn set_delegate() {
        open_epoch::<T>();
        let owner = rich::<T>("who", 0);
        let id = budget::<T>(&owner);

        #[extrinsic_call]
        _(RawOrigin::Signed(owner.clone()), id, None);

        assert!(Budgets::<T>::get(&owner, id).unwrap().former_delegate.is_some());
    }

    #[benchmark]
    fn pause_budget() {
        open_epoch::<T>();
        let owner = rich::<T>("who", 0);
        let id = budget::<T>(&owner);

        #[extrinsic_call]
        _(RawOrigin::Signed(owner.clone()), id);

        assert!(Budgets::<T>::get(&owner, id).unwrap().paused_until.is_some());
    }

    #[benchmark]
    fn resume_budget() {
        open_epoch::<T>();
        let owner = rich::<T>("who", 0);
        let id = budget::<T>(&owner);
        Pallet::<T>::do_pause_budget(owner.clone(), id).unwrap();

        #[extrinsic_call]
        _(RawOrigin::Signed(owner.clone()), id);

        assert_last::<T>(Event::BudgetResumed { owner, budget: id });
    }

    // The second call, which removes it and frees the deposit: closing alone writes less.
    #[benchmark]
    fn close_budget() {
        open_epoch::<T>();
        let owner = rich::<T>("who", 0);
        let id = budget::<T>(&owner);
        Pallet::<T>::do_close_budget(&owner, owner.clone(), id).unwrap();
        Budgets::<T>::mutate(&owner, id, |budget| {
            budget.as_mut().unwrap().closes_at = Some(last_final::<T>());
        });
        let caller = rich::<T>("caller", 0);

        #[extrinsic_call]
        _(RawOrigin::Signed(caller), owner.clone(), id);

        assert_last::<T>(Event::BudgetRemoved { owner, budget: id });
    }

    // `g` groups, in all `r` receipts with all their usage entries, which name `m` models.
    #[benchmark]
    fn submit_receipts(g: Linear<1, MOST_GROUPS>, r: Linear<MOST_GROUPS, 200>, m: Linear<1, 20>) {
        open_epoch::<T>();
        let who = provider::<T>(T::MaxModelsPerProvider::get());
        let batch = batch::<T>(&who, g, r, m, r * (MAX_USAGE_ENTRIES - 1));
        let before = Providers::<T>::get(&who).unwrap().settled_in(now::<T>());

        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()), batch);

        assert_eq!(Providers::<T>::get(&who).unwrap().next_sequence, 1);
        assert!(Providers::<T>::get(&who).unwrap().settled_in(now::<T>()) > before);
    }

    // One group, whose receipts have in all `u` usage entries beyond the first of each. Batches are measured with all entries, so this is
    // no part of what a batch takes: it tells what one entry takes in the call, and about as much it takes outside of it, where a block
    // decodes and hashes its extrinsics. That is what the weight of a batch adds for each of its entries.
    #[benchmark]
    fn submit_receipts_entries(u: Linear<0, { RECEIPTS_WITH_ENTRIES * (MAX_USAGE_ENTRIES - 1) }>) {
        open_epoch::<T>();
        let who = provider::<T>(T::MaxModelsPerProvider::get());
        let batch = batch::<T>(&who, 1, RECEIPTS_WITH_ENTRIES, 1, u);
        let before = Providers::<T>::get(&who).unwrap().settled_in(now::<T>());

        #[extrinsic_call]
        submit_receipts(RawOrigin::Signed(who.clone()), batch);

        assert!(Providers::<T>::get(&who).unwrap().settled_in(now::<T>()) > before);
    }

    // `g` groups of one receipt each, whose budgets are looked up, and which then have no price.
    #[benchmark]
    fn submit_receipts_rejected(g: Linear<1, MOST_GROUPS>) {
        open_epoch::<T>();
        let who = provider::<T>(T::MaxModelsPerProvider::get());
        let batch = batch::<T>(&who, g, g, 1, g * (MAX_USAGE_ENTRIES - 1));
        stop_serving_all::<T>(&who);
        let before = Providers::<T>::get(&who).unwrap().settled_in(now::<T>());

        #[extrinsic_call]
        submit_receipts(RawOrigin::Signed(who.clone()), batch);

        assert_eq!(Providers::<T>::get(&who).unwrap().next_sequence, 1);
        assert_eq!(Providers::<T>::get(&who).unwrap().settled_in(now::<T>()), before);
    }

    // `v` vouchers, each of a budget of its own.
    #[benchmark]
    fn settle_vouchers(v: Linear<1, MOST_VOUCHERS>) {
        open_epoch::<T>();
        let who = provider::<T>(T::MaxModelsPerProvider::get());
        let vouchers = vouchers::<T>(&who, v, Case::Settled);

        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()), vouchers);

        let settled = Providers::<T>::get(&who).unwrap().settled_in(now::<T>());
        assert_eq!(settled, Diem(UNIT + AMOUNT.0 * u128::from(v)));
    }

    // The same, signed for something else.
    #[benchmark]
    fn settle_vouchers_forged(v: Linear<1, MOST_VOUCHERS>) {
        open_epoch::<T>();
        let who = provider::<T>(T::MaxModelsPerProvider::get());
        let vouchers = vouchers::<T>(&who, v, Case::Forged);

        #[extrinsic_call]
        settle_vouchers(RawOrigin::Signed(who.clone()), vouchers);

        assert_eq!(Providers::<T>::get(&who).unwrap().settled_in(now::<T>()), Diem(UNIT));
    }

    // The same, of which nothing is new: the last that is looked at before the signature.
    #[benchmark]
    fn settle_vouchers_rejected(v: Linear<1, MOST_VOUCHERS>) {
        open_epoch::<T>();
        let who = provider::<T>(T::MaxModelsPerProvider::get());
        let vouchers = vouchers::<T>(&who, v, Case::NothingNew);

        #[extrinsic_call]
        settle_vouchers(RawOrigin::Signed(who.clone()), vouchers);

        assert_eq!(Providers::<T>::get(&who).unwrap().settled_in(now::<T>()), Diem(UNIT));
    }

    #[benchmark]
    fn refund() {
        open_epoch::<T>();
        let who = provider::<T>(T::MaxModelsPerProvider::get());
        let vouchers = vouchers::<T>(&who, 1, Case::Settled);
        let voucher = vouchers.first().unwrap().voucher.clone();
        let (owner, budget, epoch, amount) = (voucher.owner, voucher.budget, now::<T>(), Diem(AMOUNT.0 / 2));
        Pallet::<T>::do_settle_vouchers(who.clone(), vouchers).unwrap();

        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()), owner.clone(), budget, epoch, amount);

        assert_last::<T>(Event::Refunded { owner, budget, provider: who, epoch, amount });
    }

    // What a batch does beside settling, and vouchers in part: it credits `e` epochs and removes the roots of `b` batches.
    #[benchmark]
    fn tidy(e: Linear<0, MAX_SETTLED_EPOCHS>, b: Linear<0, LOOKED_AT_PER_BATCH>) {
        open_epoch::<T>();
        let who = provider::<T>(T::MaxModelsPerProvider::get());
        settle_epochs::<T>(&who, last_final::<T>(), e);
        keep_expired_roots::<T>(&who, b);
        let mut provider = Providers::<T>::get(&who).unwrap();
        let counted;

        #[block]
        {
            let credited = Pallet::<T>::credit_earnings(&who, &mut provider, now::<T>());
            let tidied = Pallet::<T>::remove_expired_roots(&who, &mut provider, now::<T>(), b.into());
            counted = (credited, tidied.removed);
        }

        assert_eq!(counted, (e, b));
    }

    // `r` receipts and `p` hashes of proof.
    #[benchmark]
    fn dispute_overcharged(r: Linear<1, MAX_RECEIPTS>, p: Linear<0, MAX_PROOF>) {
        open_epoch::<T>();
        let who = provider::<T>(T::MaxModelsPerProvider::get());
        let reporter = rich::<T>("reporter", 0);
        let evidence = overcharged::<T>(&who, r, p);
        settle_all_epochs::<T>(&who, now::<T>());

        #[extrinsic_call]
        dispute(RawOrigin::Signed(reporter), Box::new(evidence));

        assert!(Providers::<T>::get(&who).unwrap().suspended);
    }

    // The same, of two groups together.
    #[benchmark]
    fn dispute_settled_twice(r: Linear<2, { 2 * MAX_RECEIPTS }>, p: Linear<0, { 2 * MAX_PROOF }>) {
        open_epoch::<T>();
        let who = provider::<T>(T::MaxModelsPerProvider::get());
        let reporter = rich::<T>("reporter", 0);
        let evidence = settled_twice::<T>(&who, r, p);
        settle_all_epochs::<T>(&who, now::<T>());

        #[extrinsic_call]
        dispute(RawOrigin::Signed(reporter), Box::new(evidence));

        assert!(Providers::<T>::get(&who).unwrap().suspended);
    }

    // Earnings of `e` epochs are credited.
    #[benchmark]
    fn claim_earnings(e: Linear<0, MAX_SETTLED_EPOCHS>) {
        open_epoch::<T>();
        let who = provider::<T>(T::MaxModelsPerProvider::get());
        settle_epochs::<T>(&who, last_final::<T>(), e);
        Providers::<T>::mutate(&who, |provider| provider.as_mut().unwrap().earnings = UNIT);
        let caller = rich::<T>("caller", 0);

        #[extrinsic_call]
        _(RawOrigin::Signed(caller), who.clone());

        assert_eq!(Providers::<T>::get(&who).unwrap().earnings, 0);
    }

    // No calls: they tell which kind of signature the other benchmarks may use.
    #[benchmark]
    fn verify_sr25519() {
        let (signer, signature) = T::BenchmarkHelper::sign(SignatureKind::Sr25519, MESSAGE);
        let holds;

        #[block]
        {
            holds = signature.verify(MESSAGE, &signer);
        }

        assert!(holds);
    }

    #[benchmark]
    fn verify_ed25519() {
        let (signer, signature) = T::BenchmarkHelper::sign(SignatureKind::Ed25519, MESSAGE);
        let holds;

        #[block]
        {
            holds = signature.verify(MESSAGE, &signer);
        }

        assert!(holds);
    }

    #[benchmark]
    fn verify_ecdsa() {
        let (signer, signature) = T::BenchmarkHelper::sign(SignatureKind::Ecdsa, MESSAGE);
        let holds;

        #[block]
        {
            holds = signature.verify(MESSAGE, &signer);
        }

        assert!(holds);
    }

    #[benchmark]
    fn set_parameters() -> Result<(), BenchmarkError> {
        open_epoch::<T>();
        let origin = T::ManageOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
        let parameters = MeteringParameters { revocation_grace: 7, ..Default::default() };

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, parameters.clone());

        assert_eq!(Parameters::<T>::get(), parameters);
        Ok(())
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::build(crate::mock::genesis()), crate::mock::Test);
}
