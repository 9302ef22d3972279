//! The VVV that an account has at stake and on its way out.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use diem_primitives::{Balance, EpochIndex, EpochSeries};
use frame_support::{
    traits::Get, BoundedVec, CloneNoBound, DebugNoBound, DefaultNoBound, EqNoBound, PartialEqNoBound,
};
use scale_info::TypeInfo;

/// VVV that was unstaked and is still on hold.
#[derive(
    Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct UnlockChunk {
    /// Planck VVV.
    pub amount: Balance,
    /// The first epoch in which it may be withdrawn.
    pub matures_at: EpochIndex,
}

/// What an account has on hold for its stake.
#[derive(
    CloneNoBound,
    PartialEqNoBound,
    EqNoBound,
    DebugNoBound,
    DefaultNoBound,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[scale_info(skip_type_params(MaxChunks))]
#[codec(mel_bound())]
pub struct StakeAccount<MaxChunks: Get<u32>> {
    /// What weighs, epoch by epoch, in planck VVV. Its `next` is what is staked and not being unstaked.
    pub weight: EpochSeries<Balance>,
    /// What is on its way out, each chunk above zero, the one that matures first in front, no two that mature together.
    pub unlocking: BoundedVec<UnlockChunk, MaxChunks>,
}

/// Why a stake refuses a change.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StakeRefusal {
    /// Less than the minimum would be at stake.
    BelowMinimum,
    /// Less than that is staked.
    InsufficientStake,
    /// Something would stay, and less than the minimum.
    RemainderBelowMinimum,
    /// Less than that is unlocking.
    NotUnlocking,
    /// As many chunks as the account may have are pending.
    TooManyChunks,
    /// The sum does not fit into 128 bits.
    Overflow,
}

impl<MaxChunks: Get<u32>> StakeAccount<MaxChunks> {
    /// Nothing at stake, as seen from `now`.
    pub fn new(now: EpochIndex) -> Self {
        Self { weight: EpochSeries::constant(now, 0), unlocking: BoundedVec::new() }
    }

    /// What is staked and not being unstaked: what weighs from the epoch after the last change on.
    pub fn staked(&self) -> Balance {
        self.weight.next
    }

    /// What weighs in `epoch`, which is the current one, the one before it, or a later one.
    pub fn weight_at(&self, epoch: EpochIndex) -> Balance {
        self.weight.at(epoch).copied().unwrap_or_default()
    }

    /// How many chunks are unlocking, matured or not.
    pub fn chunks(&self) -> u32 {
        u32::try_from(self.unlocking.len()).unwrap_or(u32::MAX)
    }

    /// All that is unlocking, matured or not.
    pub fn unlocking_total(&self) -> Balance {
        sum(self.unlocking.iter())
    }

    /// What has matured in `now`.
    pub fn matured(&self, now: EpochIndex) -> Balance {
        sum(self.unlocking.iter().filter(|chunk| chunk.matures_at <= now))
    }

    /// All that is on hold.
    pub fn on_hold(&self) -> Balance {
        self.staked().saturating_add(self.unlocking_total())
    }

    /// Stakes `amount` more from the epoch after `now` on.
    pub fn stake(&mut self, now: EpochIndex, amount: Balance, minimum: Balance) -> Result<(), StakeRefusal> {
        let staked = self.staked().checked_add(amount).ok_or(StakeRefusal::Overflow)?;
        if staked < minimum {
            return Err(StakeRefusal::BelowMinimum);
        }
        self.weight.set_next(now, staked);
        Ok(())
    }

    /// Ends the weight of `amount` from the epoch after `now` on, and lets it come free in `matures_at`.
    ///
    /// All that is staked may always go; a remainder may not be below `minimum`.
    pub fn unstake(
        &mut self,
        now: EpochIndex,
        amount: Balance,
        matures_at: EpochIndex,
        minimum: Balance,
    ) -> Result<(), StakeRefusal> {
        let remainder = self.staked().checked_sub(amount).ok_or(StakeRefusal::InsufficientStake)?;
        if remainder > 0 && remainder < minimum {
            return Err(StakeRefusal::RemainderBelowMinimum);
        }
        self.push_chunk(UnlockChunk { amount, matures_at })?;
        self.weight.set_next(now, remainder);
        Ok(())
    }

    /// Stakes `amount` of what is unlocking again, from the epoch after `now` on; what matures last is taken first.
    pub fn restake(
        &mut self,
        now: EpochIndex,
        amount: Balance,
        minimum: Balance,
    ) -> Result<(), StakeRefusal> {
        let mut missing = amount;
        let mut unlocking = self.unlocking.clone();
        while missing > 0 {
            let Some(chunk) = unlocking.last_mut() else { return Err(StakeRefusal::NotUnlocking) };
            let taken = chunk.amount.min(missing);
            chunk.amount = chunk.amount.saturating_sub(taken);
            missing = missing.saturating_sub(taken);
            if chunk.amount == 0 {
                unlocking.pop();
            }
        }
        self.stake(now, amount, minimum)?;
        self.unlocking = unlocking;
        Ok(())
    }

    /// Takes out what has matured in `now`, and says how much that is.
    pub fn take_matured(&mut self, now: EpochIndex) -> Balance {
        let matured = self.matured(now);
        self.unlocking.retain(|chunk| chunk.matures_at > now);
        matured
    }

    /// Whether nothing is on hold and nothing weighs from `now` on.
    pub fn is_empty(&self, now: EpochIndex) -> bool {
        self.on_hold() == 0 && self.weight_at(now) == 0
    }

    fn push_chunk(&mut self, chunk: UnlockChunk) -> Result<(), StakeRefusal> {
        match self.unlocking.binary_search_by_key(&chunk.matures_at, |pending| pending.matures_at) {
            Ok(at) => {
                let pending = self.unlocking.get_mut(at).ok_or(StakeRefusal::TooManyChunks)?;
                pending.amount = pending.amount.checked_add(chunk.amount).ok_or(StakeRefusal::Overflow)?;
                Ok(())
            }
            Err(at) => self.unlocking.try_insert(at, chunk).map_err(|_| StakeRefusal::TooManyChunks),
        }
    }
}

fn sum<'a>(chunks: impl Iterator<Item = &'a UnlockChunk>) -> Balance {
    chunks.fold(0, |total, chunk| total.saturating_add(chunk.amount))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that can't go on fails")]
mod tests {
    use super::*;
    use frame_support::traits::ConstU32;

    type Stake = StakeAccount<ConstU32<2>>;

    const MINIMUM: Balance = 10;

    fn epoch(index: u32) -> EpochIndex {
        EpochIndex(index)
    }

    /// A hundred at stake since epoch 1.
    fn staked() -> Stake {
        let mut stake = Stake::new(epoch(0));
        stake.stake(epoch(0), 100, MINIMUM).unwrap();
        stake
    }

    #[test]
    fn what_is_refused_changes_nothing() {
        let mut stake = staked();
        stake.unstake(epoch(1), 20, epoch(3), MINIMUM).unwrap();
        let before = stake.clone();
        assert_eq!(stake.stake(epoch(2), u128::MAX, MINIMUM), Err(StakeRefusal::Overflow));
        assert_eq!(stake.unstake(epoch(2), 81, epoch(4), MINIMUM), Err(StakeRefusal::InsufficientStake));
        assert_eq!(stake.unstake(epoch(2), 71, epoch(4), MINIMUM), Err(StakeRefusal::RemainderBelowMinimum));
        assert_eq!(stake.restake(epoch(2), 21, MINIMUM), Err(StakeRefusal::NotUnlocking));
        assert_eq!(stake.restake(epoch(2), 20, 101), Err(StakeRefusal::BelowMinimum));
        assert_eq!(stake, before);
    }

    #[test]
    fn chunks_of_one_epoch_merge_and_there_is_room_for_as_many_epochs_as_there_may_be_chunks() {
        let mut stake = staked();
        for matures_at in [5, 3, 5, 3] {
            stake.unstake(epoch(1), 10, epoch(matures_at), MINIMUM).unwrap();
        }
        let chunks: Vec<_> = stake.unlocking.iter().map(|chunk| (chunk.amount, chunk.matures_at.0)).collect();
        assert_eq!(chunks, [(20, 3), (20, 5)]);
        assert_eq!(stake.unstake(epoch(1), 10, epoch(4), MINIMUM), Err(StakeRefusal::TooManyChunks));
        assert_eq!((stake.staked(), stake.unlocking_total(), stake.on_hold()), (60, 40, 100));
    }

    #[test]
    fn what_matures_is_taken_once() {
        let mut stake = staked();
        stake.unstake(epoch(1), 100, epoch(3), MINIMUM).unwrap();
        assert_eq!((stake.take_matured(epoch(2)), stake.is_empty(epoch(2))), (0, false));
        assert_eq!((stake.take_matured(epoch(3)), stake.is_empty(epoch(3))), (100, true));
        assert_eq!(stake.take_matured(epoch(3)), 0);
    }
}
