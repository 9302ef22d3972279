//! What the pallet stores, with the arithmetic on it: pure, checked, and without storage.

mod batch;
mod budget;
mod keys;
mod listing;
mod model;
mod parameters;
mod provider;
mod recent;
mod settled;
mod slash;

pub use batch::BatchRecord;
pub use budget::{Budget, BudgetWindow, FormerDelegate, Obstacle};
pub use keys::{FormerKey, KeyRefusal, ReceiptKeys};
pub use listing::Listing;
pub use model::Model;
pub use parameters::{MeteringParameters, MAX_BATCHES_PER_EPOCH};
pub use provider::{Credit, Metadata, Provider};
pub use recent::Recent;
pub use settled::{is_final, EpochSum, SettledEpochs, MAX_SETTLED_EPOCHS};
pub use slash::Slash;
