//! Ratios that other programs measure, each in a run of its own, and leave as JSON beside ours.

use serde::{de::DeserializeOwned, Deserialize, Serialize};
use std::{fs, path::Path};

/// What other programs have measured.
#[derive(Clone, Debug, Default)]
pub struct Others {
    /// From `plain.json`.
    pub plain: Plain,
    /// From `scale.json`.
    pub scale: Scale,
}

/// What is read of `plain.json`.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Plain {
    /// When it was measured, in UTC.
    pub date: Option<String>,
    /// Transfers per second of this node : those of a plain chain.
    pub plain_node_transfers: Option<f64>,
}

/// What is read of `scale.json`.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Scale {
    /// When it was measured, in UTC.
    pub date: Option<String>,
    /// The roll of an epoch with a million stakers : with a thousand.
    pub roll_1m_vs_1k: Option<f64>,
    /// A debit with a million accounts in the state : with a thousand.
    pub debit_1m_vs_1k: Option<f64>,
}

/// When other programs measured the ratios that are theirs, in UTC. Not known where there is no ratio.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Dates {
    /// `plain_node_transfers`.
    pub plain: Option<String>,
    /// `roll_1m_vs_1k` and `debit_1m_vs_1k`.
    pub scale: Option<String>,
}

impl Others {
    /// Those that there are in a folder.
    pub fn read(folder: &Path) -> Self {
        Self { plain: read(&folder.join("plain.json")), scale: read(&folder.join("scale.json")) }
    }

    /// When they were measured.
    pub fn dates(&self) -> Dates {
        let (plain, scale) = (&self.plain, &self.scale);
        Dates {
            plain: plain.date.clone().filter(|_| plain.plain_node_transfers.is_some()),
            scale: scale.date.clone().filter(|_| scale.debit_1m_vs_1k.is_some()),
        }
    }
}

/// What a file says, or nothing where it is not there.
fn read<T: DeserializeOwned + Default>(file: &Path) -> T {
    let text = fs::read_to_string(file).ok();
    text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_that_was_not_measured_has_no_date() -> anyhow::Result<()> {
        let json = r#"{ "date": "2026-01-31 12:00", "rounds": 10, "roll_1m_vs_1k": null }"#;
        let others = Others { scale: serde_json::from_str(json)?, plain: read(Path::new("/nowhere")) };
        assert_eq!(others.dates(), Dates::default());
        Ok(())
    }
}
