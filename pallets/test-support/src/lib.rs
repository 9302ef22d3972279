//! What the pallets' tests share: how many items of the state a call reads and writes, and how many its weight declares.

use frame_support::{
    parameter_types,
    weights::{constants::ParityDbWeight, RuntimeDbWeight, Weight},
};
use sp_core::Blake2Hasher;
use sp_io::{hashing::twox_128, TestExternalities};
use sp_state_machine::{Ext, OverlayedChanges, TrieBackendBuilder};
use sp_trie::recorder::Recorder;

parameter_types! {
    /// What a read and a write of a mock's database cost, as in its runtime.
    pub static DatabaseCost: RuntimeDbWeight = ParityDbWeight::get();
}

/// How many items are read from the database, and how many are written to it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Count {
    /// Items that are read, each once.
    pub reads: u64,
    /// Items that are written or removed, each once.
    pub writes: u64,
}

impl Count {
    /// Whether there are no more of either in `other`.
    pub fn covers(self, other: Self) -> bool {
        self.reads >= other.reads && self.writes >= other.writes
    }
}

/// The keys of the items that a call reads from the database, and of those that it writes to it.
#[derive(Clone, Debug)]
pub struct Access {
    read: Vec<Vec<u8>>,
    written: Vec<Vec<u8>>,
}

impl Access {
    /// Runs `work` on the state of `chain` and notes what it reads and writes. `chain` stays as it was.
    ///
    /// Left out is what is in the weight of each block, and what never reaches the database.
    pub fn of<R>(chain: &mut TestExternalities, work: impl FnOnce() -> R) -> Self {
        let (backend, recorder) = (chain.as_backend(), Recorder::<Blake2Hasher>::default());
        let recording = TrieBackendBuilder::wrap(&backend).with_recorder(recorder.clone()).build();
        let mut overlay = OverlayedChanges::default();
        let mut ext = Ext::new(&mut overlay, &recording, None);
        sp_externalities::set_and_run_with_externalities(&mut ext, work);
        let recorded = recorder.recorded_keys();
        let read = recorded.values().flat_map(|keys| keys.keys().map(|key| key.to_vec()));
        let written = overlay.changes().map(|(key, _)| key.clone());
        Self { read: read.filter(is_of_a_call).collect(), written: written.filter(is_of_a_call).collect() }
    }

    /// What a call reads and writes: the same, without the items of the keys that `of_every_block` gives, which are in the weight of each
    /// block too.
    pub fn of_call<R, Keys: AsRef<[Vec<u8>]>>(
        chain: &mut TestExternalities,
        of_every_block: impl FnOnce() -> Keys,
        call: impl FnOnce() -> R,
    ) -> Self {
        let keys = chain.execute_with(of_every_block);
        Self::of(chain, call).without(keys.as_ref())
    }

    /// The same without the items of these keys.
    pub fn without(mut self, keys: &[Vec<u8>]) -> Self {
        self.read.retain(|key| !keys.contains(key));
        self.written.retain(|key| !keys.contains(key));
        self
    }

    /// How many items there are.
    pub fn count(&self) -> Count {
        self.under([])
    }

    /// How many items there are under a prefix.
    pub fn under(&self, prefix: impl AsRef<[u8]>) -> Count {
        let count =
            |keys: &[Vec<u8>]| keys.iter().filter(|key| key.starts_with(prefix.as_ref())).count() as u64;
        Count { reads: count(&self.read), writes: count(&self.written) }
    }

    /// How many items there are of a pallet.
    pub fn of_pallet(&self, name: &str) -> Count {
        self.under(twox_128(name.as_bytes()))
    }
}

/// Whether an item is in the weights of calls: the system's are in that of each block, but for accounts, and so is the issuance, which
/// FRAME leaves out of weights too. The depth of storage transactions never reaches the database.
#[allow(clippy::ptr_arg, reason = "a filter of owned keys")]
fn is_of_a_call(key: &Vec<u8>) -> bool {
    let item = |pallet: &str, name: &str| [twox_128(pallet.as_bytes()), twox_128(name.as_bytes())].concat();
    let is_of_system = key.starts_with(&twox_128(b"System")) && !key.starts_with(&item("System", "Account"));
    !key.starts_with(b":") && !is_of_system && !key.starts_with(&item("Balances", "TotalIssuance"))
}

/// How many reads and writes a weight declares: by how much it grows with what each costs.
pub fn declared(mut weight: impl FnMut() -> Weight) -> Count {
    let before = DatabaseCost::get();
    let mut time = |read, write| {
        DatabaseCost::set(RuntimeDbWeight { read, write });
        weight().ref_time()
    };
    let (neither, reads, writes) = (time(0, 0), time(1, 0), time(0, 1));
    DatabaseCost::set(before);
    Count { reads: reads.saturating_sub(neither), writes: writes.saturating_sub(neither) }
}
