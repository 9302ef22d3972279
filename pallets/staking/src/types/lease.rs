//! Weight that one account lends to another.

use super::EpochSpan;
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use diem_primitives::{Balance, EpochIndex};
use frame_support::{traits::ConstU32, BoundedVec, DefaultNoBound};
use scale_info::TypeInfo;

/// How many leases an account may have in, and how many out.
const MAX_LEASES_A_SIDE: u32 = 16;

/// The same as a bound.
pub type MaxLeases = ConstU32<MAX_LEASES_A_SIDE>;

/// How many leases an account may have in all.
pub const MOST_LEASES: u32 = 2 * MAX_LEASES_A_SIDE;

/// The longest term of a lease, in epochs.
pub const MAX_LEASE_EPOCHS: u32 = 365;

/// Weight that is lent for a number of epochs, as the book of either side has it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Lease<AccountId> {
    /// The other side: the lessor in the book of the lessee, and the lessee in that of the lessor.
    pub counterparty: AccountId,
    /// Planck VVV of weight.
    pub weight: Balance,
    /// The first epoch in which it counts.
    pub from: EpochIndex,
    /// The first epoch in which it counts no more.
    pub until: EpochIndex,
}

impl<AccountId> Lease<AccountId> {
    /// Whether it counts in `epoch`.
    pub fn counts_in(&self, epoch: EpochIndex) -> bool {
        self.from <= epoch && epoch < self.until
    }
}

/// The leases of one account, those that ended since its last touch included.
#[derive(
    Clone,
    PartialEq,
    Eq,
    Debug,
    DefaultNoBound,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct LeaseBook<AccountId> {
    /// Weight of others that is lent to the account.
    pub incoming: BoundedVec<Lease<AccountId>, MaxLeases>,
    /// Weight of its own that it lends to others.
    pub outgoing: BoundedVec<Lease<AccountId>, MaxLeases>,
}

/// A book has as many leases as it may have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BookIsFull;

impl<AccountId> LeaseBook<AccountId> {
    /// Weight of others that counts for the account in `epoch`.
    pub fn leased_in(&self, epoch: EpochIndex) -> Balance {
        sum_in(&self.incoming, epoch)
    }

    /// Weight of its own that counts for others in `epoch`.
    pub fn leased_out(&self, epoch: EpochIndex) -> Balance {
        sum_in(&self.outgoing, epoch)
    }

    /// What weighs in `epoch` for an account whose own weight in it is `own`.
    pub fn weight(&self, own: Balance, epoch: EpochIndex) -> Balance {
        own.saturating_add(self.leased_in(epoch)).saturating_sub(self.leased_out(epoch))
    }

    /// What weighs over the epochs of `span`, in all of which the own weight is `own`: a part for each stretch between two epochs
    /// in which a lease begins or ends, in order.
    pub fn weights(&self, own: Balance, span: EpochSpan) -> Vec<(EpochSpan, Balance)> {
        let leases = self.incoming.iter().chain(&self.outgoing);
        let mut cuts: Vec<EpochIndex> =
            leases.flat_map(|lease| [lease.from, lease.until]).filter(|cut| span.is_cut_by(*cut)).collect();
        cuts.sort_unstable();
        cuts.dedup();
        let mut rest = span;
        let mut parts = Vec::new();
        for cut in cuts {
            let (part, later) = rest.split(cut);
            parts.push((part, self.weight(own, part.from)));
            rest = later;
        }
        if !rest.is_empty() {
            parts.push((rest, self.weight(own, rest.from)));
        }
        parts
    }

    /// How many leases count no more in `now` nor later.
    pub fn ended(&self, now: EpochIndex) -> u32 {
        let leases = self.incoming.iter().chain(&self.outgoing);
        u32::try_from(leases.filter(|lease| lease.until <= now).count()).unwrap_or(u32::MAX)
    }

    /// Drops the leases that count no more in `now` nor later, and says whether there were any.
    pub fn prune(&mut self, now: EpochIndex) -> bool {
        let before = self.len();
        self.incoming.retain(|lease| lease.until > now);
        self.outgoing.retain(|lease| lease.until > now);
        self.len() < before
    }

    /// How many leases are in it.
    pub fn len(&self) -> u32 {
        u32::try_from(self.incoming.len().saturating_add(self.outgoing.len())).unwrap_or(u32::MAX)
    }

    /// Whether no lease is in it.
    pub fn is_empty(&self) -> bool {
        self.incoming.is_empty() && self.outgoing.is_empty()
    }

    /// Adds weight that others lend to the account.
    pub fn borrow(&mut self, lease: Lease<AccountId>) -> Result<(), BookIsFull> {
        self.incoming.try_push(lease).map_err(|_| BookIsFull)
    }

    /// Adds weight that the account lends to another.
    pub fn lend(&mut self, lease: Lease<AccountId>) -> Result<(), BookIsFull> {
        self.outgoing.try_push(lease).map_err(|_| BookIsFull)
    }
}

fn sum_in<AccountId>(leases: &[Lease<AccountId>], epoch: EpochIndex) -> Balance {
    leases
        .iter()
        .filter(|lease| lease.counts_in(epoch))
        .fold(0, |sum: Balance, lease| sum.saturating_add(lease.weight))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that can't go on fails")]
mod tests {
    use super::*;

    fn lease(weight: Balance, from: u32, until: u32) -> Lease<u64> {
        Lease { counterparty: 7, weight, from: EpochIndex(from), until: EpochIndex(until) }
    }

    /// Ten in over the epochs 2 to 5, three out over 2 to 7, and one out over 4 and 5.
    fn book() -> LeaseBook<u64> {
        let mut book = LeaseBook::default();
        book.borrow(lease(10, 2, 6)).unwrap();
        book.lend(lease(3, 2, 8)).unwrap();
        book.lend(lease(1, 4, 6)).unwrap();
        book
    }

    #[test]
    fn a_lease_counts_from_its_first_epoch_to_its_last() {
        let weights: Vec<Balance> = (1..10).map(|epoch| book().weight(100, EpochIndex(epoch))).collect();
        assert_eq!(weights, [100, 107, 107, 106, 106, 97, 97, 100, 100]);
        assert_eq!((book().leased_in(EpochIndex(5)), book().leased_out(EpochIndex(5))), (10, 4));
    }

    #[test]
    fn weights_over_a_span_are_those_of_each_of_its_epochs() {
        for (from, until) in [(0, 10), (2, 6), (3, 5), (5, 7), (6, 8), (8, 9), (4, 4), (5, 3)] {
            let span = EpochSpan { from: EpochIndex(from), until: EpochIndex(until) };
            let parts = book().weights(100, span);
            let by_parts: Vec<_> = parts
                .iter()
                .flat_map(|(part, weight)| (part.from.0..part.until.0).map(move |epoch| (epoch, *weight)))
                .collect();
            let by_epochs: Vec<_> =
                (from..until).map(|epoch| (epoch, book().weight(100, EpochIndex(epoch)))).collect();
            assert_eq!(by_parts, by_epochs);
            assert!(parts.iter().all(|(part, _)| !part.is_empty()));
        }
    }

    #[test]
    fn a_lease_that_ended_is_dropped_and_no_other() {
        let mut book = book();
        assert_eq!([5, 6, 8].map(|now| book.ended(EpochIndex(now))), [0, 2, 3]);
        assert!(!book.prune(EpochIndex(5)));
        assert!(book.prune(EpochIndex(6)));
        assert_eq!((book.len(), book.incoming.len()), (1, 0));
        assert!(book.prune(EpochIndex(100)));
        assert!(book.is_empty());
        assert!(!book.prune(EpochIndex(100)));
    }

    #[test]
    fn a_book_has_sixteen_leases_in_and_sixteen_out_and_no_more() {
        let mut book = LeaseBook::default();
        for _ in 0..16 {
            book.borrow(lease(1, 2, 3)).unwrap();
            book.lend(lease(1, 2, 3)).unwrap();
        }
        let full = book.clone();
        assert_eq!(book.borrow(lease(1, 2, 3)), Err(BookIsFull));
        assert_eq!(book.lend(lease(1, 2, 3)), Err(BookIsFull));
        assert_eq!((book.len(), book), (32, full));
    }
}
