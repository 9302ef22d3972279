//! Models, their prices, and who serves them at which multiplier: in every epoch.

use crate::{
    arithmetic::{big, ceil_of, narrow},
    books::Reason,
    call::{done, ensure, refuse, Outcome, Refusal},
    Economy, Epoch, ModelId, Planck, Who,
};
use num_bigint::BigUint;
use std::collections::BTreeMap;

/// The place of a dimension in the list of all dimensions.
pub type Dimension = u8;

/// How many dimensions there are.
pub const DIMENSIONS: Dimension = 13;

/// Epochs without service after which a model may leave a provider's list.
const EPOCHS_UNTIL_FORGOTTEN: u32 = 8;

/// Epochs after a model's retirement in which it is kept.
const EPOCHS_KEPT: u32 = 2;

/// Planck DIEM per million units of a dimension.
pub type Price = (Dimension, Planck);

/// What one inference consumed: units by dimension, as they are named.
pub type Usage = Vec<(Dimension, u64)>;

/// A list of prices that is in order.
pub type RateCard = BTreeMap<Dimension, Planck>;

/// A model, with its prices in every epoch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Model {
    pub curator: Who,
    pub depositor: Who,
    pub deposit: Planck,
    pub retired_at: Option<Epoch>,
    pub is_removed: bool,
    pub cards: BTreeMap<Epoch, RateCard>,
    pub next: RateCard,
}

impl Model {
    pub fn is_retired_in(&self, epoch: Epoch) -> bool {
        self.retired_at.is_some_and(|end| epoch >= end)
    }
}

/// Whether a provider serves a model, and at how many ten thousandths of its prices. What is not served keeps its multiplier.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Service {
    pub multiplier: u32,
    pub is_served: bool,
}

/// A model on a provider's list, in every epoch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listing {
    pub epochs: BTreeMap<Epoch, Service>,
    pub next: Service,
    /// The epoch in which the provider changed it last.
    changed_in: Epoch,
}

/// A list of prices in order, or why it is none.
fn rate_card(prices: &[Price]) -> Result<RateCard, Refusal> {
    ensure(!prices.is_empty(), "NoPrices")?;
    ensure(prices.iter().all(|(_, price)| *price > 0), "ZeroPrice")?;
    let card: RateCard = prices.iter().copied().collect();
    ensure(card.len() == prices.len(), "DuplicatePrice")?;
    Ok(card)
}

/// Whether a price or a multiplier moves by no more than half of itself.
fn moves_at_most_half(now: Planck, next: Planck) -> bool {
    now.abs_diff(next) <= now / 2
}

/// `⌈ Σ units·price · multiplier / 1,000,000 ⌉`, or why a usage can't be charged.
pub(crate) fn charge(card: &RateCard, multiplier: u32, usage: &Usage) -> Result<Planck, &'static str> {
    let mut total = BigUint::ZERO;
    for (place, (dimension, units)) in usage.iter().enumerate() {
        if usage[..place].iter().any(|(before, _)| before == dimension) {
            return Err("DuplicateDimension");
        }
        if *units > 0 {
            let price = card.get(dimension).ok_or("NoPrice")?;
            total += big((*units).into()) * big(*price);
        }
    }
    if total == BigUint::ZERO {
        return Err("NothingUsed");
    }
    let charge = ceil_of(&(total * multiplier), &big(1_000_000 * 10_000));
    narrow(&charge).ok_or("ChargeOverflow")
}

impl Economy {
    pub fn model(&self, id: ModelId) -> Option<&Model> {
        self.models.get(id as usize).filter(|model| !model.is_removed)
    }

    fn existing_model(&mut self, id: ModelId) -> Result<&mut Model, Refusal> {
        let model = self.models.get_mut(id as usize).filter(|model| !model.is_removed);
        model.ok_or(Refusal("UnknownModel"))
    }

    fn curated_model(&mut self, who: Who, id: ModelId) -> Result<&mut Model, Refusal> {
        let model = self.existing_model(id)?;
        ensure(model.curator == who, "NotCurator")?;
        Ok(model)
    }

    /// Opens an epoch for prices and multipliers.
    pub(crate) fn carry_prices(&mut self) {
        let now = self.now();
        for model in &mut self.models {
            model.cards.insert(now, model.next.clone());
        }
        for listing in self.listings.values_mut() {
            listing.epochs.insert(now, listing.next);
        }
    }

    /// What a provider charges for a usage in an epoch that can be settled, or why it has no price.
    pub fn charge(
        &self,
        provider: Who,
        id: ModelId,
        usage: &Usage,
        epoch: Epoch,
    ) -> Result<Planck, &'static str> {
        let model = self.model(id).ok_or("UnknownModel")?;
        if model.is_retired_in(epoch) {
            return Err("ModelRetired");
        }
        let card = model.cards.get(&epoch).ok_or("ModelNotServed")?;
        let listing = self.listings.get(&(provider, id)).ok_or("ModelNotServed")?;
        match listing.epochs.get(&epoch) {
            Some(Service { multiplier, is_served: true }) => charge(card, *multiplier, usage),
            _ => Err("ModelNotServed"),
        }
    }

    pub(crate) fn register_model(&mut self, curator: Who, name: &[u8], prices: &[Price]) -> Outcome {
        let card = rate_card(prices)?;
        let deposit = self.metering_rules.model_deposit;
        self.books.ensure_spendable(curator, deposit)?;
        ensure(!name.is_empty() && std::str::from_utf8(name).is_ok(), "InvalidName")?;
        self.books.hold(curator, Reason::ModelDeposit, deposit)?;
        self.insert_model(curator, deposit, card);
        done()
    }

    /// Adds a model whose prices hold at once: nobody serves it before the next epoch.
    pub(crate) fn insert_model(&mut self, curator: Who, deposit: Planck, card: RateCard) {
        self.models.push(Model {
            curator,
            depositor: curator,
            deposit,
            retired_at: None,
            is_removed: false,
            cards: BTreeMap::from([(self.now(), card.clone())]),
            next: card,
        });
    }

    pub(crate) fn set_rate_card(&mut self, who: Who, id: ModelId, prices: &[Price]) -> Outcome {
        let now = self.now();
        let model = self.curated_model(who, id)?;
        ensure(model.retired_at.is_none(), "ModelRetired")?;
        let card = rate_card(prices)?;
        let current = &model.cards[&now];
        ensure(current.keys().eq(card.keys()), "DimensionsChanged")?;
        let mut moves = current.values().zip(card.values());
        ensure(moves.all(|(now, next)| moves_at_most_half(*now, *next)), "MovedTooFar")?;
        model.next = card;
        done()
    }

    pub(crate) fn set_curator(&mut self, who: Who, id: ModelId, curator: Who) -> Outcome {
        let model = self.curated_model(who, id)?;
        ensure(model.curator != curator, "Unchanged")?;
        model.curator = curator;
        done()
    }

    pub(crate) fn retire_model(&mut self, who: Who, id: ModelId) -> Outcome {
        let now = self.now();
        let model = self.existing_model(id)?;
        let Some(retired_at) = model.retired_at else {
            self.curated_model(who, id)?.retired_at = Some(now + 1);
            return done();
        };
        ensure(now >= retired_at + EPOCHS_KEPT, "NotRemovableYet")?;
        model.is_removed = true;
        let (depositor, deposit) = (model.depositor, model.deposit);
        self.books.release(depositor, Reason::ModelDeposit, deposit);
        done()
    }

    pub(crate) fn serve_model(&mut self, who: Who, id: ModelId, multiplier: u32) -> Outcome {
        self.active_provider(who)?;
        ensure((2_500..=40_000).contains(&multiplier), "MultiplierOutOfBounds")?;
        let now = self.now();
        let model = self.existing_model(id)?;
        ensure(!model.is_retired_in(now + 1), "ModelRetired")?;
        let next = Service { multiplier, is_served: true };
        if let Some(listing) = self.listings.get_mut(&(who, id)) {
            let current = listing.epochs[&now].multiplier;
            ensure(moves_at_most_half(current.into(), multiplier.into()), "MovedTooFar")?;
            (listing.next, listing.changed_in) = (next, now);
            return done();
        }
        if self.listings_of(who).count() >= self.constants.max_models_per_provider {
            return refuse("TooManyListings");
        }
        self.insert_listing(who, id, next);
        done()
    }

    fn insert_listing(&mut self, who: Who, id: ModelId, next: Service) {
        let now = self.now();
        let epochs = BTreeMap::from([(now, Service { is_served: false, ..next })]);
        self.listings.insert((who, id), Listing { epochs, next, changed_in: now });
    }

    pub(crate) fn stop_serving(&mut self, who: Who, id: ModelId) -> Outcome {
        self.ensure_settles(who)?;
        let (now, model_is_gone) = (self.now(), self.model(id).is_none());
        let listing = self.listings.get_mut(&(who, id)).ok_or(Refusal("NotServed"))?;
        let is_forgotten = !listing.next.is_served && now - listing.changed_in > EPOCHS_UNTIL_FORGOTTEN;
        if is_forgotten || model_is_gone {
            self.listings.remove(&(who, id));
            return done();
        }
        ensure(listing.next.is_served, "NotServed")?;
        listing.next.is_served = false;
        listing.changed_in = now;
        done()
    }

    /// The models on a provider's list.
    pub fn listings_of(&self, who: Who) -> impl Iterator<Item = (ModelId, &Listing)> {
        self.listings.range((who, 0)..=(who, ModelId::MAX)).map(|((_, id), listing)| (*id, listing))
    }
}
