//! A chain in a database as a node has it, whose blocks are built by the runtime in wasm.

use crate::Result;
use codec::{Decode, Encode};
use diem_runtime::{
    apis::RuntimeApi,
    opaque::{Block, Header, UncheckedExtrinsic as OpaqueExtrinsic},
    BlockNumber, Hash, RuntimeCall, RuntimeEvent, System, UncheckedExtrinsic, SLOT_DURATION, WASM_BINARY,
};
use diem_runtime_tests::{genesis::Genesis, Account};
use frame_support::storage::storage_prefix;
use frame_system::EventRecord;
use futures::executor::block_on;
use sc_block_builder::BlockBuilderBuilder;
use sc_client_api::{execution_extensions::ExecutionExtensions, Backend as _, TrieCacheContext};
use sc_client_db::{DatabaseSettings, DatabaseSource};
use sc_consensus::{
    BlockImport, BlockImportParams, ForkChoiceStrategy, ImportResult, StateAction, StorageChanges,
};
use sc_executor::WasmExecutor;
use sc_service::{BlocksPruning, ClientConfig, GenesisBlockBuilder, PruningMode, TFullBackend, TFullClient};
use sp_api::ProofRecorder;
use sp_blockchain::HeaderBackend;
use sp_consensus::BlockOrigin;
use sp_consensus_aura::{Slot, AURA_ENGINE_ID};
use sp_core::{
    storage::{well_known_keys::CODE, StateVersion, Storage},
    testing::TaskExecutor,
    Pair,
};
use sp_runtime::{
    traits::{BlakeTwo256, Block as _, Hash as _, HashingFor, Header as _},
    Digest, DigestItem,
};
use sp_state_machine::{BasicExternalities, Ext, OverlayedChanges};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
    thread::sleep,
    time::{Duration, Instant},
};

/// Executes the runtime, and keeps the compiled code for all chains of the process.
pub type Executor = WasmExecutor<sp_io::SubstrateHostFunctions>;
type Client = TFullClient<Block, RuntimeApi, Executor>;
/// What a block, or a population, changes in the state.
type Changes = sp_state_machine::StorageChanges<HashingFor<Block>>;

/// Where a node keeps the database of the `dev` chain, below its base path.
const DATABASE: &str = "chains/dev/paritydb/full";
/// States of so many blocks are kept, as a node does where it is told nothing else.
const KEPT_STATES: u32 = 256;
/// The SDK's default for `--trie-cache-size`, in bytes.
const TRIE_CACHE: usize = 1024 * 1024 * 1024;
/// How long to wait for the client to let go of its database, and how often to look.
const PATIENCE: Duration = Duration::from_secs(30);
const POLL: Duration = Duration::from_millis(5);
/// A day in milliseconds: the epochs of a chain here, as on the live one.
pub const EPOCH: u64 = 24 * 60 * 60 * 1_000;

/// A chain and its clock.
pub struct Chain {
    backend: Arc<TFullBackend<Block>>,
    client: Client,
}

/// How long the parts of making a block took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Timings {
    /// What happens in every block before extrinsics: here an epoch rolls.
    pub initialize: Duration,
    /// The time, and the extrinsics.
    pub apply: Duration,
    /// What happens after them, with the root of the state.
    pub finalize: Duration,
}

impl Timings {
    /// All of it.
    pub fn total(&self) -> Duration {
        self.initialize.saturating_add(self.apply).saturating_add(self.finalize)
    }
}

/// A block that was built and not imported.
pub struct Built {
    block: Block,
    changes: Changes,
    pub timings: Timings,
}

impl Chain {
    /// Opens the chain that a node has below a base path, or begins it.
    pub fn open(base: &Path, executor: &Executor) -> Result<Self> {
        let backend = sc_service::new_db_backend::<Block>(DatabaseSettings {
            trie_cache_maximum_size: Some(TRIE_CACHE),
            state_pruning: Some(PruningMode::blocks_pruning(KEPT_STATES)),
            source: DatabaseSource::ParityDb { path: database(base) },
            blocks_pruning: BlocksPruning::KeepFinalized,
            pruning_filters: Vec::new(),
            metrics_registry: None,
        })?;
        let genesis = GenesisBlockBuilder::<Block, _, _>::new_with_storage(
            genesis()?,
            true,
            backend.clone(),
            executor.clone(),
        )?;
        let client = sc_service::new_client(
            backend.clone(),
            executor.clone(),
            genesis,
            None,
            None,
            ExecutionExtensions::new(None, Arc::new(executor.clone())),
            Box::new(TaskExecutor::new()),
            None,
            None,
            ClientConfig::default(),
        )?;
        Ok(Self { backend, client })
    }

    /// Closes the database, so that others can open it.
    pub fn close(self) -> Result<()> {
        let Self { backend, client } = self;
        drop(client);
        // A task of the client keeps the database for a moment.
        let began = Instant::now();
        while Arc::strong_count(&backend) > 1 {
            if began.elapsed() > PATIENCE {
                return Err("the database is still in use".into());
            }
            sleep(POLL);
        }
        Ok(())
    }

    /// The last block.
    pub fn head(&self) -> Hash {
        self.client.info().best_hash
    }

    /// The height of the last block.
    pub fn height(&self) -> BlockNumber {
        self.client.info().best_number
    }

    /// The first block.
    pub fn genesis(&self) -> Hash {
        self.client.info().genesis_hash
    }

    /// The block before one.
    pub fn parent(&self, block: Hash) -> Result<Hash> {
        Ok(*self.header(block)?.parent_hash())
    }

    fn header(&self, block: Hash) -> Result<Header> {
        Ok(self.client.header(block)?.ok_or("the block is in the database")?)
    }

    /// The time of a block's slot, in ms; `None` for the first one.
    pub fn time_of(&self, block: Hash) -> Result<Option<u64>> {
        let header = self.header(block)?;
        let slots = header.digest().logs().iter().filter_map(DigestItem::as_pre_runtime);
        let slot = slots
            .filter(|(engine, _)| *engine == AURA_ENGINE_ID)
            .find_map(|(_, mut slot)| Slot::decode(&mut slot).ok());
        Ok(slot.map(|slot| (*slot).saturating_mul(SLOT_DURATION)))
    }

    /// Reads the state after a block.
    pub fn read<R>(&self, block: Hash, read: impl FnOnce() -> R) -> Result<R> {
        let state = self.backend.state_at(block, TrieCacheContext::Untrusted)?;
        let mut overlay = OverlayedChanges::<HashingFor<Block>>::default();
        let mut state = Ext::new(&mut overlay, &state, None);
        Ok(sp_externalities::set_and_run_with_externalities(&mut state, read))
    }

    /// Builds a block in the slot of `now`, in ms.
    pub fn build(
        &self,
        parent: Hash,
        now: u64,
        extrinsics: &[UncheckedExtrinsic],
        recorder: Option<ProofRecorder<Block>>,
    ) -> Result<Built> {
        let time = UncheckedExtrinsic::new_bare(RuntimeCall::Timestamp(pallet_timestamp::Call::set { now }));
        let time = opaque(&time)?;
        let extrinsics = extrinsics.iter().map(opaque).collect::<Result<Vec<_>>>()?;
        let builder = BlockBuilderBuilder::new(&self.client)
            .on_parent_block(parent)
            .fetch_parent_block_number(&self.client)?
            .with_inherent_digests(digest(now))
            .with_proof_recorder(recorder);

        let began = Instant::now();
        let mut builder = builder.build()?;
        let initialized = Instant::now();
        builder.push(time)?;
        for extrinsic in extrinsics {
            builder.push(extrinsic)?;
        }
        let applied = Instant::now();
        let (block, changes) = builder.build()?.into_inner();
        let timings = Timings {
            initialize: initialized.saturating_duration_since(began),
            apply: applied.saturating_duration_since(initialized),
            finalize: applied.elapsed(),
        };
        Ok(Built { block, changes, timings })
    }

    /// Puts a block on top of the chain, signed by Alice and final at once.
    pub fn import(&self, built: Built) -> Result<()> {
        let Built { block, changes, .. } = built;
        let (header, body) = block.deconstruct();
        self.import_changes(header, body, changes)
    }

    /// Changes the state by native code, as a block without extrinsics.
    pub fn import_native(&self, now: u64, change: impl FnOnce() -> Result<()>) -> Result<()> {
        let parent = self.head();
        let state = self.backend.state_at(parent, TrieCacheContext::Trusted)?;
        let mut overlay = OverlayedChanges::<HashingFor<Block>>::default();
        let mut ext = Ext::new(&mut overlay, &state, None);
        let number = self.height().saturating_add(1);
        sp_externalities::set_and_run_with_externalities(&mut ext, || {
            change()?;
            // As the runtime would have left it: the next block has the number after this one.
            System::set_block_number(number);
            Result::Ok(())
        })?;
        let changes = overlay.drain_storage_changes(&state, StateVersion::V1)?;
        let header = Header::new(
            number,
            BlakeTwo256::ordered_trie_root(Vec::new(), StateVersion::V1),
            changes.transaction_storage_root,
            parent,
            digest(now),
        );
        self.import_changes(header, Vec::new(), changes)
    }

    fn import_changes(&self, header: Header, body: Vec<OpaqueExtrinsic>, changes: Changes) -> Result<()> {
        let signature = Account::Alice.pair().sign(header.hash().as_bytes());
        let mut params = BlockImportParams::new(BlockOrigin::Own, header);
        params.post_digests.push(DigestItem::Seal(AURA_ENGINE_ID, signature.encode()));
        params.body = Some(body);
        params.state_action = StateAction::ApplyChanges(StorageChanges::Changes(changes));
        params.fork_choice = Some(ForkChoiceStrategy::Custom(true));
        params.finalized = true;
        match block_on(self.client.import_block(params))? {
            ImportResult::Imported(_) => Ok(()),
            ImportResult::AlreadyInChain
            | ImportResult::KnownBad
            | ImportResult::UnknownParent
            | ImportResult::MissingState => Err("a block of ours was refused".into()),
        }
    }
}

impl Built {
    /// What happened in the block.
    pub fn events(&self) -> Result<Vec<RuntimeEvent>> {
        let key = storage_prefix(b"System", b"Events");
        let changes = &self.changes.main_storage_changes;
        let value =
            changes.iter().find(|(name, _)| name.as_slice() == key).and_then(|(_, value)| value.as_ref());
        let records = match value {
            Some(value) => Vec::<EventRecord<RuntimeEvent, Hash>>::decode(&mut value.as_slice())?,
            None => Vec::new(),
        };
        Ok(records.into_iter().map(|record| record.event).collect())
    }
}

/// Where the database of a node lies.
pub fn database(base: &Path) -> PathBuf {
    base.join(DATABASE)
}

/// The first state: that of the `dev` chain, with epochs of a day.
fn genesis() -> Result<Storage> {
    let genesis =
        Genesis::preset("development").with(|genesis| genesis["vvvStaking"]["durationMs"] = EPOCH.into());
    let mut storage = Storage::default();
    BasicExternalities::execute_with_storage(&mut storage, || genesis.build());
    let code = WASM_BINARY.ok_or("this was built without the runtime: build it without SKIP_WASM_BUILD")?;
    storage.top.insert(CODE.to_vec(), code.to_vec());
    Ok(storage)
}

fn digest(now: u64) -> Digest {
    let slot = Slot::from(now.checked_div(SLOT_DURATION).unwrap_or_default());
    Digest { logs: vec![DigestItem::PreRuntime(AURA_ENGINE_ID, slot.encode())] }
}

fn opaque(extrinsic: &UncheckedExtrinsic) -> Result<OpaqueExtrinsic> {
    Ok(OpaqueExtrinsic::try_from_encoded_extrinsic(&extrinsic.encode())?)
}
