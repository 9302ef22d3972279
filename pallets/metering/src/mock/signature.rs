//! Signatures of accounts that are numbers.

use super::AccountId;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use sp_runtime::{
    testing::UintAuthorityId,
    traits::{Lazy, Verify},
};

/// What an account says of a message: anybody could say it, but nobody does in tests.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct MockSignature([u8; 32]);

impl MockSignature {
    /// The signature of `signer`.
    pub fn new(signer: AccountId, message: &[u8]) -> Self {
        Self(sp_io::hashing::blake2_256(&(signer, message).encode()))
    }
}

impl Verify for MockSignature {
    type Signer = UintAuthorityId;

    fn verify<L: Lazy<[u8]>>(&self, mut message: L, signer: &AccountId) -> bool {
        *self == Self::new(*signer, message.get())
    }
}
