//! Providers, and the models that they serve.

use super::{now, rich, BenchmarkHelper, UNIT};
use crate::{
    types::{Listing, MAX_SETTLED_EPOCHS},
    Config, Listings, NextModelId, Pallet, Providers,
};
use diem_primitives::{
    pricing::{Price, Prices},
    BatchRoot, Diem, Dimension, EpochIndex, EpochSeries, ModelId, ModelKind, ModelName, Multiplier,
};
use frame_benchmarking::account;
use frame_support::{traits::Get, BoundedVec};

/// What a provider pledges.
pub const PLEDGE: Diem = Diem(1_000 * UNIT);
/// The number of the first model: so high that no number is longer.
const FIRST_MODEL: ModelId = ModelId(1 << 30);
/// What a provider says of itself: as much as it may.
pub const METADATA: [u8; 256] = [b'x'; 256];

/// A provider that has pledged for the current epoch, whose list is full but for `free` places, and which settled something into each
/// epoch that can still be disputed.
pub fn provider<T: Config>(free: u32) -> T::AccountId {
    let who = rich::<T>("provider", 0);
    Pallet::<T>::do_register_provider(who.clone(), PLEDGE, BoundedVec::truncate_from(METADATA.to_vec()))
        .unwrap();
    let listings = T::MaxModelsPerProvider::get() - free;
    Providers::<T>::mutate(&who, |provider| {
        let provider = provider.as_mut().unwrap();
        provider.capacity = EpochSeries::constant(now::<T>(), PLEDGE);
        provider.listings = listings;
    });
    settle_epochs::<T>(&who, now::<T>(), T::DisputeEpochs::get() + 1);
    // Models far from those that are registered here.
    (0..listings).for_each(|number| list::<T>(&who, ModelId(u32::MAX - number)));
    who
}

/// Lets a provider have settled something into each of `count` epochs, of which `last` is the last, and into no other.
pub fn settle_epochs<T: Config>(who: &T::AccountId, last: EpochIndex, count: u32) {
    Providers::<T>::mutate(who, |provider| {
        let settled = &mut provider.as_mut().unwrap().settled;
        *settled = Default::default();
        (0..count).for_each(|age| settled.add(EpochIndex(last.0 - age), Diem(UNIT)).unwrap());
    });
}

/// The same, with as many epochs as are remembered.
pub fn settle_all_epochs<T: Config>(who: &T::AccountId, last: EpochIndex) {
    settle_epochs::<T>(who, last, MAX_SETTLED_EPOCHS);
}

/// The last epoch that can't be disputed any more.
pub fn last_final<T: Config>() -> EpochIndex {
    EpochIndex(now::<T>().0 - T::DisputeEpochs::get() - 1)
}

/// A provider that is leaving and whose bond is free, with so many models on its list and so many roots.
pub fn leaving_provider<T: Config>(listings: u32, roots: u32) -> T::AccountId {
    let who = provider::<T>(T::MaxModelsPerProvider::get() - listings);
    keep_expired_roots::<T>(&who, roots);
    Pallet::<T>::do_set_receipt_key(who.clone(), account("key", 0, 0)).unwrap();
    Pallet::<T>::do_deregister_provider(who.clone()).unwrap();
    Providers::<T>::mutate(&who, |provider| provider.as_mut().unwrap().bond_free_at = now::<T>());
    who
}

/// Keeps the roots of batches from number 0 on, which have expired.
pub fn keep_expired_roots<T: Config>(who: &T::AccountId, count: u32) {
    let root = BatchRoot { epoch: last_final::<T>(), root: Default::default(), groups: 1 };
    (0..count).for_each(|sequence| Pallet::<T>::keep_root(who, sequence.into(), root));
}

/// Lets a provider serve a model in the current epoch.
pub fn list<T: Config>(who: &T::AccountId, model: ModelId) {
    let series = EpochSeries::constant(now::<T>(), Listing::served(Multiplier::MAX));
    Listings::<T>::insert(who, model, series);
}

/// Takes all models off a provider's list.
pub fn stop_serving_all<T: Config>(who: &T::AccountId) {
    let _ = Listings::<T>::clear_prefix(who, u32::MAX, None);
}

/// A price for each dimension that there is.
pub fn prices(per_million: u128) -> Prices {
    let price = |dimension| Price { dimension, per_million: Diem(per_million) };
    BoundedVec::truncate_from(Dimension::ALL.into_iter().map(price).collect())
}

pub fn name() -> ModelName {
    BoundedVec::truncate_from([b'x'; 64].to_vec())
}

/// A model, with its price for a million units of any dimension.
pub fn model<T: Config>(curator: &T::AccountId, per_million: u128) -> ModelId {
    let id = NextModelId::<T>::get().max(FIRST_MODEL);
    NextModelId::<T>::put(id);
    Pallet::<T>::do_register_model(curator.clone(), name(), ModelKind::Text, prices(per_million)).unwrap();
    id
}

/// Opens the epoch in which benchmarks take place.
pub fn open_epoch<T: Config>() {
    T::BenchmarkHelper::open_epoch(EpochIndex(100));
}
