//! More than a year of epochs, after which every planck that was not issued is explained.

use super::*;
use crate::{
    mock::{genesis, HistoryDepth, Pledged},
    Rewards,
};
use diem_primitives::{Emission, EpochRecord, WeightLeases};
use num_bigint::BigUint;
use sp_runtime::Permill;

/// Touched in every epoch. It spends a part and sends a part.
const DAILY: AccountId = 1;
/// Touched in every 37th epoch.
const RARELY: AccountId = 2;
/// Stakes in epoch 100 and is never touched again.
const NEVER: AccountId = 3;
/// Stakes at genesis and is touched in the last epoch only.
const LAPSING: AccountId = 4;
/// Has a budget and no stake, and is sent DIEM by `DAILY` in each epoch.
const BUDGET: AccountId = 5;
/// Lends some of its weight to `BUDGET` over some of the epochs.
const LESSOR: AccountId = 6;
/// Serves what `DAILY` spends.
const PROVIDER: AccountId = 7;

const LAST: u32 = 400;
const HISTORY: u32 = 365;
const LEASES: [(u32, u32, Balance); 3] = [(50, 100, 3 * VVV + 1), (60, 200, VVV), (120, 7, 2 * VVV + 5)];

/// What one account has in one epoch.
#[derive(Clone, Copy, Default)]
struct Held {
    granted: u128,
    received: u128,
    gone: u128,
}

/// What happened, told by what was done and not by the ledger.
struct Story {
    records: Vec<EpochRecord>,
    held: Vec<[Held; 8]>,
    burnt: Vec<u128>,
    debited: Vec<u128>,
    issued: [Balance; 8],
}

impl Story {
    fn weight(who: AccountId, epoch: u32) -> Balance {
        let lent = LEASES.iter().filter(|(at, epochs, _)| (at + 1..=at + epochs).contains(&epoch));
        let lent: Balance = lent.map(|(_, _, weight)| weight).sum();
        match who {
            DAILY => 10 * VVV + 7,
            RARELY => 30 * VVV + 11,
            NEVER if epoch > 100 => 17 * VVV + 13,
            LAPSING => 23 * VVV + 17,
            LESSOR => 9 * VVV + 19 - lent,
            BUDGET => lent,
            _ => 0,
        }
    }

    /// Note what the epoch grants that has just opened.
    fn open(&mut self) {
        let record = Staking::record(now());
        let weights = core::array::from_fn(|who| Self::weight(who as AccountId, now().0));
        assert_eq!(record.total_weight, weights.iter().sum::<Balance>());
        let granted = |weight: Balance| -> u128 {
            let share = BigUint::from(weight) * record.capacity.0 / record.total_weight;
            share.min(BigUint::from(weight)).try_into().unwrap()
        };
        self.held.push(weights.map(|weight| Held { granted: granted(weight), ..Held::default() }));
        self.records.push(record);
        self.burnt.push(0);
        self.debited.push(0);
    }

    fn unspent(&self, who: AccountId, epoch: u32) -> u128 {
        let held = self.held[epoch as usize][who as usize];
        held.granted + held.received - held.gone
    }

    fn value(&self, epoch: u32) -> Balance {
        self.records[epoch as usize].value_per_diem
    }

    /// What an account's unspent DIEM carried over some epochs, in parts of 10⁻¹⁸ planck.
    fn carried(&self, who: AccountId, epochs: core::ops::Range<u32>) -> BigUint {
        epochs.map(|epoch| BigUint::from(self.unspent(who, epoch)) * self.value(epoch)).sum()
    }

    fn claim(&mut self, who: AccountId) {
        let due = account(who).rewards;
        assert_ok!(Staking::claim_rewards(signed(BOB), who));
        self.issued[who as usize] += due;
    }
}

/// A day: `DAILY` spends and sends, a provider is paid for what is final, and whose turn it is is touched.
fn live(story: &mut Story) {
    let epoch = now().0;
    // Some epochs have more capacity than weight takes, some have little, and some have none.
    let capacity = u128::from(epoch) * 7_919 % 211 * DIEM + u128::from(epoch);
    Pledged::set(&Diem(if epoch.is_multiple_of(29) { 0 } else { capacity }));
    let granted = story.held[epoch as usize][DAILY as usize].granted;
    let (spent, sent) = (granted / 3, granted / 7);
    if granted > 0 {
        spend(DAILY, now(), Diem(spent));
        assert_ok!(Staking::transfer_quota(signed(DAILY), BUDGET, Diem(sent)));
        let fee = Permill::from_parts(12_345).mul_ceil(sent);
        story.held[epoch as usize][DAILY as usize].gone += spent + sent;
        story.held[epoch as usize][BUDGET as usize].received += sent - fee;
        story.burnt[epoch as usize] += fee;
        story.debited[epoch as usize] += spent;
    }
    for (_, epochs, weight) in LEASES.iter().filter(|(at, ..)| *at == epoch) {
        assert_ok!(Staking::lease(&LESSOR, &BUDGET, *weight, *epochs));
    }
    if epoch == 100 {
        assert_ok!(Staking::stake(signed(NEVER), 17 * VVV + 13));
    }
    if epoch.is_multiple_of(37) {
        story.claim(RARELY);
    }
    if epoch.is_multiple_of(9) {
        story.claim(DAILY);
    }
    if let Some(last) = epoch.checked_sub(3) {
        let earned = Diem(story.debited[last as usize]).worth(story.value(last)).unwrap();
        assert_ok!(Staking::issue(&PROVIDER, earned));
        story.issued[PROVIDER as usize] += earned;
    }
}

#[test]
fn after_400_epochs_every_planck_that_was_not_issued_is_explained() {
    let stakes =
        [(DAILY, 10 * VVV + 7), (RARELY, 30 * VVV + 11), (LAPSING, 23 * VVV + 17), (LESSOR, 9 * VVV + 19)];
    genesis(&stakes, StakingParameters::default()).execute_with(|| {
        HistoryDepth::set(HISTORY);
        next_block(1);
        set_rules(|rules| {
            rules.transfer.fee = Permill::from_parts(12_345);
            rules.transfer.minimum = Diem(1);
        });
        let mut story = Story {
            records: vec![EpochRecord::default()],
            held: vec![Default::default()],
            burnt: vec![0],
            debited: vec![0],
            issued: [0; 8],
        };
        assert_ok!(Staking::budget_opened(&BUDGET));
        for epoch in 1..=LAST {
            next_epoch();
            story.open();
            live(&mut story);
            if epoch.is_multiple_of(50) {
                Staking::do_try_state().unwrap();
            }
        }

        let lapsed_until = LAST - HISTORY + 1;
        System::reset_events();
        story.claim(LAPSING);
        let (from, until) = (EpochIndex(1), EpochIndex(lapsed_until));
        assert!(events().contains(&Event::RewardsLapsed { who: LAPSING, from, until }));
        for who in [DAILY, RARELY, BUDGET, LESSOR] {
            story.claim(who);
        }
        assert!(!events().iter().any(|event| matches!(event, Event::RewardsLapsed { .. })));

        // Who is touched in each epoch loses what is below a planck in each, and nothing else.
        let final_epochs = 1..LAST - 1;
        let to_the_planck: Balance = final_epochs
            .clone()
            .map(|epoch| Diem(story.unspent(DAILY, epoch)).worth(story.value(epoch)).unwrap())
            .sum();
        assert_eq!(story.issued[DAILY as usize], to_the_planck);

        // Of everyone: what was carried in final epochs was issued or is due, has lapsed, or was lost by rounding.
        let mut lost_in_all = BigUint::ZERO;
        let mut lapsed_in_all = BigUint::ZERO;
        for who in [DAILY, RARELY, NEVER, LAPSING, BUDGET, LESSOR] {
            let first = if who == LAPSING { lapsed_until } else { 1 };
            lapsed_in_all += story.carried(who, 1..first);
            let carried = story.carried(who, first..LAST - 1);
            let earned = BigUint::from(story.issued[who as usize] + account(who).rewards) * DIEM;
            assert!(earned <= carried, "{who} earned more than its DIEM carried");
            let lost = carried - earned;
            let planck_of_each: Balance = (first..LAST - 1).map(|epoch| story.value(epoch)).sum();
            assert!(lost <= BigUint::from(planck_of_each) + BigUint::from(400 * DIEM), "{who} lost {lost}");
            lost_in_all += lost;
        }
        assert!(lapsed_in_all > BigUint::ZERO);
        assert!(account(NEVER).rewards > 0, "it needs no touch to be due");

        // In all: what the capacity carried is explained to the last part of a planck.
        let mut carried = BigUint::ZERO;
        let mut explained = BigUint::from(Rewards::<Test>::get().issued + account(NEVER).rewards) * DIEM;
        explained += lapsed_in_all + lost_in_all;
        for epoch in 1..=LAST {
            let (value, held) = (story.value(epoch), story.held[epoch as usize]);
            let record = &story.records[epoch as usize];
            carried += BigUint::from(record.capacity.0) * value;
            let granted: u128 = held.iter().map(|held| held.granted).sum();
            explained += BigUint::from(record.capacity.0 - granted) * value;
            explained += BigUint::from(story.burnt[epoch as usize]) * value;
            if epoch > LAST - 2 {
                explained += (0..8).map(|who| story.carried(who, epoch..epoch + 1)).sum::<BigUint>();
            }
            let debited = BigUint::from(story.debited[epoch as usize]) * value;
            // A provider is paid for what is final to the planck.
            explained += if epoch > LAST - 3 { debited } else { debited % DIEM };
        }
        assert_eq!(carried, explained);

        // The total counts each epoch's in whole planck.
        let total = BigUint::from(Rewards::<Test>::get().carried) * DIEM;
        assert!(total <= carried && carried < total + BigUint::from(LAST) * DIEM);
        Staking::do_try_state().unwrap();
    });
}
