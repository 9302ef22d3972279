//! Registering models, their prices, and how they end.

use super::*;
use crate::{HoldReason, Models};
use diem_primitives::pricing::Prices;
use sp_runtime::TokenError;

fn prices(input: u128, output: u128) -> Prices {
    BoundedVec::truncate_from(vec![
        price(Dimension::OutputTokens, output),
        price(Dimension::InputTokens, input),
    ])
}

fn register(who: AccountId, name: &[u8], prices: Prices) -> DispatchResult {
    Metering::register_model(signed(who), BoundedVec::truncate_from(name.to_vec()), ModelKind::Other, prices)
}

fn set(who: AccountId, model: ModelId, prices: Prices) -> DispatchResult {
    Metering::set_rate_card(signed(who), model, prices)
}

#[test]
fn anyone_registers_a_model_for_a_deposit() {
    run(|| {
        assert_ok!(register(OWNER, "größer".as_bytes(), prices(2, 8)));
        let model = ModelId(2);
        assert_eq!(events(), [Event::ModelRegistered { model, curator: OWNER }]);
        assert_eq!(held(HoldReason::ModelDeposit, OWNER), 10 * VVV);
        let info = Metering::model(model).unwrap();
        assert_eq!((info.curator, info.kind, info.retired_at), (OWNER, ModelKind::Other, None));
        assert_eq!(info.name, "größer".as_bytes());
        // In the order of the dimensions.
        let card = vec![price(Dimension::InputTokens, 2), price(Dimension::OutputTokens, 8)];
        assert_eq!((info.rate_card, info.next_rate_card), (card.clone(), card));
    });
}

#[test]
fn registering_is_refused_where_name_or_prices_make_no_sense() {
    run(|| {
        let input = price(Dimension::InputTokens, 1);
        assert_noop!(register(OWNER, b"", prices(1, 1)), E::InvalidName);
        assert_noop!(register(OWNER, &[0xff], prices(1, 1)), E::InvalidName);
        assert_noop!(register(OWNER, b"x", Prices::default()), E::NoPrices);
        assert_noop!(register(OWNER, b"x", prices(0, 1)), E::ZeroPrice);
        let twice = BoundedVec::truncate_from(vec![input, input]);
        assert_noop!(register(OWNER, b"x", twice), E::DuplicatePrice);
        assert_noop!(register(POOR, b"x", prices(1, 1)), TokenError::FundsUnavailable);
    });
}

#[test]
fn new_prices_hold_from_the_next_epoch_on() {
    run(|| {
        assert_ok!(set(STRANGER, TEXT, prices(DIEM * 3 / 2, 2 * DIEM)));
        assert_eq!(events(), [Event::RateCardSet { model: TEXT, effective_at: EpochIndex(2) }]);
        let budget = open(OWNER, shared(10));
        assert_eq!(bill(budget, vec![work(1)]), all_charged(1, 1));
        next_epochs(1);
        assert_eq!(bill(budget, vec![work(2)]), all_charged(3, 1));
    });
}

#[test]
fn a_price_moves_by_at_most_half_of_what_it_is_in_the_epoch() {
    run(|| {
        assert_noop!(set(STRANGER, TEXT, prices(DIEM * 3 / 2 + 1, 4 * DIEM)), E::MovedTooFar);
        assert_noop!(set(STRANGER, TEXT, prices(DIEM, 2 * DIEM - 1)), E::MovedTooFar);
        assert_ok!(set(STRANGER, TEXT, prices(DIEM * 3 / 2, 4 * DIEM)));
        // It is the epoch's own price that counts, whatever was set for the next one.
        assert_noop!(set(STRANGER, TEXT, prices(2 * DIEM, 4 * DIEM)), E::MovedTooFar);
        next_epochs(1);
        assert_ok!(set(STRANGER, TEXT, prices(2 * DIEM, 4 * DIEM)));
    });
}

#[test]
fn setting_prices_is_refused_where_they_can_not_follow() {
    run(|| {
        let only_input = BoundedVec::truncate_from(vec![price(Dimension::InputTokens, DIEM)]);
        assert_noop!(set(STRANGER, ModelId(9), prices(1, 1)), E::UnknownModel);
        assert_noop!(set(OWNER, TEXT, prices(DIEM, 4 * DIEM)), E::NotCurator);
        assert_noop!(set(STRANGER, TEXT, only_input), E::DimensionsChanged);
        assert_noop!(set(STRANGER, TEXT, Prices::default()), E::NoPrices);
        assert_noop!(set(STRANGER, TEXT, prices(DIEM, 0)), E::ZeroPrice);
        assert_ok!(Metering::retire_model(signed(STRANGER), TEXT));
        assert_noop!(set(STRANGER, TEXT, prices(DIEM, 4 * DIEM)), E::ModelRetired);
    });
}

#[test]
fn a_curator_hands_a_model_on_and_the_deposit_stays_with_who_paid_it() {
    run(|| {
        let set_curator = |who, curator| Metering::set_curator(signed(who), ModelId(2), curator);
        assert_ok!(register(OWNER, b"x", prices(2, 8)));
        events();
        assert_noop!(set_curator(OTHER, OTHER), E::NotCurator);
        assert_noop!(set_curator(OWNER, OWNER), E::Unchanged);
        assert_noop!(Metering::set_curator(signed(OWNER), ModelId(9), OTHER), E::UnknownModel);
        assert_ok!(set_curator(OWNER, OTHER));
        assert_eq!(events(), [Event::CuratorSet { model: ModelId(2), curator: OTHER }]);
        assert_noop!(set_curator(OWNER, OTHER), E::NotCurator);

        assert_ok!(Metering::retire_model(signed(OTHER), ModelId(2)));
        next_epochs(3);
        assert_ok!(Metering::retire_model(signed(STRANGER), ModelId(2)));
        assert_eq!(held(HoldReason::ModelDeposit, OWNER), 0);
    });
}

#[test]
fn a_model_retires_with_the_next_epoch_and_is_removed_when_nothing_can_be_settled_for_it() {
    run(|| {
        let retire = |who| Metering::retire_model(signed(who), TEXT);
        let budget = open(OWNER, shared(10));
        events();
        assert_noop!(retire(OWNER), E::NotCurator);
        assert_noop!(Metering::retire_model(signed(OWNER), ModelId(9)), E::UnknownModel);
        assert_ok!(retire(STRANGER));
        assert_eq!(events(), [Event::ModelRetired { model: TEXT, retired_at: EpochIndex(2) }]);
        assert_eq!(bill(budget, vec![work(1)]), all_charged(1, 1));

        next_epochs(1);
        assert_eq!(bill(budget, vec![work(1)]), all_rejected(&[RejectionReason::ModelRetired]));
        assert_eq!(bill_into(EpochIndex(1), budget, vec![work(1)]), all_charged(1, 1));
        assert_noop!(retire(STRANGER), E::NotRemovableYet);
        next_epochs(1);
        assert_noop!(retire(STRANGER), E::NotRemovableYet);
        next_epochs(1);
        events();
        assert_ok!(retire(OTHER));
        assert_eq!(events(), [Event::ModelRemoved { model: TEXT }]);
        assert_eq!(bill(budget, vec![work(1)]), all_rejected(&[RejectionReason::UnknownModel]));
        assert_noop!(retire(STRANGER), E::UnknownModel);
    });
}

#[test]
fn no_number_is_used_twice() {
    run(|| {
        assert_ok!(register(OWNER, b"x", prices(2, 8)));
        assert_ok!(Metering::retire_model(signed(OWNER), ModelId(2)));
        next_epochs(3);
        assert_ok!(Metering::retire_model(signed(OWNER), ModelId(2)));
        assert_ok!(register(OWNER, b"x", prices(2, 8)));
        assert!(!Models::<Test>::contains_key(ModelId(2)));
        assert!(Models::<Test>::contains_key(ModelId(3)));
    });
}
