//! Random calls, most of which make sense: they look at the economy, and ask for what could be done in it.
//!
//! The same seed makes the same calls of the same economy.

mod budgets;
mod disputes;
mod life;
mod market;
mod providers;
mod rules;
mod settlement;
mod stakes;

pub use life::{Life, Next, BEGINNING};

use crate::{Call, Economy, Origin, Planck, Who};
use rand::{seq::IndexedRandom, Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// How many accounts there are, counted from zero.
pub const ACCOUNTS: Who = 20;

/// Somebody who has no account and no part in anything.
const STRANGER: Who = 20;

/// The first of the keys that sign and have no account.
const FIRST_KEY: Who = 100;

/// How many such keys there are.
const KEYS: Who = 30;

/// What the generator asks for next.
pub type Ask = (Origin, Call);

/// Something that can be asked for, where there is an occasion for it.
type Kind = fn(&mut Generator, &Economy) -> Option<Ask>;

/// Every kind of call, and how often it is tried.
const KINDS: [(u32, Kind); 38] = [
    (6, Generator::stake),
    (4, Generator::unstake),
    (3, Generator::restake),
    (4, Generator::withdraw),
    (4, Generator::claim_quota),
    (4, Generator::claim_rewards),
    (6, Generator::transfer_quota),
    (1, Generator::set_epoch_duration),
    (2, Generator::set_staking_rules),
    (3, Generator::register_provider),
    (4, Generator::set_capacity),
    (3, Generator::set_receipt_key),
    (1, Generator::deregister_provider),
    (4, Generator::withdraw_bond),
    (8, Generator::serve_model),
    (1, Generator::stop_serving),
    (2, Generator::register_model),
    (3, Generator::set_rate_card),
    (1, Generator::set_curator),
    (2, Generator::retire_model),
    (9, Generator::open_budget),
    (6, Generator::update_budget),
    (4, Generator::set_delegate),
    (2, Generator::pause_budget),
    (3, Generator::resume_budget),
    (4, Generator::close_budget),
    (20, Generator::submit_receipts),
    (14, Generator::settle_vouchers),
    (5, Generator::refund),
    (4, Generator::dispute),
    (4, Generator::claim_earnings),
    (2, Generator::set_metering_rules),
    (9, Generator::offer_quota),
    (2, Generator::cancel_offer),
    (4, Generator::clear_offer),
    (9, Generator::buy_quota),
    (5, Generator::offer_lease),
    (6, Generator::take_lease),
];

/// Makes calls by chance.
pub struct Generator {
    rng: ChaCha8Rng,
    /// Who is awake: the others are left alone, so that they sleep for epochs.
    awake: Vec<Who>,
    /// The id of the last receipt.
    last_receipt: u64,
}

impl Generator {
    pub fn new(seed: u64) -> Self {
        let rng = ChaCha8Rng::seed_from_u64(seed);
        Self { rng, awake: (0..ACCOUNTS).collect(), last_receipt: 0 }
    }

    /// Has some accounts fall asleep and others wake up.
    fn change_shift(&mut self) {
        let count = self.within(3, u128::from(ACCOUNTS)) as usize;
        let everybody: Vec<Who> = (0..ACCOUNTS).collect();
        self.awake = everybody.choose_multiple(&mut self.rng, count).copied().collect();
    }

    /// The next call.
    pub fn ask(&mut self, economy: &Economy) -> Ask {
        let total: u32 = KINDS.iter().map(|(weight, _)| weight).sum();
        loop {
            let mut ticket = self.rng.random_range(0..total);
            let drawn = KINDS.iter().find(|(weight, _)| {
                let is_drawn = ticket < *weight;
                ticket = ticket.saturating_sub(*weight);
                is_drawn
            });
            let (_, kind) = drawn.expect("a ticket is below the sum of all weights");
            if let Some(ask) = kind(self, economy) {
                return ask;
            }
        }
    }

    /// Whether something happens that happens once in so many times.
    fn once_in(&mut self, times: u32) -> bool {
        self.rng.random_ratio(1, times)
    }

    /// A number from `least` to `most`, each as likely as the other.
    fn within(&mut self, least: Planck, most: Planck) -> Planck {
        self.rng.random_range(least..=most)
    }

    /// An amount from one to `most`, of any size: a few planck are as likely as a good part of it.
    fn any_size(&mut self, most: Planck) -> Planck {
        let bits = 128 - most.leading_zeros();
        let shift = self.rng.random_range(0..bits.max(1));
        self.within(1, (most >> shift).max(1))
    }

    /// An amount of which `most` can be had: now and then all of it, more than there is, or nothing.
    fn amount(&mut self, most: Planck) -> Planck {
        match self.within(0, 99) {
            0 | 1 => 0,
            2 => Planck::MAX,
            3..=6 => most.saturating_add(self.any_size(most)),
            7..=24 => most,
            25..=59 => self.any_size(most),
            _ => self.within(most / 10, most),
        }
    }

    /// A small number of things; once in so many times none.
    fn few(&mut self, none_once_in: u32) -> u32 {
        if self.once_in(none_once_in) {
            return 0;
        }
        self.rng.random_range(1..=4)
    }

    /// One of many, or `None` where there is none.
    fn one_of<T: Clone>(&mut self, of: &[T]) -> Option<T> {
        of.choose(&mut self.rng).cloned()
    }

    /// The first of these that is left by chance, so that what comes first is the most likely.
    fn one_of_first<T: Clone>(&mut self, of: &[T]) -> Option<T> {
        let kept = of.iter().find(|_| self.rng.random_ratio(1, 2)).or(of.last());
        kept.cloned()
    }

    /// An account that is awake.
    fn caller(&mut self) -> Who {
        self.one_of(&self.awake.clone()).expect("somebody is always awake")
    }

    /// An account, awake or not, or a stranger.
    fn anybody(&mut self) -> Who {
        match self.within(0, 39) {
            0 => STRANGER,
            1..=3 => self.within(0, u128::from(ACCOUNTS) - 1) as Who,
            _ => self.caller(),
        }
    }

    /// One of those who are awake and for whom something holds; now and then anybody.
    fn caller_who(&mut self, is_so: impl Fn(Who) -> bool) -> Option<Who> {
        if self.once_in(30) {
            return Some(self.anybody()).filter(|who| *who < ACCOUNTS);
        }
        let fit: Vec<Who> = self.awake.iter().copied().filter(|who| is_so(*who)).collect();
        self.one_of(&fit)
    }

    /// A key that signs: one that has an account, or one that has none.
    fn key(&mut self) -> Who {
        if self.once_in(4) {
            return self.within(0, u128::from(ACCOUNTS) - 1) as Who;
        }
        FIRST_KEY + self.within(0, u128::from(KEYS) - 1) as Who
    }

    /// Something that is asked for by whoever it concerns.
    fn signed(who: Who, call: Call) -> Option<Ask> {
        Some((Origin::Signed(who), call))
    }
}
