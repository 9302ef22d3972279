//! Who produces blocks: the set that governance keeps, and the sessions in which it comes into force.

use codec::Encode;
use diem_runtime::{
    configs::consensus::AuraId, Aura, Balances, Grandpa, Runtime, RuntimeEvent, SessionKeys, VVV,
};
use diem_runtime_tests::{calls::transfer, id, sign, Account::*, Chain};
use frame_support::traits::fungible::Inspect;
use pallet_diem_validators::{Call, Error, Event};
use sp_core::{proof_of_possession::ProofOfPossessionGenerator, Pair};
use sp_keyring::Ed25519Keyring;
use sp_runtime::transaction_validity::{InvalidTransaction, TransactionValidityError};

/// The blocks of a session.
const SESSION: u32 = 300;

fn aura_keys() -> Vec<AuraId> {
    pallet_aura::Authorities::<Runtime>::get().into_inner()
}

/// Bob's session keys, with the proof that they are his.
pub fn keys_of_bob() -> pallet_session::Call<Runtime> {
    let (mut aura, mut grandpa) = (Bob.pair(), Ed25519Keyring::Bob.pair());
    let keys = SessionKeys { aura: aura.public().into(), grandpa: grandpa.public().into() };
    let owner = id(Bob).encode();
    let proof = (aura.generate_proof_of_possession(&owner), grandpa.generate_proof_of_possession(&owner));
    pallet_session::Call::set_keys { keys, proof: proof.encode() }
}

#[test]
fn a_validator_that_governance_adds_produces_blocks_after_the_next_session() {
    let mut chain = Chain::from_preset("development");
    chain.next_block(|block| {
        block.apply_as_root(Call::add_validator { who: id(Bob) }).failed(Error::<Runtime>::NoSessionKeys);
        block.apply(Bob, keys_of_bob()).succeeded();
        let added = block.apply_as_root(Call::add_validator { who: id(Bob) }).succeeded();
        assert!(added.has(Event::ValidatorAdded { who: id(Bob) }));
    });
    chain.empty_blocks(SESSION);
    assert_eq!(chain.read(aura_keys).len(), 1, "Bob is queued for the session after this one");
    chain.empty_blocks(SESSION);
    assert_eq!(chain.read(aura_keys), vec![AuraId::from(Alice.public()), AuraId::from(Bob.public())]);
    assert_eq!(chain.read(Grandpa::grandpa_authorities).len(), 2);

    // They take turns, and each earns the fees of its own blocks.
    for _ in 0..2 {
        let before = chain.read(|| (Balances::balance(&id(Alice)), Balances::balance(&id(Bob))));
        let author = chain.next_block(|block| {
            block.apply(Dave, transfer(Eve, VVV)).succeeded();
            diem_runtime::Authorship::author().expect("each block has an author")
        });
        let after = chain.read(|| (Balances::balance(&id(Alice)), Balances::balance(&id(Bob))));
        assert_eq!(after.0 > before.0, author == id(Alice));
        assert_eq!(after.1 > before.1, author == id(Bob));
    }

    chain.next_block(|block| {
        block.apply_as_root(Call::remove_validator { who: id(Bob) }).succeeded();
    });
    chain.empty_blocks(2 * SESSION);
    assert_eq!(chain.read(aura_keys), vec![AuraId::from(Alice.public())]);
}

#[test]
fn the_last_validator_stays() {
    let mut chain = Chain::from_preset("development");
    chain.next_block(|block| {
        block
            .apply_as_root(Call::remove_validator { who: id(Alice) })
            .failed(Error::<Runtime>::LastValidator);
        block.apply(Bob, Call::add_validator { who: id(Bob) }).failed(sp_runtime::DispatchError::BadOrigin);
    });
    assert_eq!(chain.read(aura_keys).len(), 1);
}

#[test]
fn validators_without_keys_are_passed_over_and_the_last_with_keys_goes_on() {
    let mut chain = Chain::from_preset("development");
    chain.next_block(|block| {
        block.apply(Bob, keys_of_bob()).succeeded();
        block.apply_as_root(Call::add_validator { who: id(Bob) }).succeeded();
        block.apply(Bob, pallet_session::Call::purge_keys {}).succeeded();
    });
    let mut skipped = false;
    for _ in 0..2 * SESSION {
        chain.empty_blocks(1);
        skipped |= chain.events().iter().any(|event| {
            matches!(event, RuntimeEvent::Validators(Event::ValidatorSkipped { who, .. }) if *who == id(Bob))
        });
    }
    assert!(skipped);
    assert_eq!(chain.read(aura_keys), vec![AuraId::from(Alice.public())]);
}

#[test]
fn the_first_block_of_a_session_has_no_room_for_ordinary_extrinsics() {
    let mut chain = Chain::from_preset("development");
    chain.empty_blocks(SESSION - 1);
    chain.next_block(|block| {
        let refused = block.submit(sign(block.signed(Dave), transfer(Eve, VVV)));
        let full = TransactionValidityError::Invalid(InvalidTransaction::ExhaustsResources);
        assert_eq!(refused.map(|_| ()), Err(full));
    });
    chain.next_block(|block| {
        block.apply(Dave, transfer(Eve, VVV)).succeeded();
    });
    assert_eq!(chain.read(Aura::slot_duration), diem_runtime::SLOT_DURATION);
}
