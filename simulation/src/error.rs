//! Why a simulation stops.

use diem_primitives::{ChargeError, RateCardError, WindowError};
use std::{fmt, io};

/// A result whose error says why the simulation stopped.
pub type Result<T> = std::result::Result<T, Error>;

/// Why the simulation stopped. With the figures that are committed it never does.
#[derive(Debug)]
pub enum Error {
    /// An amount does not fit into 128 bits.
    TooLarge,
    /// A window refused a debit.
    Window(WindowError),
    /// A rate card was refused.
    RateCard(RateCardError),
    /// A usage could not be charged.
    Charge(ChargeError),
    /// A figure could not be drawn.
    Drawing(String),
    /// A file could not be written.
    File(io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => write!(f, "an amount does not fit into 128 bits"),
            Self::Window(reason) => write!(f, "a window refuses the debit: {reason:?}"),
            Self::RateCard(reason) => write!(f, "this is no rate card: {reason:?}"),
            Self::Charge(reason) => write!(f, "the usage can't be charged: {reason:?}"),
            Self::Drawing(reason) => write!(f, "the figure can't be drawn: {reason}"),
            Self::File(reason) => write!(f, "the file can't be written: {reason}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::File(error)
    }
}
