//! VVV at stake, epochs, and the ledger of DIEM.

use crate::{configs::governance::RootOnly, Balances, Metering, Runtime, RuntimeHoldReason, Timestamp};
use frame_support::traits::ConstU32;

impl pallet_diem_staking::Config for Runtime {
    type Currency = Balances;
    type RuntimeHoldReason = RuntimeHoldReason;
    // The time of the parent block: epochs roll before the block's own time is known.
    type Clock = Timestamp;
    type Capacity = Metering;
    type ManageOrigin = RootOnly;
    // Chunks that mature in the same epoch merge, so with an unbonding period of seven epochs eight are the most.
    type MaxUnlockingChunks = ConstU32<32>;
    // A year of epochs of a day.
    type HistoryDepth = ConstU32<365>;
    type WeightInfo = pallet_diem_staking::weights::SubstrateWeight<Runtime>;
}
