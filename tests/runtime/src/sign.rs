//! Extrinsics signed as a wallet signs them: from the chain's metadata alone, without its state.

use crate::Account;
use codec::Encode;
use diem_runtime::{
    Address, Balance, Hash, Nonce, Runtime, RuntimeCall, Signature, SignedPayload, TxExtension,
    UncheckedExtrinsic, VERSION,
};
use sp_core::{sr25519, Pair};
use sp_runtime::generic::Era;

/// The chain that extrinsics are meant for.
#[derive(Clone, Copy, Debug)]
pub struct Domain {
    /// The hash of its first block.
    pub genesis: Hash,
    /// The version of its runtime.
    pub spec_version: u32,
    /// The version of what a signed extrinsic means.
    pub transaction_version: u32,
}

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
    let domain = Domain { genesis, spec_version, transaction_version: VERSION.transaction_version };
    domain.sign(&who.pair(), nonce, tip, call)
}

impl Domain {
    /// Signs `call` with the key of its sender, immortal.
    pub fn sign(
        &self,
        pair: &sr25519::Pair,
        nonce: Nonce,
        tip: Balance,
        call: RuntimeCall,
    ) -> UncheckedExtrinsic {
        let Self { genesis, spec_version, transaction_version } = *self;
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
        let implicit = ((), (), spec_version, transaction_version, genesis, genesis, (), (), (), None, ());
        let payload = SignedPayload::from_raw(call, extension, implicit);
        let signature = payload.using_encoded(|bytes| pair.sign(bytes));
        let (call, extension, _) = payload.deconstruct();
        let address = Address::Id(pair.public().into());
        UncheckedExtrinsic::new_signed(call, address, Signature::Sr25519(signature), extension)
    }
}
