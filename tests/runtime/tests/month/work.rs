//! Work that is settled: by receipts and by vouchers, at noon, in the evening, and late.

use crate::{
    cast::{delegate, PROVIDERS, STEADY},
    month::Month,
    usage::{Conversation, Work},
};
use diem_model::{
    batches::{Batch, Group},
    budgets::Key,
    disputes::Refund,
    vouchers::SignedVoucher,
    Call, Epoch, Who,
};
use rand::Rng;
use std::collections::BTreeMap;

/// Of so many pieces of work one is settled on the day after only.
const LATE_ONCE_IN: u32 = 10;
/// The day on which a provider sends what it sent already, having crashed.
const CRASH: Epoch = 9;

impl Month<'_> {
    /// A day's conversations: half of them are settled at noon, the others in the evening, and some the day after.
    pub fn have_work_done(&mut self, conversations: &[Conversation]) {
        let (before_noon, after_noon) = conversations.split_at(conversations.len() / 2);
        for half in [before_noon, after_noon] {
            let mut done = Vec::new();
            for conversation in half {
                let Some(work) = self.assign(*conversation) else { continue };
                if self.rng.random_ratio(1, LATE_ONCE_IN) {
                    self.late.push(work);
                } else {
                    done.push(work);
                }
            }
            self.settle(&done);
            self.next_blocks(1);
        }
        if self.now() == CRASH {
            self.send_again();
        }
    }

    /// What was done yesterday counts for yesterday, by yesterday's prices and limits.
    pub fn settle_late_work(&mut self) {
        let late = std::mem::take(&mut self.late);
        self.settle(&late);
    }

    fn settle(&mut self, work: &[Work]) {
        for provider in PROVIDERS {
            let own: Vec<&Work> = work.iter().filter(|work| work.provider == provider).collect();
            let (by_voucher, by_receipt): (Vec<&Work>, Vec<&Work>) =
                own.into_iter().partition(|work| work.vouchers);
            self.settle_receipts(provider, &by_receipt);
            self.settle_vouchers(provider, &by_voucher);
        }
    }

    /// One batch, with a group for each budget.
    fn settle_receipts(&mut self, provider: Who, work: &[&Work]) {
        let Some(Work { epoch, .. }) = work.first() else { return };
        let mut groups: BTreeMap<Key, Group> = BTreeMap::new();
        for Work { key, receipt, .. } in work {
            let new = || Group { owner: key.0, budget: key.1, receipts: Vec::new() };
            groups.entry(*key).or_insert_with(new).receipts.push(receipt.clone());
        }
        self.submit(provider, *epoch, groups.into_values().collect());
    }

    /// Submits a batch, and gives its sequence.
    pub fn submit(&mut self, provider: Who, epoch: Epoch, groups: Vec<Group>) -> u64 {
        let sequence = self.economy().providers[&provider].next_sequence;
        self.does(provider, Call::SubmitReceipts { batch: Batch { epoch, sequence, groups } });
        sequence
    }

    /// One voucher for each budget: for all that its agent had done in the epoch.
    fn settle_vouchers(&mut self, provider: Who, work: &[&Work]) {
        let mut budgets: BTreeMap<(Key, Epoch), u128> = BTreeMap::new();
        for Work { key, epoch, receipt, .. } in work {
            let charge = self.economy().charge(provider, receipt.model, &receipt.usage, *epoch);
            *budgets.entry((*key, *epoch)).or_default() += charge.expect("the provider has a price for it");
        }
        let mut vouchers = Vec::new();
        for ((key, epoch), charge) in budgets {
            *self.signed.entry((key, epoch)).or_default() += charge;
            vouchers.push(self.voucher(key, epoch));
        }
        if !vouchers.is_empty() {
            self.does(provider, Call::SettleVouchers { vouchers });
        }
    }

    /// What the agent of a budget signs. Some agents sign by a wallet.
    pub fn voucher(&self, key: Key, epoch: Epoch) -> SignedVoucher {
        let (owner, budget) = key;
        let amount = self.signed.get(&(key, epoch)).copied().unwrap_or_default();
        let signer = self.economy().budgets[&key].delegate.unwrap_or(delegate(owner));
        SignedVoucher {
            owner,
            budget,
            epoch,
            amount,
            wrapped: owner.is_multiple_of(3),
            signer,
            forgery: None,
        }
    }

    /// A provider that crashed sends its last batch and all its vouchers once more: nothing is settled twice.
    fn send_again(&mut self) {
        let epoch = self.now();
        let last = self.economy().batches.iter().rev().find(|batch| batch.provider == STEADY);
        let last = last.expect("it has settled something").clone();
        let groups = last.groups.into_iter().map(|settled| settled.group).collect();
        let batch = Batch { epoch: last.epoch, sequence: last.sequence, groups };
        self.is_refused(STEADY, Call::SubmitReceipts { batch }, "SequenceAlreadySettled");

        let settles = |(key, _): &&(Key, Epoch)| {
            self.economy().budgets[key].epochs[&epoch].terms.provider == Some(STEADY)
        };
        let signed = self.signed.keys().filter(|(_, of)| *of == epoch).filter(settles);
        let vouchers: Vec<SignedVoucher> = signed.map(|(key, epoch)| self.voucher(*key, *epoch)).collect();
        let count = vouchers.len();
        let report = self.does(STEADY, Call::SettleVouchers { vouchers });
        assert_eq!((report.charged, report.rejections.len()), (0, count), "no voucher is settled twice");
    }

    /// An inference failed: its provider gives back a part of what it charged for it.
    pub fn give_back(&mut self) {
        let epoch = self.now();
        if !epoch.is_multiple_of(3) {
            return;
        }
        let lately = self.economy().batches.iter().rev().filter(|batch| batch.epoch == epoch);
        let mut groups = lately.flat_map(|batch| batch.groups.iter().map(|group| (batch.provider, group)));
        let charged = groups.find(|(_, settled)| settled.charge > 4);
        let Some((provider, settled)) = charged else { return };
        let (owner, budget, amount) = (settled.group.owner, settled.group.budget, settled.charge / 4);
        self.does(provider, Call::Refund { refund: Refund { owner, budget, epoch, amount } });
    }
}
