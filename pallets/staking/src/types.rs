//! What the pallet stores, with the arithmetic on it. Nothing here reads or writes storage.

mod lease;
mod ledger;
mod parameters;
mod rewards;
mod span;
mod stake;

pub use lease::{BookIsFull, Lease, LeaseBook, MAX_LEASE_EPOCHS, MOST_LEASES};
pub use ledger::{Ledger, Touched};
pub use parameters::{AllowList, StakingParameters, TransferRefusal, TransferRules};
pub use rewards::{Earned, Finals, RewardTotals};
pub use span::EpochSpan;
pub use stake::{StakeAccount, StakeRefusal, UnlockChunk};
