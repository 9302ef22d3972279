//! The time that sealed blocks carry.

use super::parts::FullClient;
use diem_runtime::{opaque::Block, Hash};
use sc_service::Error;
use sp_blockchain::HeaderBackend;
use sp_consensus_aura::{sr25519::AuthoritySignature, Slot};
use sp_timestamp::Timestamp;
use std::sync::{
    atomic::{AtomicU64, Ordering},
    Arc,
};

/// The furthest that the clock moves at one call: a year, so that a slip of the finger does not send
/// a chain where its time can't be counted any more.
const LONGEST_ADVANCE_MS: u64 = 366 * 24 * 60 * 60 * 1_000;

/// The clock of a chain whose blocks are sealed on demand.
///
/// It shows the wall clock's time plus what it was moved ahead by, and never less than a slot after
/// the parent, since Aura has at most one block in a slot. What it shows is the start of a slot, so
/// two blocks are at least a slot apart in their timestamps as well. As the parent's slot is in its
/// header, time goes on where it was when a node is started again on its data.
pub struct ChainClock {
    client: Arc<FullClient>,
    slot_ms: u64,
    ahead_ms: AtomicU64,
}

impl ChainClock {
    /// Makes a clock that shows the wall clock's time.
    pub fn new(client: Arc<FullClient>) -> Result<Self, Error> {
        let slot_ms = sc_consensus_aura::slot_duration(&*client)?.as_millis();
        Ok(Self { client, slot_ms, ahead_ms: AtomicU64::new(0) })
    }

    /// The time of a block on top of `parent`.
    pub fn after(&self, parent: Hash) -> Result<Timestamp, Error> {
        let slot = self.slot_of(parent)?;
        let ahead = self.ahead_ms.load(Ordering::SeqCst);
        let now = Timestamp::current().as_millis();
        let time = time_after(slot, self.slot_ms, now, ahead).ok_or("the chain's time is at its end")?;
        Ok(time.into())
    }

    /// Moves the clock ahead by `ms` from where it is for the next block, and returns the time that
    /// block has then.
    pub fn advance(&self, ms: u64) -> Result<Timestamp, Error> {
        if ms > LONGEST_ADVANCE_MS {
            return Err(format!("time moves by at most {LONGEST_ADVANCE_MS} ms, a year, at a time").into());
        }
        let best = self.client.info().best_hash;
        let slot = self.slot_of(best)?;
        let now = Timestamp::current().as_millis();
        self.ahead_ms
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |ahead| {
                ahead_after_advance(slot, self.slot_ms, now, ahead, ms)
            })
            .map_err(|_| "the chain's time is at its end")?;
        self.after(best)
    }

    fn slot_of(&self, block: Hash) -> Result<Slot, Error> {
        let header = self.client.header(block)?.ok_or_else(|| format!("block {block} is not known"))?;
        let slot = sc_consensus_aura::find_pre_digest::<Block, AuthoritySignature>(&header)
            .map_err(|error| format!("block {block}: {error}"))?;
        Ok(slot)
    }
}

/// The time of a block whose parent is in slot `parent`, in ms: the start of the slot that it is
/// `ahead` of `now`, or of the first after the parent's, whichever is later.
fn time_after(parent: Slot, slot_ms: u64, now: u64, ahead: u64) -> Option<u64> {
    let earliest = (*parent).checked_add(1)?;
    let shown = now.checked_add(ahead)?.checked_div(slot_ms)?;
    earliest.max(shown).checked_mul(slot_ms)
}

/// How far ahead the clock has to be for the next block to be `ms` later than it would be.
fn ahead_after_advance(parent: Slot, slot_ms: u64, now: u64, ahead: u64, ms: u64) -> Option<u64> {
    let shown = time_after(parent, slot_ms, now, ahead)?.max(now.checked_add(ahead)?);
    Some(shown.checked_add(ms)?.saturating_sub(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SLOT_MS: u64 = 2_000;

    #[test]
    fn a_block_carries_the_start_of_the_wall_clocks_slot() {
        assert_eq!(time_after(Slot::from(0), SLOT_MS, 123_456, 0), Some(122_000));
    }

    #[test]
    fn a_block_is_at_least_a_slot_after_its_parent() {
        assert_eq!(time_after(Slot::from(61), SLOT_MS, 123_456, 0), Some(124_000));
    }

    #[test]
    fn a_chain_ahead_of_the_wall_clock_does_not_go_back() {
        assert_eq!(time_after(Slot::from(1_000), SLOT_MS, 123_456, 0), Some(2_002_000));
    }

    #[test]
    fn advancing_moves_the_next_block_by_what_was_asked_even_if_the_chain_is_ahead() {
        for parent in [61, 1_000] {
            let parent = Slot::from(parent);
            let before = time_after(parent, SLOT_MS, 123_456, 0);
            let ahead = ahead_after_advance(parent, SLOT_MS, 123_456, 0, 60_000);
            let after = ahead.and_then(|ahead| time_after(parent, SLOT_MS, 123_456, ahead));
            assert_eq!(after, before.map(|before| before.saturating_add(60_000)));
        }
    }

    #[test]
    fn advances_smaller_than_a_slot_add_up() {
        let mut ahead = 0;
        for _ in 0..4 {
            ahead = ahead_after_advance(Slot::from(0), SLOT_MS, 122_000, ahead, 500).unwrap_or_default();
        }
        assert_eq!(time_after(Slot::from(0), SLOT_MS, 122_000, ahead), Some(124_000));
    }

    #[test]
    fn time_has_an_end_and_does_not_wrap() {
        assert_eq!(time_after(Slot::from(u64::MAX), SLOT_MS, 0, 0), None);
        assert_eq!(time_after(Slot::from(0), SLOT_MS, u64::MAX, 1), None);
        assert_eq!(ahead_after_advance(Slot::from(0), SLOT_MS, 1, 0, u64::MAX), None);
    }
}
