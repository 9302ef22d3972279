//! What the teams want done: an hour of real conversations, stretched over a month.

use crate::{
    cast::{INPUT, OUTPUT, TEAMS},
    month::Month,
};
use diem_model::{
    batches::Receipt,
    budgets::{Budget, Key},
    models::{Listing, Usage},
    Epoch, ModelId, Who,
};
use rand::{seq::IndexedRandom, Rng};

const TRACE: &str = include_str!("../../../data/azure-llm-inference-2023-conv.csv");

/// Each line of the trace stands for so many conversations of its shape.
const ALIKE: u64 = 1_000;

/// Tokens that came in and went out.
#[derive(Clone, Copy)]
pub struct Conversation {
    input: u64,
    output: u64,
}

/// One piece of work that a provider did.
#[derive(Clone)]
pub struct Work {
    pub provider: Who,
    pub key: Key,
    pub epoch: Epoch,
    pub vouchers: bool,
    pub receipt: Receipt,
}

/// The trace, line by line.
pub fn trace() -> Vec<Conversation> {
    let number = |text: &str| text.parse::<u64>().expect("the trace has numbers") * ALIKE;
    let conversation = |line: &str| {
        let mut columns = line.split(',').skip(1).map(number);
        let mut next = || columns.next().expect("the trace has three columns");
        Conversation { input: next(), output: next() }
    };
    TRACE.lines().skip(1).map(conversation).collect()
}

impl Conversation {
    pub fn usage(self) -> Usage {
        vec![(INPUT, self.input), (OUTPUT, self.output)]
    }
}

impl Month<'_> {
    /// Who does a conversation, for which budget and with which model; or nothing, where nobody would.
    pub fn assign(&mut self, conversation: Conversation) -> Option<Work> {
        let team = self.busy_team();
        let key = (team, self.rng.random_range(0..2));
        let epoch = self.now();
        let terms = self.economy().budget(key).filter(|budget| is_known(budget, epoch))?.epochs[&epoch].terms;
        let served: Vec<ModelId> = (0..self.economy().models.len() as ModelId)
            .filter(|model| !self.servers(*model, terms.provider).is_empty())
            .collect();
        let model = *served.choose(&mut self.rng)?;
        let provider = self.cheapest(model, terms.provider)?;
        self.diary.brought += 1;
        let receipt = Receipt { id: self.diary.brought as u64, model, usage: conversation.usage() };
        Some(Work { provider, key, epoch, vouchers: terms.vouchers, receipt })
    }

    /// The first teams have the most to do.
    fn busy_team(&mut self) -> Who {
        let (one, other) = (self.rng.random_range(TEAMS), self.rng.random_range(TEAMS));
        one.min(other)
    }

    /// Who serves a model today and can still settle something, of all or of one: with its multiplier.
    fn servers(&self, model: ModelId, only: Option<Who>) -> Vec<(u32, Who)> {
        let (economy, epoch) = (self.economy(), self.now());
        let serves = |listing: &Listing| listing.epochs[&epoch].is_served;
        let listed = economy.listings.iter().filter(|((_, listed), one)| *listed == model && serves(one));
        let chosen = listed.filter(|((who, _), _)| only.is_none_or(|only| only == *who));
        let works = chosen.filter(|((who, _), _)| {
            let provider = &economy.providers[who];
            !provider.is_suspended && provider.room(epoch) > 0
        });
        let is_kept = economy.model(model).is_some_and(|model| !model.is_retired_in(epoch));
        works.filter(|_| is_kept).map(|((who, _), one)| (one.epochs[&epoch].multiplier, *who)).collect()
    }

    /// The one that asks least; of several, any.
    fn cheapest(&mut self, model: ModelId, only: Option<Who>) -> Option<Who> {
        let servers = self.servers(model, only);
        let least = servers.iter().map(|(multiplier, _)| *multiplier).min()?;
        let cheapest: Vec<Who> =
            servers.into_iter().filter(|(multiplier, _)| *multiplier == least).map(|(_, who)| who).collect();
        cheapest.choose(&mut self.rng).copied()
    }
}

/// A team goes on with a budget that is paused or has expired until it notices, but not with one that is closed.
fn is_known(budget: &Budget, epoch: Epoch) -> bool {
    budget.exists_in(epoch) && budget.epochs.contains_key(&epoch)
}
