//! Models, providers, budgets, and the receipts and vouchers that debit them.

use crate::{configs::governance::RootOnly, Balances, Runtime, RuntimeHoldReason, Signature, VvvStaking};
use frame_support::traits::ConstU32;

impl pallet_diem_metering::Config for Runtime {
    type Currency = Balances;
    type RuntimeHoldReason = RuntimeHoldReason;
    type Quota = VvvStaking;
    type Emission = VvvStaking;
    type Signature = Signature;
    type ManageOrigin = RootOnly;
    // What was settled into an epoch can be disputed for two epochs after it, and so long the bond is a surety for it.
    type DisputeEpochs = ConstU32<2>;
    type MaxModelsPerProvider = ConstU32<64>;
    type WeightInfo = pallet_diem_metering::weights::SubstrateWeight<Runtime>;
    #[cfg(feature = "runtime-benchmarks")]
    type BenchmarkHelper = crate::benchmarks::BenchmarkState;
}
