//! The DIEM of an account, in the current and in the previous epoch.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use diem_primitives::{Diem, EpochIndex, EpochSeries, QuotaWindow};
use scale_info::TypeInfo;

/// The quota of an account, as its last touch left it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Ledger {
    /// The epoch of the last touch.
    pub epoch: EpochIndex,
    /// The window of that epoch.
    pub current: QuotaWindow,
    /// The window of the epoch before it.
    pub previous: QuotaWindow,
    /// The sum of the limits of the account's reserved budgets, epoch by epoch.
    pub reserved_limits: EpochSeries<Diem>,
    /// How many budgets the account has.
    pub budgets: u32,
}

/// What a touch grants.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Minted {
    /// For the epoch before the current one.
    pub previous: Diem,
    /// For the current epoch.
    pub current: Diem,
}

impl Minted {
    /// Whether the touch grants nothing.
    pub fn is_nothing(&self) -> bool {
        self.previous.is_zero() && self.current.is_zero()
    }
}

/// A ledger that is up to date, with what bringing it there grants. Nothing is written yet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Touched {
    /// The ledger, with both windows open.
    pub ledger: Ledger,
    /// What was not in it before.
    pub minted: Minted,
}

impl Ledger {
    /// A ledger of an account that has nothing in `now` and had nothing before.
    pub fn new(now: EpochIndex) -> Self {
        Self {
            epoch: now,
            current: QuotaWindow::default(),
            previous: QuotaWindow::default(),
            reserved_limits: EpochSeries::constant(now, Diem::ZERO),
            budgets: 0,
        }
    }

    /// Brings the ledger to `now`, where `grant` tells the account's grant of an epoch.
    ///
    /// A window that was open stays as it is; one that was not is opened with its grant, less what is reserved. What lies
    /// before the previous epoch can't be settled any more and is dropped.
    pub fn touch(mut self, now: EpochIndex, grant: impl Fn(EpochIndex) -> Diem) -> Touched {
        let mut minted = Minted::default();
        if self.epoch < now {
            self.previous = match now.previous() {
                // What was on offer can't be sold any more.
                Some(before) if before == self.epoch => self.current.close(),
                Some(before) => {
                    minted.previous = grant(before);
                    self.open(before, minted.previous)
                }
                None => QuotaWindow::default(),
            };
            minted.current = grant(now);
            self.current = self.open(now, minted.current);
            self.epoch = now;
        }
        Touched { ledger: self, minted }
    }

    /// The window of `epoch`, where it is the one of the last touch or the one before it.
    pub fn window(&self, epoch: EpochIndex) -> Option<&QuotaWindow> {
        if epoch == self.epoch {
            Some(&self.current)
        } else if Some(epoch) == self.epoch.previous() {
            Some(&self.previous)
        } else {
            None
        }
    }

    /// As [`window`](Self::window), to change it.
    pub fn window_mut(&mut self, epoch: EpochIndex) -> Option<&mut QuotaWindow> {
        if epoch == self.epoch {
            Some(&mut self.current)
        } else if Some(epoch) == self.epoch.previous() {
            Some(&mut self.previous)
        } else {
            None
        }
    }

    /// From the epoch after `now` on, reserves `added` more and `removed` less. `None` where the sum would be negative or
    /// not fit into 128 bits; the ledger is then as it was.
    pub fn change_reserved_limits(&mut self, now: EpochIndex, added: Diem, removed: Diem) -> Option<()> {
        let limits = self.reserved_limits.after(now).checked_sub(removed)?.checked_add(added)?;
        self.reserved_limits.set_next(now, limits);
        Some(())
    }

    /// Whether the ledger holds nothing that can still be used: no budget, no DIEM in either window.
    pub fn is_idle(&self) -> bool {
        let has_nothing = |window: &QuotaWindow| window.granted.is_zero() && window.received.is_zero();
        self.budgets == 0
            && self.reserved_limits.next.is_zero()
            && has_nothing(&self.current)
            && has_nothing(&self.previous)
    }

    fn open(&self, epoch: EpochIndex, granted: Diem) -> QuotaWindow {
        let reserved_limits = self.reserved_limits.at(epoch).copied().unwrap_or_default();
        QuotaWindow::open(granted, reserved_limits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten DIEM planck more for each epoch.
    fn grant(epoch: EpochIndex) -> Diem {
        Diem(u128::from(epoch.0).saturating_mul(10))
    }

    #[test]
    fn a_touch_in_the_same_epoch_grants_nothing() {
        let ledger = Ledger::new(EpochIndex(3));
        let touched = ledger.clone().touch(EpochIndex(3), grant);
        assert_eq!(touched, Touched { ledger, minted: Minted::default() });
        assert!(touched.minted.is_nothing());
    }

    #[test]
    fn a_touch_in_the_next_epoch_keeps_the_open_window() {
        let first = Ledger::new(EpochIndex(0)).touch(EpochIndex(1), grant).ledger;
        let Touched { ledger, minted } = first.clone().touch(EpochIndex(2), grant);
        assert_eq!(ledger.previous, first.current);
        assert_eq!(minted, Minted { previous: Diem::ZERO, current: Diem(20) });
    }

    #[test]
    fn a_later_touch_grants_two_epochs_and_carves_each_by_its_own_limits() {
        let mut ledger = Ledger::new(EpochIndex(4));
        assert_eq!(ledger.change_reserved_limits(EpochIndex(4), Diem(45), Diem::ZERO), Some(()));
        let Touched { ledger, minted } = ledger.touch(EpochIndex(9), grant);
        assert_eq!(minted, Minted { previous: Diem(80), current: Diem(90) });
        assert_eq!(ledger.window(EpochIndex(8)), Some(&QuotaWindow::open(Diem(80), Diem(45))));
        assert_eq!(ledger.window(EpochIndex(9)), Some(&QuotaWindow::open(Diem(90), Diem(45))));
        assert_eq!((ledger.window(EpochIndex(7)), ledger.window(EpochIndex(10))), (None, None));
    }

    #[test]
    fn a_ledger_is_idle_when_nothing_in_it_can_be_used() {
        let idle = Ledger::new(EpochIndex(1));
        let spent = QuotaWindow { granted: Diem(1), spent: Diem(1), ..QuotaWindow::default() };
        assert!(idle.is_idle());
        assert!(!Ledger { budgets: 1, ..idle.clone() }.is_idle());
        assert!(!Ledger { previous: spent, ..idle.clone() }.is_idle());
        assert!(!Ledger { current: spent, ..idle }.is_idle());
    }
}
