//! Whether the machine was quiet beside what is measured.

use crate::measure::ratio;
use anyhow::Result;
use diem_throughput::process::{machine_cpu_seconds, usage};
use std::time::Instant;

/// What was spent of the processor up to a moment, in seconds of CPU time.
pub struct Spent {
    at: Instant,
    by_all: f64,
    by_us: f64,
}

impl Spent {
    /// Up to now. Ours is what the node of that process and this program spent.
    pub fn now(node: u32) -> Result<Self> {
        let by_us = usage(node)?.cpu_seconds + usage(std::process::id())?.cpu_seconds;
        Ok(Self { at: Instant::now(), by_all: machine_cpu_seconds()?, by_us })
    }

    /// Cores that others kept busy from then to now.
    pub fn cores_of_others_since(&self, then: &Self) -> f64 {
        let by_others = (self.by_all - then.by_all) - (self.by_us - then.by_us);
        ratio(by_others.max(0.0), self.at.duration_since(then.at).as_secs_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn others_are_whatever_is_neither_the_node_nor_this_program() {
        let began = Instant::now();
        let then = Spent { at: began, by_all: 1_000.0, by_us: 30.0 };
        let now = Spent { at: began + Duration::from_secs(10), by_all: 1_018.0, by_us: 45.0 };
        assert_eq!(now.cores_of_others_since(&then), 0.3);
    }
}
