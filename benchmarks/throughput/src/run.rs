//! A run from beginning to end.

use crate::{
    accounts::Cast,
    bench::Bench,
    chain_spec, limits,
    machine::Machine,
    node::Node,
    observe::Observer,
    options::Options,
    prepare::EpochSize,
    progress::Progress,
    quiet::Spent,
    report::{Others, Report, Results},
    rpc::Rpc,
    signing,
    workloads::{Stage, Workload},
};
use anyhow::{ensure, Result};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};
use tokio::task::block_in_place;

/// Steps of a run beside its workloads: limits, start, budgets, steady state, long epoch, first touches.
const STEPS_BESIDE: usize = 6;

/// Measures what is asked for, and writes the results.
pub async fn run(options: Options) -> Result<()> {
    let workloads = options.workloads();
    let is_plain = options.chain.is_some();
    ensure!(
        !is_plain || workloads == [Workload::Transfers],
        "another chain is asked for nothing but transfers: say --only transfers"
    );
    let mut machine = Machine::new(&options.node)?;
    let folder = working_folder()?;
    let progress = Progress::new((STEPS_BESIDE + workloads.len()) as u64);
    progress.say("measuring the machine");
    let limits = block_in_place(|| limits::measure(options.scale(), &folder))?;
    progress.step();

    let mut bench = start(&options, folder, progress).await?;
    let before = Spent::now(bench.node.pid())?;
    let ran = run_workloads(&mut bench, &workloads).await;
    if let Some(log) = &options.log {
        bench.node.keep_log(log)?;
    }
    let (state_by_epoch, measured) = ran?;
    machine.other_cores = Spent::now(bench.node.pid())?.cores_of_others_since(&before);
    bench.progress.end();
    let report = Report::new(Results {
        machine,
        limits,
        pool_type: options.pool_type.clone(),
        connections: options.connections.get(),
        state_by_epoch,
        measured,
        others: Others::read(&options.folder()),
    });
    write(&options, &report)
}

fn write(options: &Options, report: &Report) -> Result<()> {
    println!("{}", report.table());
    if let Some(file) = &options.output {
        report.write_json(file)?;
    } else if options.only.is_empty() {
        report.write(&options.folder())?;
    }
    Ok(())
}

fn working_folder() -> Result<PathBuf> {
    let folder = std::env::temp_dir().join(format!("diem-throughput-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Starts a node on the chain that is to be measured, and connects to it.
async fn start(options: &Options, folder: PathBuf, progress: Progress) -> Result<Bench> {
    progress.say("starting the node");
    let scale = options.scale();
    let cast = Arc::new(block_in_place(|| Cast::new(scale.payers)));
    let node = block_in_place(|| start_node(options, &cast, folder))?;
    let rpc = Rpc::connect(&node.url).await?;
    let mut connections = Vec::new();
    for _ in 0..options.connections.get() {
        connections.push(Rpc::connect(&node.url).await?);
    }
    let observer = Observer::start(&node.url, node.pid()).await?;
    observer.next_block().await?;
    let stage = Stage::new(cast, signing::domain(&rpc).await?);
    progress.step();
    let is_plain = options.chain.is_some();
    Ok(Bench { node, rpc, observer, stage, scale, progress, is_plain, connections })
}

fn start_node(options: &Options, cast: &Cast, folder: PathBuf) -> Result<Node> {
    let spec = match &options.chain {
        Some(spec) => chain_spec::endowed(spec, cast, &folder)?,
        None => chain_spec::development(&options.node, cast, &folder)?,
    };
    Node::start(&options.node, Path::new(&spec), &options.pool_type, folder)
}

async fn run_workloads(
    bench: &mut Bench,
    workloads: &[Workload],
) -> Result<(Vec<EpochSize>, Vec<crate::bench::Measured>)> {
    let has_economy = workloads.iter().any(|workload| *workload != Workload::Transfers);
    let mut sizes = Vec::new();
    if has_economy {
        sizes = bench.prepare_economy().await?;
    }
    if !bench.is_plain {
        bench.begin_long_epoch().await?;
    }
    if has_economy {
        bench.warm().await?;
    }
    let mut measured = Vec::new();
    for workload in workloads {
        let result = bench.measure(*workload).await?;
        let figures = &result.figures;
        bench.progress.line(&format!(
            "{}: {:.1} extrinsics/s, {:.0} {}/s, {} blocks, {:.0} % by weight, {:.0} % by length, {:.0} ms each",
            workload.title(),
            figures.extrinsics_per_second,
            figures.units_per_second,
            workload.unit().name(),
            figures.blocks,
            figures.weight_fullness * 100.0,
            figures.length_fullness * 100.0,
            figures.proposing_ms.p50,
        ));
        measured.push(result);
        bench.progress.step();
    }
    Ok((sizes, measured))
}
