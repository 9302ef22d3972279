//! Time, epoch by epoch.

use crate::Chain;
use diem_runtime::{VvvStaking, SLOT_DURATION};

impl Chain {
    /// The epoch that is open.
    pub fn epoch(&mut self) -> u32 {
        self.read(|| VvvStaking::epoch_info().index.0)
    }

    /// Lets the epoch end, and makes blocks until the next one is open.
    pub fn next_epoch(&mut self) {
        let open = self.read(VvvStaking::epoch_info);
        let end = open.ends_at.next_multiple_of(SLOT_DURATION);
        self.now = self.now.max(end);
        // The first block at that time ends the epoch, its child opens the next one.
        self.empty_blocks(2);
        assert_eq!(self.epoch(), open.index.0 + 1, "the epoch after the open one");
    }

    /// Makes blocks with nothing but their time until `epoch` is open.
    pub fn advance_to_epoch(&mut self, epoch: u32) {
        while self.epoch() < epoch {
            self.next_epoch();
        }
    }
}
