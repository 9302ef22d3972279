//! # Validators
//!
//! A small, bounded set of accounts that produce and finalise blocks, kept by governance.
//!
//! ## Goals
//!
//! - Governance decides who validates: nobody joins or leaves by staking.
//! - No decision leaves the chain without a validator: the last one that has session keys can't be removed.
//! - Nobody is put in the set who can't take part: session keys come first.
//!
//! ## Design
//!
//! The pallet keeps one bounded list and hands it to `pallet-session` as its
//! [`SessionManager`](pallet_session::SessionManager). A change is planned when the running session ends and is in
//! force one session later, because the session pallet queues the keys of one session ahead.
//!
//! An account stays in the list when it purges its session keys, as the list is governance's to change. It is left out
//! of the sessions that are planned meanwhile, with an [`Event::ValidatorSkipped`] each time. Where that would leave
//! nobody, the validators of the running session go on.

#![cfg_attr(not(feature = "std"), no_std)]

pub use pallet::*;
pub use weights::WeightInfo;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
mod session;
mod set;
#[cfg(test)]
mod tests;
mod try_state;
pub mod weights;

extern crate alloc;

#[allow(unused_qualifications, reason = "the pallet macro looks for its attributes by their full names")]
#[frame_support::pallet]
pub mod pallet {
    use super::WeightInfo;
    use alloc::vec::Vec;
    use frame_support::{
        pallet_prelude::*,
        traits::{ValidatorRegistration, ValidatorSet},
    };
    use frame_system::pallet_prelude::*;
    use sp_staking::SessionIndex;

    const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    #[pallet::config]
    pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
        /// Who may change the set.
        type ManageOrigin: EnsureOrigin<Self::RuntimeOrigin>;

        /// Knows who has session keys, and who validates in the running session.
        type Session: ValidatorRegistration<Self::AccountId>
            + ValidatorSet<Self::AccountId, ValidatorId = Self::AccountId>;

        /// The most accounts that the set holds. The consensus pallets must take as many authorities.
        #[pallet::constant]
        type MaxValidators: Get<u32>;

        /// What the calls cost.
        type WeightInfo: WeightInfo;
    }

    /// The set, in the order in which its members were added.
    #[pallet::storage]
    pub type Validators<T: Config> = StorageValue<_, BoundedVec<T::AccountId, T::MaxValidators>, ValueQuery>;

    #[pallet::genesis_config]
    #[derive(frame_support::DefaultNoBound)]
    pub struct GenesisConfig<T: Config> {
        /// The first set. Each member needs session keys in the genesis of the session pallet.
        pub validators: Vec<T::AccountId>,
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            Pallet::<T>::build_set(&self.validators);
        }
    }

    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// `who` joined the set. It validates from the session after the next one on.
        ValidatorAdded { who: T::AccountId },
        /// `who` left the set. It validates until the end of the next session.
        ValidatorRemoved { who: T::AccountId },
        /// `who` is in the set, and has no session keys: `session` was planned without it. It takes part again when it
        /// has called `session.setKeys`.
        ValidatorSkipped { who: T::AccountId, session: SessionIndex },
        /// Nobody in the set has session keys: `session` was planned with the validators of the running one.
        FormerSetKept { session: SessionIndex },
    }

    #[pallet::error]
    pub enum Error<T> {
        /// The account has no session keys. Let it call `session.setKeys` first, then add it.
        NoSessionKeys,
        /// The account is in the set already. There is nothing to do.
        AlreadyValidator,
        /// The account is not in the set. Look the set up in `validators.validators`.
        NotValidator,
        /// The set is full. Remove another validator first.
        TooManyValidators,
        /// Nobody with session keys would be left to produce blocks. Add another validator first.
        LastValidator,
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Add an account to the set; it validates from the session after the next one on.
        ///
        /// - Origin: `ManageOrigin` (governance).
        /// - Errors: [`Error::NoSessionKeys`], [`Error::AlreadyValidator`], [`Error::TooManyValidators`].
        /// - Event: [`Event::ValidatorAdded`].
        /// - Cost: two reads and one write.
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::add_validator())]
        pub fn add_validator(origin: OriginFor<T>, who: T::AccountId) -> DispatchResult {
            T::ManageOrigin::ensure_origin(origin)?;
            Self::do_add(who)
        }

        /// Remove an account from the set; it validates until the end of the next session.
        ///
        /// - Origin: `ManageOrigin` (governance).
        /// - Errors: [`Error::NotValidator`], [`Error::LastValidator`].
        /// - Event: [`Event::ValidatorRemoved`].
        /// - Cost: a read of the set and at most one for each of its members, and one write.
        #[pallet::call_index(1)]
        #[pallet::weight(T::WeightInfo::remove_validator(T::MaxValidators::get()))]
        pub fn remove_validator(origin: OriginFor<T>, who: T::AccountId) -> DispatchResult {
            T::ManageOrigin::ensure_origin(origin)?;
            Self::do_remove(&who)
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
