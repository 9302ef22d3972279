//! A value that changes by the epoch.

use crate::EpochIndex;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A value in the epoch before `epoch`, in `epoch`, and from the one after it on.
///
/// What takes effect "next epoch" is written to `next`. Nobody has to visit the series when the epoch rolls: it is read
/// through the epoch that is asked for, and moved on only when it is written.
#[derive(
    Clone, Copy, PartialEq, Eq, Default, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct EpochSeries<V> {
    /// The epoch that `current` is the value of.
    pub epoch: EpochIndex,
    /// The value in the epoch before.
    pub previous: V,
    /// The value in `epoch`.
    pub current: V,
    /// The value in every later epoch.
    pub next: V,
}

impl<V: Clone> EpochSeries<V> {
    /// A series that has `before` up to and including `epoch`, and `next` after it.
    pub fn starting_next(epoch: EpochIndex, before: V, next: V) -> Self {
        Self { epoch, previous: before.clone(), current: before, next }
    }

    /// A series that has the same value in every epoch.
    pub fn constant(epoch: EpochIndex, value: V) -> Self {
        Self { epoch, previous: value.clone(), current: value.clone(), next: value }
    }

    /// The value in `epoch`, or `None` where the series no longer remembers it.
    pub fn at(&self, epoch: EpochIndex) -> Option<&V> {
        if epoch > self.epoch {
            Some(&self.next)
        } else if epoch == self.epoch {
            Some(&self.current)
        } else if epoch.next() == self.epoch {
            Some(&self.previous)
        } else {
            None
        }
    }

    /// The value in the epoch after `now`, as far as it is known in `now`.
    pub fn after(&self, now: EpochIndex) -> &V {
        if now >= self.epoch {
            &self.next
        } else {
            &self.current
        }
    }

    /// Moves the series on, so that `epoch` is its current one. A series never moves back.
    pub fn advance(&mut self, epoch: EpochIndex) {
        if epoch <= self.epoch {
            return;
        }
        self.previous = if epoch == self.epoch.next() { self.current.clone() } else { self.next.clone() };
        self.current = self.next.clone();
        self.epoch = epoch;
    }

    /// Sets the value from the epoch after `now` on.
    pub fn set_next(&mut self, now: EpochIndex, value: V) {
        self.advance(now);
        self.next = value;
    }
}
