//! The month as a table, an epoch a line.

use crate::month::{Past, DAYS};
use diem_model::{arithmetic::WHOLE, Epoch, Planck};
use std::collections::BTreeMap;

/// What is told of an epoch, in planck but for the last.
pub struct Row {
    pub epoch: Epoch,
    pub weight: Planck,
    pub capacity: Planck,
    pub value: Planck,
    pub minted: Planck,
    pub debited: Planck,
    pub refunded: Planck,
    pub burnt: Planck,
    pub sold: Planck,
    pub average_price: Planck,
    pub issued: Planck,
    pub rejected: u64,
}

/// The heads of the columns.
const HEADS: [&str; 12] =
    ["epoch", "W", "C", "g", "minted", "debited", "refunded", "burnt", "sold", "price", "issued", "rejected"];

impl Past {
    /// The days of the month.
    pub fn rows(&self) -> Vec<Row> {
        (1..=DAYS).map(|epoch| self.row(epoch)).collect()
    }

    fn row(&self, epoch: Epoch) -> Row {
        let (economy, terms) = (&self.economy, self.economy.terms(epoch));
        let of = |map: &BTreeMap<Epoch, Planck>| map.get(&epoch).copied().unwrap_or_default();
        let sales = economy.sales.get(&epoch).copied().unwrap_or_default();
        Row {
            epoch,
            weight: terms.total_weight,
            capacity: terms.capacity,
            value: terms.value,
            minted: economy.minted(epoch),
            debited: of(&economy.debited),
            refunded: of(&economy.refunded),
            burnt: of(&economy.quota.burnt),
            sold: sales.volume,
            average_price: sales.average_price(),
            issued: of(&self.diary.issued),
            rejected: self.diary.rejected.get(&epoch).copied().unwrap_or_default(),
        }
    }

    /// Prints the table: VVV and DIEM in whole ones, `g` and the price in VVV for a whole DIEM, and what was issued on each day.
    pub fn print(&self) {
        println!("{}", line(&HEADS.map(String::from)));
        for row in self.rows() {
            let cells = [
                row.epoch.to_string(),
                decimal(row.weight, 1),
                decimal(row.capacity, 1),
                decimal(row.value, 4),
                decimal(row.minted, 1),
                decimal(row.debited, 3),
                decimal(row.refunded, 3),
                decimal(row.burnt, 3),
                decimal(row.sold, 1),
                decimal(row.average_price, 4),
                decimal(row.issued, 1),
                row.rejected.to_string(),
            ];
            println!("{}", line(&cells));
        }
    }
}

fn line(cells: &[String]) -> String {
    cells.iter().map(|cell| format!("{cell:>9}")).collect::<Vec<String>>().join(" ")
}

/// Planck as whole ones, with so many digits behind the point and the rest cut off.
fn decimal(planck: Planck, digits: usize) -> String {
    let rest = format!("{:018}", planck % WHOLE);
    format!("{}.{}", planck / WHOLE, &rest[..digits])
}
