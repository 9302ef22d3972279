//! A naive model: plain maps that keep everything, and formulas in big integers.
//!
//! Nothing in it is lazy but the one thing that shows: which epochs an account was touched in, since what it earned in the
//! others is rounded as a whole.

use super::*;
use crate::mock::MINUTE;
use diem_primitives::api::QuotaInfo;
use num_bigint::BigUint;
use std::collections::BTreeMap;

pub const ACCOUNTS: core::ops::Range<AccountId> = 1..5;
pub const MIN_STAKE: Balance = 10;
pub const MIN_LEASE: Balance = 3;
pub const MAX_CHUNKS: usize = 4;
const MAX_LEASES: usize = 16;
pub const HISTORY: u32 = 5;
pub const FEE_PERCENT: u128 = 7;
pub const SHARE_PERCENT: u128 = 80;
/// What one planck VVV may be granted, in halves of a planck DIEM.
pub const HALF_DIEM_PER_VVV: u128 = 5;
pub const BALANCE: Balance = 1_000;
pub const EXISTENTIAL: Balance = VVV / 1_000;
/// The most that a planck DIEM earns, in planck VVV.
pub const MOST_PER_PLANCK: Balance = 4;

#[derive(Clone, Copy, Default)]
pub struct Moved {
    received: u128,
    sent: u128,
    spent: u128,
}

#[derive(Clone, Copy)]
struct Lent {
    lessor: AccountId,
    lessee: AccountId,
    weight: Balance,
    from: u32,
    until: u32,
}

impl Lent {
    fn counts_in(&self, epoch: u32) -> bool {
        (self.from..self.until).contains(&epoch)
    }

    fn is_of(&self, who: AccountId) -> bool {
        self.lessor == who || self.lessee == who
    }
}

/// What an account earned since its last touch.
#[derive(Default)]
struct Earned {
    amount: BigUint,
    /// The same with nothing rounded, and how much less it may be, both in parts of 10⁻¹⁸ planck.
    exact: BigUint,
    slack: BigUint,
    lapsed: Option<(u32, u32)>,
}

/// Everything that ever happened.
pub struct Model {
    unbonding: u32,
    pub epoch: u32,
    pub pledged: u128,
    pub per_day: Balance,
    pub capacities: Vec<u128>,
    /// What a whole DIEM of each epoch earns.
    values: Vec<u128>,
    /// The own weights of each epoch; the last entry is that of the next one.
    weights: Vec<BTreeMap<AccountId, Balance>>,
    leases: Vec<Lent>,
    pub unlocking: BTreeMap<AccountId, BTreeMap<u32, Balance>>,
    pub free: BTreeMap<AccountId, Balance>,
    /// The accounts with a ledger, and the epoch of each one's last touch.
    touched: BTreeMap<AccountId, u32>,
    rewards: BTreeMap<AccountId, Balance>,
    moved: BTreeMap<(AccountId, u32), Moved>,
    pub burnt: BTreeMap<u32, u128>,
    pub carried: Balance,
    pub issued: Balance,
    /// The events that the last call must have had.
    pub events: Vec<Event<Test>>,
}

impl Model {
    pub fn new(unbonding: u32, per_day: Balance) -> Self {
        Self {
            unbonding,
            epoch: 0,
            pledged: 100,
            per_day,
            capacities: vec![0],
            values: vec![0],
            weights: vec![BTreeMap::new(), BTreeMap::new()],
            leases: Vec::new(),
            unlocking: BTreeMap::new(),
            free: ACCOUNTS.map(|who| (who, BALANCE + EXISTENTIAL)).collect(),
            touched: BTreeMap::new(),
            rewards: BTreeMap::new(),
            moved: BTreeMap::new(),
            burnt: BTreeMap::new(),
            carried: 0,
            issued: 0,
            events: Vec::new(),
        }
    }

    pub fn own(&self, who: AccountId, epoch: u32) -> Balance {
        self.weights[epoch as usize].get(&who).copied().unwrap_or_default()
    }

    pub fn leased(&self, epoch: u32, is_side: impl Fn(AccountId, AccountId) -> bool) -> Balance {
        let counting = self.leases.iter().filter(|lease| lease.counts_in(epoch));
        counting.filter(|lease| is_side(lease.lessor, lease.lessee)).map(|lease| lease.weight).sum()
    }

    pub fn leased_in(&self, who: AccountId, epoch: u32) -> Balance {
        self.leased(epoch, |_, lessee| lessee == who)
    }

    pub fn leased_out(&self, who: AccountId, epoch: u32) -> Balance {
        self.leased(epoch, |lessor, _| lessor == who)
    }

    /// What weighs. It panics where more is out than there is.
    pub fn weight(&self, who: AccountId, epoch: u32) -> Balance {
        self.own(who, epoch) - self.leased_out(who, epoch) + self.leased_in(who, epoch)
    }

    pub fn total_weight(&self, epoch: u32) -> Balance {
        self.weights[epoch as usize].values().sum()
    }

    fn grant(&self, who: AccountId, epoch: u32) -> u128 {
        let total = BigUint::from(self.total_weight(epoch));
        if total == BigUint::ZERO {
            return 0;
        }
        let weight = BigUint::from(self.weight(who, epoch));
        let share = &weight * self.capacities[epoch as usize] / total;
        let cap = weight * HALF_DIEM_PER_VVV / 2_u8;
        share.min(cap).try_into().unwrap()
    }

    pub fn quota(&self, who: AccountId, epoch: u32) -> QuotaInfo {
        let granted = if self.has_ledger(who) { self.grant(who, epoch) } else { 0 };
        let moved = self.moved.get(&(who, epoch)).copied().unwrap_or_default();
        QuotaInfo {
            offered: Diem::ZERO,
            granted: Diem(granted),
            received: Diem(moved.received),
            sent: Diem(moved.sent),
            reserved: Diem::ZERO,
            spent: Diem(moved.spent),
            available: Diem(granted + moved.received - moved.sent - moved.spent),
        }
    }

    fn moved(&mut self, who: AccountId, epoch: u32) -> &mut Moved {
        self.moved.entry((who, epoch)).or_default()
    }

    pub fn staked(&self, who: AccountId) -> Balance {
        self.own(who, self.epoch + 1)
    }

    fn set_staked(&mut self, who: AccountId, amount: Balance) {
        self.weights.last_mut().unwrap().insert(who, amount);
    }

    pub fn previous(&self) -> Option<u32> {
        self.epoch.checked_sub(1)
    }

    pub fn has_ledger(&self, who: AccountId) -> bool {
        self.touched.contains_key(&who)
    }

    pub fn roll(&mut self) {
        self.epoch += 1;
        self.capacities.push(self.pledged);
        let emission = self.per_day * u128::from(MINUTE) / 86_400_000;
        let most = MOST_PER_PLANCK * DIEM;
        let value = match (self.pledged, self.total_weight(self.epoch)) {
            (0, _) | (_, 0) => 0,
            (capacity, _) => (emission * DIEM / capacity).min(most),
        };
        self.values.push(value);
        self.carried += value * self.pledged / DIEM;
        self.weights.push(self.weights.last().unwrap().clone());
    }

    pub fn stake(&mut self, who: AccountId, amount: Balance) -> Option<()> {
        let staked = self.staked(who).checked_add(amount)?;
        let rest = self.free[&who].checked_sub(amount)?;
        (amount > 0 && staked >= MIN_STAKE && rest >= EXISTENTIAL).then_some(())?;
        self.touch(who);
        self.free.insert(who, rest);
        self.set_staked(who, staked);
        Some(())
    }

    pub fn unstake(&mut self, who: AccountId, amount: Balance) -> Option<()> {
        let rest = self.staked(who).checked_sub(amount)?;
        (amount > 0 && (rest == 0 || rest >= MIN_STAKE)).then_some(())?;
        (rest >= self.leased_out(who, self.epoch + 1)).then_some(())?;
        let (epoch, matures_at) = (self.epoch, self.epoch + self.unbonding);
        let chunks = self.unlocking.entry(who).or_default();
        let pending = chunks.keys().filter(|at| **at > epoch).count();
        (chunks.contains_key(&matures_at) || pending < MAX_CHUNKS).then_some(())?;
        *chunks.entry(matures_at).or_default() += amount;
        self.touch(who);
        self.free_matured(who);
        self.set_staked(who, rest);
        Some(())
    }

    pub fn restake(&mut self, who: AccountId, amount: Balance) -> Option<()> {
        let mut chunks = self.unlocking.get(&who)?.clone();
        let mut missing = amount;
        while missing > 0 {
            let mut last = chunks.last_entry()?;
            let taken = missing.min(*last.get());
            *last.get_mut() -= taken;
            missing -= taken;
            if *last.get() == 0 {
                last.remove();
            }
        }
        let staked = self.staked(who) + amount;
        (amount > 0 && staked >= MIN_STAKE).then_some(())?;
        self.touch(who);
        self.unlocking.insert(who, chunks);
        self.set_staked(who, staked);
        Some(())
    }

    fn free_matured(&mut self, who: AccountId) -> Balance {
        let pending = self.unlocking.entry(who).or_default().split_off(&(self.epoch + 1));
        let matured = self.unlocking.insert(who, pending).unwrap_or_default().values().sum();
        *self.free.get_mut(&who).unwrap() += matured;
        matured
    }

    pub fn withdraw(&mut self, who: AccountId) -> Option<()> {
        let matured = self.free_matured(who);
        let ledger_ends = self.has_ledger(who) && !self.has_stake(who) && self.is_idle(who);
        (matured > 0 || ledger_ends).then_some(())?;
        if self.has_ledger(who) {
            self.touch(who);
            self.remove_if_idle(who);
        }
        Some(())
    }

    fn has_stake(&self, who: AccountId) -> bool {
        self.staked(who) > 0 || self.unlocking.get(&who).is_some_and(|chunks| !chunks.is_empty())
    }

    /// Whether a ledger holds nothing that can be used any more, nor a lease or rewards.
    fn is_idle(&self, who: AccountId) -> bool {
        let has_diem = |epoch| {
            let quota = self.quota(who, epoch);
            quota.granted > Diem::ZERO || quota.received > Diem::ZERO
        };
        let has_lease = self.leases.iter().any(|lease| lease.is_of(who) && lease.until > self.epoch);
        !has_lease && self.due(who) == 0 && !has_diem(self.epoch) && !self.previous().is_some_and(has_diem)
    }

    fn remove_if_idle(&mut self, who: AccountId) {
        if !self.has_stake(who) && self.is_idle(who) {
            self.touched.remove(&who);
            self.rewards.remove(&who);
        }
    }

    pub fn claim_quota(&mut self, who: AccountId) -> Option<()> {
        let last = *self.touched.get(&who)?;
        let is_untouched = |epoch: &u32| *epoch > last;
        let mut grantable = self.previous().into_iter().chain([self.epoch]).filter(is_untouched);
        grantable.any(|epoch| self.grant(who, epoch) > 0).then_some(())?;
        self.touch(who);
        Some(())
    }

    pub fn claim_rewards(&mut self, who: AccountId) -> Option<()> {
        (self.has_ledger(who) && self.due(who) > 0).then_some(())?;
        self.touch(who);
        let amount = self.rewards.insert(who, 0).unwrap();
        self.issued += amount;
        *self.free.get_mut(&who).unwrap() += amount;
        self.remove_if_idle(who);
        self.events.insert(0, Event::RewardsClaimed { who, amount });
        Some(())
    }

    pub fn transfer(&mut self, from: AccountId, to: AccountId, amount: u128) -> Option<()> {
        let quota = self.quota(from, self.epoch);
        let can = from != to && self.has_ledger(from) && self.has_ledger(to);
        (can && amount > 0 && amount <= quota.available.0).then_some(())?;
        let fee = (amount * FEE_PERCENT).div_ceil(100);
        let share = quota.granted.0 * SHARE_PERCENT / 100;
        (fee < amount && quota.sent.0 + amount <= share + quota.received.0).then_some(())?;
        self.touch(from);
        self.touch(to);
        self.moved(from, self.epoch).sent += amount;
        self.moved(to, self.epoch).received += amount - fee;
        *self.burnt.entry(self.epoch).or_default() += fee;
        Some(())
    }

    pub fn spend(&mut self, who: AccountId, late: bool, amount: u128) -> Option<()> {
        let epoch = if late { self.previous()? } else { self.epoch };
        self.has_ledger(who).then_some(())?;
        // A debit that is refused has touched the ledger all the same.
        self.touch(who);
        (amount <= self.quota(who, epoch).available.0).then_some(())?;
        self.moved(who, epoch).spent += amount;
        Some(())
    }

    pub fn lease(
        &mut self,
        lessor: AccountId,
        lessee: AccountId,
        weight: Balance,
        epochs: u32,
    ) -> Option<()> {
        let (from, live) = (self.epoch + 1, |lease: &&Lent| lease.until > self.epoch);
        let is_full = |is_side: &dyn Fn(&Lent) -> bool| {
            self.leases.iter().filter(live).filter(|lease| is_side(lease)).count() >= MAX_LEASES
        };
        let has_room = !is_full(&|lease| lease.lessor == lessor) && !is_full(&|lease| lease.lessee == lessee);
        let leasable = self.staked(lessor) - self.leased_out(lessor, from);
        let fits = (1..=365).contains(&epochs) && weight >= MIN_LEASE && weight <= leasable;
        (lessor != lessee && self.has_ledger(lessor) && has_room && fits).then_some(())?;
        self.touch(lessor);
        self.touch(lessee);
        let until = from + epochs;
        self.leases.push(Lent { lessor, lessee, weight, from, until });
        let (from, until) = (EpochIndex(from), EpochIndex(until));
        self.events.push(Event::WeightLeased { lessor, lessee, weight, from, until });
        Some(())
    }

    fn touch(&mut self, who: AccountId) {
        if let Some(last) = self.touched.insert(who, self.epoch) {
            let earned = self.earned(who, last);
            *self.rewards.entry(who).or_default() += Balance::try_from(earned.amount).unwrap();
            if let Some((from, until)) = earned.lapsed {
                let (from, until) = (EpochIndex(from), EpochIndex(until));
                self.events.push(Event::RewardsLapsed { who, from, until });
            }
        }
    }

    /// Planck VVV that a claim would issue now.
    pub fn due(&self, who: AccountId) -> Balance {
        let earned = self.touched.get(&who).map(|last| self.earned(who, *last)).unwrap_or_default();
        assert!(&earned.amount * DIEM <= earned.exact, "more is earned than DIEM carries");
        assert!(&earned.amount * DIEM + earned.slack >= earned.exact, "more is lost than by rounding");
        self.rewards.get(&who).copied().unwrap_or_default() + Balance::try_from(earned.amount).unwrap()
    }

    /// What became final since a touch in `last`: the windows of two epochs, each rounded, and the epochs after them, which are
    /// rounded together as long as no lease begins or ends.
    fn earned(&self, who: AccountId, last: u32) -> Earned {
        let mut earned = Earned::default();
        let Some(end) = self.previous() else { return earned };
        let oldest = self.epoch.saturating_sub(HISTORY - 1);
        let mut lapsed = Vec::new();
        for epoch in (last.saturating_sub(1)..=last).filter(|epoch| *epoch < end) {
            let quota = self.quota(who, epoch);
            let unspent = quota.granted.0 + quota.received.0 - quota.sent.0 - quota.spent.0;
            if epoch >= oldest {
                let worth = BigUint::from(unspent) * self.values[epoch as usize];
                earned.amount += &worth / DIEM;
                earned.exact += worth;
                earned.slack += DIEM;
            } else if unspent > 0 {
                lapsed.push(epoch);
            }
        }
        let mut part = (BigUint::ZERO, 0);
        for epoch in last + 1..end {
            if epoch < oldest {
                lapsed.extend((self.weight(who, epoch) > 0).then_some(epoch));
                continue;
            }
            part.0 += self.yield_of(epoch);
            part.1 += self.values[epoch as usize];
            earned.exact += BigUint::from(self.grant(who, epoch)) * self.values[epoch as usize];
            let is_cut = |lease: &Lent| lease.is_of(who) && [lease.from, lease.until].contains(&(epoch + 1));
            if epoch + 1 == end || self.leases.iter().any(is_cut) {
                let (per_weight, per_diem) = core::mem::take(&mut part);
                let scaled: BigUint = (per_weight * self.weight(who, epoch)) >> 96;
                let rounding = BigUint::from(per_diem / DIEM + 1);
                earned.amount += if scaled > rounding { scaled - rounding } else { BigUint::ZERO };
                earned.slack += per_diem + 3 * DIEM;
            }
        }
        earned.lapsed = lapsed.first().zip(lapsed.last()).map(|(first, last)| (*first, last + 1));
        earned
    }

    /// Planck VVV that one planck of weight earns, in units of 2⁻⁹⁶: `min(C / W, ρ) · g`.
    fn yield_of(&self, epoch: u32) -> BigUint {
        let total = self.total_weight(epoch);
        if total == 0 {
            return BigUint::ZERO;
        }
        let by_capacity: BigUint = (BigUint::from(self.capacities[epoch as usize]) << 96) / total;
        let by_cap = BigUint::from(HALF_DIEM_PER_VVV) << 95;
        by_capacity.min(by_cap) * self.values[epoch as usize] / DIEM
    }
}
