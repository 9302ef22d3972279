//! What the pallet stores and is told, with the arithmetic on it. Nothing here reads or writes storage.

mod offer;

pub use offer::{Fill, FillRefusal, LeaseOffer, Offer, OfferId, QuotaOffer};
