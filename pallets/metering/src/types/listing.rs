//! A model on a provider's list.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use diem_primitives::{EpochIndex, EpochSeries, Multiplier};
use scale_info::TypeInfo;

/// Epochs after which a model that is not served may leave a provider's list. As many moves by at most half of itself
/// lead from any multiplier to any other, so that listing it anew is no way to jump. (A provider that leaves, waits
/// for its bond and registers again begins a new list.)
pub const EPOCHS_UNTIL_FORGOTTEN: u32 = 8;

/// Whether a provider serves a model in an epoch, and at which factor. A model that is not served any more keeps its factor.
#[derive(
    Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Listing {
    /// The provider's factor on the rate card.
    pub multiplier: Multiplier,
    /// Whether the model is served.
    pub listed: bool,
}

impl Listing {
    /// A model that is served.
    pub fn served(multiplier: Multiplier) -> Self {
        Self { multiplier, listed: true }
    }

    /// A model that is not served, remembered by its factor.
    pub fn unserved(multiplier: Multiplier) -> Self {
        Self { multiplier, listed: false }
    }

    /// The factor, or `None` where the model is not served.
    pub fn factor(&self) -> Option<Multiplier> {
        self.listed.then_some(self.multiplier)
    }

    /// Whether a model was served last so long ago that its factor binds nobody any more.
    pub fn is_forgotten(series: &EpochSeries<Self>, now: EpochIndex) -> bool {
        // Whatever was served up to the last write, nothing is after it.
        !series.next.listed && now.since(series.epoch) > EPOCHS_UNTIL_FORGOTTEN
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listing_is_forgotten_after_eight_epochs_in_which_it_was_not_served() {
        let mut series = EpochSeries::constant(EpochIndex(1), Listing::served(Multiplier::ONE));
        assert!(!Listing::is_forgotten(&series, EpochIndex(100)));

        // Not served from epoch 6 on.
        series.set_next(EpochIndex(5), Listing::unserved(Multiplier::ONE));
        assert!(!Listing::is_forgotten(&series, EpochIndex(13)));
        assert!(Listing::is_forgotten(&series, EpochIndex(14)));
    }

    #[test]
    fn as_many_moves_as_it_takes_to_be_forgotten_lead_from_any_factor_to_any_other() {
        let steps = |mut now: u32, step: fn(u32) -> u32, reached: fn(u32) -> bool| {
            (0..EPOCHS_UNTIL_FORGOTTEN).any(|_| {
                now = step(now);
                reached(now)
            })
        };
        assert!(steps(Multiplier::MIN.0, |m| m + m / 2, |m| m >= Multiplier::MAX.0));
        assert!(steps(Multiplier::MAX.0, |m| m - m / 2, |m| m <= Multiplier::MIN.0));
    }
}
