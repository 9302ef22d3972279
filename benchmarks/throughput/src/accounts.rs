//! Who takes part. Their keys follow from their names, so each run has the same accounts.

use diem_runtime::AccountId;
use rayon::prelude::*;
use sp_core::{sr25519, Pair};
use sp_crypto_hashing::blake2_256;
use sp_runtime::{traits::IdentifyAccount, MultiSigner};

/// Owners of quota, each with a stake and two budgets.
pub const OWNERS: u32 = 1_000;
/// Providers that settle receipts.
pub const PROVIDERS: u32 = 32;
/// Providers to which the budgets of vouchers are bound: of the first so many.
pub const VOUCHER_PROVIDERS: u32 = 8;

/// A key and its account.
#[derive(Clone)]
pub struct Key {
    /// What it signs with.
    pub pair: sr25519::Pair,
    /// The account that it is the key of.
    pub account: AccountId,
}

impl Key {
    /// The key of that name and number.
    fn named(name: &str, number: u32) -> Self {
        let seed = blake2_256(format!("diem-throughput/{name}/{number}").as_bytes());
        Self::new(sr25519::Pair::from_seed(&seed))
    }

    /// A key with its account.
    pub fn new(pair: sr25519::Pair) -> Self {
        let account = MultiSigner::from(pair.public()).into_account();
        Self { pair, account }
    }
}

/// Everybody.
pub struct Cast {
    /// They send VVV to each other.
    pub payers: Vec<Key>,
    /// They have stakes and budgets.
    pub owners: Vec<Key>,
    /// The keys that sign vouchers, one for each owner.
    pub delegates: Vec<Key>,
    /// They settle.
    pub providers: Vec<Key>,
}

impl Cast {
    /// Makes the keys.
    pub fn new(payers: u32) -> Self {
        let keys =
            |name: &str, count: u32| (0..count).into_par_iter().map(|at| Key::named(name, at)).collect();
        Self {
            payers: keys("payer", payers),
            owners: keys("owner", OWNERS),
            delegates: keys("delegate", OWNERS),
            providers: keys("provider", PROVIDERS),
        }
    }

    /// All that sign extrinsics.
    pub fn signers(&self) -> impl Iterator<Item = &Key> {
        self.payers.iter().chain(&self.owners).chain(&self.providers)
    }
}

/// The place of the provider to which an owner's budget of vouchers is bound.
pub fn voucher_provider(owner: u32) -> u32 {
    owner % VOUCHER_PROVIDERS
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn everybody_has_an_account_of_their_own_and_the_same_in_each_run() {
        let (cast, again) = (Cast::new(3), Cast::new(3));
        let accounts: BTreeSet<_> = cast.signers().chain(&cast.delegates).map(|key| &key.account).collect();
        assert_eq!(accounts.len(), 3 + 2 * OWNERS as usize + PROVIDERS as usize);
        assert!(cast.signers().zip(again.signers()).all(|(one, other)| one.account == other.account));
    }
}
