//! Weight that is lent: from when to when, to whom, and never twice.

use super::*;
use crate::{
    mock::{with_stakes, Pledged},
    Error, Leases, Ledgers, TotalWeight,
};
use diem_primitives::WeightLeases;
use frame_support::{assert_noop, storage::with_storage_layer};
use sp_runtime::DispatchError;

/// Lend as a call would: what fails leaves no trace.
fn lease(
    lessor: AccountId,
    lessee: AccountId,
    weight: Balance,
    epochs: u32,
) -> Result<EpochIndex, DispatchError> {
    with_storage_layer(|| Staking::lease(&lessor, &lessee, weight, epochs))
}

fn weights(who: AccountId) -> (Balance, Balance) {
    let info = account(who);
    (info.weight / VVV, info.next_weight / VVV)
}

#[test]
fn a_lease_moves_weight_from_the_next_epoch_on_and_ends_by_itself() {
    with_stakes(&[(ALICE, 10 * VVV), (BOB, 5 * VVV)], || {
        next_epoch();
        assert_ok!(Staking::claim_quota(signed(ALICE), ALICE));
        assert_ok!(Staking::claim_quota(signed(ALICE), BOB));
        events();
        assert_eq!(lease(ALICE, BOB, 4 * VVV, 2), Ok(EpochIndex(4)));
        let (from, until) = (EpochIndex(2), EpochIndex(4));
        assert_eq!(
            events(),
            [Event::WeightLeased { lessor: ALICE, lessee: BOB, weight: 4 * VVV, from, until }]
        );
        assert_eq!((weights(ALICE), weights(BOB)), ((10, 6), (5, 9)));
        assert_eq!((account(ALICE).leased_out, account(BOB).leased_in), (0, 0));
        for _ in 2..4 {
            next_epoch();
            assert_eq!(
                (account(ALICE).quota.granted, account(BOB).quota.granted),
                (Diem(6 * DIEM), Diem(9 * DIEM))
            );
            assert_eq!((account(ALICE).leased_out, account(BOB).leased_in), (4 * VVV, 4 * VVV));
            assert_eq!((account(ALICE).staked, account(BOB).staked), (10 * VVV, 5 * VVV));
        }
        assert_eq!((weights(ALICE), weights(BOB)), ((6, 10), (9, 5)));
        next_epoch();
        assert_eq!((weights(ALICE), weights(BOB)), ((10, 10), (5, 5)));
        assert_eq!(
            (account(ALICE).quota.granted, account(BOB).quota.granted),
            (Diem(10 * DIEM), Diem(5 * DIEM))
        );
        assert_eq!((account(ALICE).leased_out, account(BOB).leased_in), (0, 0));
        assert_eq!(TotalWeight::<Test>::get().at(now()), Some(&(15 * VVV)));
    });
}

#[test]
fn a_lease_touches_both_ledgers_and_opens_one_for_a_lessee_without() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        next_epochs(3);
        events();
        assert_eq!(lease(ALICE, POOR, VVV, 1), Ok(EpochIndex(5)));
        let minted =
            |epoch| Event::QuotaMinted { who: ALICE, epoch: EpochIndex(epoch), amount: Diem(10 * DIEM) };
        let (from, until) = (EpochIndex(4), EpochIndex(5));
        assert_eq!(
            events(),
            [
                minted(2),
                minted(3),
                Event::WeightLeased { lessor: ALICE, lessee: POOR, weight: VVV, from, until },
            ]
        );
        assert_eq!(Ledgers::<Test>::get(POOR).map(|ledger| (ledger.epoch, ledger.leases)), Some((now(), 1)));
        next_epoch();
        assert_eq!((account(POOR).staked, account(POOR).quota.granted), (0, Diem(DIEM)));
        spend(POOR, now(), Diem(DIEM));
    });
}

#[test]
fn a_lease_is_refused_that_is_too_long_too_small_or_of_weight_that_is_not_there() {
    with_stakes(&[(ALICE, 10 * VVV), (BOB, 5 * VVV)], || {
        next_epoch();
        for (weight, epochs, error) in [
            (VVV, 0, Error::<Test>::LeaseTermOutOfBounds),
            (VVV, 366, Error::<Test>::LeaseTermOutOfBounds),
            (VVV, u32::MAX, Error::<Test>::LeaseTermOutOfBounds),
            (0, 1, Error::<Test>::BelowMinimumLease),
            (VVV - 1, 1, Error::<Test>::BelowMinimumLease),
            (10 * VVV + 1, 1, Error::<Test>::InsufficientLeasableWeight),
            (u128::MAX, 1, Error::<Test>::InsufficientLeasableWeight),
        ] {
            let error: DispatchError = error.into();
            assert_noop!(Staking::ensure_leasable(&ALICE, weight, epochs), error);
            assert_noop!(lease(ALICE, BOB, weight, epochs), error);
        }
        assert_noop!(lease(ALICE, ALICE, VVV, 1), Error::<Test>::LeaseToSelf);
        assert_noop!(lease(CHARLIE, ALICE, VVV, 1), Error::<Test>::NoLedger);
        assert_noop!(Staking::ensure_leasable(&CHARLIE, VVV, 1), Error::<Test>::NoLedger);
        assert_ok!(Staking::ensure_leasable(&ALICE, 10 * VVV, 365));
        assert_eq!(lease(ALICE, BOB, 10 * VVV, 365), Ok(EpochIndex(367)));
    });
}

#[test]
fn own_weight_is_lent_once_and_lent_weight_is_not_lent_on() {
    with_stakes(&[(ALICE, 10 * VVV), (BOB, 5 * VVV)], || {
        next_epoch();
        assert_ok!(lease(ALICE, BOB, 7 * VVV, 2));
        assert_noop!(lease(ALICE, CHARLIE, 3 * VVV + 1, 2), Error::<Test>::InsufficientLeasableWeight);
        assert_ok!(lease(ALICE, CHARLIE, 3 * VVV, 1));
        assert_noop!(lease(ALICE, CHARLIE, VVV, 1), Error::<Test>::InsufficientLeasableWeight);
        assert_noop!(lease(BOB, CHARLIE, 5 * VVV + 1, 1), Error::<Test>::InsufficientLeasableWeight);
        assert_noop!(lease(CHARLIE, BOB, VVV, 1), Error::<Test>::InsufficientLeasableWeight);
        assert_ok!(lease(BOB, ALICE, 5 * VVV, 1));
        assert_eq!((weights(ALICE).1, weights(BOB).1, weights(CHARLIE).1), (5, 7, 3));
        // What comes back with the next epoch can be lent again from then on, and a lease that is new extends none that is there.
        next_epoch();
        assert_ok!(lease(ALICE, CHARLIE, 3 * VVV, 2));
        assert_eq!((weights(ALICE), weights(CHARLIE)), ((5, 0), (3, 3)));
        next_epoch();
        assert_eq!((weights(ALICE), weights(CHARLIE)), ((0, 7), (3, 3)));
    });
}

#[test]
fn weight_that_is_lent_can_not_be_unstaked_before_the_last_epoch_of_its_lease() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        next_epoch();
        assert_ok!(lease(ALICE, BOB, 6 * VVV, 2));
        assert_noop!(outcome(Staking::unstake(signed(ALICE), 4 * VVV + 1)), Error::<Test>::WeightLeasedOut);
        assert_noop!(outcome(Staking::unstake(signed(ALICE), 10 * VVV)), Error::<Test>::WeightLeasedOut);
        assert_noop!(
            outcome(Staking::unstake(signed(ALICE), 10 * VVV + 1)),
            Error::<Test>::InsufficientStake
        );
        assert_ok!(Staking::unstake(signed(ALICE), 4 * VVV));
        next_epoch();
        assert_noop!(outcome(Staking::unstake(signed(ALICE), VVV)), Error::<Test>::WeightLeasedOut);
        next_epoch();
        // The lessee has it to the end of this epoch, and no longer.
        assert_ok!(Staking::unstake(signed(ALICE), 6 * VVV));
        assert_eq!((weights(ALICE), weights(BOB)), ((0, 0), (6, 0)));
        assert_eq!(account(BOB).quota.granted, Diem(6 * DIEM));
    });
}

#[test]
fn what_is_unstaked_is_not_lent_and_what_is_staked_is_lent_at_once() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        next_epoch();
        assert_ok!(Staking::unstake(signed(ALICE), 8 * VVV));
        assert_noop!(lease(ALICE, BOB, 2 * VVV + 1, 1), Error::<Test>::InsufficientLeasableWeight);
        assert_ok!(Staking::stake(signed(ALICE), VVV));
        assert_ok!(Staking::restake(signed(ALICE), VVV));
        assert_ok!(lease(ALICE, BOB, 4 * VVV, 1));
        assert_eq!((weights(ALICE), weights(BOB)), ((10, 0), (0, 4)));
        next_epoch();
        assert_eq!((account(ALICE).quota.granted, account(BOB).quota.granted), (Diem(0), Diem(4 * DIEM)));
    });
}

#[test]
fn an_account_has_sixteen_leases_in_and_sixteen_out_and_no_more() {
    let stakes: Vec<_> = (ALICE..=8).map(|who| (who, 40 * VVV)).collect();
    with_stakes(&stakes, || {
        next_epoch();
        for _ in 0..16 {
            assert_ok!(lease(ALICE, BOB, VVV, 1));
        }
        assert_noop!(lease(ALICE, CHARLIE, VVV, 1), Error::<Test>::TooManyLeasesOut);
        assert_noop!(Staking::ensure_leasable(&ALICE, VVV, 1), Error::<Test>::TooManyLeasesOut);
        assert_noop!(lease(CHARLIE, BOB, VVV, 1), Error::<Test>::TooManyLeasesIn);
        assert_ok!(lease(BOB, CHARLIE, VVV, 1));
        assert_ok!(lease(CHARLIE, ALICE, VVV, 1));
        next_epoch();
        assert_noop!(lease(ALICE, CHARLIE, VVV, 1), Error::<Test>::TooManyLeasesOut);
        next_epoch();
        assert_ok!(Staking::ensure_leasable(&ALICE, VVV, 1));
        assert_ok!(lease(ALICE, BOB, VVV, 1));
        assert_eq!(Leases::<Test>::get(ALICE).len(), 1, "the others were dropped on touch");
    });
}

#[test]
fn leases_that_ended_leave_nothing_behind() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        Pledged::set(&Diem::ZERO);
        next_epoch();
        assert_ok!(lease(ALICE, BOB, VVV, 1));
        assert_noop!(outcome(Staking::withdraw(signed(ALICE), BOB)), Error::<Test>::NothingToWithdraw);
        next_epoch();
        assert_noop!(outcome(Staking::withdraw(signed(ALICE), BOB)), Error::<Test>::NothingToWithdraw);
        next_epoch();
        events();
        assert_ok!(Staking::withdraw(signed(ALICE), BOB));
        assert_eq!(events(), [Event::LedgerRemoved { who: BOB }]);
        assert!(!Ledgers::<Test>::contains_key(BOB) && !Leases::<Test>::contains_key(BOB));
        assert!(Leases::<Test>::contains_key(ALICE), "nobody touched her");
        assert_ok!(Staking::stake(signed(ALICE), VVV));
        assert!(!Leases::<Test>::contains_key(ALICE));
    });
}

#[test]
fn quota_that_is_leased_carries_its_rewards() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        next_epoch();
        assert_ok!(lease(ALICE, BOB, 10 * VVV, 1));
        next_epochs(4);
        let value = |epoch| Staking::record(EpochIndex(epoch)).value_per_diem;
        // Epoch 1 was Alice's, epoch 2 Bob's, epoch 3 hers again; after it nothing is final.
        assert_eq!(account(BOB).rewards, 10 * value(2) - value(2) / DIEM - 2);
        assert_eq!(account(ALICE).rewards, 10 * value(1) + 10 * value(3) - value(3) / DIEM - 2);
    });
}

#[test]
fn a_least_weight_that_was_raised_leaves_the_leases_that_are_there() {
    with_stakes(&[(ALICE, 10 * VVV)], || {
        next_epoch();
        assert_ok!(lease(ALICE, BOB, VVV, 3));
        set_rules(|rules| rules.min_lease_weight = 5 * VVV);
        assert_noop!(lease(ALICE, BOB, 5 * VVV - 1, 3), Error::<Test>::BelowMinimumLease);
        next_epoch();
        assert_eq!(account(BOB).weight, VVV);
        assert_ok!(lease(ALICE, BOB, 5 * VVV, 3));
        assert_eq!(account(BOB).next_weight, 6 * VVV);
    });
}
