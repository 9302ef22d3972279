//! Disputes: of cheats, and of those who did nothing wrong.

use super::{Ask, Generator};
use crate::{
    batches::{Receipt, SettledBatch},
    disputes::{Evidence, Fault, ProvenGroup, SignedReceipt, Tampering},
    Call, Economy, Who,
};

/// Where a receipt was settled: batch, group and place.
type Place<'a> = (&'a SettledBatch, usize, usize);

impl Generator {
    pub(super) fn dispute(&mut self, economy: &Economy) -> Option<Ask> {
        let evidence = match self.within(0, 9) {
            0..=5 => self.twice(economy)?,
            _ => self.overcharged(economy)?,
        };
        Self::signed(self.caller(), Call::Dispute { evidence })
    }

    /// Something that was settled, and lately unless by chance.
    fn settled<'a>(&mut self, economy: &'a Economy) -> Vec<Place<'a>> {
        let any = self.once_in(8);
        let batches = economy.batches.iter().filter(|batch| any || economy.is_root_kept(batch));
        let recent = batches.filter(|batch| any || !economy.is_final(batch.epoch));
        recent.flat_map(places).filter(|place| any || is_charged(place)).collect()
    }

    /// That one id was settled twice: so it was, if there is such a case.
    fn twice(&mut self, economy: &Economy) -> Option<Evidence> {
        let settled = self.settled(economy);
        let mut pairs = Vec::new();
        for (at, later) in settled.iter().enumerate() {
            let earlier = settled[..at].iter().filter(|earlier| is_same_work(earlier, later));
            pairs.extend(earlier.map(|earlier| (*earlier, *later)));
        }
        if self.once_in(8) || pairs.is_empty() {
            // Of two receipts that have nothing to do with each other, most likely.
            if !self.once_in(4) {
                return None;
            }
            pairs = vec![(self.one_of(&settled)?, self.one_of(&settled)?)];
        }
        let (earlier, later) = self.one_of(&pairs)?;
        let group = self.proven(later);
        let is_same_group = earlier.0.sequence == later.0.sequence && earlier.1 == later.1;
        let earlier_group = (!is_same_group || self.once_in(4)).then(|| self.proven(earlier));
        let fault = Fault::SettledTwice { earlier: earlier_group, receipt: earlier.2 };
        Some(Evidence { provider: later.0.provider, group, receipt: later.2, fault })
    }

    /// That more was settled than was signed. Most providers sign what they settle.
    fn overcharged(&mut self, economy: &Economy) -> Option<Evidence> {
        let settled = self.settled(economy);
        let (batch, index, receipt) = self.one_of(&settled)?;
        let group = &batch.groups[index].group;
        let signed = self.statement(group.receipts.get(receipt)?);
        let keys = economy.providers.get(&batch.provider).and_then(|provider| provider.keys);
        let known: Vec<Who> = keys
            .into_iter()
            .flat_map(|keys| std::iter::once(keys.current).chain(keys.former.map(|(key, _)| key)))
            .collect();
        let key = match self.once_in(8) {
            true => self.key(),
            false => self.one_of_first(&known)?,
        };
        let statement = SignedReceipt {
            owner: group.owner,
            budget: group.budget,
            epoch: if self.once_in(15) { batch.epoch + 1 } else { batch.epoch },
            receipt: signed,
            key,
            is_foreign: self.once_in(15),
        };
        Some(Evidence {
            provider: batch.provider,
            group: self.proven((batch, index, receipt)),
            receipt: if self.once_in(20) { receipt + 1 } else { receipt },
            fault: Fault::Overcharged(statement),
        })
    }

    /// What a provider signed for a receipt: the same, more, and rarely less.
    fn statement(&mut self, settled: &Receipt) -> Receipt {
        let mut signed = settled.clone();
        match (self.within(0, 9), signed.usage.first_mut()) {
            (0 | 1, Some((_, units))) => *units = units.saturating_sub(1),
            (2, _) => signed.model += 1,
            (3, _) => signed.id += 1,
            (4, Some((_, units))) => *units = units.saturating_add(1),
            _ => {}
        }
        signed
    }

    fn proven(&mut self, (batch, index, _): Place<'_>) -> ProvenGroup {
        let tampering = match self.within(0, 24) {
            0 => Some(Tampering::OtherCharge),
            1 => Some(Tampering::LongerProof),
            _ => None,
        };
        let sequence = if self.once_in(40) { batch.sequence + 1_000 } else { batch.sequence };
        ProvenGroup { sequence, index, tampering }
    }
}

fn places(batch: &SettledBatch) -> impl Iterator<Item = Place<'_>> {
    batch.groups.iter().enumerate().flat_map(move |(index, settled)| {
        (0..settled.group.receipts.len()).map(move |receipt| (batch, index, receipt))
    })
}

fn is_charged((batch, index, receipt): &Place<'_>) -> bool {
    batch.groups[*index].rejections.iter().all(|rejection| rejection.receipt != *receipt)
}

fn is_same_work(one: &Place<'_>, other: &Place<'_>) -> bool {
    let work = |(batch, index, receipt): &Place<'_>| {
        let group = &batch.groups[*index].group;
        (batch.provider, batch.epoch, group.owner, group.budget, group.receipts[*receipt].id)
    };
    work(one) == work(other)
}
