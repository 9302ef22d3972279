//! A naive model of the economy: every epoch is visited, every value of every epoch is kept, and all is in plain numbers.

use super::*;

/// Terms in the model. A budget is for both providers or for one of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Terms {
    pub limit: u128,
    pub reserved: bool,
    pub only: Option<usize>,
    /// Whether consent is by voucher, where it is for one provider.
    pub vouchers: bool,
    pub expires_at: Option<u32>,
}

/// A budget, with a value for every epoch since it was opened.
#[derive(Clone, Debug)]
pub struct BudgetModel {
    pub opened_at: u32,
    pub closes_at: Option<u32>,
    pub removed: bool,
    pub next: Terms,
    pub terms: Vec<Terms>,
    pub share: Vec<u128>,
    pub spent: Vec<u128>,
    pub mark: Vec<u128>,
}

/// What an account has in one epoch.
#[derive(Clone, Copy, Default, Debug)]
pub struct WindowModel {
    pub granted: u128,
    pub received: u128,
    pub sent: u128,
    pub reserved: u128,
    pub shared_spent: u128,
    pub reserved_spent: u128,
}

impl WindowModel {
    pub fn free(&self) -> u128 {
        self.granted + self.received - self.sent - self.reserved - self.shared_spent
    }
}

#[derive(Clone, Default, Debug)]
pub struct OwnerModel {
    pub weight: u128,
    pub next_weight: u128,
    pub windows: Vec<WindowModel>,
    pub budgets: Vec<BudgetModel>,
}

#[derive(Clone, Default, Debug)]
pub struct ProviderModel {
    pub next_pledge: u128,
    pub pledge: Vec<u128>,
    pub settled: Vec<u128>,
    pub next_multiplier: u128,
    pub multiplier: Vec<u128>,
}

#[derive(Clone, Default, Debug)]
pub struct Reference {
    pub epoch: usize,
    pub owners: [OwnerModel; 2],
    pub providers: [ProviderModel; 2],
    pub next_prices: (u128, u128),
    pub prices: Vec<(u128, u128)>,
    /// What was debited of all, and what of it was given back.
    pub debited: Vec<u128>,
    pub refunded: Vec<u128>,
}

impl BudgetModel {
    fn index(&self, epoch: usize) -> usize {
        epoch - self.opened_at as usize
    }

    pub fn exists_in(&self, epoch: usize) -> bool {
        epoch >= self.opened_at as usize && self.closes_at.is_none_or(|end| epoch < end as usize)
    }

    pub fn terms_in(&self, epoch: usize) -> Terms {
        self.terms[self.index(epoch)]
    }

    pub fn spent_in(&self, epoch: usize) -> u128 {
        if epoch < self.opened_at as usize {
            0
        } else {
            self.spent[self.index(epoch)]
        }
    }

    pub fn mark_in(&self, epoch: usize) -> u128 {
        if epoch < self.opened_at as usize {
            0
        } else {
            self.mark[self.index(epoch)]
        }
    }

    /// What it may spend in all of an epoch, whatever its owner has.
    fn most_in(&self, epoch: usize) -> u128 {
        let (terms, share) = (self.terms_in(epoch), self.share_in(epoch));
        if terms.reserved {
            terms.limit.min(share)
        } else {
            terms.limit
        }
    }

    pub fn share_in(&self, epoch: usize) -> u128 {
        self.share[self.index(epoch)]
    }
}

impl Reference {
    /// The chain of the tests in epoch 1.
    pub fn new() -> Self {
        let mut model = Self::default();
        for (owner, weight) in model.owners.iter_mut().zip([100 * VVV, 50 * VVV]) {
            owner.next_weight = weight;
            owner.windows.push(WindowModel::default());
        }
        let genesis = [(1_000 * DIEM, 10_000), (40 * DIEM, 20_000)];
        for (provider, (pledge, multiplier)) in model.providers.iter_mut().zip(genesis) {
            (provider.next_pledge, provider.next_multiplier) = (pledge, multiplier);
            (provider.pledge, provider.settled, provider.multiplier) = (vec![0], vec![0], vec![0]);
        }
        model.next_prices = (DIEM, 4 * DIEM);
        model.prices = vec![(0, 0)];
        (model.debited, model.refunded) = (vec![0], vec![0]);
        model.roll();
        model
    }

    /// Opens the next epoch, and visits everybody.
    pub fn roll(&mut self) {
        self.epoch += 1;
        self.prices.push(self.next_prices);
        self.debited.push(0);
        self.refunded.push(0);
        for provider in &mut self.providers {
            provider.pledge.push(provider.next_pledge);
            provider.settled.push(0);
            provider.multiplier.push(provider.next_multiplier);
        }
        let capacity: u128 = self.providers.iter().map(|provider| provider.pledge[self.epoch]).sum();
        let total: u128 = self.owners.iter().map(|owner| owner.next_weight).sum();
        for owner in &mut self.owners {
            owner.weight = owner.next_weight;
            let big = num_bigint::BigUint::from;
            let by_capacity = u128::try_from(big(owner.weight) * capacity / total).unwrap();
            owner.open(self.epoch, by_capacity.min(owner.weight));
        }
    }

    /// What a receipt of so many tokens costs, or `None` for one that used nothing.
    pub fn charge(&self, provider: usize, epoch: usize, (input, output): (u64, u64)) -> Option<u128> {
        let (input_price, output_price) = self.prices[epoch];
        let sum = u128::from(input) * input_price + u128::from(output) * output_price;
        let scaled = sum * self.providers[provider].multiplier[epoch];
        (sum > 0).then(|| scaled.div_ceil(1_000_000 * 10_000))
    }

    /// Settles one receipt, or says why not.
    pub fn settle(
        &mut self,
        provider: usize,
        epoch: usize,
        owner: usize,
        id: usize,
        tokens: (u64, u64),
    ) -> Result<u128, RejectionReason> {
        use RejectionReason::*;
        if epoch > self.epoch || epoch + 1 < self.epoch {
            return Err(EpochNotSettleable);
        }
        let budget =
            self.owners[owner].budgets.get(id).filter(|budget| !budget.removed).ok_or(UnknownBudget)?;
        if epoch < budget.opened_at as usize {
            return Err(UnknownBudget);
        }
        if !budget.exists_in(epoch) {
            return Err(BudgetClosed);
        }
        let terms = budget.terms_in(epoch);
        if terms.expires_at.is_some_and(|end| epoch >= end as usize) {
            return Err(BudgetExpired);
        }
        if terms.only.is_some_and(|only| only != provider) {
            return Err(WrongProvider);
        }
        if terms.vouchers {
            return Err(ConsentByVoucher);
        }
        let charge = self.charge(provider, epoch, tokens).ok_or(NothingUsed)?;
        self.debit(provider, epoch, owner, id, charge)
    }

    fn debit(
        &mut self,
        provider: usize,
        epoch: usize,
        owner: usize,
        id: usize,
        charge: u128,
    ) -> Result<u128, RejectionReason> {
        let (budget, quota, capacity) = self.rooms(provider, epoch, owner, id);
        if charge > budget {
            return Err(RejectionReason::BudgetExhausted);
        }
        if charge > quota {
            return Err(RejectionReason::QuotaExhausted);
        }
        if charge > capacity {
            return Err(RejectionReason::CapacityExceeded);
        }
        self.book(provider, epoch, owner, id, charge);
        Ok(charge)
    }

    /// What a budget, its owner and a provider leave to charge. A share is no smaller than what its reserve has for it.
    fn rooms(&self, provider: usize, epoch: usize, owner: usize, id: usize) -> (u128, u128, u128) {
        let OwnerModel { windows, budgets, .. } = &self.owners[owner];
        let budget = &budgets[id];
        let quota = if budget.terms_in(epoch).reserved { u128::MAX } else { windows[epoch].free() };
        let provider = &self.providers[provider];
        let capacity = provider.pledge[epoch] - provider.settled[epoch];
        (budget.most_in(epoch) - budget.spent_in(epoch), quota, capacity)
    }

    fn book(&mut self, provider: usize, epoch: usize, owner: usize, id: usize, charge: u128) {
        let OwnerModel { windows, budgets, .. } = &mut self.owners[owner];
        let (window, budget) = (&mut windows[epoch], &mut budgets[id]);
        let index = budget.index(epoch);
        self.providers[provider].settled[epoch] += charge;
        self.debited[epoch] += charge;
        budget.spent[index] += charge;
        if budget.terms[index].reserved {
            window.reserved_spent += charge;
        } else {
            window.shared_spent += charge;
        }
    }

    /// Settles a voucher and gives what was debited, or says why nothing was.
    pub fn vouch(
        &mut self,
        provider: usize,
        epoch: usize,
        owner: usize,
        id: usize,
        (amount, forged): (u128, bool),
    ) -> Result<u128, VoucherRejectionReason> {
        use VoucherRejectionReason::*;
        if epoch > self.epoch || epoch + 1 < self.epoch {
            return Err(EpochNotSettleable);
        }
        let budget =
            self.owners[owner].budgets.get(id).filter(|budget| !budget.removed).ok_or(UnknownBudget)?;
        if epoch < budget.opened_at as usize {
            return Err(UnknownBudget);
        }
        if !budget.exists_in(epoch) {
            return Err(BudgetClosed);
        }
        let terms = budget.terms_in(epoch);
        if terms.expires_at.is_some_and(|end| epoch >= end as usize) {
            return Err(BudgetExpired);
        }
        if terms.only.is_some_and(|only| only != provider) {
            return Err(WrongProvider);
        }
        if !terms.vouchers {
            return Err(ConsentByReceipt);
        }
        let due = amount.checked_sub(budget.mark_in(epoch)).filter(|due| *due > 0).ok_or(NothingNew)?;
        if forged {
            return Err(BadSignature);
        }
        let rooms = self.rooms(provider, epoch, owner, id);
        for (room, reason) in
            [(rooms.0, BudgetExhausted), (rooms.1, QuotaExhausted), (rooms.2, CapacityExceeded)]
        {
            if room == 0 {
                return Err(reason);
            }
        }
        let charge = due.min(rooms.0).min(rooms.1).min(rooms.2);
        self.book(provider, epoch, owner, id, charge);
        let budget = &mut self.owners[owner].budgets[id];
        let index = budget.index(epoch);
        budget.mark[index] += charge;
        Ok(charge)
    }

    /// Gives back what was debited, or says why not.
    pub fn refund(
        &mut self,
        provider: usize,
        epoch: usize,
        owner: usize,
        id: usize,
        amount: u128,
    ) -> Result<(), E> {
        if amount == 0 {
            return Err(E::ZeroAmount);
        }
        if epoch > self.epoch || epoch + 1 < self.epoch {
            return Err(E::EpochNotSettleable);
        }
        let OwnerModel { windows, budgets, .. } = &mut self.owners[owner];
        let budget = budgets.get_mut(id).filter(|budget| !budget.removed).ok_or(E::UnknownBudget)?;
        if amount > budget.spent_in(epoch) {
            return Err(E::RefundExceedsSpent);
        }
        let settled = &mut self.providers[provider].settled[epoch];
        *settled = settled.checked_sub(amount).ok_or(E::RefundExceedsSettled)?;
        let index = budget.index(epoch);
        budget.spent[index] -= amount;
        if budget.terms[index].reserved {
            windows[epoch].reserved_spent -= amount;
        } else {
            windows[epoch].shared_spent -= amount;
        }
        self.refunded[epoch] += amount;
        Ok(())
    }
}

impl OwnerModel {
    /// Opens an epoch with a grant: what is reserved is carved out, in proportion where it does not suffice.
    fn open(&mut self, epoch: usize, granted: u128) {
        let open = |budget: &BudgetModel| !budget.removed && budget.exists_in(epoch) && budget.next.reserved;
        let limits: u128 =
            self.budgets.iter().filter(|budget| open(budget)).map(|budget| budget.next.limit).sum();
        for budget in &mut self.budgets {
            let limit = if open(budget) { budget.next.limit } else { 0 };
            let big = num_bigint::BigUint::from;
            let part =
                if limits > granted { u128::try_from(big(limit) * granted / limits).unwrap() } else { limit };
            budget.terms.push(budget.next);
            budget.share.push(part);
            budget.spent.push(0);
            budget.mark.push(0);
        }
        self.windows.push(WindowModel { granted, reserved: granted.min(limits), ..Default::default() });
    }

    pub fn open_budget(&mut self, epoch: usize, terms: Terms) {
        let share = if terms.reserved { self.carve(epoch, terms.limit) } else { 0 };
        self.budgets.push(BudgetModel {
            opened_at: epoch as u32,
            closes_at: None,
            removed: false,
            next: terms,
            terms: vec![terms],
            share: vec![share],
            spent: vec![0],
            mark: vec![0],
        });
    }

    /// Gives a budget new terms, or refuses because it is being closed.
    pub fn update_budget(&mut self, epoch: usize, id: usize, asked: Terms) -> bool {
        let Some(budget) = self.budgets.get_mut(id) else { return false };
        if budget.removed || budget.closes_at.is_some() {
            return false;
        }
        let index = budget.index(epoch);
        let now = &mut budget.terms[index];
        // What gives more gives it to those who have it: with another provider it waits, as that does.
        let same_hands = asked.only == now.only && asked.vouchers == now.vouchers;
        let reached = same_hands && asked.limit >= now.limit;
        if reached {
            now.limit = asked.limit;
        }
        let never = u32::MAX;
        if same_hands && asked.expires_at.unwrap_or(never) > now.expires_at.unwrap_or(never) {
            now.expires_at = asked.expires_at;
        }
        let tops_up = reached && now.reserved && asked.reserved;
        budget.next = asked;
        if tops_up {
            let missing = asked.limit.saturating_sub(budget.share[index]);
            let more = self.carve(epoch, missing);
            self.budgets[id].share[index] += more;
        }
        true
    }

    /// Closes or removes a budget, where that can be.
    pub fn close_budget(&mut self, epoch: usize, id: usize) -> bool {
        let Some(budget) = self.budgets.get_mut(id).filter(|budget| !budget.removed) else { return false };
        match budget.closes_at {
            None => budget.closes_at = Some(epoch as u32 + 1),
            Some(end) if epoch > end as usize => budget.removed = true,
            Some(_) => return false,
        }
        true
    }

    /// Moves up to `amount` from the free pool into the reserve.
    fn carve(&mut self, epoch: usize, amount: u128) -> u128 {
        let window = &mut self.windows[epoch];
        let carved = amount.min(window.free());
        window.reserved += carved;
        carved
    }
}
