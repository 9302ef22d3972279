//! The set as the session pallet sees it.

use crate::{Config, Event, Pallet, Validators};
use alloc::vec::Vec;
use frame_support::traits::ValidatorSet;
use pallet_session::SessionManager;
use sp_staking::SessionIndex;

impl<T: Config> Pallet<T> {
    /// The members of the set that can produce blocks; the others are named in an event.
    fn members_with_keys(session: SessionIndex) -> Vec<T::AccountId> {
        let (ready, skipped): (Vec<_>, Vec<_>) = Validators::<T>::get().into_iter().partition(Self::has_keys);
        for who in skipped {
            Self::deposit_event(Event::ValidatorSkipped { who, session });
        }
        ready
    }

    /// Those validators of the running session that still have keys.
    fn former_with_keys(running: &[T::AccountId], session: SessionIndex) -> Vec<T::AccountId> {
        Self::deposit_event(Event::FormerSetKept { session });
        running.iter().filter(|who| Self::has_keys(who)).cloned().collect()
    }
}

impl<T: Config> SessionManager<T::AccountId> for Pallet<T> {
    /// Plan a session. `None` is "as the running one", which leaves the authorities of the consensus pallets alone:
    /// without it, each session would begin another GRANDPA set.
    fn new_session(session: SessionIndex) -> Option<Vec<T::AccountId>> {
        let running = T::Session::validators();
        let mut planned = Self::members_with_keys(session);
        if planned.is_empty() {
            planned = Self::former_with_keys(&running, session);
        }
        // With nobody to name, the consensus pallets keep the authorities that they have: they are told of no change.
        (!planned.is_empty() && planned != running).then_some(planned)
    }

    #[allow(clippy::panic, reason = "a genesis that contradicts itself must not become a chain")]
    fn new_session_genesis(_session: SessionIndex) -> Option<Vec<T::AccountId>> {
        let set = Validators::<T>::get();
        if set.is_empty() {
            panic!("genesis of validators: the set is empty, nobody could produce a block");
        }
        if let Some(who) = set.iter().find(|who| !Self::has_keys(who)) {
            panic!("genesis of validators: {who:?} has no session keys, list them in `session.keys`");
        }
        Some(set.into_inner())
    }

    /// The set is not bound to a session: there is nothing to begin.
    fn start_session(_session: SessionIndex) {}

    /// The set is not bound to a session: there is nothing to clear.
    fn end_session(_session: SessionIndex) {}
}
