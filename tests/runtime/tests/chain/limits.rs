//! What fits into a block.

use crate::samples::{largest_batches, market, metering, staking};
use codec::Encode;
use diem_primitives::receipt::MAX_RECEIPTS;
use diem_runtime::{
    configs::system::{RuntimeBlockLength, RuntimeBlockWeights},
    RuntimeCall, RuntimeEvent,
};
use diem_runtime_tests::{sign, Account::*, Chain, Signed};
use frame_support::{
    dispatch::{DispatchClass, GetDispatchInfo},
    traits::{GetCallMetadata, GetCallName},
};
use std::collections::BTreeSet;

fn names(calls: &[RuntimeCall]) -> BTreeSet<String> {
    calls.iter().map(|call| call.get_call_metadata().function_name.to_string()).collect()
}

#[test]
fn each_call_of_the_economy_fits_into_a_block_at_its_largest() {
    let mut chain = Chain::from_preset("development");
    let (staking, metering, market) = (staking(), metering(), market());
    let all = |names: &[&str]| names.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
    type Staking = pallet_diem_staking::Call<diem_runtime::Runtime>;
    type Metering = pallet_diem_metering::Call<diem_runtime::Runtime>;
    type Market = pallet_diem_market::Call<diem_runtime::Runtime>;
    assert_eq!(names(&staking), all(Staking::get_call_names()));
    assert_eq!(names(&metering), all(Metering::get_call_names()));
    assert_eq!(names(&market), all(Market::get_call_names()));

    let (weights, lengths) = (RuntimeBlockWeights::get(), RuntimeBlockLength::get());
    let genesis = chain.genesis();
    for call in staking.into_iter().chain(metering).chain(market) {
        let name = call.get_call_metadata().function_name;
        let extrinsic = sign(Signed::new(Dave, 0, genesis), call);
        let info = chain.read(|| extrinsic.get_dispatch_info());
        assert_eq!(info.class, DispatchClass::Normal, "{name} is an ordinary call");
        let most = weights.get(info.class).max_extrinsic.expect("an extrinsic is bounded");
        assert!(info.total_weight().all_lte(most), "{name} weighs {:?} of {most:?}", info.total_weight());
        let length = extrinsic.encoded_size() as u32;
        assert!(length <= *lengths.max.get(info.class), "{name} has {length} bytes");
    }
}

#[test]
fn the_largest_batches_are_taken_into_blocks() {
    let mut chain = Chain::from_preset("development");
    chain.advance_to_epoch(1);
    for (sequence, mut call) in (0..).zip(largest_batches()) {
        let RuntimeCall::Metering(pallet_diem_metering::Call::submit_receipts { batch }) = &mut call else {
            panic!("it is a batch")
        };
        batch.sequence = sequence;
        let applied = chain.next_block(|block| block.apply(Charlie, call).succeeded());
        let rejected = applied.events_of(|event| match event {
            RuntimeEvent::Metering(pallet_diem_metering::Event::BatchSettled { rejections, .. }) => {
                Some(rejections.len())
            }
            _ => None,
        });
        assert_eq!(rejected, vec![MAX_RECEIPTS as usize]);
        assert!(applied.fee < applied.estimate, "groups that were rejected are cheaper");
    }
}
