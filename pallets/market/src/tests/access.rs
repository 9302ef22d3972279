//! How often storage is read and written, and that the weights cover it.

use super::*;
use crate::{weights::SubstrateWeight, WeightInfo};
use diem_primitives::LazyLedger;
use diem_test_support::{declared, Access, Count};
use frame_support::{weights::Weight, StoragePrefixedMap};
use pallet_diem_staking::Ledgers;

type Weights = SubstrateWeight<Test>;

/// How many accounts offer quota.
const SELLERS: u64 = 16;
/// Each sells so many DIEM.
const OFFERED: u128 = 4;

/// What a call reads and writes, without what is in the weight of each block.
fn access<R>(chain: &mut sp_io::TestExternalities, call: impl FnOnce() -> R) -> Access {
    Access::of_call(chain, Staking::keys_of_every_block, call)
}

/// A chain with an offer by each of many sellers, the first by number zero, and then an offer of a lease by the usual seller; those
/// who have no offer of quota have ledgers that nobody touched for long.
fn chain() -> sp_io::TestExternalities {
    let mut chain = build();
    chain.execute_with(|| {
        next_block(60_000);
        for seller in 1_000..1_000 + SELLERS {
            assert_ok!(Balances::force_set_balance(RuntimeOrigin::root(), seller, FUNDS));
            assert_ok!(Staking::stake(signed(seller), 10 * VVV));
        }
        next_epochs(4);
        (1_000..1_000 + SELLERS).for_each(|seller| {
            offer(seller, OFFERED, 1);
        });
        offer_lease(VVV, VVV, None);
    });
    chain
}

/// Buys by so many fills of each of so many offers, and all of them where each is sold out.
fn purchase(offers: u64, fills: u64, sold_out: bool) {
    let amount = if sold_out { OFFERED } else { 1 };
    let all: Vec<_> = (0..offers * fills).map(|fill| (OfferId(fill % offers), amount)).collect();
    assert_ok!(buy(BUYER, &all));
}

#[test]
fn a_purchase_reads_and_writes_each_offer_and_each_ledger_once() {
    let accesses = access(&mut chain(), || purchase(8, 2, false));
    assert_eq!(accesses.under(Offers::<Test>::final_prefix()), Count { reads: 8, writes: 8 });
    assert_eq!(accesses.under(Ledgers::<Test>::final_prefix()), Count { reads: 9, writes: 9 });
    let accounts = accesses.under(frame_system::Account::<Test>::final_prefix());
    assert_eq!(accounts, Count { reads: 9, writes: 9 });
    let holds = accesses.under(pallet_balances::Holds::<Test>::final_prefix());
    assert_eq!(holds, Count { reads: 0, writes: 0 });
}

#[test]
fn an_offer_more_reads_and_writes_what_its_weight_says() {
    let more = |sold_out| {
        let count = |offers| access(&mut chain(), || purchase(offers, 1, sold_out)).count();
        let (one, more) = (count(1), count(11));
        Count { reads: more.reads - one.reads, writes: more.writes - one.writes }
    };
    let declared_more = |weight: fn(u32) -> Weight| {
        let (one, more) = (declared(|| weight(1)), declared(|| weight(11)));
        Count { reads: more.reads - one.reads, writes: more.writes - one.writes }
    };
    assert_eq!(more(false), declared_more(|offers| Weights::buy_quota(0, offers, 0)));
    assert_eq!(more(true), declared_more(|offers| Weights::buy_quota(0, 0, offers)));
}

#[test]
fn a_purchase_that_is_refused_reads_its_offers_and_nothing_else() {
    let fills = [(OfferId(0), DIEM), (OfferId(1), DIEM), (OfferId(2), DIEM)];
    let accesses = access(&mut chain(), || buy_planck(BUYER, &fills, 0));
    assert_eq!(accesses.count(), Count { reads: 3, writes: 0 });
    assert_eq!(declared(|| Weights::buy_quota_refused(3)), accesses.count());
}

/// Asserts that a call reads and writes no more than its weight says.
fn check(
    chain: &mut sp_io::TestExternalities,
    weight: impl Fn() -> Weight,
    call: impl FnOnce() -> DispatchResult,
) {
    let count = access(chain, || call().unwrap()).count();
    let weight = declared(weight);
    assert!(weight.covers(count), "{count:?} of {weight:?}");
}

#[test]
fn no_call_reads_or_writes_more_than_its_weight_says() {
    let mut chain = chain();
    let lease = OfferId(SELLERS);
    let touch = || Staking::max_touch_weight(1);
    check(
        &mut chain,
        || Weights::offer_quota() + touch(),
        || outcome(Market::offer_quota(signed(OTHER), Diem(DIEM), VVV, Diem(DIEM))),
    );
    check(&mut chain, Weights::cancel_offer, || Market::cancel_offer(signed(1_000), OfferId(0)));
    check(
        &mut chain,
        || Weights::buy_quota(0, 0, 16) + touch(),
        || {
            purchase(16, 1, true);
            Ok(())
        },
    );
    check(&mut chain, || Weights::buy_quota(0, 1, 0) + touch(), || buy(BUYER, &[(OfferId(0), 1)]));
    check(
        &mut chain,
        || Weights::offer_lease() + touch(),
        || outcome(Market::offer_lease(signed(OTHER), VVV, 3, VVV, None)),
    );
    check(
        &mut chain,
        || Weights::take_lease() + touch() * 2,
        || outcome(Market::take_lease(signed(OTHER), lease)),
    );
    chain.execute_with(|| next_epochs(1));
    check(&mut chain, Weights::clear_offer, || Market::clear_offer(signed(OTHER), OfferId(0)));
}
