//! What the pallets of the compute chain share.
//!
//! # Goals
//!
//! - **Economics as pure functions.** Grants, charges, shares and epoch times are computed here, without storage, so that
//!   they can be tested against an independent model and reused by simulations and clients.
//! - **Units that do not mix.** [`Diem`], [`EpochIndex`], [`ModelId`] and [`BudgetId`] are types of their own.
//! - **Receipts that prove themselves.** [`signed_receipt`] signs and checks what a provider owes its consumer, [`outcome`] and [`evidence`] make
//!   and check the proofs of a dispute; a server, a client and the chain use the same functions.
//! - **Pallets that do not know each other.** They meet in the traits of [`traits`] and in the [`QuotaWindow`].
//!
//! # Design
//!
//! Nothing here reads or writes storage, nothing panics, and every operation that can fail returns an `Option` or a
//! `Result`. Quotas round down, charges round up.

#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs)]

extern crate alloc;

pub mod api;
pub mod budget;
pub mod charge;
pub mod emission;
pub mod epoch;
pub mod evidence;
pub mod grant;
pub mod math;
pub mod model;
pub mod outcome;
pub mod pricing;
pub mod receipt;
pub mod rejection;
pub mod series;
pub mod signed_receipt;
pub mod traits;
pub mod units;
pub mod usage;
pub mod voucher;
pub mod window;

pub use budget::{BudgetMode, BudgetTerms, Consent, ProviderChoice};
pub use charge::charged;
pub use emission::{EmissionRules, Yield};
pub use epoch::{EpochDuration, EpochRecord, EpochTimes};
pub use evidence::{Evidence, EvidenceError, Fault, ProvenGroup, SettledReceipt};
pub use grant::GrantTerms;
pub use model::{ModelKind, ModelName};
pub use outcome::{BatchRoot, GroupOutcome};
pub use pricing::{ChargeError, Multiplier, RateCard, RateCardError};
pub use receipt::{Batch, Receipt, ReceiptGroup, ReceiptId};
pub use rejection::{Rejection, RejectionReason};
pub use series::EpochSeries;
pub use signed_receipt::{ReceiptStatement, SignedReceipt, VerifiedReceipt};
pub use traits::{
    Capacity, Emission, EpochClock, LazyLedger, QuotaLedger, QuotaTrade, Touches, WeightLeases,
};
pub use units::{Balance, BudgetId, Diem, EpochIndex, ModelId, Moment, Sequence, PLANCK_PER_UNIT};
pub use usage::{Dimension, Usage, UsageEntry};
pub use voucher::{
    SignedVoucher, VerifiedVoucher, Voucher, VoucherRejection, VoucherRejectionReason, Vouchers,
};
pub use window::{QuotaWindow, WindowError};
