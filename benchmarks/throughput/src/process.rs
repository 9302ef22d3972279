//! What processes use, as Linux counts it.

use anyhow::{Context, Result};
use std::fs;

/// Ticks of the scheduler's clock in a second, as `/proc` counts them on every Linux that a node runs on (`USER_HZ`).
const TICKS_PER_SECOND: f64 = 100.0;

/// What a process has used.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Usage {
    /// CPU time of all its threads, in seconds.
    pub cpu_seconds: f64,
    /// Memory that it holds, in bytes.
    pub resident: u64,
}

/// What the process of that id has used.
pub fn usage(pid: u32) -> Result<Usage> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).context("the process has ended")?;
    let status = fs::read_to_string(format!("/proc/{pid}/status")).context("the process has ended")?;
    parse(&stat, &status).context("/proc is not as expected")
}

fn parse(stat: &str, status: &str) -> Option<Usage> {
    // The name, in parentheses, may have spaces in it.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut times = fields.split_whitespace().skip(11).map_while(|field| field.parse::<u64>().ok());
    let ticks = times.next()?.saturating_add(times.next()?);
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(Usage { cpu_seconds: ticks as f64 / TICKS_PER_SECOND, resident: kibibytes.saturating_mul(1024) })
}

/// CPU time that all cores have spent since the machine started, in seconds: on processes, in the kernel, and what a machine around this
/// one took from it.
pub fn machine_cpu_seconds() -> Result<f64> {
    let stat = fs::read_to_string("/proc/stat")?;
    parse_machine(&stat).context("/proc/stat is not as expected")
}

fn parse_machine(stat: &str) -> Option<f64> {
    let times = stat.lines().find_map(|line| line.strip_prefix("cpu "))?;
    let times: Vec<u64> = times.split_whitespace().map_while(|field| field.parse().ok()).collect();
    // What follows, the time of guests, is in the first two already.
    let [user, nice, system, _idle, _waiting, interrupts, soft_interrupts, stolen, ..] = times.as_slice()
    else {
        return None;
    };
    let ticks: u64 = [user, nice, system, interrupts, soft_interrupts, stolen].into_iter().sum();
    Some(ticks as f64 / TICKS_PER_SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_and_memory_are_read_from_proc() {
        let stat = "42 (diem node) S 1 42 42 0 -1 4194560 1 2 3 4 150 50 0 0 20 0 9 0 100 1 1";
        let status = "Name:\tdiem-node\nVmHWM:\t    2048 kB\nVmRSS:\t    1024 kB\n";
        assert_eq!(parse(stat, status), Some(Usage { cpu_seconds: 2.0, resident: 1 << 20 }));
    }

    #[test]
    fn a_machine_that_waits_spends_nothing() {
        let stat = "cpu  100 20 30 9000 8000 5 4 41 90 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n";
        assert_eq!(parse_machine(stat), Some(2.0));
        assert_eq!(parse_machine("cpu  100 20\n"), None);
    }

    #[test]
    fn what_this_process_and_this_machine_use_can_be_read() {
        assert!(usage(std::process::id()).is_ok_and(|usage| usage.resident > 0));
        assert!(machine_cpu_seconds().is_ok_and(|seconds| seconds > 0.0));
    }
}
