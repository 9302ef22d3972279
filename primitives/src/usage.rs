//! What an inference consumed, dimension by dimension.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// What is counted, whatever the model. The names follow the OpenTelemetry conventions for generative AI where those have one.
///
/// Dimensions are disjoint: input excludes what was read from or written to a cache, output excludes reasoning.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
)]
pub enum Dimension {
    /// Requests served.
    Requests,
    /// Tokens read, without those of a cache.
    InputTokens,
    /// Tokens read from a cache.
    CachedInputTokens,
    /// Tokens written to a cache.
    CacheWriteTokens,
    /// Tokens generated, without those of reasoning.
    OutputTokens,
    /// Tokens generated while reasoning.
    ReasoningTokens,
    /// Images generated.
    Images,
    /// Megapixels generated.
    Megapixels,
    /// Milliseconds of audio read.
    AudioInputMs,
    /// Milliseconds of audio generated.
    AudioOutputMs,
    /// Milliseconds of video generated.
    VideoMs,
    /// Characters read, as text-to-speech is charged.
    Characters,
    /// Milliseconds of compute.
    ComputeMs,
}

impl Dimension {
    /// How many dimensions there are.
    pub const COUNT: u32 = 13;

    /// All of them, in their order.
    pub const ALL: [Self; Self::COUNT as usize] = [
        Self::Requests,
        Self::InputTokens,
        Self::CachedInputTokens,
        Self::CacheWriteTokens,
        Self::OutputTokens,
        Self::ReasoningTokens,
        Self::Images,
        Self::Megapixels,
        Self::AudioInputMs,
        Self::AudioOutputMs,
        Self::VideoMs,
        Self::Characters,
        Self::ComputeMs,
    ];
}

/// Units of one dimension.
#[derive(
    Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct UsageEntry {
    /// What was counted.
    pub dimension: Dimension,
    /// How many units of it.
    #[codec(compact)]
    pub units: u64,
}

/// The most entries of one usage.
pub const MAX_USAGE_ENTRIES: u32 = 8;

/// What one inference consumed: at most eight dimensions, each once.
///
/// That each is named once is checked when the usage is priced, so that a receipt that breaks the rule is rejected with
/// its reason and takes no other receipt with it.
pub type Usage = BoundedVec<UsageEntry, ConstU32<MAX_USAGE_ENTRIES>>;
