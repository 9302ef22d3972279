//! Serving models, and by how much a multiplier moves.

use super::*;
use crate::{Listings, Models, Providers};
use diem_primitives::api::{ListingInfo, QuoteAt};

fn serve(model: ModelId, multiplier: u32) -> DispatchResult {
    Metering::serve_model(signed(PROVIDER), model, Multiplier(multiplier))
}

fn stop(model: ModelId) -> DispatchResult {
    Metering::stop_serving(signed(PROVIDER), model)
}

/// A new model, curated by `STRANGER`.
fn another_model() -> ModelId {
    let id = crate::NextModelId::<Test>::get();
    let prices = BoundedVec::truncate_from(vec![price(Dimension::InputTokens, DIEM)]);
    let name = BoundedVec::truncate_from(b"text-2".to_vec());
    assert_ok!(Metering::register_model(signed(STRANGER), name, ModelKind::Text, prices));
    id
}

/// The multiplier of now, and of the next epoch.
fn listed(model: ModelId) -> Option<(Option<u32>, Option<u32>)> {
    let info = Metering::provider(PROVIDER).unwrap();
    let listing = info.models.into_iter().find(|listing| listing.model == model)?;
    let ListingInfo { multiplier, next_multiplier, .. } = listing;
    Some((multiplier.map(|m| m.0), next_multiplier.map(|m| m.0)))
}

#[test]
fn a_model_is_served_from_the_next_epoch_on() {
    run(|| {
        let model = another_model();
        events();
        assert_ok!(serve(model, 12_000));
        assert_eq!(
            events(),
            [Event::ModelServed { provider: PROVIDER, model, multiplier: Multiplier(12_000) }]
        );
        assert_eq!(listed(model), Some((None, Some(12_000))));
        let budget = open(OWNER, shared(10));
        let receipt = || receipt(model, &[(Dimension::InputTokens, 1_000_000)]);
        assert_eq!(bill(budget, vec![receipt()]), all_rejected(&[RejectionReason::ModelNotServed]));
        next_epochs(1);
        assert_eq!(listed(model), Some((Some(12_000), Some(12_000))));
        assert_eq!(bill(budget, vec![receipt()]).charged, Diem(DIEM * 12 / 10));
    });
}

#[test]
fn a_multiplier_moves_by_at_most_half_of_what_it_is_in_the_epoch() {
    run(|| {
        assert_noop!(serve(TEXT, 15_001), E::MovedTooFar);
        assert_noop!(serve(TEXT, 4_999), E::MovedTooFar);
        assert_ok!(serve(TEXT, 15_000));
        // It is the epoch's own that counts, whatever was set for the next one.
        assert_noop!(serve(TEXT, 20_000), E::MovedTooFar);
        assert_ok!(serve(TEXT, 5_000));
        next_epochs(1);
        assert_eq!(listed(TEXT), Some((Some(5_000), Some(5_000))));
        assert_noop!(serve(TEXT, 7_501), E::MovedTooFar);
        assert_ok!(serve(TEXT, 7_500));
    });
}

#[test]
fn stopping_and_serving_again_moves_it_no_further() {
    run(|| {
        events();
        assert_ok!(stop(TEXT));
        assert_eq!(events(), [Event::ModelStopped { provider: PROVIDER, model: TEXT }]);
        assert_eq!(listed(TEXT), Some((Some(10_000), None)));
        assert_noop!(serve(TEXT, 15_001), E::MovedTooFar);
        next_epochs(3);
        assert_eq!(listed(TEXT), Some((None, None)));
        assert_noop!(serve(TEXT, 15_001), E::MovedTooFar);
        assert_ok!(serve(TEXT, 15_000));
        assert_ok!(stop(TEXT));
        // What never was the multiplier of an epoch is no base to move from: here it was set for the next one, and then withdrawn.
        assert_noop!(serve(TEXT, 15_001), E::MovedTooFar);
        next_epochs(1);
        assert_eq!(listed(TEXT), Some((None, None)));
    });
}

#[test]
fn what_was_served_is_settled_after_it_is_stopped() {
    run(|| {
        let budget = open(OWNER, shared(10));
        assert_ok!(stop(TEXT));
        assert_eq!(bill(budget, vec![work(1)]), all_charged(1, 1));
        next_epochs(1);
        assert_eq!(bill(budget, vec![work(1)]), all_rejected(&[RejectionReason::ModelNotServed]));
        assert_eq!(bill_into(EpochIndex(1), budget, vec![work(1)]), all_charged(1, 1));
    });
}

#[test]
fn serving_is_refused_where_it_can_not_stand() {
    run(|| {
        assert_noop!(Metering::serve_model(signed(OWNER), TEXT, Multiplier::ONE), E::UnknownProvider);
        assert_noop!(serve(TEXT, 2_499), E::MultiplierOutOfBounds);
        assert_noop!(serve(TEXT, 40_001), E::MultiplierOutOfBounds);
        assert_noop!(serve(ModelId(9), 10_000), E::UnknownModel);
        assert_ok!(Metering::retire_model(signed(STRANGER), TEXT));
        assert_noop!(serve(TEXT, 10_000), E::ModelRetired);
        assert_ok!(Metering::deregister_provider(signed(PROVIDER)));
        assert_noop!(serve(IMAGE, 10_000), E::ProviderIsLeaving);
    });
}

#[test]
fn a_list_is_bounded() {
    run(|| {
        for _ in 0..2 {
            assert_ok!(serve(another_model(), 10_000));
        }
        let one_more = another_model();
        assert_noop!(serve(one_more, 10_000), E::TooManyListings);
        // A place is free when its multiplier binds nobody any more.
        assert_ok!(stop(IMAGE));
        assert_noop!(serve(one_more, 10_000), E::TooManyListings);
        next_epochs(8);
        assert_noop!(stop(IMAGE), E::NotServed);
        next_epochs(1);
        events();
        assert_ok!(stop(IMAGE));
        assert_eq!(events(), [Event::ListingRemoved { provider: PROVIDER, model: IMAGE }]);
        assert_eq!(listed(IMAGE), None);
        assert_ok!(serve(one_more, 10_000));
        assert_eq!(Providers::<Test>::get(PROVIDER).unwrap().listings, 4);
    });
}

#[test]
fn a_place_is_free_at_once_when_its_model_is_removed() {
    run(|| {
        assert_ok!(Metering::retire_model(signed(STRANGER), IMAGE));
        next_epochs(3);
        assert_ok!(Metering::retire_model(signed(STRANGER), IMAGE));
        assert!(!Models::<Test>::contains_key(IMAGE));
        events();
        assert_ok!(stop(IMAGE));
        assert_eq!(events(), [Event::ListingRemoved { provider: PROVIDER, model: IMAGE }]);
        assert!(!Listings::<Test>::contains_key(PROVIDER, IMAGE));
    });
}

#[test]
fn what_is_not_served_can_not_be_stopped() {
    run(|| {
        assert_noop!(Metering::stop_serving(signed(OWNER), TEXT), E::UnknownProvider);
        assert_noop!(stop(ModelId(9)), E::NotServed);
        assert_ok!(stop(TEXT));
        assert_noop!(stop(TEXT), E::NotServed);
    });
}

#[test]
fn the_price_of_the_next_epoch_is_known() {
    run(|| {
        assert_ok!(serve(TEXT, 15_000));
        let quote = |at| Metering::quote(PROVIDER, TEXT, work(2).usage, at);
        assert_eq!(quote(QuoteAt::Now), Ok(Diem(2 * DIEM)));
        assert_eq!(quote(QuoteAt::NextEpoch), Ok(Diem(3 * DIEM)));
    });
}
