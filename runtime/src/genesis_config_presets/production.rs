//! The genesis of a production chain, from a file that names who begins it.

use super::{accounts::Validator, chain::Chain, economy::Economy};
use crate::{
    configs::{
        consensus::AuraId,
        governance::{MAX_COUNCIL, MIN_COUNCIL},
    },
    AccountId, Balance, EXISTENTIAL_DEPOSIT,
};
use diem_primitives::EpochDuration;
use pallet_diem_enactment::EnactmentParameters;
use pallet_grandpa::AuthorityId as GrandpaId;
use serde::Deserialize;
use serde_json::Value;
use std::{collections::BTreeSet, fmt, string::String, vec::Vec};

/// Who begins a production chain.
///
/// ```json
/// {
///   "validators": [{ "account": "5Grw…", "aura": "5Grw…", "grandpa": "5FA9…" }],
///   "council": ["5FHn…", "5FLS…", "5DAA…"],
///   "endowments": [["5Grw…", "1000000000000000000000000"]]
/// }
/// ```
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductionGenesis {
    /// The first validators.
    pub validators: Vec<ProductionValidator>,
    /// Who governs the chain: from 3 to 21 accounts, by whose motions alone Root is reached.
    pub council: Vec<AccountId>,
    /// Who has VVV.
    pub endowments: Vec<Endowment>,
}

/// A validator with its session keys.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductionValidator {
    /// The account that validates.
    pub account: AccountId,
    /// Its key for producing blocks (sr25519).
    pub aura: AuraId,
    /// Its key for finalising blocks (ed25519).
    pub grandpa: GrandpaId,
}

/// An account and what it has.
#[derive(Clone, Debug, Deserialize)]
pub struct Endowment(pub AccountId, pub Planck);

/// An amount of VVV in planck. In JSON it is a decimal string, as a number would lose its last digits in most tools.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(try_from = "String")]
pub struct Planck(pub Balance);

impl TryFrom<String> for Planck {
    type Error = String;

    fn try_from(decimal: String) -> Result<Self, Self::Error> {
        decimal.parse().map(Self).map_err(|error| format!("`{decimal}` is no amount in planck: {error}"))
    }
}

/// Why a production chain can't begin like this.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ProductionGenesisError {
    /// A list is empty. Name at least one entry.
    Empty(&'static str),
    /// An entry is in a list twice. Remove one of the two.
    Duplicate {
        /// The list.
        list: &'static str,
        /// The account or key.
        entry: String,
    },
    /// The council has too few members, or too many. Name from 3 to 21.
    CouncilSize(usize),
    /// An account is endowed with less than it takes to exist. Raise the endowment, or leave the account out.
    BelowExistentialDeposit(AccountId),
    /// The endowments sum to more than an amount can be. Lower them.
    TooMuch,
}

impl fmt::Display for ProductionGenesisError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty(list) => write!(f, "`{list}` is empty: name at least one"),
            Self::Duplicate { list, entry } => write!(f, "`{list}` has {entry} twice: remove one of the two"),
            Self::CouncilSize(members) => {
                write!(f, "`council` has {members} members: name from {MIN_COUNCIL} to {MAX_COUNCIL}")
            }
            Self::BelowExistentialDeposit(who) => write!(
                f,
                "the endowment of {who} is below the existential deposit of {EXISTENTIAL_DEPOSIT} planck: \
                 raise it, or leave the account out"
            ),
            Self::TooMuch => write!(f, "the endowments sum to more than 2^128 planck: lower them"),
        }
    }
}

impl std::error::Error for ProductionGenesisError {}

/// Refuse an empty list, and one that has an entry twice.
fn check_list<T: Ord + ToString>(
    list: &'static str,
    entries: impl Iterator<Item = T>,
) -> Result<(), ProductionGenesisError> {
    let mut seen = BTreeSet::new();
    for entry in entries {
        let name = entry.to_string();
        if !seen.insert(entry) {
            return Err(ProductionGenesisError::Duplicate { list, entry: name });
        }
    }
    if seen.is_empty() {
        return Err(ProductionGenesisError::Empty(list));
    }
    Ok(())
}

impl ProductionGenesis {
    /// Refuse what could not run: nobody to validate, to govern or to pay, or a list that contradicts itself.
    fn check(&self) -> Result<(), ProductionGenesisError> {
        check_list("validators", self.validators.iter().map(|validator| &validator.account))?;
        check_list("validators.aura", self.validators.iter().map(|validator| &validator.aura))?;
        check_list("validators.grandpa", self.validators.iter().map(|validator| &validator.grandpa))?;
        check_list("council", self.council.iter())?;
        self.check_council_size()?;
        check_list("endowments", self.endowments.iter().map(|Endowment(who, _)| who))?;

        let mut total: Balance = 0;
        for Endowment(who, Planck(amount)) in &self.endowments {
            if *amount < EXISTENTIAL_DEPOSIT {
                return Err(ProductionGenesisError::BelowExistentialDeposit(who.clone()));
            }
            total = total.checked_add(*amount).ok_or(ProductionGenesisError::TooMuch)?;
        }
        Ok(())
    }

    /// Refuse a council in which a majority is everybody, and one that is larger than the runtime takes.
    fn check_council_size(&self) -> Result<(), ProductionGenesisError> {
        let members = self.council.len();
        let sizes = MIN_COUNCIL..=MAX_COUNCIL;
        if u32::try_from(members).is_ok_and(|members| sizes.contains(&members)) {
            Ok(())
        } else {
            Err(ProductionGenesisError::CouncilSize(members))
        }
    }
}

/// The genesis of a production chain: epochs of a day that end at 00:00 UTC, a council whose decisions wait two days, or two hours by
/// a larger majority, no sudo key, and the parameters that the pallets begin with. Stakers and providers come with their first extrinsics.
pub fn production(genesis: &ProductionGenesis) -> Result<Value, ProductionGenesisError> {
    genesis.check()?;
    let validators = genesis.validators.iter().cloned();
    let endowments = genesis.endowments.iter().cloned();
    let chain = Chain {
        validators: validators.map(|v| Validator::new(v.account, v.aura, v.grandpa)).collect(),
        balances: endowments.map(|Endowment(who, Planck(amount))| (who, amount)).collect(),
        council: genesis.council.clone(),
        delays: EnactmentParameters::default(),
        sudo: None,
        epoch: EpochDuration::DAY.as_millis(),
        economy: Economy::default(),
    };
    Ok(chain.genesis())
}
