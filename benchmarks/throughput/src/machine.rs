//! The machine that was measured.

use anyhow::{bail, Result};
use diem_throughput::date;
use serde::Serialize;
use std::{fs, path::Path, process::Command, thread::available_parallelism};

/// What ran where.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Machine {
    /// The processor, in its own words.
    pub cpu: String,
    /// Threads that it runs at once.
    pub cores: usize,
    /// Memory in GiB.
    pub memory_gib: f64,
    /// The version of Linux.
    pub kernel: String,
    /// When the run began, in UTC.
    pub date: String,
    /// The version of the node.
    pub node: String,
    /// The version of the compiler, where it is on the path.
    pub compiler: Option<String>,
    /// Cores that neither the node nor the harness kept busy while workloads ran: on a quiet machine, next to none.
    pub other_cores: f64,
}

impl Machine {
    /// Asks it. What others do is known after the run.
    pub fn new(node: &Path) -> Result<Self> {
        let cpuinfo = fs::read_to_string("/proc/cpuinfo")?;
        let meminfo = fs::read_to_string("/proc/meminfo")?;
        let kilobytes = field(&meminfo, "MemTotal").and_then(|line| line.split_whitespace().next());
        let kilobytes: f64 = kilobytes.and_then(|number| number.parse().ok()).unwrap_or_default();
        Ok(Self {
            cpu: field(&cpuinfo, "model name").unwrap_or("unknown").into(),
            cores: available_parallelism()?.get(),
            memory_gib: kilobytes / f64::from(1 << 20),
            kernel: fs::read_to_string("/proc/sys/kernel/osrelease")?.trim().into(),
            date: date::now()?,
            node: output(Command::new(node).arg("--version"))?,
            compiler: output(Command::new("rustc").arg("--version")).ok(),
            other_cores: 0.0,
        })
    }

    /// In one line.
    pub fn describe(&self) -> String {
        format!(
            "{}, {} cores, {:.0} GiB, Linux {}, {}, {} UTC",
            self.cpu, self.cores, self.memory_gib, self.kernel, self.node, self.date
        )
    }
}

fn field<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    Some(line.split_once(':')?.1.trim())
}

fn output(command: &mut Command) -> Result<String> {
    let output = command.output()?;
    if !output.status.success() {
        bail!("{command:?}: {}", output.status);
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().into())
}
