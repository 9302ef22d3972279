//! What the design promises, checked on the model itself. The numbers are those of the architecture's invariants; the tenth is about what hooks
//! cost, and a model costs nothing.

use crate::{
    arithmetic::{big, worth, WHOLE},
    books::Reason,
    budgets::Budget,
    quota::Window,
    Call, Economy, Epoch, Origin, Planck, Who,
};
use num_bigint::BigUint;
use std::collections::{BTreeMap, BTreeSet};

impl Economy {
    /// Stops where an invariant does not hold.
    pub fn check(&self) {
        for epoch in self.settleable() {
            self.check_grants(epoch);
            self.check_budgets(epoch);
            self.check_moves(epoch);
            self.check_settled(epoch);
        }
        self.check_holds();
        self.check_weights();
        self.check_issued();
        self.check_storage();
    }

    fn accounts(&self) -> BTreeSet<Who> {
        self.quota.ledgers.keys().copied().chain(self.books.accounts()).collect()
    }

    fn windows(&self, epoch: Epoch) -> impl Iterator<Item = Window> + '_ {
        self.accounts().into_iter().map(move |who| self.window(who, epoch))
    }

    /// 1. Grants of an epoch sum to at most its capacity.
    fn check_grants(&self, epoch: Epoch) {
        let granted: Planck = self.windows(epoch).map(|window| window.granted).sum();
        assert!(granted <= self.terms(epoch).capacity, "1: more was granted than pledged");
    }

    /// 2. No budget spends more than its limit or share, and the budgets of an owner spend what its window says. That no free pool is
    ///    negative shows wherever one is asked for.
    fn check_budgets(&self, epoch: Epoch) {
        for who in self.accounts() {
            let window = self.window(who, epoch);
            let _ = self.free_pool(who, epoch);
            let (mut shared, mut reserved, mut shares) = (0, 0, 0);
            for (_, budget) in self.budgets_of(who) {
                let Some(at) = budget.epochs.get(&epoch) else { continue };
                assert!(at.spent <= at.terms.limit, "2: a budget spent more than its limit");
                if at.terms.reserved {
                    assert!(at.spent <= at.share, "2: a budget spent more than its share");
                    reserved += at.spent;
                    shares += at.share;
                } else {
                    shared += at.spent;
                }
            }
            assert_eq!(
                (shared, reserved),
                (window.shared_spent, window.reserved_spent),
                "2: budgets of {who}"
            );
            assert!(shares <= window.reserved, "2: shares are larger than the reserve");
        }
    }

    /// 3. What was sent is received or burnt, and what was granted is spent, burnt or still there.
    fn check_moves(&self, epoch: Epoch) {
        let sum =
            |part: fn(&Window) -> Planck| self.windows(epoch).map(|window| part(&window)).sum::<Planck>();
        let burnt = self.quota.burnt.get(&epoch).copied().unwrap_or_default();
        assert_eq!(sum(|window| window.sent), sum(|window| window.received) + burnt, "3: DIEM was lost");
        let there = sum(Window::unspent) + sum(Window::spent) + burnt;
        assert_eq!(sum(|window| window.granted), there, "3: DIEM was made or lost");
    }

    /// 4. VVV on hold for a reason equals what that reason's records say.
    fn check_holds(&self) {
        let mut said: BTreeMap<(Who, Reason), Planck> = BTreeMap::new();
        let mut say = |who, reason, amount| *said.entry((who, reason)).or_default() += amount;
        for who in self.accounts() {
            say(who, Reason::Stake, self.stakes.on_hold(who));
        }
        self.providers.iter().for_each(|(who, provider)| say(*who, Reason::Bond, provider.bond));
        let models = self.models.iter().filter(|model| !model.is_removed);
        models.for_each(|model| say(model.depositor, Reason::ModelDeposit, model.deposit));
        let budgets = self.budgets.iter().filter(|(_, budget)| !budget.is_removed);
        budgets.for_each(|((owner, _), budget)| say(*owner, Reason::BudgetDeposit, budget.deposit));
        let offers = self.offers.iter().filter(|offer| offer.is_there);
        offers.for_each(|offer| say(offer.maker, Reason::OfferDeposit, offer.deposit));
        for who in self.accounts() {
            for reason in Reason::ALL {
                let amount = said.get(&(who, reason)).copied().unwrap_or_default();
                assert_eq!(self.books.held(who, reason), amount, "4: {reason:?} of {who}");
            }
        }
        assert_eq!(self.books.total() + self.books.burnt, self.books.endowed + self.books.issued, "4: VVV");
    }

    /// 5. The weights sum to the total weight, in the current and in the next epoch, and nobody lends more than it has.
    fn check_weights(&self) {
        for epoch in [self.now(), self.now() + 1] {
            let weights: Planck = self.accounts().into_iter().map(|who| self.weight(who, epoch)).sum();
            assert_eq!(weights, self.weight_of_all(epoch), "5: the weights of {epoch}");
            for who in self.accounts() {
                assert!(
                    self.leased_out(who, epoch) <= self.stakes.own(who, epoch),
                    "5: {who} lends too much"
                );
            }
        }
    }

    /// 6. What is charged to budgets is credited to providers, and no voucher is settled for more than it says.
    fn check_settled(&self, epoch: Epoch) {
        let at = |budget: &Budget| budget.epochs.get(&epoch).copied();
        let epochs = self.budgets.values().filter_map(at);
        let spent: Planck = epochs.clone().map(|at| at.spent).sum();
        let settled: Planck = self.providers.values().map(|provider| provider.settled(epoch)).sum();
        assert_eq!(spent, settled, "6: budgets were charged what nobody was credited, or the reverse");
        let of = |map: &BTreeMap<Epoch, Planck>| map.get(&epoch).copied().unwrap_or_default();
        assert_eq!(spent, of(&self.debited) - of(&self.refunded), "6: what was debited");
        for at in epochs {
            assert!(if at.terms.vouchers { at.spent <= at.mark } else { at.mark == 0 }, "6: a mark is wrong");
        }
        for provider in self.providers.values() {
            assert!(provider.settled(epoch) <= provider.pledge(epoch), "6: a pledge was exceeded");
        }
    }

    /// 8. What was issued and what is due is at most what the DIEM of each epoch earned, which is at most its emission; and what is
    ///    missing is explained.
    fn check_issued(&self) {
        let now = self.now();
        for epoch in 0..now.saturating_sub(1) {
            let unspent: Planck = self.windows(epoch).map(|window| window.unspent()).sum();
            let of = |map: &BTreeMap<Epoch, Planck>| map.get(&epoch).copied().unwrap_or_default();
            let debited = of(&self.debited) - of(&self.refunded);
            let terms = self.terms(epoch);
            assert!(worth(debited + unspent, terms.value) <= terms.emission, "8: more than the emission");
        }
        for who in self.accounts() {
            self.check_rewards(who);
        }
        let sum = |map: &BTreeMap<Who, Planck>| map.values().sum::<Planck>();
        let issued = sum(&self.rewards.claimed) + sum(&self.earned);
        assert_eq!(self.books.issued, issued, "8: VVV was issued for nothing");
    }

    /// An account earned what the DIEM carried that it did not spend: no more, and less by less than a planck VVV for each epoch in
    /// which it was touched; for each other one also by the worth of a planck DIEM and by another planck VVV.
    fn check_rewards(&self, who: Who) {
        let claimed = self.rewards.claimed.get(&who).copied().unwrap_or_default();
        let earned = big(claimed + self.rewards(who)) * big(WHOLE);
        let lapsed = self.lapsed(who);
        let (mut carried, mut rounding) = (BigUint::ZERO, BigUint::ZERO);
        for epoch in (0..self.now().saturating_sub(1)).filter(|epoch| !lapsed.contains(epoch)) {
            let value = self.terms(epoch).value;
            carried += big(self.window(who, epoch).unspent()) * big(value);
            let whole = if self.was_touched(who, epoch) { 1 } else { 3 };
            rounding += big(whole * WHOLE) + big(if self.was_touched(who, epoch) { 0 } else { value });
        }
        assert!(earned <= carried, "8: {who} earned {earned} where its DIEM carried {carried}");
        assert!(carried - &earned <= rounding, "8: {who} earned {earned} only, which is too little");
    }

    /// 9. Roots of batches are kept for as long as they can be disputed, and no longer than new batches come.
    fn check_storage(&self) {
        for who in self.providers.keys() {
            let kept = self.batches.iter().filter(|batch| batch.provider == *who && self.is_root_kept(batch));
            let by_epoch = kept.fold(BTreeMap::<Epoch, u32>::new(), |mut counts, batch| {
                *counts.entry(batch.epoch).or_default() += 1;
                counts
            });
            assert!(by_epoch.len() <= self.epochs.len(), "9: roots of epochs to come");
        }
        for (who, _) in self.budgets.keys() {
            assert!(
                self.budgets_of(*who).next().is_none() || self.has_ledger(*who),
                "9: a budget has no ledger"
            );
        }
    }

    /// The windows that can be settled into, to be compared with later ones.
    pub fn unspent(&self) -> BTreeMap<(Who, Epoch), Planck> {
        let of =
            |who: Who| self.settleable().map(move |epoch| ((who, epoch), self.window(who, epoch).unspent()));
        self.accounts().into_iter().flat_map(of).collect()
    }

    /// 7. Nothing but the owner, a voucher of its delegate or a receipt within a budget that consents to it lowers an owner's quota.
    pub fn check_consent(&self, before: &BTreeMap<(Who, Epoch), Planck>, origin: Origin, call: &Call) {
        for ((who, epoch), unspent) in self.unspent() {
            let is_less = before.get(&(who, epoch)).is_some_and(|before| unspent < *before);
            assert!(!is_less || self.has_consented(who, origin, call), "7: {who} lost DIEM of {epoch}");
        }
    }

    fn has_consented(&self, who: Who, origin: Origin, call: &Call) -> bool {
        match call {
            Call::TransferQuota { .. } => origin == Origin::Signed(who),
            Call::BuyQuota { fills, .. } => {
                fills.iter().any(|fill| self.offers[fill.offer as usize].maker == who)
            }
            Call::SubmitReceipts { batch } => batch.groups.iter().any(|group| {
                let budget = self.budget((who, group.budget));
                let at = budget.and_then(|budget| budget.epochs.get(&batch.epoch));
                group.owner == who && at.is_some_and(|at| !at.terms.vouchers)
            }),
            Call::SettleVouchers { vouchers } => {
                vouchers.iter().any(|voucher| voucher.owner == who && voucher.forgery.is_none())
            }
            _ => false,
        }
    }
}
