//! VVV from account to account.

use super::{stage::whose_turn, Stage};
use crate::feed::Draft;
use diem_runtime::constants::MILLI_VVV;

/// The next account sends to the one half-way around: all are funded, all are touched equally often.
pub fn transfer(stage: &mut Stage) -> Draft {
    let cast = stage.cast.clone();
    let turn = stage.turn();
    let half = cast.payers.len() as u64 / 2;
    let (Some((place, from)), Some((_, to))) =
        (whose_turn(&cast.payers, turn), whose_turn(&cast.payers, turn + half))
    else {
        unreachable!("there are payers")
    };
    let dest = to.account.clone();
    stage.draft(from, place, move || {
        pallet_balances::Call::transfer_keep_alive { dest: dest.clone().into(), value: MILLI_VVV }.into()
    })
}
