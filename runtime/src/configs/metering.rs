//! Models, providers, budgets, and the receipts and vouchers that debit them.

use crate::{configs::governance::RootOnly, Balances, Runtime, RuntimeHoldReason, Signature, VvvStaking};
use frame_support::traits::ConstU32;

impl pallet_diem_metering::Config for Runtime {
    type Currency = Balances;
    type RuntimeHoldReason = RuntimeHoldReason;
    type Quota = VvvStaking;
    type Signature = Signature;
    type ManageOrigin = RootOnly;
    // The bond is a surety for what was settled into an epoch for two epochs after it.
    type DisputeEpochs = ConstU32<2>;
    type MaxModelsPerProvider = ConstU32<64>;
    type WeightInfo = pallet_diem_metering::weights::SubstrateWeight<Runtime>;
}
