//! What providers earn, when it is theirs, and how it comes to them.

use super::{evidence::*, *};
use crate::{Providers, WeightInfo};

fn claim(who: AccountId) -> frame_support::dispatch::DispatchResultWithPostInfo {
    Metering::claim_earnings(signed(STRANGER), who)
}

/// Earnings of `PROVIDER`: final, and still to be disputed; in tenths of a VVV.
fn earnings() -> (u128, u128) {
    let info = Metering::provider(PROVIDER).unwrap();
    (info.earnings / VALUE_PER_DIEM, info.pending_earnings / VALUE_PER_DIEM)
}

#[test]
fn what_is_settled_is_earned_when_it_can_not_be_disputed_any_more() {
    run(|| {
        let budget = open(OWNER, shared(50));
        bill(budget, vec![work(5)]);
        assert_eq!(earnings(), (0, 5));
        next_epochs(1);
        bill_into(EpochIndex(1), budget, vec![work(2)]);
        bill(budget, vec![work(4)]);
        next_epochs(1);
        assert_eq!(earnings(), (0, 11));
        assert_noop!(outcome(claim(PROVIDER)), E::NothingToClaim);
        next_epochs(1);
        assert_eq!(earnings(), (7, 4));
        let before = total(PROVIDER);
        events();
        assert_ok!(claim(PROVIDER));
        assert_eq!(events(), [Event::EarningsClaimed { provider: PROVIDER, amount: 7 * VALUE_PER_DIEM }]);
        assert_eq!(total(PROVIDER), before + 7 * VALUE_PER_DIEM);
        assert_noop!(outcome(claim(PROVIDER)), E::NothingToClaim);
        assert_eq!(earnings(), (0, 4));
        next_epochs(1);
        assert_eq!(earnings(), (4, 0));
    });
}

#[test]
fn a_claim_for_nobody_is_refused() {
    run(|| {
        assert_noop!(outcome(claim(OWNER)), E::UnknownProvider);
        assert_noop!(outcome(claim(PROVIDER)), E::NothingToClaim);
    });
}

#[test]
fn batches_credit_what_became_final_and_nothing_is_lost_between_claims() {
    run(|| {
        let budget = open(OWNER, shared(50));
        for day in 1..=12 {
            bill(budget, vec![work(day)]);
            next_epochs(1);
        }
        // Epochs 1 to 10 are final in epoch 13.
        assert_eq!(earnings(), (55, 11 + 12));
        assert_eq!(Providers::<Test>::get(PROVIDER).unwrap().settled.iter().count(), 3);
        assert_ok!(claim(PROVIDER));
        next_epochs(3);
        assert_eq!(earnings(), (23, 0));
    });
}

#[test]
fn the_weight_of_a_claim_is_that_of_the_epochs_that_it_looked_up() {
    run(|| {
        let budget = open(OWNER, shared(50));
        for _ in 0..2 {
            bill(budget, vec![work(1)]);
            next_epochs(1);
        }
        next_epochs(2);
        assert_eq!(claim(PROVIDER).unwrap().actual_weight, Some(<() as WeightInfo>::claim_earnings(2)));
    });
}

#[test]
fn earnings_lapse_when_nobody_knows_any_more_what_they_were() {
    run(|| {
        let budget = open(OWNER, shared(50));
        bill(budget, vec![work(5)]);
        next_epochs(1);
        bill(budget, vec![work(3)]);
        next_epochs(364);
        assert_eq!(earnings(), (3, 0));
        events();
        assert_ok!(claim(PROVIDER));
        let lapsed =
            Event::EarningsLapsed { provider: PROVIDER, epoch: EpochIndex(1), settled: Diem(5 * DIEM) };
        let claimed = Event::EarningsClaimed { provider: PROVIDER, amount: 3 * VALUE_PER_DIEM };
        assert_eq!(events(), [lapsed, claimed]);
    });
}

#[test]
fn what_was_credited_does_not_lapse() {
    run(|| {
        let budget = open(OWNER, shared(50));
        bill(budget, vec![work(5)]);
        next_epochs(3);
        bill(budget, vec![work(1)]);
        next_epochs(400);
        assert_eq!(earnings(), (5, 0));
        assert_ok!(claim(PROVIDER));
    });
}

#[test]
fn a_provider_that_leaves_is_paid_what_it_earned() {
    run(|| {
        let budget = open(OWNER, shared(50));
        bill(budget, vec![work(5)]);
        assert_ok!(Metering::deregister_provider(signed(PROVIDER)));
        next_epochs(1);
        bill_into(EpochIndex(1), budget, vec![work(1)]);
        next_epochs(2);
        let before = total(PROVIDER);
        events();
        assert_ok!(Metering::withdraw_bond(signed(STRANGER), PROVIDER));
        assert_eq!(
            events(),
            [
                Event::BondWithdrawn { provider: PROVIDER, amount: 10_000 * VVV },
                Event::EarningsClaimed { provider: PROVIDER, amount: 6 * VALUE_PER_DIEM },
                Event::ProviderRemoved { provider: PROVIDER },
            ]
        );
        assert_eq!(total(PROVIDER), before + 6 * VALUE_PER_DIEM);
    });
}

#[test]
fn a_suspension_forfeits_what_can_be_disputed_and_nothing_else() {
    run(|| {
        FixedEmission::take_forfeited();
        with_key();
        let budget = open(OWNER, shared(50));
        for diem in [1, 2, 4] {
            bill(budget, vec![work(diem)]);
            next_epochs(1);
        }
        let cheat = settle_group(budget, vec![work(8), work(8)]);
        events();
        assert_ok!(dispute(STRANGER, cheat.repeated(0, 1, 0)));
        // Of epochs 2 and 3, and of this one, 4. That of epoch 1 is final.
        let forfeited = (2 + 4 + 16) * VALUE_PER_DIEM;
        assert_eq!(events()[0], Event::ProviderSuspended { provider: PROVIDER, forfeited });
        assert_eq!(FixedEmission::take_forfeited(), forfeited);
        assert_eq!(earnings(), (1, 0));
        next_epochs(3);
        assert_eq!(earnings(), (1, 0));
        assert_ok!(claim(PROVIDER));
        assert_noop!(outcome(claim(PROVIDER)), E::NothingToClaim);
        assert_ok!(Metering::withdraw_bond(signed(STRANGER), PROVIDER));
        assert_eq!(FixedEmission::take_forfeited(), 0);
    });
}
