//! Runs what the command line asks for.

use crate::{
    chain_spec,
    cli::{Cli, DatabaseCommand, Subcommand},
    service::{self, Core, Parts},
};
use diem_runtime::opaque::Block;
use sc_cli::{Result, SubstrateCli, TransactionPoolType};

impl SubstrateCli for Cli {
    fn impl_name() -> String {
        "Diem Node".into()
    }

    fn impl_version() -> String {
        env!("SUBSTRATE_CLI_IMPL_VERSION").into()
    }

    fn description() -> String {
        env!("CARGO_PKG_DESCRIPTION").into()
    }

    fn author() -> String {
        env!("CARGO_PKG_AUTHORS").into()
    }

    fn support_url() -> String {
        "the docs folder of the source tree".into()
    }

    fn copyright_start_year() -> i32 {
        2026
    }

    fn load_spec(&self, id: &str) -> std::result::Result<Box<dyn sc_service::ChainSpec>, String> {
        Ok(Box::new(chain_spec::load(id)?))
    }
}

/// Parses the command line and does what it says.
pub fn run() -> Result<()> {
    let cli = Cli::from_args();
    match &cli.subcommand {
        None => run_node(&cli),
        Some(Subcommand::Key(command)) => command.run(&cli),
        Some(Subcommand::BuildSpec(command)) => {
            cli.create_runner(command)?.sync_run(|config| command.run(config.chain_spec, config.network))
        }
        Some(Subcommand::ExportChainSpec(command)) => command.run(cli.load_spec(&command.chain)?),
        #[cfg(feature = "runtime-benchmarks")]
        Some(Subcommand::Benchmark(command)) => crate::benchmarking::run(&cli, command),
        #[cfg(not(feature = "runtime-benchmarks"))]
        Some(Subcommand::Benchmark(_)) => Err("this node was built without benchmarks: build it with \
                                               `--release --features runtime-benchmarks`"
            .into()),
        Some(Subcommand::Database(command)) => run_on_database(&cli, command),
    }
}

/// Runs the node until it is told to stop.
fn run_node(cli: &Cli) -> Result<()> {
    let mut run = cli.run.clone();
    if cli.sealing.is_some() {
        // The fork-aware pool drops transactions that arrive while blocks follow one upon the other
        // without a pause.
        run.pool_config.pool_type = TransactionPoolType::SingleState;
    }
    let runner = cli.create_runner(&run)?;
    runner.run_node_until_exit(|config| async move {
        service::run(config, cli.sealing).map_err(sc_cli::Error::Service)
    })
}

/// Opens the database of a chain and does what the command says.
fn run_on_database(cli: &Cli, command: &DatabaseCommand) -> Result<()> {
    match command {
        DatabaseCommand::CheckBlock(command) => cli.create_runner(command)?.async_run(|config| {
            let Parts { core, import_queue, .. } = Parts::new(&config)?;
            Ok((command.run(core.client, import_queue), core.task_manager))
        }),
        DatabaseCommand::ExportBlocks(command) => cli.create_runner(command)?.async_run(|config| {
            let Core { client, task_manager, .. } = Core::new(&config)?;
            Ok((command.run(client, config.database), task_manager))
        }),
        DatabaseCommand::ExportState(command) => cli.create_runner(command)?.async_run(|config| {
            let Core { client, task_manager, .. } = Core::new(&config)?;
            Ok((command.run(client, config.chain_spec), task_manager))
        }),
        DatabaseCommand::ImportBlocks(command) => cli.create_runner(command)?.async_run(|config| {
            let Parts { core, import_queue, .. } = Parts::new(&config)?;
            Ok((command.run(core.client, import_queue), core.task_manager))
        }),
        DatabaseCommand::PurgeChain(command) => {
            cli.create_runner(command)?.sync_run(|config| command.run(config.database))
        }
        DatabaseCommand::Revert(command) => cli.create_runner(command)?.async_run(|config| {
            let Core { client, backend, task_manager, .. } = Core::new(&config)?;
            let revert_grandpa =
                Box::new(|client, _, blocks| Ok(sc_consensus_grandpa::revert(client, blocks)?));
            Ok((command.run(client, backend, Some(revert_grandpa)), task_manager))
        }),
        DatabaseCommand::ChainInfo(command) => {
            cli.create_runner(command)?.sync_run(|config| command.run::<Block>(&config))
        }
    }
}
