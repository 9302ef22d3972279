//! Signatures as the runtime has them, of accounts that are numbers.

use super::AccountId;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use sp_core::{ecdsa, ed25519, sr25519, Pair};
use sp_runtime::{
    testing::UintAuthorityId,
    traits::{IdentifyAccount, Lazy, Verify},
    AccountId32, MultiSignature, MultiSigner,
};

/// A signature of the runtime's kind, with the account of its key, which goes by its first eight bytes here.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct TestSignature {
    pub key: AccountId32,
    pub signature: MultiSignature,
}

impl Verify for TestSignature {
    type Signer = UintAuthorityId;
    fn verify<L: Lazy<[u8]>>(&self, message: L, signer: &AccountId) -> bool {
        number(&self.key) == *signer && self.signature.verify(message, &self.key)
    }
}

/// The number by which the account of a key goes.
fn number(key: &AccountId32) -> AccountId {
    let bytes: &[u8; 32] = key.as_ref();
    bytes.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// A key of one of the kinds that the runtime knows.
#[derive(Clone)]
pub enum Key {
    Sr25519(Box<sr25519::Pair>),
    Ed25519(Box<ed25519::Pair>),
    Ecdsa(ecdsa::Pair),
}

impl Key {
    pub fn sr25519(seed: u8) -> Self {
        Self::Sr25519(Box::new(sr25519::Pair::from_seed(&[seed; 32])))
    }

    pub fn ed25519(seed: u8) -> Self {
        Self::Ed25519(Box::new(ed25519::Pair::from_seed(&[seed; 32])))
    }

    pub fn ecdsa(seed: u8) -> Self {
        Self::Ecdsa(ecdsa::Pair::from_seed(&[seed; 32]))
    }

    pub fn account(&self) -> AccountId {
        number(&self.key())
    }

    pub fn sign(&self, message: &[u8]) -> TestSignature {
        let signature = match self {
            Self::Sr25519(pair) => pair.sign(message).into(),
            Self::Ed25519(pair) => pair.sign(message).into(),
            Self::Ecdsa(pair) => pair.sign(message).into(),
        };
        TestSignature { key: self.key(), signature }
    }

    fn key(&self) -> AccountId32 {
        let signer: MultiSigner = match self {
            Self::Sr25519(pair) => pair.public().into(),
            Self::Ed25519(pair) => pair.public().into(),
            Self::Ecdsa(pair) => pair.public().into(),
        };
        signer.into_account()
    }
}
