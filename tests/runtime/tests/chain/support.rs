//! What several topics need.

use std::collections::BTreeMap;

/// The whole state.
fn snapshot() -> BTreeMap<Vec<u8>, Vec<u8>> {
    let mut state = BTreeMap::new();
    let mut key = Vec::new();
    while let Some(next) = sp_io::storage::next_key(&key) {
        let value = sp_io::storage::get(&next).expect("a key has a value").to_vec();
        state.insert(next.clone(), value);
        key = next;
    }
    state
}

/// The keys whose values `change` added, removed or replaced.
pub fn keys_changed_by<R>(change: impl FnOnce() -> R) -> (Vec<Vec<u8>>, R) {
    let before = snapshot();
    let result = change();
    let after = snapshot();
    let keys = before.keys().chain(after.keys().filter(|key| !before.contains_key(*key)));
    let changed = keys.filter(|key| before.get(*key) != after.get(*key)).cloned().collect();
    (changed, result)
}
