//! # Enactment
//!
//! The one way from a council to Root: a call that the council has whitelisted is dispatched as Root, after a delay in which
//! everybody can see what is coming.
//!
//! ## Goals
//!
//! - Nothing is enacted that was not on chain before, to the byte, for as long as the least delay.
//! - Only a larger majority can shorten the delay, and never below a second bound.
//! - What is scheduled can be stopped until the last block, by any of two ways, and is seen to be stopped.
//! - What could not be dispatched on its day is refused on the day when it is scheduled.
//! - No parameter can shut governance out.
//!
//! ## Design
//!
//! The pallet joins three of FRAME's and keeps nothing but two delays. `pallet-preimage` has the call's bytes,
//! `pallet-whitelist` the council's word on their hash, `pallet-scheduler` the block. [`Call::enact`] looks the call up, decodes
//! it, and schedules [`Call::dispatch`] with the origin Root under a name made of the hash, so that it is scheduled once. On its
//! block `dispatch` hands the call to the whitelist, which takes the hash off its list and dispatches the call as Root.
//!
//! `dispatch` stands between the scheduler and `whitelist.dispatchWhitelistedCall` for one reason: of a hash that is not
//! whitelisted, the whitelist *defers* a dispatch by Root, and succeeds. It would wait for the hash to be whitelisted again, and
//! let anyone dispatch it at once then, with no delay. Here it fails with [`Error::NotWhitelisted`], and nothing waits.
//!
//! So there are two ways to stop what is scheduled: [`Call::cancel`] takes it off the agenda, and
//! `whitelist.removeWhitelistedCall` makes its dispatch fail.

#![cfg_attr(not(feature = "std"), no_std)]

pub use pallet::*;
pub use types::EnactmentParameters;
pub use weights::WeightInfo;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod enact;
#[cfg(test)]
mod mock;
mod parameters;
#[cfg(test)]
mod tests;
mod try_state;
mod types;
pub mod weights;

extern crate alloc;

#[allow(unused_qualifications, reason = "the pallet macro looks for its attributes by their full names")]
#[frame_support::pallet]
pub mod pallet {
    use super::{EnactmentParameters, WeightInfo};
    use frame_support::{
        pallet_prelude::*,
        traits::{
            schedule::v3::{Named, TaskName},
            OriginTrait,
        },
    };
    use frame_system::pallet_prelude::*;
    use pallet_whitelist::WeightInfo as _;

    const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    /// A call of the runtime.
    pub type CallOf<T> = <T as pallet_whitelist::Config>::RuntimeCall;
    /// Who calls.
    pub type PalletsOriginOf<T> = <<T as frame_system::Config>::RuntimeOrigin as OriginTrait>::PalletsOrigin;

    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    #[pallet::config]
    pub trait Config:
        frame_system::Config<RuntimeEvent: From<Event<Self>>, Hash: Into<TaskName>>
        + pallet_whitelist::Config<RuntimeCall: From<Call<Self>>>
    {
        /// Who may enact after the least delay.
        type EnactOrigin: EnsureOrigin<Self::RuntimeOrigin>;

        /// Who may enact after the fast delay.
        type FastOrigin: EnsureOrigin<Self::RuntimeOrigin>;

        /// Who may cancel what is scheduled.
        type CancelOrigin: EnsureOrigin<Self::RuntimeOrigin>;

        /// Who may set the parameters.
        type ManageOrigin: EnsureOrigin<Self::RuntimeOrigin>;

        /// Dispatches what is scheduled.
        type Scheduler: Named<
            BlockNumberFor<Self>,
            CallOf<Self>,
            PalletsOriginOf<Self>,
            Hasher = <Self as frame_system::Config>::Hashing,
        >;

        /// The most that what is scheduled may weigh: no more than the scheduler has left for one call of a block.
        #[pallet::constant]
        type MaxWeight: Get<Weight>;

        /// The longest delay, in blocks. It bounds the parameters too, so that none can put enactment out of reach.
        #[pallet::constant]
        type MaxDelay: Get<BlockNumberFor<Self>>;

        /// What the calls cost.
        type WeightInfo: WeightInfo;
    }

    /// The least delays.
    #[pallet::storage]
    pub type Parameters<T: Config> = StorageValue<_, EnactmentParameters<BlockNumberFor<T>>, ValueQuery>;

    #[pallet::genesis_config]
    #[derive(frame_support::DefaultNoBound)]
    pub struct GenesisConfig<T: Config> {
        /// The least delays.
        pub parameters: EnactmentParameters<BlockNumberFor<T>>,
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            Pallet::<T>::build_genesis(&self.parameters);
        }
    }

    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// The whitelisted call with the hash `call_hash` will be dispatched as Root at the beginning of the block `at`, or of the
        /// first one after it that has room. `fast` tells whether the delay is one that only the larger majority may choose.
        EnactmentScheduled { call_hash: T::Hash, at: BlockNumberFor<T>, fast: bool },
        /// What was scheduled of `call_hash` will not be dispatched. The hash is whitelisted still.
        EnactmentCancelled { call_hash: T::Hash },
        /// The least delays are now `parameters`. What is scheduled already keeps its block.
        ParametersSet { parameters: EnactmentParameters<BlockNumberFor<T>> },
    }

    #[pallet::error]
    pub enum Error<T> {
        /// The delay is shorter than this majority may choose. Choose at least `parameters.minDelay` blocks, or find the
        /// larger majority, which may go down to `parameters.fastDelay`.
        DelayTooShort,
        /// The delay is longer than the constant `maxDelay`. Choose a shorter one: who is to decide on it then may be
        /// others.
        DelayTooLong,
        /// The call is not whitelisted. Let the council call `whitelist.whitelistCall` with its hash; if it was removed from
        /// the list, that was a veto.
        NotWhitelisted,
        /// No bytes of that hash and that length are on chain. Note them by `preimage.notePreimage`, and name their length
        /// exactly, so that everybody can read what is going to be enacted.
        PreimageMissing,
        /// The bytes are no call of this runtime. Encode it again with the metadata of the runtime in force.
        Undecodable,
        /// The call weighs more than `call_weight`. Name at least the weight that `TransactionPaymentCallApi` tells.
        WeightTooLow,
        /// With `call_weight` the dispatch would weigh more than the constant `maxWeight`. Name less, or split the call.
        TooHeavy,
        /// The hash is scheduled already. Wait for its block, or cancel it first.
        AlreadyScheduled,
        /// The block that is due has as many scheduled calls as it takes. Choose another delay.
        AgendaFull,
        /// Nothing is scheduled of that hash. It was dispatched or cancelled, or never scheduled; if the scheduler put it off
        /// to a later block, remove the hash from the whitelist.
        NotScheduled,
        /// A delay is out of bounds. The fast one is at least one block, the least one no shorter than that, and no longer
        /// than the constant `maxDelay`.
        ParametersOutOfBounds,
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Schedule a whitelisted call to be dispatched as Root, `delay` blocks from now.
        ///
        /// Its bytes are on chain, `call_len` of them, and it weighs at most `call_weight`; both are checked now, and again
        /// when it is dispatched.
        ///
        /// - Origin: `EnactOrigin` (a majority of the council) with a delay of at least `parameters.minDelay`, `FastOrigin` (a
        ///   larger one) with at least `parameters.fastDelay`.
        /// - Errors: [`Error::DelayTooShort`], [`Error::DelayTooLong`], [`Error::AlreadyScheduled`],
        ///   [`Error::NotWhitelisted`], [`Error::PreimageMissing`], [`Error::Undecodable`], [`Error::WeightTooLow`],
        ///   [`Error::TooHeavy`], [`Error::AgendaFull`].
        /// - Events: `Scheduler.Scheduled`, [`Event::EnactmentScheduled`].
        /// - Cost: five reads and two writes, and by the length of the call, which is read and decoded.
        #[pallet::call_index(0)]
        #[pallet::weight(<T as Config>::WeightInfo::enact(*call_len))]
        pub fn enact(
            origin: OriginFor<T>,
            call_hash: T::Hash,
            call_len: u32,
            call_weight: Weight,
            delay: BlockNumberFor<T>,
        ) -> DispatchResult {
            let may_be_fast = match T::FastOrigin::try_origin(origin) {
                Ok(_) => true,
                Err(origin) => {
                    T::EnactOrigin::ensure_origin(origin)?;
                    false
                }
            };
            Self::do_enact(call_hash, call_len, call_weight, delay, may_be_fast)
        }

        /// Dispatch a whitelisted call as Root. The scheduler calls this, on the block that `enact` named.
        ///
        /// - Origin: Root.
        /// - Errors: [`Error::NotWhitelisted`], and those of `whitelist.dispatchWhitelistedCall` where an upgrade in between
        ///   made the call another one (`UndecodableCall`, `InvalidCallWeightWitness`).
        /// - Event: `Whitelist.WhitelistedCallDispatched` with what came of the call.
        /// - Cost: little beside what `whitelist.dispatchWhitelistedCall` costs with that length and weight.
        #[pallet::call_index(1)]
        #[pallet::weight(
            <T as Config>::WeightInfo::dispatch()
                .saturating_add(<T as pallet_whitelist::Config>::WeightInfo::dispatch_whitelisted_call(*call_len))
                .saturating_add(*call_weight)
        )]
        pub fn dispatch(
            origin: OriginFor<T>,
            call_hash: T::Hash,
            call_len: u32,
            call_weight: Weight,
        ) -> DispatchResultWithPostInfo {
            ensure_root(origin)?;
            Self::do_dispatch(call_hash, call_len, call_weight)
        }

        /// Take what `enact` scheduled off the agenda.
        ///
        /// - Origin: `CancelOrigin` (as many of the council as could have withheld its majority, or Root).
        /// - Errors: [`Error::NotScheduled`].
        /// - Events: `Scheduler.Canceled`, [`Event::EnactmentCancelled`].
        /// - Cost: two reads and two writes.
        #[pallet::call_index(2)]
        #[pallet::weight(<T as Config>::WeightInfo::cancel())]
        pub fn cancel(origin: OriginFor<T>, call_hash: T::Hash) -> DispatchResult {
            T::CancelOrigin::ensure_origin(origin)?;
            Self::do_cancel(call_hash)
        }

        /// Set the least delays, for what is scheduled from now on.
        ///
        /// - Origin: `ManageOrigin` (governance).
        /// - Errors: [`Error::ParametersOutOfBounds`].
        /// - Event: [`Event::ParametersSet`].
        /// - Cost: one write.
        #[pallet::call_index(3)]
        #[pallet::weight(<T as Config>::WeightInfo::set_parameters())]
        pub fn set_parameters(
            origin: OriginFor<T>,
            parameters: EnactmentParameters<BlockNumberFor<T>>,
        ) -> DispatchResult {
            T::ManageOrigin::ensure_origin(origin)?;
            Self::do_set_parameters(parameters)
        }
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        #[cfg(feature = "try-runtime")]
        fn try_state(_n: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
            Self::do_try_state()
        }
    }
}
