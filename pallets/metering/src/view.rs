//! What clients read, as the next touch would find it.

use crate::{
    budgets::BudgetOf,
    settlement::Rooms,
    types::{Listing, Model, Provider},
    Budgets, Config, Listings, Models, Pallet, Providers, ReceiptKeys,
};
use alloc::vec::Vec;
use diem_primitives::{
    api::{BudgetInfo, Denial, Limit, ListingInfo, ModelInfo, ProviderInfo},
    BudgetId, Consent, Diem, Emission, EpochClock, ModelId, Moment, QuotaLedger,
};
use frame_support::traits::Get;

impl<T: Config> Pallet<T> {
    pub(crate) fn view_budget(owner: &T::AccountId, id: BudgetId) -> Option<BudgetInfo<T::AccountId>> {
        Budgets::<T>::get(owner, id).map(|budget| Self::budget_info(owner, id, budget))
    }

    pub(crate) fn view_budgets(owner: &T::AccountId) -> Vec<BudgetInfo<T::AccountId>> {
        let mut found: Vec<_> = Budgets::<T>::iter_prefix(owner)
            .map(|(id, budget)| Self::budget_info(owner, id, budget))
            .collect();
        found.sort_by_key(|info| info.id);
        found
    }

    pub(crate) fn view_provider(who: T::AccountId) -> Option<ProviderInfo<T::AccountId>> {
        Providers::<T>::get(&who).map(|provider| Self::provider_info(who, provider))
    }

    pub(crate) fn view_providers() -> Vec<ProviderInfo<T::AccountId>> {
        Providers::<T>::iter().map(|(who, provider)| Self::provider_info(who, provider)).collect()
    }

    pub(crate) fn view_model(id: ModelId) -> Option<ModelInfo<T::AccountId>> {
        Models::<T>::get(id).map(|model| Self::model_info(id, model))
    }

    pub(crate) fn view_models() -> Vec<ModelInfo<T::AccountId>> {
        let mut found: Vec<_> = Models::<T>::iter().map(|(id, model)| Self::model_info(id, model)).collect();
        found.sort_by_key(|info| info.id);
        found
    }

    pub(crate) fn view_can_debit(
        owner: &T::AccountId,
        id: BudgetId,
        provider: &T::AccountId,
        amount: Diem,
    ) -> Result<Diem, Denial> {
        let unknown = denial(Limit::UnknownBudget);
        let mut budget = Budgets::<T>::get(owner, id).ok_or(unknown)?;
        let now = T::Quota::current_epoch();
        budget.advance(now);
        // A pause stops new work at once; its grace is for what was done before.
        let paused = budget.paused_until.is_some();
        let terms = budget.admitting(provider, now, paused).map_err(|obstacle| denial(obstacle.into()))?;
        if terms.consent == Consent::Vouchers && budget.delegate.is_none() {
            return Err(denial(Limit::NoDelegate));
        }
        let record = Providers::<T>::get(provider).ok_or(denial(Limit::UnknownProvider))?;
        if record.suspended {
            return Err(denial(Limit::ProviderSuspended));
        }
        if record.pledged(now).is_zero() {
            let resets_at = Self::next_epoch_if(!record.pledged(now.next()).is_zero());
            return Err(Denial { limit: Limit::UnknownProvider, left: Diem::ZERO, resets_at });
        }
        let window = T::Quota::window(owner, now).unwrap_or_default();
        let rooms = Rooms::of(&budget, terms.mode, now, &window, record.room(now));
        rooms.after(amount).map(|_| rooms.least()).map_err(|full| {
            // Every limit is one per epoch; it is of no help where the budget or the pledge ends with this one.
            let goes_on = budget.standing(now.next(), false).is_ok() && !record.pledged(now.next()).is_zero();
            Denial { limit: full.into(), left: rooms.under(full), resets_at: Self::next_epoch_if(goes_on) }
        })
    }

    /// When the next epoch opens, where that is of any help.
    fn next_epoch_if(renewed: bool) -> Option<Moment> {
        renewed.then(T::Quota::epoch_ends_at)
    }

    fn budget_info(owner: &T::AccountId, id: BudgetId, mut budget: BudgetOf<T>) -> BudgetInfo<T::AccountId> {
        let now = T::Quota::current_epoch();
        budget.advance(now);
        let window = T::Quota::window(owner, now).unwrap_or_default();
        let stopped = budget.is_stopped(frame_system::Pallet::<T>::block_number());
        let left = match budget.standing(now, stopped) {
            Ok(terms) => Rooms::of(&budget, terms.mode, now, &window, Diem(u128::MAX)).least(),
            Err(_) => Diem::ZERO,
        };
        let (done, done_before) =
            (budget.window(now), now.previous().map(|before| budget.window(before)).unwrap_or_default());
        BudgetInfo {
            id,
            spent: done.spent,
            previous_spent: done_before.spent,
            voucher_mark: done.voucher_mark,
            previous_voucher_mark: done_before.voucher_mark,
            share: done.share(&window),
            left,
            paused: budget.paused_until.is_some(),
            terms: budget.terms.current,
            next_terms: budget.terms.next,
            warn_at: budget.warn_at,
            delegate: budget.delegate,
            closes_at: budget.closes_at,
        }
    }

    fn provider_info(account: T::AccountId, mut provider: Provider) -> ProviderInfo<T::AccountId> {
        let now = T::Quota::current_epoch();
        let pending_earnings = Self::pending_earnings(&provider, now);
        let previous_settled = now.previous().map(|before| provider.settled_in(before)).unwrap_or_default();
        let mut models: Vec<_> = Listings::<T>::iter_prefix(&account)
            .map(|(model, series)| ListingInfo {
                model,
                multiplier: series.at(now).and_then(Listing::factor),
                next_multiplier: series.after(now).factor(),
            })
            .collect();
        models.sort_by_key(|listing| listing.model);
        let receipt_key = ReceiptKeys::<T>::get(&account).map(|keys| keys.current);
        provider.credit(now, T::DisputeEpochs::get(), T::Emission::value_per_diem);
        ProviderInfo {
            account,
            capacity: provider.pledged(now),
            next_capacity: *provider.capacity.after(now),
            settled: provider.settled_in(now),
            previous_settled,
            bond: provider.bond,
            excess_bond: provider.excess_bond(Self::required_bond(&provider, now)),
            bond_free_at: provider.bond_free_at,
            next_sequence: provider.next_sequence,
            leaving: provider.leaving,
            suspended: provider.suspended,
            receipt_key,
            earnings: provider.earnings,
            pending_earnings,
            models,
            metadata: provider.metadata.into_inner(),
        }
    }

    fn model_info(id: ModelId, mut model: Model<T::AccountId>) -> ModelInfo<T::AccountId> {
        model.cards.advance(T::Quota::current_epoch());
        ModelInfo {
            id,
            name: model.name.into_inner(),
            kind: model.kind,
            curator: model.curator,
            rate_card: model.cards.current.prices().to_vec(),
            next_rate_card: model.cards.next.prices().to_vec(),
            retired_at: model.retired_at,
        }
    }
}

/// A denial that nothing but somebody's action ends.
fn denial(limit: Limit) -> Denial {
    Denial { limit, left: Diem::ZERO, resets_at: None }
}
