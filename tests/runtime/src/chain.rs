//! A chain, block by block.

use crate::{
    access::{counted, Accesses},
    block::BlockBuilder,
    code::Code,
    genesis::Genesis,
    invariants,
};
use codec::Encode;
use diem_runtime::{Block, Hash, Header, Runtime, RuntimeEvent, System, SLOT_DURATION};
use sp_consensus_aura::{Slot, AURA_ENGINE_ID};
use sp_core::storage::Storage;
use sp_io::TestExternalities;
use sp_runtime::{
    traits::{BlakeTwo256, Hash as _, Header as _},
    Digest, DigestItem,
};

/// 2026-01-01 00:00:00 UTC in milliseconds: when every chain here begins.
const BEGINNING: u64 = 1_767_225_600_000;

/// A chain and its clock.
pub struct Chain {
    /// The state after the last block.
    pub state: TestExternalities,
    /// Whether the state is checked after each block. A test with a large state checks it when it has to.
    pub checks_each_block: bool,
    genesis: Hash,
    parent: Header,
    /// The time of the next block.
    pub(crate) now: u64,
    /// What executes its blocks.
    pub(crate) code: Code,
}

impl Chain {
    /// The chain that begins from a preset.
    pub fn from_preset(name: &str) -> Self {
        Self::begin(&Genesis::preset(name))
    }

    /// The chain that begins from `genesis`.
    pub fn begin(genesis: &Genesis) -> Self {
        Self::begin_with_code(genesis, &[])
    }

    /// The same, with the code that other nodes execute.
    pub fn begin_with_code(genesis: &Genesis, code: &[u8]) -> Self {
        let mut state = TestExternalities::new_with_code(code, Storage::default());
        state.execute_with(|| genesis.build());
        state.commit_all().expect("the genesis leaves no transaction open");

        let parent = Header::new(
            0,
            BlakeTwo256::ordered_trie_root(Vec::new(), sp_core::storage::StateVersion::V0),
            *state.backend.root(),
            Hash::zero(),
            Digest::default(),
        );
        let mut chain = Self {
            state,
            checks_each_block: true,
            genesis: parent.hash(),
            parent,
            now: BEGINNING,
            code: Code::with_migrations::<()>(),
        };
        chain.check();
        chain
    }

    /// The hash of the first block.
    pub fn genesis(&self) -> Hash {
        self.genesis
    }

    /// The header of the last block.
    pub fn head(&self) -> &Header {
        &self.parent
    }

    /// Reads the state after the last block.
    pub fn read<R>(&mut self, read: impl FnOnce() -> R) -> R {
        self.state.execute_with(read)
    }

    /// The events of the last block.
    pub fn events(&mut self) -> Vec<RuntimeEvent> {
        self.read(|| System::events().into_iter().map(|record| record.event).collect())
    }

    /// Makes the next block of what `build` puts into it.
    ///
    /// It is made as an author makes it, and thrown away; then it is executed as every other node executes it.
    pub fn next_block<R>(&mut self, build: impl FnOnce(&mut BlockBuilder) -> R) -> R {
        let (block, made) = self.author(build);
        self.import(block);
        made
    }

    /// As [`next_block`](Self::next_block), and tells what executing the block reads and writes.
    pub fn next_block_counted(&mut self, build: impl FnOnce(&mut BlockBuilder)) -> Accesses {
        let (block, ()) = self.author(build);
        let execute = self.code.execute;
        let ((), accesses) = counted(&mut self.state, || execute(block.clone()));
        self.close(block.header);
        accesses
    }

    /// Makes `count` blocks with nothing but their time.
    pub fn empty_blocks(&mut self, count: u32) {
        for _ in 0..count {
            self.next_block(|_| ());
        }
    }

    /// Lets time pass without blocks.
    pub fn halt(&mut self, ms: u64) {
        self.now += ms.next_multiple_of(SLOT_DURATION);
    }

    /// Builds a block on the last one and leaves the state as it was.
    pub fn author<R>(&mut self, build: impl FnOnce(&mut BlockBuilder) -> R) -> (Block, R) {
        let slot = Slot::from(self.now / SLOT_DURATION);
        let digest = Digest { logs: vec![DigestItem::PreRuntime(AURA_ENGINE_ID, slot.encode())] };
        let number = self.parent.number + 1;
        let header = Header::new(number, Hash::zero(), Hash::zero(), self.parent.hash(), digest);
        let (genesis, now, code) = (self.genesis, self.now, self.code);

        self.state.execute_with(|| {
            sp_io::storage::start_transaction();
            let mut block = BlockBuilder::open(code, &header, now, genesis);
            let made = build(&mut block);
            let block = block.close();
            sp_io::storage::rollback_transaction();
            (block, made)
        })
    }

    /// Executes a block and stores the state after it. A block whose state differs from what its header says is refused.
    pub fn import(&mut self, block: Block) {
        let header = block.header.clone();
        let execute = self.code.execute;
        self.state.execute_with(|| execute(block));
        self.close(header);
    }

    /// Stores the state after a block that was executed.
    fn close(&mut self, header: Header) {
        self.state.commit_all().expect("a block leaves no transaction open");
        assert_eq!(self.state.backend.root(), header.state_root(), "the state that was announced");

        self.parent = header;
        self.now += SLOT_DURATION;
        if self.checks_each_block {
            self.check();
        }
    }

    /// Checks the whole state.
    pub fn check(&mut self) {
        self.read(invariants::check);
    }

    /// What the runtime's version says was run last.
    pub fn last_upgrade(&mut self) -> Option<u32> {
        self.read(|| frame_system::LastRuntimeUpgrade::<Runtime>::get().map(|last| last.spec_version.0))
    }
}
