//! VVV that DIEM carried.

use super::EpochSpan;
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use diem_primitives::{Balance, Diem, EpochIndex};
use scale_info::TypeInfo;

/// VVV of all epochs and accounts together, in planck.
///
/// What is neither issued nor forfeited nor due is carried by DIEM that is not final yet, was burnt or was never granted; or it
/// lapsed or was lost by rounding, and is never issued.
#[derive(
    Clone, Copy, PartialEq, Eq, Default, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct RewardTotals {
    /// What the capacity of every epoch could earn at most: the sum of `⌊g · C⌋`.
    pub carried: Balance,
    /// What was issued, to holders and to providers.
    pub issued: Balance,
    /// What was earned, and taken from a provider that cheated.
    pub forfeited: Balance,
}

/// What of a ledger became final since its last touch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finals {
    /// Epochs into which nothing can be settled any more, with the DIEM that nobody spent in them.
    pub windows: Vec<(EpochIndex, Diem)>,
    /// Epochs that came and went without a touch: all that was granted in them is unspent.
    pub untouched: EpochSpan,
}

/// What an account earned since its last touch.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Earned {
    /// Planck VVV.
    pub amount: Balance,
    /// Epochs whose records are gone: what was earned in them will never be issued.
    pub lapsed: Option<EpochSpan>,
}

impl Earned {
    /// Adds what was earned.
    pub fn add(&mut self, amount: Balance) {
        self.amount = self.amount.saturating_add(amount);
    }

    /// Adds epochs whose records are gone.
    pub fn lapse(&mut self, span: EpochSpan) {
        if !span.is_empty() {
            self.lapsed = Some(self.lapsed.map_or(span, |lapsed| lapsed.with(span)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn epochs_that_lapsed_are_told_from_the_first_to_the_last() {
        let span = |from, until| EpochSpan { from: EpochIndex(from), until: EpochIndex(until) };
        let mut earned = Earned::default();
        earned.lapse(span(4, 4));
        assert_eq!(earned, Earned::default());
        earned.lapse(span(4, 5));
        earned.lapse(span(5, 9));
        earned.add(7);
        earned.add(Balance::MAX);
        assert_eq!(earned, Earned { amount: Balance::MAX, lapsed: Some(span(4, 9)) });
    }
}
