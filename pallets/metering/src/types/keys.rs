//! The keys that sign a provider's receipts.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use diem_primitives::EpochIndex;
use scale_info::TypeInfo;

/// A key that was replaced.
#[derive(
    Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct FormerKey<AccountId> {
    /// The key.
    pub key: AccountId,
    /// The epoch in which it was replaced: the last one for which it proves anything.
    pub replaced_in: EpochIndex,
}

/// The keys of a provider.
#[derive(
    Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct ReceiptKeys<AccountId> {
    /// The key that signs now.
    pub current: AccountId,
    /// The key that signed before.
    pub former: Option<FormerKey<AccountId>>,
}

/// Why a key is not replaced.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeyRefusal {
    /// It is the same one.
    Unchanged,
    /// The one before it can still be needed for a dispute.
    RecentlyReplaced,
}

impl<AccountId: PartialEq> ReceiptKeys<AccountId> {
    /// The first key of a provider.
    pub fn new(key: AccountId) -> Self {
        Self { current: key, former: None }
    }

    /// The keys with `key` as the one that signs from `now` on.
    pub fn replaced(self, now: EpochIndex, dispute_epochs: u32, key: AccountId) -> Result<Self, KeyRefusal> {
        if key == self.current {
            return Err(KeyRefusal::Unchanged);
        }
        // What the former one signed for the epoch in which it was replaced can still be disputed.
        let needed = |former: FormerKey<_>| now.since(former.replaced_in) <= dispute_epochs;
        if self.former.is_some_and(needed) {
            return Err(KeyRefusal::RecentlyReplaced);
        }
        let former = Some(FormerKey { key: self.current, replaced_in: now });
        Ok(Self { current: key, former })
    }

    /// The keys that may have signed for `epoch`.
    pub fn of_epoch(&self, epoch: EpochIndex) -> impl Iterator<Item = &AccountId> {
        let former = self.former.as_ref().filter(|former| epoch <= former.replaced_in);
        core::iter::once(&self.current).chain(former.map(|former| &former.key))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that can't go on fails")]
mod tests {
    use super::*;

    const NOW: EpochIndex = EpochIndex(10);

    fn keys_of(keys: ReceiptKeys<u64>, epoch: u32) -> Vec<u64> {
        keys.of_epoch(EpochIndex(epoch)).copied().collect()
    }

    #[test]
    fn the_former_key_proves_up_to_the_epoch_in_which_it_was_replaced() {
        let keys = ReceiptKeys::new(1).replaced(NOW, 2, 2).unwrap();
        assert_eq!(keys_of(keys, 9), [2, 1]);
        assert_eq!(keys_of(keys, 10), [2, 1]);
        assert_eq!(keys_of(keys, 11), [2]);
    }

    #[test]
    fn a_key_is_replaced_when_the_one_before_it_proves_nothing_more() {
        let keys = ReceiptKeys::new(1).replaced(NOW, 2, 2).unwrap();
        for later in 10..13 {
            assert_eq!(keys.replaced(EpochIndex(later), 2, 3), Err(KeyRefusal::RecentlyReplaced));
        }
        let keys = keys.replaced(EpochIndex(13), 2, 3).unwrap();
        assert_eq!(keys_of(keys, 13), [3, 2]);
    }

    #[test]
    fn the_same_key_is_no_other_one() {
        assert_eq!(ReceiptKeys::new(1).replaced(NOW, 2, 1), Err(KeyRefusal::Unchanged));
    }
}
