//! # The economy, once more
//!
//! A model of the economy that shares no code with the chain: plain numbers in plain maps, every value of every epoch kept for ever,
//! arithmetic without bounds. It is what the chain is compared with.
//!
//! - [`Economy`] is all of it. [`Economy::apply`] does what a [`Call`] asks, or refuses it as the chain does; [`Economy::begin_block`]
//!   lets time pass.
//! - Each subject has a file: [`epochs`], [`stakes`], [`leases`], [`quota`], [`rewards`], [`budgets`], [`models`], [`providers`],
//!   [`batches`], [`vouchers`], [`disputes`], [`market`], [`quotes`], and [`books`] for VVV.
//! - [`invariants`] checks what the design promises, on the model itself.
//! - [`generator`] makes random calls that make sense more often than not.
//!
//! Nothing in it is lazy: an epoch that opens is opened for everybody. Only where the chain's laziness can be seen does the model know of it:
//! which epochs a touch wrote down, since what an account earned in the others is rounded together ([`rewards`]).

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a model that can't go on has found what it looks for"
)]

pub mod arithmetic;
pub mod batches;
pub mod books;
pub mod budgets;
pub mod call;
pub mod disputes;
pub mod epochs;
pub mod generator;
pub mod invariants;
pub mod leases;
pub mod market;
pub mod models;
pub mod providers;
pub mod quota;
pub mod quotes;
pub mod rewards;
pub mod rules;
pub mod stakes;
pub mod vouchers;

pub use call::{Call, Origin, Outcome, Refusal, Rejection, Report};

use batches::SettledBatch;
use books::Books;
use budgets::{Budget, Key};
use epochs::EpochTerms;
use leases::Lease;
use market::{Offer, Sales};
use models::{Listing, Model, Price};
use providers::Provider;
use quota::Quota;
use rewards::Rewards;
use rules::{Constants, MeteringRules, StakingRules};
use stakes::Stakes;
use std::collections::BTreeMap;

/// An amount of VVV or of DIEM, in planck.
pub type Planck = u128;
/// The number of an epoch.
pub type Epoch = u32;
/// The number of a block.
pub type Block = u32;
/// A point in time or a length of it, in milliseconds.
pub type Millis = u64;
/// An account, or a key that has none.
pub type Who = u32;
/// The number of a model.
pub type ModelId = u32;
/// The number of a budget among those of its owner.
pub type BudgetId = u32;
/// The number of an offer.
pub type OfferId = u32;

/// All that there is, and all that there was.
#[derive(Clone, Debug)]
pub struct Economy {
    pub constants: Constants,
    pub staking_rules: StakingRules,
    pub metering_rules: MeteringRules,
    /// How long the epochs last that open from now on.
    pub duration: Millis,
    /// The last block.
    pub block: Block,
    /// Its time.
    pub time: Millis,
    /// When the first epoch began.
    pub began_at: Option<Millis>,
    /// What each epoch opened with, genesis included.
    pub epochs: Vec<EpochTerms>,
    pub books: Books,
    pub stakes: Stakes,
    /// Every lease that was ever made.
    pub leases: Vec<Lease>,
    pub quota: Quota,
    pub rewards: Rewards,
    pub budgets: BTreeMap<Key, Budget>,
    pub models: Vec<Model>,
    pub listings: BTreeMap<(Who, ModelId), Listing>,
    pub providers: BTreeMap<Who, Provider>,
    /// Every batch that was ever settled.
    pub batches: Vec<SettledBatch>,
    /// Every offer that was ever made.
    pub offers: Vec<Offer>,
    /// DIEM that was debited in each epoch, given back or not.
    pub debited: BTreeMap<Epoch, Planck>,
    /// DIEM of each epoch that was given back.
    pub refunded: BTreeMap<Epoch, Planck>,
    /// What was sold in each epoch.
    pub sales: BTreeMap<Epoch, Sales>,
    /// VVV that was issued to each provider for what it settled.
    pub earned: BTreeMap<Who, Planck>,
    /// VVV that providers earned and lost.
    pub forfeited: Planck,
}

/// What an economy begins with.
#[derive(Clone, Debug)]
pub struct Genesis {
    pub constants: Constants,
    pub staking_rules: StakingRules,
    pub metering_rules: MeteringRules,
    pub duration: Millis,
    pub balances: BTreeMap<Who, Planck>,
    /// What is at stake from the first epoch on.
    pub stakes: BTreeMap<Who, Planck>,
    /// Who curates each model, and its prices.
    pub models: Vec<(Who, Vec<Price>)>,
    pub providers: Vec<GenesisProvider>,
}

/// A provider of the genesis.
#[derive(Clone, Debug)]
pub struct GenesisProvider {
    pub who: Who,
    pub capacity: Planck,
    /// The models that it serves, each at its multiplier.
    pub models: Vec<(ModelId, u32)>,
}

impl Economy {
    /// An economy before its first block.
    pub fn new(genesis: Genesis) -> Self {
        let mut economy = Self::empty(&genesis);
        for (who, amount) in genesis.stakes {
            economy.books.hold(who, books::Reason::Stake, amount).expect("it has its stake");
            economy.touch_or_open(who);
        }
        for (curator, prices) in genesis.models {
            economy.insert_model(curator, 0, prices.into_iter().collect());
        }
        for GenesisProvider { who, capacity, models } in genesis.providers {
            economy.register_provider(who, capacity).expect("it has its bond");
            for (model, multiplier) in models {
                economy.serve_model(who, model, multiplier).expect("it may serve what there is");
            }
        }
        economy
    }

    fn empty(genesis: &Genesis) -> Self {
        let terms = EpochTerms {
            ends_at: 1,
            max_diem_per_vvv: genesis.staking_rules.max_diem_per_vvv,
            ..EpochTerms::default()
        };
        Self {
            constants: genesis.constants,
            staking_rules: genesis.staking_rules.clone(),
            metering_rules: genesis.metering_rules,
            duration: genesis.duration,
            block: 0,
            time: 0,
            began_at: None,
            epochs: vec![terms],
            books: Books::new(genesis.constants.existential, genesis.balances.clone()),
            stakes: Stakes::new(genesis.stakes.clone()),
            leases: Vec::new(),
            quota: Quota::new(),
            rewards: Rewards::default(),
            budgets: BTreeMap::new(),
            models: Vec::new(),
            listings: BTreeMap::new(),
            providers: BTreeMap::new(),
            batches: Vec::new(),
            offers: Vec::new(),
            debited: BTreeMap::new(),
            refunded: BTreeMap::new(),
            sales: BTreeMap::new(),
            earned: BTreeMap::new(),
            forfeited: 0,
        }
    }

    /// Does what a call asks, or refuses it and changes nothing.
    pub fn apply(&mut self, origin: Origin, call: &Call) -> Outcome {
        match origin {
            Origin::Root => self.apply_as_root(call),
            Origin::Signed(who) => self.apply_signed(who, call),
        }
    }

    fn apply_as_root(&mut self, call: &Call) -> Outcome {
        match call {
            Call::SetEpochDuration { duration } => self.set_epoch_duration(*duration),
            Call::SetStakingRules { rules } => {
                call::ensure(rules.are_in_bounds(), "ParametersOutOfBounds")?;
                self.staking_rules = rules.clone();
                call::done()
            }
            Call::SetMeteringRules { rules } => {
                call::ensure(rules.are_in_bounds(), "ParametersOutOfBounds")?;
                self.metering_rules = *rules;
                call::done()
            }
            _ => call::refuse("BadOrigin"),
        }
    }

    fn apply_signed(&mut self, who: Who, call: &Call) -> Outcome {
        match call {
            Call::Stake { amount } => self.stake(who, *amount),
            Call::Unstake { amount } => self.unstake(who, *amount),
            Call::Restake { amount } => self.restake(who, *amount),
            Call::Withdraw { who } => self.withdraw(*who),
            Call::ClaimQuota { who } => self.claim_quota(*who),
            Call::ClaimRewards { who } => self.claim_rewards(*who),
            Call::TransferQuota { to, amount } => self.transfer_quota(who, *to, *amount),
            Call::OfferQuota { amount, price, min_fill } => self.offer_quota(who, *amount, *price, *min_fill),
            Call::CancelOffer { offer } => self.cancel_offer(who, *offer),
            Call::ClearOffer { offer } => self.clear_offer(*offer),
            Call::BuyQuota { fills, max_total } => self.buy_quota(who, fills, *max_total),
            Call::OfferLease { weight, epochs, price, only_for } => {
                self.offer_lease(who, *weight, *epochs, *price, *only_for)
            }
            Call::TakeLease { offer } => self.take_lease(who, *offer),
            _ => self.apply_to_metering(who, call),
        }
    }

    fn apply_to_metering(&mut self, who: Who, call: &Call) -> Outcome {
        match call {
            Call::RegisterProvider { capacity } => self.register_provider(who, *capacity),
            Call::SetCapacity { capacity } => self.set_capacity(who, *capacity),
            Call::SetReceiptKey { key } => self.set_receipt_key(who, *key),
            Call::DeregisterProvider => self.deregister_provider(who),
            Call::WithdrawBond { provider } => self.withdraw_bond(*provider),
            Call::ServeModel { model, multiplier } => self.serve_model(who, *model, *multiplier),
            Call::StopServing { model } => self.stop_serving(who, *model),
            Call::RegisterModel { name, prices } => self.register_model(who, name, prices),
            Call::SetRateCard { model, prices } => self.set_rate_card(who, *model, prices),
            Call::SetCurator { model, curator } => self.set_curator(who, *model, *curator),
            Call::RetireModel { model } => self.retire_model(who, *model),
            Call::SubmitReceipts { batch } => self.submit_receipts(who, batch),
            Call::SettleVouchers { vouchers } => self.settle_vouchers(who, vouchers),
            Call::Refund { refund } => self.refund(who, refund),
            Call::Dispute { evidence } => self.dispute(who, evidence),
            Call::ClaimEarnings { provider } => self.claim_earnings(*provider),
            _ => self.apply_to_budgets(who, call),
        }
    }

    fn apply_to_budgets(&mut self, owner: Who, call: &Call) -> Outcome {
        match call {
            Call::OpenBudget { terms, warn_at, delegate } => {
                self.open_budget(owner, *terms, *warn_at, *delegate)
            }
            Call::UpdateBudget { budget, terms, warn_at } => {
                self.update_budget((owner, *budget), *terms, *warn_at)
            }
            Call::SetDelegate { budget, delegate } => self.set_delegate((owner, *budget), *delegate),
            Call::PauseBudget { budget } => self.pause_budget((owner, *budget)),
            Call::ResumeBudget { budget } => self.resume_budget((owner, *budget)),
            Call::CloseBudget { owner: of, budget } => self.close_budget(owner, (*of, *budget)),
            _ => call::refuse("BadOrigin"),
        }
    }
}
