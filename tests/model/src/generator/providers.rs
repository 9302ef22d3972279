//! Providers and models.

use super::{Ask, Generator, STRANGER};
use crate::{
    arithmetic::WHOLE,
    models::{Price, RateCard, DIMENSIONS},
    Call, Economy, ModelId, Planck, Who,
};

/// As many providers pledge at least, as far as chance goes.
const ENOUGH_PROVIDERS: usize = 4;

impl Generator {
    pub(super) fn register_provider(&mut self, economy: &Economy) -> Option<Ask> {
        if active(economy).count() > ENOUGH_PROVIDERS && !self.once_in(8) {
            return None;
        }
        let who = self.caller_who(|who| !economy.providers.contains_key(&who))?;
        let capacity = self.capacity(economy, who);
        Self::signed(who, Call::RegisterProvider { capacity })
    }

    pub(super) fn set_capacity(&mut self, economy: &Economy) -> Option<Ask> {
        let who = self.provider(economy)?;
        let capacity = self.capacity(economy, who);
        Self::signed(who, Call::SetCapacity { capacity })
    }

    /// A pledge that the account could have a bond for.
    fn capacity(&mut self, economy: &Economy, who: Who) -> Planck {
        let bond = economy.books.spendable(who) / 4;
        let affordable = bond / (economy.metering_rules.bond_per_diem / WHOLE).max(1);
        match self.within(0, 19) {
            0 => self.amount(affordable * 8),
            1 => economy.metering_rules.min_capacity.saturating_sub(1),
            2 => economy.metering_rules.min_capacity,
            _ => self.within(affordable / 16, affordable).max(economy.metering_rules.min_capacity),
        }
    }

    pub(super) fn set_receipt_key(&mut self, economy: &Economy) -> Option<Ask> {
        let who = self.provider(economy)?;
        let keys = economy.providers.get(&who).and_then(|provider| provider.keys);
        // Most have one, and few change it.
        if keys.is_some() && !self.once_in(3) {
            return None;
        }
        let key = match keys {
            Some(keys) if self.once_in(6) => keys.current,
            _ => self.key(),
        };
        Self::signed(who, Call::SetReceiptKey { key })
    }

    pub(super) fn deregister_provider(&mut self, economy: &Economy) -> Option<Ask> {
        if active(economy).count() < ENOUGH_PROVIDERS && !self.once_in(6) {
            return None;
        }
        Self::signed(self.provider(economy)?, Call::DeregisterProvider)
    }

    pub(super) fn withdraw_bond(&mut self, economy: &Economy) -> Option<Ask> {
        let now = economy.now();
        let is_free = |who: &Who| {
            let provider = &economy.providers[who];
            now >= provider.bond_free_at && (provider.departs() || economy.excess_bond(*who) > 0)
        };
        let free: Vec<Who> = economy.providers.keys().copied().filter(is_free).collect();
        let provider = match self.once_in(5) {
            true => self.provider(economy).unwrap_or(STRANGER),
            false => self.one_of(&free)?,
        };
        Self::signed(self.caller(), Call::WithdrawBond { provider })
    }

    pub(super) fn claim_earnings(&mut self, economy: &Economy) -> Option<Ask> {
        let has_any = |who: &Who| economy.earnings(*who) > 0;
        let fit: Vec<Who> = economy.providers.keys().copied().filter(has_any).collect();
        let provider = match self.once_in(5) {
            true => self.anybody(),
            false => self.one_of(&fit)?,
        };
        Self::signed(self.caller(), Call::ClaimEarnings { provider })
    }

    /// A provider, awake or not.
    pub(super) fn provider(&mut self, economy: &Economy) -> Option<Who> {
        if self.once_in(25) {
            return Some(self.caller());
        }
        let active: Vec<Who> = active(economy).collect();
        let all: Vec<Who> = economy.providers.keys().copied().collect();
        let from = if self.once_in(6) || active.is_empty() { all } else { active };
        self.one_of(&from)
    }

    pub(super) fn serve_model(&mut self, economy: &Economy) -> Option<Ask> {
        let who = self.provider(economy)?;
        let model = self.some_model(economy);
        let now =
            economy.listings.get(&(who, model)).map(|listing| listing.epochs[&economy.now()].multiplier);
        let multiplier = match (now, self.within(0, 11)) {
            (_, 0) => self.within(0, 50_000) as u32,
            (Some(now), 1) => now / 2,
            (Some(now), 2) => now + now / 2,
            (Some(now), _) => self.within(u128::from(now - now / 3), u128::from(now + now / 3)) as u32,
            (None, _) => self.within(2_500, 40_000) as u32,
        };
        Self::signed(who, Call::ServeModel { model, multiplier })
    }

    pub(super) fn stop_serving(&mut self, economy: &Economy) -> Option<Ask> {
        let who = self.provider(economy)?;
        let listed: Vec<ModelId> = economy.listings_of(who).map(|(model, _)| model).collect();
        let model = match self.once_in(5) {
            true => self.some_model(economy),
            false => self.one_of(&listed)?,
        };
        Self::signed(who, Call::StopServing { model })
    }

    /// A model, or rarely one that there is not.
    pub(super) fn some_model(&mut self, economy: &Economy) -> ModelId {
        let models: Vec<ModelId> = (0..economy.models.len() as ModelId)
            .filter(|id| economy.model(*id).is_some_and(|model| model.retired_at.is_none()))
            .collect();
        match self.once_in(15) {
            true => self.within(0, economy.models.len() as u128) as ModelId,
            false => self.one_of(&models).unwrap_or_default(),
        }
    }

    pub(super) fn register_model(&mut self, economy: &Economy) -> Option<Ask> {
        let open = economy.models.iter().filter(|model| model.retired_at.is_none()).count();
        if open > 8 && !self.once_in(8) {
            return None;
        }
        let name = match self.within(0, 9) {
            0 => Vec::new(),
            1 => vec![0xff, 0xfe],
            _ => format!("model-{}", economy.models.len()).into_bytes(),
        };
        let prices = self.prices();
        Self::signed(self.caller(), Call::RegisterModel { name, prices })
    }

    /// A list of prices that is a rate card more often than not.
    pub(super) fn prices(&mut self) -> Vec<Price> {
        let count = self.within(1, 4);
        let mut prices: Vec<Price> = (0..count)
            .map(|_| (self.within(0, u128::from(DIMENSIONS) - 1) as u8, self.any_size(4 * WHOLE)))
            .collect();
        match self.within(0, 19) {
            0 => prices.clear(),
            1 => prices[0].1 = 0,
            2 => prices.push(prices[0]),
            _ => {
                prices.sort_unstable();
                prices.dedup_by_key(|(dimension, _)| *dimension);
            }
        }
        prices
    }

    pub(super) fn set_rate_card(&mut self, economy: &Economy) -> Option<Ask> {
        let model = self.some_model(economy);
        let (curator, card) = match economy.model(model) {
            Some(record) => (record.curator, record.cards[&economy.now()].clone()),
            None => (self.caller(), RateCard::from([(0, WHOLE)])),
        };
        let who = if self.once_in(12) { self.caller() } else { curator };
        let prices = match self.within(0, 9) {
            0 => self.prices(),
            1 => card.iter().map(|(dimension, price)| (*dimension, price + price / 2 + 1)).collect(),
            2 => card.iter().map(|(dimension, price)| (*dimension, price - price / 2)).collect(),
            _ => card
                .iter()
                .map(|(named, price)| (*named, self.within(price - price / 3, price + price / 3)))
                .collect(),
        };
        Self::signed(who, Call::SetRateCard { model, prices })
    }

    pub(super) fn set_curator(&mut self, economy: &Economy) -> Option<Ask> {
        let model = self.some_model(economy);
        let curator = economy.model(model).map_or(0, |record| record.curator);
        let who = if self.once_in(6) { self.caller() } else { curator };
        Self::signed(who, Call::SetCurator { model, curator: self.caller() })
    }

    pub(super) fn retire_model(&mut self, economy: &Economy) -> Option<Ask> {
        let retired: Vec<ModelId> = (0..economy.models.len() as ModelId)
            .filter(|id| economy.model(*id).is_some_and(|model| model.retired_at.is_some()))
            .collect();
        if let Some(model) = self.one_of(&retired).filter(|_| !self.once_in(3)) {
            return Self::signed(self.caller(), Call::RetireModel { model });
        }
        let open = economy.models.iter().filter(|model| model.retired_at.is_none()).count();
        if open < 4 && !self.once_in(6) {
            return None;
        }
        let model = self.some_model(economy);
        let curator = economy.model(model).map_or(0, |record| record.curator);
        let who = if self.once_in(4) { self.caller() } else { curator };
        Self::signed(who, Call::RetireModel { model })
    }
}

/// Providers that neither leave nor are suspended.
fn active(economy: &Economy) -> impl Iterator<Item = Who> + '_ {
    economy.providers.iter().filter(|(_, provider)| !provider.departs()).map(|(who, _)| *who)
}
