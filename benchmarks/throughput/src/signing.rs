//! Extrinsics, signed natively with the runtime's own types.
//!
//! What an extrinsic carries beside its call is made here and nowhere else. A chain with the same transaction extensions can be
//! measured by the same harness, whatever its version and genesis, since both are asked of the node.

use crate::{accounts::Key, rpc::Rpc};
use codec::Encode;
use diem_runtime::{
    Address, Hash, Nonce, Runtime, RuntimeCall, Signature, SignedPayload, TxExtension, UncheckedExtrinsic,
};
use serde::Deserialize;
use sp_core::Pair;
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

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Version {
    spec_version: u32,
    transaction_version: u32,
}

impl Domain {
    /// Asks a node for its chain.
    pub async fn of(rpc: &Rpc) -> anyhow::Result<Self> {
        let genesis: Hash = rpc.call("chain_getBlockHash", (0,)).await?;
        let Version { spec_version, transaction_version } =
            rpc.call("state_getRuntimeVersion", Vec::<()>::new()).await?;
        Ok(Self { genesis, spec_version, transaction_version })
    }

    /// Signs a call, immortal and without a tip, and encodes it as it goes into a block.
    pub fn sign(&self, key: &Key, nonce: Nonce, call: RuntimeCall) -> Vec<u8> {
        let implicit = (
            (),
            (),
            self.spec_version,
            self.transaction_version,
            self.genesis,
            self.genesis,
            (),
            (),
            (),
            None,
            (),
        );
        let payload = SignedPayload::from_raw(call, extension(nonce), implicit);
        let signature = payload.using_encoded(|bytes| key.pair.sign(bytes));
        let (call, extension, _) = payload.deconstruct();
        let address = Address::Id(key.account.clone());
        UncheckedExtrinsic::new_signed(call, address, Signature::Sr25519(signature), extension).encode()
    }
}

fn extension(nonce: Nonce) -> TxExtension {
    (
        frame_system::AuthorizeCall::<Runtime>::new(),
        frame_system::CheckNonZeroSender::<Runtime>::new(),
        frame_system::CheckSpecVersion::<Runtime>::new(),
        frame_system::CheckTxVersion::<Runtime>::new(),
        frame_system::CheckGenesis::<Runtime>::new(),
        frame_system::CheckMortality::<Runtime>::from(Era::Immortal),
        frame_system::CheckNonce::<Runtime>::from(nonce),
        frame_system::CheckWeight::<Runtime>::new(),
        pallet_transaction_payment::ChargeTransactionPayment::<Runtime>::from(0),
        frame_metadata_hash_extension::CheckMetadataHash::<Runtime>::new(false),
        frame_system::WeightReclaim::<Runtime>::new(),
    )
}
