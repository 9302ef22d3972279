//! Receipts, vouchers and refunds.

use super::{budgets::room, Ask, Generator};
use crate::{
    batches::{Batch, Group, Receipt},
    budgets::Key,
    disputes::Refund,
    models::{Listing, Usage, DIMENSIONS},
    vouchers::{Forgery, SignedVoucher},
    Call, Economy, Epoch, ModelId, Planck, Who,
};

impl Generator {
    /// An epoch to settle into: the open one, the one before it, or rarely another.
    fn settled_epoch(&mut self, economy: &Economy) -> Epoch {
        let now = economy.now();
        match self.within(0, 29) {
            0 => now.saturating_sub(2),
            1 => now + 1,
            2..=10 => now.saturating_sub(1),
            _ => now,
        }
    }

    pub(super) fn submit_receipts(&mut self, economy: &Economy) -> Option<Ask> {
        let who = self.provider(economy)?;
        let epoch = self.settled_epoch(economy);
        let next = economy.providers.get(&who).map_or(0, |provider| provider.next_sequence);
        let sequence = match self.within(0, 29) {
            0 => next + 1,
            1 => next.saturating_sub(1),
            _ => next,
        };
        let count = self.few(40);
        let mut groups: Vec<Group> = (0..count).filter_map(|_| self.group(economy, who, epoch)).collect();
        if count > 0 && groups.is_empty() {
            return None;
        }
        if self.once_in(200) {
            groups.iter_mut().for_each(fill_up);
        }
        Self::signed(who, Call::SubmitReceipts { batch: Batch { epoch, sequence, groups } })
    }

    fn group(&mut self, economy: &Economy, who: Who, epoch: Epoch) -> Option<Group> {
        let key = self.budget_for(economy, who, epoch, false)?;
        let served = self.served(economy, who, epoch)?;
        let count = self.few(60);
        let left = room(economy, who, epoch, key);
        let mut receipts = Vec::new();
        for _ in 0..count {
            let model = if self.once_in(25) { self.some_model(economy) } else { self.one_of(&served)? };
            let most = if self.once_in(12) { left.saturating_mul(4) } else { left / 2 };
            let charge = self.any_size(most.max(1));
            let usage = self.usage(economy, who, model, epoch, charge);
            receipts.push(Receipt { id: self.receipt_id(economy, key, epoch), model, usage });
        }
        Some(Group { owner: key.0, budget: key.1, receipts })
    }

    /// The models that a provider serves in an epoch, or rarely any.
    fn served(&mut self, economy: &Economy, who: Who, epoch: Epoch) -> Option<Vec<ModelId>> {
        let any = self.once_in(25);
        let serves = |id: ModelId, listing: &Listing| {
            listing.epochs.get(&epoch).is_some_and(|service| service.is_served)
                && economy.model(id).is_some_and(|model| !model.is_retired_in(epoch))
        };
        let listed = economy.listings_of(who).filter(|(id, listing)| any || serves(*id, listing));
        let models: Vec<ModelId> = listed.map(|(id, _)| id).collect();
        (any || !models.is_empty()).then(|| if models.is_empty() { vec![0] } else { models })
    }

    /// A usage that costs about `charge`.
    fn usage(&mut self, economy: &Economy, who: Who, model: ModelId, epoch: Epoch, charge: Planck) -> Usage {
        let Some(card) = economy.model(model).and_then(|model| model.cards.get(&epoch)) else {
            return vec![(0, 1)];
        };
        let multiplier = economy.listings.get(&(who, model)).and_then(|listing| listing.epochs.get(&epoch));
        let multiplier = u128::from(multiplier.map_or(10_000, |service| service.multiplier));
        let count = card.len() as u128;
        let mut usage: Usage = Vec::new();
        for (dimension, price) in card {
            let part = (charge / count).min(Planck::MAX >> 36);
            let units = part.saturating_mul(10_000_000_000 / multiplier) / price;
            usage.push((*dimension, u64::try_from(units).unwrap_or(u64::MAX)));
        }
        if usage.iter().all(|(_, units)| *units == 0) {
            // One unit costs more than that, or what is left.
            usage[0].1 = 1;
        }
        match self.within(0, 39) {
            0 => usage.iter_mut().for_each(|(_, units)| *units = 0),
            1 => usage.push(usage[0]),
            2 => usage.push(((usage[0].0 + 1) % DIMENSIONS, 1)),
            3 => usage[0].1 = u64::MAX,
            4 => usage.clear(),
            5..=9 => usage[0].1 = usage[0].1.saturating_add(1),
            _ => {}
        }
        usage
    }

    /// A new id, unless a provider cheats and uses one again.
    fn receipt_id(&mut self, economy: &Economy, key: Key, epoch: Epoch) -> u64 {
        if self.once_in(15) {
            let used = economy.batches.iter().filter(|batch| batch.epoch == epoch);
            let groups = used.flat_map(|batch| &batch.groups).map(|settled| &settled.group);
            let same = groups.filter(|group| (group.owner, group.budget) == key);
            let ids: Vec<u64> = same.flat_map(|group| &group.receipts).map(|receipt| receipt.id).collect();
            if let Some(id) = self.one_of(&ids) {
                return id;
            }
        }
        // The last one again, within a batch.
        if !self.once_in(25) {
            self.last_receipt += 1;
        }
        self.last_receipt
    }

    pub(super) fn settle_vouchers(&mut self, economy: &Economy) -> Option<Ask> {
        let who = self.provider(economy)?;
        let count = self.few(30);
        let vouchers: Vec<SignedVoucher> = (0..count).filter_map(|_| self.voucher(economy, who)).collect();
        if count > 0 && vouchers.is_empty() {
            return None;
        }
        Self::signed(who, Call::SettleVouchers { vouchers })
    }

    fn voucher(&mut self, economy: &Economy, who: Who) -> Option<SignedVoucher> {
        let epoch = self.settled_epoch(economy);
        let key = self.budget_for(economy, who, epoch, true)?;
        let budget = &economy.budgets[&key];
        let mark = budget.mark(epoch);
        let amount = match self.within(0, 11) {
            0 => mark,
            1 => mark - mark.min(self.any_size(mark.max(1))),
            _ => mark.saturating_add(self.amount(room(economy, who, epoch, key))),
        };
        let signers: Vec<Who> =
            budget.delegate.into_iter().chain(budget.former_delegate.map(|(key, _)| key)).collect();
        let signer = match self.once_in(15) {
            true => self.key(),
            false => self.one_of_first(&signers)?,
        };
        let forgery = if self.once_in(10) { self.one_of(&Forgery::ALL) } else { None };
        let wrapped = self.once_in(3);
        Some(SignedVoucher { owner: key.0, budget: key.1, epoch, amount, wrapped, signer, forgery })
    }

    pub(super) fn refund(&mut self, economy: &Economy) -> Option<Ask> {
        let epoch = self.settled_epoch(economy);
        let spent = |(key, _): &(&Key, _)| economy.budget(**key).is_some_and(|one| one.spent(epoch) > 0);
        let budgets: Vec<Key> = economy.budgets.iter().filter(spent).map(|(key, _)| *key).collect();
        let key = self.one_of(&budgets)?;
        let settled = |who: &Who| economy.providers[who].settled(epoch);
        let providers: Vec<Who> = economy.providers.keys().copied().filter(|who| settled(who) > 0).collect();
        let who = match self.once_in(12) {
            true => self.provider(economy)?,
            false => self.one_of(&providers)?,
        };
        let most = economy.providers.get(&who).map_or(0, |provider| provider.settled(epoch));
        let amount = self.amount(most.min(economy.budgets[&key].spent(epoch)));
        let (owner, budget) = key;
        Self::signed(who, Call::Refund { refund: Refund { owner, budget, epoch, amount } })
    }
}

/// Repeats the receipts of a group until it has more than half as many as a batch may have.
fn fill_up(group: &mut Group) {
    let receipts = group.receipts.clone();
    group.receipts = receipts.into_iter().cycle().take(600).collect();
}
