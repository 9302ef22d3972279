//! Disputes: a provider that settled what it should not have is proven wrong by anyone, pays with its bond, and settles nothing more.

use crate::{
    types::{BatchRecord, Provider, Slash},
    Config, Error, Event, HoldReason, Pallet, Parameters, Providers, WeightInfo,
};
use diem_primitives::{
    Balance, Diem, Emission, EpochClock, EpochIndex, Evidence, EvidenceError, Fault, ProvenGroup,
};
use frame_support::{
    ensure,
    storage::with_storage_layer,
    traits::{
        fungible::MutateHold,
        tokens::{Fortitude, Precision, Restriction},
    },
    weights::Weight,
};
use sp_runtime::{DispatchError, DispatchResult};

pub(crate) type EvidenceOf<T> = Evidence<<T as frame_system::Config>::AccountId, <T as Config>::Signature>;

impl<T: Config> Pallet<T> {
    pub(crate) fn do_dispute(reporter: T::AccountId, evidence: EvidenceOf<T>) -> DispatchResult {
        let mut provider = Providers::<T>::get(&evidence.provider).ok_or(Error::<T>::UnknownProvider)?;
        let now = T::Quota::current_epoch();
        let mut batch = Self::disputable_batch(&evidence.provider, &evidence.group, now)?;
        ensure!(batch.has_group(evidence.group.index), Error::<T>::InvalidProof);
        batch.note_disputed(evidence.group.index).ok_or(Error::<T>::AlreadyDisputed)?;
        Self::ensure_proven(&evidence, &batch, now)?;

        let Evidence { provider: who, group: ProvenGroup { sequence, index, outcome, .. }, .. } = evidence;
        let (epoch, consumer) = (batch.root.epoch, outcome.group.owner);
        Self::update_batch(&who, sequence, batch);
        if !provider.suspended {
            Self::suspend(&who, &mut provider, now)?;
        }
        let slash = Self::slash(&mut provider, epoch, outcome.charge);
        let slash = Self::pay_out(&who, slash, &consumer, &reporter)?;
        Providers::<T>::insert(&who, provider);
        Self::deposit_event(Event::Disputed {
            provider: who,
            sequence,
            group: index,
            epoch,
            reporter,
            consumer,
            slashed: slash.total,
            to_reporter: slash.to_reporter,
            to_consumer: slash.to_consumer,
        });
        Ok(())
    }

    /// What a dispute costs by its kind, and by the receipts and the hashes of its evidence.
    pub(crate) fn weight_of_dispute(evidence: &EvidenceOf<T>) -> Weight {
        let size =
            |group: &ProvenGroup<T::AccountId>| (group.outcome.group.receipts.len(), group.proof.len());
        let (mut receipts, mut hashes) = size(&evidence.group);
        if let Fault::SettledTwice { earlier: Some(earlier), .. } = &evidence.fault {
            let (more_receipts, more_hashes) = size(earlier);
            receipts = receipts.saturating_add(more_receipts);
            hashes = hashes.saturating_add(more_hashes);
        }
        let narrow = |count| u32::try_from(count).unwrap_or(u32::MAX);
        let (receipts, hashes) = (narrow(receipts), narrow(hashes));
        match evidence.fault {
            Fault::Overcharged(_) => T::WeightInfo::dispute_overcharged(receipts, hashes),
            Fault::SettledTwice { .. } => T::WeightInfo::dispute_settled_twice(receipts, hashes),
        }
    }

    /// Checks that the evidence proves what it says.
    fn ensure_proven(evidence: &EvidenceOf<T>, batch: &BatchRecord, now: EpochIndex) -> Result<(), Error<T>> {
        let settled = evidence.group.settled(evidence.receipt, &batch.root)?;
        match &evidence.fault {
            Fault::Overcharged(signed) => {
                let signed = Self::verified_receipt(&evidence.provider, batch.root.epoch, signed)?;
                settled.ensure_exceeds(&signed)?;
            }
            Fault::SettledTwice { earlier: None, receipt } => {
                settled.ensure_repeats(&evidence.group.settled(*receipt, &batch.root)?)?;
            }
            Fault::SettledTwice { earlier: Some(earlier), receipt } => {
                let kept = Self::disputable_batch(&evidence.provider, earlier, now)?;
                settled.ensure_repeats(&earlier.settled(*receipt, &kept.root)?)?;
            }
        }
        Ok(())
    }

    /// From the next epoch on nothing is pledged, from now on nothing is settled, and what can still be disputed is earned no more.
    fn suspend(who: &T::AccountId, provider: &mut Provider, now: EpochIndex) -> DispatchResult {
        Self::end_pledge(provider, now)?;
        Self::credit_earnings(who, provider, now);
        let forfeited = Self::note_forfeited_earnings(provider, now);
        provider.suspended = true;
        Self::deposit_event(Event::ProviderSuspended { provider: who.clone(), forfeited });
        Ok(())
    }

    /// Takes the slash from the provider's record: its part of the bond at hand, of which the consumer may get what `charge` DIEM of
    /// `epoch` are worth.
    fn slash(provider: &mut Provider, epoch: EpochIndex, charge: Diem) -> Slash {
        // An epoch that can be disputed has a value, and the worth of a charge is a part of its emission.
        let value = T::Emission::value_per_diem(epoch).unwrap_or_default();
        let lost = charge.worth(value).unwrap_or_default();
        let slash = Slash::of(provider.bond, Parameters::<T>::get().slash_fraction, lost);
        provider.bond = provider.bond.saturating_sub(slash.total);
        slash
    }

    /// Pays consumer and reporter, burns the rest, and gives what was paid. An account that can't be paid, since it is gone and the amount
    /// would not bring it back, leaves its part to be burnt.
    fn pay_out(
        who: &T::AccountId,
        mut slash: Slash,
        consumer: &T::AccountId,
        reporter: &T::AccountId,
    ) -> Result<Slash, DispatchError> {
        slash.to_consumer = Self::pay_from_bond(who, consumer, slash.to_consumer);
        slash.to_reporter = Self::pay_from_bond(who, reporter, slash.to_reporter);
        let (bond, burnt) = (HoldReason::Bond.into(), slash.burnt());
        if burnt > 0 {
            T::Currency::burn_held(&bond, who, burnt, Precision::Exact, Fortitude::Force)?;
        }
        Ok(slash)
    }

    fn pay_from_bond(who: &T::AccountId, to: &T::AccountId, amount: Balance) -> Balance {
        if amount == 0 {
            return 0;
        }
        let (bond, exact, free) = (HoldReason::Bond.into(), Precision::Exact, Restriction::Free);
        // What fails leaves nothing behind.
        let paid = with_storage_layer(|| {
            T::Currency::transfer_on_hold(&bond, who, to, amount, exact, free, Fortitude::Force)
        });
        paid.unwrap_or_default()
    }
}

impl<T> From<EvidenceError> for Error<T> {
    fn from(error: EvidenceError) -> Self {
        match error {
            EvidenceError::InvalidProof => Self::InvalidProof,
            EvidenceError::NoSuchReceipt => Self::NoSuchReceipt,
            EvidenceError::ReceiptRejected => Self::ReceiptRejected,
            EvidenceError::DifferentWork => Self::DifferentWork,
            EvidenceError::NotOvercharged => Self::NotOvercharged,
            EvidenceError::NotSettledBefore => Self::NotSettledBefore,
        }
    }
}
