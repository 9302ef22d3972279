//! The node that is measured: one process, on a fresh database.

use anyhow::Result;
use diem_throughput::node_process::NodeProcess;
use std::{
    fs,
    path::{Path, PathBuf},
};

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
    process: NodeProcess,
    folder: PathBuf,
    /// Where it answers calls.
    pub url: String,
}

impl Node {
    /// Starts a node and waits until it answers calls. Its database and its log are in `folder`.
    pub fn start(binary: &Path, chain: &Path, pool_type: &str, folder: PathBuf) -> Result<Self> {
        let more = [
            format!("--chain={}", chain.display()),
            format!("--base-path={}", folder.join("data").display()),
            format!("--pool-type={pool_type}"),
        ];
        let arguments = ARGUMENTS.iter().copied().chain(more.iter().map(String::as_str));
        let process = NodeProcess::start(binary, arguments, folder.join("node.log"))?;
        let url = format!("ws://{}", process.rpc);
        Ok(Self { process, folder, url })
    }

    /// The id of its process.
    pub fn pid(&self) -> u32 {
        self.process.pid()
    }

    /// All that it has logged.
    pub fn log_text(&self) -> Result<String> {
        self.process.log_text()
    }

    /// Copies its log.
    pub fn keep_log(&self, to: &Path) -> Result<()> {
        fs::copy(self.process.log(), to)?;
        Ok(())
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.process.kill();
        // What is left of it is in the folder for temporary files.
        let _ = fs::remove_dir_all(&self.folder);
    }
}
