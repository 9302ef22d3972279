//! Leases as the tests need them: a list of what is lent, and no effect on any grant.

use super::{AccountId, Staking};
use diem_primitives::{Balance, EpochClock, EpochIndex, LazyLedger, Moment, Touches, WeightLeases};
use frame_support::{ensure, parameter_types, weights::Weight};
use sp_runtime::{DispatchError, DispatchResult};

/// Why a lessor can't lend.
pub const TOO_LITTLE_WEIGHT: DispatchError = DispatchError::Other("the lessor has too little weight");

parameter_types! {
    /// Lessor, lessee, weight, and the first epoch in which it is the lessor's again.
    storage Lent: Vec<(AccountId, AccountId, Balance, EpochIndex)> = Vec::new();
}

/// What is lent, in the order in which it was.
pub fn lent() -> Vec<(AccountId, AccountId, Balance, EpochIndex)> {
    Lent::get()
}

/// Lends weight without an offer.
pub fn lend(lessor: AccountId, lessee: AccountId, weight: Balance, epochs: u32) -> EpochIndex {
    MockLeases::lease(&lessor, &lessee, weight, epochs).expect("the lessor can lend it")
}

/// Lends whatever is at stake and not lent already.
pub struct MockLeases;

impl EpochClock for MockLeases {
    fn current_epoch() -> EpochIndex {
        Staking::current_epoch()
    }

    fn epoch_ends_at() -> Moment {
        Staking::epoch_ends_at()
    }
}

impl LazyLedger<AccountId> for MockLeases {
    fn due_touch(account: &AccountId) -> Touches {
        Staking::due_touch(account)
    }

    fn weight_of_touches(touches: Touches) -> Weight {
        Staking::weight_of_touches(touches)
    }

    fn max_touch_weight(ledgers: u32) -> Weight {
        Staking::max_touch_weight(ledgers)
    }
}

impl WeightLeases<AccountId> for MockLeases {
    fn ensure_leasable(lessor: &AccountId, weight: Balance, epochs: u32) -> DispatchResult {
        ensure!(weight > 0 && epochs > 0, DispatchError::Other("a lease of nothing"));
        let next = Self::current_epoch().next();
        let out: Balance = Lent::get()
            .iter()
            .filter(|(who, .., until)| who == lessor && *until > next)
            .map(|(_, _, weight, _)| *weight)
            .sum();
        let staked = Staking::account_info(*lessor).staked;
        ensure!(weight <= staked.saturating_sub(out), TOO_LITTLE_WEIGHT);
        Ok(())
    }

    fn lease(
        lessor: &AccountId,
        lessee: &AccountId,
        weight: Balance,
        epochs: u32,
    ) -> Result<EpochIndex, DispatchError> {
        Self::ensure_leasable(lessor, weight, epochs)?;
        let until = Self::current_epoch().next().saturating_add(epochs);
        let mut lent = Lent::get();
        lent.push((*lessor, *lessee, weight, until));
        Lent::set(&lent);
        Ok(until)
    }
}

#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper<AccountId> for MockLeases {
    fn endow(who: &AccountId, quota: diem_primitives::Diem, weight: Balance) {
        use diem_primitives::QuotaLedger;
        Staking::stake(super::RuntimeOrigin::signed(*who), weight).expect("it has VVV");
        Staking::with_window(who, Staking::current_epoch(), |window| window.granted = quota)
            .expect("a stake has a ledger");
    }

    fn set_costly_rules(last: &AccountId) {
        let listed = (1_000..1_031).chain([*last]).collect();
        super::set_rules(|rules| {
            rules.transfer.fee = sp_runtime::Permill::from_percent(1);
            rules.transfer.allow_list = Some(frame_support::BoundedVec::truncate_from(listed));
        });
    }
}
