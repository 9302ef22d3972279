//! What the pallet stores, with the arithmetic on it. Nothing here reads or writes storage.

mod ledger;
mod parameters;
mod stake;

pub use ledger::{Ledger, Touched};
pub use parameters::{AllowList, StakingParameters, TransferRefusal, TransferRules};
pub use stake::{StakeAccount, StakeRefusal, UnlockChunk};
