//! The market: what is left of a grant for VVV, and weight for a week.

use crate::{
    cast::{KEEPER, LENDERS, SELLERS, TEAMS},
    month::Month,
};
use diem_model::{
    arithmetic::{ceil, floor, part, WHOLE},
    budgets::Key,
    market::{Fill, Goods, Offer},
    Call, Epoch, OfferId, Planck, Who,
};
use rand::{seq::IndexedRandom, Rng};

/// Weight is lent for a week, once a week.
const WEEK: Epoch = 7;
/// The day on which a team is given weight.
const GIFT: Epoch = 5;
/// Accounts that sell, and that buy, in a day.
const SALES: usize = 8;
const PURCHASES: usize = 6;

impl Month<'_> {
    /// Offers of yesterday's DIEM are dead: anyone may clear them, and the deposit goes back to its maker.
    pub fn clear_dead_offers(&mut self) {
        for (offer, _) in self.offers(|offer, now| offer.is_dead(now)) {
            self.does(KEEPER, Call::ClearOffer { offer });
        }
    }

    fn offers(&self, is_so: impl Fn(&Offer, Epoch) -> bool) -> Vec<(OfferId, Offer)> {
        let open = (0..).zip(&self.economy().offers).filter(|(_, offer)| offer.is_there);
        let now = self.now();
        open.filter(|(_, offer)| is_so(offer, now)).map(|(id, offer)| (id, *offer)).collect()
    }

    /// Some sell a part of their grant, for no less than what it earns when it is kept.
    pub fn sell(&mut self) {
        let sellers: Vec<Who> = SELLERS.collect();
        let sellers: Vec<Who> = sellers.choose_multiple(&mut self.rng, SALES).copied().collect();
        for who in sellers {
            let granted = self.economy().window(who, self.now()).granted;
            let amount = part(granted, self.rng.random_range(200_000..500_000));
            if amount < WHOLE {
                continue;
            }
            let value = self.economy().terms(self.now()).value;
            let price = value + part(value, self.rng.random_range(0..300_000));
            self.does(who, Call::OfferQuota { amount, price, min_fill: amount / 10 });
        }
    }

    /// Some teams buy the cheapest DIEM that is there, and have their reserved budgets topped up.
    pub fn buy(&mut self) {
        let teams: Vec<Who> = TEAMS.collect();
        let teams: Vec<Who> = teams.choose_multiple(&mut self.rng, PURCHASES).copied().collect();
        for team in teams {
            let Some((fills, total)) = self.cheapest_fills() else { return };
            let short = Call::BuyQuota { fills: fills.clone(), max_total: total - 1 };
            self.is_refused(team, short, "AboveMaximumTotal");
            self.does(team, Call::BuyQuota { fills, max_total: total });
            self.top_up(team);
        }
    }

    /// All of the cheapest offer and a half of the next one, with what both cost.
    fn cheapest_fills(&self) -> Option<(Vec<Fill>, Planck)> {
        let quota = |(id, offer): (OfferId, Offer)| match offer.goods {
            Goods::Quota { left, price, min_fill, .. } => Some((price, id, left, min_fill)),
            Goods::Lease { .. } => None,
        };
        let mut offers: Vec<_> =
            self.offers(|offer, now| !offer.is_dead(now)).into_iter().filter_map(quota).collect();
        offers.sort_unstable();
        let (price, offer, amount, _) = *offers.first()?;
        let mut fills = vec![Fill { offer, amount }];
        let mut total = ceil(amount, price, WHOLE)?;
        if let Some((price, offer, left, min_fill)) = offers.get(1) {
            let amount = left / 2;
            if amount >= *min_fill && left - amount >= *min_fill {
                fills.push(Fill { offer: *offer, amount });
                total += ceil(amount, *price, WHOLE)?;
            }
        }
        Some((fills, total))
    }

    /// The same limit once more carves what was bought out of the free pool, where the grant did not reach.
    fn top_up(&mut self, team: Who) {
        let reserved: Vec<Key> = self
            .economy()
            .budgets_of(team)
            .filter(|(_, budget)| budget.closes_at.is_none() && budget.next.reserved)
            .map(|(key, _)| key)
            .collect();
        for key in reserved {
            self.update(key, self.terms_from_tomorrow(key));
        }
    }

    pub fn cancel_some_offers(&mut self) {
        for (offer, Offer { maker, .. }) in self.offers(|offer, now| !offer.is_dead(now)) {
            if self.rng.random_ratio(1, 3) {
                self.does(maker, Call::CancelOffer { offer });
            }
        }
    }

    /// Lenders offer a third of their weight for a week at about what it will earn, and teams take it.
    pub fn lend(&mut self) {
        if self.now() == GIFT {
            self.give_weight();
        }
        if self.now() % WEEK != 2 {
            return;
        }
        let mut takers = TEAMS.cycle();
        for lender in LENDERS {
            let weight = self.economy().leasable(lender) / 3;
            let terms = *self.economy().terms(self.now());
            let earned = floor(terms.grant(weight), terms.value, WHOLE).expect("it fits");
            let price = part(earned * Planck::from(WEEK), self.rng.random_range(800_000..1_000_000));
            self.does(lender, Call::OfferLease { weight, epochs: WEEK, price, only_for: None });
            let offer = self.economy().offers.len() as OfferId - 1;
            let team = takers.next().expect("there is always a next team");
            self.does(team, Call::TakeLease { offer });
        }
        self.try_to_unstake_what_is_lent();
    }

    /// A team gives another one some weight for three days. It is an offer too, so that nobody is given any unasked.
    fn give_weight(&mut self) {
        let (from, to, other) = (TEAMS.start + 1, TEAMS.start, TEAMS.start + 2);
        let weight = self.economy().leasable(from) / 10;
        self.does(from, Call::OfferLease { weight, epochs: 3, price: 0, only_for: Some(to) });
        let offer = self.economy().offers.len() as OfferId - 1;
        self.is_refused(other, Call::TakeLease { offer }, "ForAnotherAccount");
        self.does(to, Call::TakeLease { offer });
    }

    fn try_to_unstake_what_is_lent(&mut self) {
        let lender = LENDERS.start;
        let amount = self.economy().leasable(lender) + 1;
        self.is_refused(lender, Call::Unstake { amount }, "WeightLeasedOut");
    }
}
