//! Who may change the rules: Root alone, and the council's way to it.
//!
//! The council whitelists the hash of a call, and enacts it: after a delay the scheduler has it dispatched as Root. Its members
//! are changed the same way.

use crate::{
    configs::system::RuntimeBlockWeights,
    constants::{storage_deposit, DAYS},
    weights::{self, blocks::part_of},
    AccountId, Balance, Balances, BlockNumber, OriginCaller, Preimage, Runtime, RuntimeCall, RuntimeEvent,
    RuntimeHoldReason, RuntimeOrigin, Scheduler, System,
};
use frame_support::{
    instances::Instance1,
    parameter_types,
    traits::{
        fungible::HoldConsideration, ConstU32, EitherOfDiverse, EqualPrivilegeOnly, LinearStoragePrice,
    },
    weights::Weight,
};
use frame_system::EnsureRoot;
use pallet_collective::{DefaultVote, EnsureProportionAtLeast, EnsureProportionMoreThan, MemberCount};
use sp_runtime::Perbill;

/// The origin that sets parameters, validators, the council's members and the runtime's code.
pub type RootOnly = EnsureRoot<AccountId>;

/// The one collective of this chain.
pub type CouncilCollective = Instance1;
/// Three fifths of the council: what governs from day to day.
pub type Majority = EnsureProportionAtLeast<AccountId, CouncilCollective, 3, 5>;
/// Four fifths of the council: what may be quick.
pub type LargerMajority = EnsureProportionAtLeast<AccountId, CouncilCollective, 4, 5>;
/// More than two fifths of the council: without them there is no majority, so they can stop what one has begun.
pub type BlockingMinority = EnsureProportionMoreThan<AccountId, CouncilCollective, 2, 5>;

/// The most members of the council.
pub const MAX_COUNCIL: MemberCount = 21;
/// The least members of the council that a production chain begins with: of two, any majority is both.
pub const MIN_COUNCIL: MemberCount = 3;

/// A member that does not vote has not said yes: neither the votes of others nor that of a prime member counts for it. A share
/// of the council is a share of those who said yes.
pub struct SilenceIsNo;

impl DefaultVote for SilenceIsNo {
    fn default_vote(_: Option<bool>, _: MemberCount, _: MemberCount, _: MemberCount) -> bool {
        false
    }
}

#[cfg(not(feature = "runtime-benchmarks"))]
mod rules {
    use super::*;

    pub type DefaultOfMotions = SilenceIsNo;
    pub type WhitelistOrigin = Majority;
    pub type DeferredDispatchExpiration = ConstU32<0>;
}

/// What FRAME's benchmarks take for granted: that a prime member's vote counts for those that are silent, that whoever dispatches a call that
/// is whitelisted may whitelist it, and that it may wait for that. The weights are the same.
#[cfg(feature = "runtime-benchmarks")]
mod rules {
    use super::*;

    pub type DefaultOfMotions = pallet_collective::PrimeDefaultVote;
    pub type WhitelistOrigin = EitherOfDiverse<RootOnly, Majority>;
    pub type DeferredDispatchExpiration = ConstU32<{ 7 * DAYS }>;
}

parameter_types! {
    /// The call of a motion is executed by whoever closes it: half a block is what an extrinsic of anybody may take.
    pub MaxMotionWeight: Weight = part_of(Perbill::from_percent(50), RuntimeBlockWeights::get().max_block);

    /// Of a preimage there are two entries, its state and its bytes, each under the hash: whose it is, the deposit, the length.
    pub const PreimageBaseDeposit: Balance = storage_deposit(2, 32 + 1 + 32 + 16 + 4 + 32 + 4);
    /// A byte of a preimage.
    pub const PreimageByteDeposit: Balance = storage_deposit(0, 1);
    pub const PreimageHoldReason: RuntimeHoldReason =
        RuntimeHoldReason::Preimage(pallet_preimage::HoldReason::Preimage);

    /// What is scheduled may take most of a block, as an upgrade does, and never all of it.
    pub AgendaWeight: Weight = part_of(Perbill::from_percent(80), RuntimeBlockWeights::get().max_block);
    /// What of that is left for one call, beside looking it up.
    pub MaxEnactedWeight: Weight = part_of(Perbill::from_percent(90), AgendaWeight::get());
}

impl pallet_collective::Config<CouncilCollective> for Runtime {
    type RuntimeOrigin = RuntimeOrigin;
    type Proposal = RuntimeCall;
    type RuntimeEvent = RuntimeEvent;
    // Long enough for a member that looks once a week. Whoever is quicker closes the motion when it has its votes.
    type MotionDuration = ConstU32<{ 7 * DAYS }>;
    type MaxProposals = ConstU32<32>;
    type MaxMembers = ConstU32<MAX_COUNCIL>;
    type DefaultVote = rules::DefaultOfMotions;
    type WeightInfo = weights::pallet_collective::WeightInfo<Runtime>;
    type SetMembersOrigin = RootOnly;
    type MaxProposalWeight = MaxMotionWeight;
    // A motion that stands in the way is taken off the list by those who could pass another one. There is no deposit to burn, so
    // that it makes no difference by which call.
    type DisapproveOrigin = EitherOfDiverse<RootOnly, Majority>;
    type KillOrigin = EitherOfDiverse<RootOnly, Majority>;
    // Members are few and answer for what they propose. There are never more motions than the list takes, and FRAME forgets a
    // deposit where the same motion is proposed again.
    type Consideration = ();
}

impl pallet_whitelist::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type RuntimeCall = RuntimeCall;
    // Whitelisting, and taking off the list again.
    type WhitelistOrigin = rules::WhitelistOrigin;
    // The enactment pallet alone, which has the scheduler's word as Root.
    type DispatchWhitelistedOrigin = RootOnly;
    type Preimages = Preimage;
    // A dispatch of what is not whitelisted would be kept for so long, and made by anyone without a delay once it is. It is
    // over before it begins.
    type DeferredDispatchExpiration = rules::DeferredDispatchExpiration;
    type BlockNumberProvider = System;
    type WeightInfo = weights::pallet_whitelist::WeightInfo<Runtime>;
}

impl pallet_preimage::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type WeightInfo = weights::pallet_preimage::WeightInfo<Runtime>;
    // Deposits of an older form of the pallet, of which this chain has none.
    type Currency = Balances;
    type ManagerOrigin = RootOnly;
    type Consideration = HoldConsideration<
        AccountId,
        Balances,
        PreimageHoldReason,
        LinearStoragePrice<PreimageBaseDeposit, PreimageByteDeposit, Balance>,
    >;
}

impl pallet_scheduler::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type RuntimeOrigin = RuntimeOrigin;
    type PalletsOrigin = OriginCaller;
    type RuntimeCall = RuntimeCall;
    type MaximumWeight = AgendaWeight;
    // The council schedules by enacting.
    type ScheduleOrigin = RootOnly;
    type OriginPrivilegeCmp = EqualPrivilegeOnly;
    // More than a council decides on in a week.
    type MaxScheduledPerBlock = ConstU32<50>;
    type WeightInfo = weights::pallet_scheduler::WeightInfo<Runtime>;
    type Preimages = Preimage;
    type BlockNumberProvider = System;
}

/// The longest delay of an enactment, in blocks: three months.
const MAX_DELAY: BlockNumber = 90 * DAYS;

impl pallet_diem_enactment::Config for Runtime {
    type EnactOrigin = Majority;
    type FastOrigin = LargerMajority;
    type CancelOrigin = EitherOfDiverse<RootOnly, BlockingMinority>;
    type ManageOrigin = RootOnly;
    type Scheduler = Scheduler;
    type MaxWeight = MaxEnactedWeight;
    type MaxDelay = ConstU32<MAX_DELAY>;
    type WeightInfo = pallet_diem_enactment::weights::SubstrateWeight<Runtime>;
}

/// For development: the presets of production give it no key, and without one it lets nobody in.
impl pallet_sudo::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type RuntimeCall = RuntimeCall;
    type WeightInfo = weights::pallet_sudo::WeightInfo<Runtime>;
}
