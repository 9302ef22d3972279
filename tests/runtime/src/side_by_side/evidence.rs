//! What is signed off chain, and what proves a dispute.

use super::{
    calls,
    keys::{id, sign},
    outcomes::rejection_reason,
};
use diem_model::{
    batches::{SettledBatch, SettledGroup},
    disputes::{self, Tampering},
    vouchers::{self, Forgery},
    Economy, Who,
};
use diem_primitives::{
    voucher::wrap, BudgetId, Diem, EpochIndex, Evidence, Fault, GroupOutcome, ProvenGroup, ReceiptStatement,
    Rejection, SignedReceipt, SignedVoucher, Voucher,
};
use diem_runtime::{AccountId, Hash, Signature};

/// Somebody who takes no part.
const STRANGER: Who = 150;

/// What everybody could know: the first block, and all batches that were settled.
pub struct Papers<'a> {
    pub genesis: Hash,
    pub economy: &'a Economy,
}

impl Papers<'_> {
    /// A voucher for `provider`, signed as well or as badly as the model says.
    pub fn voucher(
        &self,
        voucher: &vouchers::SignedVoucher,
        provider: Who,
    ) -> SignedVoucher<AccountId, Signature> {
        let forgery = voucher.forgery;
        let said = Voucher {
            owner: id(voucher.owner),
            budget: BudgetId(voucher.budget),
            epoch: EpochIndex(voucher.epoch),
            amount: Diem(voucher.amount),
        };
        let mut meant = said.clone();
        if forgery == Some(Forgery::OtherAmount) {
            meant.amount = Diem(voucher.amount ^ 1);
        }
        let genesis = if forgery == Some(Forgery::OtherChain) { Hash::zero() } else { self.genesis };
        let provider = if forgery == Some(Forgery::OtherProvider) { STRANGER } else { provider };
        let key = if forgery == Some(Forgery::OtherKey) { STRANGER } else { voucher.signer };
        let payload = meant.payload(genesis, &id(provider));
        let wraps = voucher.wrapped != (forgery == Some(Forgery::OtherWrapping));
        let mut signature = sign(key, &if wraps { wrap(&payload) } else { payload });
        if forgery == Some(Forgery::Malformed) {
            signature = Signature::Sr25519([7; 64].into());
        }
        SignedVoucher { voucher: said, wrapped: voucher.wrapped, signer: id(voucher.signer), signature }
    }

    pub fn evidence(&self, evidence: &disputes::Evidence) -> Evidence<AccountId, Signature> {
        let proven = |group: &disputes::ProvenGroup| self.group(evidence.provider, group);
        Evidence {
            provider: id(evidence.provider),
            group: proven(&evidence.group),
            receipt: evidence.receipt as u32,
            fault: match &evidence.fault {
                disputes::Fault::Overcharged(signed) => Fault::Overcharged(self.receipt(signed)),
                disputes::Fault::SettledTwice { earlier, receipt } => {
                    Fault::SettledTwice { earlier: earlier.as_ref().map(proven), receipt: *receipt as u32 }
                }
            },
        }
    }

    fn receipt(&self, signed: &disputes::SignedReceipt) -> SignedReceipt<AccountId, Signature> {
        let statement = ReceiptStatement {
            owner: id(signed.owner),
            budget: BudgetId(signed.budget),
            epoch: EpochIndex(signed.epoch),
            receipt: calls::receipt(&signed.receipt),
        };
        let genesis = if signed.is_foreign { Hash::zero() } else { self.genesis };
        let signature = sign(signed.key, &statement.payload(genesis));
        SignedReceipt { statement, signature }
    }

    /// A group with its proof, made of what the batch and its events said.
    fn group(&self, provider: Who, proven: &disputes::ProvenGroup) -> ProvenGroup<AccountId> {
        let of_provider = self.economy.batches.iter().rev().filter(|batch| batch.provider == provider);
        let is_it = |batch: &&SettledBatch| batch.sequence == proven.sequence;
        let batch = of_provider.clone().find(is_it).or_else(|| of_provider.clone().next());
        let batch = batch.expect("the provider has settled something");
        let outcomes: Vec<_> =
            batch.groups.iter().enumerate().map(|(at, group)| outcome(at, group)).collect();
        // Where the batch has no such group, one that it has is taken for it.
        let index = proven.index.min(outcomes.len() - 1) as u32;
        let mut group = ProvenGroup::new(proven.sequence, &outcomes, index).expect("the group is there");
        group.index = proven.index as u32;
        match proven.tampering {
            Some(Tampering::OtherCharge) => group.outcome.charge.0 += 1,
            Some(Tampering::LongerProof) => {
                group.proof.try_push(Hash::zero()).expect("the proof of a small batch is short");
            }
            None => {}
        }
        group
    }
}

fn outcome(index: usize, settled: &SettledGroup) -> GroupOutcome<AccountId> {
    let rejections = settled.rejections.iter().map(|rejection| Rejection {
        group: index as u32,
        receipt: rejection.receipt as u32,
        reason: rejection_reason(rejection.reason),
    });
    let rejections = rejections.collect::<Vec<_>>().try_into().expect("there are few receipts");
    GroupOutcome { group: calls::group(&settled.group), charge: Diem(settled.charge), rejections }
}
