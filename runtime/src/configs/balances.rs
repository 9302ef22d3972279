//! VVV.

use crate::{
    constants::EXISTENTIAL_DEPOSIT, weights, Balance, Runtime, RuntimeEvent, RuntimeFreezeReason,
    RuntimeHoldReason, System,
};
use frame_support::traits::{ConstU128, ConstU32, VariantCountOf};

impl pallet_balances::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type RuntimeHoldReason = RuntimeHoldReason;
    type RuntimeFreezeReason = RuntimeFreezeReason;
    type Balance = Balance;
    // Dust is burnt, as all that is burnt here: there is no treasury.
    type DustRemoval = ();
    type ExistentialDeposit = ConstU128<EXISTENTIAL_DEPOSIT>;
    type AccountStore = System;
    // Multisig and Proxy reserve without a name, everything else holds: there are no named reserves, and no locks.
    type ReserveIdentifier = [u8; 8];
    type MaxReserves = ConstU32<0>;
    type MaxLocks = ConstU32<0>;
    type FreezeIdentifier = RuntimeFreezeReason;
    type MaxFreezes = VariantCountOf<RuntimeFreezeReason>;
    // A slash of a hold is done by the pallet that holds, which knows of it.
    type DoneSlashHandler = ();
    type WeightInfo = weights::pallet_balances::WeightInfo<Runtime>;
}
