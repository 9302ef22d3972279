//! The code of the runtime as a node executes it, and how it is replaced.

use crate::governance::{genesis_without_sudo, DELAY, MAJORITY};
use codec::Encode;
use diem_runtime::{
    AccountId, Block, Enactment, Hash, Market, Metering, Runtime, RuntimeEvent, System, Validators,
    VvvStaking, VERSION, VVV, WASM_BINARY,
};
use diem_runtime_tests::{
    calls::{diem, open_budget, shared, stake, sudo, transfer},
    council::Text,
    genesis::Genesis,
    id,
    Account::*,
    Chain,
};
use frame_support::{
    migrations::VersionedMigration,
    traits::{GetStorageVersion, PalletInfoAccess, StorageVersion, UncheckedOnRuntimeUpgrade},
    weights::Weight,
};
use pallet_diem_metering::{Model, Models};
use sc_executor::WasmExecutor;
use sp_core::traits::{CallContext, CodeExecutor, ReadRuntimeVersionExt, RuntimeCode, WrappedRuntimeCode};
use sp_io::SubstrateHostFunctions;
use sp_maybe_compressed_blob::{compress_strongly, decompress, CODE_BLOB_BOMB_LIMIT};
use sp_runtime::traits::{BlakeTwo256, Hash as _};

type Executor = WasmExecutor<SubstrateHostFunctions>;
type SystemError = frame_system::Error<Runtime>;
type SystemCall = frame_system::Call<Runtime>;

fn code() -> &'static [u8] {
    WASM_BINARY.expect("the runtime was built with its code: SKIP_WASM_BUILD must not be set")
}

/// The same code under another version, as a release after this one has it.
fn code_of_version(spec_version: u32) -> Vec<u8> {
    let plain = decompress(code(), CODE_BLOB_BOMB_LIMIT).expect("the code is compressed well");
    let version = sp_version::RuntimeVersion { spec_version, ..VERSION };
    let code = sp_version::embed::embed_runtime_version(&plain, version).expect("the code is WebAssembly");
    compress_strongly(&code, CODE_BLOB_BOMB_LIMIT).expect("the code is no larger than it may be")
}

/// A chain with its code, on which somebody can read the version of another one.
fn chain_with_code() -> Chain {
    begin_with_code(&Genesis::preset("development"))
}

fn begin_with_code(genesis: &Genesis) -> Chain {
    let mut chain = Chain::begin_with_code(genesis, code());
    chain.state.register_extension(ReadRuntimeVersionExt::new(Executor::builder().build()));
    chain.advance_to_epoch(1);
    chain
}

/// Executes a block by the code that the chain stores. It stops where the state after it is not what the block says.
fn execute_by_code(chain: &mut Chain, block: &Block) -> Result<(), String> {
    let code =
        chain.read(|| sp_io::storage::get(sp_core::storage::well_known_keys::CODE)).expect("there is code");
    let fetcher = WrappedRuntimeCode(code.to_vec().into());
    let hash = BlakeTwo256::hash(&code).encode();
    let code = RuntimeCode { code_fetcher: &fetcher, heap_pages: None, hash };
    let mut ext = chain.state.ext();
    let executor = Executor::builder().build();
    let (result, _) = executor.call(
        &mut ext,
        &code,
        "Core_execute_block",
        &block.encode(),
        CallContext::Onchain { import: true },
    );
    let outcome = result.map(|_| ()).map_err(|error| error.to_string());
    chain.state.reset_overlay();
    outcome
}

#[test]
fn the_stored_code_executes_a_block_to_the_same_state() {
    let mut chain = chain_with_code();
    let (block, ()) = chain.author(|block| {
        block.apply(Dave, transfer(Eve, VVV)).succeeded();
        block.apply(Eve, stake(5_000 * VVV)).succeeded();
        block.apply(Dave, open_budget(shared(diem(100)))).succeeded();
    });
    assert_eq!(execute_by_code(&mut chain, &block), Ok(()));

    let mut forged = block.clone();
    forged.header.state_root = Hash::zero();
    assert!(execute_by_code(&mut chain, &forged).is_err(), "a wrong state is found out");
    chain.import(block);
}

#[test]
fn an_authorised_upgrade_is_applied_by_anyone_and_the_chain_goes_on() {
    let mut chain = chain_with_code();
    let next = code_of_version(VERSION.spec_version + 1);
    let hash = BlakeTwo256::hash(&next);
    chain.next_block(|block| {
        let apply = || SystemCall::apply_authorized_upgrade { code: next.clone() };
        block.apply(Eve, apply()).failed(SystemError::NothingAuthorized);
        block
            .apply(Eve, SystemCall::authorize_upgrade { code_hash: hash })
            .failed(sp_runtime::DispatchError::BadOrigin);
        block.apply(Alice, sudo(SystemCall::authorize_upgrade { code_hash: hash })).succeeded();
    });
    let before =
        chain.read(|| (VvvStaking::account_info(id(Dave)), Metering::providers(), Metering::models()));
    chain.next_block(|block| {
        let applied =
            block.apply(Eve, SystemCall::apply_authorized_upgrade { code: next.clone() }).succeeded();
        assert!(applied.has(frame_system::Event::<Runtime>::CodeUpdated { hash }));
        assert_eq!(applied.fee, 0, "a valid upgrade costs nothing");
    });
    let stored = chain.read(|| sp_io::storage::get(sp_core::storage::well_known_keys::CODE));
    assert_eq!(stored.map(|code| BlakeTwo256::hash(&code)), Some(hash));

    // The new code goes on where the old one stopped.
    let after =
        chain.read(|| (VvvStaking::account_info(id(Dave)), Metering::providers(), Metering::models()));
    assert_eq!(after, before);
    let (block, ()) = chain.author(|block| {
        block.apply(Dave, open_budget(shared(diem(100)))).succeeded();
    });
    assert_eq!(execute_by_code(&mut chain, &block), Ok(()));
    chain.import(block);
    chain.next_epoch();
}

/// The migration that a later release brings: each model's name says that it is the second version of the list.
struct SecondNames;

impl UncheckedOnRuntimeUpgrade for SecondNames {
    fn on_runtime_upgrade() -> Weight {
        let mut models = 0;
        Models::<Runtime>::translate_values::<Model<AccountId>, _>(|mut model| {
            models += 1;
            model.name.try_extend(b", again".iter().copied()).expect("the names of the preset are short");
            Some(model)
        });
        DbWeight::get().reads_writes(models, models)
    }
}

type DbWeight = <Runtime as frame_system::Config>::DbWeight;
type SecondNamesOnce = VersionedMigration<1, 2, SecondNames, Metering, DbWeight>;

fn model_names() -> Vec<String> {
    Metering::models().into_iter().map(|model| String::from_utf8(model.name.to_vec()).unwrap()).collect()
}

fn stored_code_hash() -> Hash {
    let code = sp_io::storage::get(sp_core::storage::well_known_keys::CODE).expect("there is code");
    BlakeTwo256::hash(&code)
}

#[test]
fn the_council_enacts_an_upgrade_that_carries_a_migration() {
    let mut chain = begin_with_code(&genesis_without_sudo());
    let next = code_of_version(VERSION.spec_version + 1);
    let code_hash = BlakeTwo256::hash(&next);
    let apply = || SystemCall::apply_authorized_upgrade { code: next.clone() };

    // The council authorises the code by its hash, and waits.
    let due = chain.enact(&MAJORITY, &Text::of(SystemCall::authorize_upgrade { code_hash }), DELAY);
    chain.advance_to_block(due - 1);
    chain.next_block(|block| {
        // The block that is due begins with the dispatch, so that anyone can apply the code in it.
        let applied = block.apply(Eve, apply()).succeeded();
        assert!(applied.has(frame_system::Event::<Runtime>::CodeUpdated { hash: code_hash }));
    });
    assert_eq!(chain.read(stored_code_hash), code_hash);

    // From the next block on nodes run the new code. The first block that it makes migrates, before anything else.
    let (names, before) = chain.read(|| (model_names(), VvvStaking::account_info(id(Dave))));
    chain.go_on_with_migrations::<SecondNamesOnce>();
    chain.next_block(|block| {
        block.apply(Dave, transfer(Eve, VVV)).succeeded();
    });
    let renamed: Vec<String> = names.iter().map(|name| format!("{name}, again")).collect();
    assert_eq!(chain.read(model_names), renamed);
    assert_eq!(chain.read(Metering::on_chain_storage_version), StorageVersion::new(2));
    assert_eq!(chain.last_upgrade(), Some(VERSION.spec_version));
    assert_eq!(chain.read(|| VvvStaking::account_info(id(Dave))), before);

    // It does so once, and the chain goes on, also by the code that is stored.
    chain.next_epoch();
    assert_eq!(chain.read(model_names), renamed);
    let (block, ()) = chain.author(|block| {
        block.apply(Dave, open_budget(shared(diem(100)))).succeeded();
    });
    assert_eq!(execute_by_code(&mut chain, &block), Ok(()));
    chain.import(block);
}

#[test]
fn the_council_sets_the_code_itself_where_its_bytes_are_on_chain() {
    let mut chain = begin_with_code(&genesis_without_sudo());
    let next = code_of_version(VERSION.spec_version + 1);
    let hash = BlakeTwo256::hash(&next);
    chain.dispatch_as_root(&MAJORITY, SystemCall::set_code { code: next }, DELAY);
    assert!(chain.events().contains(&frame_system::Event::<Runtime>::CodeUpdated { hash }.into()));
    assert_eq!(chain.read(stored_code_hash), hash);
    chain.next_epoch();
}

#[test]
fn code_that_was_not_authorised_or_is_no_newer_is_refused() {
    let mut chain = chain_with_code();
    let same = code().to_vec();
    let authorise = |code: &[u8]| sudo(SystemCall::authorize_upgrade { code_hash: BlakeTwo256::hash(code) });
    chain.next_block(|block| {
        block
            .apply(Alice, sudo(SystemCall::set_code { code: same.clone() }))
            .failed(SystemError::SpecVersionNeedsToIncrease);
        block
            .apply(Alice, sudo(SystemCall::set_code { code: vec![0; 100] }))
            .failed(SystemError::FailedToExtractRuntimeVersion);
        block.apply(Alice, authorise(&same)).succeeded();
        let other = SystemCall::apply_authorized_upgrade { code: vec![0; 100] };
        block.apply(Eve, other).failed(SystemError::Unauthorized);
    });
    chain.next_block(|block| {
        let applied =
            block.apply(Eve, SystemCall::apply_authorized_upgrade { code: same.clone() }).succeeded();
        let rejected = applied.events_of(|event| match event {
            RuntimeEvent::System(frame_system::Event::RejectedInvalidAuthorizedUpgrade { error, .. }) => {
                Some(*error)
            }
            _ => None,
        });
        let error = sp_runtime::DispatchError::from(SystemError::SpecVersionNeedsToIncrease).stripped();
        assert_eq!(rejected, vec![error]);
    });
    let stored = chain.read(|| sp_io::storage::get(sp_core::storage::well_known_keys::CODE));
    assert_eq!(stored.unwrap().to_vec(), same);
}

#[test]
fn the_first_block_of_a_newer_runtime_finds_the_state_of_the_older_one() {
    let mut chain = Chain::from_preset("development");
    chain.advance_to_epoch(2);
    assert_eq!(chain.last_upgrade(), Some(VERSION.spec_version));

    // As if an older runtime had made the last block.
    let older = frame_system::LastRuntimeUpgradeInfo { spec_version: 0.into(), spec_name: VERSION.spec_name };
    let key = frame_system::LastRuntimeUpgrade::<Runtime>::hashed_key().to_vec();
    chain.next_block(|block| {
        let items = vec![(key, older.encode())];
        block.apply(Alice, sudo(SystemCall::set_storage { items })).succeeded();
    });
    assert_eq!(chain.last_upgrade(), Some(0));
    let before =
        chain.read(|| (VvvStaking::account_info(id(Dave)), Metering::providers(), Metering::models()));
    chain.empty_blocks(1);
    assert_eq!(chain.last_upgrade(), Some(VERSION.spec_version));
    let after =
        chain.read(|| (VvvStaking::account_info(id(Dave)), Metering::providers(), Metering::models()));
    assert_eq!(after, before);
    chain.advance_to_epoch(4);
}

#[test]
fn each_pallet_of_ours_has_the_storage_version_of_its_code() {
    fn check<P: GetStorageVersion<InCodeStorageVersion = StorageVersion> + PalletInfoAccess>(
        chain: &mut Chain,
    ) {
        let stored = chain.read(P::on_chain_storage_version);
        assert_eq!(stored, P::in_code_storage_version(), "{}", P::name());
        assert!(stored > StorageVersion::new(0), "{}", P::name());
    }
    let mut chain = Chain::from_preset("development");
    check::<VvvStaking>(&mut chain);
    check::<Metering>(&mut chain);
    check::<Market>(&mut chain);
    check::<Validators>(&mut chain);
    check::<Enactment>(&mut chain);
    assert!(chain.read(System::block_number) < 2);
}
