//! Signed receipts against the vectors that the TypeScript client is tested with too.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that can't go on fails")]

use codec::{Decode, Encode};
use diem_primitives::{
    signed_receipt::RECEIPT_DOMAIN, BudgetId, Dimension, EpochIndex, ModelId, Receipt, ReceiptStatement,
    SignedReceipt, Usage, UsageEntry,
};
use serde_json::Value;
use sp_core::{bytes::from_hex, ecdsa, ed25519, sr25519, Pair, H256};
use sp_runtime::{traits::IdentifyAccount, AccountId32, MultiSignature, MultiSigner};

type Statement = ReceiptStatement<AccountId32>;
type Signed = SignedReceipt<AccountId32, MultiSignature>;

fn vectors() -> Value {
    serde_json::from_str(include_str!("../../tests/data/receipt-vectors.json")).unwrap()
}

fn bytes(value: &Value) -> Vec<u8> {
    from_hex(value.as_str().unwrap()).unwrap()
}

fn account(value: &Value) -> AccountId32 {
    AccountId32::try_from(bytes(value).as_slice()).unwrap()
}

fn number(value: &Value) -> u32 {
    value.as_u64().unwrap().try_into().unwrap()
}

fn genesis_hash() -> H256 {
    H256::from_slice(&bytes(&vectors()["genesisHash"]))
}

fn usage(value: &Value) -> Usage {
    let entry = |value: &Value| UsageEntry {
        dimension: serde_json::from_value::<Dimension>(value["dimension"].clone()).unwrap(),
        units: value["units"].as_str().unwrap().parse().unwrap(),
    };
    value.as_array().unwrap().iter().map(entry).collect::<Vec<_>>().try_into().unwrap()
}

fn statement(value: &Value) -> Statement {
    Statement {
        owner: account(&value["owner"]),
        budget: BudgetId(number(&value["budget"])),
        epoch: EpochIndex(number(&value["epoch"])),
        receipt: Receipt {
            id: bytes(&value["id"]).try_into().unwrap(),
            model: ModelId(number(&value["model"])),
            usage: usage(&value["usage"]),
        },
    }
}

fn signature(kind: &str, bytes: &[u8]) -> MultiSignature {
    match kind {
        "ed25519" => ed25519::Signature::try_from(bytes).unwrap().into(),
        "sr25519" => sr25519::Signature::try_from(bytes).unwrap().into(),
        _ => ecdsa::Signature::try_from(bytes).unwrap().into(),
    }
}

/// The account of the vectors' receipt key of that kind.
fn receipt_key(kind: &str) -> AccountId32 {
    let vectors = vectors();
    let uri = vectors["receiptKey"].as_str().unwrap();
    let signer: MultiSigner = match kind {
        "ed25519" => ed25519::Pair::from_string(uri, None).unwrap().public().into(),
        "sr25519" => sr25519::Pair::from_string(uri, None).unwrap().public().into(),
        _ => ecdsa::Pair::from_string(uri, None).unwrap().public().into(),
    };
    signer.into_account()
}

/// Each vector's receipt with each of its signatures, and the kind of that.
fn signed() -> Vec<(String, Signed)> {
    let of_vector = |vector: &Value| {
        let statement = statement(vector);
        let sign = |entry: &Value| {
            let kind = entry["kind"].as_str().unwrap();
            assert_eq!(account(&entry["signer"]), receipt_key(kind));
            let signature = signature(kind, &bytes(&entry["signature"]));
            (kind.to_string(), Signed { statement: statement.clone(), signature })
        };
        vector["signatures"].as_array().unwrap().iter().map(sign).collect::<Vec<_>>()
    };
    vectors()["receipts"].as_array().unwrap().iter().flat_map(of_vector).collect()
}

#[test]
fn the_bytes_of_each_vector_are_those_that_are_signed() {
    let vectors = vectors();
    assert_eq!(vectors["domain"].as_str().unwrap().as_bytes(), RECEIPT_DOMAIN);
    for vector in vectors["receipts"].as_array().unwrap() {
        assert_eq!(statement(vector).payload(genesis_hash()), bytes(&vector["payload"]));
    }
}

#[test]
fn the_signatures_of_each_vector_hold_for_each_kind_of_key() {
    for (kind, signed) in signed() {
        let verified = signed.verify(genesis_hash(), &receipt_key(&kind)).unwrap();
        assert_eq!(verified.statement(), &signed.statement);
    }
}

#[test]
fn they_hold_for_nothing_else() {
    let stranger = AccountId32::new([9; 32]);
    for (kind, signed) in signed() {
        let key = receipt_key(&kind);
        assert!(signed.verify(H256::zero(), &key).is_none(), "another chain");
        assert!(signed.verify(genesis_hash(), &stranger).is_none(), "another key");
        let honest = &signed.statement;
        let receipt = |change: fn(&mut Receipt)| {
            let mut receipt = honest.receipt.clone();
            change(&mut receipt);
            Statement { receipt, ..honest.clone() }
        };
        let others = [
            Statement { owner: stranger.clone(), ..honest.clone() },
            Statement { budget: BudgetId(honest.budget.0 ^ 1), ..honest.clone() },
            Statement { epoch: EpochIndex(honest.epoch.0 ^ 1), ..honest.clone() },
            receipt(|receipt| receipt.id[15] ^= 1),
            receipt(|receipt| receipt.model.0 ^= 1),
            receipt(|receipt| {
                receipt.usage =
                    Usage::truncate_from(vec![UsageEntry { dimension: Dimension::VideoMs, units: 1 }])
            }),
        ];
        for statement in others {
            let other = Signed { statement, signature: signed.signature.clone() };
            assert!(other.verify(genesis_hash(), &key).is_none(), "another receipt");
        }
    }
}

#[test]
fn a_signed_receipt_is_decoded_as_it_was_encoded() {
    for (_, signed) in signed() {
        assert_eq!(Signed::decode(&mut signed.encode().as_slice()), Ok(signed));
    }
}
