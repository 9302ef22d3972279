//! Extrinsics signed as a wallet signs them: from the chain's metadata alone, without its state.

use crate::Account;
use codec::Encode;
use diem_runtime::{
    Address, Balance, Hash, Nonce, Runtime, RuntimeCall, Signature, SignedPayload, TxExtension,
    UncheckedExtrinsic, VERSION,
};
use sp_runtime::generic::Era;

/// What is signed beside the call.
#[derive(Clone, Copy, Debug)]
pub struct Signed {
    /// Who signs.
    pub who: Account,
    /// How many extrinsics the account has signed before.
    pub nonce: Nonce,
    /// What it pays on top of the fee.
    pub tip: Balance,
    /// The chain that it is meant for.
    pub genesis: Hash,
    /// The runtime that it is meant for.
    pub spec_version: u32,
}

impl Signed {
    /// Without a tip, for the runtime as it is.
    pub fn new(who: Account, nonce: Nonce, genesis: Hash) -> Self {
        Self { who, nonce, tip: 0, genesis, spec_version: VERSION.spec_version }
    }
}

/// Signs `call`.
pub fn sign(signed: Signed, call: RuntimeCall) -> UncheckedExtrinsic {
    let Signed { who, nonce, tip, genesis, spec_version } = signed;
    let extension: TxExtension = (
        frame_system::AuthorizeCall::<Runtime>::new(),
        frame_system::CheckNonZeroSender::<Runtime>::new(),
        frame_system::CheckSpecVersion::<Runtime>::new(),
        frame_system::CheckTxVersion::<Runtime>::new(),
        frame_system::CheckGenesis::<Runtime>::new(),
        frame_system::CheckMortality::<Runtime>::from(Era::Immortal),
        frame_system::CheckNonce::<Runtime>::from(nonce),
        frame_system::CheckWeight::<Runtime>::new(),
        pallet_transaction_payment::ChargeTransactionPayment::<Runtime>::from(tip),
        frame_metadata_hash_extension::CheckMetadataHash::<Runtime>::new(false),
        frame_system::WeightReclaim::<Runtime>::new(),
    );
    let implicit =
        ((), (), spec_version, VERSION.transaction_version, genesis, genesis, (), (), (), None, ());
    let payload = SignedPayload::from_raw(call.clone(), extension.clone(), implicit);
    let signature = payload.using_encoded(|bytes| who.pair().sign(bytes));
    let address = Address::Id(who.to_account_id());
    UncheckedExtrinsic::new_signed(call, address, Signature::Sr25519(signature), extension)
}

use sp_core::Pair;
