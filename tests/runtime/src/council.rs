//! The council's motions, and what they bring to Root.

use crate::{Account, Applied, BlockBuilder, Chain};
use codec::Encode;
use diem_runtime::{configs::governance::CouncilCollective, BlockNumber, Hash, Runtime, RuntimeCall};
use frame_support::{dispatch::GetDispatchInfo, weights::Weight};
use sp_runtime::traits::{BlakeTwo256, Hash as _};

/// The council of the development presets.
pub const COUNCIL: [Account; 5] =
    [Account::Alice, Account::Bob, Account::Charlie, Account::Dave, Account::Eve];

/// A call with what the chain is told of it.
#[derive(Clone, Debug)]
pub struct Text {
    /// The call, encoded.
    pub bytes: Vec<u8>,
    /// The hash of the bytes.
    pub hash: Hash,
    /// What the call weighs.
    pub weight: Weight,
}

impl Text {
    /// Encodes a call.
    pub fn of(call: impl Into<RuntimeCall>) -> Self {
        let call = call.into();
        let bytes = call.encode();
        Self { hash: BlakeTwo256::hash(&bytes), weight: call.get_dispatch_info().call_weight, bytes }
    }

    /// How many bytes there are.
    pub fn length(&self) -> u32 {
        u32::try_from(self.bytes.len()).expect("a call is shorter than 4 GiB")
    }

    /// Puts the bytes on chain.
    pub fn note(&self) -> RuntimeCall {
        pallet_preimage::Call::note_preimage { bytes: self.bytes.clone() }.into()
    }

    /// Whitelists the hash.
    pub fn whitelist(&self) -> RuntimeCall {
        pallet_whitelist::Call::whitelist_call { call_hash: self.hash }.into()
    }

    /// Takes the hash off the whitelist.
    pub fn unlist(&self) -> RuntimeCall {
        pallet_whitelist::Call::remove_whitelisted_call { call_hash: self.hash }.into()
    }

    /// Enacts it after so many blocks.
    pub fn enact(&self, delay: BlockNumber) -> RuntimeCall {
        let (call_hash, call_len, call_weight) = (self.hash, self.length(), self.weight);
        pallet_diem_enactment::Call::enact { call_hash, call_len, call_weight, delay }.into()
    }

    /// Takes what was enacted off the agenda.
    pub fn cancel(&self) -> RuntimeCall {
        pallet_diem_enactment::Call::cancel { call_hash: self.hash }.into()
    }
}

/// Proposes a motion.
pub fn propose(threshold: u32, call: &RuntimeCall) -> RuntimeCall {
    let (proposal, length_bound) = (Box::new(call.clone()), length_of(call));
    pallet_collective::Call::<Runtime, CouncilCollective>::propose { threshold, proposal, length_bound }
        .into()
}

/// Votes for the motion with that index.
pub fn vote(call: &RuntimeCall, index: u32) -> RuntimeCall {
    let proposal = BlakeTwo256::hash_of(call);
    pallet_collective::Call::<Runtime, CouncilCollective>::vote { proposal, index, approve: true }.into()
}

/// Closes the motion with that index.
pub fn close(call: &RuntimeCall, index: u32) -> RuntimeCall {
    pallet_collective::Call::<Runtime, CouncilCollective>::close {
        proposal_hash: BlakeTwo256::hash_of(call),
        index,
        proposal_weight_bound: call.get_dispatch_info().call_weight,
        length_bound: length_of(call),
    }
    .into()
}

fn length_of(call: &RuntimeCall) -> u32 {
    u32::try_from(call.encoded_size()).expect("a motion is shorter than 4 GiB")
}

/// How many motions there have been: the index of the next one.
pub fn next_motion() -> u32 {
    pallet_collective::ProposalCount::<Runtime, CouncilCollective>::get()
}

impl BlockBuilder {
    /// Has `ayes` pass a motion, and tells what came of closing it.
    #[track_caller]
    pub fn motion(&mut self, ayes: &[Account], call: &RuntimeCall) -> Applied {
        let (index, first) = (next_motion(), ayes[0]);
        let threshold = u32::try_from(ayes.len()).expect("a council is small");
        self.apply(first, propose(threshold, call)).succeeded();
        for member in ayes {
            self.apply(*member, vote(call, index)).succeeded();
        }
        self.apply(first, close(call, index))
    }
}

impl Chain {
    /// Has `ayes` note, whitelist and enact a call in one block, and gives the number of the block in which it is due.
    #[track_caller]
    pub fn enact(&mut self, ayes: &[Account], text: &Text, delay: BlockNumber) -> BlockNumber {
        self.next_block(|block| {
            block.apply(ayes[0], text.note()).succeeded();
            block.motion(ayes, &text.whitelist()).succeeded();
            block.motion(ayes, &text.enact(delay)).succeeded();
        });
        self.head().number + delay
    }

    /// Makes blocks with nothing but their time, up to the one with that number.
    pub fn advance_to_block(&mut self, number: BlockNumber) {
        self.empty_blocks(number - self.head().number);
    }

    /// Has `ayes` enact a call and makes blocks until it is dispatched.
    #[track_caller]
    pub fn dispatch_as_root(&mut self, ayes: &[Account], call: impl Into<RuntimeCall>, delay: BlockNumber) {
        let due = self.enact(ayes, &Text::of(call), delay);
        self.advance_to_block(due);
    }
}
