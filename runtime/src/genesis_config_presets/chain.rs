//! What every chain has at genesis: validators, balances, and for development a sudo key.

use super::accounts::Validator;
use crate::{
    AccountId, Balance, BalancesConfig, RuntimeGenesisConfig, SessionConfig, SudoConfig, ValidatorsConfig,
    VVV,
};
use alloc::vec::Vec;
use frame_support::build_struct_json_patch;
use serde_json::Value;
use sp_keyring::Sr25519Keyring as Account;

/// What each well-known account has.
const WELL_KNOWN_BALANCE: Balance = 1_000_000 * VVV;

/// A chain about to begin.
pub struct Chain {
    pub validators: Vec<Validator>,
    pub balances: Vec<(AccountId, Balance)>,
    pub sudo: Option<AccountId>,
}

impl Chain {
    /// A chain for development: everybody knows the keys of everyone on it, and Alice has sudo.
    pub fn of_well_known_accounts(validators: Vec<Validator>) -> Self {
        Self {
            validators,
            balances: Account::well_known().map(|who| (who.to_account_id(), WELL_KNOWN_BALANCE)).collect(),
            sudo: Some(Account::Alice.to_account_id()),
        }
    }

    /// The genesis, as what it changes in the default one.
    pub fn genesis(self) -> Value {
        let Self { validators, balances, sudo } = self;
        build_struct_json_patch!(RuntimeGenesisConfig {
            balances: BalancesConfig { balances },
            validators: ValidatorsConfig {
                validators: validators.iter().map(|validator| validator.account.clone()).collect(),
            },
            session: SessionConfig {
                keys: validators
                    .into_iter()
                    .map(|Validator { account, keys }| (account.clone(), account, keys))
                    .collect(),
            },
            sudo: SudoConfig { key: sudo },
        })
    }
}
