//! What the pallet stores, with the arithmetic on it: pure, checked, and without storage.

mod budget;
mod listing;
mod model;
mod parameters;
mod provider;
mod recent;

pub use budget::{Budget, BudgetWindow, FormerDelegate, Obstacle};
pub use listing::Listing;
pub use model::Model;
pub use parameters::MeteringParameters;
pub use provider::{Metadata, Provider};
pub use recent::Recent;
