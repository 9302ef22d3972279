//! Spot trades: some owners offer quota, the others buy a little of one offer at a time.

use super::{stage::whose_turn, Stage};
use crate::feed::Draft;
use diem_primitives::{Diem, PLANCK_PER_UNIT};
use diem_runtime::VVV;
use frame_support::BoundedVec;
use pallet_diem_market::{Fill, OfferId};

/// How many of the owners sell: the first ones.
const SELLERS: usize = 100;
/// What each offers: enough for ten thousand trades.
const OFFERED: Diem = Diem(1_000 * PLANCK_PER_UNIT);
/// What is bought at a time.
const BOUGHT: Diem = Diem(PLANCK_PER_UNIT / 10);
/// The least that may be bought at a time, which is also the least that the rules of transfers allow.
const LEAST: Diem = Diem(PLANCK_PER_UNIT / 1_000);

/// An offer of each seller. They are numbered from zero, in any order.
pub fn offers(stage: &mut Stage) -> Vec<Draft> {
    let cast = stage.cast.clone();
    let sellers = (0_u32..).zip(cast.owners.iter().take(SELLERS));
    let offer = |(place, seller)| {
        stage.draft(seller, place, || {
            pallet_diem_market::Call::offer_quota { amount: OFFERED, price: VVV, min_fill: LEAST }.into()
        })
    };
    sellers.map(offer).collect()
}

/// The next buyer buys of the next offer.
pub fn buy(stage: &mut Stage) -> Draft {
    let cast = stage.cast.clone();
    let turn = stage.turn();
    let offer = OfferId(turn % SELLERS as u64);
    let buyers = cast.owners.get(SELLERS..).unwrap_or_default();
    let Some((place, buyer)) = whose_turn(buyers, turn) else { unreachable!("there are buyers") };
    stage.draft(buyer, place, move || {
        let fills = BoundedVec::truncate_from(vec![Fill { offer, amount: BOUGHT }]);
        pallet_diem_market::Call::buy_quota { fills, max_total: VVV }.into()
    })
}
