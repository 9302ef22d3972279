//! Ratios that other programs measure, and leave as JSON beside ours.

use serde_json::Value;
use std::{fs, path::Path};

/// Ratios that other programs have measured.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Others {
    /// From `plain.json`.
    pub plain_node_transfers: Option<f64>,
    /// From `scale.json`.
    pub roll_1m_vs_1k: Option<f64>,
    /// From `scale.json`.
    pub debit_1m_vs_1k: Option<f64>,
}

impl Others {
    /// Those that there are in a folder: in the files, either at their top or under `ratios`.
    pub fn read(folder: &Path) -> Self {
        let json = |file: &str| {
            let text = fs::read_to_string(folder.join(file)).ok()?;
            serde_json::from_str(&text).ok()
        };
        Self::find(json("plain.json").as_ref(), json("scale.json").as_ref())
    }

    fn find(plain: Option<&Value>, scale: Option<&Value>) -> Self {
        let number = |json: Option<&Value>, name: &str| {
            let json = json?;
            json.get("ratios").and_then(|ratios| ratios.get(name)).or(json.get(name))?.as_f64()
        };
        Self {
            plain_node_transfers: number(plain, "plain_node_transfers"),
            roll_1m_vs_1k: number(scale, "roll_1m_vs_1k"),
            debit_1m_vs_1k: number(scale, "debit_1m_vs_1k"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_ratio_is_found_at_the_top_or_under_ratios() {
        let plain = json!({ "plain_node_transfers": 0.98 });
        let scale = json!({ "ratios": { "roll_1m_vs_1k": 1.02 } });
        let others = Others::find(Some(&plain), Some(&scale));
        let expected =
            Others { plain_node_transfers: Some(0.98), roll_1m_vs_1k: Some(1.02), debit_1m_vs_1k: None };
        assert_eq!(others, expected);
        assert_eq!(Others::find(None, None), Others::default());
    }
}
