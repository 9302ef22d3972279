//! What is written down: JSON for machines, a table and a chart for people.

mod chart;
mod others;
mod table;

use others::Dates;
pub use others::Others;

use crate::{
    bench::Measured,
    binding::{binding, Binding},
    limits::Limits,
    machine::Machine,
    measure::{ratio, Figures},
    prepare::EpochSize,
    workloads::{Unit, Workload},
};
use anyhow::{Context, Result};
use serde::Serialize;
use std::{fs, path::Path};

/// The batch that `bytes_per_receipt` is taken of.
const TYPICAL_BATCH: Workload = Workload::Batch20Groups;

/// The ratios that have targets.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Ratios {
    /// Receipts per second in batches of 1,000 in 20 groups : transfers per second.
    pub batch_20_groups: Option<f64>,
    /// Receipts per second in batches of 1,000 in 100 groups : transfers per second.
    pub batch_100_groups: Option<f64>,
    /// Vouchers per second : transfers per second.
    pub vouchers: Option<f64>,
    /// Extrinsics with one receipt per second : transfers per second.
    pub single_receipt: Option<f64>,
    /// Transfers per second of this node : those of a plain chain.
    pub plain_node_transfers: Option<f64>,
    /// The roll of an epoch with a million stakers : with a thousand.
    pub roll_1m_vs_1k: Option<f64>,
    /// A debit with a million accounts in the state : with a thousand.
    pub debit_1m_vs_1k: Option<f64>,
}

/// A workload's results.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// Its name.
    pub workload: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// What `units` are.
    pub unit: &'static str,
    /// What it reached.
    pub figures: Figures,
    /// Its units per second : transfers per second.
    pub ratio_to_transfers: Option<f64>,
    /// Bytes of state that were added per unit within one epoch, for as long as that can be disputed.
    pub state_bytes_per_unit_within_epoch: Option<f64>,
    /// Entries of the state that each extrinsic changed.
    pub writes_per_extrinsic: Option<f64>,
    /// Which limit binds, and how far away all are.
    pub limits: Binding,
}

/// All results of a run.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The ratios that have targets.
    pub ratios: Ratios,
    /// When those of other programs were measured.
    pub measured_by_others: Dates,
    /// Bytes on the wire for each receipt, in a batch of 1,000 in 20 groups.
    pub bytes_per_receipt: Option<f64>,
    /// Bytes of state that each receipt adds for good: from epoch to epoch, when as many roots of batches go as come.
    pub state_bytes_per_receipt: Option<f64>,
    /// Where it ran.
    pub machine: Machine,
    /// What the machine can do.
    pub limits: Limits,
    /// How the node was run, where that is not the default.
    pub pool_type: String,
    /// WebSocket connections by which extrinsics were submitted.
    pub connections: usize,
    /// The state after the same batch in each of a few epochs.
    pub state_by_epoch: Vec<EpochSize>,
    /// The workloads, in the order in which they were run.
    pub workloads: Vec<Row>,
}

/// What a report is made of.
pub struct Results {
    /// Where it ran.
    pub machine: Machine,
    /// What the machine can do.
    pub limits: Limits,
    /// The pool of the node.
    pub pool_type: String,
    /// WebSocket connections.
    pub connections: usize,
    /// The state by epoch.
    pub state_by_epoch: Vec<EpochSize>,
    /// What was measured.
    pub measured: Vec<Measured>,
    /// Ratios that other programs have measured.
    pub others: Others,
}

impl Report {
    /// Puts the results together.
    pub fn new(results: Results) -> Self {
        let Results { machine, limits, pool_type, connections, state_by_epoch, measured, others } = results;
        let rate_of = |workload: Workload| {
            let found = measured.iter().find(|measured| measured.workload == workload);
            found.map(|measured| measured.figures.units_per_second)
        };
        let transfers = rate_of(Workload::Transfers);
        let to_transfers = |rate: Option<f64>| Some(ratio(rate?, transfers?));
        let ratios = Ratios {
            batch_20_groups: to_transfers(rate_of(Workload::Batch20Groups)),
            batch_100_groups: to_transfers(rate_of(Workload::Batch100Groups)),
            vouchers: to_transfers(rate_of(Workload::Vouchers)),
            single_receipt: to_transfers(rate_of(Workload::SingleReceipt)),
            plain_node_transfers: others.plain.plain_node_transfers,
            roll_1m_vs_1k: others.scale.roll_1m_vs_1k,
            debit_1m_vs_1k: others.scale.debit_1m_vs_1k,
        };
        let typical = measured.iter().find(|measured| measured.workload == TYPICAL_BATCH);
        Self {
            ratios,
            measured_by_others: others.dates(),
            bytes_per_receipt: typical.map(|measured| measured.figures.bytes_per_unit),
            state_bytes_per_receipt: steady_growth(&state_by_epoch),
            workloads: measured
                .iter()
                .map(|measured| row(measured, &limits, to_transfers(Some(measured.figures.units_per_second))))
                .collect(),
            machine,
            limits,
            pool_type,
            connections,
            state_by_epoch,
        }
    }

    /// Writes `latest.json`, `throughput.md` and `throughput.svg` to a folder.
    pub fn write(&self, folder: &Path) -> Result<()> {
        fs::create_dir_all(folder)?;
        self.write_json(&folder.join("latest.json"))?;
        fs::write(folder.join("throughput.md"), self.table())?;
        fs::write(folder.join("throughput.svg"), chart::draw(self)?)?;
        Ok(())
    }

    /// Writes the JSON alone.
    pub fn write_json(&self, file: &Path) -> Result<()> {
        let json = serde_json::to_string_pretty(&self.rounded()?)?;
        fs::write(file, json + "\n").with_context(|| file.display().to_string())
    }

    /// The results as Markdown.
    pub fn table(&self) -> String {
        table::table(self)
    }

    /// As JSON, with as many digits as are worth reading.
    fn rounded(&self) -> Result<serde_json::Value> {
        let mut json = serde_json::to_value(self)?;
        round(&mut json)?;
        Ok(json)
    }
}

fn round(json: &mut serde_json::Value) -> Result<()> {
    use serde_json::Value;
    match json {
        Value::Object(fields) => fields.values_mut().try_for_each(round),
        Value::Array(entries) => entries.iter_mut().try_for_each(round),
        Value::Number(number) if number.as_i64().is_none() => {
            let exact = number.as_f64().unwrap_or_default();
            let digits = if exact.abs() < 100.0 { 4 } else { 1 };
            *json = serde_json::to_value(format!("{exact:.digits$}").parse::<f64>()?)?;
            Ok(())
        }
        Value::Number(_) | Value::Null | Value::Bool(_) | Value::String(_) => Ok(()),
    }
}

fn row(measured: &Measured, limits: &Limits, ratio_to_transfers: Option<f64>) -> Row {
    let Measured { workload, figures, state_bytes_per_unit, writes_per_extrinsic } = measured;
    let unit = workload.unit();
    Row {
        workload: workload.name(),
        title: workload.title(),
        unit: unit.name(),
        figures: figures.clone(),
        ratio_to_transfers,
        state_bytes_per_unit_within_epoch: state_bytes_per_unit.filter(|_| unit != Unit::Extrinsic),
        writes_per_extrinsic: *writes_per_extrinsic,
        limits: binding(figures, unit, *writes_per_extrinsic, limits),
    }
}

/// Bytes that the last batch of 1,000 receipts added to the state after the one of the epoch before.
fn steady_growth(sizes: &[EpochSize]) -> Option<f64> {
    let [.., before, last] = sizes else { return None };
    Some(last.state.growth_since(before.state) as f64 / f64::from(diem_primitives::receipt::MAX_RECEIPTS))
}

#[cfg(test)]
mod tests {
    use super::{others::Scale, *};
    use crate::state_size::Size;
    use diem_primitives::EpochIndex;

    fn measured(workload: Workload, units_per_second: f64) -> Measured {
        let figures = Figures { units_per_second, bytes_per_unit: 26.5, ..Figures::default() };
        Measured { workload, figures, state_bytes_per_unit: Some(0.1), writes_per_extrinsic: None }
    }

    fn report() -> Report {
        let size = |epoch, bytes| EpochSize { epoch: EpochIndex(epoch), state: Size { entries: 9, bytes } };
        Report::new(Results {
            machine: Machine::default(),
            limits: Limits::default(),
            pool_type: "fork-aware".into(),
            connections: 8,
            state_by_epoch: vec![size(1, 100), size(2, 900), size(3, 900)],
            measured: vec![
                measured(Workload::Transfers, 1_000.0),
                measured(Workload::Batch20Groups, 40_000.0),
                measured(Workload::Batch100Groups, 20_000.0),
                measured(Workload::Vouchers, 2_500.0),
                measured(Workload::SingleReceipt, 750.0),
            ],
            others: Others {
                scale: Scale {
                    debit_1m_vs_1k: Some(1.25),
                    date: Some("2026-01-31 12:00".into()),
                    ..Scale::default()
                },
                ..Others::default()
            },
        })
    }

    #[test]
    fn ratios_are_those_of_one_run_and_what_others_measure_is_null_until_they_have() -> Result<()> {
        let json = report().rounded()?;
        let expected = serde_json::json!({
            "batch_20_groups": 40.0,
            "batch_100_groups": 20.0,
            "vouchers": 2.5,
            "single_receipt": 0.75,
            "plain_node_transfers": null,
            "roll_1m_vs_1k": null,
            "debit_1m_vs_1k": 1.25,
        });
        assert_eq!(json.get("ratios"), Some(&expected));
        assert_eq!(json.get("bytes_per_receipt"), Some(&serde_json::json!(26.5)));
        assert_eq!(json.get("state_bytes_per_receipt"), Some(&serde_json::json!(0.0)));
        Ok(())
    }

    #[test]
    fn the_table_says_when_others_measured_their_ratios() {
        let table = report().table();
        assert!(table.contains("The epoch roll and the debit are from a run of 2026-01-31 12:00 UTC."));
        assert!(!table.contains("plain chain are from"));
    }

    #[test]
    fn the_table_and_the_chart_name_every_workload() -> Result<()> {
        let report = report();
        let (table, chart) = (report.table(), chart::draw(&report)?);
        for row in &report.workloads {
            assert!(table.contains(row.title) && chart.contains(row.title), "{}", row.title);
        }
        Ok(())
    }

    #[test]
    fn no_growth_is_known_of_less_than_two_epochs() {
        assert_eq!(steady_growth(&[]), None);
    }
}
