//! State that benchmarks start from.

use super::{AccountId, Balances, Key, Test, TestSignature, VVV};
use crate::SignatureKind;
use diem_primitives::{EpochIndex, EpochRecord, EpochTimes};
use frame_support::traits::fungible::Mutate;
use pallet_diem_staking::{CurrentEpoch, History};

pub struct BenchmarkState;

impl crate::BenchmarkHelper<AccountId, TestSignature> for BenchmarkState {
    fn fund(who: &AccountId) {
        Balances::set_balance(who, 10_000_000 * VVV);
    }

    fn open_epoch(epoch: EpochIndex) {
        // What a DIEM earns is the same in every epoch here.
        for index in [EpochIndex(epoch.0 - 1), epoch] {
            let times = EpochTimes { started_at: 0, ends_at: u64::MAX };
            History::<Test>::insert(index, EpochRecord { index, times, ..EpochRecord::default() });
        }
        CurrentEpoch::<Test>::put(epoch);
    }

    fn sign(kind: SignatureKind, message: &[u8]) -> (AccountId, TestSignature) {
        let key = match kind {
            SignatureKind::Sr25519 => Key::sr25519(1),
            SignatureKind::Ed25519 => Key::ed25519(1),
            SignatureKind::Ecdsa => Key::ecdsa(1),
        };
        (key.account(), key.sign(message))
    }
}
