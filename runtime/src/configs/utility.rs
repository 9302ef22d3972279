//! Ways to call: many calls at once, a call by many accounts, a call for another account.

use crate::{
    configs::proxy_type::ProxyType, constants::storage_deposit, weights, AccountId, Balance, Balances,
    BlockNumber, OriginCaller, Runtime, RuntimeCall, RuntimeEvent, System,
};
use core::mem::size_of;
use frame_support::{parameter_types, traits::ConstU32};
use sp_runtime::traits::BlakeTwo256;

/// The bytes of an account.
const ACCOUNT: u32 = size_of::<AccountId>() as u32;
/// The bytes of a hash.
const HASH: u32 = size_of::<crate::Hash>() as u32;
/// The bytes of a block's number.
const BLOCK: u32 = size_of::<BlockNumber>() as u32;
/// The bytes of an amount.
const AMOUNT: u32 = size_of::<Balance>() as u32;
/// The bytes of a list's length.
const LENGTH: u32 = 4;
/// The bytes of a proxy type.
const PROXY_TYPE: u32 = 1;

parameter_types! {
    /// An operation of a multisig: under the multisig's account and the call's hash, when it began (height and index),
    /// the deposit, who began it, and the list of those who approved.
    pub const MultisigDepositBase: Balance =
        storage_deposit(1, ACCOUNT + HASH + BLOCK + 4 + AMOUNT + ACCOUNT + LENGTH);
    /// One that approves.
    pub const MultisigDepositFactor: Balance = storage_deposit(0, ACCOUNT);

    /// The list of an account's proxies, and the deposit for it.
    pub const ProxyDepositBase: Balance = storage_deposit(1, ACCOUNT + LENGTH + AMOUNT);
    /// A proxy: whose, of which type, with which delay.
    pub const ProxyDepositFactor: Balance = storage_deposit(0, ACCOUNT + PROXY_TYPE + BLOCK);
    /// The list of what a proxy announced, and the deposit for it.
    pub const AnnouncementDepositBase: Balance = storage_deposit(1, ACCOUNT + LENGTH + AMOUNT);
    /// An announcement: for whom, of which call, at which height.
    pub const AnnouncementDepositFactor: Balance = storage_deposit(0, ACCOUNT + HASH + BLOCK);
}

impl pallet_utility::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type RuntimeCall = RuntimeCall;
    type PalletsOrigin = OriginCaller;
    type WeightInfo = weights::pallet_utility::WeightInfo<Runtime>;
}

impl pallet_multisig::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type RuntimeCall = RuntimeCall;
    type Currency = Balances;
    type DepositBase = MultisigDepositBase;
    type DepositFactor = MultisigDepositFactor;
    type MaxSignatories = ConstU32<100>;
    type WeightInfo = weights::pallet_multisig::WeightInfo<Runtime>;
    type BlockNumberProvider = System;
}

impl pallet_proxy::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type RuntimeCall = RuntimeCall;
    type Currency = Balances;
    type ProxyType = ProxyType;
    type ProxyDepositBase = ProxyDepositBase;
    type ProxyDepositFactor = ProxyDepositFactor;
    type MaxProxies = ConstU32<32>;
    type WeightInfo = weights::pallet_proxy::WeightInfo<Runtime>;
    type MaxPending = ConstU32<32>;
    type CallHasher = BlakeTwo256;
    type AnnouncementDepositBase = AnnouncementDepositBase;
    type AnnouncementDepositFactor = AnnouncementDepositFactor;
    type BlockNumberProvider = System;
}
