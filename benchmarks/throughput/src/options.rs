//! What can be asked of the harness on its command line.

use crate::workloads::Workload;
use std::{num::NonZeroUsize, path::PathBuf};

/// Measures how much a node settles, and says what limits it.
#[derive(Debug, clap::Parser)]
#[command(version, args_override_self = true)]
pub struct Options {
    /// The node to measure, as a release build made it
    #[arg(long, value_name = "FILE")]
    pub node: PathBuf,

    /// Measure a few blocks of each workload: under five minutes
    #[arg(long)]
    pub quick: bool,

    /// Run these workloads alone, separated by commas. Results are printed, and written where `--output` says
    #[arg(long, value_enum, value_delimiter = ',', value_name = "WORKLOAD")]
    pub only: Vec<Workload>,

    /// Measure the chain of this chain spec (not a raw one). It is asked for nothing but transfers
    #[arg(long, value_name = "FILE", requires = "only")]
    pub chain: Option<PathBuf>,

    /// Where the committed results are: `latest.json` is written there, and those of the other benchmarks are read
    #[arg(long, value_name = "FOLDER", default_value = "benchmarks/results")]
    pub results: PathBuf,

    /// Write the results as JSON to this file, and nothing to the folder of results
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// How many blocks of each workload to measure [default: 20, or 3 with --quick]
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..))]
    pub blocks: Option<u32>,

    /// WebSocket connections by which extrinsics are submitted
    #[arg(long, value_name = "COUNT", default_value = "8")]
    pub connections: NonZeroUsize,

    /// The pool of the node, which by default is the first of them
    #[arg(long, value_name = "TYPE", default_value = "fork-aware", value_parser = ["fork-aware", "single-state"])]
    pub pool_type: String,

    /// Keep the node's log here
    #[arg(long, value_name = "FILE")]
    pub log: Option<PathBuf>,
}

/// How much is done of everything.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    /// Blocks of each workload that are measured.
    pub blocks: u32,
    /// Accounts that send VVV to each other.
    pub payers: u32,
    /// For how long each limit of the machine is measured, in milliseconds.
    pub limit_ms: u64,
    /// Values in the trie that is written to.
    pub trie_values: u32,
}

impl Options {
    /// How much is done of everything.
    pub fn scale(&self) -> Scale {
        let scale = if self.quick {
            Scale { blocks: 3, payers: 6_000, limit_ms: 500, trie_values: 50_000 }
        } else {
            Scale { blocks: 20, payers: 20_000, limit_ms: 5_000, trie_values: 200_000 }
        };
        Scale { blocks: self.blocks.unwrap_or(scale.blocks), ..scale }
    }

    /// Where results are written: those of a quick run are kept apart, since they are rougher.
    pub fn folder(&self) -> PathBuf {
        if self.quick {
            self.results.join("quick")
        } else {
            self.results.clone()
        }
    }

    /// The workloads to run, in their order.
    pub fn workloads(&self) -> Vec<Workload> {
        let all = Workload::ALL.into_iter();
        all.filter(|workload| self.only.is_empty() || self.only.contains(workload)).collect()
    }
}
