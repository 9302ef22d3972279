//! A fixed value per DIEM, minted as it is claimed.

use super::{AccountId, Balances, Staking, VVV};
use diem_primitives::{Balance, Emission, EpochClock, EpochIndex};
use frame_support::traits::fungible::Mutate;
use sp_runtime::DispatchResult;
use std::cell::Cell;

/// What a whole DIEM earns, in planck VVV.
pub const VALUE_PER_DIEM: Balance = VVV / 10;

/// For how many epochs before the current one it is known.
const HISTORY: u32 = 364;

thread_local! {
    static FORFEITED: Cell<Balance> = const { Cell::new(0) };
}

/// Emission that is the same in every epoch of the history.
pub struct FixedEmission;

impl FixedEmission {
    /// Planck VVV that were forfeited since the last time.
    pub fn take_forfeited() -> Balance {
        FORFEITED.take()
    }
}

impl Emission<AccountId> for FixedEmission {
    fn value_per_diem(epoch: EpochIndex) -> Option<Balance> {
        (Staking::current_epoch().since(epoch) <= HISTORY).then_some(VALUE_PER_DIEM)
    }
    fn issue(who: &AccountId, amount: Balance) -> DispatchResult {
        Balances::mint_into(who, amount).map(|_| ())
    }
    fn note_forfeited(amount: Balance) {
        FORFEITED.set(FORFEITED.get() + amount);
    }
}
