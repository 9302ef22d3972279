//! Who may change the rules.

use crate::{AccountId, Runtime, RuntimeCall, RuntimeEvent};
use frame_system::EnsureRoot;

/// The origin that sets parameters, validators and the runtime's code.
pub type RootOnly = EnsureRoot<AccountId>;

/// For development: the presets of production give it no key, and without one it lets nobody in.
impl pallet_sudo::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type RuntimeCall = RuntimeCall;
    type WeightInfo = pallet_sudo::weights::SubstrateWeight<Runtime>;
}
