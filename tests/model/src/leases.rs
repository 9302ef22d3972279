//! Leases: own weight that is lent to another account.

use crate::{
    call::{ensure, Refusal},
    Economy, Epoch, Planck, Who,
};

/// Weight that is lent for a number of epochs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Lease {
    pub lessor: Who,
    pub lessee: Who,
    pub weight: Planck,
    /// The first epoch in which it counts.
    pub from: Epoch,
    /// The first epoch in which it counts no more.
    pub until: Epoch,
}

impl Lease {
    pub fn is_of(&self, who: Who) -> bool {
        self.lessor == who || self.lessee == who
    }

    fn counts_in(&self, epoch: Epoch) -> bool {
        (self.from..self.until).contains(&epoch)
    }
}

impl Economy {
    pub fn leased_in(&self, who: Who, epoch: Epoch) -> Planck {
        let leases = self.leases.iter().filter(|lease| lease.lessee == who && lease.counts_in(epoch));
        leases.map(|lease| lease.weight).sum()
    }

    pub fn leased_out(&self, who: Who, epoch: Epoch) -> Planck {
        let leases = self.leases.iter().filter(|lease| lease.lessor == who && lease.counts_in(epoch));
        leases.map(|lease| lease.weight).sum()
    }

    /// What counts for an account in an epoch: its own weight, with what it borrows and without what it lends.
    pub fn weight(&self, who: Who, epoch: Epoch) -> Planck {
        self.stakes.own(who, epoch) + self.leased_in(who, epoch) - self.leased_out(who, epoch)
    }

    /// Own weight that can be lent from the next epoch on.
    pub fn leasable(&self, who: Who) -> Planck {
        self.stakes.staked(who) - self.leased_out(who, self.now() + 1)
    }

    /// The leases of an account that have not ended in an epoch.
    pub fn leases_of(&self, who: Who, epoch: Epoch) -> impl Iterator<Item = &Lease> {
        self.leases.iter().filter(move |lease| lease.is_of(who) && lease.until > epoch)
    }

    pub(crate) fn ensure_leasable(&self, lessor: Who, weight: Planck, epochs: u32) -> Result<(), Refusal> {
        ensure(self.has_ledger(lessor), "NoLedger")?;
        ensure((1..=self.constants.longest_lease).contains(&epochs), "LeaseTermOutOfBounds")?;
        ensure(weight >= self.staking_rules.min_lease, "BelowMinimumLease")?;
        let out = self.leases_of(lessor, self.now()).filter(|lease| lease.lessor == lessor).count();
        ensure(out < self.constants.max_leases, "TooManyLeasesOut")?;
        ensure(weight <= self.leasable(lessor), "InsufficientLeasableWeight")
    }

    /// Lends weight from the next epoch on.
    pub(crate) fn lease(
        &mut self,
        lessor: Who,
        lessee: Who,
        weight: Planck,
        epochs: u32,
    ) -> Result<(), Refusal> {
        ensure(lessor != lessee, "LeaseToSelf")?;
        self.ensure_leasable(lessor, weight, epochs)?;
        let incoming = self.leases_of(lessee, self.now()).filter(|lease| lease.lessee == lessee).count();
        ensure(incoming < self.constants.max_leases, "TooManyLeasesIn")?;
        self.touch(lessor);
        self.touch_or_open(lessee);
        let from = self.now() + 1;
        self.leases.push(Lease { lessor, lessee, weight, from, until: from + epochs });
        Ok(())
    }
}
