//! How long the node took to make each block, as it logs it, and what ended it.

use std::collections::BTreeMap;

/// How a block was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Milliseconds from beginning to end.
    pub ms: u64,
    /// What ended it, in the SDK's words: `HitBlockWeightLimit`, `HitBlockSizeLimit`, `HitDeadline` or `NoMoreTransactions`.
    pub end: String,
}

/// The blocks that a log tells of, by their heights.
pub fn proposals(log: &str) -> BTreeMap<u32, Proposal> {
    log.lines().filter_map(proposal).collect()
}

fn proposal(line: &str) -> Option<(u32, Proposal)> {
    let (_, rest) = line.split_once("Prepared block for proposing at ")?;
    let (height, rest) = rest.split_once(" (")?;
    let (ms, rest) = rest.split_once(" ms)")?;
    let (_, rest) = rest.split_once("end: ")?;
    let end = rest.split(';').next()?.trim().to_string();
    Some((height.parse().ok()?, Proposal { ms: ms.parse().ok()?, end }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_that_a_block_took_is_read_from_the_log() {
        let log = "2026-01-01 12:00:00 🎁 Prepared block for proposing at 12 (345 ms) hash: 0xab; parent_hash: 0xcd; \
                   end: HitBlockWeightLimit; extrinsics_count: 678\n2026-01-01 12:00:00 something else";
        let proposal = Proposal { ms: 345, end: "HitBlockWeightLimit".into() };
        assert_eq!(proposals(log), BTreeMap::from([(12, proposal)]));
    }
}
