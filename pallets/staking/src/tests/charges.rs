//! What calls are charged: the touch that they found due, and no more.

use super::*;
use crate::{mock::with_stakes, types::MOST_LEASES, Call, WeightInfo};
use diem_primitives::{LazyLedger, Touches, WeightLeases};
use frame_support::{
    dispatch::{DispatchResultWithPostInfo, GetDispatchInfo, PostDispatchInfo},
    weights::Weight,
};
use sp_runtime::traits::Dispatchable;

type Weights = <Test as crate::Config>::WeightInfo;

fn dispatched(who: AccountId, call: Call<Test>) -> DispatchResultWithPostInfo {
    crate::mock::RuntimeCall::from(call).dispatch(signed(who))
}

/// What a call was charged, done or refused.
fn charge(result: DispatchResultWithPostInfo) -> Weight {
    let charged = |info: PostDispatchInfo| info.actual_weight.unwrap();
    result.map_or_else(|refused| charged(refused.post_info), charged)
}

/// What first touches of so many ledgers weigh, of which so many have leases, of which so many ended.
fn first_touches(ledgers: u32, books: u32, ended_leases: u32) -> Weight {
    Staking::weight_of_touches(Touches { ledgers, books, ended_leases })
}

#[test]
fn a_call_is_charged_for_the_touch_that_was_due() {
    with_stakes(&[(ALICE, 10 * VVV), (BOB, 10 * VVV)], || {
        next_epoch();
        let call = || Call::stake { amount: VVV };
        let most = call().get_dispatch_info().call_weight;
        assert_eq!(most, Weights::stake() + first_touches(1, 1, MOST_LEASES));
        assert_eq!(charge(dispatched(ALICE, call())), Weights::stake() + first_touches(1, 0, 0));
        assert_eq!(charge(dispatched(ALICE, call())), Weights::stake());
    });
}

#[test]
fn a_touch_is_charged_by_the_leases_that_ended() {
    with_stakes(&[(ALICE, 10 * VVV), (BOB, 10 * VVV)], || {
        assert_ok!(Staking::lease(&ALICE, &BOB, VVV, 1));
        assert_ok!(Staking::lease(&ALICE, &BOB, VVV, 2));
        assert_ok!(Staking::lease(&BOB, &ALICE, VVV, 9));
        next_epochs(3);
        assert_eq!(Staking::touch_weight(&ALICE), first_touches(1, 1, 2));
        assert_eq!(charge(dispatched(POOR, Call::claim_quota { who: BOB })), Weights::claim_quota(2));
        assert_eq!(Staking::touch_weight(&BOB), Weight::zero());
    });
}

#[test]
fn a_transfer_is_charged_for_both_ledgers() {
    with_stakes(&[(ALICE, 10 * VVV), (BOB, 10 * VVV)], || {
        let transfer = || Call::transfer_quota { to: BOB, amount: Diem(DIEM) };
        next_epoch();
        let touched = Weights::transfer_quota();
        assert_eq!(charge(dispatched(ALICE, transfer())), touched + first_touches(2, 0, 0));
        assert_eq!(charge(dispatched(ALICE, transfer())), touched);
    });
}

#[test]
fn a_refused_call_gets_back_what_it_did_not_need() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        let refused = dispatched(POOR, Call::unstake { amount: VVV });
        assert_eq!(charge(refused), Weights::unstake());
        next_epoch();
        let refused = dispatched(ALICE, Call::unstake { amount: 11 * VVV });
        assert_eq!(charge(refused), Weights::unstake() + first_touches(1, 0, 0));
    });
}
