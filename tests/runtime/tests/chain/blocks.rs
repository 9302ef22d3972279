//! Blocks: what may be in one, and what stays of it.

use diem_runtime::{Balances, System, VVV};
use diem_runtime_tests::{calls::transfer, id, sign, Account::*, Chain, Signed};
use frame_support::traits::fungible::Inspect;
use sp_runtime::transaction_validity::{InvalidTransaction, TransactionValidityError};

#[test]
fn a_block_of_signed_extrinsics_is_executed_to_the_state_that_it_announces() {
    let mut chain = Chain::from_preset("development");
    let before = chain.read(|| Balances::balance(&id(Eve)));
    chain.next_block(|block| {
        block.apply(Dave, transfer(Eve, VVV)).succeeded();
        block.apply(Dave, transfer(Eve, VVV)).succeeded();
        block.apply(Ferdie, transfer(Eve, VVV)).succeeded();
    });
    chain.empty_blocks(3);
    chain.read(|| {
        assert_eq!(System::block_number(), 4);
        assert_eq!(Balances::balance(&id(Eve)), before + 3 * VVV);
        assert_eq!(System::account_nonce(id(Dave)), 2);
    });
}

#[test]
fn an_extrinsic_is_applied_once_and_in_its_turn() {
    let mut chain = Chain::from_preset("development");
    let genesis = chain.genesis();
    let first = sign(Signed::new(Dave, 0, genesis), transfer(Eve, VVV));
    let third = sign(Signed::new(Dave, 2, genesis), transfer(Eve, VVV));
    chain.next_block(|block| {
        block.submit(first.clone()).unwrap().succeeded();
        assert_eq!(refusal(block.submit(first.clone())), InvalidTransaction::Stale);
        assert_eq!(refusal(block.submit(third.clone())), InvalidTransaction::Future);
    });
    chain.next_block(|block| {
        assert_eq!(refusal(block.submit(first)), InvalidTransaction::Stale);
    });
    chain.read(|| assert_eq!(System::account_nonce(id(Dave)), 1));
}

#[test]
fn an_extrinsic_for_another_chain_or_another_runtime_is_refused() {
    let mut chain = Chain::from_preset("development");
    let elsewhere = Chain::from_preset("test").genesis();
    assert_ne!(chain.genesis(), elsewhere);
    chain.next_block(|block| {
        let signed = block.signed(Dave);
        for wrong in [
            Signed { genesis: elsewhere, ..signed },
            Signed { spec_version: signed.spec_version + 1, ..signed },
        ] {
            let extrinsic = sign(wrong, transfer(Eve, VVV));
            assert_eq!(refusal(block.submit(extrinsic)), InvalidTransaction::BadProof);
        }
    });
}

fn refusal<T: std::fmt::Debug>(result: Result<T, TransactionValidityError>) -> InvalidTransaction {
    match result.expect_err("the extrinsic is not valid") {
        TransactionValidityError::Invalid(reason) => reason,
        TransactionValidityError::Unknown(reason) => panic!("{reason:?} is no refusal"),
    }
}
