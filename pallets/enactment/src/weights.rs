//! What the calls cost, from the reads and writes that they do.

use core::marker::PhantomData;
use frame_support::{
    traits::Get,
    weights::{constants::ParityDbWeight, RuntimeDbWeight, Weight},
};

/// Weights of the calls.
pub trait WeightInfo {
    /// Scheduling a call of `call_len` bytes.
    fn enact(call_len: u32) -> Weight;
    /// Dispatching a call, beside what the whitelist does.
    fn dispatch() -> Weight;
    /// Taking a call off the agenda.
    fn cancel() -> Weight;
    /// Setting the delays.
    fn set_parameters() -> Weight;
}

/// The computation of looking whether a hash is whitelisted.
const LOOKING: Weight = Weight::from_parts(5_000_000, 0);
/// The computation of a call beside its reads and writes: an agenda is decoded and encoded again.
const COMPUTATION: Weight = Weight::from_parts(60_000_000, 0);
/// The computation for each byte of a call that is read and decoded.
const PER_BYTE: Weight = Weight::from_parts(2_000, 0);

fn enact(call_len: u32, db: RuntimeDbWeight) -> Weight {
    // Reads: the delays, the name and the agenda of the scheduler, the whitelist, the preimage. Writes: the name, the agenda.
    COMPUTATION.saturating_add(PER_BYTE.saturating_mul(call_len.into())).saturating_add(db.reads_writes(5, 2))
}

fn dispatch() -> Weight {
    // The whitelist is read, which it counts itself.
    LOOKING
}

fn cancel(db: RuntimeDbWeight) -> Weight {
    // Reads and writes: the name and the agenda of the scheduler.
    COMPUTATION.saturating_add(db.reads_writes(2, 2))
}

fn set_parameters(db: RuntimeDbWeight) -> Weight {
    // Writes: the delays.
    COMPUTATION.saturating_add(db.writes(1))
}

/// For a runtime, with its database's costs.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
    fn enact(call_len: u32) -> Weight {
        enact(call_len, T::DbWeight::get())
    }

    fn dispatch() -> Weight {
        dispatch()
    }

    fn cancel() -> Weight {
        cancel(T::DbWeight::get())
    }

    fn set_parameters() -> Weight {
        set_parameters(T::DbWeight::get())
    }
}

/// For tests.
impl WeightInfo for () {
    fn enact(call_len: u32) -> Weight {
        enact(call_len, ParityDbWeight::get())
    }

    fn dispatch() -> Weight {
        dispatch()
    }

    fn cancel() -> Weight {
        cancel(ParityDbWeight::get())
    }

    fn set_parameters() -> Weight {
        set_parameters(ParityDbWeight::get())
    }
}
