//! When something was measured.

use anyhow::{ensure, Result};
use std::process::Command;

/// The time in UTC, as `2026-01-31 12:00`.
pub fn now() -> Result<String> {
    let output = Command::new("date").args(["-u", "+%Y-%m-%d %H:%M"]).output()?;
    ensure!(output.status.success(), "`date`: {}", output.status);
    Ok(String::from_utf8_lossy(&output.stdout).trim().into())
}
