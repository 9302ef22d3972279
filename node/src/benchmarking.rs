//! Measures what weights are made of, in a build with `runtime-benchmarks`.

use crate::{cli::Cli, service::Core};
use diem_runtime::opaque::Block;
use frame_benchmarking_cli::{BenchmarkCmd, SUBSTRATE_REFERENCE_HARDWARE};
use sc_cli::{Result, SubstrateCli};
use sp_runtime::traits::HashingFor;

/// Runs one of the benchmarks.
pub fn run(cli: &Cli, command: &BenchmarkCmd) -> Result<()> {
    let runner = cli.create_runner(command)?;
    runner.sync_run(|config| match command {
        BenchmarkCmd::Pallet(command) => {
            command.run_with_spec::<HashingFor<Block>, ()>(Some(config.chain_spec))
        }
        BenchmarkCmd::Overhead(command) => {
            command.run_with_default_builder_and_spec::<Block, ()>(Some(config.chain_spec))
        }
        BenchmarkCmd::Block(command) => {
            let core = Core::new(&config)?;
            command.run(core.client.clone())
        }
        BenchmarkCmd::Storage(command) => {
            let core = Core::new(&config)?;
            command.run(
                config,
                core.client.clone(),
                core.backend.expose_db(),
                core.backend.expose_storage(),
                core.backend.expose_shared_trie_cache(),
            )
        }
        BenchmarkCmd::Machine(command) => command.run(&config, SUBSTRATE_REFERENCE_HARDWARE.clone()),
        BenchmarkCmd::Extrinsic(_) => Err("extrinsics are measured as calls: use `benchmark pallet` for \
                                           a call, and `benchmark overhead` for what is around it"
            .into()),
    })
}
