//! The ledger of the staking pallet, with a counter.

use super::{AccountId, Staking};
use diem_primitives::{Diem, EpochClock, EpochIndex, LazyLedger, Moment, QuotaLedger, QuotaWindow, Touches};
use frame_support::weights::Weight;
use sp_runtime::DispatchResult;
use std::cell::Cell;

thread_local! {
    static WINDOWS: Cell<u32> = const { Cell::new(0) };
}

/// The ledger of the staking pallet, which counts how often a window is read and written.
pub struct CountedQuota;

impl CountedQuota {
    /// How many windows were read and written since the last time.
    pub fn take() -> u32 {
        WINDOWS.take()
    }
}

impl EpochClock for CountedQuota {
    fn current_epoch() -> EpochIndex {
        Staking::current_epoch()
    }
    fn epoch_ends_at() -> Moment {
        Staking::epoch_ends_at()
    }
}

impl LazyLedger<AccountId> for CountedQuota {
    fn due_touch(who: &AccountId) -> Touches {
        Staking::due_touch(who)
    }
    fn weight_of_touches(touches: Touches) -> Weight {
        Staking::weight_of_touches(touches)
    }
    fn max_touch_weight(ledgers: u32) -> Weight {
        Staking::max_touch_weight(ledgers)
    }
}

impl QuotaLedger<AccountId> for CountedQuota {
    fn touch_window<R>(
        who: &AccountId,
        epoch: EpochIndex,
        f: impl FnOnce(&mut QuotaWindow) -> R,
    ) -> Option<(R, Touches)> {
        WINDOWS.set(WINDOWS.get() + 1);
        Staking::touch_window(who, epoch, f)
    }
    fn window(who: &AccountId, epoch: EpochIndex) -> Option<QuotaWindow> {
        Staking::window(who, epoch)
    }
    fn budget_opened(who: &AccountId) -> DispatchResult {
        Staking::budget_opened(who)
    }
    fn budget_removed(who: &AccountId) {
        Staking::budget_removed(who)
    }
    fn change_reserved_limits(who: &AccountId, added: Diem, removed: Diem) -> DispatchResult {
        Staking::change_reserved_limits(who, added, removed)
    }
    fn note_debited(epoch: EpochIndex, amount: Diem) {
        Staking::note_debited(epoch, amount)
    }
    fn note_refunded(epoch: EpochIndex, amount: Diem) {
        Staking::note_refunded(epoch, amount)
    }
}
