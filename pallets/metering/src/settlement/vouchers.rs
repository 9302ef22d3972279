//! Settling vouchers: what the delegates of budgets signed.
//!
//! What the state says is looked at first, because it is cheap; then the signature is verified, once; and only what is verified
//! can be debited.

use super::{beside_the_call, group::debit, Rooms};
use crate::{
    budgets::BudgetOf, types::Provider, Budgets, Config, Error, Event, Pallet, Providers, WeightInfo,
};
use alloc::{collections::BTreeMap, vec::Vec};
use diem_primitives::{
    BudgetTerms, Consent, Diem, EpochClock, EpochIndex, LazyLedger, QuotaLedger, SignedVoucher, Touches,
    VerifiedVoucher, VoucherRejection, VoucherRejectionReason as Reason, Vouchers,
};
use frame_support::{
    dispatch::{DispatchResultWithPostInfo, Pays, PostDispatchInfo, WithPostDispatchInfo},
    ensure,
    traits::Defensive,
    weights::Weight,
};
use frame_system::pallet_prelude::BlockNumberFor;
use sp_runtime::traits::Zero;

/// A voucher as it is submitted.
type Signed<T> = SignedVoucher<<T as frame_system::Config>::AccountId, <T as Config>::Signature>;
/// A voucher whose signature holds.
type Verified<T> = VerifiedVoucher<<T as frame_system::Config>::AccountId>;
/// The terms of a budget.
type Terms<T> = BudgetTerms<<T as frame_system::Config>::AccountId>;

/// Vouchers that are being settled.
struct VoucherSettlement<T: Config> {
    who: T::AccountId,
    provider: Provider,
    /// The hash of the chain's first block, which signatures are bound to.
    genesis_hash: T::Hash,
    now: EpochIndex,
    block: BlockNumberFor<T>,
    /// DIEM debited, by epoch.
    debited: BTreeMap<EpochIndex, Diem>,
    settled: u32,
    rejections: Vec<VoucherRejection>,
    /// Vouchers whose signature holds, so that ledgers were touched for them.
    touched: u32,
    /// First touches among those.
    first_touches: Touches,
    /// Vouchers whose signature does not hold.
    forged: u32,
    /// Epochs of which the earnings were credited on the way.
    credited_epochs: u32,
}

impl<T: Config> Pallet<T> {
    pub(crate) fn do_settle_vouchers(
        who: T::AccountId,
        vouchers: Vouchers<T::AccountId, T::Signature>,
    ) -> DispatchResultWithPostInfo {
        // Where the call is refused as a whole, no budget was looked at: it took less than to reject each voucher.
        let count = u32::try_from(vouchers.len()).unwrap_or(u32::MAX);
        let refused = T::WeightInfo::settle_vouchers_rejected(count);
        let provider = Self::settling_provider(&who).map_err(|refusal| refusal.with_weight(refused))?;
        ensure!(!vouchers.is_empty(), Error::<T>::EmptyVouchers.with_weight(refused));

        let mut settlement = VoucherSettlement::<T>::begin(who, provider);
        for (index, signed) in (0_u32..).zip(vouchers) {
            if let Err(reason) = settlement.settle(signed) {
                settlement.rejections.push(VoucherRejection { index, reason });
            }
        }
        let actual_weight = Some(settlement.weight(count));
        settlement.finish();
        Ok(PostDispatchInfo { actual_weight, pays_fee: Pays::Yes })
    }

    /// What vouchers cost at most: each one's signature holds, and it is the first to touch a ledger.
    pub(crate) fn weight_of_vouchers(vouchers: &Vouchers<T::AccountId, T::Signature>) -> Weight {
        let count = u32::try_from(vouchers.len()).unwrap_or(u32::MAX);
        T::WeightInfo::settle_vouchers(count)
            .saturating_add(T::Quota::max_touch_weight(count))
            .saturating_add(T::WeightInfo::tidy(Self::most_final_epochs(), 0))
            .saturating_add(Self::max_record_weight())
    }
}

impl<T: Config> VoucherSettlement<T> {
    fn begin(who: T::AccountId, mut provider: Provider) -> Self {
        let now = T::Quota::current_epoch();
        Self {
            // What became final makes room for the epochs to come.
            credited_epochs: Pallet::<T>::credit_earnings(&who, &mut provider, now),
            who,
            provider,
            genesis_hash: frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero()),
            now,
            block: frame_system::Pallet::<T>::block_number(),
            debited: BTreeMap::new(),
            settled: 0,
            rejections: Vec::new(),
            touched: 0,
            first_touches: Touches::NONE,
            forged: 0,
        }
    }

    /// Debits what a voucher is above the mark, as far as limit, quota and capacity reach.
    fn settle(&mut self, signed: Signed<T>) -> Result<(), Reason> {
        ensure!(T::Quota::is_settleable(signed.voucher.epoch), Reason::EpochNotSettleable);
        let budget = Budgets::<T>::get(&signed.voucher.owner, signed.voucher.budget);
        let budget = budget.ok_or(Reason::UnknownBudget)?;
        let terms = self.admitting_terms(&budget, &signed)?;
        let verified = self.verify(signed)?;
        let amount = self.debit_owner(&budget, &terms, &verified)?;
        self.book(budget, terms.limit, &verified, amount);
        Ok(())
    }

    /// The terms of the voucher's epoch, where they let this provider settle it, if only its signature holds.
    fn admitting_terms(&self, budget: &BudgetOf<T>, signed: &Signed<T>) -> Result<Terms<T>, Reason> {
        let epoch = signed.voucher.epoch;
        let terms = budget.admitting(&self.who, epoch, budget.is_stopped(self.block))?;
        ensure!(terms.consent == Consent::Vouchers, Reason::ConsentByReceipt);
        ensure!(budget.is_signed_for_by(&signed.signer, self.block), Reason::NotDelegate);
        ensure!(signed.voucher.amount > budget.voucher_mark(epoch), Reason::NothingNew);
        Ok(terms.clone())
    }

    fn verify(&mut self, signed: Signed<T>) -> Result<Verified<T>, Reason> {
        let Some(verified) = signed.verify(self.genesis_hash, &self.who) else {
            self.forged = self.forged.saturating_add(1);
            return Err(Reason::BadSignature);
        };
        self.touched = self.touched.saturating_add(1);
        Ok(verified)
    }

    /// Debits the owner by as much of what the voucher is above the mark as there is room for, and gives how much that is.
    fn debit_owner(
        &mut self,
        budget: &BudgetOf<T>,
        terms: &Terms<T>,
        verified: &Verified<T>,
    ) -> Result<Diem, Reason> {
        let voucher = verified.voucher();
        let (epoch, capacity) = (voucher.epoch, self.provider.room(voucher.epoch));
        let due = voucher.amount.saturating_sub(budget.voucher_mark(epoch));
        let touched = T::Quota::touch_window(&voucher.owner, epoch, |window| {
            let amount = Rooms::of(budget, terms.mode, epoch, window, capacity).part_of(due)?;
            // What fits into the pool can always be debited.
            debit(terms.mode, window, amount).map_err(|_| Reason::QuotaExhausted)?;
            Ok(amount)
        });
        // An owner without a ledger has no quota.
        let (debited, touches) = touched.unwrap_or((Err(Reason::QuotaExhausted), Touches::NONE));
        self.first_touches = self.first_touches.and(touches);
        debited
    }

    /// Counts what a voucher was debited: for the budget, the provider and the epoch.
    fn book(&mut self, mut budget: BudgetOf<T>, limit: Diem, verified: &Verified<T>, amount: Diem) {
        let voucher = verified.voucher();
        let (owner, epoch) = (voucher.owner.clone(), voucher.epoch);
        // The amount is one that this budget and this provider have room for.
        let (before, spent) = budget.note_vouched(self.now, epoch, amount).defensive_unwrap_or_default();
        self.provider.note_settled(self.now, epoch, amount).defensive_unwrap_or_default();
        let debited = self.debited.entry(epoch).or_default();
        *debited = debited.saturating_add(amount);
        self.settled = self.settled.saturating_add(1);

        let (mark, warns) = (budget.voucher_mark(epoch), budget.crosses_threshold(before, spent, limit));
        Budgets::<T>::insert(&owner, voucher.budget, budget);
        let (budget, provider) = (voucher.budget, self.who.clone());
        let settled = Event::VoucherSettled { owner: owner.clone(), budget, provider, epoch, amount, mark };
        Pallet::<T>::deposit_event(settled);
        if warns {
            Pallet::<T>::deposit_event(Event::BudgetWarning { owner, budget, epoch, spent, limit });
        }
    }

    /// What so many vouchers cost.
    fn weight(&self, count: u32) -> Weight {
        let verified = self.touched.saturating_add(self.forged);
        let unverified = count.saturating_sub(verified);
        let records = self.debited.keys().map(|epoch| Pallet::<T>::record_weight(*epoch, self.now));
        let records = records.fold(Weight::zero(), Weight::saturating_add);
        T::WeightInfo::settle_vouchers(self.touched)
            .saturating_add(beside_the_call(T::WeightInfo::settle_vouchers_forged, self.forged))
            .saturating_add(beside_the_call(T::WeightInfo::settle_vouchers_rejected, unverified))
            .saturating_add(T::Quota::weight_of_touches(self.first_touches))
            .saturating_add(T::WeightInfo::tidy(self.credited_epochs, 0))
            .saturating_add(records)
    }

    /// Writes what the vouchers changed but for their budgets and ledgers, and tells the outcome.
    fn finish(self) {
        let mut debited = Diem::ZERO;
        for (epoch, amount) in self.debited {
            T::Quota::note_debited(epoch, amount);
            debited = debited.saturating_add(amount);
        }
        if self.settled > 0 || self.credited_epochs > 0 {
            Providers::<T>::insert(&self.who, self.provider);
        }
        Pallet::<T>::deposit_event(Event::VouchersSettled {
            provider: self.who,
            debited,
            vouchers: self.settled,
            rejections: self.rejections,
        });
    }
}
