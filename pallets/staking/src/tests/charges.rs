//! What calls are charged: the touch that they found due, and no more.

use super::*;
use crate::{mock::with_stakes, types::MOST_LEASES, Call, WeightInfo};
use diem_primitives::{LazyLedger, Touches, WeightLeases};
use frame_support::{
    dispatch::{DispatchResultWithPostInfo, GetDispatchInfo, PostDispatchInfo},
    traits::Get,
    weights::Weight,
};
use sp_runtime::traits::Dispatchable;

type Weights = <Test as crate::Config>::WeightInfo;

/// The most chunks that an account may have.
fn most_chunks() -> u32 {
    <Test as crate::Config>::MaxUnlockingChunks::get()
}

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
        assert_eq!(most, Weights::stake(most_chunks()) + first_touches(1, 1, MOST_LEASES));
        assert_eq!(charge(dispatched(ALICE, call())), Weights::stake(0) + first_touches(1, 0, 0));
        assert_eq!(charge(dispatched(ALICE, call())), Weights::stake(0));
    });
}

#[test]
fn a_call_is_charged_by_the_chunks_that_it_finds() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        let unstake = || Call::unstake { amount: VVV };
        let most = unstake().get_dispatch_info().call_weight;
        let touch = first_touches(1, 1, MOST_LEASES);
        assert_eq!(most, Weights::unstake(most_chunks()) + Weights::release() + touch);

        for chunks in 0..3 {
            assert_eq!(charge(dispatched(ALICE, unstake())), Weights::unstake(chunks));
            next_epoch();
            assert_ok!(Staking::claim_quota(signed(POOR), ALICE));
        }
        assert_eq!(charge(dispatched(ALICE, Call::stake { amount: VVV })), Weights::stake(3));
        assert_eq!(charge(dispatched(ALICE, Call::restake { amount: VVV })), Weights::restake(3));
    });
}

#[test]
fn a_release_is_charged_for_where_something_has_matured() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        let (unstake, withdraw) = (|| Call::unstake { amount: VVV }, || Call::withdraw { who: ALICE });
        assert_eq!(charge(dispatched(ALICE, unstake())), Weights::unstake(0));
        let in_vain = Weights::withdraw(1) - Weights::release();
        assert_eq!(charge(dispatched(POOR, withdraw())), in_vain);

        next_epochs(Parameters::<Test>::get().unbonding_epochs);
        assert_ok!(Staking::claim_quota(signed(POOR), ALICE));
        assert_eq!(charge(dispatched(ALICE, unstake())), Weights::unstake(1) + Weights::release());
        next_epochs(Parameters::<Test>::get().unbonding_epochs);
        assert_ok!(Staking::claim_quota(signed(POOR), ALICE));
        assert_eq!(charge(dispatched(POOR, withdraw())), Weights::withdraw(1));
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
        assert_eq!(charge(refused), Weights::unstake(0));
        next_epoch();
        let refused = dispatched(ALICE, Call::unstake { amount: 11 * VVV });
        assert_eq!(charge(refused), Weights::unstake(0) + first_touches(1, 0, 0));
    });
}
