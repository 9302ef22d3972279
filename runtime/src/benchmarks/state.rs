//! State that benchmarks of pallets start from, where the pallets can't make it by the traits of their configuration.
#![allow(
    clippy::expect_used,
    clippy::arithmetic_side_effects,
    reason = "a benchmark that can't be set up fails"
)]

use crate::{AccountId, Balance, Balances, Runtime, RuntimeOrigin, Signature, VvvStaking, VVV};
use alloc::vec::Vec;
use diem_primitives::{Diem, EpochClock, EpochIndex, EpochRecord, EpochTimes, QuotaLedger};
use frame_support::{traits::fungible::Mutate, BoundedVec};
use pallet_diem_metering::SignatureKind;
use pallet_diem_staking::{CurrentEpoch, History, Parameters};
use sp_io::crypto;
use sp_runtime::{traits::IdentifyAccount, KeyTypeId, MultiSigner, Permill};

/// Epochs before the current one whose records are there.
const EPOCHS_BEFORE: u32 = 11;
/// Where keys of benchmarks are kept.
const KEYS: KeyTypeId = KeyTypeId(*b"bnch");

/// Writes that state.
pub struct BenchmarkState;

impl pallet_diem_market::BenchmarkHelper<AccountId> for BenchmarkState {
    fn endow(who: &AccountId, quota: Diem, weight: Balance) {
        VvvStaking::leave_out_keys_of_every_block();
        VvvStaking::stake(RuntimeOrigin::signed(who.clone()), weight).expect("it has VVV");
        VvvStaking::with_window(who, VvvStaking::current_epoch(), |window| window.granted = quota)
            .expect("a stake has a ledger");
    }

    fn set_costly_rules(last: &AccountId) {
        let listed = (0..31).map(|index| frame_benchmarking::account("listed", index, 0));
        let listed: Vec<AccountId> = listed.chain([last.clone()]).collect();
        Parameters::<Runtime>::mutate(|rules| {
            rules.transfer.fee = Permill::from_percent(1);
            rules.transfer.allow_list = Some(BoundedVec::truncate_from(listed));
        });
    }
}

impl pallet_diem_metering::BenchmarkHelper<AccountId, Signature> for BenchmarkState {
    fn fund(who: &AccountId) {
        Balances::set_balance(who, 10_000_000 * VVV);
    }

    fn open_epoch(epoch: EpochIndex) {
        for index in (epoch.0 - EPOCHS_BEFORE..=epoch.0).map(EpochIndex) {
            let times = EpochTimes { started_at: 0, ends_at: u64::MAX };
            let capacity = Diem(1_000_000 * VVV);
            let record =
                EpochRecord { index, times, capacity, value_per_diem: VVV, ..EpochRecord::default() };
            History::<Runtime>::insert(index, record);
        }
        CurrentEpoch::<Runtime>::put(epoch);
        VvvStaking::leave_out_keys_of_every_block();
    }

    fn sign(kind: SignatureKind, message: &[u8]) -> (AccountId, Signature) {
        let seed = || Some(b"//Agent".to_vec());
        let (signer, signature): (MultiSigner, Option<Signature>) = match kind {
            SignatureKind::Sr25519 => {
                let key = crypto::sr25519_generate(KEYS, seed());
                (key.into(), crypto::sr25519_sign(KEYS, &key, message).map(Into::into))
            }
            SignatureKind::Ed25519 => {
                let key = crypto::ed25519_generate(KEYS, seed());
                (key.into(), crypto::ed25519_sign(KEYS, &key, message).map(Into::into))
            }
            SignatureKind::Ecdsa => {
                let key = crypto::ecdsa_generate(KEYS, seed());
                (key.into(), crypto::ecdsa_sign(KEYS, &key, message).map(Into::into))
            }
        };
        (signer.into_account(), signature.expect("the key is there"))
    }
}
