//! The node that is measured: one process, on a fresh database.

use anyhow::{bail, Context, Result};
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

/// How long a node may take to answer calls.
const START: Duration = Duration::from_secs(120);

/// What is said to the node beside its chain.
///
/// The pool: by default it keeps 8,192 extrinsics, which are fewer than three blocks of transfers, and would drop the rest. The
/// connections, and the sizes of requests and answers in MiB: blocks are read whole, as hex.
const ARGUMENTS: &[&str] = &[
    "--alice",
    "--validator",
    "--force-authoring",
    "--unsafe-force-node-key-generation",
    "--database=paritydb",
    "--port=0",
    "--rpc-port=0",
    "--rpc-methods=unsafe",
    "--rpc-max-connections=100",
    "--rpc-max-request-size=64",
    "--rpc-max-response-size=256",
    "--pool-limit=65536",
    "--pool-kbytes=262144",
    "--no-prometheus",
    "--no-telemetry",
    "--no-mdns",
    "--in-peers=0",
    "--out-peers=0",
];

/// A running node. It is stopped, and its database removed, when this is dropped.
pub struct Node {
    child: Child,
    folder: PathBuf,
    log: PathBuf,
    /// Where it answers calls.
    pub url: String,
}

impl Node {
    /// Starts a node and waits until it answers calls. Its database and its log are in `folder`.
    pub fn start(binary: &Path, chain: &Path, pool_type: &str, folder: PathBuf) -> Result<Self> {
        let log = folder.join("node.log");
        let output = File::create(&log)?;
        let child = Command::new(binary)
            .args(ARGUMENTS)
            .arg(format!("--chain={}", chain.display()))
            .arg(format!("--base-path={}", folder.join("data").display()))
            .arg(format!("--pool-type={pool_type}"))
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            .spawn()
            .with_context(|| format!("{} can't be started", binary.display()))?;
        let mut node = Self { child, folder, log, url: String::new() };
        node.url = format!("ws://{}", node.wait_for_rpc()?);
        Ok(node)
    }

    fn wait_for_rpc(&mut self) -> Result<String> {
        let began = Instant::now();
        while began.elapsed() < START {
            let log = self.log_text()?;
            if let Some(address) = rpc_address(&log) {
                return Ok(address.into());
            }
            if let Some(status) = self.child.try_wait()? {
                bail!("the node ended with {status}:\n{}", tail(&log));
            }
            sleep(Duration::from_millis(200));
        }
        bail!("the node does not answer calls:\n{}", tail(&self.log_text()?))
    }

    /// The id of its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// All that it has logged.
    pub fn log_text(&self) -> Result<String> {
        Ok(String::from_utf8_lossy(&fs::read(&self.log)?).into_owned())
    }

    /// Copies its log.
    pub fn keep_log(&self, to: &Path) -> Result<()> {
        fs::copy(&self.log, to)?;
        Ok(())
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // It may have ended by itself, and what is left of it is in the folder for temporary files.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn rpc_address(log: &str) -> Option<&str> {
    let (_, rest) = log.split_once("Running JSON-RPC server: addr=")?;
    let end = rest.find(|character: char| !(character.is_ascii_digit() || ".:".contains(character)))?;
    rest.get(..end)
}

fn tail(log: &str) -> String {
    let lines: Vec<_> = log.lines().collect();
    lines.get(lines.len().saturating_sub(20)..).unwrap_or_default().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_read_from_the_log() {
        let log = "2026-01-01 INFO Running JSON-RPC server: addr=127.0.0.1:39481,[::1]:39481\n";
        assert_eq!(rpc_address(log), Some("127.0.0.1:39481"));
        assert_eq!(rpc_address("2026-01-01 INFO Starting"), None);
    }
}
