//! Stakes: accounts that have one stake more.

use super::{stage::whose_turn, Stage};
use crate::feed::Draft;
use diem_runtime::VVV;

/// The next owner stakes 1 VVV more.
pub fn stake(stage: &mut Stage) -> Draft {
    let cast = stage.cast.clone();
    let turn = stage.turn();
    let Some((place, owner)) = whose_turn(&cast.owners, turn) else { unreachable!("there are owners") };
    stage.draft(owner, place, || pallet_diem_staking::Call::stake { amount: VVV }.into())
}
