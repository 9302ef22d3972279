//! Which kind of signature the weights of vouchers and of disputes are measured with.

use crate::{
    benchmarking::{SignatureKind, SIGNED_WITH},
    mock::Test,
    weights::SubstrateWeight,
    WeightInfo,
};

#[test]
fn no_kind_of_signature_takes_longer_than_the_one_of_the_benchmarks_by_more_than_a_twentieth() {
    type Weights = SubstrateWeight<Test>;
    let time = |kind| {
        let weight = match kind {
            SignatureKind::Sr25519 => Weights::verify_sr25519(),
            SignatureKind::Ed25519 => Weights::verify_ed25519(),
            SignatureKind::Ecdsa => Weights::verify_ecdsa(),
        };
        weight.ref_time()
    };
    for kind in [SignatureKind::Sr25519, SignatureKind::Ed25519, SignatureKind::Ecdsa] {
        assert!(time(kind) <= time(SIGNED_WITH) * 21 / 20, "{kind:?} takes longer");
    }
}
