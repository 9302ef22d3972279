//! A node as a process of its own: started, found by the address that it logs, stopped.

use anyhow::{bail, Context, Result};
use std::{
    ffi::OsStr,
    fs::{self, File},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

/// How long a node may take to answer calls.
const START: Duration = Duration::from_secs(600);
/// How often its log is looked at until it does: starts are measured.
const POLL: Duration = Duration::from_millis(25);

/// A running node. It is killed when this is dropped.
pub struct NodeProcess {
    child: Child,
    log: PathBuf,
    /// Where it answers calls.
    pub rpc: SocketAddr,
}

impl NodeProcess {
    /// Starts a node and waits until it answers calls. All that it says goes to `log`.
    pub fn start<S: AsRef<OsStr>>(
        program: &Path,
        arguments: impl IntoIterator<Item = S>,
        log: PathBuf,
    ) -> Result<Self> {
        let output = File::create(&log).with_context(|| log.display().to_string())?;
        let child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            .spawn()
            .with_context(|| format!("{} can't be started", program.display()))?;
        let mut node = Self { child, log, rpc: SocketAddr::from(([127, 0, 0, 1], 0)) };
        node.rpc = node.wait_for_rpc()?;
        Ok(node)
    }

    fn wait_for_rpc(&mut self) -> Result<SocketAddr> {
        let began = Instant::now();
        while began.elapsed() < START {
            let log = self.log_text()?;
            if let Some(address) = rpc_address(&log) {
                return Ok(address);
            }
            if let Some(status) = self.child.try_wait()? {
                bail!("the node ended with {status}:\n{}", tail(&log));
            }
            sleep(POLL);
        }
        bail!("the node does not answer calls:\n{}", tail(&self.log_text()?))
    }

    /// The id of the process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// All that it has logged.
    pub fn log_text(&self) -> Result<String> {
        Ok(String::from_utf8_lossy(&fs::read(&self.log)?).into_owned())
    }

    /// The file that it logs to.
    pub fn log(&self) -> &Path {
        &self.log
    }

    /// Asks it to stop, as a restart does, and waits until it has.
    pub fn stop(mut self) -> Result<()> {
        Command::new("kill").arg(self.pid().to_string()).status()?;
        self.child.wait()?;
        Ok(())
    }

    /// Ends it at once.
    pub fn kill(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for NodeProcess {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The address in a log, once the line with it is complete.
fn rpc_address(log: &str) -> Option<SocketAddr> {
    let (_, rest) = log.split_once("Running JSON-RPC server: addr=")?;
    let end = rest.find(|character: char| !(character.is_ascii_digit() || ".:".contains(character)))?;
    rest.get(..end)?.parse().ok()
}

fn tail(log: &str) -> String {
    let lines: Vec<_> = log.lines().collect();
    lines.get(lines.len().saturating_sub(20)..).unwrap_or_default().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_read_from_the_log_once_it_is_there() {
        let log = "2026-01-01 INFO Running JSON-RPC server: addr=127.0.0.1:39481,[::1]:39481\n";
        assert_eq!(rpc_address(log), Some(SocketAddr::from(([127, 0, 0, 1], 39_481))));
        assert_eq!(rpc_address("2026-01-01 INFO Running JSON-RPC server: addr=127.0.0.1:394"), None);
        assert_eq!(rpc_address("2026-01-01 INFO Starting"), None);
    }
}
