//! What a proven dispute takes, who gets it, and what becomes of the provider.

use super::{evidence::*, *};
use crate::{HoldReason, Providers};

fn bond(who: AccountId) -> Balance {
    held(HoldReason::Bond, who)
}

fn stored(who: AccountId) -> crate::Provider {
    Providers::<Test>::get(who).unwrap()
}

fn issuance() -> Balance {
    Balances::total_issuance()
}

#[test]
fn a_proof_takes_a_fifth_of_the_bond_pays_consumer_and_reporter_and_burns_the_rest() {
    run(|| {
        FixedEmission::take_forfeited();
        let (_, evidence) = cheat();
        let before = [OWNER, STRANGER, PROVIDER].map(total);
        let (issued, quota) = (issuance(), window(OWNER, epoch()));
        events();
        assert_ok!(dispute(STRANGER, evidence));
        // 5 DIEM at 0.1 VVV each.
        let lost = VVV / 2;
        let suspended = Event::ProviderSuspended { provider: PROVIDER, forfeited: lost };
        let disputed = Event::Disputed {
            provider: PROVIDER,
            sequence: 0,
            group: 0,
            epoch: EpochIndex(1),
            reporter: STRANGER,
            consumer: OWNER,
            slashed: 2_000 * VVV,
            to_reporter: 200 * VVV,
            to_consumer: lost,
        };
        assert_eq!(events(), [suspended, disputed]);
        assert_eq!(bond(PROVIDER), 8_000 * VVV);
        let after = [OWNER, STRANGER, PROVIDER].map(total);
        assert_eq!(after, [before[0] + lost, before[1] + 200 * VVV, before[2] - 2_000 * VVV]);
        assert_eq!(issuance(), issued - (2_000 - 200) * VVV + lost);
        // Quota is as it was.
        assert_eq!(window(OWNER, epoch()), quota);
        assert_eq!(FixedEmission::take_forfeited(), lost);
    });
}

#[test]
fn the_consumer_gets_no_more_than_the_reporter() {
    run(|| {
        slash_fraction(1);
        let budget = open(OWNER, shared(100));
        // A second one, so small that a tenth of its slash is less than what 20 DIEM earn.
        let receipts = vec![work(5), work(5)];
        let settled = settle(SECOND, epoch(), vec![group(OWNER, budget, receipts)]);
        events();
        assert_ok!(dispute(STRANGER, settled.repeated(0, 1, 0)));
        // 1 % of 400 VVV; 20 DIEM at 0.1 VVV were lost.
        let found = events().into_iter().find_map(|event| match event {
            Event::Disputed { slashed, to_reporter, to_consumer, .. } => {
                Some((slashed, to_reporter, to_consumer))
            }
            _ => None,
        });
        assert_eq!(found, Some((4 * VVV, 4 * VVV / 10, 4 * VVV / 10)));
    });
}

#[test]
fn each_further_proof_takes_a_fifth_of_what_is_left() {
    run(|| {
        let budget = open(OWNER, shared(50));
        let twice = |id| group(OWNER, budget, vec![numbered(id, work(1)), numbered(id, work(1))]);
        let settled = settle(PROVIDER, epoch(), vec![twice(1), twice(2), twice(3)]);
        let mut left = 10_000 * VVV;
        for index in 0..3 {
            assert_ok!(dispute(STRANGER, settled.repeated(index, 1, 0)));
            left = left * 4 / 5;
            assert_eq!(bond(PROVIDER), left);
        }
        // Its earnings were forfeited once.
        let suspensions =
            events().into_iter().filter(|event| matches!(event, Event::ProviderSuspended { .. }));
        assert_eq!(suspensions.count(), 1);
    });
}

#[test]
fn a_cheat_that_disputes_itself_loses_at_least_four_fifths_of_the_slash() {
    run(|| {
        // It is provider, owner and reporter at once, and has billed itself as much as it could.
        assert_ok!(Staking::stake(signed(PROVIDER), 50_000 * VVV));
        next_epochs(1);
        let granted = (window(PROVIDER, epoch()).granted.0 / DIEM).min(1_000);
        let budget = open(PROVIDER, shared(granted));
        let receipts = vec![work(granted as u64 / 2), work(granted as u64 / 2)];
        let settled = settle(PROVIDER, epoch(), vec![group(PROVIDER, budget, receipts)]);
        let (before, slashed) = (total(PROVIDER), bond(PROVIDER) / 5);
        assert_ok!(dispute(PROVIDER, settled.repeated(0, 1, 0)));
        assert!(before - total(PROVIDER) >= slashed * 4 / 5);
        assert_eq!(bond(PROVIDER), slashed * 4);
        // Nor does it come by the rest of its bond any sooner.
        assert_eq!(stored(PROVIDER).bond_free_at, epoch().saturating_add(3));
        assert_eq!(Metering::provider(PROVIDER).unwrap().pending_earnings, 0);
    });
}

#[test]
fn a_suspended_provider_settles_and_serves_nothing_more() {
    run(|| {
        let (budget, evidence) = cheat();
        assert_ok!(dispute(STRANGER, evidence));
        let next = batch(PROVIDER, epoch(), vec![group(OWNER, budget, vec![work(1)])]);
        assert_noop!(outcome(Metering::submit_receipts(signed(PROVIDER), next)), E::ProviderSuspended);
        assert_noop!(Metering::set_capacity(signed(PROVIDER), Diem(5 * DIEM)), E::ProviderSuspended);
        assert_noop!(Metering::serve_model(signed(PROVIDER), TEXT, Multiplier::ONE), E::ProviderSuspended);
        assert_noop!(Metering::stop_serving(signed(PROVIDER), TEXT), E::ProviderSuspended);
        assert_noop!(Metering::set_receipt_key(signed(PROVIDER), 502), E::ProviderSuspended);
        let voucher = signing::by_agent(signing::voucher(budget, epoch().0, 1));
        let vouchers = Vouchers::truncate_from(vec![voucher]);
        assert_noop!(outcome(Metering::settle_vouchers(signed(PROVIDER), vouchers)), E::ProviderSuspended);
        let refund = outcome(Metering::refund(signed(PROVIDER), OWNER, budget, epoch(), Diem(1)));
        assert_eq!(refund, Err(E::ProviderSuspended.into()));
        let again = Metering::register_provider(signed(PROVIDER), Diem(5 * DIEM), Default::default());
        assert_eq!(again, Err(E::AlreadyRegistered.into()));
        let denial = Metering::can_debit(OWNER, budget, PROVIDER, Diem(1)).unwrap_err();
        assert_eq!((denial.limit, denial.left), (api::Limit::ProviderSuspended, Diem::ZERO));
        assert!(Metering::provider(PROVIDER).unwrap().suspended);
    });
}

#[test]
fn the_pledge_of_a_suspended_provider_ends_with_the_epoch() {
    run(|| {
        let (_, evidence) = cheat();
        assert_ok!(dispute(STRANGER, evidence));
        let pledged = |epoch| <Metering as Capacity>::pledged(epoch).0 / DIEM;
        assert_eq!((pledged(epoch()), pledged(epoch().next())), (1_040, 40));
        next_epochs(1);
        assert_eq!(Staking::epoch_info().capacity, Diem(40 * DIEM));
    });
}

#[test]
fn a_suspended_provider_leaves_with_what_is_left_when_nothing_can_be_disputed_any_more() {
    run(|| {
        let (_, evidence) = cheat();
        assert_ok!(dispute(STRANGER, evidence));
        next_epochs(1);
        assert_ok!(Metering::deregister_provider(signed(PROVIDER)));
        assert_eq!(
            events().last(),
            Some(&Event::ProviderLeaving { provider: PROVIDER, bond_free_at: EpochIndex(4) })
        );
        next_epochs(1);
        assert_noop!(outcome(Metering::withdraw_bond(signed(STRANGER), PROVIDER)), E::BondNotFree);
        next_epochs(1);
        events();
        assert_ok!(Metering::withdraw_bond(signed(STRANGER), PROVIDER));
        assert_eq!(
            events(),
            [
                Event::BondWithdrawn { provider: PROVIDER, amount: 8_000 * VVV },
                Event::ProviderRemoved { provider: PROVIDER }
            ]
        );
        assert_eq!(bond(PROVIDER), 0);
    });
}

#[test]
fn a_suspended_provider_need_not_do_anything_to_be_removed() {
    run(|| {
        slash_fraction(100);
        let (_, evidence) = cheat();
        assert_ok!(dispute(STRANGER, evidence));
        assert_eq!(bond(PROVIDER), 0);
        next_epochs(3);
        events();
        // Nothing is left of its bond.
        assert_ok!(Metering::withdraw_bond(signed(STRANGER), PROVIDER));
        assert_eq!(events(), [Event::ProviderRemoved { provider: PROVIDER }]);
        assert_eq!(crate::Batches::<Test>::iter().count(), 0);
        assert_eq!(crate::ReceiptKeys::<Test>::iter().count(), 0);
    });
}

#[test]
fn a_provider_that_is_leaving_answers_with_its_bond_and_one_that_has_left_has_none() {
    run(|| {
        let (_, evidence) = cheat();
        assert_ok!(Metering::deregister_provider(signed(PROVIDER)));
        next_epochs(2);
        assert_noop!(outcome(Metering::withdraw_bond(signed(STRANGER), PROVIDER)), E::BondNotFree);
        assert_ok!(dispute(STRANGER, evidence.clone()));
        assert_eq!(bond(PROVIDER), 8_000 * VVV);
        // What it pledged had ended before: its bond comes free when it would have.
        assert_eq!(stored(PROVIDER).bond_free_at, EpochIndex(4));
        next_epochs(1);
        assert_noop!(dispute(STRANGER, evidence.clone()), E::DisputeTooLate);
        assert_ok!(Metering::withdraw_bond(signed(STRANGER), PROVIDER));
        assert_noop!(dispute(STRANGER, evidence.clone()), E::UnknownProvider);
        // Not even when it comes back.
        assert_ok!(Metering::register_provider(signed(PROVIDER), Diem(5 * DIEM), Default::default()));
        assert_noop!(dispute(STRANGER, evidence), E::UnknownBatch);
    });
}

#[test]
fn a_bond_that_is_lowered_after_cheating_is_at_hand_as_long_as_the_cheat_can_be_proven() {
    run(|| {
        let (_, evidence) = cheat();
        assert_ok!(Metering::set_capacity(signed(PROVIDER), Diem(DIEM)));
        next_epochs(2);
        // The last epoch in which it can be proven, and the bond is still all there.
        assert_noop!(outcome(Metering::withdraw_bond(signed(PROVIDER), PROVIDER)), E::BondNotFree);
        assert_ok!(dispute(STRANGER, evidence));
        assert_eq!(bond(PROVIDER), 8_000 * VVV);
    });
}

#[test]
fn what_is_settled_late_into_an_epoch_before_the_lowering_is_backed_by_its_bond() {
    run(|| {
        let budget = open(OWNER, shared(50));
        // It lowers first, settles under the old pledge, and cheats at the last moment of the epoch after.
        assert_ok!(Metering::set_capacity(signed(PROVIDER), Diem(DIEM)));
        let before = epoch();
        next_epochs(1);
        let receipts = vec![work(10), work(10)];
        let late = settle(PROVIDER, before, vec![group(OWNER, budget, receipts)]);
        next_epochs(1);
        assert_noop!(outcome(Metering::withdraw_bond(signed(PROVIDER), PROVIDER)), E::BondNotFree);
        assert_ok!(dispute(STRANGER, late.repeated(0, 1, 0)));
        assert_eq!(bond(PROVIDER), 8_000 * VVV);
    });
}

#[test]
fn lowering_step_by_step_frees_nothing_before_the_last_step_could() {
    run(|| {
        let (budget, _) = cheat();
        for diem in [500, 100, 20] {
            assert_ok!(Metering::set_capacity(signed(PROVIDER), Diem(diem * DIEM)));
            next_epochs(1);
            assert_noop!(outcome(Metering::withdraw_bond(signed(PROVIDER), PROVIDER)), E::BondNotFree);
        }
        let twice = settle_group(budget, vec![work(1), work(1)]);
        next_epochs(2);
        assert_ok!(Metering::withdraw_bond(signed(PROVIDER), PROVIDER));
        assert_eq!(bond(PROVIDER), 200 * VVV);
        // What it settles under the small pledge is backed by the bond of that pledge.
        assert_ok!(dispute(STRANGER, twice.repeated(0, 1, 0)));
        assert_eq!(bond(PROVIDER), 160 * VVV);
    });
}

#[test]
fn what_an_account_that_is_gone_would_get_is_burnt() {
    run(|| {
        let consumer = 4;
        let budget = open(consumer, shared(50));
        assert_ok!(Staking::transfer_quota(signed(OWNER), consumer, Diem(DIEM)));
        let cheap = receipt(TEXT, &[(Dimension::InputTokens, 1_000)]);
        let groups = vec![group(consumer, budget, vec![cheap.clone(), cheap])];
        let settled = settle(PROVIDER, epoch(), groups);
        assert_ok!(Metering::close_budget(signed(consumer), consumer, budget));
        next_epochs(2);
        assert_ok!(Metering::close_budget(signed(consumer), consumer, budget));
        assert_ok!(Balances::transfer_all(signed(consumer), 5, false));
        assert_eq!(total(consumer), 0);
        let issued = issuance();
        events();
        // 0.002 DIEM at 0.1 VVV are less than an account needs to exist.
        assert_ok!(dispute(STRANGER, settled.repeated(0, 1, 0)));
        assert_eq!(issuance(), issued - 1_800 * VVV);
        let paid = events().into_iter().find_map(|event| match event {
            Event::Disputed { to_consumer, .. } => Some(to_consumer),
            _ => None,
        });
        assert_eq!((paid, total(consumer)), (Some(0), 0));
    });
}
