//! # How much a node settles
//!
//! Starts a node on a fresh database, fills its blocks with one kind of extrinsic after the other, and reads from finalised blocks how
//! many it took. In the same run it measures what the machine can do at most, and says which limit binds each workload.
//!
//! - [`node`], [`chain_spec`], [`rpc`], [`chain`]: the node, the chain that it runs, how it is asked, what is read of its state.
//! - [`accounts`], [`signing`], [`workloads`], [`trace`]: who signs what.
//! - [`feed`], [`observe`]: keeps the pool full, and sees what comes into blocks.
//! - [`prepare`], [`bench`]: a run, from its first block to its last.
//! - [`blocks`], [`measure`], [`state_size`], [`writes`], [`proposals`]: what is measured.
//! - [`limits`], [`binding`], [`quiet`]: what the machine can do, what binds, and what else the machine did meanwhile.
//! - [`report`]: JSON, table, chart.
//!
//! The library beside it has what other programs that start nodes need too.

#![allow(
    clippy::arithmetic_side_effects,
    reason = "counts of a few minutes, far from overflow; release builds of the workspace check for it all the same"
)]
#![cfg_attr(
    test,
    allow(clippy::indexing_slicing, reason = "a test that can't go on has to stop where it stands")
)]

mod accounts;
mod bench;
mod binding;
mod blocks;
mod chain;
mod chain_spec;
mod feed;
mod limits;
mod machine;
mod measure;
mod node;
mod observe;
mod options;
mod prepare;
mod progress;
mod proposals;
mod quiet;
mod report;
mod rpc;
mod run;
mod signing;
mod state_size;
mod trace;
mod workloads;
mod writes;

use clap::Parser;

#[tokio::main(worker_threads = 2)]
async fn main() -> anyhow::Result<()> {
    run::run(options::Options::parse()).await
}
