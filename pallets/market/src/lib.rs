//! # Market
//!
//! Where quota and weight that somebody does not need are to be had for VVV.
//!
//! ## Goals
//!
//! - **A buyer gets what it saw.** An offer's terms never change, a purchase fills all that it names or nothing, and costs at most what
//!   its buyer allowed.
//! - **A seller is paid by the buyer, at once.** The pallet never holds a payment: DIEM or weight and VVV change hands in the same call.
//! - **Nothing needs a sweep.** Offers of quota end with their epoch, and what was not sold is the seller's again without anyone's
//!   doing. A dead offer takes up storage behind its deposit, until anyone clears it.
//! - **No way around the rules of transfers.** A sale of quota is a transfer; whatever holds for those holds here.
//!
//! ## Design
//!
//! An [`Offer`] is for quota or for a lease. Both have their numbers out of one sequence, and a deposit on hold.
//!
//! **Quota** on offer is set aside in the seller's ledger, so that an offer can always be filled as far as the rules allow. A fill is at
//! least the offer's minimum and leaves nothing or at least the minimum: no fill is dust, and none leaves a rest that nobody can buy. A
//! price is above zero: to give quota away there is `transfer_quota`. Prices are for a whole DIEM, and what a fill costs is rounded up. Where
//! transfers have a fee it is burnt out of what is sold: the buyer pays for all of it and receives the rest.
//!
//! **Leases** set nothing aside. Whether the lessor still has the weight shows when the offer is taken. The price is for the whole
//! term, since a lease can't be broken. A price of zero is a gift, which is for one account.
//!
//! Quota belongs to another pallet, and so do leases: this one asks for a [`QuotaTrade`](diem_primitives::QuotaTrade) and for
//! [`WeightLeases`](diem_primitives::WeightLeases).
//!
//! `Offers` and `NextOfferId` are written by `offers`. The invariants are in `try_state`.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub use pallet::*;
pub use types::{Fill, LeaseOffer, Offer, OfferId, QuotaOffer};
pub use weights::WeightInfo;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
mod leases;
#[cfg(test)]
mod mock;
mod offers;
mod quota;
#[cfg(test)]
mod tests;
// Tests of other crates check it too, without the feature.
#[cfg(any(feature = "try-runtime", feature = "std"))]
mod try_state;
pub mod types;
pub mod weights;

use frame_support::BoundedVec;

/// The fills of one purchase.
pub type Fills<T> = BoundedVec<Fill, <T as Config>::MaxFills>;

#[allow(unused_qualifications, reason = "the pallet macro looks for its attributes by their full names")]
#[frame_support::pallet]
pub mod pallet {
    use crate::{
        types::{Offer, OfferId},
        Fills, WeightInfo,
    };
    use diem_primitives::{charged, Balance, Diem, EpochIndex, LazyLedger, QuotaTrade, WeightLeases};
    use frame_support::{pallet_prelude::*, traits::fungible};
    use frame_system::pallet_prelude::*;

    const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    #[pallet::config]
    pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
        /// VVV, which is paid with and put on hold.
        type Currency: fungible::Inspect<Self::AccountId, Balance = Balance>
            + fungible::Mutate<Self::AccountId>
            + fungible::MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;

        /// The runtime's reasons for a hold.
        type RuntimeHoldReason: From<HoldReason>;

        /// The quota that is sold, and the clock of epochs.
        type Trade: QuotaTrade<Self::AccountId>;

        /// The weight that is lent.
        type Leases: WeightLeases<Self::AccountId>;

        /// Planck VVV on hold for each offer.
        #[pallet::constant]
        type OfferDeposit: Get<Balance>;

        /// The most fills of one purchase.
        #[pallet::constant]
        type MaxFills: Get<u32>;

        /// For how many epochs, the one in which it is made included, an offer of a lease can be taken.
        #[pallet::constant]
        type LeaseOfferEpochs: Get<u32>;

        /// What the calls cost.
        type WeightInfo: WeightInfo;

        /// Gives accounts what they offer in benchmarks.
        #[cfg(feature = "runtime-benchmarks")]
        type BenchmarkHelper: crate::BenchmarkHelper<Self::AccountId>;
    }

    /// Why VVV is on hold.
    #[pallet::composite_enum]
    pub enum HoldReason {
        /// An offer.
        OfferDeposit,
    }

    /// The offers that were neither sold out nor taken nor cancelled nor cleared, dead ones included.
    #[pallet::storage]
    pub type Offers<T: Config> = StorageMap<_, Twox64Concat, OfferId, Offer<T::AccountId>>;

    /// The number of the next offer. None is used twice.
    #[pallet::storage]
    pub type NextOfferId<T: Config> = StorageValue<_, OfferId, ValueQuery>;

    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// `seller` offers `amount` DIEM planck of `epoch` at `price` planck VVV for a whole DIEM, at least `min_fill` at a time.
        QuotaOffered {
            offer: OfferId,
            seller: T::AccountId,
            epoch: EpochIndex,
            amount: Diem,
            price: Balance,
            min_fill: Diem,
        },
        /// `buyer` paid `paid` planck VVV to `seller` for `amount` DIEM planck of an offer, of which `fee` was burnt. `left` is still to
        /// be sold; where that is nothing the offer is gone, and its deposit is free.
        QuotaSold {
            offer: OfferId,
            seller: T::AccountId,
            buyer: T::AccountId,
            amount: Diem,
            fee: Diem,
            paid: Balance,
            left: Diem,
        },
        /// A purchase of `buyer` is complete: it paid `paid` planck VVV for `amount` DIEM planck in all, of which `fee` was burnt.
        QuotaBought { buyer: T::AccountId, amount: Diem, fee: Diem, paid: Balance },
        /// `lessor` offers to lend `weight` planck VVV of its weight for `epochs` epochs, at `price` planck VVV for all of them.
        /// It can be taken before epoch `ends_at`, by `only_for` where that names an account.
        LeaseOffered {
            offer: OfferId,
            lessor: T::AccountId,
            weight: Balance,
            epochs: u32,
            price: Balance,
            only_for: Option<T::AccountId>,
            ends_at: EpochIndex,
        },
        /// `lessee` paid `paid` planck VVV to `lessor` and has `weight` planck VVV of its weight from the next epoch on and before
        /// epoch `until`. The offer is gone, and its deposit is free.
        LeaseTaken {
            offer: OfferId,
            lessor: T::AccountId,
            lessee: T::AccountId,
            weight: Balance,
            paid: Balance,
            until: EpochIndex,
        },
        /// `maker` took an offer back, and its deposit is free. `returned` DIEM planck are in its free pool again.
        OfferCancelled { offer: OfferId, maker: T::AccountId, returned: Diem },
        /// A dead offer of `maker` was cleared, and its deposit is free.
        OfferCleared { offer: OfferId, maker: T::AccountId },
    }

    #[pallet::error]
    pub enum Error<T> {
        /// No offer has that number: it was sold out, taken, cancelled or cleared, or there never was one. `market.offers` has those
        /// that there are.
        UnknownOffer,
        /// The offer is another account's. Only its maker may cancel it; once it is dead anyone may clear it.
        NotMaker,
        /// The offer can still be had. Wait until it is dead: one of quota when its epoch is over, one of a lease in epoch
        /// `endsAt`. Its maker may cancel it before.
        OfferIsLive,
        /// The offer is dead: one of quota ends with its epoch, one of a lease in epoch `endsAt`. Choose another one.
        OfferEnded,
        /// The offer is the account's own, or would be for the account that makes it. Deal with somebody else.
        OwnOffer,
        /// The offer is of a lease. Take it with `market.takeLease`.
        NotQuota,
        /// The offer is of quota. Buy of it with `market.buyQuota`.
        NotALease,
        /// The amount or the minimum fill is zero. Name one above zero.
        ZeroAmount,
        /// Quota is not offered for nothing. Name a price, or give it away with `vvvStaking.transferQuota`.
        ZeroPrice,
        /// The minimum fill is above the amount, so that nobody could buy. Name a lower one.
        MinimumFillAboveAmount,
        /// Nothing is to be bought. Name at least one fill.
        NoFills,
        /// Less than that is left of the offer. Look it up in `market.offers`, and buy less.
        AboveOffer,
        /// The fill is below the offer's minimum. Buy at least `minFill` of it.
        BelowMinimumFill,
        /// The fill would leave less than the offer's minimum. Buy all that is left, or leave at least `minFill`.
        RestBelowMinimumFill,
        /// The fills cost more than `maxTotal` allows. Nothing was bought. Allow more, or buy less.
        AboveMaximumTotal,
        /// A lease at no price is a gift, which is for one account. Name it in `onlyFor`, or name a price.
        GiftForAnyone,
        /// The lease is for another account, which `onlyFor` of the offer names. Take another one.
        ForAnotherAccount,
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Offer DIEM of the current epoch for VVV.
        ///
        /// It is set aside out of the free pool, and counts to the part of the grant that the rules of transfers let leave the account. The
        /// offer ends with the epoch: what was not sold by then is unspent quota of its seller.
        ///
        /// `price` is in planck VVV for a whole DIEM, above zero. `min_fill` is the least of one fill, and the least that a fill leaves
        /// unless it takes everything; the rules of transfers must let as little be sold.
        ///
        /// - Origin: signed by the seller.
        /// - Errors: [`Error::ZeroAmount`], [`Error::ZeroPrice`], [`Error::MinimumFillAboveAmount`]; of `vvvStaking` the errors of
        ///   `transferQuota` that concern the sender and the amount; `Token.FundsUnavailable` where the deposit can't be put on hold;
        ///   `Arithmetic.Overflow` where all of it would cost more than a number holds.
        /// - Event: [`Event::QuotaOffered`].
        /// - Cost: constant, and more on the account's first touch in an epoch; `offerDeposit` goes on hold until the offer is gone.
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::offer_quota().saturating_add(T::Trade::max_touch_weight(1)))]
        pub fn offer_quota(
            origin: OriginFor<T>,
            #[pallet::compact] amount: Diem,
            #[pallet::compact] price: Balance,
            #[pallet::compact] min_fill: Diem,
        ) -> DispatchResultWithPostInfo {
            let seller = ensure_signed(origin)?;
            let cost = T::WeightInfo::offer_quota().saturating_add(T::Trade::touch_weight(&seller));
            charged(cost, Self::do_offer_quota(seller, amount, price, min_fill))
        }

        /// Take an offer back. What was not sold of this epoch's quota is in the free pool again.
        ///
        /// - Origin: signed by its maker.
        /// - Errors: [`Error::UnknownOffer`], [`Error::NotMaker`].
        /// - Event: [`Event::OfferCancelled`].
        /// - Cost: constant; the deposit comes free.
        #[pallet::call_index(1)]
        #[pallet::weight(T::WeightInfo::cancel_offer())]
        pub fn cancel_offer(origin: OriginFor<T>, #[pallet::compact] offer: OfferId) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_cancel_offer(&who, offer)
        }

        /// Remove an offer that nobody can have any more: of quota when its epoch is over, of a lease from epoch `endsAt` on.
        ///
        /// - Origin: signed by anyone; the deposit goes to the offer's maker.
        /// - Errors: [`Error::UnknownOffer`], [`Error::OfferIsLive`].
        /// - Event: [`Event::OfferCleared`].
        /// - Cost: constant.
        #[pallet::call_index(2)]
        #[pallet::weight(T::WeightInfo::clear_offer())]
        pub fn clear_offer(origin: OriginFor<T>, #[pallet::compact] offer: OfferId) -> DispatchResult {
            ensure_signed(origin)?;
            Self::do_clear_offer(offer)
        }

        /// Buy DIEM of the current epoch of any number of offers, at their prices: all that is named, or nothing.
        ///
        /// Each fill costs its amount times the offer's price, rounded up, and in sum at most `max_total` planck VVV. It is paid to the
        /// sellers at once. Where transfers have a fee, it is burnt out of the amount: the buyer receives that much less. The same
        /// offer may be named more than once.
        ///
        /// - Origin: signed by the buyer, which must have a ledger.
        /// - Errors: [`Error::NoFills`], [`Error::UnknownOffer`], [`Error::NotQuota`], [`Error::OfferEnded`], [`Error::OwnOffer`],
        ///   [`Error::AboveOffer`], [`Error::BelowMinimumFill`], [`Error::RestBelowMinimumFill`], [`Error::AboveMaximumTotal`]; the
        ///   errors of `vvvStaking.transferQuota`, `RecipientHasNoLedger` among them; `Token.FundsUnavailable` where the buyer
        ///   can't pay.
        /// - Events: for each fill an [`Event::QuotaSold`], after the `vvvStaking.QuotaTransferred` of its move; one
        ///   [`Event::QuotaBought`].
        /// - Cost: grows with the fills. What was not needed is given back, because fills were of the same offer or left something
        ///   of it, and nearly all where the purchase is refused by what its offers say.
        #[pallet::call_index(3)]
        #[pallet::weight(Pallet::<T>::weight_of(fills))]
        pub fn buy_quota(
            origin: OriginFor<T>,
            fills: Fills<T>,
            #[pallet::compact] max_total: Balance,
        ) -> DispatchResultWithPostInfo {
            let buyer = ensure_signed(origin)?;
            Self::do_buy_quota(buyer, &fills, max_total)
        }

        /// Offer to lend own weight, with the quota that it is granted and all that it carries, for a number of epochs.
        ///
        /// Nothing is set aside: the same weight may be on offer more than once, and only who comes first gets it. `price` is for the whole term, in
        /// planck VVV. At zero it is a gift, which must be for one account.
        ///
        /// - Origin: signed by the lessor.
        /// - Errors: [`Error::OwnOffer`], [`Error::GiftForAnyone`]; of `vvvStaking` why such a lease can't be; `Token.FundsUnavailable`
        ///   where the deposit can't be put on hold.
        /// - Event: [`Event::LeaseOffered`].
        /// - Cost: constant, and more on the account's first touch in an epoch; `offerDeposit` goes on hold until the offer is gone.
        #[pallet::call_index(4)]
        #[pallet::weight(T::WeightInfo::offer_lease().saturating_add(T::Leases::max_touch_weight(1)))]
        pub fn offer_lease(
            origin: OriginFor<T>,
            #[pallet::compact] weight: Balance,
            epochs: u32,
            #[pallet::compact] price: Balance,
            only_for: Option<T::AccountId>,
        ) -> DispatchResultWithPostInfo {
            let lessor = ensure_signed(origin)?;
            let cost = T::WeightInfo::offer_lease().saturating_add(T::Leases::touch_weight(&lessor));
            charged(cost, Self::do_offer_lease(lessor, weight, epochs, price, only_for))
        }

        /// Take a lease that is on offer, and pay its lessor for the whole term. The weight counts from the next epoch on.
        ///
        /// - Origin: signed by the lessee.
        /// - Errors: [`Error::UnknownOffer`], [`Error::NotALease`], [`Error::OfferEnded`], [`Error::OwnOffer`],
        ///   [`Error::ForAnotherAccount`]; of `vvvStaking` why the lease can't be, as when the lessor has not the weight any more;
        ///   `Token.FundsUnavailable` where the lessee can't pay. The offer is then as it was.
        /// - Event: [`Event::LeaseTaken`].
        /// - Cost: constant, and more on either account's first touch in an epoch: what is not needed of that is given back.
        #[pallet::call_index(5)]
        #[pallet::weight(T::WeightInfo::take_lease().saturating_add(T::Leases::max_touch_weight(2)))]
        pub fn take_lease(
            origin: OriginFor<T>,
            #[pallet::compact] offer: OfferId,
        ) -> DispatchResultWithPostInfo {
            let lessee = ensure_signed(origin)?;
            let cost =
                T::WeightInfo::take_lease().saturating_add(Self::touch_weight_of_lease(&lessee, offer));
            charged(cost, Self::do_take_lease(lessee, offer))
        }
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn integrity_test() {
            assert!(T::MaxFills::get() >= 1, "a purchase has a fill");
            assert!(
                T::LeaseOfferEpochs::get() >= 1,
                "an offer can be taken in the epoch in which it is made"
            );
        }

        #[cfg(feature = "try-runtime")]
        fn try_state(_n: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
            Self::do_try_state()
        }
    }
}
