//! What the programs that measure nodes share: a node as a process, what processes use, the date of results.

pub mod date;
pub mod node_process;
pub mod process;
