//! The economy on the runtime and in a model that shares no code with it, side by side.
//!
//! [`Pair`] makes each call on both and compares the outcome, by the name of the error where it was refused. Calls are dispatched without
//! fees, which the model does not know.

pub mod calls;
mod compare;
mod evidence;
pub mod genesis;
mod keys;
mod outcomes;
mod pair;
mod quotes;

pub use pair::Pair;
