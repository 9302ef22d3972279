//! The table.

use super::{others::Dates, Report, Row};
use crate::limits::Limits;
use diem_simulation::text::grouped;
use std::fmt::Write;

/// The results as Markdown.
pub fn table(report: &Report) -> String {
    let mut text = String::new();
    // Writing to a string never fails.
    let _ = write_all(&mut text, report);
    text
}

fn write_all(text: &mut String, report: &Report) -> std::fmt::Result {
    let machine = &report.machine;
    writeln!(
        text,
        "Measured on {}; others kept {:.2} cores busy meanwhile.\n",
        machine.describe(),
        machine.other_cores
    )?;
    targets(text, report)?;
    rates(text, report)?;
    node(text, report)?;
    limits(text, report)?;
    machine_limits(text, &report.limits)
}

fn targets(text: &mut String, report: &Report) -> std::fmt::Result {
    let ratios = &report.ratios;
    writeln!(text, "| ratio | target | measured |\n|---|--:|--:|")?;
    for (name, target, measured) in [
        ("receipts/s in batches of 1,000, 20 groups : transfers/s", "≥ 30", ratios.batch_20_groups),
        ("receipts/s in batches of 1,000, 100 groups : transfers/s", "≥ 15", ratios.batch_100_groups),
        ("vouchers/s : transfers/s", "≥ 2", ratios.vouchers),
        ("single-receipt extrinsics/s : transfers/s", "≥ 0.6", ratios.single_receipt),
        ("transfers/s : those of a plain chain", "≥ 0.97", ratios.plain_node_transfers),
        ("wire bytes per receipt, batch of 1,000, 20 groups", "≤ 40", report.bytes_per_receipt),
        ("state bytes per receipt, steady state", "0", report.state_bytes_per_receipt),
        ("epoch roll, 1 million stakers : 1 thousand", "≤ 1.1", ratios.roll_1m_vs_1k),
        ("debit, 1 million accounts : 1 thousand", "≤ 2", ratios.debit_1m_vs_1k),
    ] {
        writeln!(text, "| {name} | {target} | {} |", maybe(measured, 2))?;
    }
    let Dates { plain, scale } = &report.measured_by_others;
    let of_others = [("The transfers of a plain chain", plain), ("The epoch roll and the debit", scale)];
    for (what, date) in of_others {
        if let Some(date) = date {
            write!(text, "\n{what} are from a run of {date} UTC.\n")?;
        }
    }
    writeln!(text)
}

fn rates(text: &mut String, report: &Report) -> std::fmt::Result {
    writeln!(
        text,
        "| workload | extrinsics/s | units/s | of | ratio to transfers | wire bytes per unit | state bytes per unit, within an epoch | \
         blocks |\n|---|--:|--:|---|--:|--:|--:|--:|"
    )?;
    for Row { title, unit, figures, ratio_to_transfers, state_bytes_per_unit_within_epoch, .. } in
        &report.workloads
    {
        writeln!(
            text,
            "| {title} | {} | {} | {unit} | {} | {} | {} | {} |",
            number(figures.extrinsics_per_second, 1),
            number(figures.units_per_second, 0),
            maybe(*ratio_to_transfers, 2),
            number(figures.bytes_per_unit, 1),
            maybe(*state_bytes_per_unit_within_epoch, 2),
            figures.blocks,
        )?;
    }
    writeln!(text)
}

fn node(text: &mut String, report: &Report) -> std::fmt::Result {
    writeln!(
        text,
        "| workload | full by weight | full by length | making a block, ms | inclusion, s (p50, p99) | finality, s (p50, p99) | \
         CPU, cores | memory, MiB |\n|---|--:|--:|--:|--:|--:|--:|--:|"
    )?;
    for Row { title, figures, .. } in &report.workloads {
        let seconds = |ms: f64| number(ms / 1_000.0, 1);
        writeln!(
            text,
            "| {title} | {} | {} | {} | {}, {} | {}, {} | {} | {} |",
            percent(figures.weight_fullness),
            percent(figures.length_fullness),
            number(figures.proposing_ms.p50, 0),
            seconds(figures.inclusion_ms.p50),
            seconds(figures.inclusion_ms.p99),
            seconds(figures.finality_ms.p50),
            seconds(figures.finality_ms.p99),
            number(figures.cpu_cores, 2),
            number(figures.memory_mib, 0),
        )?;
    }
    writeln!(text)
}

fn limits(text: &mut String, report: &Report) -> std::fmt::Result {
    writeln!(
        text,
        "| workload | what binds | block weight | block length | making a block | of that signatures | hashing | execution | \
         database writes |\n|---|---|--:|--:|--:|--:|--:|--:|--:|"
    )?;
    for Row { title, limits, .. } in &report.workloads {
        let shares = &limits.shares;
        writeln!(
            text,
            "| {title} | {} | {} | {} | {} | {} | {} | {} | {} |",
            limits.binds,
            away(shares.block_weight),
            away(shares.block_length),
            away(shares.proposing),
            away(shares.signatures),
            away(shares.hashing),
            away(shares.execution),
            shares.database.map_or_else(|| "–".into(), away),
        )?;
    }
    writeln!(
        text,
        "\nA cell is the part of the limit that the workload takes up, and how many times away the limit is. An extrinsic comes into a block \
         only where that has room for the weight that it declares, before what it did not need is given back: so the weight can bind before \
         it is at 100 %.\n"
    )
}

fn machine_limits(text: &mut String, limits: &Limits) -> std::fmt::Result {
    writeln!(text, "| what one core does | per second |\n|---|--:|")?;
    writeln!(
        text,
        "| sr25519 signatures verified | {} |",
        number(limits.sr25519_verifications_per_second, 0)
    )?;
    writeln!(
        text,
        "| values written to a trie of {} in ParityDb | {} |",
        number(f64::from(limits.trie_values), 0),
        number(limits.trie_writes_per_second, 0)
    )?;
    writeln!(text, "| MB hashed with BLAKE2b-256 | {} |", number(limits.blake2_256_bytes_per_second / 1e6, 0))
}

fn away(share: f64) -> String {
    if share < 0.005 {
        return "0 %".into();
    }
    format!("{}, {}×", percent(share), number(1.0 / share, 1))
}

fn percent(part: f64) -> String {
    format!("{:.0} %", part * 100.0)
}

fn maybe(value: Option<f64>, digits: usize) -> String {
    value.map_or_else(|| "–".into(), |value| number(value, digits))
}

/// A number with commas between thousands.
pub fn number(value: f64, digits: usize) -> String {
    let text = format!("{value:.digits$}");
    let (sign, text) = text.strip_prefix('-').map_or(("", text.as_str()), |text| ("−", text));
    let (whole, part) = text.split_once('.').map_or((text, None), |(whole, part)| (whole, Some(part)));
    let whole = whole.parse().map_or_else(|_| whole.to_string(), grouped);
    part.map_or_else(|| format!("{sign}{whole}"), |part| format!("{sign}{whole}.{part}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_commas_between_thousands() {
        assert_eq!(number(1_234_567.0, 0), "1,234,567");
        assert_eq!(number(999.96, 1), "1,000.0");
        assert_eq!(number(-1_000.0, 0), "−1,000");
        assert_eq!(number(12.0, 2), "12.00");
    }

    #[test]
    fn a_limit_is_as_many_times_away_as_its_part_goes_into_one() {
        assert_eq!(away(0.25), "25 %, 4.0×");
        assert_eq!(away(0.001), "0 %");
    }
}
