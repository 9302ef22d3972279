//! Epochs that follow each other.

use diem_primitives::EpochIndex;

/// The epochs from one on and before another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EpochSpan {
    /// The first of them.
    pub from: EpochIndex,
    /// The first that is not one of them any more.
    pub until: EpochIndex,
}

impl EpochSpan {
    /// One epoch.
    pub fn only(epoch: EpochIndex) -> Self {
        Self { from: epoch, until: epoch.next() }
    }

    /// Whether there is no epoch in it.
    pub fn is_empty(&self) -> bool {
        self.from >= self.until
    }

    /// Whether `epoch` lies in it and something of it before that.
    pub fn is_cut_by(&self, epoch: EpochIndex) -> bool {
        self.from < epoch && epoch < self.until
    }

    /// What of it lies before `epoch`, and the rest.
    pub fn split(self, epoch: EpochIndex) -> (Self, Self) {
        (Self { until: self.until.min(epoch), ..self }, Self { from: self.from.max(epoch), ..self })
    }

    /// The shortest span that has both in it.
    pub fn with(self, other: Self) -> Self {
        Self { from: self.from.min(other.from), until: self.until.max(other.until) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: u32, until: u32) -> EpochSpan {
        EpochSpan { from: EpochIndex(from), until: EpochIndex(until) }
    }

    #[test]
    fn a_span_that_is_split_has_each_of_its_epochs_once() {
        assert_eq!(span(3, 9).split(EpochIndex(5)), (span(3, 5), span(5, 9)));
        for (before, rest) in [span(3, 9).split(EpochIndex(2)), span(3, 9).split(EpochIndex(3))] {
            assert!(before.is_empty());
            assert_eq!(rest, span(3, 9));
        }
        for (before, rest) in [span(3, 9).split(EpochIndex(9)), span(3, 9).split(EpochIndex(10))] {
            assert_eq!(before, span(3, 9));
            assert!(rest.is_empty());
        }
    }

    #[test]
    fn a_span_is_cut_within_and_not_at_its_ends() {
        let cuts: [bool; 5] = [3, 4, 8, 9, 10].map(|epoch| span(3, 9).is_cut_by(EpochIndex(epoch)));
        assert_eq!(cuts, [false, true, true, false, false]);
        assert_eq!(span(3, 4), EpochSpan::only(EpochIndex(3)));
        assert!(span(4, 4).is_empty() && span(4, 3).is_empty());
        assert_eq!(span(3, 4).with(span(6, 8)), span(3, 8));
    }
}
