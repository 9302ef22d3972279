//! Accounts with stake, ledger and a budget, written by the pallets themselves in native code.

use crate::{
    chain::{Chain, EPOCH},
    Result,
};
use diem_primitives::Diem;
use diem_runtime::{
    AccountId, Balance, Balances, Metering, Runtime, RuntimeOrigin, System, UncheckedExtrinsic, VvvStaking,
    SLOT_DURATION, VVV,
};
use diem_runtime_tests::{calls, sign, Account, Signed};
use frame_support::{dispatch::DispatchResultWithPostInfo, traits::fungible::Mutate};
use rand::{seq::index, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sp_io::hashing::blake2_256;
use std::time::{SystemTime, UNIX_EPOCH};

/// VVV of each account, and what it has at stake.
const BALANCE: Balance = 100 * VVV;
const STAKE: Balance = 10 * VVV;
/// So many accounts are written at a time, which bounds the memory.
const CHUNK: u32 = 25_000;
/// How long before now a chain begins: blocks of the future would be refused by a node.
const AGE: u64 = 60 * EPOCH;
/// The budget of each account.
pub const BUDGET: u32 = 0;

/// The account of a number.
pub fn account(number: u32) -> AccountId {
    blake2_256(&number.to_le_bytes()).into()
}

/// Accounts that are measured: two samples that have nobody in common.
pub struct Samples {
    /// Those whose ledgers nobody touched in the epoch.
    pub untouched: Vec<AccountId>,
    /// Those whose ledgers were touched in it.
    pub touched: Vec<AccountId>,
}

/// Draws both samples from `population` accounts, `size` in each; the same in every run.
pub fn draw(population: u32, size: usize) -> Samples {
    let mut random = ChaCha8Rng::seed_from_u64(u64::from(population));
    let all = usize::try_from(population).unwrap_or(usize::MAX);
    let drawn = index::sample(&mut random, all, size.saturating_mul(2).min(all)).into_vec();
    let mut accounts = drawn.into_iter().filter_map(|number| u32::try_from(number).ok()).map(account);
    Samples { untouched: accounts.by_ref().take(size).collect(), touched: accounts.collect() }
}

/// Makes the population grow, then makes three blocks. In the first an epoch rolls, after the second the ledgers of `touched` are
/// up to date, and after the third the epoch is over.
pub fn grow(chain: &Chain, from: u32, to: u32, touched: &[AccountId]) -> Result<()> {
    let mut now = match chain.time_of(chain.head())? {
        Some(time) => time,
        None => begin(chain)?,
    };
    for first in (from..to).step_by(usize::try_from(CHUNK)?) {
        now = now.saturating_add(SLOT_DURATION);
        let last = first.saturating_add(CHUNK).min(to);
        chain.import_native(now, || add_accounts(first, last))?;
    }
    now = now.saturating_add(SLOT_DURATION);
    chain.import(chain.build(chain.head(), now, &[], None)?)?;
    now = now.saturating_add(SLOT_DURATION);
    let touches = touches(chain, touched)?;
    chain.import(chain.build(chain.head(), now, &touches, None)?)?;
    now = now.saturating_add(EPOCH);
    chain.import(chain.build(chain.head(), now, &[], None)?)
}

/// Makes the first block, from which on the chain knows the time.
fn begin(chain: &Chain) -> Result<u64> {
    let now = u64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis())?;
    let began = now.saturating_sub(AGE);
    let began = began.saturating_sub(began.checked_rem(SLOT_DURATION).unwrap_or_default());
    chain.import(chain.build(chain.head(), began, &[], None)?)?;
    Ok(began)
}

fn add_accounts(from: u32, to: u32) -> Result<()> {
    // As at genesis: no events are deposited.
    System::set_block_number(0);
    for who in (from..to).map(account) {
        add_account(who).map_err(|error| format!("an account can't be added: {error:?}"))?;
    }
    Ok(())
}

fn add_account(who: AccountId) -> DispatchResultWithPostInfo {
    Balances::mint_into(&who, BALANCE)?;
    let origin = RuntimeOrigin::signed(who);
    VvvStaking::stake(origin.clone(), STAKE)?;
    Metering::open_budget(origin, calls::shared(Diem::ONE), None, None)
}

fn touches(chain: &Chain, accounts: &[AccountId]) -> Result<Vec<UncheckedExtrinsic>> {
    let alice = Account::Alice.to_account_id();
    let first = chain.read(chain.head(), || System::account_nonce(alice))?;
    let claim = |(nonce, who): (u32, &AccountId)| {
        let call = pallet_diem_staking::Call::<Runtime>::claim_quota { who: who.clone() };
        sign(Signed::new(Account::Alice, nonce, chain.genesis()), call.into())
    };
    Ok((first..).zip(accounts).map(claim).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_samples_have_nobody_in_common() {
        let Samples { untouched, touched } = draw(1_000, 400);
        assert_eq!((untouched.len(), touched.len()), (400, 400));
        assert_eq!(untouched.into_iter().chain(touched).collect::<BTreeSet<_>>().len(), 800);
    }

    #[test]
    fn the_samples_are_the_same_in_every_run() {
        assert_eq!(draw(10_000, 40).touched, draw(10_000, 40).touched);
        assert_ne!(draw(10_000, 40).touched, draw(100_000, 40).touched);
    }
}
