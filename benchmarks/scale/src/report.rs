//! What is written of a run: JSON, charts, and a table for the terminal.

use crate::{
    cost::Cost,
    node::{Followed, Start},
    receipts::Settled,
    Result,
};
use diem_simulation::plot::{draw, number, Axis, Layer, Panel, BLUE, GREEN, GREY, ORANGE};
use serde::Serialize;
use std::{fs, path::Path};

/// All that was measured.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// When the run began, in UTC.
    pub date: String,
    /// Whether it was a quick run, whose figures are not to be cited.
    pub quick: bool,
    /// Rounds that the medians are of.
    pub rounds: usize,
    /// A block with a roll and without extrinsics, with a million accounts against a thousand.
    pub roll_1m_vs_1k: Option<f64>,
    /// A debit, likewise.
    pub debit_1m_vs_1k: Option<f64>,
    /// A debit that touches a ledger first, likewise.
    pub first_touch_1m_vs_1k: Option<f64>,
    pub cost: Vec<Cost>,
    pub start: Vec<Start>,
    pub receipts: Option<Receipts>,
}

/// What many receipts do to a database, and to who has to import them.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Receipts {
    pub settled: Settled,
    /// Accounts, each with stake, ledger and budget.
    pub accounts: u32,
    /// Disk space before, in bytes.
    pub before_bytes: u64,
    /// Disk space after, in bytes.
    pub after_bytes: u64,
    /// A node on the database after.
    pub start: Option<Start>,
    /// A second node that imports the blocks.
    pub followed: Option<Followed>,
}

const THOUSAND: u32 = 1_000;
const MILLION: u32 = 1_000_000;

impl Report {
    /// Fills in the ratios.
    pub fn with_ratios(self) -> Self {
        Self {
            roll_1m_vs_1k: ratio(&self.cost, |cost| cost.block_with_roll_us.median),
            debit_1m_vs_1k: ratio(&self.cost, |cost| cost.debit_us.median),
            first_touch_1m_vs_1k: ratio(&self.cost, |cost| cost.first_touch_us.median),
            ..self
        }
    }

    /// Writes `scale.json` and the charts.
    pub fn write(&self, folder: &Path) -> Result<()> {
        fs::create_dir_all(folder)?;
        fs::write(folder.join("scale.json"), format!("{}\n", serde_json::to_string_pretty(self)?))?;
        fs::write(folder.join("scale-cost.svg"), cost_chart(&self.cost)?)?;
        if !self.start.is_empty() {
            fs::write(folder.join("scale-node.svg"), node_chart(&self.start)?)?;
        }
        Ok(())
    }

    /// The figures as a table in Markdown.
    pub fn table(&self) -> String {
        let mut rows = vec![
            "| accounts | block with a roll, µs | block without, µs | debit, µs | first touch, µs | trie nodes of a debit |".to_string(),
            "|---:|---:|---:|---:|---:|---:|".to_string(),
        ];
        rows.extend(self.cost.iter().map(|cost| {
            format!(
                "| {} | {:.0} | {:.0} | {:.0} | {:.0} | {:.1} |",
                number(cost.accounts.into()),
                cost.block_with_roll_us.median,
                cost.block_us.median,
                cost.debit_us.median,
                cost.first_touch_us.median,
                cost.debit_nodes,
            )
        }));
        rows.join("\n")
    }
}

/// What a million accounts cost against a thousand, where both were measured.
fn ratio(costs: &[Cost], of: impl Fn(&Cost) -> f64) -> Option<f64> {
    let at = |accounts| costs.iter().find(|cost| cost.accounts == accounts).map(&of);
    Some(at(MILLION)? / at(THOUSAND)?)
}

fn cost_chart(costs: &[Cost]) -> Result<String> {
    let points =
        |of: fn(&Cost) -> f64| costs.iter().map(|cost| (f64::from(cost.accounts), of(cost))).collect();
    let most = |of: fn(&Cost) -> f64| costs.iter().map(of).fold(0.0, f64::max);
    let roll = Panel {
        title: "A block without extrinsics",
        x: accounts_axis(costs.iter().map(|cost| cost.accounts)),
        y: axis_to("µs", most(|cost| cost.block_with_roll_us.p75)),
        layers: vec![
            Layer::line(ORANGE, "in which the epoch rolls", points(|cost| cost.block_with_roll_us.median)),
            Layer::line(BLUE, "in which it does not", points(|cost| cost.block_us.median)),
            Layer::dashed(GREY, "the hooks in which it rolls", points(|cost| cost.roll_us.median)),
        ],
    };
    let band = |low, high| (points(low), points(high));
    let (low, high) = band(|cost| cost.debit_us.p25, |cost| cost.debit_us.p75);
    let debit = Panel {
        title: "A debit, with its part of the state's root",
        x: accounts_axis(costs.iter().map(|cost| cost.accounts)),
        y: axis_to("µs", most(|cost| cost.first_touch_us.p75.max(cost.debit_us.p75))),
        layers: vec![
            Layer::band(GREEN, "the middle half", low, high).unnamed(),
            Layer::line(
                GREEN,
                "of a ledger touched before in the epoch",
                points(|cost| cost.debit_us.median),
            ),
            Layer::line(ORANGE, "the first touch in it", points(|cost| cost.first_touch_us.median)),
        ],
    };
    Ok(draw(&[roll, debit])?)
}

fn node_chart(starts: &[Start]) -> Result<String> {
    let points =
        |of: fn(&Start) -> f64| starts.iter().map(|start| (f64::from(start.accounts), of(start))).collect();
    let most = |of: fn(&Start) -> f64| starts.iter().map(of).fold(0.0, f64::max);
    let database = Panel {
        title: "The database",
        x: accounts_axis(starts.iter().map(|start| start.accounts)),
        y: axis_to("MB on disk", most(megabytes)),
        layers: vec![Layer::line(BLUE, "each account with stake, ledger and budget", points(megabytes))],
    };
    let start = Panel {
        title: "Until a node answers",
        x: accounts_axis(starts.iter().map(|start| start.accounts)),
        y: axis_to("s", most(|start| start.start_s.max(start.restart_s))),
        layers: vec![
            Layer::line(ORANGE, "started", points(|start| start.start_s)),
            Layer::line(BLUE, "restarted", points(|start| start.restart_s)),
        ],
    };
    Ok(draw(&[database, start])?)
}

fn megabytes(start: &Start) -> f64 {
    start.database_bytes as f64 / 1e6
}

fn accounts_axis(accounts: impl Iterator<Item = u32>) -> Axis {
    let ticks: Vec<f64> = accounts.map(f64::from).collect();
    Axis::log("accounts", &ticks, number)
}

/// An axis from zero to the next round number above `most`.
fn axis_to(label: &'static str, most: f64) -> Axis {
    let step = round_step(most / 4.0);
    let steps = (most / step).ceil().max(1.0) as u32;
    let ticks: Vec<f64> = (0..=steps).map(|tick| f64::from(tick) * step).collect();
    Axis::linear(label, &ticks, number)
}

/// The least of 1, 2, 5, 10, 20, … that is at least `least`.
fn round_step(least: f64) -> f64 {
    let power = 10_f64.powf(least.max(1e-6).log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0].map(|step| step * power);
    steps.into_iter().find(|step| *step >= least).unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::median::Spread;

    fn cost(accounts: u32, debit: f64) -> Cost {
        let spread = |value| Spread { p25: value, median: value, p75: value };
        Cost {
            accounts,
            roll_us: spread(100.0),
            no_roll_us: spread(90.0),
            block_with_roll_us: spread(300.0),
            block_us: spread(250.0),
            debit_us: spread(debit),
            first_touch_us: spread(debit + 50.0),
            debit_nodes: 20.0,
            debit_node_bytes: 4_000.0,
        }
    }

    fn report(cost: Vec<Cost>) -> Report {
        Report {
            date: "2026-01-31 12:00".into(),
            quick: true,
            rounds: 1,
            roll_1m_vs_1k: None,
            debit_1m_vs_1k: None,
            first_touch_1m_vs_1k: None,
            cost,
            start: Vec::new(),
            receipts: None,
        }
    }

    #[test]
    fn the_ratios_are_those_of_a_million_to_a_thousand() {
        let report =
            report(vec![cost(1_000, 100.0), cost(10_000, 120.0), cost(1_000_000, 150.0)]).with_ratios();
        assert_eq!((report.roll_1m_vs_1k, report.debit_1m_vs_1k), (Some(1.0), Some(1.5)));
    }

    #[test]
    fn a_quick_run_has_no_ratio_of_a_million() {
        assert_eq!(report(vec![cost(1_000, 100.0)]).with_ratios().debit_1m_vs_1k, None);
    }

    #[test]
    fn a_chart_is_drawn_of_what_was_measured() {
        let svg = cost_chart(&[cost(1_000, 100.0), cost(10_000, 120.0)]);
        assert!(svg.is_ok_and(|svg| svg.contains("first touch")));
    }

    #[test]
    fn an_axis_has_round_steps() {
        assert_eq!([0.3, 1.0, 7.0, 30.0, 120.0].map(round_step), [0.5, 1.0, 10.0, 50.0, 200.0]);
    }
}
