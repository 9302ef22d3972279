//! Stakes, quota that is claimed or given away, and rewards.

use super::{Ask, Generator};
use crate::{arithmetic::part, Call, Economy, Planck, Who};

impl Generator {
    pub(super) fn stake(&mut self, economy: &Economy) -> Option<Ask> {
        let who = self.caller();
        let amount = self.amount(economy.books.spendable(who) / 8);
        Self::signed(who, Call::Stake { amount })
    }

    pub(super) fn unstake(&mut self, economy: &Economy) -> Option<Ask> {
        let who = self.caller_who(|who| economy.stakes.staked(who) > 0)?;
        let all = economy.stakes.staked(who);
        // What is lent stays, unless somebody tries.
        let most = if self.once_in(6) { all } else { economy.leasable(who) };
        Self::signed(who, Call::Unstake { amount: self.amount(most) })
    }

    pub(super) fn restake(&mut self, economy: &Economy) -> Option<Ask> {
        let unlocking = |who| economy.stakes.unlocking(who).values().sum::<Planck>();
        let who = self.caller_who(|who| unlocking(who) > 0)?;
        Self::signed(who, Call::Restake { amount: self.amount(unlocking(who)) })
    }

    pub(super) fn withdraw(&mut self, economy: &Economy) -> Option<Ask> {
        let (caller, now) = (self.caller(), economy.now());
        let has_matured = |who| economy.stakes.matured(who, now) > 0;
        let can_end = |who| economy.has_ledger(who) && economy.stakes.on_hold(who) == 0;
        let who = match self.once_in(6) {
            true => self.anybody(),
            false => self.caller_who(|who| has_matured(who) || can_end(who))?,
        };
        Self::signed(caller, Call::Withdraw { who })
    }

    pub(super) fn claim_quota(&mut self, economy: &Economy) -> Option<Ask> {
        let (caller, now) = (self.caller(), economy.now());
        let who = match self.once_in(6) {
            true => self.anybody(),
            false => self.caller_who(|who| !economy.was_touched(who, now))?,
        };
        Self::signed(caller, Call::ClaimQuota { who })
    }

    pub(super) fn claim_rewards(&mut self, economy: &Economy) -> Option<Ask> {
        let caller = self.caller();
        let who = match self.once_in(6) {
            true => self.anybody(),
            false => self.caller_who(|who| economy.rewards(who) > 0)?,
        };
        Self::signed(caller, Call::ClaimRewards { who })
    }

    pub(super) fn transfer_quota(&mut self, economy: &Economy) -> Option<Ask> {
        let from = self.caller_who(|who| movable(economy, who) > 0)?;
        let to = match self.once_in(8) {
            true => self.anybody(),
            false => self.caller_who(|who| who != from && economy.has_ledger(who))?,
        };
        let amount = self.sum_to_move(economy, from);
        Self::signed(from, Call::TransferQuota { to, amount })
    }

    /// DIEM to be given away or sold, mostly above the least that may be.
    pub(super) fn sum_to_move(&mut self, economy: &Economy, who: Who) -> Planck {
        if self.once_in(15) {
            // More than may leave the account, where only a part of its grant may.
            return self.amount(economy.free_pool(who, economy.now()));
        }
        let most = movable(economy, who) / 2;
        let amount = self.amount(most);
        let least = economy.staking_rules.transfer.minimum.saturating_mul(2);
        if amount == 0 || self.once_in(10) {
            return amount;
        }
        amount.max(least.min(most))
    }
}

/// DIEM that the rules of transfers let an account send.
pub(super) fn movable(economy: &Economy, who: Who) -> Planck {
    let now = economy.now();
    let window = economy.window(who, now);
    let share = part(window.granted, economy.staking_rules.transfer.share_of_grant);
    let leaving = window.sent + economy.offered(who, now);
    economy.free_pool(who, now).min((share + window.received).saturating_sub(leaving))
}
