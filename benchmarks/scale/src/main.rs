//! # Cost against size
//!
//! Measures what a roll, a first touch and a debit cost while the state grows from a thousand accounts to a million, and what such a state
//! and a million receipts mean to a node.
//!
//! - [`chain`]: a database as a node has it, and the runtime in wasm on top of it.
//! - [`population`]: accounts with stake, ledger and budget.
//! - [`cost`]: rolls, first touches and debits, all sizes in turns, so that what else the machine does falls on all of them alike.
//! - [`receipts`]: many receipts in blocks.
//! - [`node`]: real nodes on these databases.
//! - [`report`]: JSON, charts, a table.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "figures are floating-point numbers, and JSON is indexed by name"
)]

mod chain;
mod cost;
mod median;
mod node;
mod population;
mod receipts;
mod report;

use chain::{Chain, Executor};
use clap::Parser;
use cost::SizedChain;
use diem_throughput::date;
use report::{Receipts, Report};
use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

/// A result whose error says why the run stopped.
type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// Measure what calls, blocks and nodes cost while the state grows.
#[derive(Debug, Parser)]
#[command(version, args_override_self = true)]
struct Arguments {
    /// Up to 10,000 accounts in few rounds: seconds instead of ten minutes, and no figures to cite.
    #[arg(long)]
    quick: bool,

    /// Where to write `scale.json` and the charts. Without it, a table is printed and nothing written.
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,

    /// Where to keep the databases during the run. They are removed before it and after it.
    #[arg(long, value_name = "FOLDER", default_value_os_t = std::env::temp_dir().join("diem-scale"))]
    work: PathBuf,

    /// Leave the databases where they are, up to 8 GB of them.
    #[arg(long)]
    keep: bool,

    /// The node to measure starts and import with. Without it, they are left out.
    #[arg(long, value_name = "PROGRAM")]
    node: Option<PathBuf>,
}

/// How much is measured.
struct Plan {
    sizes: &'static [u32],
    rounds: usize,
    receipts: u32,
}

const FULL: Plan = Plan { sizes: &[1_000, 10_000, 100_000, 1_000_000], rounds: 40, receipts: 1_000_000 };
const QUICK: Plan = Plan { sizes: &[1_000, 10_000], rounds: 10, receipts: 20_000 };

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<()> {
    let plan = if arguments.quick { QUICK } else { FULL };
    let work = arguments.work.join("states");
    remove(&work)?;
    let report = measure(arguments, &plan, &work);
    if !arguments.keep {
        remove(&work)?;
    }
    let report = report?;
    println!("{}", report.table());
    if let Some(folder) = &arguments.out {
        report.write(folder)?;
    }
    Ok(())
}

fn measure(arguments: &Arguments, plan: &Plan, work: &Path) -> Result<Report> {
    let date = date::now()?;
    let executor = Executor::builder().build();
    let states = prepare(plan, work, &executor)?;
    let cost = costs(&states, plan.rounds, &executor)?;
    let start = match &arguments.node {
        Some(program) => states
            .iter()
            .map(|(accounts, base)| {
                note(&format!("starting a node with {accounts} accounts"));
                node::start_twice(program, base, *accounts)
            })
            .collect::<Result<_>>()?,
        None => Vec::new(),
    };
    let receipts = match states.last() {
        Some((accounts, base)) => {
            Some(settle(arguments.node.as_deref(), base, *accounts, plan.receipts, &executor)?)
        }
        None => None,
    };
    Ok(Report {
        date,
        quick: arguments.quick,
        rounds: plan.rounds,
        roll_1m_vs_1k: None,
        debit_1m_vs_1k: None,
        first_touch_1m_vs_1k: None,
        cost,
        start,
        receipts,
    }
    .with_ratios())
}

/// Makes a database of each size: the population grows in one of them, and is copied when it has a size.
fn prepare(plan: &Plan, work: &Path, executor: &Executor) -> Result<Vec<(u32, PathBuf)>> {
    let growing = work.join("growing");
    fs::create_dir_all(&growing)?;
    let mut states = Vec::new();
    let mut from = 0;
    for accounts in plan.sizes.iter().copied() {
        note(&format!("growing the state to {accounts} accounts"));
        let samples = population::draw(accounts, cost::sample_size(plan.rounds));
        let chain = Chain::open(&growing, executor)?;
        population::grow(&chain, from, accounts, &samples.touched)?;
        chain.close()?;
        let base = work.join(accounts.to_string());
        copy(&growing, &base)?;
        states.push((accounts, base));
        from = accounts;
    }
    remove(&growing)?;
    Ok(states)
}

fn costs(states: &[(u32, PathBuf)], rounds: usize, executor: &Executor) -> Result<Vec<cost::Cost>> {
    let mut chains = states
        .iter()
        .map(|(accounts, base)| SizedChain::open(base, executor, *accounts, rounds))
        .collect::<Result<Vec<_>>>()?;
    note(&format!("measuring {rounds} rounds"));
    for round in 0..rounds {
        for chain in &mut chains {
            chain.measure(round)?;
        }
    }
    let costs = chains.iter().map(SizedChain::cost).collect::<Result<_>>()?;
    chains.into_iter().try_for_each(SizedChain::close)?;
    Ok(costs)
}

/// Settles receipts on a copy of a database, and lets a node follow them on the original.
fn settle(
    program: Option<&Path>,
    base: &Path,
    accounts: u32,
    receipts: u32,
    executor: &Executor,
) -> Result<Receipts> {
    note(&format!("settling {receipts} receipts"));
    let after = base.with_extension("after");
    copy(base, &after)?;
    let before_bytes = node::disk_space(&chain::database(base))?;
    let chain = Chain::open(&after, executor)?;
    let height = chain.height();
    let settled = receipts::settle(&chain, accounts, receipts)?;
    let blocks = chain.height().saturating_sub(height);
    chain.close()?;
    let after_bytes = node::disk_space(&chain::database(&after))?;
    let (start, followed) = match program {
        Some(program) => {
            note("starting a node on them, and one that follows it");
            let start = node::start_twice(program, &after, accounts)?;
            let followed = node::follow(program, &after, base, blocks, settled.receipts)?;
            (Some(start), Some(followed))
        }
        None => (None, None),
    };
    Ok(Receipts { settled, accounts, before_bytes, after_bytes, start, followed })
}

/// Copies a folder and keeps the holes in its files.
fn copy(from: &Path, to: &Path) -> Result<()> {
    let copied = Command::new("cp").args(["--recursive", "--sparse=auto"]).arg(from).arg(to).status()?;
    if !copied.success() {
        return Err(format!("`{}` can't be copied", from.display()).into());
    }
    Ok(())
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(())
}

fn note(text: &str) {
    eprintln!("{text} …");
}
