//! Evidence, as who disputes makes it: from the extrinsics and events of batches, and from receipts that were signed.

use super::*;
use crate::Parameters;

/// What the receipt key of `PROVIDER` is made from.
pub const KEY: u8 = 51;

/// What its next one is made from.
pub const NEXT_KEY: u8 = 52;

/// What a key that is nobody's is made from.
pub const FORGER: u8 = 66;

/// The account of a key that signs receipts.
pub fn key_of(seed: u8) -> AccountId {
    Key::sr25519(seed).account()
}

/// A batch that was settled, as it is rebuilt from the extrinsic and its events.
pub struct SettledBatch {
    pub provider: AccountId,
    pub sequence: Sequence,
    pub outcomes: Vec<GroupOutcome<AccountId>>,
}

/// Submits the next batch of a provider, and rebuilds what became of it.
pub fn settle(who: AccountId, epoch: EpochIndex, groups: Vec<ReceiptGroup<AccountId>>) -> SettledBatch {
    let batch = batch(who, epoch, groups);
    let sequence = batch.sequence;
    events();
    assert_ok!(Metering::submit_receipts(signed(who), batch.clone()));
    let (mut debited, mut rejected) = (vec![], vec![]);
    for event in events() {
        match event {
            Event::Debited { amount, .. } => debited.push(amount),
            Event::BatchSettled { rejections, .. } => rejected = rejections,
            _ => (),
        }
    }
    let outcomes = GroupOutcome::of_batch(batch, debited, &rejected).unwrap();
    SettledBatch { provider: who, sequence, outcomes }
}

/// Settles one group of `OWNER` into the current epoch.
pub fn settle_group(budget: BudgetId, receipts: Vec<Receipt>) -> SettledBatch {
    settle(PROVIDER, epoch(), vec![group(OWNER, budget, receipts)])
}

impl SettledBatch {
    /// A group with its proof.
    pub fn group(&self, index: u32) -> ProvenGroup<AccountId> {
        ProvenGroup::new(self.sequence, &self.outcomes, index).unwrap()
    }

    /// That a receipt was settled with more than was signed.
    pub fn overcharged(&self, index: u32, receipt: u32, signed: Signed) -> Proof {
        self.evidence(index, receipt, Fault::Overcharged(signed))
    }

    /// That a receipt was settled in the same group before.
    pub fn repeated(&self, index: u32, receipt: u32, earlier: u32) -> Proof {
        self.evidence(index, receipt, Fault::SettledTwice { earlier: None, receipt: earlier })
    }

    /// That a receipt was settled before, in another group.
    pub fn repeats(&self, index: u32, receipt: u32, earlier: ProvenGroup<AccountId>, at: u32) -> Proof {
        self.evidence(index, receipt, Fault::SettledTwice { earlier: Some(earlier), receipt: at })
    }

    fn evidence(&self, index: u32, receipt: u32, fault: Fault<AccountId, TestSignature>) -> Proof {
        Evidence { provider: self.provider, group: self.group(index), receipt, fault }
    }
}

pub type Signed = SignedReceipt<AccountId, TestSignature>;
pub type Proof = Evidence<AccountId, TestSignature>;

/// The same receipt with another id.
pub fn numbered(id: u8, receipt: Receipt) -> Receipt {
    Receipt { id: [id; 16], ..receipt }
}

/// What `PROVIDER` says of a receipt for a budget of `OWNER` in the current epoch.
pub fn statement(budget: BudgetId, receipt: Receipt) -> ReceiptStatement<AccountId> {
    ReceiptStatement { owner: OWNER, budget, epoch: epoch(), receipt }
}

/// A statement, signed for this chain by a key.
pub fn signed_by(seed: u8, statement: ReceiptStatement<AccountId>) -> Signed {
    let payload = statement.payload(System::block_hash(0));
    SignedReceipt { statement, signature: Key::sr25519(seed).sign(&payload) }
}

/// The receipt key of `PROVIDER` is `KEY`.
pub fn with_key() {
    assert_ok!(Metering::set_receipt_key(signed(PROVIDER), key_of(KEY)));
}

/// A chain on which `PROVIDER` signed 2 DIEM's worth of work and settled 5, and the evidence of it.
pub fn cheat() -> (BudgetId, Proof) {
    with_key();
    let budget = open(OWNER, shared(50));
    let signed = signed_by(KEY, statement(budget, work(2)));
    (budget, settle_group(budget, vec![work(5)]).overcharged(0, 0, signed))
}

pub fn dispute(reporter: AccountId, evidence: Proof) -> DispatchResult {
    Metering::dispute(signed(reporter), Box::new(evidence))
}

/// Planck VVV of an account, on hold or not.
pub fn total(who: AccountId) -> Balance {
    use frame_support::traits::fungible::Inspect;
    Balances::total_balance(&who)
}

/// Sets the part of a bond that a dispute takes.
pub fn slash_fraction(percent: u32) {
    let slash_fraction = sp_runtime::Permill::from_percent(percent);
    Parameters::<Test>::mutate(|parameters| parameters.slash_fraction = slash_fraction);
}
