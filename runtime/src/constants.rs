//! Money and time.

use crate::{Balance, BlockNumber};

/// One VVV in planck.
pub const VVV: Balance = 1_000_000_000_000_000_000;
/// A thousandth of a VVV in planck.
pub const MILLI_VVV: Balance = VVV / 1_000;

/// The least balance of an account, 0.001 VVV. An account below it is removed, and the rest of its balance burnt: keeping
/// accounts of dust in the state for ever costs more than the dust.
pub const EXISTENTIAL_DEPOSIT: Balance = MILLI_VVV;

/// The deposit for `items` entries of storage with `bytes` in all, held for as long as they are kept.
///
/// 0.1 VVV for an entry and 0.001 VVV for a byte: to fill a gigabyte takes a million VVV.
pub const fn storage_deposit(items: u32, bytes: u32) -> Balance {
    (items as Balance)
        .saturating_mul(100 * MILLI_VVV)
        .saturating_add((bytes as Balance).saturating_mul(MILLI_VVV))
}

/// The time between blocks in milliseconds. It can't change on a chain that runs: Aura derives the slot from it.
pub const MILLISECS_PER_BLOCK: u64 = 2_000;
/// The length of an Aura slot in milliseconds, in each of which one validator may produce one block.
pub const SLOT_DURATION: u64 = MILLISECS_PER_BLOCK;

/// A minute in blocks.
pub const MINUTES: BlockNumber = (60_000 / MILLISECS_PER_BLOCK) as BlockNumber;
/// A day in blocks.
pub const DAYS: BlockNumber = 24 * 60 * MINUTES;

/// The prefix of addresses. 42 is the generic one: the well-known development accounts look as they do in every tutorial,
/// and wallets need no registration.
pub const SS58_PREFIX: u16 = 42;

/// The most validators. Each votes on each block for finality, so it is a number of which everyone hears everyone.
pub const MAX_VALIDATORS: u32 = 64;
