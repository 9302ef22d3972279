//! What the economy's rules lead to: figures and tables for `docs/economics.md`.
//!
//! # Goals
//!
//! - **The chain's own functions.** Grants, values, yields, charges, windows and bonds are computed by `diem-primitives` and by the
//!   parameters' own methods, never by a second copy of a formula. Where a formula of the docs is shown beside them, it is there to be
//!   compared.
//! - **The same in every run.** Nothing is random, nothing reads a clock. A test makes every figure anew and compares it with the
//!   committed one.
//!
//! # Design
//!
//! A [`Chain`] is a set of parameters and the sums of what is staked and pledged. It opens an [`Epoch`] as a roll does, which grants,
//! values and settles. Each question is a module of [`questions`]: functions that compute the answer in planck, and one that
//! draws it as a [`Figure`]. Floating-point numbers appear where something is drawn, and nowhere before.
//!
//! ```text
//! scripts/cargo run -p diem-simulation -- --out docs/images
//! ```

#![deny(missing_docs)]

mod chain;
mod epoch;
mod error;
mod figure;
pub mod plot;
pub mod questions;
mod search;
pub mod text;

pub use chain::Chain;
pub use epoch::{Epoch, Holder, Outcome};
pub use error::{Error, Result};
pub use figure::{figures, Figure};
