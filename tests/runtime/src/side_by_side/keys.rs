//! The accounts and keys of the chain behind the numbers of the model.

use diem_model::Who;
use diem_runtime::{AccountId, Signature};
use sp_core::{ecdsa, ed25519, sr25519, Pair};
use sp_runtime::{traits::IdentifyAccount, MultiSigner};
use std::sync::LazyLock;

/// More numbers than the model uses.
const COUNT: Who = 160;

/// A key of one of the kinds that the runtime knows.
enum Key {
    Sr25519(Box<sr25519::Pair>),
    Ed25519(Box<ed25519::Pair>),
    Ecdsa(Box<ecdsa::Pair>),
}

static KEYS: LazyLock<Vec<(Key, AccountId)>> = LazyLock::new(|| (0..COUNT).map(make).collect());

fn make(who: Who) -> (Key, AccountId) {
    let phrase = format!("//Random//{who}");
    let key = match who % 3 {
        0 => Key::Sr25519(Box::new(pair(&phrase))),
        1 => Key::Ed25519(Box::new(pair(&phrase))),
        _ => Key::Ecdsa(Box::new(pair(&phrase))),
    };
    let signer: MultiSigner = match &key {
        Key::Sr25519(pair) => pair.public().into(),
        Key::Ed25519(pair) => pair.public().into(),
        Key::Ecdsa(pair) => pair.public().into(),
    };
    let account = signer.into_account();
    (key, account)
}

fn pair<P: Pair>(phrase: &str) -> P {
    P::from_string(phrase, None).expect("the phrase is one")
}

/// The account of a number.
pub fn id(who: Who) -> AccountId {
    KEYS[who as usize].1.clone()
}

/// What the key of a number signs.
pub fn sign(who: Who, message: &[u8]) -> Signature {
    match &KEYS[who as usize].0 {
        Key::Sr25519(pair) => pair.sign(message).into(),
        Key::Ed25519(pair) => pair.sign(message).into(),
        Key::Ecdsa(pair) => pair.sign(message).into(),
    }
}
