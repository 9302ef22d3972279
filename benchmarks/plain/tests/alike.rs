//! The plain chain is like ours where it should be.

use codec::Encode;
use diem_plain as plain;
use diem_runtime as ours;
use frame_support::dispatch::DispatchClass;
use sp_keyring::Sr25519Keyring as Account;
use sp_runtime::traits::TransactionExtension;

#[test]
fn a_block_has_room_for_as_much() {
    let (a, b) =
        (plain::configs::RuntimeBlockWeights::get(), ours::configs::system::RuntimeBlockWeights::get());
    assert_eq!(a.max_block, b.max_block);
    assert_eq!(a.base_block, b.base_block);
    let (normal_a, normal_b) = (a.get(DispatchClass::Normal), b.get(DispatchClass::Normal));
    assert_eq!(normal_a.max_total, normal_b.max_total);
    assert_eq!(normal_a.max_extrinsic, normal_b.max_extrinsic);
    assert_eq!(normal_a.base_extrinsic, normal_b.base_extrinsic);
    let (a, b) =
        (plain::configs::RuntimeBlockLength::get(), ours::configs::system::RuntimeBlockLength::get());
    assert_eq!(a.encode(), b.encode());
}

#[test]
fn blocks_come_as_often() {
    assert_eq!(plain::SLOT_DURATION, ours::SLOT_DURATION);
}

#[test]
fn the_database_costs_as_much() {
    let cost = <plain::Runtime as frame_system::Config>::DbWeight::get();
    assert_eq!(cost, <ours::Runtime as frame_system::Config>::DbWeight::get());
}

#[test]
fn an_account_needs_as_much() {
    assert_eq!(plain::EXISTENTIAL_DEPOSIT, ours::EXISTENTIAL_DEPOSIT);
}

#[test]
fn an_extrinsic_has_the_same_extensions() {
    let names = |extensions: Vec<sp_runtime::traits::TransactionExtensionMetadata>| {
        extensions.into_iter().map(|extension| extension.identifier).collect::<Vec<_>>()
    };
    assert_eq!(
        names(<plain::TxExtension as TransactionExtension<plain::RuntimeCall>>::metadata()),
        names(<ours::TxExtension as TransactionExtension<ours::RuntimeCall>>::metadata()),
    );
}

#[test]
fn a_transfer_is_encoded_alike() {
    let (dest, value) = (Account::Bob.to_account_id(), ours::VVV);
    let a = plain::RuntimeCall::Balances(pallet_balances::Call::transfer_keep_alive {
        dest: dest.clone().into(),
        value,
    });
    let b =
        ours::RuntimeCall::Balances(pallet_balances::Call::transfer_keep_alive { dest: dest.into(), value });
    assert_eq!(a.encode(), b.encode());
    assert_eq!(plain::VERSION.spec_version, ours::VERSION.spec_version);
    assert_eq!(plain::VERSION.transaction_version, ours::VERSION.transaction_version);
}
