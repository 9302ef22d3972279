//! The spot market: DIEM of the current epoch for VVV. Writes through `offers` and the `Trade` of the config.

use crate::{
    types::{FillRefusal, Offer, OfferId, QuotaOffer},
    Config, Error, Event, Fills, Pallet, WeightInfo,
};
use alloc::{collections::BTreeMap, vec::Vec};
use diem_primitives::{charged, Balance, Diem, EpochClock, EpochIndex, LazyLedger, QuotaTrade};
use frame_support::{
    dispatch::{DispatchResultWithPostInfo, WithPostDispatchInfo},
    ensure,
    traits::Get,
    weights::Weight,
};
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

/// A fill that its offer takes.
struct Sale {
    offer: OfferId,
    amount: Diem,
    /// Planck VVV that it costs.
    paid: Balance,
    /// DIEM that it leaves of the offer.
    left: Diem,
}

/// Fills that were checked and priced, each against what those before it leave of its offer. Nothing is written yet.
struct Purchase<T: Config> {
    buyer: T::AccountId,
    now: EpochIndex,
    /// The offers as the fills leave them.
    offers: BTreeMap<OfferId, QuotaOffer<T::AccountId>>,
    sales: Vec<Sale>,
    amount: Diem,
    paid: Balance,
}

impl<T: Config> Pallet<T> {
    pub(crate) fn do_offer_quota(
        seller: T::AccountId,
        amount: Diem,
        price: Balance,
        min_fill: Diem,
    ) -> DispatchResult {
        ensure!(!amount.is_zero() && !min_fill.is_zero(), Error::<T>::ZeroAmount);
        ensure!(price > 0, Error::<T>::ZeroPrice);
        ensure!(min_fill <= amount, Error::<T>::MinimumFillAboveAmount);
        // So does each part of it.
        amount.price(price).ok_or(ArithmeticError::Overflow)?;
        T::Trade::ensure_sellable(min_fill)?;
        T::Trade::set_aside(&seller, amount)?;
        let epoch = T::Trade::current_epoch();
        let deposit = T::OfferDeposit::get();
        let terms = QuotaOffer { seller: seller.clone(), epoch, left: amount, price, min_fill, deposit };
        let offer = Self::insert_offer(Offer::Quota(terms))?;
        Self::deposit_event(Event::QuotaOffered { offer, seller, epoch, amount, price, min_fill });
        Ok(())
    }

    pub(crate) fn do_buy_quota(
        buyer: T::AccountId,
        fills: &Fills<T>,
        max_total: Balance,
    ) -> DispatchResultWithPostInfo {
        let refused = || T::WeightInfo::buy_quota_refused(Self::count(fills));
        let purchase = Purchase::<T>::of(buyer, fills).map_err(|error| error.with_weight(refused()))?;
        if purchase.paid > max_total {
            return Err(Error::<T>::AboveMaximumTotal.with_weight(refused()));
        }
        charged(purchase.weight(), purchase.settle())
    }

    /// What a purchase costs at most: each fill is of an offer of its own, and takes all of it; and the buyer's ledger was never touched.
    pub(crate) fn weight_of(fills: &Fills<T>) -> Weight {
        T::WeightInfo::buy_quota(0, 0, Self::count(fills)).saturating_add(T::Trade::max_touch_weight(1))
    }

    fn count(fills: &Fills<T>) -> u32 {
        u32::try_from(fills.len()).unwrap_or(u32::MAX)
    }
}

impl<T: Config> Purchase<T> {
    fn of(buyer: T::AccountId, fills: &Fills<T>) -> Result<Self, DispatchError> {
        ensure!(!fills.is_empty(), Error::<T>::NoFills);
        let now = T::Trade::current_epoch();
        let (offers, sales) = (BTreeMap::new(), Vec::new());
        let mut purchase = Self { buyer, now, offers, sales, amount: Diem::ZERO, paid: 0 };
        for fill in fills {
            purchase.add(fill.offer, fill.amount)?;
        }
        Ok(purchase)
    }

    fn add(&mut self, id: OfferId, amount: Diem) -> DispatchResult {
        let mut offer = match self.offers.get(&id) {
            Some(offer) => offer.clone(),
            None => self.offer_for_buyer(id)?,
        };
        let paid = offer.fill(amount).map_err(refusal::<T>)?;
        self.amount = self.amount.checked_add(amount).ok_or(ArithmeticError::Overflow)?;
        self.paid = self.paid.checked_add(paid).ok_or(ArithmeticError::Overflow)?;
        self.sales.push(Sale { offer: id, amount, paid, left: offer.left });
        self.offers.insert(id, offer);
        Ok(())
    }

    /// A live offer of quota by somebody else.
    fn offer_for_buyer(&self, id: OfferId) -> Result<QuotaOffer<T::AccountId>, DispatchError> {
        let Offer::Quota(offer) = Pallet::<T>::existing_offer(id)? else {
            return Err(Error::<T>::NotQuota.into());
        };
        ensure!(offer.is_live(self.now), Error::<T>::OfferEnded);
        ensure!(offer.seller != self.buyer, Error::<T>::OwnOffer);
        Ok(offer)
    }

    /// What it costs: an offer is read and written once, however many fills are of it. The ledgers of sellers were touched when they made
    /// their offers.
    fn weight(&self) -> Weight {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let further = self.sales.len().saturating_sub(self.offers.len());
        let (sold_out, left): (Vec<_>, Vec<_>) = self.offers.values().partition(|offer| offer.left.is_zero());
        T::WeightInfo::buy_quota(count(further), count(left.len()), count(sold_out.len()))
            .saturating_add(T::Trade::touch_weight(&self.buyer))
    }

    fn settle(self) -> DispatchResult {
        let Self { buyer, offers, sales, amount, paid, .. } = self;
        let mut burnt = Diem::ZERO;
        for sale in sales {
            let Some(offer) = offers.get(&sale.offer) else { continue };
            let fee = Self::sell(&buyer, offer, &sale)?;
            burnt = burnt.saturating_add(fee);
        }
        for (id, offer) in offers {
            if offer.left.is_zero() {
                Pallet::<T>::remove_offer(id, &Offer::Quota(offer))?;
            } else {
                Pallet::<T>::update_offer(id, Offer::Quota(offer));
            }
        }
        Pallet::<T>::deposit_event(Event::QuotaBought { buyer, amount, fee: burnt, paid });
        Ok(())
    }

    /// Hands over one fill against its payment. Gives the fee that was burnt.
    fn sell(
        buyer: &T::AccountId,
        offer: &QuotaOffer<T::AccountId>,
        sale: &Sale,
    ) -> Result<Diem, DispatchError> {
        let Sale { offer: id, amount, paid, left } = *sale;
        let fee = T::Trade::sell(&offer.seller, buyer, amount, paid)?;
        Pallet::<T>::pay(buyer, &offer.seller, paid)?;
        let (seller, buyer) = (offer.seller.clone(), buyer.clone());
        Pallet::<T>::deposit_event(Event::QuotaSold { offer: id, seller, buyer, amount, fee, paid, left });
        Ok(fee)
    }
}

fn refusal<T: Config>(refusal: FillRefusal) -> DispatchError {
    match refusal {
        FillRefusal::AboveOffer => Error::<T>::AboveOffer.into(),
        FillRefusal::BelowMinimum => Error::<T>::BelowMinimumFill.into(),
        FillRefusal::RestBelowMinimum => Error::<T>::RestBelowMinimumFill.into(),
        FillRefusal::Overflow => ArithmeticError::Overflow.into(),
    }
}
