//! What an extrinsic costs, and who gets it.

use crate::support::keys_changed_by;
use codec::Encode;
use diem_runtime::{
    configs::system::RuntimeBlockWeights, Balances, Runtime, System, TransactionPayment, VVV,
};
use diem_runtime_tests::{
    calls::{batch, batch_all, remark, transfer},
    id, sign,
    Account::{self, *},
    Chain,
};
use frame_support::{dispatch::DispatchClass, storage::StoragePrefixedMap, traits::fungible::Inspect};

fn balance(who: Account) -> u128 {
    Balances::balance(&id(who))
}

#[test]
fn a_transfer_costs_less_than_a_thousandth_of_a_vvv() {
    let mut chain = Chain::from_preset("development");
    let applied = chain.next_block(|block| block.apply(Dave, transfer(Eve, VVV)).succeeded());
    assert!(applied.fee > 0);
    assert!(applied.fee < VVV / 1_000, "a transfer cost {} planck", applied.fee);
}

#[test]
fn the_fee_that_a_wallet_shows_is_never_below_the_fee_that_is_paid() {
    let mut chain = Chain::from_preset("development");
    let calls = [
        transfer(Eve, VVV),
        transfer(Eve, VVV * VVV),
        remark(10_000),
        batch(vec![transfer(Eve, VVV); 10]),
        batch(vec![transfer(Eve, VVV * VVV), transfer(Eve, VVV)]),
    ];
    for call in calls {
        // A wallet asks on top of the last block, not within the next one.
        let genesis = chain.genesis();
        let (extrinsic, length, info, details) = chain.read(|| {
            let signed = diem_runtime_tests::Signed::new(Dave, System::account_nonce(id(Dave)), genesis);
            let extrinsic = sign(signed, call);
            let length = extrinsic.encoded_size() as u32;
            let info = TransactionPayment::query_info(extrinsic.clone(), length);
            let details = TransactionPayment::query_fee_details(extrinsic.clone(), length);
            (extrinsic, length, info, details)
        });
        assert!(length > 0);
        assert_eq!(info.partial_fee, details.final_fee());
        let applied = chain.next_block(|block| block.submit(extrinsic)).unwrap();
        assert!(applied.fee <= info.partial_fee, "{} of {}", applied.fee, info.partial_fee);
    }
}

#[test]
fn after_full_blocks_fees_rise_and_the_estimate_rises_with_them() {
    let mut chain = Chain::from_preset("development");
    let quiet = chain.next_block(|block| block.apply(Dave, transfer(Eve, VVV)).succeeded()).fee;
    for _ in 0..3 {
        chain.next_block(|block| block.apply(Ferdie, batch(vec![transfer(Eve, VVV); 3_000])).succeeded());
    }
    // That the estimate is at least the fee is checked with every extrinsic.
    let busy = chain.next_block(|block| block.apply(Dave, transfer(Eve, VVV)).succeeded()).fee;
    assert!(busy > quiet, "{busy} after full blocks, {quiet} before");
}

#[test]
fn fees_and_tips_go_to_the_author_of_the_block() {
    let mut chain = Chain::from_preset("development");
    let (issued, author, payer) = chain.read(|| (Balances::total_issuance(), balance(Alice), balance(Dave)));
    let applied = chain.next_block(|block| block.apply_with_tip(Dave, remark(10), 5 * VVV).succeeded());
    assert_eq!(applied.tip, 5 * VVV);
    chain.read(|| {
        assert_eq!(balance(Alice), author + applied.fee + applied.tip);
        assert_eq!(balance(Dave), payer - applied.fee - applied.tip);
        assert_eq!(Balances::total_issuance(), issued);
    });
}

#[test]
fn weight_that_was_not_used_is_not_paid() {
    let mut chain = Chain::from_preset("development");
    let (all, interrupted) = chain.next_block(|block| {
        let all = block.apply(Dave, batch(vec![transfer(Eve, VVV); 10])).succeeded();
        let mut calls = vec![transfer(Eve, VVV); 10];
        calls[0] = transfer(Eve, VVV * VVV);
        (all, block.apply(Dave, batch(calls)))
    });
    assert!(interrupted.inner_result().is_err());
    assert!(interrupted.estimate >= all.fee, "both were estimated as ten transfers");
    assert!(interrupted.fee < all.fee, "nine transfers were not tried");
    assert!(interrupted.weight.ref_time() < interrupted.estimated_weight.ref_time());
}

#[test]
fn a_call_that_fails_leaves_nothing_but_its_fee_and_its_nonce() {
    let mut chain = Chain::from_preset("development");
    let too_much = transfer(Eve, VVV * VVV);
    let undone = batch_all(vec![transfer(Ferdie, VVV), transfer(Eve, VVV * VVV)]);
    for call in [too_much, undone] {
        let issued = chain.read(Balances::total_issuance);
        chain.next_block(|block| {
            let (changed, applied) = keys_changed_by(|| block.apply(Dave, call));
            assert!(applied.result.is_err());
            // The payer and the author. Beside accounts, the system keeps book of what is in the block.
            let account = frame_system::Account::<Runtime>::hashed_key_for;
            let accounts = frame_system::Account::<Runtime>::final_prefix();
            let books = sp_io::hashing::twox_128(b"System");
            for key in changed {
                let booked = key.starts_with(&books) && !key.starts_with(&accounts);
                let known = booked
                    || key == b":extrinsic_index"
                    || [account(id(Dave)), account(id(Alice))].contains(&key);
                assert!(known, "the failed call changed {}", sp_core::hexdisplay::HexDisplay::from(&key));
            }
        });
        chain.read(|| assert_eq!(Balances::total_issuance(), issued));
    }
    chain.read(|| {
        assert_eq!(System::account_nonce(id(Dave)), 2);
        assert_eq!(Balances::total_balance(&id(Eve)), 1_000_000 * VVV);
        assert_eq!(Balances::total_balance(&id(Ferdie)), 1_000_000 * VVV);
    });
}

#[test]
fn ordinary_extrinsics_leave_room_for_those_that_repair_the_chain() {
    let weights = RuntimeBlockWeights::get();
    let normal = weights.get(DispatchClass::Normal).max_total.expect("ordinary extrinsics are bounded");
    let block = weights.max_block;
    assert!(normal.ref_time() <= block.ref_time() / 4 * 3);
    assert!(weights.get(DispatchClass::Operational).max_total.is_none_or(|max| max == block));
}
