//! What a proxy may do: what its one right says, and nothing else by any way around.

use crate::samples::{market, metering, staking};
use diem_runtime::{Balances, ProxyType, Runtime, RuntimeCall, RuntimeEvent, VvvStaking, VVV};
use diem_runtime_tests::{
    calls::{add_proxy, batch, diem, open_budget, proxied, remark, shared, stake, sudo, transfer, unstake},
    council::{close, propose, vote, Text},
    id,
    Account::{self, *},
    Chain,
};
use frame_support::traits::{fungible::Inspect, GetCallMetadata, InstanceFilter};
use sp_runtime::DispatchResult;

const STAKING: &[&str] =
    &["stake", "unstake", "restake", "withdraw", "claim_quota", "claim_rewards", "transfer_quota"];
const BUDGETS: &[&str] =
    &["open_budget", "update_budget", "set_delegate", "pause_budget", "resume_budget", "close_budget"];
const METERING: &[&str] = &[
    "register_provider",
    "set_capacity",
    "set_receipt_key",
    "deregister_provider",
    "withdraw_bond",
    "serve_model",
    "stop_serving",
    "register_model",
    "set_rate_card",
    "set_curator",
    "retire_model",
    "submit_receipts",
    "settle_vouchers",
    "refund",
    "claim_earnings",
];
const MARKET: &[&str] =
    &["offer_quota", "cancel_offer", "clear_offer", "buy_quota", "offer_lease", "take_lease"];

/// Each role with the pallet and the calls of it that it may make.
const ROLES: [(ProxyType, &str, &[&str]); 4] = [
    (ProxyType::Staking, "VvvStaking", STAKING),
    (ProxyType::Budgets, "Metering", BUDGETS),
    (ProxyType::Metering, "Metering", METERING),
    (ProxyType::Market, "Market", MARKET),
];

/// Calls that are in no role, because they move VVV, hand on rights, or carry other calls.
fn calls_of_no_role() -> Vec<RuntimeCall> {
    let harmless = || Box::new(remark(1));
    let text = Text::of(remark(1));
    vec![
        remark(1),
        transfer(Eve, VVV),
        batch(vec![stake(VVV)]),
        pallet_utility::Call::batch_all { calls: vec![stake(VVV)] }.into(),
        pallet_utility::Call::force_batch { calls: vec![stake(VVV)] }.into(),
        pallet_utility::Call::as_derivative { index: 0, call: harmless() }.into(),
        pallet_multisig::Call::as_multi_threshold_1 { other_signatories: vec![id(Eve)], call: harmless() }
            .into(),
        pallet_multisig::Call::as_multi {
            threshold: 2,
            other_signatories: vec![id(Eve)],
            maybe_timepoint: None,
            call: harmless(),
            max_weight: Default::default(),
        }
        .into(),
        proxied(Ferdie, stake(VVV)),
        add_proxy(Eve, ProxyType::Any),
        add_proxy(Eve, ProxyType::Staking),
        pallet_proxy::Call::remove_proxies {}.into(),
        pallet_proxy::Call::create_pure { proxy_type: ProxyType::Any, delay: 0, index: 0 }.into(),
        pallet_proxy::Call::announce { real: id(Ferdie).into(), call_hash: Default::default() }.into(),
        pallet_session::Call::purge_keys {}.into(),
        pallet_diem_validators::Call::add_validator { who: id(Eve) }.into(),
        text.note(),
        text.whitelist(),
        text.enact(1),
        text.cancel(),
        propose(3, &remark(1)),
        vote(&remark(1), 0),
        close(&remark(1), 0),
        sudo(remark(1)),
    ]
}

#[test]
fn each_role_may_make_the_calls_that_it_names_and_no_others() {
    let calls: Vec<RuntimeCall> =
        staking().into_iter().chain(metering()).chain(market()).chain(calls_of_no_role()).collect();
    for (role, pallet, allowed) in ROLES {
        for call in &calls {
            let name = call.get_call_metadata();
            let named = name.pallet_name == pallet && allowed.contains(&name.function_name);
            assert_eq!(role.filter(call), named, "{role:?} and {name:?}");
        }
    }
    assert!(calls.iter().all(|call| ProxyType::Any.filter(call)));
}

#[test]
fn each_call_that_a_user_makes_of_the_economy_is_in_exactly_one_role() {
    for call in staking().into_iter().chain(metering()).chain(market()) {
        let name = call.get_call_metadata().function_name;
        let roles = ROLES.iter().filter(|(role, ..)| role.filter(&call)).count();
        // Governance's, and what is no role's: anyone disputes for itself.
        let of_no_role = ["set_epoch_duration", "set_parameters", "dispute"].contains(&name);
        assert_eq!(roles, usize::from(!of_no_role), "{name}");
    }
}

/// What the calls did that were made by proxy, in order.
fn outcomes(events: &[RuntimeEvent]) -> Vec<DispatchResult> {
    let outcome = |event: &RuntimeEvent| match event {
        RuntimeEvent::Proxy(pallet_proxy::Event::ProxyExecuted { result }) => Some(*result),
        _ => None,
    };
    events.iter().filter_map(outcome).collect()
}

fn filtered() -> DispatchResult {
    let error = sp_runtime::DispatchError::from(frame_system::Error::<Runtime>::CallFiltered);
    Err(error.stripped())
}

/// A chain on which Eve is Dave's proxy of one type.
fn chain_with_proxy(proxy_type: ProxyType) -> Chain {
    let mut chain = Chain::from_preset("development");
    chain.advance_to_epoch(1);
    chain.next_block(|block| block.apply(Dave, add_proxy(Eve, proxy_type)).succeeded());
    chain
}

fn free(chain: &mut Chain, who: Account) -> u128 {
    chain.read(|| {
        Balances::reducible_balance(
            &id(who),
            frame_support::traits::tokens::Preservation::Preserve,
            frame_support::traits::tokens::Fortitude::Polite,
        )
    })
}

#[test]
fn a_staking_proxy_stakes_for_another_account_and_moves_none_of_its_vvv() {
    let mut chain = chain_with_proxy(ProxyType::Staking);
    let before = free(&mut chain, Dave);
    chain.next_block(|block| {
        block.apply(Eve, proxied(Dave, stake(100 * VVV))).succeeded();
        block.apply(Eve, proxied(Dave, unstake(50 * VVV))).succeeded();
        for call in [transfer(Eve, VVV), open_budget(shared(diem(1))), remark(1)] {
            block.apply(Eve, proxied(Dave, call)).failed(frame_system::Error::<Runtime>::CallFiltered);
        }
    });
    assert_eq!(free(&mut chain, Dave), before - 100 * VVV, "what was unstaked is still on hold");
    assert_eq!(chain.read(|| VvvStaking::account_info(id(Dave)).staked), 10_050 * VVV);
}

#[test]
fn a_budgets_proxy_opens_budgets_for_another_account_and_settles_nothing() {
    let mut chain = chain_with_proxy(ProxyType::Budgets);
    chain.next_block(|block| {
        block.apply(Eve, proxied(Dave, open_budget(shared(diem(1))))).succeeded();
        for call in [stake(VVV), diem_runtime_tests::calls::transfer_quota(Eve, diem(1))] {
            block.apply(Eve, proxied(Dave, call)).failed(frame_system::Error::<Runtime>::CallFiltered);
        }
    });
}

#[test]
fn a_call_within_another_call_passes_by_no_role() {
    let mut chain = chain_with_proxy(ProxyType::Staking);
    let before = free(&mut chain, Dave);
    chain.next_block(|block| {
        // Not in a batch of the account.
        let hidden = batch(vec![stake(VVV), transfer(Eve, VVV)]);
        let applied = block.apply(Eve, proxied(Dave, hidden));
        assert_eq!(outcomes(&applied.events), vec![filtered()]);

        // In a batch of its own the proxy has the same one right.
        let own = batch(vec![proxied(Dave, transfer(Eve, VVV)), proxied(Dave, stake(VVV))]);
        let applied = block.apply(Eve, own);
        assert_eq!(outcomes(&applied.events), vec![filtered(), Ok(())]);

        // Not through a multisig of the account.
        let hidden = pallet_multisig::Call::as_multi_threshold_1 {
            other_signatories: vec![id(Eve)],
            call: Box::new(transfer(Eve, VVV)),
        };
        let applied = block.apply(Eve, proxied(Dave, hidden));
        assert_eq!(outcomes(&applied.events), vec![filtered()]);

        // Not through another account that the account may act for.
        block.apply(Ferdie, add_proxy(Dave, ProxyType::Any)).succeeded();
        let applied = block.apply(Eve, proxied(Dave, proxied(Ferdie, transfer(Eve, VVV))));
        assert_eq!(outcomes(&applied.events), vec![filtered()]);
    });
    assert!(
        before - free(&mut chain, Dave) < 2 * VVV + VVV / 10,
        "one VVV was staked, a deposit and fees paid"
    );
}

#[test]
fn of_two_proxies_in_a_row_the_narrower_right_counts() {
    let mut chain = chain_with_proxy(ProxyType::Any);
    let before = chain.read(|| Balances::total_balance(&id(Ferdie)));
    chain.next_block(|block| {
        block.apply(Ferdie, add_proxy(Dave, ProxyType::Staking)).succeeded();
        let staked = block.apply(Eve, proxied(Dave, proxied(Ferdie, stake(VVV))));
        assert_eq!(outcomes(&staked.events), vec![Ok(()), Ok(())]);
        let moved = block.apply(Eve, proxied(Dave, proxied(Ferdie, transfer(Eve, VVV))));
        assert_eq!(outcomes(&moved.events), vec![filtered(), Ok(())]);
    });
    let after = chain.read(|| Balances::total_balance(&id(Ferdie)));
    assert!(before - after < VVV / 100, "Ferdie paid a fee and nothing else");
}

#[test]
fn no_role_is_a_way_to_more_rights() {
    for (role, ..) in ROLES {
        let mut chain = chain_with_proxy(role);
        chain.next_block(|block| {
            let escalations = [
                add_proxy(Eve, ProxyType::Any),
                add_proxy(Ferdie, role),
                pallet_proxy::Call::remove_proxies {}.into(),
                pallet_proxy::Call::create_pure { proxy_type: ProxyType::Any, delay: 0, index: 0 }.into(),
                batch(vec![add_proxy(Eve, ProxyType::Any)]),
            ];
            for call in escalations {
                block.apply(Eve, proxied(Dave, call)).failed(frame_system::Error::<Runtime>::CallFiltered);
            }
            // Nor does it help to say that one has another right.
            let forced = pallet_proxy::Call::proxy {
                real: id(Dave).into(),
                force_proxy_type: Some(ProxyType::Any),
                call: Box::new(transfer(Eve, VVV)),
            };
            block.apply(Eve, forced).failed(pallet_proxy::Error::<Runtime>::NotProxy);
            block.apply(Ferdie, proxied(Dave, stake(VVV))).failed(pallet_proxy::Error::<Runtime>::NotProxy);
        });
    }
}

#[test]
fn a_proxy_that_was_removed_may_do_nothing() {
    let mut chain = chain_with_proxy(ProxyType::Staking);
    chain.next_block(|block| {
        let delegate = id(Eve).into();
        let remove = pallet_proxy::Call::remove_proxy { delegate, proxy_type: ProxyType::Staking, delay: 0 };
        block.apply(Dave, remove).succeeded();
        block.apply(Eve, proxied(Dave, stake(VVV))).failed(pallet_proxy::Error::<Runtime>::NotProxy);
    });
}
