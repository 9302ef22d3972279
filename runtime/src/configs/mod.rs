//! How each pallet is set up, one file per concern.
//!
//! Each associated type is set on purpose: where a `()` stands, the comment beside it says why nothing is the right choice.

pub mod balances;
pub mod consensus;
pub mod fees;
pub mod governance;
pub mod market;
pub mod metering;
pub mod proxy_type;
pub mod staking;
pub mod system;
pub mod utility;
