//! Compares all that the chain says with the model, to the planck.

use super::{calls, keys::id, quotes};
use diem_model::{
    books::Reason,
    budgets::{BudgetEpoch, Key},
    market::{Goods, Offer as ModelOffer},
    models::{RateCard, Service},
    providers::Provider,
    Economy, Epoch, ModelId as ModelNumber, Planck, Who,
};
use diem_primitives::{
    api::{AccountInfo, BudgetInfo, ListingInfo, ModelInfo, ProviderInfo, QuotaInfo, UnlockingInfo},
    pricing::Price,
    BudgetId, Diem, EpochIndex, ModelId, ModelKind, Multiplier,
};
use diem_runtime::{AccountId, Balances, Metering, Runtime, RuntimeHoldReason, VvvStaking};
use frame_support::traits::fungible::InspectHold;
use pallet_diem_market::{LeaseOffer, Offer, OfferId, QuotaOffer};
use sp_runtime::Percent;

/// Everybody, and somebody who has nothing to do with it.
fn everybody(economy: &Economy) -> std::ops::RangeInclusive<Who> {
    let last = economy.books.accounts().last().expect("somebody has VVV");
    0..=last + 1
}

pub fn all(economy: &Economy) {
    records(economy);
    everybody(economy).for_each(|who| account(economy, who));
    everybody(economy).for_each(|who| balances(economy, who));
    everybody(economy).for_each(|who| provider(economy, who));
    budgets(economy);
    models(economy);
    offers(economy);
    batches(economy);
    quotes::all(economy);
    issuance(economy);
}

fn records(economy: &Economy) {
    let of =
        |map: &std::collections::BTreeMap<Epoch, Planck>, epoch| map.get(&epoch).copied().unwrap_or_default();
    let history = VvvStaking::history(EpochIndex(economy.oldest_kept()), u32::MAX);
    assert_eq!(history.len() as u32, economy.now() + 1 - economy.oldest_kept(), "the records that are kept");
    for record in history {
        let epoch = record.index.0;
        let terms = economy.terms(epoch);
        let sales = economy.sales.get(&epoch).copied().unwrap_or_default();
        assert_eq!((record.times.started_at, record.times.ends_at), (terms.started_at, terms.ends_at));
        assert_eq!(record.capacity.0, terms.capacity, "the capacity of {epoch}");
        assert_eq!(record.total_weight, terms.total_weight, "the weight of {epoch}");
        assert_eq!(record.max_diem_per_vvv.0, terms.max_diem_per_vvv, "the most per VVV of {epoch}");
        assert_eq!(record.emission, terms.emission, "the emission of {epoch}");
        assert_eq!(record.value_per_diem, terms.value, "the value per DIEM of {epoch}");
        assert_eq!(record.minted.0, economy.minted(epoch), "minted in {epoch}");
        assert_eq!(record.debited.0, of(&economy.debited, epoch), "debited in {epoch}");
        assert_eq!(record.refunded.0, of(&economy.refunded, epoch), "given back of {epoch}");
        assert_eq!(record.burnt.0, of(&economy.quota.burnt, epoch), "burnt in {epoch}");
        assert_eq!(record.market_volume.0, sales.volume, "sold in {epoch}");
        assert_eq!(record.market_turnover, sales.turnover, "paid in {epoch}");
        assert_eq!(record.average_price, sales.average_price(), "the average price of {epoch}");
    }
}

fn quota(economy: &Economy, who: Who, epoch: Option<Epoch>) -> QuotaInfo {
    let Some(epoch) = epoch else { return QuotaInfo::default() };
    let window = economy.window(who, epoch);
    QuotaInfo {
        granted: Diem(window.granted),
        received: Diem(window.received),
        sent: Diem(window.sent),
        offered: Diem(economy.offered(who, epoch)),
        reserved: Diem(window.reserved),
        spent: Diem(window.spent()),
        available: Diem(economy.free_pool(who, epoch)),
    }
}

fn account(economy: &Economy, who: Who) {
    let now = economy.now();
    let unlocking = economy.stakes.unlocking(who);
    let chunk =
        |(at, amount): (&Epoch, &Planck)| UnlockingInfo { amount: *amount, matures_at: EpochIndex(*at) };
    let expected = AccountInfo {
        staked: economy.stakes.staked(who),
        weight: economy.weight(who, now),
        next_weight: economy.weight(who, now + 1),
        leased_in: economy.leased_in(who, now),
        leased_out: economy.leased_out(who, now),
        unlocking: unlocking.iter().map(chunk).collect(),
        withdrawable: economy.stakes.matured(who, now),
        quota: quota(economy, who, Some(now)),
        previous_quota: quota(economy, who, now.checked_sub(1)),
        rewards: economy.rewards(who),
    };
    assert_eq!(VvvStaking::account_info(id(who)), expected, "account {who} in {now}");
    let has_ledger = pallet_diem_staking::Ledgers::<Runtime>::contains_key(id(who));
    assert_eq!(has_ledger, economy.has_ledger(who), "the ledger of {who}");
}

fn hold_reason(reason: Reason) -> RuntimeHoldReason {
    match reason {
        Reason::Stake => pallet_diem_staking::HoldReason::Stake.into(),
        Reason::Bond => pallet_diem_metering::HoldReason::Bond.into(),
        Reason::ModelDeposit => pallet_diem_metering::HoldReason::ModelDeposit.into(),
        Reason::BudgetDeposit => pallet_diem_metering::HoldReason::BudgetDeposit.into(),
        Reason::OfferDeposit => pallet_diem_market::HoldReason::OfferDeposit.into(),
    }
}

fn balances(economy: &Economy, who: Who) {
    assert_eq!(Balances::free_balance(id(who)), economy.books.free(who), "VVV that {who} has free");
    for reason in Reason::ALL {
        let held = Balances::balance_on_hold(&hold_reason(reason), &id(who));
        assert_eq!(held, economy.books.held(who, reason), "VVV of {who} on hold for {reason:?}");
    }
}

fn issuance(economy: &Economy) {
    // What others than the accounts of the model have does not change: nobody pays fees here.
    let strangers: Planck = frame_system::Account::<Runtime>::iter()
        .filter(|(account, _)| everybody(economy).all(|who| id(who) != *account))
        .map(|(_, info)| info.data.free + info.data.reserved)
        .sum();
    assert_eq!(Balances::total_issuance(), economy.books.total() + strangers, "the total issuance");
    let totals = pallet_diem_staking::Rewards::<Runtime>::get();
    assert_eq!(totals.issued, economy.books.issued, "VVV that was issued");
    assert_eq!(totals.forfeited, economy.forfeited, "VVV that was forfeited");
}

fn budgets(economy: &Economy) {
    for owner in everybody(economy) {
        let found = Metering::budgets(id(owner));
        let expected: Vec<_> = economy.budgets_of(owner).map(|(key, _)| budget(economy, key)).collect();
        assert_eq!(found, expected, "the budgets of {owner}");
    }
}

fn budget(economy: &Economy, key: Key) -> BudgetInfo<AccountId> {
    let (now, budget) = (economy.now(), &economy.budgets[&key]);
    let at: &BudgetEpoch = &budget.epochs[&now];
    let pays = budget.standing(now, budget.is_stopped(economy.block)).is_ok();
    let [(limit, _), (pool, _), _] = economy.rooms(key.0, now, key);
    BudgetInfo {
        id: BudgetId(key.1),
        terms: calls::terms(&at.terms),
        next_terms: calls::terms(&budget.next),
        warn_at: budget.warn_at.map(|part| Percent::from_percent(part as u8)),
        delegate: budget.delegate.map(id),
        spent: Diem(at.spent),
        previous_spent: Diem(now.checked_sub(1).map_or(0, |before| budget.spent(before))),
        voucher_mark: Diem(at.mark),
        previous_voucher_mark: Diem(now.checked_sub(1).map_or(0, |before| budget.mark(before))),
        share: Diem(at.share),
        left: Diem(if pays { limit.min(pool) } else { 0 }),
        paused: budget.paused_until.is_some(),
        closes_at: budget.closes_at.map(EpochIndex),
    }
}

fn provider(economy: &Economy, who: Who) {
    let expected = economy.providers.get(&who).map(|provider| provider_info(economy, who, provider));
    assert_eq!(Metering::provider(id(who)), expected, "provider {who}");
}

fn provider_info(economy: &Economy, who: Who, provider: &Provider) -> ProviderInfo<AccountId> {
    let now = economy.now();
    let factor = |service: &Service| service.is_served.then_some(Multiplier(service.multiplier));
    ProviderInfo {
        account: id(who),
        metadata: b"provider".to_vec(),
        capacity: Diem(provider.pledge(now)),
        next_capacity: Diem(provider.next_pledge),
        settled: Diem(provider.settled(now)),
        previous_settled: Diem(now.checked_sub(1).map_or(0, |before| provider.settled(before))),
        bond: provider.bond,
        excess_bond: economy.excess_bond(who),
        bond_free_at: EpochIndex(provider.bond_free_at),
        next_sequence: provider.next_sequence,
        leaving: provider.is_leaving,
        suspended: provider.is_suspended,
        receipt_key: provider.keys.map(|keys| id(keys.current)),
        earnings: economy.earnings(who),
        pending_earnings: economy.pending_earnings(who),
        models: economy
            .listings_of(who)
            .map(|(model, listing)| ListingInfo {
                model: ModelId(model),
                multiplier: listing.epochs.get(&now).and_then(factor),
                next_multiplier: factor(&listing.next),
            })
            .collect(),
    }
}

fn models(economy: &Economy) {
    let found = Metering::models();
    let expected: Vec<_> = (0..economy.models.len() as ModelNumber)
        .filter_map(|number| Some((number, economy.model(number)?)))
        .map(|(number, model)| ModelInfo {
            id: ModelId(number),
            name: found
                .iter()
                .find(|info| info.id.0 == number)
                .map(|info| info.name.clone())
                .unwrap_or_default(),
            kind: ModelKind::Text,
            curator: id(model.curator),
            rate_card: prices(&model.cards[&economy.now()]),
            next_rate_card: prices(&model.next),
            retired_at: model.retired_at.map(EpochIndex),
        })
        .collect();
    assert_eq!(found, expected, "the models");
}

fn prices(card: &RateCard) -> Vec<Price> {
    let price = |(named, price): (&u8, &Planck)| Price {
        dimension: calls::dimension(*named),
        per_million: Diem(*price),
    };
    card.iter().map(price).collect()
}

fn offers(economy: &Economy) {
    let mut found: Vec<_> = pallet_diem_market::Offers::<Runtime>::iter().collect();
    found.sort_by_key(|(number, _)| *number);
    let numbered = (0_u64..).zip(&economy.offers).filter(|(_, offer)| offer.is_there);
    let expected: Vec<_> = numbered.map(|(number, offer)| (OfferId(number), chain_offer(offer))).collect();
    assert_eq!(found, expected, "the offers");
    assert_eq!(
        pallet_diem_market::NextOfferId::<Runtime>::get(),
        OfferId(economy.offers.len() as u64),
        "the number of the next offer"
    );
}

fn chain_offer(offer: &ModelOffer) -> Offer<AccountId> {
    let (maker, deposit) = (id(offer.maker), offer.deposit);
    match offer.goods {
        Goods::Quota { epoch, left, price, min_fill } => Offer::Quota(QuotaOffer {
            seller: maker,
            epoch: EpochIndex(epoch),
            left: Diem(left),
            price,
            min_fill: Diem(min_fill),
            deposit,
        }),
        Goods::Lease { weight, epochs, price, only_for, ends_at } => Offer::Lease(LeaseOffer {
            lessor: maker,
            weight,
            epochs,
            price,
            only_for: only_for.map(id),
            ends_at: EpochIndex(ends_at),
            deposit,
        }),
    }
}

/// The roots that are kept, and the groups of their batches that were disputed.
fn batches(economy: &Economy) {
    for who in everybody(economy) {
        let mut found: Vec<_> = pallet_diem_metering::Batches::<Runtime>::iter_prefix(id(who))
            .map(|(sequence, record)| {
                let disputed: Vec<u32> = record.disputed.into_iter().collect();
                (sequence, record.root.epoch.0, record.root.groups, disputed)
            })
            .collect();
        found.sort_unstable();
        let kept =
            economy.batches.iter().filter(|batch| batch.provider == who && economy.is_root_kept(batch));
        let mut expected: Vec<_> = kept
            .map(|batch| {
                let disputed: Vec<u32> = batch.disputed.iter().map(|index| *index as u32).collect();
                (batch.sequence, batch.epoch, batch.groups.len() as u32, disputed)
            })
            .collect();
        expected.sort_unstable();
        assert_eq!(found, expected, "the batches of {who} of which a root is kept");
    }
}
