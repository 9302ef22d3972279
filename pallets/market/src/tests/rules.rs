//! The rules of transfers hold for sales.

use super::*;
use sp_runtime::Permill;

#[test]
fn a_fee_of_transfers_is_burnt_out_of_what_is_sold() {
    run(|| {
        set_rules(|rules| rules.transfer.fee = Permill::from_percent(3));
        let id = offer(SELLER, 20, 2);
        events();
        assert_ok!(buy(BUYER, &[(id, 10)]));
        let (amount, fee, paid) = (Diem(10 * DIEM), Diem(3 * DIEM / 10), 20 * VVV);
        let (seller, buyer, left) = (SELLER, BUYER, Diem(10 * DIEM));
        assert_eq!(
            events(),
            [
                Event::QuotaSold { offer: id, seller, buyer, amount, fee, paid, left },
                Event::QuotaBought { buyer, amount, fee, paid },
            ]
        );
        assert_eq!((quota(SELLER).sent, quota(BUYER).received), (amount, Diem(amount.0 - fee.0)));
        assert_eq!(record().burnt, fee);
    });
}

#[test]
fn where_diem_may_not_move_it_is_neither_offered_nor_sold() {
    run(|| {
        let id = offer(SELLER, 20, 2);
        set_rules(|rules| rules.transfer.enabled = false);
        let disabled = StakingError::<Test>::TransfersDisabled;
        assert_noop!(outcome(Market::offer_quota(signed(SELLER), Diem(DIEM), VVV, Diem(DIEM))), disabled);
        assert_noop!(buy(BUYER, &[(id, 10)]), StakingError::<Test>::TransfersDisabled);
        // What is on offer comes back all the same.
        assert_ok!(Market::cancel_offer(signed(SELLER), id));
        assert_eq!(quota(SELLER).available, Diem(100 * DIEM));
    });
}

#[test]
fn no_fill_is_below_the_minimum_of_transfers() {
    run(|| {
        let id = offer(SELLER, 20, 2);
        set_rules(|rules| rules.transfer.minimum = Diem(2 * DIEM));
        let offering =
            |min_fill| outcome(Market::offer_quota(signed(SELLER), Diem(9 * DIEM), VVV, Diem(min_fill)));
        assert_noop!(offering(2 * DIEM - 1), StakingError::<Test>::BelowTransferMinimum);
        assert_ok!(offering(2 * DIEM));
        // The minimum rose after the offer was made.
        assert_noop!(buy(BUYER, &[(id, 1)]), StakingError::<Test>::BelowTransferMinimum);
        assert_ok!(buy(BUYER, &[(id, 2)]));
    });
}

#[test]
fn what_is_on_offer_counts_to_the_part_of_a_grant_that_may_leave() {
    run(|| {
        set_rules(|rules| rules.transfer.max_share_of_grant = Permill::from_percent(30));
        let id = offer(SELLER, 20, 1);
        let above = StakingError::<Test>::AboveTransferShare;
        assert_noop!(outcome(Market::offer_quota(signed(SELLER), Diem(11 * DIEM), VVV, Diem(DIEM))), above);
        assert_noop!(
            outcome(Staking::transfer_quota(signed(SELLER), BUYER, Diem(11 * DIEM))),
            StakingError::<Test>::AboveTransferShare
        );
        assert_ok!(buy(BUYER, &[(id, 20)]));
        assert_ok!(Staking::transfer_quota(signed(SELLER), BUYER, Diem(10 * DIEM)));
        assert_noop!(
            outcome(Staking::transfer_quota(signed(SELLER), BUYER, Diem(DIEM))),
            StakingError::<Test>::AboveTransferShare
        );
    });
}

#[test]
fn quota_is_sold_to_listed_accounts_only_where_there_is_a_list() {
    run(|| {
        let id = offer(SELLER, 20, 1);
        set_rules(|rules| rules.transfer.allow_list = Some(BoundedVec::truncate_from(vec![OTHER])));
        assert_noop!(buy(BUYER, &[(id, 1)]), StakingError::<Test>::RecipientNotAllowed);
        assert_ok!(buy(OTHER, &[(id, 1)]));
    });
}
