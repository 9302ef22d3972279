//! Figures of a workload, from its blocks.

use crate::blocks::Block;
use serde::Serialize;

/// What a workload reached, in the blocks that could have taken more if the node could.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Figures {
    /// Blocks that were measured.
    pub blocks: u64,
    /// Time that they took, in seconds.
    pub seconds: f64,
    /// Extrinsics that succeeded.
    pub extrinsics: u64,
    /// Extrinsics that failed.
    pub failed: u64,
    /// Receipts, vouchers or extrinsics that were settled.
    pub units: u64,
    /// Receipts or vouchers that were rejected.
    pub rejected: u64,
    /// Extrinsics per second.
    pub extrinsics_per_second: f64,
    /// Receipts, vouchers or extrinsics per second.
    pub units_per_second: f64,
    /// Bytes of extrinsics for each receipt, voucher or extrinsic.
    pub bytes_per_unit: f64,
    /// Bytes of extrinsics per second.
    pub bytes_per_second: f64,
    /// How full the blocks were by weight, of what ordinary extrinsics may take: the mean.
    pub weight_fullness: f64,
    /// How full the blocks were by length, of what ordinary extrinsics may take: the mean.
    pub length_fullness: f64,
    /// Milliseconds to make a block: the median, and 99 of 100.
    pub proposing_ms: Quantiles,
    /// What ended the making of most blocks.
    pub proposing_end: Option<String>,
    /// Milliseconds from sending an extrinsic until the block with it was seen.
    pub inclusion_ms: Quantiles,
    /// Milliseconds from sending an extrinsic until the block with it was seen to be final.
    pub finality_ms: Quantiles,
    /// Cores that the node kept busy.
    pub cpu_cores: f64,
    /// Memory of the node at the end, in MiB.
    pub memory_mib: f64,
    /// The part of the blocks for which the pool had more than they took.
    pub had_choice: f64,
}

/// The middle of many figures, and what all but a hundredth are below.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Quantiles {
    /// The median.
    pub p50: f64,
    /// The 99th percentile.
    pub p99: f64,
}

impl Quantiles {
    /// Of these figures, in any order; zeros where there are none.
    pub fn of(mut figures: Vec<f64>) -> Self {
        figures.sort_by(f64::total_cmp);
        Self { p50: percentile(&figures, 50), p99: percentile(&figures, 99) }
    }
}

/// The nearest-rank percentile of sorted figures.
fn percentile(sorted: &[f64], percent: usize) -> f64 {
    let rank = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(rank).copied().unwrap_or_default()
}

/// The blocks that are measured, with the one before them: from the first one that was full on, at most `most` of them. The block before
/// the first tells when the time of that began.
///
/// The first block with extrinsics of the workload was under way when they came, so it is the one before.
pub fn window(blocks: &[Block], most: usize) -> &[Block] {
    let Some(first) = blocks.iter().position(|block| block.extrinsics > 0) else { return &[] };
    let rest = blocks.get(first..).unwrap_or_default();
    let fed = rest.iter().skip(1).take(most).take_while(|block| block.had_choice || block.begins_session);
    let count = fed.count();
    rest.get(..=count).unwrap_or_default()
}

/// What a [`window`] of blocks reached.
pub fn figures(window: &[Block]) -> Figures {
    // A block that begins a session has no room; neither it nor its time are counted. It is one of 300.
    let pairs: Vec<_> =
        window.iter().zip(window.iter().skip(1)).filter(|(_, block)| !block.begins_session).collect();
    let blocks: Vec<_> = pairs.iter().map(|(_, block)| *block).collect();
    let sum = |of: fn(&Block) -> u64| blocks.iter().map(|block| of(block)).sum::<u64>();
    let mean = |of: fn(&Block) -> f64| ratio(blocks.iter().map(|block| of(block)).sum(), blocks.len() as f64);
    let all = |of: fn(&Block) -> &Vec<f64>| {
        Quantiles::of(blocks.iter().flat_map(|block| of(block).iter().copied()).collect())
    };
    let seconds =
        pairs.iter().map(|(before, block)| block.timestamp.saturating_sub(before.timestamp)).sum::<u64>()
            as f64
            / 1_000.0;
    let (extrinsics, units, bytes) =
        (sum(|block| block.extrinsics), sum(|block| block.units), sum(|block| block.bytes));
    let proposals = blocks.iter().filter_map(|block| block.proposal.as_ref());
    let cpu = pairs.iter().map(|(before, block)| block.cpu_seconds - before.cpu_seconds).sum();
    Figures {
        blocks: blocks.len() as u64,
        seconds,
        extrinsics,
        failed: sum(|block| block.failed),
        units,
        rejected: sum(|block| block.rejected),
        extrinsics_per_second: ratio(extrinsics as f64, seconds),
        units_per_second: ratio(units as f64, seconds),
        bytes_per_unit: ratio(bytes as f64, units as f64),
        bytes_per_second: ratio(bytes as f64, seconds),
        weight_fullness: mean(|block| block.weight_share),
        length_fullness: mean(|block| block.length_share),
        proposing_ms: Quantiles::of(proposals.clone().map(|proposal| proposal.ms as f64).collect()),
        proposing_end: most_frequent(proposals.map(|proposal| proposal.end.as_str())),
        inclusion_ms: all(|block| &block.inclusion_ms),
        finality_ms: all(|block| &block.finality_ms),
        cpu_cores: ratio(cpu, seconds),
        memory_mib: blocks.last().map_or(0.0, |block| block.resident as f64 / f64::from(1 << 20)),
        had_choice: mean(|block| f64::from(u8::from(block.had_choice))),
    }
}

/// A quotient, or zero where there is nothing to divide by.
pub fn ratio(of: f64, by: f64) -> f64 {
    if by == 0.0 {
        0.0
    } else {
        of / by
    }
}

fn most_frequent<'a>(words: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut counts = std::collections::BTreeMap::new();
    for word in words {
        *counts.entry(word).or_insert(0_u32) += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(word, _)| word.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(height: u32, extrinsics: u64) -> Block {
        Block {
            height,
            timestamp: u64::from(height) * 2_000,
            extrinsics,
            units: extrinsics * 1_000,
            bytes: extrinsics * 25_000,
            weight_share: 0.5,
            cpu_seconds: f64::from(height),
            had_choice: true,
            ..Block::default()
        }
    }

    #[test]
    fn a_percentile_is_the_nearest_rank() {
        let figures = (1..=200).rev().map(f64::from).collect();
        assert_eq!(Quantiles::of(figures), Quantiles { p50: 100.0, p99: 198.0 });
        assert_eq!(Quantiles::of(vec![7.0]), Quantiles { p50: 7.0, p99: 7.0 });
        assert_eq!(Quantiles::of(Vec::new()), Quantiles::default());
    }

    #[test]
    fn the_window_begins_after_the_first_block_and_ends_where_the_pool_ran_dry() {
        let mut blocks = [0, 0, 3, 8, 9, 10, 2, 0].map(|extrinsics| block(0, extrinsics)).to_vec();
        for (height, block) in (0..).zip(&mut blocks) {
            block.height = height;
            block.had_choice = height < 6;
        }
        let heights = |most| window(&blocks, most).iter().map(|block| block.height).collect::<Vec<_>>();
        assert_eq!(heights(10), [2, 3, 4, 5]);
        assert_eq!(heights(2), [2, 3, 4]);
        assert_eq!(window(&blocks[..2], 10).len(), 0);
    }

    #[test]
    fn rates_are_those_of_the_time_in_which_the_blocks_were_made() {
        let figures = figures(&[block(10, 3), block(11, 8), block(12, 12)]);
        assert_eq!((figures.blocks, figures.extrinsics, figures.seconds), (2, 20, 4.0));
        assert_eq!((figures.extrinsics_per_second, figures.units_per_second), (5.0, 5_000.0));
        assert_eq!((figures.bytes_per_unit, figures.weight_fullness, figures.cpu_cores), (25.0, 0.5, 0.5));
    }

    #[test]
    fn a_slot_without_a_block_counts_as_time() {
        assert_eq!(figures(&[block(10, 3), block(12, 8)]).extrinsics_per_second, 2.0);
    }

    #[test]
    fn a_block_that_begins_a_session_is_left_out_with_its_time() {
        let session = Block { begins_session: true, extrinsics: 0, units: 0, bytes: 0, ..block(11, 0) };
        let figures = figures(&[block(10, 3), session, block(12, 8)]);
        assert_eq!((figures.blocks, figures.extrinsics_per_second), (1, 4.0));
    }

    #[test]
    fn nothing_measured_is_nothing_and_no_division_by_it() {
        let figures = figures(&[]);
        assert_eq!((figures.units_per_second, figures.bytes_per_unit), (0.0, 0.0));
    }
}
