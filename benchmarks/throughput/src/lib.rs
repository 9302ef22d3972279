//! What the programs that measure nodes share: a node as a process, and what processes use.

pub mod node_process;
pub mod process;
