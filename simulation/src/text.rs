//! Amounts as text, and tables.

use diem_primitives::PLANCK_PER_UNIT;
use sp_runtime::Permill;
use std::iter::once;

/// Digits behind the point of a whole VVV or DIEM.
const DIGITS: usize = 18;

/// An amount of planck in whole units, with at most `digits` behind the point and the rest cut off: `1,333.3333`.
pub fn amount(planck: u128, digits: usize) -> String {
    let (whole, rest) = split(planck);
    let fraction = format!("{rest:0DIGITS$}");
    let shown = fraction.get(..digits.min(DIGITS)).unwrap_or_default().trim_end_matches('0');
    if shown.is_empty() {
        grouped(whole)
    } else {
        format!("{}.{shown}", grouped(whole))
    }
}

/// A number with a comma between groups of three digits: `20,000`.
pub fn grouped(number: u128) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && digits.len().saturating_sub(at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A part as a percentage: `12.5 %`.
pub fn percent(part: Permill) -> String {
    percentage(f64::from(part.deconstruct()) / 1e6, 4)
}

/// A part as a percentage with at most `digits` behind the point, the last of them rounded.
pub fn percentage(part: f64, digits: usize) -> String {
    let text = format!("{:.digits$}", part * 100.0);
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    format!("{text} %")
}

/// An amount in whole units, for drawing.
pub fn units(planck: u128) -> f64 {
    let (whole, rest) = split(planck);
    whole as f64 + rest as f64 / PLANCK_PER_UNIT as f64
}

/// Whole units in planck. None of ours comes near 128 bits.
pub fn whole(units: u128) -> u128 {
    units.saturating_mul(PLANCK_PER_UNIT)
}

fn split(planck: u128) -> (u128, u128) {
    let whole = planck.checked_div(PLANCK_PER_UNIT).unwrap_or_default();
    (whole, planck.checked_rem(PLANCK_PER_UNIT).unwrap_or_default())
}

/// A table in Markdown.
pub fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let head: Vec<String> = head.iter().map(ToString::to_string).collect();
    let rule = format!("|{}\n", "---|".repeat(head.len()));
    once(line(&head)).chain(once(rule)).chain(rows.iter().map(|row| line(row))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_grouped_and_cut_off() {
        assert_eq!(amount(whole(1_333).saturating_add(PLANCK_PER_UNIT / 3), 4), "1,333.3333");
        assert_eq!(amount(whole(20_000), 4), "20,000");
        assert_eq!(amount(PLANCK_PER_UNIT / 2, 4), "0.5");
        assert_eq!(amount(7, 18), "0.000000000000000007");
        assert_eq!(amount(7, 4), "0");
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(grouped(100), "100");
    }

    #[test]
    fn parts_are_percentages() {
        assert_eq!(percent(Permill::from_parts(125_000)), "12.5 %");
        assert_eq!(percent(Permill::one()), "100 %");
        assert_eq!(percentage(0.100_004, 2), "10 %");
    }
}
