//! Offers, and who takes them.

use super::{stakes::movable, Ask, Generator};
use crate::{
    arithmetic::{ceil, WHOLE},
    market::{Fill, Goods, Offer},
    Call, Economy, OfferId, Planck, Who,
};

/// Who lends more often than others, so that its book of leases becomes full.
const LENDER: Who = 1;
/// Who borrows more often than others.
const BORROWER: Who = 2;

impl Generator {
    pub(super) fn offer_quota(&mut self, economy: &Economy) -> Option<Ask> {
        let who = self.caller_who(|who| movable(economy, who) > 0)?;
        let (amount, least) = (self.sum_to_move(economy, who), economy.staking_rules.transfer.minimum);
        let min_fill = match self.within(0, 19) {
            0 => self.amount(amount),
            1..=8 => amount,
            _ => least.max(self.any_size((amount / 4).max(1))).min(amount),
        };
        let price = match self.within(0, 19) {
            0 => 0,
            1 => Planck::MAX,
            _ => self.any_size(4 * WHOLE),
        };
        Self::signed(who, Call::OfferQuota { amount, price, min_fill })
    }

    /// An offer for which something holds, or rarely any number.
    fn offer_with(&mut self, economy: &Economy, is_so: impl Fn(&Offer) -> bool) -> Option<(OfferId, Offer)> {
        let offers = economy.offers.iter().enumerate();
        let fit: Vec<(OfferId, Offer)> = offers
            .filter(|(_, offer)| offer.is_there && is_so(offer))
            .map(|(id, offer)| (id as OfferId, *offer))
            .collect();
        self.one_of(&fit)
    }

    pub(super) fn cancel_offer(&mut self, economy: &Economy) -> Option<Ask> {
        let (offer, Offer { maker, .. }) = self.offer_with(economy, |_| true)?;
        let who = if self.once_in(4) { self.caller() } else { maker };
        Self::signed(who, Call::CancelOffer { offer })
    }

    pub(super) fn clear_offer(&mut self, economy: &Economy) -> Option<Ask> {
        if self.once_in(12) {
            let offer = self.within(0, economy.offers.len() as u128) as OfferId;
            return Self::signed(self.caller(), Call::ClearOffer { offer });
        }
        let (offer, _) = self.offer_with(economy, |offer| offer.is_dead(economy.now()))?;
        Self::signed(self.caller(), Call::ClearOffer { offer })
    }

    pub(super) fn buy_quota(&mut self, economy: &Economy) -> Option<Ask> {
        let who = self.caller_who(|who| economy.has_ledger(who))?;
        let count = self.few(30);
        let mut fills: Vec<Fill> = (0..count).filter_map(|_| self.fill(economy, who)).collect();
        if !self.once_in(10) {
            // Of one offer only once, so that it is not sold out before.
            fills.sort_unstable_by_key(|fill| fill.offer);
            fills.dedup_by_key(|fill| fill.offer);
        }
        if count > 0 && fills.is_empty() {
            return None;
        }
        let price = |fill: &Fill| match economy.offers.get(fill.offer as usize).map(|offer| offer.goods) {
            Some(Goods::Quota { price, .. }) => ceil(fill.amount, price, WHOLE).unwrap_or(Planck::MAX),
            _ => 0,
        };
        let total = fills.iter().map(price).fold(0, Planck::saturating_add);
        let max_total = match self.within(0, 9) {
            0 => total.saturating_sub(1),
            1..=5 => total,
            _ => total.saturating_add(self.any_size(WHOLE)),
        };
        Self::signed(who, Call::BuyQuota { fills, max_total })
    }

    fn fill(&mut self, economy: &Economy, who: Who) -> Option<Fill> {
        let any = self.once_in(25);
        let fits = |offer: &Offer| match offer.goods {
            Goods::Quota { epoch, price, left, .. } => {
                let costs = ceil(left, price, WHOLE).unwrap_or(Planck::MAX);
                epoch == economy.now() && offer.maker != who && costs < economy.books.spendable(who) / 4
            }
            Goods::Lease { .. } => false,
        };
        let (offer, Offer { goods, .. }) = self.offer_with(economy, |offer| any || fits(offer))?;
        let amount = match goods {
            Goods::Quota { left, min_fill, .. } if left > min_fill => match self.within(0, 9) {
                0 => self.amount(left),
                1..=4 => left,
                _ => self.within(min_fill, left.saturating_sub(min_fill).max(min_fill)),
            },
            Goods::Quota { left, .. } => left,
            Goods::Lease { weight, .. } => weight,
        };
        Some(Fill { offer, amount })
    }

    pub(super) fn offer_lease(&mut self, economy: &Economy) -> Option<Ask> {
        let who = match economy.leasable(LENDER) > 0 && self.once_in(3) {
            true => LENDER,
            false => self.caller_who(|who| economy.leasable(who) > 0)?,
        };
        let share = if who == LENDER { 10 } else { 1 };
        let (most, least) = (economy.leasable(who) / share, economy.staking_rules.min_lease);
        let asked = self.amount(most / 2);
        let weight = if self.once_in(10) { asked } else { asked.max(least.min(most)) };
        let epochs = match self.within(0, 19) {
            0 => 0,
            1 => 366,
            2 => 365,
            3..=9 => self.within(10, 60) as u32,
            _ => self.within(1, 6) as u32,
        };
        let price = if self.once_in(5) { 0 } else { self.any_size(20 * WHOLE) };
        let only_for = (price == 0 || self.once_in(4)).then(|| self.anybody());
        let only_for = if self.once_in(20) { None } else { only_for };
        Self::signed(who, Call::OfferLease { weight, epochs, price, only_for })
    }

    pub(super) fn take_lease(&mut self, economy: &Economy) -> Option<Ask> {
        let any = self.once_in(15);
        let is_lease = |offer: &Offer| any || matches!(offer.goods, Goods::Lease { .. });
        let is_open = |offer: &Offer| is_lease(offer) && !offer.is_dead(economy.now());
        let (id, offer) = self.offer_with(economy, is_open)?;
        let who = match offer.goods {
            Goods::Lease { only_for: Some(only), .. } if !self.once_in(6) => only,
            _ if self.once_in(2) => BORROWER,
            _ => self.caller(),
        };
        Self::signed(who, Call::TakeLease { offer: id })
    }
}
