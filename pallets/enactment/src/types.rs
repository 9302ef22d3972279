//! What governance may change.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// How long what is enacted is known before it happens.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EnactmentParameters<BlockNumber> {
    /// The least delay in blocks.
    pub min_delay: BlockNumber,
    /// The least delay in blocks where the larger majority enacts: at least one, and no longer than the other.
    pub fast_delay: BlockNumber,
}

impl<BlockNumber: From<u32> + PartialOrd> EnactmentParameters<BlockNumber> {
    /// Whether each delay is within its bounds.
    pub fn are_in_bounds(&self, max_delay: &BlockNumber) -> bool {
        self.fast_delay >= BlockNumber::from(1)
            && self.min_delay >= self.fast_delay
            && self.min_delay <= *max_delay
    }

    /// The least delay that may be chosen.
    pub fn least_delay(self, may_be_fast: bool) -> BlockNumber {
        if may_be_fast {
            self.fast_delay
        } else {
            self.min_delay
        }
    }
}

impl<BlockNumber: From<u32>> Default for EnactmentParameters<BlockNumber> {
    /// Two days and two hours, at a block every two seconds.
    fn default() -> Self {
        Self { min_delay: 86_400.into(), fast_delay: 3_600.into() }
    }
}
