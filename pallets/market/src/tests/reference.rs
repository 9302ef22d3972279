//! A naive market: plain maps that forget nothing, in which nothing is lazy.

use super::*;
use num_bigint::BigUint;
use std::collections::BTreeMap;

/// The part of a transfer or sale that is burnt, in millionths.
pub const FEE: u128 = 33_333;
/// The part of a grant that may leave, in hundredths.
pub const SHARE: u128 = 80;
const MINIMUM: u128 = DIEM / 1_000;
const EXISTENTIAL: Balance = VVV / 1_000;

/// The quota of an account in an epoch.
#[derive(Clone, Copy, Default)]
pub struct Window {
    pub granted: u128,
    pub received: u128,
    pub sent: u128,
    pub offered: u128,
    pub spent: u128,
}

impl Window {
    pub fn free(&self) -> u128 {
        self.granted + self.received - self.sent - self.offered - self.spent
    }
}

/// What was sold and burnt in an epoch.
#[derive(Clone, Copy, Default)]
pub struct Sold {
    pub volume: u128,
    pub turnover: Balance,
    pub burnt: u128,
}

/// What is asked of the market, with all amounts in planck.
#[derive(Clone, Debug)]
pub enum Call {
    Offer { who: AccountId, amount: u128, price: Balance, min_fill: u128 },
    Cancel { who: AccountId, id: u64 },
    Clear { id: u64 },
    Buy { who: AccountId, fills: Vec<(OfferId, u128)>, max_total: Balance },
    OfferLease { who: AccountId, weight: Balance, price: Balance, only_for: Option<AccountId> },
    TakeLease { who: AccountId, id: u64 },
    Transfer { from: AccountId, to: AccountId, amount: u128 },
    Spend { who: AccountId, late: bool, amount: u128 },
}

#[derive(Clone)]
pub struct Reference {
    pub epoch: u32,
    pub pledged: u128,
    pub free: BTreeMap<AccountId, Balance>,
    pub windows: BTreeMap<(AccountId, u32), Window>,
    pub sold: BTreeMap<u32, Sold>,
    pub offers: BTreeMap<u64, Offer<AccountId>>,
    pub next_id: u64,
    pub lent: Vec<(AccountId, AccountId, Balance, EpochIndex)>,
}

fn staked(who: AccountId) -> Balance {
    STAKES.iter().find(|(staker, _)| *staker == who).unwrap().1
}

impl Reference {
    /// The chain of the tests in epoch 1.
    pub fn new() -> Self {
        let mut model = Self {
            epoch: 0,
            pledged: 1_000 * DIEM,
            free: STAKES.iter().map(|(who, stake)| (*who, FUNDS - stake)).collect(),
            windows: STAKES.iter().map(|(who, _)| ((*who, 0), Window::default())).collect(),
            sold: BTreeMap::new(),
            offers: BTreeMap::new(),
            next_id: 0,
            lent: Vec::new(),
        };
        model.roll();
        model
    }

    /// Opens the next epoch, and visits everybody.
    pub fn roll(&mut self) {
        self.epoch += 1;
        self.windows.values_mut().for_each(|window| window.offered = 0);
        let total: u128 = STAKES.iter().map(|(_, stake)| stake).sum();
        for (who, stake) in STAKES {
            let share = u128::try_from(BigUint::from(stake) * self.pledged / total).unwrap();
            let window = Window { granted: share.min(stake), ..Window::default() };
            self.windows.insert((who, self.epoch), window);
        }
        self.sold.insert(self.epoch, Sold::default());
    }

    pub fn window(&mut self, who: AccountId) -> &mut Window {
        self.windows.get_mut(&(who, self.epoch)).unwrap()
    }

    pub fn deposits(&self, who: AccountId) -> Balance {
        self.offers.values().filter(|offer| *offer.maker() == who).count() as u128 * DEPOSIT
    }

    /// Whether the call succeeds. Where it does not, nothing changes.
    pub fn apply(&mut self, call: &Call) -> bool {
        let mut tried = self.clone();
        let done = match *call {
            Call::Offer { who, amount, price, min_fill } => tried.offer(who, amount, price, min_fill),
            Call::Cancel { who, id } => tried.cancel(who, id),
            Call::Clear { id } => tried.clear(id),
            Call::Buy { who, ref fills, max_total } => tried.buy(who, fills, max_total),
            Call::OfferLease { who, weight, price, only_for } => {
                tried.offer_lease(who, weight, price, only_for)
            }
            Call::TakeLease { who, id } => tried.take_lease(who, id),
            Call::Transfer { from, to, amount } => tried.transfer(from, to, amount),
            Call::Spend { who, late, amount } => tried.spend(who, late, amount),
        };
        if done.is_some() {
            *self = tried;
        }
        done.is_some()
    }

    fn has_ledger(who: AccountId) -> bool {
        staked(who) > 0
    }

    fn share_is_kept(&mut self, who: AccountId) -> bool {
        let window = *self.window(who);
        window.sent + window.offered <= window.granted * SHARE / 100 + window.received
    }

    fn take_vvv(&mut self, who: AccountId, amount: Balance) -> Option<()> {
        let left = self.free[&who].checked_sub(amount)?;
        (amount == 0 || left >= EXISTENTIAL).then_some(())?;
        self.free.insert(who, left);
        Some(())
    }

    fn give_vvv(&mut self, who: AccountId, amount: Balance) {
        *self.free.get_mut(&who).unwrap() += amount;
    }

    fn insert(&mut self, offer: Offer<AccountId>) -> Option<()> {
        self.take_vvv(*offer.maker(), DEPOSIT)?;
        self.offers.insert(self.next_id, offer);
        self.next_id += 1;
        Some(())
    }

    fn remove(&mut self, id: u64) -> Option<()> {
        let offer = self.offers.remove(&id)?;
        self.give_vvv(*offer.maker(), DEPOSIT);
        Some(())
    }

    fn offer(&mut self, who: AccountId, amount: u128, price: Balance, min_fill: u128) -> Option<()> {
        let possible = price > 0 && amount >= min_fill && min_fill >= MINIMUM && Self::has_ledger(who);
        (possible && amount <= self.window(who).free()).then_some(())?;
        self.window(who).offered += amount;
        self.share_is_kept(who).then_some(())?;
        let (epoch, left, min_fill) = (EpochIndex(self.epoch), Diem(amount), Diem(min_fill));
        self.insert(Offer::Quota(QuotaOffer { seller: who, epoch, left, price, min_fill, deposit: DEPOSIT }))
    }

    fn cancel(&mut self, who: AccountId, id: u64) -> Option<()> {
        let offer = self.offers.get(&id).filter(|offer| *offer.maker() == who)?.clone();
        if let Offer::Quota(offer) = offer {
            if offer.epoch.0 == self.epoch {
                self.window(who).offered -= offer.left.0;
            }
        }
        self.remove(id)
    }

    fn clear(&mut self, id: u64) -> Option<()> {
        let is_dead = match self.offers.get(&id)? {
            Offer::Quota(offer) => offer.epoch.0 < self.epoch,
            Offer::Lease(offer) => self.epoch >= offer.ends_at.0,
        };
        is_dead.then_some(())?;
        self.remove(id)
    }

    /// One fill after the other, paid one by one.
    fn buy(&mut self, who: AccountId, fills: &[(OfferId, u128)], max_total: Balance) -> Option<()> {
        let before = self.free[&who];
        for (id, amount) in fills {
            self.fill(who, id.0, *amount)?;
        }
        (!fills.is_empty() && before - self.free[&who] <= max_total).then_some(())?;
        let sold_out = |id: &u64| matches!(&self.offers[id], Offer::Quota(offer) if offer.left.is_zero());
        let gone: Vec<u64> = self.offers.keys().filter(|id| sold_out(id)).copied().collect();
        gone.into_iter().try_for_each(|id| self.remove(id))
    }

    fn fill(&mut self, who: AccountId, id: u64, amount: u128) -> Option<()> {
        let Some(Offer::Quota(mut offer)) = self.offers.get(&id).cloned() else { return None };
        let rest = offer.left.0.checked_sub(amount)?;
        let possible = offer.epoch.0 == self.epoch
            && offer.seller != who
            && amount >= offer.min_fill.0
            && (rest == 0 || rest >= offer.min_fill.0);
        possible.then_some(())?;
        let cost = (BigUint::from(amount) * offer.price + (DIEM - 1)) / DIEM;
        let cost = Balance::try_from(cost).ok()?;
        self.window(offer.seller).offered -= amount;
        self.move_quota(offer.seller, who, amount)?;
        self.take_vvv(who, cost)?;
        self.give_vvv(offer.seller, cost);
        let sold = self.sold.get_mut(&self.epoch).unwrap();
        (sold.volume, sold.turnover) = (sold.volume + amount, sold.turnover + cost);
        offer.left = Diem(rest);
        self.offers.insert(id, Offer::Quota(offer));
        Some(())
    }

    fn transfer(&mut self, from: AccountId, to: AccountId, amount: u128) -> Option<()> {
        let possible = from != to && amount >= MINIMUM && Self::has_ledger(from);
        (possible && amount <= self.window(from).free()).then_some(())?;
        self.move_quota(from, to, amount)
    }

    fn move_quota(&mut self, from: AccountId, to: AccountId, amount: u128) -> Option<()> {
        let fee = (amount * FEE).div_ceil(1_000_000);
        Self::has_ledger(to).then_some(())?;
        self.window(from).sent += amount;
        self.share_is_kept(from).then_some(())?;
        self.window(to).received += amount - fee;
        self.sold.get_mut(&self.epoch).unwrap().burnt += fee;
        Some(())
    }

    fn spend(&mut self, who: AccountId, late: bool, amount: u128) -> Option<()> {
        let window = self.windows.get_mut(&(who, self.epoch - u32::from(late)))?;
        (Self::has_ledger(who) && amount <= window.free()).then_some(())?;
        window.spent += amount;
        Some(())
    }

    /// Whether an account has as much to lend from the next epoch on.
    fn can_lend(&self, who: AccountId, weight: Balance) -> bool {
        let counts = |(lessor, _, _, until): &&(AccountId, AccountId, Balance, EpochIndex)| {
            *lessor == who && until.0 > self.epoch + 1
        };
        let out: Balance = self.lent.iter().filter(counts).map(|(_, _, weight, _)| weight).sum();
        weight > 0 && out + weight <= staked(who)
    }

    fn offer_lease(
        &mut self,
        who: AccountId,
        weight: Balance,
        price: Balance,
        only_for: Option<AccountId>,
    ) -> Option<()> {
        let possible = only_for != Some(who) && (price > 0 || only_for.is_some());
        (possible && self.can_lend(who, weight)).then_some(())?;
        let (lessor, epochs, ends_at) = (who, 3, EpochIndex(self.epoch + LEASE_OFFER_EPOCHS));
        let deposit = DEPOSIT;
        let terms = crate::LeaseOffer { lessor, weight, epochs, price, only_for, ends_at, deposit };
        self.insert(Offer::Lease(terms))
    }

    fn take_lease(&mut self, who: AccountId, id: u64) -> Option<()> {
        let Some(Offer::Lease(offer)) = self.offers.get(&id).cloned() else { return None };
        let is_for = offer.lessor != who && offer.only_for.is_none_or(|only| only == who);
        let possible = is_for && self.epoch < offer.ends_at.0 && self.can_lend(offer.lessor, offer.weight);
        possible.then_some(())?;
        self.take_vvv(who, offer.price)?;
        self.give_vvv(offer.lessor, offer.price);
        self.lent.push((offer.lessor, who, offer.weight, EpochIndex(self.epoch + 4)));
        self.remove(id)
    }
}
