//! Who is there at genesis.

use crate::{configs::consensus::AuraId, AccountId, SessionKeys};
use pallet_grandpa::AuthorityId as GrandpaId;
use sp_keyring::{Ed25519Keyring, Sr25519Keyring as Account};

/// A validator with its session keys.
#[derive(Clone)]
pub struct Validator {
    pub account: AccountId,
    pub keys: SessionKeys,
}

impl Validator {
    pub fn new(account: AccountId, aura: AuraId, grandpa: GrandpaId) -> Self {
        Self { account, keys: SessionKeys { aura, grandpa } }
    }

    /// One of the accounts whose keys everybody knows: the node's `--alice` and so on sign with them.
    pub fn well_known(account: Account) -> Self {
        let grandpa = match account {
            Account::Alice => Ed25519Keyring::Alice,
            Account::Bob => Ed25519Keyring::Bob,
            Account::Charlie => Ed25519Keyring::Charlie,
            Account::Dave => Ed25519Keyring::Dave,
            Account::Eve => Ed25519Keyring::Eve,
            Account::Ferdie => Ed25519Keyring::Ferdie,
            Account::AliceStash => Ed25519Keyring::AliceStash,
            Account::BobStash => Ed25519Keyring::BobStash,
            Account::CharlieStash => Ed25519Keyring::CharlieStash,
            Account::DaveStash => Ed25519Keyring::DaveStash,
            Account::EveStash => Ed25519Keyring::EveStash,
            Account::FerdieStash => Ed25519Keyring::FerdieStash,
            Account::One => Ed25519Keyring::One,
            Account::Two => Ed25519Keyring::Two,
        };
        Self::new(account.to_account_id(), account.public().into(), grandpa.public().into())
    }
}
