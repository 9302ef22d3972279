//! Random calls against the naive model.
//!
//! Amounts are a few planck, so that every rounding shows.

use super::{naive::*, *};
use crate::{
    mock::{genesis, Balances, HistoryDepth, MostPerDiem, Pledged, MINUTE},
    Rewards, TransferRules,
};
use diem_primitives::{api::QuotaInfo, EmissionRules, WeightLeases};
use frame_support::storage::with_storage_layer;
use proptest::prelude::*;
use sp_runtime::Permill;
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
enum Op {
    Stake(AccountId, Balance),
    Unstake(AccountId, Balance),
    UnstakeAll(AccountId),
    Restake(AccountId, Balance),
    Withdraw(AccountId),
    ClaimQuota(AccountId),
    ClaimRewards(AccountId),
    Transfer(AccountId, AccountId, u128),
    Lease { lessor: AccountId, lessee: AccountId, weight: Balance, epochs: u32 },
    Spend { who: AccountId, late: bool, amount: u128 },
    Pledge(u128),
    Emit(Balance),
    Roll(u32),
}

fn ops() -> impl Strategy<Value = Vec<Op>> {
    let amount = || prop_oneof![9 => 0..60_u128, 1 => Just(BALANCE), 1 => Just(u128::MAX)];
    let term = prop_oneof![9 => 1..8_u32, 1 => Just(0), 1 => Just(366)];
    let op = prop_oneof![
        4 => (ACCOUNTS, amount()).prop_map(|(who, amount)| Op::Stake(who, amount)),
        3 => (ACCOUNTS, amount()).prop_map(|(who, amount)| Op::Unstake(who, amount)),
        2 => ACCOUNTS.prop_map(Op::UnstakeAll),
        2 => (ACCOUNTS, amount()).prop_map(|(who, amount)| Op::Restake(who, amount)),
        2 => ACCOUNTS.prop_map(Op::Withdraw),
        2 => ACCOUNTS.prop_map(Op::ClaimQuota),
        3 => ACCOUNTS.prop_map(Op::ClaimRewards),
        4 => (ACCOUNTS, ACCOUNTS, amount()).prop_map(|(from, to, amount)| Op::Transfer(from, to, amount)),
        6 => (ACCOUNTS, ACCOUNTS, 0..30_u128, term)
            .prop_map(|(lessor, lessee, weight, epochs)| Op::Lease { lessor, lessee, weight, epochs }),
        4 => (ACCOUNTS, any::<bool>(), amount())
            .prop_map(|(who, late, amount)| Op::Spend { who, late, amount }),
        1 => (0..400_u128).prop_map(Op::Pledge),
        1 => (0..2_000_000_u128).prop_map(Op::Emit),
        6 => prop_oneof![4 => Just(1_u32), 1 => 2..8_u32].prop_map(Op::Roll),
    ];
    prop::collection::vec(op, 1..100)
}

/// Do it in the model, and say whether the call succeeds. Where it does not, nothing changes.
fn apply(model: &mut Model, op: &Op) -> bool {
    match *op {
        Op::Stake(who, amount) => model.stake(who, amount).is_some(),
        Op::Unstake(who, amount) => model.unstake(who, amount).is_some(),
        Op::UnstakeAll(who) => model.unstake(who, model.staked(who)).is_some(),
        Op::Restake(who, amount) => model.restake(who, amount).is_some(),
        Op::Withdraw(who) => model.withdraw(who).is_some(),
        Op::ClaimQuota(who) => model.claim_quota(who).is_some(),
        Op::ClaimRewards(who) => model.claim_rewards(who).is_some(),
        Op::Transfer(from, to, amount) => model.transfer(from, to, amount).is_some(),
        Op::Lease { lessor, lessee, weight, epochs } => model.lease(lessor, lessee, weight, epochs).is_some(),
        Op::Spend { who, late, amount } => model.spend(who, late, amount).is_some(),
        Op::Pledge(amount) => {
            model.pledged = amount;
            true
        }
        Op::Emit(per_day) => {
            model.per_day = per_day;
            true
        }
        Op::Roll(count) => {
            (0..count).for_each(|_| model.roll());
            true
        }
    }
}

/// Do on the chain what the model did, and say whether it succeeded.
fn execute(op: &Op) -> bool {
    match *op {
        Op::Stake(who, amount) => outcome(Staking::stake(signed(who), amount)).is_ok(),
        Op::Unstake(who, amount) => outcome(Staking::unstake(signed(who), amount)).is_ok(),
        Op::UnstakeAll(who) => outcome(Staking::unstake(signed(who), account(who).staked)).is_ok(),
        Op::Restake(who, amount) => outcome(Staking::restake(signed(who), amount)).is_ok(),
        Op::Withdraw(who) => outcome(Staking::withdraw(signed(BOB), who)).is_ok(),
        Op::ClaimQuota(who) => outcome(Staking::claim_quota(signed(BOB), who)).is_ok(),
        Op::ClaimRewards(who) => outcome(Staking::claim_rewards(signed(BOB), who)).is_ok(),
        Op::Transfer(from, to, amount) => {
            outcome(Staking::transfer_quota(signed(from), to, Diem(amount))).is_ok()
        }
        Op::Lease { lessor, lessee, weight, epochs } => {
            let can = lessor != lessee && Staking::ensure_leasable(&lessor, weight, epochs).is_ok();
            let lent = with_storage_layer(|| Staking::lease(&lessor, &lessee, weight, epochs));
            assert!(can || lent.is_err(), "what can't be lent was lent");
            lent.is_ok()
        }
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
        Op::Emit(per_day) => {
            set_rules(|rules| rules.emission.per_day = per_day);
            true
        }
        Op::Roll(count) => {
            next_epochs(count);
            true
        }
    }
}

/// What the calls say of leases and rewards.
fn events_of_leases_and_rewards() -> Vec<Event<Test>> {
    let is_one = |event: &Event<Test>| {
        matches!(
            event,
            Event::WeightLeased { .. } | Event::RewardsClaimed { .. } | Event::RewardsLapsed { .. }
        )
    };
    events().into_iter().filter(is_one).collect()
}

fn assert_account_agrees(model: &Model, who: AccountId) {
    let (epoch, next) = (model.epoch, model.epoch + 1);
    let unlocking = model.unlocking.get(&who).cloned().unwrap_or_default();
    let info = account(who);
    let chunks: BTreeMap<u32, Balance> =
        info.unlocking.iter().map(|chunk| (chunk.matures_at.0, chunk.amount)).collect();
    let matured: Balance = unlocking.range(..=epoch).map(|(_, amount)| amount).sum();
    assert_eq!(chunks, unlocking);
    assert_eq!(info.withdrawable, matured);
    assert_eq!(info.staked, model.staked(who));
    assert_eq!((info.weight, info.next_weight), (model.weight(who, epoch), model.weight(who, next)));
    assert_eq!(
        (info.leased_in, info.leased_out),
        (model.leased_in(who, epoch), model.leased_out(who, epoch))
    );
    assert_eq!(info.quota, model.quota(who, epoch));
    assert_eq!(
        info.previous_quota,
        model.previous().map_or(Default::default(), |epoch| model.quota(who, epoch))
    );
    assert_eq!(info.rewards, model.due(who), "the rewards of {who}");
    assert_eq!(Balances::free_balance(who), model.free[&who]);
    assert_eq!(crate::Ledgers::<Test>::contains_key(who), model.has_ledger(who));
}

/// Grants never exceed the capacity, and what was granted is spent, burnt or still there. No weight counts twice.
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
    for (epoch, weight) in [
        (model.epoch, (|who| account(who).weight) as fn(AccountId) -> Balance),
        (model.epoch + 1, |who| account(who).next_weight),
    ] {
        assert_eq!(ACCOUNTS.map(weight).sum::<Balance>(), model.total_weight(epoch));
    }
    let totals = Rewards::<Test>::get();
    assert_eq!((totals.carried, totals.issued, totals.forfeited), (model.carried, model.issued, 0));
    assert!(model.issued + ACCOUNTS.map(|who| model.due(who)).sum::<Balance>() <= model.carried);
}

fn rules(unbonding_epochs: u32, per_day: Balance) -> StakingParameters<AccountId> {
    StakingParameters {
        unbonding_epochs,
        min_stake: MIN_STAKE,
        max_diem_per_vvv: Diem(HALF_DIEM_PER_VVV * DIEM / 2),
        emission: EmissionRules { per_day, yearly_decay: Permill::from_percent(10) },
        min_lease_weight: MIN_LEASE,
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
    fn random_calls_do_what_a_naive_model_says(
        unbonding in 1..7_u32,
        per_day in 0..1_000_000_u128,
        ops in ops(),
    ) {
        genesis(&[], rules(unbonding, per_day)).execute_with(|| {
            HistoryDepth::set(HISTORY);
            let mut model = Model::new(unbonding, per_day);
            next_block(1_000_000 * MINUTE);
            Pledged::set(&Diem(model.pledged));
            MostPerDiem::set(&(MOST_PER_PLANCK * DIEM));
            for who in ACCOUNTS {
                let amount = BALANCE + EXISTENTIAL;
                Balances::force_set_balance(root(), who, amount).unwrap();
            }
            for op in &ops {
                assert_eq!(execute(op), apply(&mut model, op), "{op:?}");
                assert_eq!(events_of_leases_and_rewards(), core::mem::take(&mut model.events), "{op:?}");
                ACCOUNTS.for_each(|who| assert_account_agrees(&model, who));
                assert_conserved(&model);
                Staking::do_try_state().unwrap();
            }
        });
    }
}
