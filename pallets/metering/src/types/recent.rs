//! A tally of the epochs that can still be settled.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use diem_primitives::EpochIndex;
use scale_info::TypeInfo;

/// What is counted in `epoch` and in the one before it.
///
/// Nobody visits it when an epoch rolls: it moves on when it is written, and an epoch that nobody wrote in is as `open`
/// says that it began.
#[derive(
    Clone, Copy, PartialEq, Eq, Default, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Recent<V> {
    /// The epoch that `current` counts.
    pub epoch: EpochIndex,
    /// What is counted in `epoch`.
    pub current: V,
    /// What is counted in the epoch before.
    pub previous: V,
}

impl<V: Clone> Recent<V> {
    /// A tally that begins in `epoch`, with nothing before it.
    pub fn starting(epoch: EpochIndex, current: V, previous: V) -> Self {
        Self { epoch, current, previous }
    }

    /// What is counted in `epoch`, or `None` where it is no longer remembered.
    pub fn at(&self, epoch: EpochIndex, open: impl FnOnce(EpochIndex) -> V) -> Option<V> {
        if epoch > self.epoch {
            Some(open(epoch))
        } else if epoch == self.epoch {
            Some(self.current.clone())
        } else if epoch.next() == self.epoch {
            Some(self.previous.clone())
        } else {
            None
        }
    }

    /// Moves the tally on, so that `now` is its current epoch. It never moves back.
    pub fn advance(&mut self, now: EpochIndex, open: impl Fn(EpochIndex) -> V) {
        if now <= self.epoch {
            return;
        }
        self.previous = match now.previous() {
            Some(before) if before == self.epoch => self.current.clone(),
            Some(before) => open(before),
            None => return,
        };
        self.current = open(now);
        self.epoch = now;
    }

    /// What is counted in `epoch`, to be changed: the current epoch or the one before it.
    pub fn get_mut(&mut self, epoch: EpochIndex) -> Option<&mut V> {
        if epoch == self.epoch {
            Some(&mut self.current)
        } else if epoch.next() == self.epoch {
            Some(&mut self.previous)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(epoch: u32, current: u32, previous: u32) -> Recent<u32> {
        Recent::starting(EpochIndex(epoch), current, previous)
    }

    fn open(epoch: EpochIndex) -> u32 {
        epoch.0.saturating_add(100)
    }

    #[test]
    fn the_current_epoch_becomes_the_previous_one() {
        let mut recent = tally(5, 1, 2);
        recent.advance(EpochIndex(6), open);
        assert_eq!(recent, tally(6, 106, 1));
    }

    #[test]
    fn after_a_pause_both_epochs_are_as_they_opened() {
        let mut recent = tally(5, 1, 2);
        recent.advance(EpochIndex(7), open);
        assert_eq!(recent, tally(7, 107, 106));
    }

    #[test]
    fn it_never_moves_back() {
        let mut recent = tally(5, 1, 2);
        recent.advance(EpochIndex(5), open);
        recent.advance(EpochIndex(4), open);
        assert_eq!(recent, tally(5, 1, 2));
    }

    #[test]
    fn it_reads_as_an_advance_would_leave_it() {
        let recent = tally(5, 1, 2);
        assert_eq!(recent.at(EpochIndex(7), open), Some(107));
        assert_eq!(recent.at(EpochIndex(5), open), Some(1));
        assert_eq!(recent.at(EpochIndex(4), open), Some(2));
        assert_eq!(recent.at(EpochIndex(3), open), None);
    }

    #[test]
    fn only_what_can_be_settled_can_be_changed() {
        let mut recent = tally(5, 1, 2);
        assert_eq!(recent.get_mut(EpochIndex(5)), Some(&mut 1));
        assert_eq!(recent.get_mut(EpochIndex(4)), Some(&mut 2));
        assert_eq!(recent.get_mut(EpochIndex(3)), None);
        assert_eq!(recent.get_mut(EpochIndex(6)), None);
    }
}
