//! Models and their rate cards.

use crate::{types::Model, Config, Error, Event, HoldReason, Models, NextModelId, Pallet, Parameters};
use diem_primitives::{
    pricing::Prices, Balance, EpochClock, EpochSeries, ModelId, ModelKind, ModelName, RateCard, RateCardError,
};
use frame_support::{
    ensure,
    traits::{fungible::MutateHold, tokens::Precision},
};
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

impl<T> From<RateCardError> for Error<T> {
    fn from(error: RateCardError) -> Self {
        match error {
            RateCardError::Empty => Self::NoPrices,
            RateCardError::ZeroPrice => Self::ZeroPrice,
            RateCardError::DuplicateDimension => Self::DuplicatePrice,
            RateCardError::DimensionsChanged => Self::DimensionsChanged,
            RateCardError::MovedTooFar => Self::MovedTooFar,
        }
    }
}

impl<T: Config> Pallet<T> {
    pub(crate) fn do_register_model(
        curator: T::AccountId,
        name: ModelName,
        kind: ModelKind,
        prices: Prices,
    ) -> DispatchResult {
        let card = RateCard::new(prices).map_err(Error::<T>::from)?;
        let deposit = Parameters::<T>::get().model_deposit;
        T::Currency::hold(&HoldReason::ModelDeposit.into(), &curator, deposit)?;
        let model = Self::insert_model(curator.clone(), deposit, name, kind, card)?;
        Self::deposit_event(Event::ModelRegistered { model, curator });
        Ok(())
    }

    pub(crate) fn do_set_rate_card(who: &T::AccountId, model: ModelId, prices: Prices) -> DispatchResult {
        let mut record = Self::curated_model(who, model)?;
        ensure!(record.retired_at.is_none(), Error::<T>::ModelRetired);
        let card = RateCard::new(prices).map_err(Error::<T>::from)?;
        let now = T::Quota::current_epoch();
        record.cards.advance(now);
        record.cards.current.check_successor(&card).map_err(Error::<T>::from)?;
        record.cards.set_next(now, card);
        Models::<T>::insert(model, record);
        Self::deposit_event(Event::RateCardSet { model, effective_at: now.next() });
        Ok(())
    }

    pub(crate) fn do_set_curator(
        who: &T::AccountId,
        model: ModelId,
        curator: T::AccountId,
    ) -> DispatchResult {
        let mut record = Self::curated_model(who, model)?;
        ensure!(record.curator != curator, Error::<T>::Unchanged);
        record.curator = curator.clone();
        Models::<T>::insert(model, record);
        Self::deposit_event(Event::CuratorSet { model, curator });
        Ok(())
    }

    pub(crate) fn do_retire_model(who: &T::AccountId, model: ModelId) -> DispatchResult {
        let record = Models::<T>::get(model).ok_or(Error::<T>::UnknownModel)?;
        let now = T::Quota::current_epoch();
        if record.retired_at.is_some() {
            ensure!(record.is_removable(now), Error::<T>::NotRemovableYet);
            return Self::remove_model(model, &record);
        }
        let mut record = Self::curated_model(who, model)?;
        let retired_at = now.next();
        record.retired_at = Some(retired_at);
        Models::<T>::insert(model, record);
        Self::deposit_event(Event::ModelRetired { model, retired_at });
        Ok(())
    }

    /// Stores a model under the next number. Its prices hold at once: nobody serves it before the next epoch.
    pub(crate) fn insert_model(
        curator: T::AccountId,
        deposit: Balance,
        name: ModelName,
        kind: ModelKind,
        card: RateCard,
    ) -> Result<ModelId, DispatchError> {
        let is_text = !name.is_empty() && core::str::from_utf8(&name).is_ok();
        ensure!(is_text, Error::<T>::InvalidName);
        let id = NextModelId::<T>::get();
        let next = id.0.checked_add(1).ok_or(ArithmeticError::Overflow)?;
        let cards = EpochSeries::constant(T::Quota::current_epoch(), card);
        let depositor = curator.clone();
        let model = Model { name, kind, curator, depositor, deposit, cards, retired_at: None };
        Models::<T>::insert(id, model);
        NextModelId::<T>::put(ModelId(next));
        Ok(id)
    }

    fn remove_model(model: ModelId, record: &Model<T::AccountId>) -> DispatchResult {
        let reason = HoldReason::ModelDeposit.into();
        T::Currency::release(&reason, &record.depositor, record.deposit, Precision::Exact)?;
        Models::<T>::remove(model);
        Self::deposit_event(Event::ModelRemoved { model });
        Ok(())
    }

    /// A model whose curator `who` is.
    fn curated_model(who: &T::AccountId, model: ModelId) -> Result<Model<T::AccountId>, Error<T>> {
        let record = Models::<T>::get(model).ok_or(Error::<T>::UnknownModel)?;
        ensure!(record.curator == *who, Error::<T>::NotCurator);
        Ok(record)
    }
}
