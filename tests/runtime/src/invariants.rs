//! What holds of the whole state after any block: the invariants of each pallet, by the pallet's own check.

use diem_runtime::{Enactment, Market, Metering, Validators, VvvStaking};

/// Stops the test where an invariant does not hold.
pub fn check() {
    let checks = [
        ("validators", Validators::do_try_state()),
        ("staking", VvvStaking::do_try_state()),
        ("metering", Metering::do_try_state()),
        ("market", Market::do_try_state()),
        ("enactment", Enactment::do_try_state()),
    ];
    for (pallet, outcome) in checks {
        if let Err(broken) = outcome {
            panic!("an invariant of {pallet} does not hold: {broken:?}");
        }
    }
}
