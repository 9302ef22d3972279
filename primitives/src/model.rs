//! What a model is called and what it makes.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// What a model produces.
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
pub enum ModelKind {
    /// Text from text.
    Text,
    /// Images.
    Image,
    /// Speech, music, or text from speech.
    Audio,
    /// Video.
    Video,
    /// Vectors.
    Embedding,
    /// Anything else.
    Other,
}

/// The name of a model in UTF-8, from 1 to 64 bytes.
pub type ModelName = BoundedVec<u8, ConstU32<64>>;
