//! The rules that governance sets.

use super::*;
use crate::{MeteringParameters, Parameters};
use sp_runtime::DispatchError::BadOrigin;

#[test]
fn governance_sets_the_rules() {
    run(|| {
        let parameters = MeteringParameters { bond_per_diem: 5 * VVV, ..Default::default() };
        assert_ok!(Metering::set_parameters(RuntimeOrigin::root(), parameters.clone()));
        assert_eq!(Parameters::<Test>::get(), parameters);
        assert_eq!(events(), [Event::ParametersSet { parameters }]);
    });
}

#[test]
fn nobody_else_does_and_not_beyond_the_bounds() {
    run(|| {
        let default = MeteringParameters::default;
        assert_noop!(Metering::set_parameters(signed(OWNER), default()), BadOrigin);
        assert_noop!(Metering::set_parameters(RuntimeOrigin::none(), default()), BadOrigin);
        let free = MeteringParameters { bond_per_diem: 0, ..default() };
        assert_noop!(Metering::set_parameters(RuntimeOrigin::root(), free), E::ParametersOutOfBounds);
    });
}

#[test]
fn every_other_call_is_signed() {
    run(|| {
        let none = RuntimeOrigin::none;
        let (name, prices) = (Default::default(), Default::default());
        let batch = Batch { epoch: EpochIndex(1), sequence: 0, groups: Default::default() };
        let id = BudgetId(0);
        assert_noop!(Metering::register_provider(none(), Diem::ONE, Default::default()), BadOrigin);
        assert_noop!(Metering::set_capacity(none(), Diem::ONE), BadOrigin);
        assert_noop!(Metering::deregister_provider(none()), BadOrigin);
        assert_noop!(outcome(Metering::withdraw_bond(none(), PROVIDER)), BadOrigin);
        assert_noop!(Metering::serve_model(none(), TEXT, Multiplier::ONE), BadOrigin);
        assert_noop!(Metering::stop_serving(none(), TEXT), BadOrigin);
        assert_noop!(Metering::register_model(none(), name, ModelKind::Text, prices), BadOrigin);
        assert_noop!(Metering::set_rate_card(none(), TEXT, Default::default()), BadOrigin);
        assert_noop!(Metering::set_curator(none(), TEXT, OWNER), BadOrigin);
        assert_noop!(Metering::retire_model(none(), TEXT), BadOrigin);
        assert_noop!(outcome(Metering::open_budget(none(), shared(1), None, None)), BadOrigin);
        assert_noop!(outcome(Metering::update_budget(none(), id, shared(1), None)), BadOrigin);
        assert_noop!(Metering::set_delegate(none(), id, None), BadOrigin);
        assert_noop!(Metering::pause_budget(none(), id), BadOrigin);
        assert_noop!(Metering::resume_budget(none(), id), BadOrigin);
        assert_noop!(outcome(Metering::close_budget(none(), OWNER, id)), BadOrigin);
        assert_noop!(outcome(Metering::submit_receipts(none(), batch)), BadOrigin);
        assert_noop!(outcome(Metering::settle_vouchers(none(), Default::default())), BadOrigin);
        assert_noop!(outcome(Metering::refund(none(), OWNER, id, EpochIndex(1), Diem::ONE)), BadOrigin);
    });
}
