//! The rights that an account can give to another one.

use crate::RuntimeCall;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::traits::InstanceFilter;
use pallet_diem_market::Call as MarketCall;
use pallet_diem_metering::Call as MeteringCall;
use pallet_diem_staking::Call as StakingCall;
use scale_info::TypeInfo;

/// The one right that a proxy is given: `Any`, or the calls of one role.
///
/// A role names its calls one by one, so that a call which an upgrade adds is in no role until someone puts it there.
/// None may call Utility, Multisig or Proxy: a proxy that batches, batches its `proxy.proxy` calls.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    Decode,
    DecodeWithMemTracking,
    Encode,
    Eq,
    MaxEncodedLen,
    Ord,
    PartialEq,
    PartialOrd,
    TypeInfo,
)]
pub enum ProxyType {
    /// Everything that the account itself may do.
    #[default]
    #[codec(index = 0)]
    Any,
    /// Staking VVV, and claiming and transferring the quota that it earns.
    #[codec(index = 1)]
    Staking,
    /// Opening, changing, pausing and closing budgets.
    #[codec(index = 2)]
    Budgets,
    /// What providers and curators do: bond, capacity, receipt key, models, rate cards, receipts, vouchers, refunds and earnings.
    #[codec(index = 3)]
    Metering,
    /// Offering and buying quota, offering and taking leases. It pays with the account's VVV.
    #[codec(index = 4)]
    Market,
}

fn is_staking(call: &RuntimeCall) -> bool {
    matches!(
        call,
        RuntimeCall::VvvStaking(
            StakingCall::stake { .. }
                | StakingCall::unstake { .. }
                | StakingCall::restake { .. }
                | StakingCall::withdraw { .. }
                | StakingCall::claim_quota { .. }
                | StakingCall::claim_rewards { .. }
                | StakingCall::transfer_quota { .. }
        )
    )
}

fn is_budgets(call: &RuntimeCall) -> bool {
    matches!(
        call,
        RuntimeCall::Metering(
            MeteringCall::open_budget { .. }
                | MeteringCall::update_budget { .. }
                | MeteringCall::set_delegate { .. }
                | MeteringCall::pause_budget { .. }
                | MeteringCall::resume_budget { .. }
                | MeteringCall::close_budget { .. }
        )
    )
}

fn is_metering(call: &RuntimeCall) -> bool {
    matches!(
        call,
        RuntimeCall::Metering(
            MeteringCall::register_provider { .. }
                | MeteringCall::set_capacity { .. }
                | MeteringCall::set_receipt_key { .. }
                | MeteringCall::deregister_provider { .. }
                | MeteringCall::withdraw_bond { .. }
                | MeteringCall::serve_model { .. }
                | MeteringCall::stop_serving { .. }
                | MeteringCall::submit_receipts { .. }
                | MeteringCall::settle_vouchers { .. }
                | MeteringCall::refund { .. }
                | MeteringCall::claim_earnings { .. }
                | MeteringCall::register_model { .. }
                | MeteringCall::set_rate_card { .. }
                | MeteringCall::set_curator { .. }
                | MeteringCall::retire_model { .. }
        )
    )
}

fn is_market(call: &RuntimeCall) -> bool {
    matches!(
        call,
        RuntimeCall::Market(
            MarketCall::offer_quota { .. }
                | MarketCall::cancel_offer { .. }
                | MarketCall::clear_offer { .. }
                | MarketCall::buy_quota { .. }
                | MarketCall::offer_lease { .. }
                | MarketCall::take_lease { .. }
        )
    )
}

impl InstanceFilter<RuntimeCall> for ProxyType {
    /// Which calls a proxy of this type may make.
    fn filter(&self, call: &RuntimeCall) -> bool {
        match self {
            Self::Any => true,
            Self::Staking => is_staking(call),
            Self::Budgets => is_budgets(call),
            Self::Metering => is_metering(call),
            Self::Market => is_market(call),
        }
    }

    /// Whether a proxy of this type may do all that one of the other type may: then it may add and remove such proxies,
    /// as far as it may call the proxy pallet at all.
    fn is_superset(&self, other: &Self) -> bool {
        self == other || *self == Self::Any
    }
}
