//! Benchmarks of the calls and of the hook, each at its worst: as many chunks and leases as there may be, where no component counts them.
//!
//! What a ledger's first touch in an epoch costs is measured apart, where nobody touched it while leases ended, each in an epoch of its
//! own: calls find ledgers that are up to date.
#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "a benchmark that can't be set up fails"
)]

use crate::{
    types::{AllowList, MOST_LEASES},
    Call, Config, CurrentEpoch, Duration, Event, History, Lease, LeaseBook, Ledgers, Pallet, Parameters,
    Stakes, StakingParameters, TotalWeight, TransferRules,
};
use alloc::vec::Vec;
use diem_primitives::{
    Balance, Diem, EpochDuration, EpochIndex, EpochRecord, EpochTimes, GrantTerms, PLANCK_PER_UNIT,
};
use frame_benchmarking::v2::*;
use frame_support::traits::{fungible, EnsureOrigin, Get, Hooks, Time};
use frame_system::RawOrigin;
use sp_runtime::Permill;

const VVV: Balance = PLANCK_PER_UNIT;
/// What each account of a benchmark has at stake.
const STAKE: Balance = 1_000 * VVV;
/// For how many epochs nobody touches an account, so that all the leases end that are to end.
const UNTOUCHED: u32 = 40;
/// How many ledgers with leases, and how many without, are touched at once.
const MOST_TOUCHES: u32 = 8;
/// Epochs between the last touches of two ledgers.
const BETWEEN: u32 = 4;
/// The end of a lease that goes on while nobody touches the account.
const LONG: EpochIndex = EpochIndex(u32::MAX);

/// Opens epoch `index` without the hook, with quota for everybody. It ends when the parent's time has come to `ends_at`.
fn open_epoch<T: Config>(index: u32, ends_at: u64) {
    let index = EpochIndex(index);
    let before = History::<T>::get(CurrentEpoch::<T>::get()).unwrap_or_default();
    let record = EpochRecord {
        index,
        times: EpochTimes { started_at: 0, ends_at },
        capacity: Diem(1_000_000 * VVV),
        total_weight: *TotalWeight::<T>::get().after(index),
        max_diem_per_vvv: Diem::ONE,
        emission: 1_000_000 * VVV,
        value_per_diem: VVV,
        earned_before: before.earned_before.with_epoch(&GrantTerms::from(&before), before.value_per_diem),
        ..EpochRecord::default()
    };
    History::<T>::insert(index, record);
    CurrentEpoch::<T>::put(index);
}

/// An account with VVV, a stake that weighs, and all its chunks unlocking, under parameters that take most to apply.
fn staker<T: Config>(name: &'static str) -> T::AccountId {
    let who = staker_with::<T>(name, 0, T::MaxUnlockingChunks::get());
    set_costly_parameters::<T>(&who);
    who
}

/// The same with so many chunks. The first of them has matured, and the others stay while all else of a benchmark happens. The ledger is
/// up to date and holds quota in both windows.
fn staker_with<T: Config>(name: &'static str, number: u32, chunks: u32) -> T::AccountId {
    let who: T::AccountId = account(name, number, 0);
    <T::Currency as fungible::Mutate<_>>::set_balance(&who, 10 * STAKE);
    Pallet::<T>::do_stake(&who, Pallet::<T>::stake_of(&who), 2 * STAKE).unwrap();
    let now = CurrentEpoch::<T>::get();
    Stakes::<T>::mutate(&who, |stake| {
        for chunk in 0..chunks {
            let matures_at = if chunk == 0 { now.next() } else { EpochIndex(LONG.0 - chunk) };
            stake.as_mut().unwrap().unstake(now, VVV, matures_at, 0).unwrap();
        }
    });
    for _ in 0..2 {
        pass_epochs::<T>(1);
        touch::<T>(&who);
    }
    who
}

/// Gives an account as many leases as there may be, of which `ended` end while nobody touches it, each in an epoch of its own.
fn lease<T: Config>(who: &T::AccountId, ended: u32) {
    let now = CurrentEpoch::<T>::get();
    let mut book = LeaseBook::default();
    for number in 0..MOST_LEASES {
        // The first of them ends when it has counted for an epoch.
        let until = if number < ended { now.saturating_add(number + 2) } else { LONG };
        let lease = Lease { counterparty: who.clone(), weight: VVV, from: now.next(), until };
        if number % 2 == 0 { book.borrow(lease) } else { book.lend(lease) }.unwrap();
    }
    let mut touched = Pallet::<T>::touched(who).unwrap();
    touched.set_book(book);
    Pallet::<T>::write_ledger(who, touched);
}

/// Goes on until a ledger was not touched for long, and touches it.
fn earn<T: Config>(who: &T::AccountId) {
    pass_epochs::<T>(UNTOUCHED);
    touch::<T>(who);
}

fn touch<T: Config>(who: &T::AccountId) {
    let touched = Pallet::<T>::touched(who).unwrap();
    Pallet::<T>::write_ledger(who, touched);
}

/// Goes on by `count` epochs, in which nobody is touched.
fn pass_epochs<T: Config>(count: u32) {
    Pallet::<T>::keys_of_every_block().into_iter().for_each(benchmarking::remove_from_whitelist);
    for _ in 0..count {
        open_epoch::<T>(CurrentEpoch::<T>::get().0 + 1, u64::MAX);
    }
    Pallet::<T>::leave_out_keys_of_every_block();
}

impl<T: Config> Pallet<T> {
    /// Leaves out of the weights of calls what is in the weight of each block.
    pub fn leave_out_keys_of_every_block() {
        for key in Self::keys_of_every_block() {
            benchmarking::add_to_whitelist(key.into());
        }
    }
}

/// Sets the parameters that take most to read and to apply: a list of accounts that may receive DIEM is full, with `last` at its end.
fn set_costly_parameters<T: Config>(last: &T::AccountId) {
    let listed = (1..AllowList::<T::AccountId>::bound() as u32).map(|index| account("listed", index, 0));
    let allow_list = AllowList::truncate_from(listed.chain([last.clone()]).collect());
    Parameters::<T>::put(StakingParameters {
        transfer: TransferRules {
            fee: Permill::from_percent(1),
            allow_list: Some(allow_list),
            ..TransferRules::default()
        },
        ..StakingParameters::default()
    });
}

fn assert_last<T: Config>(event: Event<T>) {
    let event = <T as frame_system::Config>::RuntimeEvent::from(event);
    frame_system::Pallet::<T>::assert_last_event(event);
}

#[benchmarks]
mod benchmarks {
    use super::*;

    // `c` chunks are unlocking.
    #[benchmark]
    fn stake(c: Linear<0, { T::MaxUnlockingChunks::get() }>) {
        let who = staker_with::<T>("who", 0, c);
        set_costly_parameters::<T>(&who);

        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()), STAKE);

        assert_last::<T>(Event::Staked { who, amount: STAKE });
    }

    // `c` chunks are unlocking, and one more is made. Nothing is released.
    #[benchmark]
    fn unstake(c: Linear<0, { T::MaxUnlockingChunks::get() - 1 }>) {
        let who = staker_with::<T>("who", 0, c + 1);
        set_costly_parameters::<T>(&who);
        Stakes::<T>::mutate(&who, |at_stake| {
            at_stake.as_mut().unwrap().take_matured(CurrentEpoch::<T>::get());
        });
        lease::<T>(&who, 0);
        let matures_at = CurrentEpoch::<T>::get().saturating_add(Parameters::<T>::get().unbonding_epochs);

        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()), VVV);

        assert_last::<T>(Event::Unstaked { who, amount: VVV, matures_at });
    }

    // `c` chunks are unlocking, all of which are staked again.
    #[benchmark]
    fn restake(c: Linear<1, { T::MaxUnlockingChunks::get() }>) {
        let who = staker_with::<T>("who", 0, c);
        set_costly_parameters::<T>(&who);
        let amount = Stakes::<T>::get(&who).unwrap().unlocking_total();

        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()), amount);

        assert_last::<T>(Event::Restaked { who, amount });
    }

    // `c` chunks are unlocking, of which the first has matured.
    #[benchmark]
    fn withdraw(c: Linear<1, { T::MaxUnlockingChunks::get() }>) {
        let who = staker_with::<T>("who", 0, c);
        let caller: T::AccountId = account("caller", 0, 0);

        #[extrinsic_call]
        _(RawOrigin::Signed(caller), who.clone());

        assert_eq!(Stakes::<T>::get(&who).unwrap().chunks(), c - 1);
    }

    // What calls do where something has matured, and not where nothing has.
    #[benchmark]
    fn release() {
        let who = staker::<T>("who");

        #[block]
        {
            Pallet::<T>::release(&who, VVV).unwrap();
        }

        assert_last::<T>(Event::Withdrawn { who, amount: VVV });
    }

    // `l` leases ended. From one on: the first that ends has the book written, which no slope shows from none on.
    #[benchmark]
    fn claim_quota(l: Linear<1, MOST_LEASES>) {
        let who = staker::<T>("who");
        lease::<T>(&who, l);
        pass_epochs::<T>(UNTOUCHED);
        let caller: T::AccountId = account("caller", 0, 0);

        #[extrinsic_call]
        _(RawOrigin::Signed(caller), who.clone());

        assert_eq!(Ledgers::<T>::get(&who).unwrap().epoch, CurrentEpoch::<T>::get());
    }

    // `t` ledgers of accounts without leases, and `b` of accounts with a full book, in each of which one lease ended, but `l` in the last one.
    // Each has all its chunks, which a touch decodes with the stake.
    #[benchmark]
    fn first_touches(t: Linear<0, MOST_TOUCHES>, b: Linear<1, MOST_TOUCHES>, l: Linear<1, MOST_LEASES>) {
        let mut accounts = Vec::new();
        for number in 0..t + b {
            // Both windows that the touch drops hold quota, which earns by the records of their epochs.
            let who = &staker_with::<T>("who", number, T::MaxUnlockingChunks::get());
            // No record that one of them needs is one that another needs: the leases of the last one end when all others were touched.
            if number >= t {
                let is_last = number + 1 == t + b;
                lease::<T>(who, if is_last { l } else { 1 });
            }
            accounts.push(who.clone());
            pass_epochs::<T>(BETWEEN);
        }
        pass_epochs::<T>(UNTOUCHED);
        // The call itself reads and writes the ledgers.
        for key in accounts.iter().map(Ledgers::<T>::hashed_key_for) {
            benchmarking::add_to_whitelist(key.into());
        }

        #[block]
        {
            accounts.iter().for_each(touch::<T>);
        }

        assert_eq!(Ledgers::<T>::get(accounts.last().unwrap()).unwrap().leases, MOST_LEASES - l);
    }

    #[benchmark]
    fn claim_rewards() {
        let who = staker::<T>("who");
        earn::<T>(&who);
        let caller: T::AccountId = account("caller", 0, 0);

        #[extrinsic_call]
        _(RawOrigin::Signed(caller), who.clone());

        assert_eq!(Ledgers::<T>::get(&who).unwrap().rewards, 0);
    }

    #[benchmark]
    fn transfer_quota() {
        let (from, to) = (staker::<T>("from"), staker::<T>("to"));
        earn::<T>(&from);
        touch::<T>(&to);
        let (amount, fee) = (Diem::ONE, Diem(VVV / 100));

        #[extrinsic_call]
        _(RawOrigin::Signed(from.clone()), to.clone(), amount);

        assert_last::<T>(Event::QuotaTransferred { from, to, amount, fee });
    }

    #[benchmark]
    fn set_epoch_duration() -> Result<(), BenchmarkError> {
        let origin = T::ManageOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, EpochDuration::MIN_MS);

        assert_eq!(Duration::<T>::get().as_millis(), EpochDuration::MIN_MS);
        Ok(())
    }

    #[benchmark]
    fn set_parameters() -> Result<(), BenchmarkError> {
        let origin = T::ManageOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
        let parameters = StakingParameters { min_stake: 1, ..StakingParameters::default() };

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, parameters.clone());

        assert_eq!(Parameters::<T>::get(), parameters);
        Ok(())
    }

    #[benchmark]
    fn on_initialize_idle() {
        open_epoch::<T>(1, u64::MAX);
        let index = EpochIndex(1);

        #[block]
        {
            Pallet::<T>::on_initialize(2_u32.into());
            // What any number of calls does to the record is written once.
            Pallet::<T>::add_debited(index, Diem::ONE);
        }

        assert_eq!(CurrentEpoch::<T>::get(), index);
    }

    #[benchmark]
    fn on_initialize_roll() {
        // A full history, of which the roll removes the oldest record.
        (1..=T::HistoryDepth::get()).for_each(|index| open_epoch::<T>(index, T::Clock::now()));
        let before = CurrentEpoch::<T>::get();

        #[block]
        {
            Pallet::<T>::on_initialize(2_u32.into());
        }

        assert_eq!(CurrentEpoch::<T>::get(), before.next());
    }

    impl_benchmark_test_suite!(
        Pallet,
        crate::mock::genesis(&[], StakingParameters::default()),
        crate::mock::Test
    );
}
