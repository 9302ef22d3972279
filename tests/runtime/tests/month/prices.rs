//! Prices: a war of multipliers, a rate card that moves, a model that comes and one that goes.

use crate::{
    cast::{prices, CHALLENGER, CURATOR, FOLLOWER, KEEPER, MOVING, NEWCOMER, PROVIDERS, STEADY, VETERAN},
    month::Month,
};
use diem_model::{models::Price, Call, ModelId, Planck, Who};

/// What providers ask for in a war, in ten thousandths of a model's prices.
const BEFORE: u32 = 10_000;
const LEAST: u32 = 2_500;

impl Month<'_> {
    pub fn news_of_prices(&mut self) {
        self.news_of_multipliers();
        match self.now() {
            3 => self.register_a_model(),
            7 => self.move_prices(2),
            8 => self.move_prices(6),
            14 => self.move_prices(5),
            20 => {
                self.is_refused(KEEPER, Call::RetireModel { model: VETERAN }, "NotCurator");
                self.does(CURATOR, Call::RetireModel { model: VETERAN });
            }
            22 => self.is_refused(KEEPER, Call::RetireModel { model: VETERAN }, "NotRemovableYet"),
            23 => self.remove_a_model(),
            _ => {}
        }
    }

    /// The challenger asks half of what it asked, and half of that; the other follows; then both come back, in steps of a half at most.
    fn news_of_multipliers(&mut self) {
        match self.now() {
            6 => {
                self.is_refused(CHALLENGER, serve(0, BEFORE / 2 - 1), "MovedTooFar");
                self.ask_for(CHALLENGER, BEFORE / 2);
            }
            7 => {
                self.ask_for(CHALLENGER, LEAST);
                self.ask_for(FOLLOWER, 7_500);
            }
            8 => {
                self.is_refused(CHALLENGER, serve(0, LEAST - 1), "MultiplierOutOfBounds");
                self.does(CHALLENGER, Call::StopServing { model: 0 });
                self.ask_for(FOLLOWER, 5_625);
            }
            9 => self.list_again(),
            10 => self.ask_for(CHALLENGER, 5_625),
            11 => self.ask_for(CHALLENGER, 8_437),
            12 => {
                self.ask_for(CHALLENGER, BEFORE);
                self.ask_for(FOLLOWER, 8_437);
            }
            13 => self.ask_for(FOLLOWER, BEFORE),
            _ => {}
        }
    }

    /// Changes the multiplier of all models on a provider's list from tomorrow on.
    fn ask_for(&mut self, provider: Who, multiplier: u32) {
        let listed = self.economy().listings_of(provider).filter(|(_, listing)| listing.next.is_served);
        let models: Vec<ModelId> = listed.map(|(model, _)| model).collect();
        for model in models.into_iter().filter(|model| *model != NEWCOMER) {
            self.does(provider, serve(model, multiplier));
        }
    }

    /// A model that was off the list comes back no further from where it left.
    fn list_again(&mut self) {
        self.is_refused(CHALLENGER, serve(0, BEFORE), "MovedTooFar");
        self.does(CHALLENGER, serve(0, LEAST / 2 * 3));
        self.ask_for(CHALLENGER, LEAST / 2 * 3);
    }

    fn register_a_model(&mut self) {
        self.does(CURATOR, Call::RegisterModel { name: b"newcomer".to_vec(), prices: prices(NEWCOMER) });
        for provider in [STEADY, CHALLENGER, FOLLOWER] {
            self.does(provider, serve(NEWCOMER, BEFORE));
        }
    }

    /// All prices of a model become so many quarters of what they are, from tomorrow on. Fewer than two and more than six are refused.
    fn move_prices(&mut self, quarters: Planck) {
        let today = &self.economy().models[MOVING as usize].cards[&self.now()];
        let scaled = |quarters: Planck| -> Vec<Price> {
            today.iter().map(|(dimension, price)| (*dimension, price * quarters / 4)).collect()
        };
        let (asked, low, high) = (scaled(quarters), scaled(1), scaled(7));
        for prices in [low, high] {
            self.is_refused(CURATOR, Call::SetRateCard { model: MOVING, prices }, "MovedTooFar");
        }
        self.does(CURATOR, Call::SetRateCard { model: MOVING, prices: asked });
    }

    /// A model that was retired two days ago is removed by anyone, and leaves the lists.
    fn remove_a_model(&mut self) {
        self.does(KEEPER, Call::RetireModel { model: VETERAN });
        for provider in PROVIDERS {
            if self.economy().listings.contains_key(&(provider, VETERAN)) {
                self.does(provider, Call::StopServing { model: VETERAN });
            }
        }
    }
}

fn serve(model: ModelId, multiplier: u32) -> Call {
    Call::ServeModel { model, multiplier }
}
