//! How often storage is read and written, and that the weights cover it.

use super::*;
use crate::{weights::SubstrateWeight, WeightInfo};
use diem_test_support::{declared, Access};

type Weights = SubstrateWeight<Test>;

#[test]
fn no_call_reads_or_writes_more_than_its_weight_says() {
    let mut chain = genesis();
    let (text, other) = chain.execute_with(|| {
        let other =
            Text::of(frame_system::Call::<Test>::remark { remark: vec![1; 5_000] }).note().whitelist();
        let text = ready();
        text.enact(3, 20).unwrap();
        (text, other)
    });
    let mut check = |weight: &dyn Fn() -> Weight, call: &dyn Fn() -> DispatchResult| {
        let count = Access::of(&mut chain, || call().unwrap()).count();
        let weight = declared(weight);
        assert!(weight.covers(count), "{count:?} of {weight:?}");
    };
    check(&|| Weights::enact(other.length), &|| other.enact(4, 20));
    check(&Weights::cancel, &|| Enactment::cancel(members(3), text.hash));
    check(&Weights::set_parameters, &|| Enactment::set_parameters(RuntimeOrigin::root(), DELAYS));
}
