//! What a block and an extrinsic weigh before anything is in them.

use super::{block_weights::BlockExecutionWeight, extrinsic_weights::ExtrinsicBaseWeight};
use frame_support::{dispatch::DispatchClass, weights::Weight};
use frame_system::limits::BlockWeights;
use sp_runtime::Perbill;

/// The limits of blocks of at most `max`, of which ordinary extrinsics may take the part `normal`, by the measured base of each.
pub fn limits(max: Weight, normal: Perbill) -> BlockWeights {
    let normal = part_of(normal, max);
    BlockWeights::builder()
        .base_block(BlockExecutionWeight::get())
        .for_class(DispatchClass::all(), |class| class.base_extrinsic = ExtrinsicBaseWeight::get())
        .for_class(DispatchClass::Normal, |class| class.max_total = Some(normal))
        .for_class(DispatchClass::Operational, |class| {
            class.max_total = Some(max);
            class.reserved = Some(max.saturating_sub(normal));
        })
        // The hooks of a block take at most that much: an extrinsic that fits without them fits with them.
        .avg_block_initialization(Perbill::from_percent(10))
        .build_or_panic()
}

/// A part of a weight.
pub fn part_of(part: Perbill, weight: Weight) -> Weight {
    Weight::from_parts(part.mul_floor(weight.ref_time()), part.mul_floor(weight.proof_size()))
}
