//! The market: quota for VVV, and weight for VVV.

use crate::{
    arithmetic::{ceil, floor, WHOLE},
    books::Reason,
    call::{done, ensure, refuse, Outcome, Refusal},
    Economy, Epoch, OfferId, Planck, Who,
};

/// What is offered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Goods {
    /// DIEM of one epoch: what is left of it, its price for a whole one, and the least that is sold at once.
    Quota { epoch: Epoch, left: Planck, price: Planck, min_fill: Planck },
    /// Weight for a number of epochs, its price for all of them, and for whom alone.
    Lease { weight: Planck, epochs: u32, price: Planck, only_for: Option<Who>, ends_at: Epoch },
}

/// An offer, open or not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Offer {
    pub maker: Who,
    pub deposit: Planck,
    pub goods: Goods,
    /// Whether it is still in the chain's state.
    pub is_there: bool,
}

/// A part of an offer that somebody buys.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Fill {
    pub offer: OfferId,
    pub amount: Planck,
}

/// What was sold in one epoch.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Sales {
    pub volume: Planck,
    pub turnover: Planck,
}

impl Sales {
    /// What a whole DIEM was sold for on average, rounded down, or the largest number where that does not fit.
    pub fn average_price(&self) -> Planck {
        if self.volume == 0 {
            return 0;
        }
        // Where a few planck cost nearly as much as a number holds, what is rounded up is more than that for a whole DIEM.
        floor(self.turnover, WHOLE, self.volume).unwrap_or(Planck::MAX)
    }
}

impl Offer {
    /// Whether nobody can take it any more.
    pub fn is_dead(&self, now: Epoch) -> bool {
        match self.goods {
            Goods::Quota { epoch, .. } => epoch != now,
            Goods::Lease { ends_at, .. } => now >= ends_at,
        }
    }
}

impl Economy {
    pub fn offer(&self, id: OfferId) -> Option<&Offer> {
        self.offers.get(id as usize).filter(|offer| offer.is_there)
    }

    /// DIEM that an account has set aside for sale. It counts only while its epoch is open.
    pub fn offered(&self, who: Who, epoch: Epoch) -> Planck {
        if epoch != self.now() {
            return 0;
        }
        let of = |offer: &Offer| match offer.goods {
            Goods::Quota { epoch: named, left, .. } if named == epoch => left,
            _ => 0,
        };
        self.offers.iter().filter(|offer| offer.is_there && offer.maker == who).map(of).sum()
    }

    fn existing_offer(&self, id: OfferId) -> Result<Offer, Refusal> {
        self.offer(id).copied().ok_or(Refusal("UnknownOffer"))
    }

    fn put_offer(&mut self, maker: Who, goods: Goods) -> Result<(), Refusal> {
        let deposit = self.constants.offer_deposit;
        self.books.hold(maker, Reason::OfferDeposit, deposit)?;
        self.offers.push(Offer { maker, deposit, goods, is_there: true });
        Ok(())
    }

    fn remove_offer(&mut self, id: OfferId) {
        let offer = &mut self.offers[id as usize];
        offer.is_there = false;
        let (maker, deposit) = (offer.maker, offer.deposit);
        self.books.release(maker, Reason::OfferDeposit, deposit);
    }

    pub(crate) fn offer_quota(
        &mut self,
        who: Who,
        amount: Planck,
        price: Planck,
        min_fill: Planck,
    ) -> Outcome {
        ensure(amount > 0 && min_fill > 0, "ZeroAmount")?;
        ensure(price > 0, "ZeroPrice")?;
        ensure(min_fill <= amount, "MinimumFillAboveAmount")?;
        cost(amount, price)?;
        self.ensure_sellable(min_fill)?;
        ensure(self.has_ledger(who), "NoLedger")?;
        let epoch = self.now();
        ensure(amount <= self.free_pool(who, epoch), "InsufficientQuota")?;
        self.ensure_share(who, amount)?;
        self.put_offer(who, Goods::Quota { epoch, left: amount, price, min_fill })?;
        self.touch(who);
        done()
    }

    pub(crate) fn cancel_offer(&mut self, who: Who, id: OfferId) -> Outcome {
        let offer = self.existing_offer(id)?;
        ensure(offer.maker == who, "NotMaker")?;
        self.touch_if_quota(&offer);
        self.remove_offer(id);
        done()
    }

    /// What is put back is written to the maker's ledger.
    fn touch_if_quota(&mut self, offer: &Offer) {
        if matches!(offer.goods, Goods::Quota { epoch, .. } if epoch == self.now()) {
            self.touch(offer.maker);
        }
    }

    pub(crate) fn clear_offer(&mut self, id: OfferId) -> Outcome {
        let offer = self.existing_offer(id)?;
        ensure(offer.is_dead(self.now()), "OfferIsLive")?;
        self.remove_offer(id);
        done()
    }

    /// Takes all fills or none.
    pub(crate) fn buy_quota(&mut self, who: Who, fills: &[Fill], max_total: Planck) -> Outcome {
        ensure(!fills.is_empty(), "NoFills")?;
        let before = self.clone();
        let bought = self.take_fills(who, fills, max_total);
        if bought.is_err() {
            *self = before;
        }
        bought.and_then(|()| done())
    }

    fn take_fills(&mut self, who: Who, fills: &[Fill], max_total: Planck) -> Result<(), Refusal> {
        let mut sold = Vec::new();
        for fill in fills {
            sold.push(self.take_fill(who, fill)?);
        }
        let total = sold.iter().try_fold(0, |total: Planck, paid| total.checked_add(*paid));
        ensure(total.ok_or(Refusal("Overflow"))? <= max_total, "AboveMaximumTotal")?;
        for (fill, paid) in fills.iter().zip(sold) {
            let maker = self.offers[fill.offer as usize].maker;
            let fee = self.ensure_movable(maker, who, fill.amount)?;
            // What is sold was set aside, and counted then.
            self.ensure_share(maker, fill.amount)?;
            self.move_quota(maker, who, fill.amount, fee);
            let sales = self.sales.entry(self.now()).or_default();
            sales.volume += fill.amount;
            sales.turnover += paid;
            self.books.pay(who, maker, paid)?;
        }
        for fill in fills {
            let offer = self.offers[fill.offer as usize];
            if offer.is_there && matches!(offer.goods, Goods::Quota { left: 0, .. }) {
                self.remove_offer(fill.offer);
            }
        }
        Ok(())
    }

    /// Takes a fill out of its offer, and gives what it costs.
    fn take_fill(&mut self, who: Who, fill: &Fill) -> Result<Planck, Refusal> {
        let offer = self.existing_offer(fill.offer)?;
        let Goods::Quota { epoch, left, price, min_fill } = offer.goods else {
            return Err(Refusal("NotQuota"));
        };
        ensure(epoch == self.now(), "OfferEnded")?;
        ensure(offer.maker != who, "OwnOffer")?;
        ensure(fill.amount <= left, "AboveOffer")?;
        ensure(fill.amount >= min_fill, "BelowMinimumFill")?;
        let rest = left - fill.amount;
        ensure(rest == 0 || rest >= min_fill, "RestBelowMinimumFill")?;
        self.offers[fill.offer as usize].goods = Goods::Quota { epoch, left: rest, price, min_fill };
        cost(fill.amount, price)
    }

    pub(crate) fn offer_lease(
        &mut self,
        who: Who,
        weight: Planck,
        epochs: u32,
        price: Planck,
        only_for: Option<Who>,
    ) -> Outcome {
        ensure(only_for != Some(who), "OwnOffer")?;
        ensure(price > 0 || only_for.is_some(), "GiftForAnyone")?;
        self.ensure_leasable(who, weight, epochs)?;
        let ends_at = self.now() + self.constants.lease_offer_epochs;
        self.put_offer(who, Goods::Lease { weight, epochs, price, only_for, ends_at })?;
        done()
    }

    pub(crate) fn take_lease(&mut self, who: Who, id: OfferId) -> Outcome {
        let offer = self.existing_offer(id)?;
        let Goods::Lease { weight, epochs, price, only_for, .. } = offer.goods else {
            return refuse("NotALease");
        };
        ensure(!offer.is_dead(self.now()), "OfferEnded")?;
        ensure(offer.maker != who, "OwnOffer")?;
        ensure(only_for.is_none_or(|only| only == who), "ForAnotherAccount")?;
        let before = self.clone();
        let taken = self
            .lease(offer.maker, who, weight, epochs)
            .and_then(|()| self.books.pay(who, offer.maker, price));
        if let Err(refusal) = taken {
            *self = before;
            return Err(refusal);
        }
        self.remove_offer(id);
        done()
    }
}

/// What so much DIEM costs at a price for a whole one, rounded up.
fn cost(amount: Planck, price: Planck) -> Result<Planck, Refusal> {
    ceil(amount, price, WHOLE).ok_or(Refusal("Overflow"))
}
