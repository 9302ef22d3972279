//! The month: its days, one after the other.

use crate::{
    cast::{self, KEEPER, STAKERS},
    usage::{Conversation, Work},
};
use diem_model::{
    budgets::Key,
    call::{Refusal, Report},
    generator::BEGINNING,
    Call, Economy, Epoch, Millis, Origin, Planck, Who,
};
use diem_runtime_tests::side_by_side::Pair;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;

/// How many days the month has. Each is an epoch.
pub const DAYS: Epoch = 30;
/// After this day the chain makes no block for two days.
pub const LAST_BEFORE_HALT: Epoch = 20;

const HOUR: Millis = 60 * 60 * 1_000;
const SLOT: Millis = 2_000;
pub const HALT: Millis = 48 * HOUR;

/// A month in progress.
pub struct Month<'a> {
    pair: &'a mut Pair,
    pub rng: ChaCha8Rng,
    /// What is left to be settled of the day before.
    pub late: Vec<Work>,
    /// What the agents of budgets signed for in each epoch.
    pub signed: BTreeMap<(Key, Epoch), Planck>,
    pub diary: Diary,
}

/// What a month leaves behind.
#[derive(Default)]
pub struct Diary {
    /// VVV issued on each day.
    pub issued: BTreeMap<Epoch, Planck>,
    /// Receipts and vouchers that were left out on each day.
    pub rejected: BTreeMap<Epoch, u64>,
    /// Conversations that were brought to the chain, by receipt or by voucher.
    pub brought: usize,
}

/// A month that is over.
pub struct Past {
    pub economy: Economy,
    pub diary: Diary,
}

impl Month<'_> {
    /// Lives through a month, and three days in which nothing but claims happens, so that all of it is final.
    pub fn live(seed: u64) -> Past {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let genesis = cast::genesis(&mut rng);
        Pair::live(format!("the month of DIEM_SEED={seed}"), seed, genesis, |pair| {
            pair.next_block(BEGINNING);
            let diary = Diary::default();
            let mut month = Month { pair, rng, late: Vec::new(), signed: BTreeMap::new(), diary };
            let usage = crate::usage::trace();
            for (epoch, of_day) in (1..).zip(usage.chunks(usage.len().div_ceil(DAYS as usize))) {
                month.next_epoch();
                assert_eq!(month.now(), epoch);
                month.day(of_day);
            }
            month.aftermath();
            let Month { pair, diary, .. } = month;
            Past { economy: pair.economy().clone(), diary }
        })
    }

    fn day(&mut self, of_day: &[Conversation]) {
        let issued = self.economy().books.issued;
        self.clear_dead_offers();
        self.settle_late_work();
        self.pass(HOUR);
        self.news_of_budgets();
        self.news_of_stakes();
        self.news_of_prices();
        self.news_of_providers();
        self.pass(HOUR);
        self.lend();
        self.sell();
        self.buy();
        self.pass(HOUR);
        self.have_work_done(of_day);
        self.give_back();
        self.pass(HOUR);
        self.cancel_some_offers();
        self.claim_some();
        *self.diary.issued.entry(self.now()).or_default() += self.economy().books.issued - issued;
    }

    /// The days after the month: what is left is settled, what was earned is claimed by somebody else.
    fn aftermath(&mut self) {
        self.next_epoch();
        self.settle_late_work();
        for _ in 0..3 {
            self.next_epoch();
        }
        let rewarded: Vec<Who> = STAKERS.filter(|who| self.economy().rewards(*who) > 0).collect();
        for who in rewarded {
            self.does(KEEPER, Call::ClaimRewards { who });
        }
        self.claim_earnings();
    }

    pub fn economy(&self) -> &Economy {
        self.pair.economy()
    }

    pub fn now(&self) -> Epoch {
        self.economy().now()
    }

    /// Lets some time of the day pass.
    pub fn pass(&mut self, time: Millis) {
        let now = self.economy().time;
        self.pair.next_block(now + time);
    }

    pub fn next_blocks(&mut self, count: u32) {
        for _ in 0..count {
            self.pass(SLOT);
        }
    }

    /// The first block at the end of the epoch ends it, the second one opens the next.
    fn next_epoch(&mut self) {
        let open = self.now();
        let end = self.economy().terms(open).ends_at.max(self.economy().time + SLOT);
        let halt = if open == LAST_BEFORE_HALT { HALT } else { 0 };
        self.pair.next_block(end.next_multiple_of(SLOT) + halt);
        if self.now() == open {
            self.next_blocks(1);
        }
        assert_eq!(self.now(), open + 1, "the epoch after the open one");
    }

    /// Somebody calls, and nothing stands against it.
    pub fn does(&mut self, who: Who, call: Call) -> Report {
        let outcome = self.pair.ask(Origin::Signed(who), &call);
        let report = outcome.unwrap_or_else(|Refusal(error)| panic!("{who} may not {call:?}: {error}"));
        *self.diary.rejected.entry(self.now()).or_default() += report.rejections.len() as u64;
        report
    }

    /// Somebody calls, and is refused.
    pub fn is_refused(&mut self, who: Who, call: Call, error: &'static str) {
        let outcome = self.pair.ask(Origin::Signed(who), &call);
        assert_eq!(outcome, Err(Refusal(error)), "{call:?} by {who}");
    }
}
