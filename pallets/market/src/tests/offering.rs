//! Offering quota.

use super::*;
use sp_runtime::{traits::BadOrigin, ArithmeticError, TokenError};

fn offering(amount: u128, price: Balance, min_fill: u128) -> DispatchResult {
    outcome(Market::offer_quota(signed(SELLER), Diem(amount), price, Diem(min_fill)))
}

#[test]
fn what_is_offered_is_set_aside_behind_a_deposit() {
    run(|| {
        let before = free(SELLER);
        assert_ok!(offering(40 * DIEM, 2 * VVV, 5 * DIEM));
        let (seller, epoch, amount, price, min_fill) =
            (SELLER, EpochIndex(1), Diem(40 * DIEM), 2 * VVV, Diem(5 * DIEM));
        assert_eq!(
            events(),
            [Event::QuotaOffered { offer: OfferId(0), seller, epoch, amount, price, min_fill }]
        );
        let left = amount;
        let expected = QuotaOffer { seller, epoch, left, price, min_fill, deposit: DEPOSIT };
        assert_eq!(stored(OfferId(0)), expected);
        assert_eq!((quota(SELLER).offered, quota(SELLER).available), (amount, Diem(60 * DIEM)));
        assert_eq!((deposits(SELLER), free(SELLER)), (DEPOSIT, before - DEPOSIT));
    });
}

#[test]
fn an_account_makes_any_number_of_offers_each_with_its_own_number_and_deposit() {
    run(|| {
        assert_eq!(offer(SELLER, 60, 1), OfferId(0));
        assert_eq!(offer(OTHER, 50, 1), OfferId(1));
        assert_eq!(offer(SELLER, 40, 2), OfferId(2));
        assert_eq!(deposits(SELLER), 2 * DEPOSIT);
        assert_eq!(quota(SELLER).available, Diem::ZERO);
        assert_noop!(offering(DIEM, VVV, DIEM), StakingError::<Test>::InsufficientQuota);
    });
}

#[test]
fn an_offer_is_refused_that_nobody_could_fill() {
    run(|| {
        assert_noop!(offering(0, VVV, DIEM), Error::<Test>::ZeroAmount);
        assert_noop!(offering(DIEM, VVV, 0), Error::<Test>::ZeroAmount);
        assert_noop!(offering(DIEM, VVV, DIEM + 1), Error::<Test>::MinimumFillAboveAmount);
        assert_noop!(offering(u128::MAX, u128::MAX, u128::MAX), ArithmeticError::Overflow);
        assert_noop!(offering(u128::MAX, 1, 1), StakingError::<Test>::BelowTransferMinimum);
        assert_noop!(offering(u128::MAX, 1, DIEM), StakingError::<Test>::InsufficientQuota);
        assert_noop!(outcome(Market::offer_quota(RuntimeOrigin::root(), Diem(1), 1, Diem(1))), BadOrigin);
    });
}

#[test]
fn quota_is_not_offered_for_nothing() {
    run(|| {
        assert_noop!(offering(DIEM, 0, DIEM), Error::<Test>::ZeroPrice);
        assert_ok!(offering(DIEM, 1, DIEM));
    });
}

#[test]
fn an_offer_at_any_price_that_a_number_holds_can_be_made() {
    run(|| {
        assert_ok!(offering(DIEM, u128::MAX, DIEM));
        assert_noop!(offering(DIEM + 1, u128::MAX, DIEM), ArithmeticError::Overflow);
        // And not bought.
        assert_noop!(buy(BUYER, &[(OfferId(0), 1)]), TokenError::FundsUnavailable);
    });
}

#[test]
fn only_an_account_with_a_ledger_and_a_deposit_offers_quota() {
    run(|| {
        let offering = |who| outcome(Market::offer_quota(signed(who), Diem(DIEM), VVV, Diem(DIEM)));
        assert_noop!(offering(STRANGER), StakingError::<Test>::NoLedger);
        assert_noop!(offering(POOR), StakingError::<Test>::NoLedger);
        assert_ok!(Balances::transfer_all(signed(OTHER), STRANGER, true));
        assert_noop!(offering(OTHER), TokenError::FundsUnavailable);
    });
}

#[test]
fn no_number_is_given_out_twice() {
    run(|| {
        let first = offer(SELLER, 1, 1);
        assert_ok!(Market::cancel_offer(signed(SELLER), first));
        assert_eq!(offer(SELLER, 1, 1), OfferId(1));
        NextOfferId::<Test>::put(OfferId(u64::MAX));
        assert_noop!(offering(DIEM, VVV, DIEM), ArithmeticError::Overflow);
        NextOfferId::<Test>::put(OfferId(2));
    });
}
