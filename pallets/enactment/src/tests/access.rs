//! How often storage is read and written, and that the weights cover it.

use super::*;
use crate::WeightInfo;
use frame_support::weights::constants::ParityDbWeight;
use sp_core::Blake2Hasher;
use sp_state_machine::{Ext, OverlayedChanges, TrieBackendBuilder};
use sp_trie::recorder::Recorder;

/// How many different keys of the pallets `work` reads from the database of `chain`, and how many it writes to it. `chain` stays
/// as it was.
fn count(chain: &mut sp_io::TestExternalities, work: impl FnOnce()) -> (u64, u64) {
    let (backend, recorder) = (chain.as_backend(), Recorder::<Blake2Hasher>::default());
    let recording = TrieBackendBuilder::wrap(&backend).with_recorder(recorder.clone()).build();
    let mut overlay = OverlayedChanges::default();
    let mut ext = Ext::new(&mut overlay, &recording, None);
    sp_externalities::set_and_run_with_externalities(&mut ext, work);
    // What depositing an event reads and writes is in the block's own weight, as is the depth of storage transactions.
    let system = sp_io::hashing::twox_128(b"System");
    let counts = |key: &[u8]| !key.starts_with(&system) && !key.starts_with(b":");
    let recorded = recorder.recorded_keys();
    let reads = recorded.values().flat_map(|keys| keys.keys()).filter(|key| counts(key)).count();
    let writes = overlay.changes().filter(|(key, _)| counts(key)).count();
    (reads as u64, writes as u64)
}

#[test]
fn no_call_reads_or_writes_more_than_its_weight_says() {
    let mut chain = genesis();
    let (text, other) = chain.execute_with(|| {
        let other =
            Text::of(frame_system::Call::<Test>::remark { remark: vec![1; 5_000] }).note().whitelist();
        let text = ready();
        text.enact(3, 20).unwrap();
        System::reset_events();
        (text, other)
    });
    chain.commit_all().unwrap();
    let mut check = |weight: Weight, call: &dyn Fn() -> DispatchResult| {
        let (reads, writes) = count(&mut chain, || call().unwrap());
        let counted = ParityDbWeight::get().reads_writes(reads, writes);
        assert!(weight.all_gte(counted), "{reads} reads, {writes} writes");
    };
    check(<()>::enact(other.length), &|| other.enact(4, 20));
    check(<()>::cancel(), &|| Enactment::cancel(members(3), text.hash));
    check(<()>::set_parameters(), &|| Enactment::set_parameters(RuntimeOrigin::root(), DELAYS));
}
