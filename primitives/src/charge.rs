//! What a call is charged in the end.

use frame_support::{
    dispatch::{DispatchErrorWithPostInfo, DispatchResultWithPostInfo, Pays, PostDispatchInfo},
    weights::Weight,
};
use sp_runtime::DispatchResult;

/// The result of a call that cost as much, whether it was done or refused: what it was charged above that is given back.
pub fn charged(cost: Weight, result: DispatchResult) -> DispatchResultWithPostInfo {
    let post_info = PostDispatchInfo { actual_weight: Some(cost), pays_fee: Pays::Yes };
    match result {
        Ok(()) => Ok(post_info),
        Err(error) => Err(DispatchErrorWithPostInfo { post_info, error }),
    }
}
