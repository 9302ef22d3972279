//! Stakers who come and go, and what they earn.

use crate::{
    cast::{KEEPER, LATECOMERS, MOVERS, PROVIDERS, SELLERS, TEAMS},
    month::Month,
};
use diem_model::{arithmetic::WHOLE, Call, Who};
use rand::{seq::IndexedRandom, Rng};

/// Unstakes all that it has.
pub const GOES: Who = MOVERS.start;
/// Unstakes a half, and thinks better of it.
pub const RETURNS: Who = MOVERS.start + 1;
/// Those who come late and then never do anything again.
pub const SLEEPERS: std::ops::Range<Who> = 45..50;

impl Month<'_> {
    pub fn news_of_stakes(&mut self) {
        match self.now() {
            2 => LATECOMERS.take(5).for_each(|who| self.come(who)),
            4 => SLEEPERS.for_each(|who| self.come(who)),
            8 => self.unstake(),
            10 => self.think_better_of_it(),
            14 => self.is_refused(KEEPER, Call::Withdraw { who: GOES }, "NothingToWithdraw"),
            15 => {
                self.does(KEEPER, Call::Withdraw { who: GOES });
            }
            18 => self.end_a_ledger(),
            epoch if epoch.is_multiple_of(4) => self.lend_a_hand(),
            _ => {}
        }
    }

    fn come(&mut self, who: Who) {
        let amount = self.rng.random_range(500 * WHOLE..4_000 * WHOLE);
        self.does(who, Call::Stake { amount });
    }

    fn unstake(&mut self) {
        for who in MOVERS {
            let all = self.economy().stakes.staked(who);
            let amount = if who == GOES { all } else { all / 2 };
            self.does(who, Call::Unstake { amount });
        }
    }

    fn think_better_of_it(&mut self) {
        let amount = self.economy().stakes.unlocking(RETURNS).values().sum();
        self.does(RETURNS, Call::Restake { amount });
    }

    /// A ledger that nothing needs any more ends when what it earned is claimed, by whomever.
    fn end_a_ledger(&mut self) {
        self.does(KEEPER, Call::ClaimRewards { who: GOES });
        assert!(!self.economy().has_ledger(GOES));
    }

    /// A team gives another one a DIEM. Nobody is given one who has no ledger.
    fn lend_a_hand(&mut self) {
        let (from, to) = (TEAMS.end - 1, TEAMS.start);
        self.is_refused(from, Call::TransferQuota { to: KEEPER, amount: WHOLE }, "RecipientHasNoLedger");
        if self.economy().free_pool(from, self.now()) >= WHOLE {
            self.does(from, Call::TransferQuota { to, amount: WHOLE });
        }
    }

    /// Some claim every day, providers every five days, and sleepers never.
    pub fn claim_some(&mut self) {
        let claimants: Vec<Who> = TEAMS.chain(SELLERS).collect();
        let chosen: Vec<Who> = claimants.choose_multiple(&mut self.rng, 5).copied().collect();
        for who in chosen.into_iter().filter(|who| *who != GOES) {
            if self.economy().rewards(who) > 0 {
                self.does(who, Call::ClaimRewards { who });
            }
            if !self.economy().was_touched(who, self.now()) {
                self.does(KEEPER, Call::ClaimQuota { who });
            }
        }
        if self.now().is_multiple_of(5) {
            self.claim_earnings();
        }
    }

    pub fn claim_earnings(&mut self) {
        for provider in PROVIDERS {
            let is_there = self.economy().providers.contains_key(&provider);
            if is_there && self.economy().earnings(provider) > 0 {
                self.does(KEEPER, Call::ClaimEarnings { provider });
            }
        }
    }
}
