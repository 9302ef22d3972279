//! What a chain begins with.

use diem_runtime::{Block, Runtime};
use serde_json::Value;
use sp_genesis_builder::runtime_decl_for_genesis_builder::GenesisBuilder;
use std::panic::{catch_unwind, AssertUnwindSafe};

/// The genesis of a chain in JSON, as a chain specification has it.
#[derive(Clone, Debug)]
pub struct Genesis(pub Value);

impl Genesis {
    /// What a preset says.
    pub fn preset(name: &str) -> Self {
        let name = Some(name.into());
        let patch = <Runtime as GenesisBuilder<Block>>::get_preset(&name).expect("there is such a preset");
        Self::of_patch(serde_json::from_slice(&patch).expect("a preset is JSON"))
    }

    /// The default genesis with `patch` laid over it, as a node does it.
    pub fn of_patch(patch: Value) -> Self {
        let default = <Runtime as GenesisBuilder<Block>>::get_preset(&None).expect("there is a default");
        let mut genesis = serde_json::from_slice(&default).expect("the default is JSON");
        lay_over(&mut genesis, patch);
        Self(genesis)
    }

    /// The same with something changed.
    pub fn with(mut self, change: impl FnOnce(&mut Value)) -> Self {
        change(&mut self.0);
        self
    }

    /// Writes the state, within the externalities. Stops where the genesis is refused.
    pub fn build(&self) {
        let built = <Runtime as GenesisBuilder<Block>>::build_state(self.0.to_string().into_bytes());
        built.expect("the genesis is in the form that the runtime reads");
    }

    /// Why a chain can't begin with it, or `None` where one can.
    pub fn refusal(&self) -> Option<String> {
        let mut state = sp_io::TestExternalities::new_empty();
        let json = self.0.to_string().into_bytes();
        let build = || state.execute_with(|| <Runtime as GenesisBuilder<Block>>::build_state(json));
        match catch_unwind(AssertUnwindSafe(build)) {
            Ok(Ok(())) => None,
            Ok(Err(message)) => Some(message),
            Err(panic) => Some(message_of(panic.as_ref())),
        }
    }
}

fn message_of(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(ToString::to_string);
    text.or_else(|| panic.downcast_ref::<String>().cloned()).expect("the genesis stops with a message")
}

/// Lays a patch over JSON: objects are merged, anything else is replaced.
fn lay_over(base: &mut Value, patch: Value) {
    match (base, patch) {
        (Value::Object(base), Value::Object(patch)) => {
            for (key, value) in patch {
                lay_over(base.entry(key).or_insert(Value::Null), value);
            }
        }
        (base, patch) => *base = patch,
    }
}
