//! Every call, every error and every event, on FRAME's own pallets.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::panic,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test that can't go on has to stop where it stands, and passes over the events of others"
)]

mod access;
mod cancel;
mod council;
mod dispatch;
mod enact;
mod parameters;

use crate::{mock::*, Error, Event, Pallet};
use codec::Encode;
use frame_support::{
    assert_noop, assert_ok, dispatch::GetDispatchInfo, traits::QueryPreimage, weights::Weight,
};
use pallet_collective::RawOrigin;
use pallet_whitelist::WhitelistedCall;
use sp_core::H256;
use sp_runtime::{
    traits::{BadOrigin, BlakeTwo256, Hash},
    DispatchError, DispatchResult,
};

type E = Error<Test>;

/// The council's word: so many of its five members.
fn members(count: u32) -> RuntimeOrigin {
    RawOrigin::Members(count, 5).into()
}

/// A call with what the chain has to be told of it.
#[derive(Clone, Debug)]
struct Text {
    bytes: Vec<u8>,
    hash: H256,
    length: u32,
    weight: Weight,
}

impl Text {
    fn of(call: impl Into<RuntimeCall>) -> Self {
        let call = call.into();
        let weight = call.get_dispatch_info().call_weight;
        Self { weight, ..Self::of_bytes(call.encode()) }
    }

    fn of_bytes(bytes: Vec<u8>) -> Self {
        let (hash, length) = (BlakeTwo256::hash(&bytes), bytes.len() as u32);
        Self { bytes, hash, length, weight: Weight::from_parts(1_000_000_000, 0) }
    }

    /// Puts the bytes on chain.
    fn note(self) -> Self {
        assert_ok!(Preimage::note_preimage(RuntimeOrigin::signed(9), self.bytes.clone()));
        self
    }

    /// Has the council whitelist the hash.
    fn whitelist(self) -> Self {
        assert_ok!(Whitelist::whitelist_call(members(3), self.hash));
        self
    }

    /// Enacts it by so many members, after so many blocks.
    fn enact(&self, count: u32, delay: u32) -> DispatchResult {
        Enactment::enact(members(count), self.hash, self.length, self.weight, delay)
    }
}

/// A call that nobody but Root may make, and by which it shows that it was made.
fn root_call() -> frame_system::Call<Test> {
    frame_system::Call::set_storage { items: vec![(b"enacted".to_vec(), b"yes".to_vec())] }
}

fn was_enacted() -> bool {
    sp_io::storage::get(b"enacted").is_some()
}

/// Such a call, on chain and whitelisted.
fn ready() -> Text {
    let text = Text::of(root_call()).note().whitelist();
    events();
    text
}

/// The name under which it is scheduled.
fn name(text: &Text) -> [u8; 32] {
    Pallet::<Test>::task_name(&text.hash)
}

/// The scheduler's event of a dispatch.
fn dispatched(text: &Text, at: u32, result: DispatchResult) -> RuntimeEvent {
    pallet_scheduler::Event::Dispatched { task: (at, 0), id: Some(name(text)), result }.into()
}
