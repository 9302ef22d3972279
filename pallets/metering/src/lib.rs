//! # Metering
//!
//! Models, providers, budgets, and the inference receipts that debit them.
//!
//! ## Goals
//!
//! - **A provider is paid by rules.** What a receipt costs follows from a rate card and a multiplier that were known before the
//!   epoch began, and what a provider settles is bounded by what it pledged behind a bond.
//! - **A budget holds.** No receipt takes more from an account than the budget that its owner opened, by the terms of
//!   the epoch that the receipt names.
//! - **One bad receipt harms no other.** It is rejected with its reason; the rest of its batch settles.
//! - **Consent can be signed.** A budget that consents by voucher pays what its delegate signed for one provider, and
//!   nothing twice.
//! - **A provider answers for what it settled.** It signs receipts for its consumer off chain; where it settles more than it signed, or
//!   one receipt twice, anyone proves that to the chain, and it pays with its bond.
//! - **Cost is per group.** A group of receipts for one budget reads and writes that budget and its owner's ledger once, and state
//!   does not grow by receipts.
//!
//! ## Design
//!
//! What takes effect in the next epoch is kept as an [`EpochSeries`](diem_primitives::EpochSeries): nobody has to visit it
//! when the epoch rolls, and a late receipt finds the terms of its own epoch. What a budget spent is kept for the two epochs that can be
//! settled ([`types::Recent`]), what a provider settled until it can't be disputed any more ([`types::SettledEpochs`]): then it is earned.
//!
//! Quota belongs to another pallet: this one asks the [`QuotaLedger`](diem_primitives::QuotaLedger) of its `Config` to debit a
//! window, and tells it what budgets reserve. In turn it is the [`Capacity`](diem_primitives::Capacity) that grants follow from.
//!
//! A batch is settled in [`Pallet::submit_receipts`]: its shape and its sequence are checked, and fail the call; then each
//! group is priced, filled into the room that budget, quota and capacity leave, and debited as one sum. Of a batch of which something was
//! charged, the root of a Merkle tree over its groups and their outcome is kept while its epoch can be disputed.
//!
//! A dispute brings the groups concerned with their proofs, and, where the provider signed less, the signed receipt
//! ([`Evidence`]). It counts once for a group, and never touches quota.
//!
//! Vouchers are settled in [`Pallet::settle_vouchers`]: what the state says is checked first, then the signature is verified, and only a
//! [`VerifiedVoucher`](diem_primitives::VerifiedVoucher) is debited, by what it is above the mark that its budget keeps.
//!
//! | storage | written by |
//! |---|---|
//! | `Models`, `NextModelId` | `models` |
//! | `Providers`, `TotalCapacity` | `providers`; `settlement` and `refunds` for what was settled, `earnings` for what was earned, `disputes` for what a dispute takes |
//! | `ReceiptKeys` | `keys`; removed with its provider by `providers` |
//! | `Batches` | `batches` |
//! | `Listings` | `listings`; removed with its provider by `providers` |
//! | `Budgets`, `NextBudgetId` | `budgets`, and `settlement` and `refunds` for what was spent |
//! | `Parameters` | `parameters` |

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub use genesis::{GenesisModel, GenesisProvider};
pub use pallet::*;
pub use types::{BatchRecord, Budget, Listing, Metadata, MeteringParameters, Model, Provider};
pub use weights::WeightInfo;

mod batches;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::{BenchmarkHelper, SignatureKind};
mod budgets;
mod capacity;
mod disputes;
mod earnings;
mod genesis;
mod keys;
mod listings;
#[cfg(test)]
mod mock;
mod models;
mod parameters;
mod providers;
mod quotes;
mod refunds;
mod settlement;
#[cfg(test)]
mod tests;
mod try_state;
pub mod types;
mod view;
pub mod weights;

#[allow(unused_qualifications, reason = "the pallet macro looks for its attributes by their full names")]
#[frame_support::pallet]
pub mod pallet {
    use crate::{
        genesis::{GenesisModel, GenesisProvider},
        types::{self, BatchRecord, Budget, Listing, Metadata, MeteringParameters, Model, Provider},
        WeightInfo,
    };
    use alloc::{boxed::Box, vec::Vec};
    use diem_primitives::{
        api::{BudgetInfo, Denial, ModelInfo, ProviderInfo, QuoteAt, QuoteError},
        charged,
        pricing::Prices,
        Balance, Batch, BudgetId, BudgetTerms, Diem, Emission, EpochClock, EpochIndex, EpochSeries, Evidence,
        LazyLedger, ModelId, ModelKind, ModelName, Multiplier, QuotaLedger, Rejection, Sequence, Usage,
        VoucherRejection, Vouchers,
    };
    use frame_support::{
        pallet_prelude::*,
        traits::fungible::{Inspect, MutateHold},
    };
    use frame_system::pallet_prelude::*;
    use sp_runtime::{
        traits::{IdentifyAccount, Verify},
        Percent,
    };

    const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    #[pallet::config]
    pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
        /// VVV: holds bonds and deposits.
        type Currency: Inspect<Self::AccountId, Balance = Balance>
            + MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;

        /// The reasons for which VVV is on hold.
        type RuntimeHoldReason: From<HoldReason>;

        /// The quota that budgets spend, and the clock of epochs.
        type Quota: QuotaLedger<Self::AccountId>;

        /// The VVV that settled DIEM earns.
        type Emission: Emission<Self::AccountId>;

        /// What accounts sign with off chain: providers their receipts, delegates their vouchers.
        type Signature: Verify<Signer: IdentifyAccount<AccountId = Self::AccountId>>
            + Parameter
            + MaxEncodedLen;

        /// Who may set the parameters.
        type ManageOrigin: EnsureOrigin<Self::RuntimeOrigin>;

        /// Epochs after an epoch for which what was settled into it can be disputed: so long the bond behind its pledge stays on hold, and
        /// what was earned in it is not final. At most seven.
        #[pallet::constant]
        type DisputeEpochs: Get<u32>;

        /// The most models on a provider's list.
        #[pallet::constant]
        type MaxModelsPerProvider: Get<u32>;

        /// What the calls cost.
        type WeightInfo: WeightInfo;

        /// Does for benchmarks what the other types can't.
        #[cfg(feature = "runtime-benchmarks")]
        type BenchmarkHelper: crate::BenchmarkHelper<Self::AccountId, Self::Signature>;
    }

    /// Why VVV is on hold.
    #[pallet::composite_enum]
    pub enum HoldReason {
        /// A provider's pledge.
        Bond,
        /// A model's record.
        ModelDeposit,
        /// A budget's record.
        BudgetDeposit,
    }

    /// The rules that governance sets.
    #[pallet::storage]
    pub type Parameters<T: Config> = StorageValue<_, MeteringParameters, ValueQuery>;

    /// The models.
    #[pallet::storage]
    pub type Models<T: Config> = StorageMap<_, Twox64Concat, ModelId, Model<T::AccountId>>;

    /// The number of the next model. None is used twice.
    #[pallet::storage]
    pub type NextModelId<T: Config> = StorageValue<_, ModelId, ValueQuery>;

    /// The providers.
    #[pallet::storage]
    pub type Providers<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Provider>;

    /// The keys that sign the receipts of providers.
    #[pallet::storage]
    pub type ReceiptKeys<T: Config> =
        StorageMap<_, Blake2_128Concat, T::AccountId, types::ReceiptKeys<T::AccountId>>;

    /// The batches of a provider of which something was charged, until they can't be disputed any more; expired ones are removed as
    /// new ones come.
    #[pallet::storage]
    pub type Batches<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Twox64Concat, Sequence, BatchRecord>;

    /// DIEM that all providers pledged per epoch.
    #[pallet::storage]
    pub type TotalCapacity<T: Config> = StorageValue<_, EpochSeries<Diem>, ValueQuery>;

    /// The models on a provider's list, those included that it does not serve any more.
    #[pallet::storage]
    pub type Listings<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Twox64Concat, ModelId, EpochSeries<Listing>>;

    /// The budgets of an owner.
    #[pallet::storage]
    pub type Budgets<T: Config> = StorageDoubleMap<
        _,
        Blake2_128Concat,
        T::AccountId,
        Twox64Concat,
        BudgetId,
        Budget<T::AccountId, BlockNumberFor<T>>,
    >;

    /// The number of an owner's next budget. None is used twice, so it stays when the last budget is removed: one number per
    /// account that has ever had a deposit on hold here.
    #[pallet::storage]
    pub type NextBudgetId<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, BudgetId, ValueQuery>;

    #[pallet::genesis_config]
    #[derive(frame_support::DefaultNoBound)]
    pub struct GenesisConfig<T: Config> {
        /// The rules.
        pub parameters: MeteringParameters,
        /// The models, numbered from zero. No deposit is held for them.
        pub models: Vec<GenesisModel<T::AccountId>>,
        /// The providers. Their pledges and listings count from epoch 1 on, and their bonds are held.
        pub providers: Vec<GenesisProvider<T::AccountId>>,
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            Pallet::<T>::build_genesis(&self.parameters, &self.models, &self.providers);
        }
    }

    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// `provider` pledged `capacity` per epoch, from the next one on, behind a `bond` in VVV.
        ProviderRegistered { provider: T::AccountId, capacity: Diem, bond: Balance },
        /// `provider` pledges `capacity` from the next epoch on; `bond` is all that it has on hold.
        CapacitySet { provider: T::AccountId, capacity: Diem, bond: Balance },
        /// `provider` pledges nothing from the next epoch on, and its bond comes free in epoch `bond_free_at`.
        ProviderLeaving { provider: T::AccountId, bond_free_at: EpochIndex },
        /// `amount` of the bond of `provider` came free.
        BondWithdrawn { provider: T::AccountId, amount: Balance },
        /// `provider` has left: its record, its list and its sequence are gone.
        ProviderRemoved { provider: T::AccountId },
        /// `provider` serves `model` at `multiplier` from the next epoch on.
        ModelServed { provider: T::AccountId, model: ModelId, multiplier: Multiplier },
        /// `provider` does not serve `model` from the next epoch on.
        ModelStopped { provider: T::AccountId, model: ModelId },
        /// `model`, which was not served any more, left the list of `provider`.
        ListingRemoved { provider: T::AccountId, model: ModelId },
        /// `model` was registered, and `curator` sets its prices.
        ModelRegistered { model: ModelId, curator: T::AccountId },
        /// `model` has the prices of a new rate card from epoch `effective_at` on.
        RateCardSet { model: ModelId, effective_at: EpochIndex },
        /// `curator` sets the prices of `model` from now on.
        CuratorSet { model: ModelId, curator: T::AccountId },
        /// `model` can't be served from epoch `retired_at` on.
        ModelRetired { model: ModelId, retired_at: EpochIndex },
        /// `model` is gone, and its deposit is free.
        ModelRemoved { model: ModelId },
        /// `owner` opened a `budget`, of which `share` is carved out of the free pool in the current epoch.
        BudgetOpened {
            owner: T::AccountId,
            budget: BudgetId,
            terms: BudgetTerms<T::AccountId>,
            warn_at: Option<Percent>,
            delegate: Option<T::AccountId>,
            share: Diem,
        },
        /// The budget has `terms` in the current epoch and `next_terms` from the next one on. `topped_up` was added to its share in
        /// the current epoch.
        BudgetUpdated {
            owner: T::AccountId,
            budget: BudgetId,
            terms: BudgetTerms<T::AccountId>,
            next_terms: BudgetTerms<T::AccountId>,
            warn_at: Option<Percent>,
            topped_up: Diem,
        },
        /// `delegate` acts for the budget. What its former one signed settles up to block `former_until`.
        DelegateSet {
            owner: T::AccountId,
            budget: BudgetId,
            delegate: Option<T::AccountId>,
            former_until: Option<BlockNumberFor<T>>,
        },
        /// The budget is paused: work that was done before settles up to block `grace_until`, and nothing does after.
        BudgetPaused { owner: T::AccountId, budget: BudgetId, grace_until: BlockNumberFor<T> },
        /// The budget pays again.
        BudgetResumed { owner: T::AccountId, budget: BudgetId },
        /// The budget pays nothing from epoch `closes_at` on.
        BudgetClosing { owner: T::AccountId, budget: BudgetId, closes_at: EpochIndex },
        /// The budget is gone, and its deposit is free.
        BudgetRemoved { owner: T::AccountId, budget: BudgetId },
        /// `provider` debited `amount` of the quota of `owner` in `epoch`, for as many `receipts` of one group.
        Debited {
            owner: T::AccountId,
            budget: BudgetId,
            provider: T::AccountId,
            epoch: EpochIndex,
            amount: Diem,
            receipts: u32,
        },
        /// `provider` debited `amount` of the quota of `owner` in `epoch` by a voucher. All that was settled by voucher for the budget in
        /// that epoch is the `mark`, below what the voucher says where limit, quota or capacity did not reach further.
        VoucherSettled {
            owner: T::AccountId,
            budget: BudgetId,
            provider: T::AccountId,
            epoch: EpochIndex,
            amount: Diem,
            mark: Diem,
        },
        /// `provider` settled as many `vouchers`, `debited` DIEM in all, and those in `rejections` debited nothing.
        VouchersSettled {
            provider: T::AccountId,
            debited: Diem,
            vouchers: u32,
            rejections: Vec<VoucherRejection>,
        },
        /// `provider` gave back `amount` of what it had debited in `epoch`.
        Refunded {
            owner: T::AccountId,
            budget: BudgetId,
            provider: T::AccountId,
            epoch: EpochIndex,
            amount: Diem,
        },
        /// The budget crossed its warn threshold in `epoch`: `spent` of `limit` are gone.
        BudgetWarning { owner: T::AccountId, budget: BudgetId, epoch: EpochIndex, spent: Diem, limit: Diem },
        /// A batch of `provider` is settled: `receipts` of it were charged, `charged` DIEM in all, and those in `rejections`
        /// were not.
        BatchSettled {
            provider: T::AccountId,
            epoch: EpochIndex,
            sequence: Sequence,
            charged: Diem,
            receipts: u32,
            rejections: Vec<Rejection>,
        },
        /// `key` signs the receipts of `provider` from now on. What `former` signed for this epoch and those before still proves.
        ReceiptKeySet { provider: T::AccountId, key: T::AccountId, former: Option<T::AccountId> },
        /// A dispute was proven: `provider` settled in `group` of its batch `sequence`, for `epoch`, what it should not have. Of its bond
        /// `slashed` planck are gone: `to_reporter` went to who proved it, `to_consumer` to the owner that was charged, the rest is burnt.
        Disputed {
            provider: T::AccountId,
            sequence: Sequence,
            group: u32,
            epoch: EpochIndex,
            reporter: T::AccountId,
            consumer: T::AccountId,
            slashed: Balance,
            to_reporter: Balance,
            to_consumer: Balance,
        },
        /// `provider` settles nothing more, its pledge ends with this epoch, and `forfeited` planck VVV, which it earned in epochs that can
        /// still be disputed, are never issued.
        ProviderSuspended { provider: T::AccountId, forfeited: Balance },
        /// `amount` planck VVV that `provider` earned were issued to it.
        EarningsClaimed { provider: T::AccountId, amount: Balance },
        /// What `provider` earned in `epoch` by the DIEM that it `settled` was not claimed for too long, and is never issued.
        EarningsLapsed { provider: T::AccountId, epoch: EpochIndex, settled: Diem },
        /// `count` roots of batches that can't be disputed any more were removed of `provider`, which is leaving. There may be more: the same
        /// call again goes on.
        BatchRootsCleared { provider: T::AccountId, count: u32 },
        /// Governance set the rules of metering.
        ParametersSet { parameters: MeteringParameters },
    }

    #[pallet::error]
    pub enum Error<T> {
        /// The account is a provider already. Change its pledge with `metering.setCapacity`, or, where it is leaving, wait
        /// until its bond is withdrawn.
        AlreadyRegistered,
        /// The account is no provider. Register it with `metering.registerProvider` first.
        UnknownProvider,
        /// The provider is leaving. It can settle what it served, and register again when its bond is withdrawn.
        ProviderIsLeaving,
        /// That is less than a provider may pledge. The least is `minCapacity` of `metering.parameters`.
        BelowMinimumCapacity,
        /// That is what holds already. There is nothing to do.
        Unchanged,
        /// The bond stays on hold for a while after the pledge has ended. It comes free in the epoch that `diemApi.provider` names as `bondFreeAt`.
        BondNotFree,
        /// All of the bond backs the pledge. Lower the pledge with `metering.setCapacity` to free a part of it.
        NothingToWithdraw,
        /// No model has that number. Look the models up with `diemApi.models`.
        UnknownModel,
        /// The model is retired. Serve another one.
        ModelRetired,
        /// The multiplier is not between 0.25 and 4, which are 2,500 and 40,000 basis points. Choose one in between.
        MultiplierOutOfBounds,
        /// A price or a multiplier moves by at most half of itself per epoch. Go a part of the way now and the rest in
        /// later epochs.
        MovedTooFar,
        /// The list is full. Stop serving a model; `metering.stopServing` again removes it nine epochs after you stop.
        TooManyListings,
        /// The provider does not serve the model, so that it can't stop. Where it did, the listing can be removed nine epochs after it stopped.
        NotServed,
        /// The name is empty or no UTF-8. Give one of 1 to 64 bytes.
        InvalidName,
        /// A rate card needs a price. List at least one dimension.
        NoPrices,
        /// A price is zero. Leave out what is not charged for: it is refused in receipts, never free.
        ZeroPrice,
        /// A dimension has two prices. List each once.
        DuplicatePrice,
        /// The rate card charges for other dimensions than the one before it. Register another model instead.
        DimensionsChanged,
        /// Only the model's curator may do this. `diemApi.model` names it.
        NotCurator,
        /// It may still be needed to settle late receipts. A budget can be removed in the epoch after its `closesAt`, a model in the second epoch
        /// after its `retiredAt`: `diemApi.budget` and `diemApi.model` name these.
        NotRemovableYet,
        /// The account has no budget of that number. Look its budgets up with `diemApi.budgets`.
        UnknownBudget,
        /// The amount is zero. Give one above it.
        ZeroAmount,
        /// The expiry is not after the current epoch. Name a later epoch, or none, or close the budget.
        ExpiryInPast,
        /// Vouchers are bound to one provider. Name it, or consent by receipts.
        VouchersNeedOneProvider,
        /// A warning at 0 % would come at once and always. Name a part of 1 to 100 %, or none.
        WarningOutOfBounds,
        /// The budget is being closed and takes no new terms. Open another one.
        BudgetIsClosing,
        /// The delegate was replaced less than a grace ago, and what its former one signed still settles. Try again when that is over.
        DelegateRecentlyReplaced,
        /// The budget is paused already. There is nothing to do.
        AlreadyPaused,
        /// The budget is not paused. There is nothing to do.
        NotPaused,
        /// Only the owner may close a budget that has not expired. Wait for its expiry.
        NotOwner,
        /// The batch has no group. Submit at least one.
        EmptyBatch,
        /// A group of the batch has no receipt. Leave it out.
        EmptyGroup,
        /// The batch has more than 1,000 receipts. Split it, each part with a sequence number of its own.
        TooManyReceipts,
        /// A batch of that sequence number is settled. If it was this one, all is done: go on with `nextSequence` of
        /// `diemApi.provider`.
        SequenceAlreadySettled,
        /// A batch before this one is missing. Submit the one with `nextSequence` of `diemApi.provider` first.
        SequenceGap,
        /// There is no voucher. Submit at least one.
        EmptyVouchers,
        /// The epoch is neither the current nor the previous one. What was debited in it stays.
        EpochNotSettleable,
        /// The budget spent less than that in the epoch. Give back at most what `diemApi.budget` names as `spent` or `previousSpent`.
        RefundExceedsSpent,
        /// The provider settled less than that into the epoch. Give back at most what `diemApi.provider` names as `settled` or
        /// `previousSettled`.
        RefundExceedsSettled,
        /// A dispute was proven against the provider. It settles nothing more, and can only leave: `metering.withdrawBond` frees what is left of
        /// its bond in the epoch that `diemApi.provider` names as `bondFreeAt`.
        ProviderSuspended,
        /// The receipt key was replaced so recently that what the one before it signed can still be disputed. Try again when
        /// `disputeEpochs` epochs after that one are over.
        ReceiptKeyRecentlyReplaced,
        /// The provider has submitted as many batches for that epoch as it may: `maxBatchesPerEpoch` of `metering.parameters`. Put
        /// more receipts into each batch.
        TooManyBatches,
        /// Nothing is kept of that batch: it was not settled, nothing of it was charged, or it can't be disputed any more.
        UnknownBatch,
        /// The batch can't be disputed any more: that ends `disputeEpochs` epochs after the epoch that it was charged to.
        DisputeTooLate,
        /// A dispute was proven for that group already, and counts once.
        AlreadyDisputed,
        /// The group is not at that place of the batch, or is not what was settled there. Rebuild all groups from the extrinsic and the
        /// events of the batch, and make the proof anew.
        InvalidProof,
        /// The group has no receipt at that place. Places are counted from zero.
        NoSuchReceipt,
        /// The receipt was rejected, so that nothing was charged for it. There is nothing to dispute.
        ReceiptRejected,
        /// The provider did not sign that: no receipt key of it, of now or of that epoch, made the signature, or not for this chain.
        ReceiptNotSigned,
        /// The two receipts are not of the same owner, budget, epoch and id. Nothing follows from one for the other.
        DifferentWork,
        /// The receipt was settled for the model that was signed, and for no more units. There is nothing to dispute.
        NotOvercharged,
        /// The receipt that is said to repeat another one was not settled after it. Name the later one as the group that is disputed.
        NotSettledBefore,
        /// Nothing is earned yet: what was settled into an epoch is earned when that can't be disputed any more.
        NothingToClaim,
        /// A parameter is out of bounds. The bounds are in the documentation of `MeteringParameters`.
        ParametersOutOfBounds,
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Become a provider that pledges to serve `capacity` DIEM per epoch, from the next one on.
        ///
        /// - Origin: signed, by the provider.
        /// - Errors: [`Error::AlreadyRegistered`], [`Error::BelowMinimumCapacity`]; `Token.FundsUnavailable` where the bond
        ///   can't be put on hold.
        /// - Event: [`Event::ProviderRegistered`].
        /// - Cost: constant; `bond_per_diem` for each DIEM goes on hold, rounded up.
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::register_provider())]
        pub fn register_provider(origin: OriginFor<T>, capacity: Diem, metadata: Metadata) -> DispatchResult {
            let provider = ensure_signed(origin)?;
            Self::do_register_provider(provider, capacity, metadata)
        }

        /// Change the pledge, from the next epoch on. Where it needs more bond, that goes on hold at once; where it needs less,
        /// the excess comes free `DisputeEpochs` + 1 epochs later.
        ///
        /// - Origin: signed, by the provider.
        /// - Errors: [`Error::UnknownProvider`], [`Error::ProviderSuspended`], [`Error::ProviderIsLeaving`],
        ///   [`Error::BelowMinimumCapacity`], [`Error::Unchanged`]; `Token.FundsUnavailable` where the bond can't be put on hold.
        /// - Event: [`Event::CapacitySet`].
        /// - Cost: constant.
        #[pallet::call_index(1)]
        #[pallet::weight(T::WeightInfo::set_capacity())]
        pub fn set_capacity(origin: OriginFor<T>, capacity: Diem) -> DispatchResult {
            let provider = ensure_signed(origin)?;
            Self::do_set_capacity(provider, capacity)
        }

        /// Set the key that signs the provider's receipts, or replace it. What the former one signed for this epoch and those before
        /// proves for as long as that can be disputed, and so long there is no other replacement.
        ///
        /// - Origin: signed, by a provider.
        /// - Errors: [`Error::UnknownProvider`], [`Error::ProviderSuspended`], [`Error::Unchanged`],
        ///   [`Error::ReceiptKeyRecentlyReplaced`].
        /// - Event: [`Event::ReceiptKeySet`].
        /// - Cost: constant.
        #[pallet::call_index(2)]
        #[pallet::weight(T::WeightInfo::set_receipt_key())]
        pub fn set_receipt_key(origin: OriginFor<T>, key: T::AccountId) -> DispatchResult {
            let provider = ensure_signed(origin)?;
            Self::do_set_receipt_key(provider, key)
        }

        /// Stop being a provider: nothing is pledged from the next epoch on. What was served before can still be settled, and
        /// the bond comes free `DisputeEpochs` + 1 epochs later.
        ///
        /// - Origin: signed, by the provider.
        /// - Errors: [`Error::UnknownProvider`], [`Error::ProviderIsLeaving`].
        /// - Event: [`Event::ProviderLeaving`].
        /// - Cost: constant.
        #[pallet::call_index(3)]
        #[pallet::weight(T::WeightInfo::deregister_provider())]
        pub fn deregister_provider(origin: OriginFor<T>) -> DispatchResult {
            let provider = ensure_signed(origin)?;
            Self::do_deregister_provider(provider)
        }

        /// Free what of a provider's bond backs no pledge any more. Where the provider is leaving or suspended that is all of it, what it has
        /// earned is issued to it, and its record goes; while roots of its batches are left, the call removes up to 200 of them instead.
        ///
        /// - Origin: signed, by anyone; the VVV goes to the provider.
        /// - Errors: [`Error::UnknownProvider`], [`Error::NothingToWithdraw`], [`Error::BondNotFree`].
        /// - Event: [`Event::BondWithdrawn`]; where the provider goes also [`Event::EarningsClaimed`] if it had earned anything, and
        ///   [`Event::ProviderRemoved`]; or only [`Event::BatchRootsCleared`] where the call is to be made again.
        /// - Cost: constant where the provider stays; else grows with the models on its list, the roots that are removed, and the epochs that
        ///   it is paid for. What was not needed is given back.
        #[pallet::call_index(4)]
        #[pallet::weight(Pallet::<T>::max_withdrawal_weight())]
        pub fn withdraw_bond(origin: OriginFor<T>, provider: T::AccountId) -> DispatchResultWithPostInfo {
            ensure_signed(origin)?;
            Self::do_withdraw_bond(provider)
        }

        /// Serve a model from the next epoch on, at `multiplier` basis points of its rate card (10,000 is 1.0), or change that
        /// multiplier. It moves by at most half of the current epoch's, also when the model was not served meanwhile.
        ///
        /// - Origin: signed, by a provider.
        /// - Errors: [`Error::UnknownProvider`], [`Error::ProviderSuspended`], [`Error::ProviderIsLeaving`],
        ///   [`Error::MultiplierOutOfBounds`], [`Error::UnknownModel`], [`Error::ModelRetired`], [`Error::MovedTooFar`],
        ///   [`Error::TooManyListings`].
        /// - Event: [`Event::ModelServed`].
        /// - Cost: constant.
        #[pallet::call_index(5)]
        #[pallet::weight(T::WeightInfo::serve_model())]
        pub fn serve_model(origin: OriginFor<T>, model: ModelId, multiplier: Multiplier) -> DispatchResult {
            let provider = ensure_signed(origin)?;
            Self::do_serve_model(provider, model, multiplier)
        }

        /// Stop serving a model from the next epoch on. Its place on the list stays taken, so that serving it again can't be used to
        /// jump in price; the same call nine epochs later, or when the model is removed, frees it.
        ///
        /// - Origin: signed, by a provider.
        /// - Errors: [`Error::UnknownProvider`], [`Error::ProviderSuspended`], [`Error::NotServed`].
        /// - Event: [`Event::ModelStopped`], or [`Event::ListingRemoved`].
        /// - Cost: constant.
        #[pallet::call_index(6)]
        #[pallet::weight(T::WeightInfo::stop_serving())]
        pub fn stop_serving(origin: OriginFor<T>, model: ModelId) -> DispatchResult {
            let provider = ensure_signed(origin)?;
            Self::do_stop_serving(provider, model)
        }

        /// Register a model with its rate card, and become its curator.
        ///
        /// - Origin: signed, by anyone.
        /// - Errors: [`Error::InvalidName`], [`Error::NoPrices`], [`Error::ZeroPrice`], [`Error::DuplicatePrice`];
        ///   `Token.FundsUnavailable` where the deposit can't be put on hold.
        /// - Event: [`Event::ModelRegistered`].
        /// - Cost: constant; `model_deposit` goes on hold until the model is removed.
        #[pallet::call_index(7)]
        #[pallet::weight(T::WeightInfo::register_model())]
        pub fn register_model(
            origin: OriginFor<T>,
            name: ModelName,
            kind: ModelKind,
            prices: Prices,
        ) -> DispatchResult {
            let curator = ensure_signed(origin)?;
            Self::do_register_model(curator, name, kind, prices)
        }

        /// Set the prices of a model from the next epoch on. They are for the same dimensions, and each moves by at most half of
        /// what it is in the current epoch.
        ///
        /// - Origin: signed, by the curator.
        /// - Errors: [`Error::UnknownModel`], [`Error::NotCurator`], [`Error::ModelRetired`], [`Error::NoPrices`],
        ///   [`Error::ZeroPrice`], [`Error::DuplicatePrice`], [`Error::DimensionsChanged`], [`Error::MovedTooFar`].
        /// - Event: [`Event::RateCardSet`].
        /// - Cost: constant.
        #[pallet::call_index(8)]
        #[pallet::weight(T::WeightInfo::set_rate_card())]
        pub fn set_rate_card(origin: OriginFor<T>, model: ModelId, prices: Prices) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_set_rate_card(&who, model, prices)
        }

        /// Hand a model on to another curator. The deposit stays with who paid it.
        ///
        /// - Origin: signed, by the curator.
        /// - Errors: [`Error::UnknownModel`], [`Error::NotCurator`], [`Error::Unchanged`].
        /// - Event: [`Event::CuratorSet`].
        /// - Cost: constant.
        #[pallet::call_index(9)]
        #[pallet::weight(T::WeightInfo::set_curator())]
        pub fn set_curator(origin: OriginFor<T>, model: ModelId, curator: T::AccountId) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_set_curator(&who, model, curator)
        }

        /// Retire a model from the next epoch on. The same call two epochs after that, by anyone, removes it and frees its deposit.
        ///
        /// - Origin: signed, by the curator; to remove it, by anyone.
        /// - Errors: [`Error::UnknownModel`], [`Error::NotCurator`], [`Error::NotRemovableYet`].
        /// - Event: [`Event::ModelRetired`], or [`Event::ModelRemoved`].
        /// - Cost: constant.
        #[pallet::call_index(10)]
        #[pallet::weight(T::WeightInfo::retire_model())]
        pub fn retire_model(origin: OriginFor<T>, model: ModelId) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_retire_model(&who, model)
        }

        /// Open a budget. It pays from now on; where it is reserved, as much of its limit as the free pool holds is carved out for
        /// the current epoch.
        ///
        /// - Origin: signed, by the owner of the quota.
        /// - Errors: [`Error::ZeroAmount`], [`Error::ExpiryInPast`], [`Error::VouchersNeedOneProvider`],
        ///   [`Error::WarningOutOfBounds`]; `Token.FundsUnavailable` where the deposit can't be put on hold.
        /// - Event: [`Event::BudgetOpened`].
        /// - Cost: constant, and more on the owner's first touch in an epoch; `budget_deposit` goes on hold until the budget is removed.
        #[pallet::call_index(11)]
        #[pallet::weight(T::WeightInfo::open_budget().saturating_add(T::Quota::max_touch_weight(1)))]
        pub fn open_budget(
            origin: OriginFor<T>,
            terms: BudgetTerms<T::AccountId>,
            warn_at: Option<Percent>,
            delegate: Option<T::AccountId>,
        ) -> DispatchResultWithPostInfo {
            let owner = ensure_signed(origin)?;
            let cost = T::WeightInfo::open_budget().saturating_add(T::Quota::touch_weight(&owner));
            charged(cost, Self::do_open_budget(owner, terms, warn_at, delegate))
        }

        /// Give a budget new terms. A higher limit and a later expiry act at once, everything else from the next epoch on.
        /// Where the budget is reserved and stays so, the same or a higher limit tops its share up from the free pool.
        ///
        /// - Origin: signed, by the owner.
        /// - Errors: [`Error::UnknownBudget`], [`Error::BudgetIsClosing`], [`Error::ZeroAmount`], [`Error::ExpiryInPast`],
        ///   [`Error::VouchersNeedOneProvider`], [`Error::WarningOutOfBounds`].
        /// - Event: [`Event::BudgetUpdated`].
        /// - Cost: constant, and more on the owner's first touch in an epoch: what is not needed of that is given back.
        #[pallet::call_index(12)]
        #[pallet::weight(T::WeightInfo::update_budget().saturating_add(T::Quota::max_touch_weight(1)))]
        pub fn update_budget(
            origin: OriginFor<T>,
            budget: BudgetId,
            terms: BudgetTerms<T::AccountId>,
            warn_at: Option<Percent>,
        ) -> DispatchResultWithPostInfo {
            let owner = ensure_signed(origin)?;
            let cost = T::WeightInfo::update_budget().saturating_add(T::Quota::touch_weight(&owner));
            charged(cost, Self::do_update_budget(owner, budget, terms, warn_at))
        }

        /// Set or replace the key that acts for a budget. What the former one signed settles for a grace.
        ///
        /// - Origin: signed, by the owner.
        /// - Errors: [`Error::UnknownBudget`], [`Error::Unchanged`], [`Error::DelegateRecentlyReplaced`].
        /// - Event: [`Event::DelegateSet`].
        /// - Cost: constant.
        #[pallet::call_index(13)]
        #[pallet::weight(T::WeightInfo::set_delegate())]
        pub fn set_delegate(
            origin: OriginFor<T>,
            budget: BudgetId,
            delegate: Option<T::AccountId>,
        ) -> DispatchResult {
            let owner = ensure_signed(origin)?;
            Self::do_set_delegate(owner, budget, delegate)
        }

        /// Stop a budget in an emergency. Work that was done before settles for a grace, and nothing does after.
        ///
        /// - Origin: signed, by the owner.
        /// - Errors: [`Error::UnknownBudget`], [`Error::AlreadyPaused`].
        /// - Event: [`Event::BudgetPaused`].
        /// - Cost: constant.
        #[pallet::call_index(14)]
        #[pallet::weight(T::WeightInfo::pause_budget())]
        pub fn pause_budget(origin: OriginFor<T>, budget: BudgetId) -> DispatchResult {
            let owner = ensure_signed(origin)?;
            Self::do_pause_budget(owner, budget)
        }

        /// Let a paused budget pay again.
        ///
        /// - Origin: signed, by the owner.
        /// - Errors: [`Error::UnknownBudget`], [`Error::NotPaused`].
        /// - Event: [`Event::BudgetResumed`].
        /// - Cost: constant.
        #[pallet::call_index(15)]
        #[pallet::weight(T::WeightInfo::resume_budget())]
        pub fn resume_budget(origin: OriginFor<T>, budget: BudgetId) -> DispatchResult {
            let owner = ensure_signed(origin)?;
            Self::do_resume_budget(owner, budget)
        }

        /// Close a budget from the next epoch on. The same call an epoch after that, by anyone, removes it and frees its deposit.
        ///
        /// - Origin: signed, by the owner; by anyone where the budget has expired, or to remove it.
        /// - Errors: [`Error::UnknownBudget`], [`Error::NotOwner`], [`Error::NotRemovableYet`].
        /// - Event: [`Event::BudgetClosing`], or [`Event::BudgetRemoved`].
        /// - Cost: constant, and more on the owner's first touch in an epoch: what is not needed of that is given back.
        #[pallet::call_index(16)]
        #[pallet::weight(T::WeightInfo::close_budget().saturating_add(T::Quota::max_touch_weight(1)))]
        pub fn close_budget(
            origin: OriginFor<T>,
            owner: T::AccountId,
            budget: BudgetId,
        ) -> DispatchResultWithPostInfo {
            let who = ensure_signed(origin)?;
            let cost = T::WeightInfo::close_budget().saturating_add(T::Quota::touch_weight(&owner));
            charged(cost, Self::do_close_budget(&who, owner, budget))
        }

        /// Settle inference receipts into the epoch that the batch names, the current or the previous one. A receipt that can't be charged is
        /// rejected with its reason and takes no other with it; the sequence number is used up even where all were.
        ///
        /// - Origin: signed, by a provider.
        /// - Errors: [`Error::UnknownProvider`], [`Error::ProviderSuspended`], [`Error::EmptyBatch`], [`Error::EmptyGroup`],
        ///   [`Error::TooManyReceipts`], [`Error::SequenceAlreadySettled`], [`Error::SequenceGap`], [`Error::TooManyBatches`].
        /// - Event: one [`Event::Debited`] for each group of which something was charged, [`Event::BudgetWarning`] where that crossed a threshold,
        ///   and one [`Event::BatchSettled`].
        /// - Cost: a budget and a ledger for each group, a rate card and a listing for each model, and a little for each receipt; more for each
        ///   ledger that nobody touched in this epoch before; once the root of the batch, up to two roots that have expired, and the earnings
        ///   of epochs that became final. What was not needed is given back.
        #[pallet::call_index(17)]
        #[pallet::weight(Pallet::<T>::weight_of(batch))]
        pub fn submit_receipts(
            origin: OriginFor<T>,
            batch: Batch<T::AccountId>,
        ) -> DispatchResultWithPostInfo {
            let provider = ensure_signed(origin)?;
            Self::do_submit_receipts(provider, batch)
        }

        /// Settle vouchers: debit what each is above the mark of what was settled for its budget in its epoch, as far as limit, quota and
        /// capacity reach. The mark moves by what was debited, so a voucher that is larger can be brought again, and one that was settled changes
        /// nothing. A voucher of which nothing can be debited is rejected with its reason and takes no other with it.
        ///
        /// - Origin: signed, by a provider.
        /// - Errors: [`Error::UnknownProvider`], [`Error::ProviderSuspended`], [`Error::EmptyVouchers`].
        /// - Event: one [`Event::VoucherSettled`] for each voucher of which something was debited, [`Event::BudgetWarning`] where that crossed a
        ///   threshold, and one [`Event::VouchersSettled`].
        /// - Cost: a signature, a budget and a ledger for each voucher. What was not needed, because vouchers were rejected, is given
        ///   back.
        #[pallet::call_index(18)]
        #[pallet::weight(Pallet::<T>::weight_of_vouchers(vouchers))]
        pub fn settle_vouchers(
            origin: OriginFor<T>,
            vouchers: Vouchers<T::AccountId, T::Signature>,
        ) -> DispatchResultWithPostInfo {
            let provider = ensure_signed(origin)?;
            Self::do_settle_vouchers(provider, vouchers)
        }

        /// Give back what a failed inference cost, while its epoch can be settled: the budget can spend it again, and the provider has
        /// settled that much less. The mark of vouchers stays where it is, so that no voucher is settled again.
        ///
        /// - Origin: signed, by a provider.
        /// - Errors: [`Error::UnknownProvider`], [`Error::ProviderSuspended`], [`Error::ZeroAmount`],
        ///   [`Error::EpochNotSettleable`], [`Error::UnknownBudget`], [`Error::RefundExceedsSpent`], [`Error::RefundExceedsSettled`].
        /// - Event: [`Event::Refunded`].
        /// - Cost: constant, and more on the owner's first touch in an epoch: what is not needed of that is given back.
        #[pallet::call_index(19)]
        #[pallet::weight(T::WeightInfo::refund()
            .saturating_add(T::Quota::max_touch_weight(1))
            .saturating_add(Pallet::<T>::max_record_weight()))]
        pub fn refund(
            origin: OriginFor<T>,
            owner: T::AccountId,
            budget: BudgetId,
            epoch: EpochIndex,
            amount: Diem,
        ) -> DispatchResultWithPostInfo {
            let provider = ensure_signed(origin)?;
            let cost = T::WeightInfo::refund()
                .saturating_add(T::Quota::touch_weight(&owner))
                .saturating_add(Self::record_weight(epoch, T::Quota::current_epoch()));
            charged(cost, Self::do_refund(provider, owner, budget, epoch, amount))
        }

        /// Prove that a provider settled what it should not have: a receipt for another model or for more units than it signed under that id, or
        /// one id twice for the same owner, budget and epoch. A part of its bond is taken, it is suspended, and what it earned in epochs
        /// that can still be disputed is forfeited. Quota is not touched.
        ///
        /// - Origin: signed, by anyone, who gets a tenth of what is taken. Another tenth at most goes to the owner that was charged.
        /// - Errors: [`Error::UnknownProvider`], [`Error::UnknownBatch`], [`Error::DisputeTooLate`], [`Error::AlreadyDisputed`],
        ///   [`Error::InvalidProof`], [`Error::NoSuchReceipt`], [`Error::ReceiptRejected`], [`Error::ReceiptNotSigned`],
        ///   [`Error::DifferentWork`], [`Error::NotOvercharged`], [`Error::NotSettledBefore`].
        /// - Event: [`Event::Disputed`], and before it [`Event::ProviderSuspended`] the first time.
        /// - Cost: constant, and a little for each receipt and each hash of the evidence.
        #[pallet::call_index(20)]
        #[pallet::weight(Pallet::<T>::weight_of_dispute(evidence))]
        pub fn dispute(
            origin: OriginFor<T>,
            evidence: Box<Evidence<T::AccountId, T::Signature>>,
        ) -> DispatchResult {
            let reporter = ensure_signed(origin)?;
            Self::do_dispute(reporter, *evidence)
        }

        /// Issue to a provider what it has earned: the DIEM that it settled into epochs that can't be disputed any more, at those epochs' values.
        ///
        /// - Origin: signed, by anyone; the VVV goes to the provider.
        /// - Errors: [`Error::UnknownProvider`], [`Error::NothingToClaim`].
        /// - Event: [`Event::EarningsClaimed`], and [`Event::EarningsLapsed`] for each epoch that is no longer in the history.
        /// - Cost: grows with the epochs that became final since the provider was last touched, three at most; what was not needed is given
        ///   back.
        #[pallet::call_index(21)]
        #[pallet::weight(T::WeightInfo::claim_earnings(Pallet::<T>::most_final_epochs()))]
        pub fn claim_earnings(origin: OriginFor<T>, provider: T::AccountId) -> DispatchResultWithPostInfo {
            ensure_signed(origin)?;
            Self::do_claim_earnings(&provider)
        }

        /// Set the rules of metering.
        ///
        /// - Origin: `ManageOrigin` (governance).
        /// - Errors: [`Error::ParametersOutOfBounds`].
        /// - Event: [`Event::ParametersSet`].
        /// - Cost: constant.
        #[pallet::call_index(22)]
        #[pallet::weight(T::WeightInfo::set_parameters())]
        pub fn set_parameters(origin: OriginFor<T>, parameters: MeteringParameters) -> DispatchResult {
            T::ManageOrigin::ensure_origin(origin)?;
            Self::do_set_parameters(parameters)
        }
    }

    #[pallet::view_functions]
    #[allow(clippy::needless_pass_by_value, reason = "the arguments of a view function are decoded values")]
    impl<T: Config> Pallet<T> {
        /// One budget of an owner.
        pub fn budget(owner: T::AccountId, id: BudgetId) -> Option<BudgetInfo<T::AccountId>> {
            Self::view_budget(&owner, id)
        }

        /// All budgets of an owner, in the order of their numbers.
        pub fn budgets(owner: T::AccountId) -> Vec<BudgetInfo<T::AccountId>> {
            Self::view_budgets(&owner)
        }

        /// One provider, with the sequence number of its next batch.
        pub fn provider(who: T::AccountId) -> Option<ProviderInfo<T::AccountId>> {
            Self::view_provider(who)
        }

        /// All providers.
        pub fn providers() -> Vec<ProviderInfo<T::AccountId>> {
            Self::view_providers()
        }

        /// One model.
        pub fn model(id: ModelId) -> Option<ModelInfo<T::AccountId>> {
            Self::view_model(id)
        }

        /// All models, in the order of their numbers.
        pub fn models() -> Vec<ModelInfo<T::AccountId>> {
            Self::view_models()
        }

        /// What a usage costs at a provider.
        pub fn quote(
            provider: T::AccountId,
            model: ModelId,
            usage: Usage,
            at: QuoteAt,
        ) -> Result<Diem, QuoteError> {
            Self::view_quote(&provider, model, &usage, at)
        }

        /// Whether `provider` could debit `amount` of a budget in the current epoch: what is left in all, or what stops it.
        pub fn can_debit(
            owner: T::AccountId,
            budget: BudgetId,
            provider: T::AccountId,
            amount: Diem,
        ) -> Result<Diem, Denial> {
            Self::view_can_debit(&owner, budget, &provider, amount)
        }
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn integrity_test() {
            let kept = types::MAX_SETTLED_EPOCHS;
            assert!(T::DisputeEpochs::get() < kept, "no more than {kept} epochs can be disputed at once");
        }

        #[cfg(feature = "try-runtime")]
        fn try_state(_n: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
            Self::do_try_state()
        }
    }
}
