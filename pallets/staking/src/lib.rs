//! # Staking
//!
//! Turns staked VVV into a quota of DIEM that is granted anew in every epoch, keeps the ledger of it, and issues the VVV that it
//! earns.
//!
//! ## Goals
//!
//! - One VVV is granted quota once per epoch, whatever is staked, unstaked, restaked or moved within it.
//! - The grants of an epoch sum to at most the capacity that providers pledged for it.
//! - A roll of the epoch costs the same, however many accounts stake.
//! - Every DIEM earns its share of the epoch's emission once, for whoever served or kept it, and no more is ever issued.
//! - Nothing is ever stranded: all of a stake may be unstaked, and anyone may release what has matured and claim what is due.
//!
//! ## Design
//!
//! **Epochs** are counted by rolls. The first block whose parent's timestamp has reached the end of the epoch opens the
//! next one and fixes its terms: capacity, total weight, and the most DIEM that one VVV is granted. A halt of the chain
//! leaves a gap in time and none in the index.
//!
//! **Stakes** change for the next epoch only. A weight is an [`EpochSeries`](diem_primitives::EpochSeries): what it is in
//! the current epoch was settled before the epoch opened, so the grant of an epoch is a function of what nobody can change
//! any more.
//!
//! **Ledgers** are lazy. They hold the windows of the current and of the previous epoch, and are brought up to date on the
//! first touch in an epoch: a debit, a transfer, a change of the stake, or `claim_quota` by anyone. Who writes an account's
//! weight touches its ledger first, so that no grant is forgotten when the series moves on.
//!
//! **Transfers and sales** move DIEM of the current epoch by the same rules. What is offered for sale stays in its window, out of the
//! free pool, and is the seller's again when the epoch is over.
//!
//! **Leases** lend own weight to another account from the next epoch on, for a fixed number of epochs, and end by themselves: a lease
//! says in which epochs it counts. They are made where an offer is accepted, through
//! [`WeightLeases`](diem_primitives::WeightLeases), and are in the books of both sides, which are read on the first touch in an epoch.
//!
//! **Rewards** are credited on touch: what windows left unspent when nothing can be settled into them any more, at the value per
//! DIEM of their epoch, and what was granted in epochs that nobody touched, by the difference of two running sums. They are issued
//! when they are claimed.
//!
//! Each storage item is written by one module: `epochs`, `stakes`, `leases`, `ledger` and `rewards`; of an epoch's record, `trade`
//! writes what was sold. The invariants are in `try_state`.

#![cfg_attr(not(feature = "std"), no_std)]

pub use pallet::*;
pub use types::{
    AllowList, Lease, LeaseBook, Ledger, RewardTotals, StakeAccount, StakingParameters, TransferRules,
    UnlockChunk,
};
pub use weights::WeightInfo;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod epochs;
mod genesis;
mod leases;
mod ledger;
#[cfg(test)]
mod mock;
mod rewards;
mod stakes;
#[cfg(test)]
mod tests;
mod trade;
mod transfers;
// Tests of other crates check it too, without the feature.
#[cfg(any(feature = "try-runtime", feature = "std"))]
mod try_state;
mod types;
mod view;
pub mod weights;

extern crate alloc;

#[allow(unused_qualifications, reason = "the pallet macro looks for its attributes by their full names")]
#[frame_support::pallet]
pub mod pallet {
    use super::{
        types::{Ledger, MOST_LEASES},
        view, LeaseBook, RewardTotals, StakeAccount, StakingParameters, WeightInfo,
    };
    use alloc::vec::Vec;
    use diem_primitives::{
        api::{AccountInfo, EpochInfo},
        charged, Balance, Capacity, Diem, EpochDuration, EpochIndex, EpochRecord, EpochSeries, LazyLedger,
        Moment,
    };
    use frame_support::{
        pallet_prelude::*,
        traits::{fungible, Time},
    };
    use frame_system::pallet_prelude::*;

    const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    #[pallet::config]
    pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
        /// VVV, which a stake puts on hold and rewards are issued in.
        type Currency: fungible::MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>
            + fungible::Mutate<Self::AccountId>
            + fungible::Inspect<Self::AccountId, Balance = Balance>;

        /// The runtime's reasons for a hold.
        type RuntimeHoldReason: From<HoldReason>;

        /// Tells the time, in milliseconds since the Unix epoch. When a block begins, that is its parent's timestamp.
        type Clock: Time<Moment = Moment>;

        /// Tells what providers pledged.
        type Capacity: Capacity;

        /// Who may set the duration of epochs and the parameters.
        type ManageOrigin: EnsureOrigin<Self::RuntimeOrigin>;

        /// The most chunks that an account may have unlocking. Chunks that mature in the same epoch are one.
        #[pallet::constant]
        type MaxUnlockingChunks: Get<u32>;

        /// Of how many epochs a record is kept, the current one included.
        #[pallet::constant]
        type HistoryDepth: Get<u32>;

        /// What the calls cost.
        type WeightInfo: WeightInfo;
    }

    /// Why VVV is on hold.
    #[pallet::composite_enum]
    pub enum HoldReason {
        /// It is staked, or was unstaked and has not been withdrawn.
        Stake,
    }

    /// The epoch that is open.
    #[pallet::storage]
    pub type CurrentEpoch<T: Config> = StorageValue<_, EpochIndex, ValueQuery>;

    /// What is kept of each epoch, for the current one and those before it.
    #[pallet::storage]
    pub type History<T: Config> = StorageMap<_, Twox64Concat, EpochIndex, EpochRecord>;

    /// When the first epoch began, in milliseconds since the Unix epoch: from then on emission decays.
    #[pallet::storage]
    pub type BeganAt<T: Config> = StorageValue<_, Moment>;

    /// How long the epochs are that open from now on.
    #[pallet::storage]
    pub type Duration<T: Config> = StorageValue<_, EpochDuration, ValueQuery>;

    /// The rules of staking.
    #[pallet::storage]
    pub type Parameters<T: Config> = StorageValue<_, StakingParameters<T::AccountId>, ValueQuery>;

    /// The sum of the weights of all accounts, in planck VVV.
    #[pallet::storage]
    pub type TotalWeight<T: Config> = StorageValue<_, EpochSeries<Balance>, ValueQuery>;

    /// What each account has at stake and on its way out.
    #[pallet::storage]
    pub type Stakes<T: Config> =
        StorageMap<_, Blake2_128Concat, T::AccountId, StakeAccount<T::MaxUnlockingChunks>>;

    /// The leases of each account that has any, in and out.
    #[pallet::storage]
    pub type Leases<T: Config> =
        StorageMap<_, Blake2_128Concat, T::AccountId, LeaseBook<T::AccountId>, ValueQuery>;

    /// VVV that DIEM of all epochs carried, and what became of it.
    #[pallet::storage]
    pub type Rewards<T: Config> = StorageValue<_, RewardTotals, ValueQuery>;

    /// The quota of each account, as its last touch left it. For what the next touch would find, ask the runtime API.
    #[pallet::storage]
    pub type Ledgers<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Ledger>;

    #[pallet::genesis_config]
    #[derive(frame_support::DebugNoBound)]
    pub struct GenesisConfig<T: Config> {
        /// How long an epoch lasts, in milliseconds: from 4,000 to 31 days.
        pub duration_ms: Moment,
        /// The rules of staking.
        pub parameters: StakingParameters<T::AccountId>,
        /// What is at stake from the first epoch on, in planck VVV: each account once, out of its balance.
        pub stakes: Vec<(T::AccountId, Balance)>,
    }

    impl<T: Config> Default for GenesisConfig<T> {
        fn default() -> Self {
            Self {
                duration_ms: EpochDuration::DAY.as_millis(),
                parameters: StakingParameters::default(),
                stakes: Vec::new(),
            }
        }
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            Pallet::<T>::build_genesis(self);
        }
    }

    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// `who` staked `amount` planck VVV more. It weighs from the next epoch on.
        Staked { who: T::AccountId, amount: Balance },
        /// `who` unstaked `amount` planck VVV. It weighs until the end of this epoch, and may be withdrawn in epoch
        /// `matures_at`.
        Unstaked { who: T::AccountId, amount: Balance, matures_at: EpochIndex },
        /// `who` took back `amount` planck VVV of what it had unstaked. It weighs again from the next epoch on.
        Restaked { who: T::AccountId, amount: Balance },
        /// `amount` planck VVV of `who` had matured and are free.
        Withdrawn { who: T::AccountId, amount: Balance },
        /// `who` has neither stake nor lease nor budget nor rewards, nor any DIEM left that could be settled: its ledger was
        /// removed. Until it stakes, takes a lease or opens a budget it can't be given DIEM.
        LedgerRemoved { who: T::AccountId },
        /// Epoch `index` is open until `ends_at`. At most `capacity` DIEM planck are granted by the weights, which sum to
        /// `total_weight` planck VVV. At most `emission` planck VVV are issued for it: each whole DIEM earns `value_per_diem`.
        EpochOpened {
            index: EpochIndex,
            started_at: Moment,
            ends_at: Moment,
            capacity: Diem,
            total_weight: Balance,
            emission: Balance,
            value_per_diem: Balance,
        },
        /// `who` was granted `amount` DIEM planck for `epoch`.
        QuotaMinted { who: T::AccountId, epoch: EpochIndex, amount: Diem },
        /// `from` sent `amount` DIEM planck of the current epoch, given or sold. `fee` of it was burnt, and `to` received the rest.
        QuotaTransferred { from: T::AccountId, to: T::AccountId, amount: Diem, fee: Diem },
        /// `lessor` lends `weight` planck VVV of its own weight to `lessee`, from epoch `from` on and before epoch `until`, in
        /// which it is the lessor's again without anyone's doing.
        WeightLeased {
            lessor: T::AccountId,
            lessee: T::AccountId,
            weight: Balance,
            from: EpochIndex,
            until: EpochIndex,
        },
        /// `amount` planck VVV that DIEM of `who` had earned were issued to it.
        RewardsClaimed { who: T::AccountId, amount: Balance },
        /// What `who` earned from epoch `from` on and before epoch `until` is never issued: nobody touched its ledger while the
        /// records of these epochs were kept.
        RewardsLapsed { who: T::AccountId, from: EpochIndex, until: EpochIndex },
        /// Epochs that open from now on last `duration_ms` milliseconds.
        EpochDurationSet { duration_ms: Moment },
        /// The rules of staking are now `parameters`.
        ParametersSet { parameters: StakingParameters<T::AccountId> },
    }

    #[pallet::error]
    pub enum Error<T> {
        /// The amount is zero. Name one above zero.
        ZeroAmount,
        /// Less than the minimum would be at stake. Stake more: `parameters.minStake` is the least.
        BelowMinimumStake,
        /// The account has less than that staked. Look up what it has in `DiemApi.account`; what is unlocking does not
        /// count.
        InsufficientStake,
        /// Less than the minimum stake would stay. Unstake everything, or leave at least `parameters.minStake`.
        RemainderBelowMinimum,
        /// As many chunks as there may be are unlocking, and none has matured. Wait until one has, or unstake again in
        /// an epoch in which you did already.
        TooManyUnlockingChunks,
        /// The account has less than that unlocking. Look up what it has in `DiemApi.account`; to stake other VVV, call
        /// `stake`.
        NotUnlocking,
        /// Nothing of the account has matured. `DiemApi.account` tells in which epoch its next chunk does.
        NothingToWithdraw,
        /// The account has no ledger. Let it stake VVV, take a lease or open a budget first.
        NoLedger,
        /// Nothing is left to claim: the grant of this epoch was written down before, or there is none. Nothing is lost.
        AlreadyClaimed,
        /// DIEM may not be transferred. Governance can allow it by `parameters.transfer.enabled`.
        TransfersDisabled,
        /// The amount is below the least that may be transferred. Send at least `parameters.transfer.minimum`.
        BelowTransferMinimum,
        /// More than the allowed part of the grant would leave the account in this epoch, what it offers for sale included. Send
        /// or offer less, cancel an offer, or wait for the next epoch: `parameters.transfer.maxShareOfGrant` tells the part.
        AboveTransferShare,
        /// The fee is all of the amount. Send more.
        NothingAfterFee,
        /// DIEM may move to listed accounts only, and the recipient is none of them. `parameters.transfer.allowList` names
        /// them, and governance changes it.
        RecipientNotAllowed,
        /// The recipient has no ledger. Let it stake VVV, take a lease or open a budget first.
        RecipientHasNoLedger,
        /// Sender and recipient are the same. Name another recipient.
        TransferToSelf,
        /// The free pool holds less than that: what is reserved for budgets or offered for sale does not count.
        /// `DiemApi.account` tells what is available.
        InsufficientQuota,
        /// The account has less than that set aside for sale in this epoch. `DiemApi.account` tells what it offers.
        InsufficientOffer,
        /// An epoch lasts from 4,000 milliseconds to 31 days. Choose a duration within these bounds.
        DurationOutOfBounds,
        /// A parameter is out of bounds: from 1 to 365 epochs of unbonding, a minimum stake and a least lease above zero, at
        /// most 1,000,000,000 VVV of emission per day, a decay of at most 100 %, a fee below 100 %.
        ParametersOutOfBounds,
        /// Nothing is due. What DIEM earns is due when nothing can be settled into its epoch any more, two rolls after it opened;
        /// `DiemApi.account` tells what is.
        NoRewards,
        /// That much of the stake is not there to unstake: the rest is lent to others in the next epoch. Unstake less, or wait
        /// until a lease ends; `DiemApi.account` tells what is lent.
        WeightLeasedOut,
        /// A lease is for 1 to 365 epochs. Choose a term within these bounds.
        LeaseTermOutOfBounds,
        /// Less than the least weight would be lent. Lend at least `parameters.minLeaseWeight`.
        BelowMinimumLease,
        /// The lessor has less than that to lend: own stake that weighs in the next epoch and is not out already. Weight that others
        /// lend it does not count. Lend less, or stake more.
        InsufficientLeasableWeight,
        /// Lessor and lessee are the same. Name another lessee.
        LeaseToSelf,
        /// The lessor has 16 leases out, those included that end with this epoch. Wait until one has ended.
        TooManyLeasesOut,
        /// The lessee has 16 leases in, those included that end with this epoch. Wait until one has ended.
        TooManyLeasesIn,
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Stake VVV to be granted DIEM from the next epoch on.
        ///
        /// The VVV stays in the account, on hold. In sum at least `parameters.minStake` must be at stake.
        ///
        /// - Origin: signed by the staker.
        /// - Errors: [`Error::ZeroAmount`], [`Error::BelowMinimumStake`], and `Token.FundsUnavailable` where the account's
        ///   free balance, less the existential deposit, does not cover the amount.
        /// - Event: [`Event::Staked`].
        /// - Cost: by the chunks that are unlocking, and more on the account's first touch in an epoch: what is not needed of the worst is
        ///   given back.
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::stake(T::MaxUnlockingChunks::get())
            .saturating_add(Pallet::<T>::max_touch_weight(1)))]
        pub fn stake(origin: OriginFor<T>, #[pallet::compact] amount: Balance) -> DispatchResultWithPostInfo {
            let who = ensure_signed(origin)?;
            let stake = Self::stake_of(&who);
            let cost = T::WeightInfo::stake(stake.chunks()).saturating_add(Self::touch_weight(&who));
            charged(cost, Self::do_stake(&who, stake, amount))
        }

        /// Unstake VVV. It weighs until the end of this epoch, stays on hold for `parameters.unbondingEpochs` epochs, and
        /// is free after a `withdraw`.
        ///
        /// All that is staked and not lent to others in the next epoch may be unstaked at any time; a remainder must not be below
        /// the minimum stake. VVV that has matured is released by the way.
        ///
        /// - Origin: signed by the staker.
        /// - Errors: [`Error::ZeroAmount`], [`Error::InsufficientStake`], [`Error::RemainderBelowMinimum`],
        ///   [`Error::TooManyUnlockingChunks`], [`Error::WeightLeasedOut`].
        /// - Events: [`Event::Unstaked`]; before it [`Event::Withdrawn`] where something had matured.
        /// - Cost: by the chunks that are unlocking, and more where something is released and on the account's first touch in an epoch:
        ///   what is not needed of the worst is given back.
        #[pallet::call_index(1)]
        #[pallet::weight(T::WeightInfo::unstake(T::MaxUnlockingChunks::get())
            .saturating_add(T::WeightInfo::release())
            .saturating_add(Pallet::<T>::max_touch_weight(1)))]
        pub fn unstake(
            origin: OriginFor<T>,
            #[pallet::compact] amount: Balance,
        ) -> DispatchResultWithPostInfo {
            let who = ensure_signed(origin)?;
            let stake = Self::stake_of(&who);
            let cost = Self::unstake_weight(&stake).saturating_add(Self::touch_weight(&who));
            charged(cost, Self::do_unstake(&who, stake, amount))
        }

        /// Stake VVV again that is unlocking. It weighs from the next epoch on; what would mature last is taken first.
        ///
        /// - Origin: signed by the staker.
        /// - Errors: [`Error::ZeroAmount`], [`Error::NotUnlocking`], [`Error::BelowMinimumStake`].
        /// - Event: [`Event::Restaked`].
        /// - Cost: by the chunks that are unlocking, and more on the account's first touch in an epoch: what is not needed of the worst is
        ///   given back.
        #[pallet::call_index(2)]
        #[pallet::weight(T::WeightInfo::restake(T::MaxUnlockingChunks::get())
            .saturating_add(Pallet::<T>::max_touch_weight(1)))]
        pub fn restake(
            origin: OriginFor<T>,
            #[pallet::compact] amount: Balance,
        ) -> DispatchResultWithPostInfo {
            let who = ensure_signed(origin)?;
            let stake = Self::stake_of(&who);
            let cost = T::WeightInfo::restake(stake.chunks()).saturating_add(Self::touch_weight(&who));
            charged(cost, Self::do_restake(&who, stake, amount))
        }

        /// Release the VVV of an account that was unstaked and has matured, and remove its ledger if nothing keeps it. Rewards that
        /// are due keep it, until they are claimed.
        ///
        /// - Origin: signed by anyone.
        /// - Errors: [`Error::NothingToWithdraw`].
        /// - Events: [`Event::Withdrawn`] where something had matured, [`Event::LedgerRemoved`] where nothing is left.
        /// - Cost: by the chunks that are unlocking, and more where something is released and on the account's first touch in an epoch:
        ///   what is not needed of the worst is given back.
        #[pallet::call_index(3)]
        #[pallet::weight(T::WeightInfo::withdraw(T::MaxUnlockingChunks::get())
            .saturating_add(Pallet::<T>::max_touch_weight(1)))]
        pub fn withdraw(origin: OriginFor<T>, who: T::AccountId) -> DispatchResultWithPostInfo {
            ensure_signed(origin)?;
            let stake = Self::stake_of(&who);
            let cost = Self::withdraw_weight(&stake).saturating_add(Self::touch_weight(&who));
            charged(cost, Self::do_withdraw(&who, stake))
        }

        /// Write an account's grant to its ledger. Any other touch does the same: nobody has to claim to use a quota.
        ///
        /// - Origin: signed by anyone.
        /// - Errors: [`Error::NoLedger`], [`Error::AlreadyClaimed`].
        /// - Event: [`Event::QuotaMinted`], for the current epoch, and for the previous one where that was not claimed.
        /// - Cost: that of the account's first touch in an epoch: what is not needed of its worst is given back.
        #[pallet::call_index(4)]
        #[pallet::weight(T::WeightInfo::claim_quota(MOST_LEASES))]
        pub fn claim_quota(origin: OriginFor<T>, who: T::AccountId) -> DispatchResultWithPostInfo {
            ensure_signed(origin)?;
            let cost = T::WeightInfo::claim_quota(Self::due_touch(&who).ended_leases);
            charged(cost, Self::do_claim_quota(&who))
        }

        /// Issue the VVV that an account's DIEM has earned, to that account, and remove its ledger if nothing else keeps it.
        ///
        /// DIEM that nobody spent earns its epoch's value per DIEM when nothing can be settled into the epoch any more. What is due
        /// stays due; only what was earned in epochs whose records are gone when the account is touched, 365 of them later, has
        /// lapsed.
        ///
        /// - Origin: signed by anyone.
        /// - Errors: [`Error::NoLedger`], [`Error::NoRewards`], and `Token.BelowMinimum` where the account does not exist and less
        ///   than the existential deposit is due: send it VVV first.
        /// - Events: [`Event::RewardsClaimed`]; [`Event::LedgerRemoved`] where nothing is left; [`Event::RewardsLapsed`] where
        ///   something was earned too long ago.
        /// - Cost: constant, and more on the account's first touch in an epoch, a read for each of its leases that ended: what is not needed of
        ///   that is given back.
        #[pallet::call_index(5)]
        #[pallet::weight(T::WeightInfo::claim_rewards().saturating_add(Pallet::<T>::max_touch_weight(1)))]
        pub fn claim_rewards(origin: OriginFor<T>, who: T::AccountId) -> DispatchResultWithPostInfo {
            ensure_signed(origin)?;
            let cost = T::WeightInfo::claim_rewards().saturating_add(Self::touch_weight(&who));
            charged(cost, Self::do_claim_rewards(&who))
        }

        /// Send DIEM of the current epoch out of the free pool to an account that has a ledger.
        ///
        /// `parameters.transfer` rules it: a minimum amount, a fee that is burnt out of the amount, the part of the grant that
        /// may leave the account in one epoch, and to whom. Sales obey the same rules.
        ///
        /// - Origin: signed by the sender.
        /// - Errors: [`Error::ZeroAmount`], [`Error::TransferToSelf`], [`Error::TransfersDisabled`],
        ///   [`Error::BelowTransferMinimum`], [`Error::NothingAfterFee`], [`Error::RecipientNotAllowed`], [`Error::NoLedger`],
        ///   [`Error::RecipientHasNoLedger`], [`Error::InsufficientQuota`], [`Error::AboveTransferShare`].
        /// - Event: [`Event::QuotaTransferred`].
        /// - Cost: constant, and more on either account's first touch in an epoch: what is not needed of that is given back.
        #[pallet::call_index(6)]
        #[pallet::weight(T::WeightInfo::transfer_quota().saturating_add(Pallet::<T>::max_touch_weight(2)))]
        pub fn transfer_quota(
            origin: OriginFor<T>,
            to: T::AccountId,
            #[pallet::compact] amount: Diem,
        ) -> DispatchResultWithPostInfo {
            let from = ensure_signed(origin)?;
            let touches = Self::due_touch(&from).and(Self::due_touch(&to));
            let cost = T::WeightInfo::transfer_quota().saturating_add(Self::weight_of_touches(touches));
            charged(cost, Self::do_transfer_quota(&from, &to, amount))
        }

        /// Set how long the epochs last that open from now on. The current one ends when it was to end.
        ///
        /// - Origin: `ManageOrigin` (governance).
        /// - Errors: [`Error::DurationOutOfBounds`].
        /// - Event: [`Event::EpochDurationSet`].
        /// - Cost: one write.
        #[pallet::call_index(7)]
        #[pallet::weight(T::WeightInfo::set_epoch_duration())]
        pub fn set_epoch_duration(origin: OriginFor<T>, duration_ms: Moment) -> DispatchResult {
            T::ManageOrigin::ensure_origin(origin)?;
            Self::do_set_epoch_duration(duration_ms)
        }

        /// Set the rules of staking. `maxDiemPerVvv` and `emission` count from the next roll on, everything else at once.
        ///
        /// - Origin: `ManageOrigin` (governance).
        /// - Errors: [`Error::ParametersOutOfBounds`].
        /// - Event: [`Event::ParametersSet`].
        /// - Cost: one write.
        #[pallet::call_index(8)]
        #[pallet::weight(T::WeightInfo::set_parameters())]
        pub fn set_parameters(
            origin: OriginFor<T>,
            parameters: StakingParameters<T::AccountId>,
        ) -> DispatchResult {
            T::ManageOrigin::ensure_origin(origin)?;
            Self::do_set_parameters(parameters)
        }
    }

    #[pallet::view_functions]
    impl<T: Config> Pallet<T> {
        /// The epoch that is open.
        pub fn epoch_info() -> EpochInfo {
            view::epoch_info::<T>()
        }

        /// An account's stake and quota, as the next touch would find them.
        #[allow(
            clippy::needless_pass_by_value,
            reason = "a view function decodes its arguments and owns them"
        )]
        pub fn account_info(who: T::AccountId) -> AccountInfo {
            view::account_info::<T>(&who)
        }

        /// The records of `count` epochs from `from` on, as far as they are kept.
        pub fn history(from: EpochIndex, count: u32) -> Vec<EpochRecord> {
            view::history::<T>(from, count)
        }
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn on_initialize(_n: BlockNumberFor<T>) -> Weight {
            Self::roll_if_over()
        }

        fn integrity_test() {
            assert!(
                T::HistoryDepth::get() >= 2,
                "the previous epoch is settled by its record: keep two at least"
            );
            assert!(T::MaxUnlockingChunks::get() >= 1, "whoever unstakes has a chunk");
        }

        #[cfg(feature = "try-runtime")]
        fn try_state(_n: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
            Self::do_try_state()
        }
    }
}
