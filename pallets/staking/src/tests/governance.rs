//! What governance may change.

use super::*;
use crate::{mock::with_stakes, Duration, Error, TransferRules};
use diem_primitives::{EmissionRules, EpochDuration};
use frame_support::{assert_noop, BoundedVec};
use sp_runtime::{traits::BadOrigin, Permill};

#[test]
fn governance_sets_the_duration_within_its_bounds() {
    with_stakes(&[], || {
        next_epoch();
        events();
        for duration_ms in [EpochDuration::MIN_MS, EpochDuration::MAX_MS] {
            assert_ok!(Staking::set_epoch_duration(root(), duration_ms));
            assert_eq!(events(), [Event::EpochDurationSet { duration_ms }]);
            assert_eq!(Duration::<Test>::get().as_millis(), duration_ms);
        }
        for duration_ms in [0, EpochDuration::MIN_MS - 1, EpochDuration::MAX_MS + 1, u64::MAX] {
            assert_noop!(
                Staking::set_epoch_duration(root(), duration_ms),
                Error::<Test>::DurationOutOfBounds
            );
        }
        assert_noop!(Staking::set_epoch_duration(signed(ALICE), 60_000), BadOrigin);
    });
}

#[test]
fn governance_sets_the_rules_within_their_bounds() {
    with_stakes(&[], || {
        next_epoch();
        events();
        let parameters = StakingParameters {
            unbonding_epochs: 365,
            min_stake: 1,
            max_diem_per_vvv: Diem(3),
            emission: EmissionRules {
                per_day: StakingParameters::<AccountId>::MAX_EMISSION_PER_DAY,
                yearly_decay: Permill::one(),
            },
            min_lease_weight: 1,
            transfer: TransferRules {
                enabled: false,
                minimum: Diem(5),
                fee: Permill::from_parts(999_999),
                max_share_of_grant: Permill::zero(),
                allow_list: Some(BoundedVec::truncate_from(vec![BOB; 32])),
            },
        };
        assert_ok!(Staking::set_parameters(root(), parameters.clone()));
        assert_eq!(events(), [Event::ParametersSet { parameters: parameters.clone() }]);
        assert_eq!(Parameters::<Test>::get(), parameters);
        assert_noop!(Staking::set_parameters(signed(ALICE), parameters), BadOrigin);
    });
}

#[test]
fn rules_out_of_bounds_are_refused() {
    let changes: [fn(&mut StakingParameters<AccountId>); 7] = [
        |rules| rules.unbonding_epochs = 0,
        |rules| rules.unbonding_epochs = 366,
        |rules| rules.min_stake = 0,
        |rules| rules.transfer.fee = Permill::one(),
        |rules| rules.min_lease_weight = 0,
        |rules| rules.emission.per_day = 1_000_000_000 * VVV + 1,
        // One that a genesis file names is not checked when it is read.
        |rules| rules.emission.yearly_decay = serde_json::from_str("1000001").unwrap(),
    ];
    with_stakes(&[], || {
        next_epoch();
        for change in changes {
            let mut parameters = StakingParameters::default();
            change(&mut parameters);
            assert_noop!(Staking::set_parameters(root(), parameters), Error::<Test>::ParametersOutOfBounds);
        }
    });
}

#[test]
fn the_default_rules_are_those_of_the_design() {
    let rules = StakingParameters::<AccountId>::default();
    assert_eq!((rules.unbonding_epochs, rules.min_stake), (7, VVV));
    assert_eq!(rules.max_diem_per_vvv, Diem::ONE);
    assert_eq!(
        (rules.emission.per_day, rules.emission.yearly_decay),
        (10_000 * VVV, Permill::from_percent(10))
    );
    assert_eq!(rules.min_lease_weight, VVV);
    assert!(rules.transfer.enabled && rules.are_in_bounds());
    assert_eq!(rules.transfer.minimum, Diem(DIEM / 1_000));
    assert_eq!((rules.transfer.fee, rules.transfer.max_share_of_grant), (Permill::zero(), Permill::one()));
    assert_eq!(rules.transfer.allow_list, None);
}
