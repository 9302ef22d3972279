//! A model and its prices.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use diem_primitives::{Balance, EpochIndex, EpochSeries, ModelKind, ModelName, RateCard};
use scale_info::TypeInfo;

/// Epochs after a model's retirement in which its record is kept: receipts of the epoch before it settle in the first.
const EPOCHS_KEPT: u32 = 2;

/// A model.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Model<AccountId> {
    /// Its name in UTF-8.
    pub name: ModelName,
    /// What it makes.
    pub kind: ModelKind,
    /// Who sets its prices.
    pub curator: AccountId,
    /// Who paid the deposit.
    pub depositor: AccountId,
    /// Planck VVV on hold.
    pub deposit: Balance,
    /// Its prices.
    pub cards: EpochSeries<RateCard>,
    /// The first epoch in which it can't be served any more.
    pub retired_at: Option<EpochIndex>,
}

impl<AccountId> Model<AccountId> {
    /// Whether it can't be served any more in `epoch`.
    pub fn is_retired_in(&self, epoch: EpochIndex) -> bool {
        self.retired_at.is_some_and(|end| epoch >= end)
    }

    /// Whether it may be removed in `now`: nothing can be settled for it any more.
    pub fn is_removable(&self, now: EpochIndex) -> bool {
        self.retired_at.is_some_and(|end| now >= end.saturating_add(EPOCHS_KEPT))
    }
}
