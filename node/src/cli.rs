//! What can be asked of the node on its command line.

use crate::service::Sealing;

/// The chains that need no file, for the help of each command that takes `--chain`.
const CHAIN_HELP: &str =
    "The chain: `dev`, `local`, `test`, `production:<genesis file>`, or the path of a chain spec";

/// The same, at length.
const CHAIN_LONG_HELP: &str = "\
The chain to run, build or inspect. One of

  dev, development: one validator (Alice), 60 s epochs, funded well-known accounts
  local, local_testnet: four validators, for several nodes on one machine; the default
  test: one validator, 6 s epochs, for automated tests
  production:<file>: the live chain's template, with 24 h epochs and no sudo key;
    validators, council and endowments come from that JSON file
  <path>: a chain spec, as `build-spec` writes it";

/// The most bytes that the pool keeps ready, in KiB: a thousand batches of 60 KB each, where the
/// SDK's own default holds a third of that.
const POOL_KBYTES: &str = "65536";

/// The node, or one of its subcommands.
#[derive(Debug, clap::Parser)]
#[command(
    mut_arg("chain", |arg| arg.help(CHAIN_HELP).long_help(CHAIN_LONG_HELP)),
    mut_arg("pool_kbytes", |arg| arg.default_value(POOL_KBYTES))
)]
pub struct Cli {
    /// What to do instead of running a node.
    #[command(subcommand)]
    pub subcommand: Option<Subcommand>,

    /// How to run a node.
    #[command(flatten)]
    pub run: sc_cli::RunCmd,

    /// Make blocks without Aura and GRANDPA, for tests: `instant`, `manual`, or every so many ms
    ///
    /// `instant` makes a block as soon as a transaction is ready, a number makes one every so many
    /// milliseconds, and both finalise it at once. `manual` leaves it to the RPC methods
    /// `engine_createBlock` and `engine_finalizeBlock`, which the other two offer as well.
    /// `dev_advanceTime` moves the clock of the chain forward by a number of milliseconds.
    ///
    /// A block moves that clock on by at least a slot, however soon it follows. Nobody signs such
    /// blocks, so no other node accepts them. As there are no forks, the pool is a single-state one.
    /// Refused on a live chain.
    #[arg(long, value_name = "instant|manual|MS")]
    pub sealing: Option<Sealing>,
}

/// What the node does besides running.
#[derive(Debug, clap::Subcommand)]
// One value of it exists per process, so its size does not matter.
#[allow(clippy::large_enum_variant)]
pub enum Subcommand {
    /// Generate, inspect and insert keys.
    #[command(subcommand)]
    Key(sc_cli::KeySubcommand),

    /// Print a chain spec. With `--raw`, as the genesis storage that all nodes of a chain share.
    #[command(mut_arg("chain", |arg| arg.help(CHAIN_HELP).long_help(CHAIN_LONG_HELP)))]
    BuildSpec(sc_cli::BuildSpecCmd),

    /// Write a chain spec to a file, without a bootnode of this machine.
    #[command(mut_arg("chain", |arg| arg.help(CHAIN_HELP).long_help(CHAIN_LONG_HELP)))]
    ExportChainSpec(sc_cli::ExportChainSpecCmd),

    /// What reads or changes the database of a chain.
    #[command(flatten)]
    Database(DatabaseCommand),

    /// Measure weights: pallets, storage, block and extrinsic overhead, this machine.
    #[cfg(feature = "runtime-benchmarks")]
    #[command(subcommand)]
    Benchmark(frame_benchmarking_cli::BenchmarkCmd),

    /// Measure weights (needs a build with `--features runtime-benchmarks`).
    #[cfg(not(feature = "runtime-benchmarks"))]
    Benchmark(NoBenchmarks),
}

/// What the node does with its database while it is not running.
#[derive(Debug, clap::Subcommand)]
// As above.
#[allow(clippy::large_enum_variant)]
pub enum DatabaseCommand {
    /// Execute a block of the database again.
    CheckBlock(sc_cli::CheckBlockCmd),

    /// Export blocks to a file.
    ExportBlocks(sc_cli::ExportBlocksCmd),

    /// Export the state of a block as a chain spec.
    ExportState(sc_cli::ExportStateCmd),

    /// Import blocks from a file.
    ImportBlocks(sc_cli::ImportBlocksCmd),

    /// Remove the chain's database.
    PurgeChain(sc_cli::PurgeChainCmd),

    /// Revert the last blocks that are not final.
    Revert(sc_cli::RevertCmd),

    /// Print what the database holds, as JSON.
    ChainInfo(sc_cli::ChainInfoCmd),
}

/// Takes any arguments, so that what is answered is that this build has no benchmarks.
#[cfg(not(feature = "runtime-benchmarks"))]
#[derive(Debug, clap::Args)]
#[command(disable_help_flag = true)]
pub struct NoBenchmarks {
    /// What was asked for.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, hide = true)]
    pub arguments: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::{CommandFactory, Parser};

    #[test]
    fn the_command_line_contradicts_itself_nowhere() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_pool_is_sized_for_bulk_submission_unless_told_otherwise() {
        let kbytes = |arguments: &[&str]| Cli::parse_from(arguments).run.pool_config.pool_kbytes;
        assert_eq!(kbytes(&["diem-node"]), 65_536);
        assert_eq!(kbytes(&["diem-node", "--pool-kbytes", "1"]), 1);
    }

    #[test]
    fn sealing_is_off_unless_asked_for() {
        let sealing = |arguments: &[&str]| Cli::try_parse_from(arguments).map(|cli| cli.sealing);
        assert_eq!(sealing(&["diem-node", "--dev"]).ok(), Some(None));
        assert_eq!(sealing(&["diem-node", "--sealing", "instant"]).ok(), Some(Some(Sealing::Instant)));
        assert!(sealing(&["diem-node", "--sealing", "0"]).is_err());
    }
}
