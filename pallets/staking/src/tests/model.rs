//! Random calls against a naive model: plain maps that keep everything, and formulas in big integers.
//!
//! Amounts are a few planck, so that every rounding shows.

use super::*;
use crate::{
    mock::{genesis, Balances, Pledged, MINUTE},
    TransferRules,
};
use diem_primitives::api::QuotaInfo;
use num_bigint::BigUint;
use proptest::prelude::*;
use sp_runtime::Permill;
use std::collections::{BTreeMap, BTreeSet};

const ACCOUNTS: core::ops::Range<AccountId> = 1..5;
const MIN_STAKE: Balance = 10;
const MAX_CHUNKS: usize = 4;
const FEE_PERCENT: u128 = 7;
const SHARE_PERCENT: u128 = 80;
/// What one planck VVV may be granted, in halves of a planck DIEM.
const HALF_DIEM_PER_VVV: u128 = 5;
const BALANCE: Balance = 1_000;
const EXISTENTIAL: Balance = VVV / 1_000;

#[derive(Clone, Debug)]
enum Op {
    Stake(AccountId, Balance),
    Unstake(AccountId, Balance),
    UnstakeAll(AccountId),
    Restake(AccountId, Balance),
    Withdraw(AccountId),
    Claim(AccountId),
    Transfer(AccountId, AccountId, u128),
    Spend { who: AccountId, late: bool, amount: u128 },
    Pledge(u128),
    Roll(u32),
}

fn ops() -> impl Strategy<Value = Vec<Op>> {
    let amount = || prop_oneof![9 => 0..60_u128, 1 => Just(BALANCE), 1 => Just(u128::MAX)];
    let op = prop_oneof![
        4 => (ACCOUNTS, amount()).prop_map(|(who, amount)| Op::Stake(who, amount)),
        3 => (ACCOUNTS, amount()).prop_map(|(who, amount)| Op::Unstake(who, amount)),
        2 => ACCOUNTS.prop_map(Op::UnstakeAll),
        2 => (ACCOUNTS, amount()).prop_map(|(who, amount)| Op::Restake(who, amount)),
        2 => ACCOUNTS.prop_map(Op::Withdraw),
        2 => ACCOUNTS.prop_map(Op::Claim),
        4 => (ACCOUNTS, ACCOUNTS, amount()).prop_map(|(from, to, amount)| Op::Transfer(from, to, amount)),
        4 => (ACCOUNTS, any::<bool>(), amount())
            .prop_map(|(who, late, amount)| Op::Spend { who, late, amount }),
        1 => (0..400_u128).prop_map(Op::Pledge),
        3 => prop_oneof![4 => Just(1_u32), 1 => 2..6_u32].prop_map(Op::Roll),
    ];
    prop::collection::vec(op, 1..80)
}

#[derive(Clone, Copy, Default)]
struct Moved {
    received: u128,
    sent: u128,
    spent: u128,
}

/// Everything that ever happened. Nothing in it is lazy.
struct Model {
    unbonding: u32,
    epoch: u32,
    pledged: u128,
    capacities: Vec<u128>,
    /// The weights of each epoch; the last entry is that of the next one.
    weights: Vec<BTreeMap<AccountId, Balance>>,
    unlocking: BTreeMap<AccountId, BTreeMap<u32, Balance>>,
    free: BTreeMap<AccountId, Balance>,
    ledgers: BTreeSet<AccountId>,
    moved: BTreeMap<(AccountId, u32), Moved>,
    burnt: BTreeMap<u32, u128>,
}

impl Model {
    fn new(unbonding: u32) -> Self {
        Self {
            unbonding,
            epoch: 0,
            pledged: 100,
            capacities: vec![0],
            weights: vec![BTreeMap::new(), BTreeMap::new()],
            unlocking: BTreeMap::new(),
            free: ACCOUNTS.map(|who| (who, BALANCE + EXISTENTIAL)).collect(),
            ledgers: BTreeSet::new(),
            moved: BTreeMap::new(),
            burnt: BTreeMap::new(),
        }
    }

    fn weight(&self, who: AccountId, epoch: u32) -> Balance {
        self.weights[epoch as usize].get(&who).copied().unwrap_or_default()
    }

    fn grant(&self, who: AccountId, epoch: u32) -> u128 {
        let total: BigUint = self.weights[epoch as usize].values().map(|weight| BigUint::from(*weight)).sum();
        if total == BigUint::ZERO {
            return 0;
        }
        let weight = BigUint::from(self.weight(who, epoch));
        let share = &weight * self.capacities[epoch as usize] / total;
        let cap = weight * HALF_DIEM_PER_VVV / 2_u8;
        share.min(cap).try_into().unwrap()
    }

    fn quota(&self, who: AccountId, epoch: u32) -> QuotaInfo {
        let granted = if self.ledgers.contains(&who) { self.grant(who, epoch) } else { 0 };
        let moved = self.moved.get(&(who, epoch)).copied().unwrap_or_default();
        QuotaInfo {
            offered: Diem::ZERO,
            granted: Diem(granted),
            received: Diem(moved.received),
            sent: Diem(moved.sent),
            reserved: Diem::ZERO,
            spent: Diem(moved.spent),
            available: Diem(granted + moved.received - moved.sent - moved.spent),
        }
    }

    fn moved(&mut self, who: AccountId, epoch: u32) -> &mut Moved {
        self.moved.entry((who, epoch)).or_default()
    }

    fn staked(&self, who: AccountId) -> Balance {
        self.weight(who, self.epoch + 1)
    }

    fn set_staked(&mut self, who: AccountId, amount: Balance) {
        self.weights.last_mut().unwrap().insert(who, amount);
        self.ledgers.insert(who);
    }

    fn previous(&self) -> Option<u32> {
        self.epoch.checked_sub(1)
    }

    /// Whether the call succeeds. Where it does not, nothing changes.
    fn apply(&mut self, op: &Op) -> bool {
        match *op {
            Op::Stake(who, amount) => self.stake(who, amount).is_some(),
            Op::Unstake(who, amount) => self.unstake(who, amount).is_some(),
            Op::UnstakeAll(who) => self.unstake(who, self.staked(who)).is_some(),
            Op::Restake(who, amount) => self.restake(who, amount).is_some(),
            Op::Withdraw(who) => self.withdraw(who).is_some(),
            Op::Claim(_) => true,
            Op::Transfer(from, to, amount) => self.transfer(from, to, amount).is_some(),
            Op::Spend { who, late, amount } => self.spend(who, late, amount).is_some(),
            Op::Pledge(amount) => {
                self.pledged = amount;
                true
            }
            Op::Roll(count) => {
                (0..count).for_each(|_| self.roll());
                true
            }
        }
    }

    fn roll(&mut self) {
        self.epoch += 1;
        self.capacities.push(self.pledged);
        self.weights.push(self.weights.last().unwrap().clone());
    }

    fn stake(&mut self, who: AccountId, amount: Balance) -> Option<()> {
        let staked = self.staked(who).checked_add(amount)?;
        let rest = self.free[&who].checked_sub(amount)?;
        (amount > 0 && staked >= MIN_STAKE && rest >= EXISTENTIAL).then_some(())?;
        self.free.insert(who, rest);
        self.set_staked(who, staked);
        Some(())
    }

    fn unstake(&mut self, who: AccountId, amount: Balance) -> Option<()> {
        let rest = self.staked(who).checked_sub(amount)?;
        (amount > 0 && (rest == 0 || rest >= MIN_STAKE)).then_some(())?;
        let (epoch, matures_at) = (self.epoch, self.epoch + self.unbonding);
        let chunks = self.unlocking.entry(who).or_default();
        let pending = chunks.keys().filter(|at| **at > epoch).count();
        (chunks.contains_key(&matures_at) || pending < MAX_CHUNKS).then_some(())?;
        *chunks.entry(matures_at).or_default() += amount;
        self.free_matured(who);
        self.set_staked(who, rest);
        Some(())
    }

    fn restake(&mut self, who: AccountId, amount: Balance) -> Option<()> {
        let mut chunks = self.unlocking.get(&who)?.clone();
        let mut missing = amount;
        while missing > 0 {
            let mut last = chunks.last_entry()?;
            let taken = missing.min(*last.get());
            *last.get_mut() -= taken;
            missing -= taken;
            if *last.get() == 0 {
                last.remove();
            }
        }
        let staked = self.staked(who) + amount;
        (amount > 0 && staked >= MIN_STAKE).then_some(())?;
        self.unlocking.insert(who, chunks);
        self.set_staked(who, staked);
        Some(())
    }

    fn free_matured(&mut self, who: AccountId) -> Balance {
        let pending = self.unlocking.entry(who).or_default().split_off(&(self.epoch + 1));
        let matured = self.unlocking.insert(who, pending).unwrap_or_default().values().sum();
        *self.free.get_mut(&who).unwrap() += matured;
        matured
    }

    fn withdraw(&mut self, who: AccountId) -> Option<()> {
        let matured = self.free_matured(who);
        let has_diem = |epoch| {
            let quota = self.quota(who, epoch);
            quota.granted > Diem::ZERO || quota.received > Diem::ZERO
        };
        let is_settled = !has_diem(self.epoch) && !self.previous().is_some_and(has_diem);
        let ends = self.staked(who) == 0 && self.unlocking[&who].is_empty() && is_settled;
        let ledger_ends = ends && self.ledgers.remove(&who);
        (matured > 0 || ledger_ends).then_some(())
    }

    fn transfer(&mut self, from: AccountId, to: AccountId, amount: u128) -> Option<()> {
        let quota = self.quota(from, self.epoch);
        let can = from != to && self.ledgers.contains(&from) && self.ledgers.contains(&to);
        (can && amount > 0 && amount <= quota.available.0).then_some(())?;
        let fee = (amount * FEE_PERCENT).div_ceil(100);
        let share = quota.granted.0 * SHARE_PERCENT / 100;
        (fee < amount && quota.sent.0 + amount <= share + quota.received.0).then_some(())?;
        self.moved(from, self.epoch).sent += amount;
        self.moved(to, self.epoch).received += amount - fee;
        *self.burnt.entry(self.epoch).or_default() += fee;
        Some(())
    }

    fn spend(&mut self, who: AccountId, late: bool, amount: u128) -> Option<()> {
        let epoch = if late { self.previous()? } else { self.epoch };
        let can = self.ledgers.contains(&who) && amount <= self.quota(who, epoch).available.0;
        can.then_some(())?;
        self.moved(who, epoch).spent += amount;
        Some(())
    }
}

/// Do on the chain what the model did, and say whether it succeeded.
fn execute(op: &Op) -> bool {
    match *op {
        Op::Stake(who, amount) => Staking::stake(signed(who), amount).is_ok(),
        Op::Unstake(who, amount) => Staking::unstake(signed(who), amount).is_ok(),
        Op::UnstakeAll(who) => Staking::unstake(signed(who), account(who).staked).is_ok(),
        Op::Restake(who, amount) => Staking::restake(signed(who), amount).is_ok(),
        Op::Withdraw(who) => Staking::withdraw(signed(BOB), who).is_ok(),
        Op::Claim(who) => {
            // A claim changes nothing that anybody can see, whether it is refused or not.
            let _ = Staking::claim_quota(signed(BOB), who);
            true
        }
        Op::Transfer(from, to, amount) => Staking::transfer_quota(signed(from), to, Diem(amount)).is_ok(),
        Op::Spend { who, late, amount } => {
            let Some(epoch) = (if late { now().previous() } else { Some(now()) }) else { return false };
            let debit = Staking::with_window(&who, epoch, |window| window.debit_shared(Diem(amount)));
            let debited = debit == Some(Ok(()));
            if debited {
                Staking::note_debited(epoch, Diem(amount));
            }
            debited
        }
        Op::Pledge(amount) => {
            Pledged::set(&Diem(amount));
            true
        }
        Op::Roll(count) => {
            next_epochs(count);
            true
        }
    }
}

fn assert_account_agrees(model: &Model, who: AccountId) {
    let unlocking = model.unlocking.get(&who).cloned().unwrap_or_default();
    let info = account(who);
    let chunks: BTreeMap<u32, Balance> =
        info.unlocking.iter().map(|chunk| (chunk.matures_at.0, chunk.amount)).collect();
    let matured: Balance = unlocking.range(..=model.epoch).map(|(_, amount)| amount).sum();
    assert_eq!(chunks, unlocking);
    assert_eq!(info.withdrawable, matured);
    assert_eq!((info.staked, info.next_weight), (model.staked(who), model.staked(who)));
    assert_eq!(info.weight, model.weight(who, model.epoch));
    assert_eq!(info.quota, model.quota(who, model.epoch));
    assert_eq!(
        info.previous_quota,
        model.previous().map_or(Default::default(), |epoch| model.quota(who, epoch))
    );
    assert_eq!(Balances::free_balance(who), model.free[&who]);
    assert_eq!(crate::Ledgers::<Test>::contains_key(who), model.ledgers.contains(&who));
}

/// Grants never exceed the capacity, and what was granted is spent, burnt or still there.
fn assert_conserved(model: &Model) {
    for epoch in [Some(model.epoch), model.previous()].into_iter().flatten() {
        let quotas: Vec<QuotaInfo> = ACCOUNTS.map(|who| model.quota(who, epoch)).collect();
        let sum = |part: fn(&QuotaInfo) -> Diem| quotas.iter().map(|quota| part(quota).0).sum::<u128>();
        let granted = sum(|quota| quota.granted);
        let burnt = model.burnt.get(&epoch).copied().unwrap_or_default();
        assert!(granted <= model.capacities[epoch as usize]);
        assert_eq!(granted, sum(|quota| quota.available) + sum(|quota| quota.spent) + burnt);
        let record = Staking::record(EpochIndex(epoch));
        assert!(record.minted.0 <= granted);
        assert_eq!((record.burnt.0, record.debited.0), (burnt, sum(|quota| quota.spent)));
    }
}

fn rules(unbonding_epochs: u32) -> StakingParameters<AccountId> {
    StakingParameters {
        unbonding_epochs,
        min_stake: MIN_STAKE,
        max_diem_per_vvv: Diem(HALF_DIEM_PER_VVV * DIEM / 2),
        transfer: TransferRules {
            enabled: true,
            minimum: Diem::ZERO,
            fee: Permill::from_percent(FEE_PERCENT as u32),
            max_share_of_grant: Permill::from_percent(SHARE_PERCENT as u32),
            allow_list: None,
        },
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn random_calls_do_what_a_naive_model_says(unbonding in 1..7_u32, ops in ops()) {
        genesis(&[], rules(unbonding)).execute_with(|| {
            let mut model = Model::new(unbonding);
            next_block(1_000_000 * MINUTE);
            Pledged::set(&Diem(model.pledged));
            for who in ACCOUNTS {
                let amount = BALANCE + EXISTENTIAL;
                Balances::force_set_balance(root(), who, amount).unwrap();
            }
            for op in &ops {
                assert_eq!(execute(op), model.apply(op), "{op:?}");
                ACCOUNTS.for_each(|who| assert_account_agrees(&model, who));
                assert_conserved(&model);
                Staking::do_try_state().unwrap();
            }
        });
    }
}
