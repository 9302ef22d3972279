//! Counts what is read and written, where the runtime asks its host.
//!
//! Each request counts, also one for what the overlay has: weights are stated for requests.

use sp_core::storage::{ChildInfo, StateVersion, TrackedStorageKey};
use sp_externalities::{
    set_and_run_with_externalities, Error, Extension, ExtensionStore, Externalities, MultiRemovalResults,
};
use sp_io::TestExternalities;
use std::any::{Any, TypeId};

/// What was read and written, in order, by key.
#[derive(Clone, Debug, Default)]
pub struct Accesses {
    /// The keys that were read, or whose existence was asked for.
    pub reads: Vec<Vec<u8>>,
    /// The keys that were written, appended to or removed.
    pub writes: Vec<Vec<u8>>,
}

impl Accesses {
    /// How many reads and writes there were under a prefix.
    pub fn under(&self, prefix: &[u8]) -> (usize, usize) {
        let count = |keys: &[Vec<u8>]| keys.iter().filter(|key| key.starts_with(prefix)).count();
        (count(&self.reads), count(&self.writes))
    }

    /// How many reads and writes there were.
    pub fn in_all(&self) -> (usize, usize) {
        self.under(&[])
    }
}

/// Runs something in the state of a chain, and counts what it reads and writes.
pub fn counted<R>(state: &mut TestExternalities, run: impl FnOnce() -> R) -> (R, Accesses) {
    let mut ext = state.ext();
    let mut counting = Counting { inner: &mut ext, accesses: Accesses::default() };
    let result = set_and_run_with_externalities(&mut counting, run);
    (result, counting.accesses)
}

/// Hands everything on, and keeps the keys.
struct Counting<'a> {
    inner: &'a mut dyn Externalities,
    accesses: Accesses,
}

impl Counting<'_> {
    fn note_read(&mut self, key: &[u8]) {
        self.accesses.reads.push(key.to_vec());
    }

    fn note_write(&mut self, key: &[u8]) {
        self.accesses.writes.push(key.to_vec());
    }
}

impl Externalities for Counting<'_> {
    fn storage(&mut self, key: &[u8]) -> Option<Vec<u8>> {
        self.note_read(key);
        self.inner.storage(key)
    }

    fn storage_hash(&mut self, key: &[u8]) -> Option<Vec<u8>> {
        self.note_read(key);
        self.inner.storage_hash(key)
    }

    fn exists_storage(&mut self, key: &[u8]) -> bool {
        self.note_read(key);
        self.inner.exists_storage(key)
    }

    fn next_storage_key(&mut self, key: &[u8]) -> Option<Vec<u8>> {
        self.note_read(key);
        self.inner.next_storage_key(key)
    }

    fn place_storage(&mut self, key: Vec<u8>, value: Option<Vec<u8>>) {
        self.note_write(&key);
        self.inner.place_storage(key, value);
    }

    fn storage_append(&mut self, key: Vec<u8>, value: Vec<u8>) {
        self.note_write(&key);
        self.inner.storage_append(key, value);
    }

    fn clear_prefix(
        &mut self,
        prefix: &[u8],
        limit: Option<u32>,
        cursor: Option<&[u8]>,
    ) -> MultiRemovalResults {
        self.note_write(prefix);
        self.inner.clear_prefix(prefix, limit, cursor)
    }

    fn storage_root(&mut self, version: StateVersion) -> Vec<u8> {
        self.inner.storage_root(version)
    }

    fn storage_start_transaction(&mut self) {
        self.inner.storage_start_transaction();
    }

    fn storage_rollback_transaction(&mut self) -> Result<(), ()> {
        self.inner.storage_rollback_transaction()
    }

    fn storage_commit_transaction(&mut self) -> Result<(), ()> {
        self.inner.storage_commit_transaction()
    }

    fn set_offchain_storage(&mut self, key: &[u8], value: Option<&[u8]>) {
        self.inner.set_offchain_storage(key, value);
    }

    // The runtime has no child tries: whoever adds one has to decide how they count.

    fn child_storage(&mut self, _: &ChildInfo, _: &[u8]) -> Option<Vec<u8>> {
        no_child_tries()
    }

    fn child_storage_hash(&mut self, _: &ChildInfo, _: &[u8]) -> Option<Vec<u8>> {
        no_child_tries()
    }

    fn next_child_storage_key(&mut self, _: &ChildInfo, _: &[u8]) -> Option<Vec<u8>> {
        no_child_tries()
    }

    fn kill_child_storage(&mut self, _: &ChildInfo, _: Option<u32>, _: Option<&[u8]>) -> MultiRemovalResults {
        no_child_tries()
    }

    fn clear_child_prefix(
        &mut self,
        _: &ChildInfo,
        _: &[u8],
        _: Option<u32>,
        _: Option<&[u8]>,
    ) -> MultiRemovalResults {
        no_child_tries()
    }

    fn place_child_storage(&mut self, _: &ChildInfo, _: Vec<u8>, _: Option<Vec<u8>>) {
        no_child_tries()
    }

    fn child_storage_root(&mut self, _: &ChildInfo, _: StateVersion) -> Vec<u8> {
        no_child_tries()
    }

    // What benchmarks do with a database of their own.

    fn wipe(&mut self) {
        self.inner.wipe();
    }

    fn commit(&mut self) {
        self.inner.commit();
    }

    fn read_write_count(&self) -> (u32, u32, u32, u32) {
        self.inner.read_write_count()
    }

    fn reset_read_write_count(&mut self) {
        self.inner.reset_read_write_count();
    }

    fn get_whitelist(&self) -> Vec<TrackedStorageKey> {
        self.inner.get_whitelist()
    }

    fn set_whitelist(&mut self, new: Vec<TrackedStorageKey>) {
        self.inner.set_whitelist(new);
    }

    fn get_read_and_written_keys(&self) -> Vec<(Vec<u8>, u32, u32, bool)> {
        self.inner.get_read_and_written_keys()
    }
}

fn no_child_tries<R>() -> R {
    panic!("the runtime has no child tries")
}

impl ExtensionStore for Counting<'_> {
    fn extension_by_type_id(&mut self, type_id: TypeId) -> Option<&mut dyn Any> {
        self.inner.extension_by_type_id(type_id)
    }

    fn register_extension_with_type_id(
        &mut self,
        type_id: TypeId,
        extension: Box<dyn Extension>,
    ) -> Result<(), Error> {
        self.inner.register_extension_with_type_id(type_id, extension)
    }

    fn deregister_extension_by_type_id(&mut self, type_id: TypeId) -> Result<(), Error> {
        self.inner.deregister_extension_by_type_id(type_id)
    }
}
