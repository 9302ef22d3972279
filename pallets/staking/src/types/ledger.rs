//! The DIEM of an account, in the current and in the previous epoch.

use super::{EpochSpan, Finals, LeaseBook};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use diem_primitives::{Balance, Diem, EpochIndex, EpochSeries, QuotaWindow, Touches};
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
    /// How many leases are in its book. Only an account that has any has its book read.
    pub leases: u32,
    /// Planck VVV that it earned in epochs that were final at the last touch, and that have not been issued.
    pub rewards: Balance,
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

/// A ledger that is up to date, with all that bringing it there changes. Nothing is written yet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Touched<AccountId> {
    /// The ledger, with both windows open.
    pub ledger: Ledger,
    /// What was not in it before.
    pub minted: Minted,
    /// Epochs whose rewards lapsed.
    pub lapsed: Option<EpochSpan>,
    /// The book of leases, where it is another than before.
    pub book: Option<LeaseBook<AccountId>>,
    /// This touch, where it is the first in the epoch.
    pub touches: Touches,
}

impl<AccountId> Touched<AccountId> {
    /// A ledger that is up to date as it is.
    pub fn unchanged(ledger: Ledger) -> Self {
        Self { ledger, minted: Minted::default(), lapsed: None, book: None, touches: Touches::NONE }
    }

    /// Gives the account another book.
    pub fn set_book(&mut self, book: LeaseBook<AccountId>) {
        self.ledger.leases = book.len();
        self.book = Some(book);
    }
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
            leases: 0,
            rewards: 0,
        }
    }

    /// What becomes final when the ledger is brought to `now`: the windows that it drops, and the epochs after them for which
    /// it never opens any.
    pub fn finals(&self, now: EpochIndex) -> Finals {
        let windows = [(self.epoch.previous(), &self.previous), (Some(self.epoch), &self.current)]
            .into_iter()
            .filter_map(|(epoch, window)| Some((epoch?, window.unspent())))
            .filter(|(epoch, unspent)| epoch.next() < now && !unspent.is_zero())
            .collect();
        let until = now.previous().unwrap_or_default();
        Finals { windows, untouched: EpochSpan { from: self.epoch.next(), until } }
    }

    /// Brings the ledger to `now`, where `grant` tells the account's grant of an epoch. Returns what that grants.
    ///
    /// A window that was open is closed; one that was not is opened with its grant, less what is reserved. What lies
    /// before the previous epoch can't be settled any more and is dropped: [`finals`](Self::finals) tells what it earns.
    pub fn touch(&mut self, now: EpochIndex, grant: impl Fn(EpochIndex) -> Diem) -> Minted {
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
        minted
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

    /// Whether the ledger holds nothing that can still be used: no budget, no lease, no rewards, no DIEM in either window.
    pub fn is_idle(&self) -> bool {
        let has_nothing = |window: &QuotaWindow| window.granted.is_zero() && window.received.is_zero();
        self.budgets == 0
            && self.leases == 0
            && self.rewards == 0
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
    use alloc::{vec, vec::Vec};

    /// Ten DIEM planck more for each epoch.
    fn grant(epoch: EpochIndex) -> Diem {
        Diem(u128::from(epoch.0).saturating_mul(10))
    }

    #[test]
    fn a_touch_in_the_same_epoch_grants_nothing() {
        let mut ledger = Ledger::new(EpochIndex(3));
        let before = ledger.clone();
        let minted = ledger.touch(EpochIndex(3), grant);
        assert_eq!(ledger, before);
        assert!(minted.is_nothing());
    }

    #[test]
    fn a_touch_in_the_next_epoch_keeps_the_open_window() {
        let mut ledger = Ledger::new(EpochIndex(0));
        ledger.touch(EpochIndex(1), grant);
        let first = ledger.current;
        let minted = ledger.touch(EpochIndex(2), grant);
        assert_eq!(ledger.previous, first);
        assert_eq!(minted, Minted { previous: Diem::ZERO, current: Diem(20) });
    }

    #[test]
    fn a_later_touch_grants_two_epochs_and_carves_each_by_its_own_limits() {
        let mut ledger = Ledger::new(EpochIndex(4));
        assert_eq!(ledger.change_reserved_limits(EpochIndex(4), Diem(45), Diem::ZERO), Some(()));
        let minted = ledger.touch(EpochIndex(9), grant);
        assert_eq!(minted, Minted { previous: Diem(80), current: Diem(90) });
        assert_eq!(ledger.window(EpochIndex(8)), Some(&QuotaWindow::open(Diem(80), Diem(45))));
        assert_eq!(ledger.window(EpochIndex(9)), Some(&QuotaWindow::open(Diem(90), Diem(45))));
        assert_eq!((ledger.window(EpochIndex(7)), ledger.window(EpochIndex(10))), (None, None));
    }

    #[test]
    fn what_was_set_aside_is_so_no_more_when_its_epoch_is_over() {
        let mut ledger = Ledger::new(EpochIndex(0));
        ledger.touch(EpochIndex(1), grant);
        assert_eq!(ledger.current.offer(Diem(4)), Ok(()));
        assert_eq!(ledger.current.free(), Diem(6));
        ledger.touch(EpochIndex(2), grant);
        assert_eq!((ledger.previous.offered, ledger.previous.free()), (Diem::ZERO, Diem(10)));
    }

    #[test]
    fn windows_and_untouched_epochs_become_final_when_nothing_can_be_settled_into_them() {
        let unspent = |granted| QuotaWindow { granted: Diem(granted), ..QuotaWindow::default() };
        let ledger = Ledger { previous: unspent(3), current: unspent(4), ..Ledger::new(EpochIndex(6)) };
        let finals = |now| {
            let Finals { windows, untouched } = ledger.finals(EpochIndex(now));
            let windows: Vec<_> = windows.iter().map(|(epoch, unspent)| (epoch.0, unspent.0)).collect();
            (windows, (untouched.from.0..untouched.until.0).collect::<Vec<_>>())
        };
        assert_eq!(finals(6), (vec![], vec![]));
        assert_eq!(finals(7), (vec![(5, 3)], vec![]));
        assert_eq!(finals(8), (vec![(5, 3), (6, 4)], vec![]));
        assert_eq!(finals(10), (vec![(5, 3), (6, 4)], vec![7, 8]));
        assert_eq!(Ledger::new(EpochIndex(0)).finals(EpochIndex(9)).windows, []);
    }

    #[test]
    fn a_ledger_is_idle_when_nothing_in_it_can_be_used() {
        let idle = Ledger::new(EpochIndex(1));
        let spent = QuotaWindow { granted: Diem(1), spent: Diem(1), ..QuotaWindow::default() };
        assert!(idle.is_idle());
        assert!(!Ledger { budgets: 1, ..idle.clone() }.is_idle());
        assert!(!Ledger { leases: 1, ..idle.clone() }.is_idle());
        assert!(!Ledger { rewards: 1, ..idle.clone() }.is_idle());
        assert!(!Ledger { previous: spent, ..idle.clone() }.is_idle());
        assert!(!Ledger { current: spent, ..idle }.is_idle());
    }
}
