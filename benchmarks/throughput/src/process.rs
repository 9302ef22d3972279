//! What a process uses, as Linux counts it.

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
    fn what_this_process_uses_can_be_read() {
        assert!(usage(std::process::id()).is_ok_and(|usage| usage.resident > 0));
    }
}
