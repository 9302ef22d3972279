//! Ten epochs of an economy, each checked against a model that shares no code with the chain.

use crate::model::{Budget, Model, Terms};
use diem_primitives::{
    api::QuotaInfo, pricing::Price, BudgetId, Diem, Dimension, EpochIndex, ModelId, Multiplier, Receipt,
    Rejection, RejectionReason,
};
use diem_runtime::{AccountId, Balances, Metering, Runtime, RuntimeCall, RuntimeEvent, VvvStaking, VVV};
use diem_runtime_tests::{
    calls::{
        diem, group, open_budget, receipt, reserved, restake, shared, stake, submit, transfer_quota, unstake,
    },
    id,
    Account::{self, *},
    Applied, Chain,
};
use frame_support::traits::fungible::InspectHold;
use pallet_diem_metering::{Call, Error, Event};
use std::collections::BTreeMap;

/// Everyone who takes part.
const PEOPLE: [Account; 6] = [Alice, Bob, Charlie, Dave, Eve, Ferdie];
/// A whole DIEM in planck.
const DIEM: u128 = VVV;
/// A million tokens.
const MTOK: u64 = 1_000_000;

/// The chain and its model.
struct World {
    chain: Chain,
    model: Model,
    sequences: BTreeMap<AccountId, u64>,
}

/// The terms of the development preset.
fn development() -> Terms {
    let milli = DIEM / 1_000;
    let text = |model, prices: [u128; 4]| {
        let dimensions = [
            Dimension::InputTokens,
            Dimension::CachedInputTokens,
            Dimension::OutputTokens,
            Dimension::ReasoningTokens,
        ];
        dimensions.into_iter().zip(prices).map(move |(dimension, price)| ((model, dimension), price * milli))
    };
    let multipliers = [(Charlie, 10_000), (Ferdie, 12_500)];
    Terms {
        stakes: BTreeMap::from([(id(Dave), 10_000 * VVV)]),
        pledges: BTreeMap::from([(id(Charlie), 1_000 * DIEM), (id(Ferdie), 1_000 * DIEM)]),
        prices: text(0, [700, 350, 2_800, 2_800]).chain(text(1, [50, 25, 150, 150])).collect(),
        multipliers: multipliers
            .into_iter()
            .flat_map(|(who, multiplier)| (0..3).map(move |model| ((id(who), model), multiplier)))
            .collect(),
        budgets: BTreeMap::new(),
    }
}

impl World {
    fn begin() -> Self {
        let mut chain = Chain::from_preset("development");
        chain.advance_to_epoch(1);
        let mut model = Model::new(development());
        model.open_epoch();
        let mut world = Self { chain, model, sequences: BTreeMap::new() };
        world.check();
        world
    }

    fn apply(&mut self, who: Account, call: impl Into<RuntimeCall>) -> Applied {
        self.chain.next_block(|block| block.apply(who, call))
    }

    fn next_epoch(&mut self) {
        self.check();
        self.chain.next_epoch();
        self.model.open_epoch();
        self.check();
    }

    fn stake(&mut self, who: Account, amount: u128) {
        self.apply(who, stake(amount)).succeeded();
        *self.model.next.stakes.entry(id(who)).or_default() += amount;
    }

    fn unstake(&mut self, who: Account, amount: u128) {
        self.apply(who, unstake(amount)).succeeded();
        *self.model.next.stakes.entry(id(who)).or_default() -= amount;
    }

    fn restake(&mut self, who: Account, amount: u128) {
        self.apply(who, restake(amount)).succeeded();
        *self.model.next.stakes.entry(id(who)).or_default() += amount;
    }

    fn transfer(&mut self, from: Account, to: Account, whole: u128) {
        self.apply(from, transfer_quota(to, diem(whole))).succeeded();
        self.model.transfer(id(from), id(to), whole * DIEM);
    }

    fn open_shared(&mut self, owner: Account, number: u32, whole: u128) {
        self.apply(owner, open_budget(shared(diem(whole)))).succeeded();
        let budget = Budget { limit: whole * DIEM, reserved: false, provider: None };
        self.model.open_budget(&(id(owner), number), budget);
    }

    fn open_reserved(&mut self, owner: Account, number: u32, whole: u128, provider: Account) {
        self.apply(owner, open_budget(reserved(diem(whole), provider))).succeeded();
        let budget = Budget { limit: whole * DIEM, reserved: true, provider: Some(id(provider)) };
        self.model.open_budget(&(id(owner), number), budget);
    }

    /// Sets a limit and leaves everything else as it is.
    fn set_limit(&mut self, owner: Account, number: u32, whole: u128) {
        let budget = BudgetId(number);
        let info = self.chain.read(|| Metering::budget(id(owner), budget)).expect("the budget is there");
        let terms = diem_primitives::BudgetTerms { limit: diem(whole), ..info.next_terms };
        self.apply(owner, Call::update_budget { budget, terms, warn_at: info.warn_at }).succeeded();
        self.model.set_limit(&(id(owner), number), whole * DIEM);
    }

    /// Has a provider settle receipts, and checks that each has the outcome that the model says. Gives the reasons of those
    /// that were rejected.
    fn settle(
        &mut self,
        provider: Account,
        epoch: u32,
        work: &[(Account, u32, Vec<Receipt>)],
    ) -> Vec<RejectionReason> {
        let sequence = self.sequences.entry(id(provider)).or_default();
        let groups =
            work.iter().map(|(owner, budget, receipts)| group(id(*owner), *budget, receipts.clone()));
        let call = submit(epoch, *sequence, groups.collect());
        *sequence += 1;
        let applied = self.apply(provider, call).succeeded();

        let (mut charged, mut receipts, mut rejections) = (0, 0, Vec::new());
        for (at, (owner, budget, work)) in (0_u32..).zip(work) {
            let keyed: Vec<_> = work.iter().map(|receipt| ((id(*owner), *budget), receipt.clone())).collect();
            let outcomes = self.model.settle(&id(provider), epoch, &keyed);
            for (place, outcome) in (0_u32..).zip(outcomes) {
                match outcome {
                    Ok(charge) => {
                        charged += charge;
                        receipts += 1;
                    }
                    Err(reason) => rejections.push(Rejection { group: at, receipt: place, reason }),
                }
            }
        }
        let reasons = rejections.iter().map(|rejection| rejection.reason).collect();
        let expected = Event::BatchSettled {
            provider: id(provider),
            epoch: EpochIndex(epoch),
            sequence: self.sequences[&id(provider)] - 1,
            charged: Diem(charged),
            receipts,
            rejections,
        };
        let settled = applied.events_of(|event| match event {
            RuntimeEvent::Metering(event @ Event::BatchSettled { .. }) => Some(event.clone()),
            _ => None,
        });
        assert_eq!(settled, vec![expected]);
        self.check();
        reasons
    }

    /// Compares all that the chain says of both epochs that can be settled with the model.
    fn check(&mut self) {
        let Self { chain, model, .. } = self;
        let now = model.now();
        chain.read(|| {
            let info = VvvStaking::epoch_info();
            assert_eq!(info.index, EpochIndex(now));
            for epoch in [now - 1, now] {
                check_record(model, epoch);
                check_accounts(model, epoch);
                check_budgets(model, epoch);
            }
        });
    }
}

fn check_record(model: &Model, epoch: u32) {
    let expected = model.at(epoch);
    let record = VvvStaking::history(EpochIndex(epoch), 1).pop().expect("the record is kept");
    assert_eq!(record.capacity, Diem(expected.capacity()), "capacity of {epoch}");
    assert_eq!(record.total_weight, expected.total_weight(), "weight of {epoch}");
    assert_eq!(record.debited, Diem(expected.debited()), "debited in {epoch}");
}

fn check_accounts(model: &Model, epoch: u32) {
    let (expected, is_now) = (model.at(epoch), epoch == model.now());
    for who in PEOPLE.map(id) {
        let info = VvvStaking::account_info(who.clone());
        let quota = QuotaInfo {
            offered: Diem::ZERO,
            granted: Diem(expected.granted(&who)),
            received: Diem(expected.received(&who)),
            sent: Diem(expected.sent(&who)),
            reserved: Diem(expected.reserved(&who)),
            spent: Diem(expected.spent(&who)),
            available: Diem(expected.free(&who)),
        };
        assert_eq!(if is_now { info.quota } else { info.previous_quota }, quota, "{who} in {epoch}");
        if is_now {
            assert_eq!(info.weight, expected.weight(&who));
        }
        if let Some(provider) = Metering::provider(who.clone()) {
            let settled = if is_now { provider.settled } else { provider.previous_settled };
            assert_eq!(settled, Diem(expected.settled(&who)), "{who} settled in {epoch}");
        }
    }
}

fn check_budgets(model: &Model, epoch: u32) {
    let (expected, is_now) = (model.at(epoch), epoch == model.now());
    for key in expected.budgets.keys() {
        let Some(info) = Metering::budget(key.0.clone(), BudgetId(key.1)) else { continue };
        let spent = if is_now { info.spent } else { info.previous_spent };
        assert_eq!(spent, Diem(expected.spent_by(key)), "{key:?} in {epoch}");
        if is_now {
            assert_eq!(info.share, Diem(expected.share(key)), "the share of {key:?} in {epoch}");
            assert_eq!(info.terms.limit, Diem(expected.budgets[key].limit));
        }
    }
}

/// Epochs 1 and 2: stakers and budgets come, late batches settle, a price changes.
fn beginnings(world: &mut World) {
    use RejectionReason::{BudgetExhausted, WrongProvider};

    world.open_shared(Dave, 0, 1_500);
    world.open_reserved(Dave, 1, 300, Charlie);
    world.stake(Eve, 5_000 * VVV);
    let large = vec![receipt(0, 150 * MTOK, 10 * MTOK), receipt(1, 7 * MTOK + 1, 333), receipt(0, 374, 44)];
    let too_much = vec![receipt(0, 100 * MTOK, 0), receipt(0, 400 * MTOK, 0), receipt(1, 1_001, 7)];
    let rejected = world.settle(Charlie, 1, &[(Dave, 0, large.clone()), (Dave, 1, too_much)]);
    assert_eq!(rejected, vec![BudgetExhausted]);
    world.next_epoch();

    world.stake(Bob, 2_500 * VVV);
    world.open_shared(Eve, 0, 400);
    world.transfer(Eve, Dave, 10);
    assert_eq!(world.settle(Charlie, 1, &[(Dave, 0, large.clone())]), vec![]);
    let rejected = world.settle(Ferdie, 2, &[(Dave, 0, large.clone()), (Dave, 1, large.clone())]);
    assert_eq!(rejected, vec![WrongProvider; 3]);
    set_rate_card(world);
    assert_eq!(world.settle(Charlie, 2, &[(Eve, 0, vec![receipt(0, 3, 1)])]), vec![]);
    world.next_epoch();
}

/// The curator makes a model dearer by two fifths.
fn set_rate_card(world: &mut World) {
    let prices: Vec<_> = world.model.next.prices.iter_mut().filter(|((model, _), _)| *model == 0).collect();
    let dearer = prices.into_iter().map(|((_, dimension), price)| {
        *price += *price / 5 * 2;
        Price { dimension: *dimension, per_million: Diem(*price) }
    });
    let prices = dearer.collect::<Vec<_>>().try_into().expect("a rate card has few prices");
    world.apply(Alice, Call::set_rate_card { model: ModelId(0), prices }).succeeded();
}

/// Epochs 3 to 5: stakers and a provider leave, and what was promised before still counts.
fn departures(world: &mut World) {
    use RejectionReason::{BudgetExhausted, CapacityExceeded};

    // The prices of epoch 2 for work of epoch 2, those of epoch 3 for work of epoch 3.
    let work = vec![receipt(0, 10 * MTOK, 1), receipt(1, 5, 5)];
    assert_eq!(world.settle(Ferdie, 2, &[(Eve, 0, work.clone())]), vec![]);
    assert_eq!(world.settle(Ferdie, 3, &[(Eve, 0, work.clone())]), vec![]);
    world.unstake(Dave, 4_000 * VVV);
    world.apply(Charlie, Call::serve_model { model: ModelId(1), multiplier: Multiplier(12_000) }).succeeded();
    world.model.next.multipliers.insert((id(Charlie), 1), 12_000);
    world.next_epoch();

    world.unstake(Eve, 5_000 * VVV);
    world.apply(Ferdie, Call::deregister_provider {}).succeeded();
    world.model.next.pledges.remove(&id(Ferdie));
    world.open_reserved(Bob, 0, 700, Charlie);
    world.open_reserved(Bob, 1, 500, Charlie);
    assert_eq!(world.settle(Ferdie, 4, &[(Dave, 0, work.clone())]), vec![]);
    world.next_epoch();

    assert_eq!(world.settle(Ferdie, 4, &[(Dave, 0, work.clone())]), vec![]);
    assert_eq!(world.settle(Ferdie, 5, &[(Dave, 0, work.clone())]), vec![CapacityExceeded; 2]);
    world.restake(Dave, 1_000 * VVV);
    // Bob's reserves are larger than his grant: each budget has its part of it.
    let steps = vec![receipt(0, 60 * MTOK, 0); 3];
    let rejected = world.settle(Charlie, 5, &[(Bob, 0, steps.clone()), (Bob, 1, steps)]);
    assert!(rejected.contains(&BudgetExhausted));
    world.next_epoch();
}

/// Epochs 6 and 7: limits change, the chain halts for two days, and a provider is gone for good.
fn halt(world: &mut World) {
    use RejectionReason::EpochNotSettleable;

    world.apply(Charlie, Call::set_capacity { capacity: diem(1_500) }).succeeded();
    world.model.next.pledges.insert(id(Charlie), 1_500 * DIEM);
    world.set_limit(Dave, 1, 100);
    world.set_limit(Dave, 0, 1_800);
    let before = world.chain.read(VvvStaking::epoch_info);
    world.chain.halt(2 * 24 * 60 * 60 * 1_000);
    world.next_epoch();
    let after = world.chain.read(VvvStaking::epoch_info);
    assert_eq!(after.index, before.index.next(), "a halt leaves no gap in the index");
    assert!(after.started_at - before.ends_at > 2 * 24 * 60 * 60 * 1_000 - 120_000, "and one in time");

    // The limit of epoch 6 for work of epoch 6, though it is lower now and the work is two days old.
    let work = vec![receipt(0, 200 * MTOK, 0)];
    assert_eq!(world.settle(Charlie, 6, &[(Dave, 1, work.clone())]), vec![]);
    assert_eq!(world.settle(Charlie, 7, &[(Dave, 1, work.clone())]), vec![RejectionReason::BudgetExhausted]);
    assert_eq!(world.settle(Charlie, 5, &[(Dave, 0, work)]), vec![EpochNotSettleable]);

    world.apply(Alice, Call::withdraw_bond { provider: id(Ferdie) }).succeeded();
    world.model.next.multipliers.retain(|(who, _), _| *who != id(Ferdie));
    let gone = submit(7, 9, vec![group(id(Dave), 0, vec![receipt(0, 1, 1)])]);
    world.apply(Ferdie, gone).failed(Error::<Runtime>::UnknownProvider);
    world.chain.read(|| assert_eq!(Balances::total_balance_on_hold(&id(Ferdie)), 0));
    world.next_epoch();
}

/// Epochs 8 to 10: received quota is reserved, a budget closes, and what was unstaked comes free.
fn endings(world: &mut World) {
    let poor = world.apply(Bob, transfer_quota(Eve, diem(1)));
    poor.failed(pallet_diem_staking::Error::<Runtime>::InsufficientQuota);
    world.transfer(Dave, Bob, 5);
    world.set_limit(Bob, 0, 700);
    let close = || Call::close_budget { owner: id(Dave), budget: BudgetId(1) };
    world.apply(Dave, close()).succeeded();
    world.model.next.budgets.remove(&(id(Dave), 1));
    world.next_epoch();

    let small = vec![receipt(0, MTOK, MTOK)];
    assert_eq!(world.settle(Charlie, 8, &[(Dave, 1, small.clone())]), vec![]);
    let rejected = world.settle(Charlie, 9, &[(Dave, 1, small.clone()), (Bob, 0, small.clone())]);
    assert_eq!(rejected, vec![RejectionReason::BudgetClosed]);
    world.next_epoch();

    world.apply(Eve, close()).succeeded();
    assert_eq!(world.settle(Charlie, 10, &[(Dave, 0, small.clone()), (Bob, 1, small)]), vec![]);
    world
        .apply(Alice, pallet_diem_staking::Call::withdraw { who: id(Eve) })
        .failed(pallet_diem_staking::Error::<Runtime>::NothingToWithdraw);
    world.next_epoch();

    world.apply(Alice, pallet_diem_staking::Call::withdraw { who: id(Eve) }).succeeded();
    world.chain.read(|| {
        // Her budget is still open.
        assert_eq!(Balances::total_balance_on_hold(&id(Eve)), VVV);
        assert_eq!(VvvStaking::account_info(id(Dave)).staked, 7_000 * VVV);
    });
}

#[test]
fn an_economy_lives_through_ten_epochs_and_agrees_with_the_model() {
    let mut world = World::begin();
    beginnings(&mut world);
    departures(&mut world);
    halt(&mut world);
    endings(&mut world);
    assert_eq!(world.chain.epoch(), 11);
    assert!(world.model.epochs.iter().filter(|epoch| epoch.debited() > 0).count() >= 9);
}
