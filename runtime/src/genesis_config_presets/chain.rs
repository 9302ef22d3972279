//! What every chain has at genesis: validators, balances, epochs, an economy, a council, and for development a sudo key.

use super::{accounts::Validator, economy::Economy};
use crate::{
    AccountId, Balance, BalancesConfig, BlockNumber, CouncilConfig, EnactmentConfig, MeteringConfig,
    RuntimeGenesisConfig, SessionConfig, SudoConfig, ValidatorsConfig, VvvStakingConfig, VVV,
};
use alloc::vec::Vec;
use diem_primitives::Moment;
use frame_support::build_struct_json_patch;
use pallet_diem_enactment::EnactmentParameters;
use serde_json::Value;
use sp_keyring::Sr25519Keyring as Account;

/// What each well-known account has.
const WELL_KNOWN_BALANCE: Balance = 1_000_000 * VVV;

/// The council where everybody knows the keys: of five, three are the majority and four the larger one.
const WELL_KNOWN_COUNCIL: [Account; 5] =
    [Account::Alice, Account::Bob, Account::Charlie, Account::Dave, Account::Eve];

/// Where nobody wants to wait: twenty seconds, and six.
const SHORT_DELAYS: EnactmentParameters<BlockNumber> = EnactmentParameters { min_delay: 10, fast_delay: 3 };

/// A chain about to begin.
pub struct Chain {
    pub validators: Vec<Validator>,
    pub balances: Vec<(AccountId, Balance)>,
    /// Who governs.
    pub council: Vec<AccountId>,
    /// How long what the council enacts is known before it happens.
    pub delays: EnactmentParameters<BlockNumber>,
    /// Whose key is Root.
    pub sudo: Option<AccountId>,
    /// How long an epoch lasts, in milliseconds.
    pub epoch: Moment,
    pub economy: Economy,
}

impl Chain {
    /// A chain for development: everybody knows the keys of everyone on it, the council is quick, and Alice has sudo.
    pub fn of_well_known_accounts(validators: &[Account], epoch: Moment) -> Self {
        Self {
            validators: validators.iter().copied().map(Validator::well_known).collect(),
            balances: Account::well_known().map(|who| (who.to_account_id(), WELL_KNOWN_BALANCE)).collect(),
            council: WELL_KNOWN_COUNCIL.map(|who| who.to_account_id()).to_vec(),
            delays: SHORT_DELAYS,
            sudo: Some(Account::Alice.to_account_id()),
            epoch,
            economy: Economy::of_well_known_accounts(),
        }
    }

    /// The genesis, as what it changes in the default one.
    pub fn genesis(self) -> Value {
        let Self { validators, balances, council, delays, sudo, epoch, economy } = self;
        let Economy { stakes, models, providers } = economy;
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
            vvv_staking: VvvStakingConfig { duration_ms: epoch, stakes },
            metering: MeteringConfig { models, providers },
            council: CouncilConfig { members: council },
            enactment: EnactmentConfig { parameters: delays },
            sudo: SudoConfig { key: sudo },
        })
    }
}
