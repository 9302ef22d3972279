//! What executes blocks.

use crate::Chain;
use diem_runtime::{AllPalletsWithSystem, Block, Header, Runtime, VERSION};
use frame_support::traits::OnRuntimeUpgrade;
use frame_system::{ChainContext, LastRuntimeUpgrade, LastRuntimeUpgradeInfo};

type Executive<Migrations> = frame_executive::Executive<
    Runtime,
    Block,
    ChainContext<Runtime>,
    Runtime,
    AllPalletsWithSystem,
    Migrations,
>;

/// What executes blocks: the runtime, or a later release of it that brings migrations.
#[derive(Clone, Copy)]
pub(crate) struct Code {
    pub initialize: fn(&Header),
    pub execute: fn(Block),
}

impl Code {
    /// The runtime with migrations, `()` for none.
    pub fn with_migrations<Migrations: OnRuntimeUpgrade>() -> Self {
        Self {
            initialize: |header| {
                Executive::<Migrations>::initialize_block(header);
            },
            execute: |block| Executive::<Migrations>::execute_block(block.into()),
        }
    }
}

impl Chain {
    /// Goes on by a later release of the runtime, which brings migrations, as nodes do when the chain stores its code.
    ///
    /// A process has one version of the runtime compiled in. So that the next block finds an upgrade, the state says that an
    /// older one made the last block.
    pub fn go_on_with_migrations<Migrations: OnRuntimeUpgrade>(&mut self) {
        self.code = Code::with_migrations::<Migrations>();
        let older = LastRuntimeUpgradeInfo {
            spec_version: (VERSION.spec_version - 1).into(),
            spec_name: VERSION.spec_name,
        };
        self.state.execute_with(|| LastRuntimeUpgrade::<Runtime>::put(older));
        self.state.commit_all().expect("nothing but a value was written");
    }
}
