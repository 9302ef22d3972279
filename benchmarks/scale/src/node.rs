//! Nodes on a database that was prepared: how long they take to start, and how fast one follows another.

use crate::{chain::database, Result};
use diem_runtime::BlockNumber;
use diem_throughput::{node_process::NodeProcess, process};
use serde::Serialize;
use serde_json::Value;
use std::{
    fs,
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    os::unix::fs::MetadataExt,
    path::Path,
    thread::sleep,
    time::{Duration, Instant},
};

/// The key of the node that is followed, and the name that follows from it.
const NODE_KEY: &str = "0000000000000000000000000000000000000000000000000000000000000001";
const PEER_ID: &str = "12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp";
/// How often a node is asked.
const POLL: Duration = Duration::from_millis(25);
/// How long a node may take until it has a block.
const PATIENCE: Duration = Duration::from_secs(600);

/// A node that runs.
struct Node {
    process: NodeProcess,
    /// From the start of the process until RPC answered.
    started_in: Duration,
}

/// How a node starts on a database.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Start {
    /// Accounts, each with stake, ledger and budget.
    pub accounts: u32,
    /// Disk space that the database takes, in bytes.
    pub database_bytes: u64,
    /// Seconds until RPC answers, on a database that no node had opened before.
    pub start_s: f64,
    /// The same once more.
    pub restart_s: f64,
    /// Memory of the node after its start, in MiB.
    pub memory_mib: f64,
}

/// How fast a node follows another one.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Followed {
    /// Blocks that it imported.
    pub blocks: u32,
    /// Receipts in them.
    pub receipts: u32,
    /// Seconds from its start until the first of the blocks was imported: most of it finding the other node.
    pub first_block_s: f64,
    /// Seconds from the first to the last.
    pub import_s: f64,
    /// Receipts imported per second.
    pub receipts_per_s: f64,
}

/// Starts a node twice on the database below `base`.
pub fn start_twice(node: &Path, base: &Path, accounts: u32) -> Result<Start> {
    let database_bytes = disk_space(&database(base))?;
    let first = Node::start(node, base, &[])?;
    let start_s = first.started_in.as_secs_f64();
    first.stop()?;
    let second = Node::start(node, base, &[])?;
    let (restart_s, memory_mib) = (second.started_in.as_secs_f64(), second.memory_mib()?);
    second.stop()?;
    Ok(Start { accounts, database_bytes, start_s, restart_s, memory_mib })
}

/// Lets a node on the database below `behind` follow one on that below `ahead`, which has `blocks` blocks with `receipts` receipts more.
pub fn follow(node: &Path, ahead: &Path, behind: &Path, blocks: u32, receipts: u32) -> Result<Followed> {
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let listen = format!("/ip4/127.0.0.1/tcp/{port}");
    let leader = Node::start(node, ahead, &["--node-key", NODE_KEY, "--listen-addr", &listen])?;
    let target = leader.height()?;
    let began = Instant::now();
    let bootnode = format!("{listen}/p2p/{PEER_ID}");
    let follower =
        Node::start(node, behind, &["--listen-addr", "/ip4/127.0.0.1/tcp/0", "--bootnodes", &bootnode])?;
    let height = target.saturating_sub(blocks);
    follower.wait_for(height.saturating_add(1))?;
    let first = Instant::now();
    follower.wait_for(target)?;
    let import_s = first.elapsed().as_secs_f64();
    follower.stop()?;
    leader.stop()?;
    Ok(Followed {
        blocks,
        receipts,
        first_block_s: first.saturating_duration_since(began).as_secs_f64(),
        import_s,
        receipts_per_s: f64::from(receipts) / import_s,
    })
}

impl Node {
    fn start(program: &Path, base: &Path, more: &[&str]) -> Result<Self> {
        let began = Instant::now();
        let base_path = format!("--base-path={}", base.display());
        let fixed =
            ["--chain=dev", "--rpc-port=0", "--no-prometheus", "--no-telemetry", "--no-mdns", &base_path];
        let process = NodeProcess::start(program, fixed.iter().chain(more), base.join("node.log"))?;
        let mut node = Self { process, started_in: Duration::ZERO };
        node.height()?;
        node.started_in = began.elapsed();
        Ok(node)
    }

    fn height(&self) -> Result<BlockNumber> {
        let header = call(self.process.rpc, "chain_getHeader")?;
        parse_height(&header).ok_or_else(|| format!("no header: {header}").into())
    }

    fn wait_for(&self, height: BlockNumber) -> Result<()> {
        let arrived = || self.height().ok().filter(|now| *now >= height);
        wait(arrived).ok_or_else(|| format!("block {height} did not come"))?;
        Ok(())
    }

    fn memory_mib(&self) -> Result<f64> {
        Ok(process::usage(self.process.pid())?.resident as f64 / f64::from(1 << 20))
    }

    fn stop(self) -> Result<()> {
        Ok(self.process.stop()?)
    }
}

fn wait<T>(found: impl Fn() -> Option<T>) -> Option<T> {
    let began = Instant::now();
    while began.elapsed() < PATIENCE {
        if let Some(value) = found() {
            return Some(value);
        }
        sleep(POLL);
    }
    None
}

/// Calls a method without parameters, by HTTP.
fn call(rpc: SocketAddr, method: &str) -> Result<Value> {
    let body = serde_json::json!({ "id": 1, "jsonrpc": "2.0", "method": method, "params": [] }).to_string();
    let mut stream = TcpStream::connect(rpc)?;
    write!(
        stream,
        "POST / HTTP/1.1\r\nHost: {rpc}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n{body}",
        body.len()
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let (_, body) = answer.split_once("\r\n\r\n").ok_or("an answer has a head and a body")?;
    Ok(serde_json::from_str(body)?)
}

fn parse_height(answer: &Value) -> Option<BlockNumber> {
    let number = answer.get("result")?.get("number")?.as_str()?;
    BlockNumber::from_str_radix(number.strip_prefix("0x")?, 16).ok()
}

/// Disk space that the files of a folder take, in bytes: files of the database have holes.
pub fn disk_space(folder: &Path) -> Result<u64> {
    let mut bytes = 0_u64;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let more = match entry.file_type()?.is_dir() {
            true => disk_space(&entry.path())?,
            false => entry.metadata()?.blocks().saturating_mul(512),
        };
        bytes = bytes.saturating_add(more);
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_height_is_read_from_a_header() {
        let answer = serde_json::json!({ "result": { "number": "0x12c" } });
        assert_eq!(parse_height(&answer), Some(300));
        assert_eq!(parse_height(&serde_json::json!({ "error": {} })), None);
    }
}
