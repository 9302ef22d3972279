//! Vouchers against the vectors that the TypeScript client is tested with too.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that can't go on fails")]

use codec::{Decode, Encode};
use diem_primitives::{
    voucher::{wrap, VOUCHER_DOMAIN},
    BudgetId, Diem, EpochIndex, SignedVoucher, Voucher,
};
use serde_json::Value;
use sp_core::{bytes::from_hex, ecdsa, ed25519, sr25519, Pair, H256};
use sp_runtime::{traits::IdentifyAccount, AccountId32, MultiSignature, MultiSigner};

type Signed = SignedVoucher<AccountId32, MultiSignature>;

/// What a vector says, beside its voucher.
struct Vector {
    voucher: Voucher<AccountId32>,
    provider: AccountId32,
    payload: Vec<u8>,
    signed: Vec<(String, Signed)>,
}

fn vectors() -> Value {
    serde_json::from_str(include_str!("../../tests/data/voucher-vectors.json")).unwrap()
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

fn signature(kind: &str, bytes: &[u8]) -> MultiSignature {
    match kind {
        "ed25519" => ed25519::Signature::try_from(bytes).unwrap().into(),
        "sr25519" => sr25519::Signature::try_from(bytes).unwrap().into(),
        _ => ecdsa::Signature::try_from(bytes).unwrap().into(),
    }
}

fn parsed() -> Vec<Vector> {
    let vector = |value: &Value| {
        let voucher = Voucher {
            owner: account(&value["owner"]),
            budget: BudgetId(number(&value["budget"])),
            epoch: EpochIndex(number(&value["epoch"])),
            amount: Diem(value["amount"].as_str().unwrap().parse().unwrap()),
        };
        let signed = value["signatures"].as_array().unwrap().iter().map(|entry| {
            let kind = entry["kind"].as_str().unwrap();
            let signed = SignedVoucher {
                voucher: voucher.clone(),
                wrapped: entry["wrapped"].as_bool().unwrap(),
                signer: account(&entry["signer"]),
                signature: signature(kind, &bytes(&entry["signature"])),
            };
            (kind.to_string(), signed)
        });
        let (provider, payload) = (account(&value["provider"]), bytes(&value["payload"]));
        Vector { signed: signed.collect(), voucher, provider, payload }
    };
    vectors()["vouchers"].as_array().unwrap().iter().map(vector).collect()
}

/// The account of the vectors' delegate by a key of that kind.
fn delegate(kind: &str) -> AccountId32 {
    let vectors = vectors();
    let uri = vectors["delegate"].as_str().unwrap();
    let signer: MultiSigner = match kind {
        "ed25519" => ed25519::Pair::from_string(uri, None).unwrap().public().into(),
        "sr25519" => sr25519::Pair::from_string(uri, None).unwrap().public().into(),
        _ => ecdsa::Pair::from_string(uri, None).unwrap().public().into(),
    };
    signer.into_account()
}

#[test]
fn the_bytes_of_each_vector_are_those_that_are_signed() {
    assert_eq!(vectors()["domain"].as_str().unwrap().as_bytes(), VOUCHER_DOMAIN);
    for vector in parsed() {
        let payload = vector.voucher.payload(genesis_hash(), &vector.provider);
        assert_eq!(payload, vector.payload);
        assert_eq!(payload.len(), 135);
    }
}

#[test]
fn the_signatures_of_each_vector_hold_for_each_kind_of_key_wrapped_or_not() {
    for vector in parsed() {
        let kinds: Vec<_> =
            vector.signed.iter().map(|(kind, signed)| (kind.as_str(), signed.wrapped)).collect();
        let expected = ["sr25519", "ed25519", "ecdsa"].map(|kind| [(kind, false), (kind, true)]);
        assert_eq!(kinds, expected.concat());
        for (kind, signed) in vector.signed {
            assert_eq!(signed.signer, delegate(&kind));
            let verified = signed.verify(genesis_hash(), &vector.provider).unwrap();
            assert_eq!((verified.voucher(), verified.signer()), (&vector.voucher, &delegate(&kind)));
        }
    }
}

#[test]
fn they_hold_for_nothing_else() {
    let stranger = AccountId32::new([9; 32]);
    for Vector { provider, signed, .. } in parsed() {
        for (_, signed) in signed {
            let holds = |signed: Signed, hash, provider| signed.verify(hash, provider).is_some();
            let voucher = &signed.voucher;
            assert!(!holds(signed.clone(), H256::zero(), &provider), "another chain");
            assert!(!holds(signed.clone(), genesis_hash(), &stranger), "another provider");
            let (budget, epoch) = (BudgetId(voucher.budget.0 ^ 1), EpochIndex(voucher.epoch.0 ^ 1));
            let amount = Diem(voucher.amount.0 ^ 1);
            for other in [
                Voucher { owner: stranger.clone(), ..voucher.clone() },
                Voucher { budget, ..voucher.clone() },
                Voucher { epoch, ..voucher.clone() },
                Voucher { amount, ..voucher.clone() },
            ] {
                let changed = Signed { voucher: other, ..signed.clone() };
                assert!(!holds(changed, genesis_hash(), &provider), "another voucher");
            }
            let otherwise = Signed { wrapped: !signed.wrapped, ..signed.clone() };
            assert!(!holds(otherwise, genesis_hash(), &provider), "wrapped otherwise");
            let by_another = Signed { signer: stranger.clone(), ..signed };
            assert!(!holds(by_another, genesis_hash(), &provider), "another signer");
        }
    }
}

#[test]
fn what_a_wallet_wraps_is_between_two_tags() {
    assert_eq!(wrap(b"voucher"), b"<Bytes>voucher</Bytes>");
    assert_eq!(wrap(b""), b"<Bytes></Bytes>");
}

#[test]
fn a_voucher_is_decoded_as_it_was_encoded_and_stays_small() {
    for (_, signed) in parsed().into_iter().flat_map(|vector| vector.signed) {
        let encoded = signed.encode();
        assert!(encoded.len() <= 32 + 5 + 5 + 17 + 1 + 32 + 66);
        assert_eq!(Signed::decode(&mut encoded.as_slice()), Ok(signed));
    }
}
