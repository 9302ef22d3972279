//! The RPC methods that this chain adds to those of every Substrate node.

use crate::service::{ChainClock, Core, EngineSender, FullBackend, FullClient, Pool};
use diem_runtime::{opaque::Block, AccountId, BlockNumber, Hash, Nonce};
use jsonrpsee::{
    core::{RegisterMethodError, RpcResult},
    proc_macros::rpc,
    types::ErrorObjectOwned,
    Extensions, RpcModule,
};
use pallet_transaction_payment_rpc::{TransactionPayment, TransactionPaymentApiServer};
use sc_consensus_grandpa::{
    FinalityProofProvider, GrandpaJustificationStream, SharedAuthoritySet, SharedVoterState,
};
use sc_consensus_grandpa_rpc::{Grandpa, GrandpaApiServer};
use sc_consensus_manual_seal::rpc::{ManualSeal, ManualSealApiServer};
use sc_rpc::{DenyUnsafe, SubscriptionTaskExecutor};
use sc_service::Error;
use std::sync::Arc;
use substrate_frame_rpc_system::{System, SystemApiServer};

/// The error code of a clock that can't be moved as asked.
const CLOCK_ERROR: i32 = 21_000;

/// What the methods read and act on.
pub struct Methods {
    client: Arc<FullClient>,
    pool: Arc<Pool>,
    finality: Option<Finality>,
    sealing: Option<(EngineSender, Arc<ChainClock>)>,
}

/// What the methods about finality read.
#[derive(Clone)]
pub struct Finality {
    pub authorities: SharedAuthoritySet<Hash, BlockNumber>,
    pub voter: SharedVoterState,
    pub justifications: GrandpaJustificationStream<Block>,
    pub proofs: Arc<FinalityProofProvider<FullBackend, Block>>,
}

impl Methods {
    /// The methods that every way of running the node has.
    pub fn new(core: &Core, pool: &Arc<Pool>) -> Self {
        Self { client: core.client.clone(), pool: pool.clone(), finality: None, sealing: None }
    }

    /// Adds `grandpa_*`.
    pub fn with_finality(self, finality: Finality) -> Self {
        Self { finality: Some(finality), ..self }
    }

    /// Adds `engine_*` and `dev_advanceTime`.
    pub fn with_sealing(self, engine: EngineSender, clock: Arc<ChainClock>) -> Self {
        Self { sealing: Some((engine, clock)), ..self }
    }

    /// Makes the methods callable. The SDK does it once per server.
    pub fn build(&self, executor: SubscriptionTaskExecutor) -> Result<RpcModule<()>, Error> {
        self.module(executor).map_err(|error| Error::Application(error.into()))
    }

    fn module(&self, executor: SubscriptionTaskExecutor) -> Result<RpcModule<()>, RegisterMethodError> {
        let mut module = RpcModule::new(());
        let system = System::<_, _, Block>::new(self.client.clone(), self.pool.clone());
        module.merge(SystemApiServer::<Hash, AccountId, Nonce>::into_rpc(system))?;
        let payment = TransactionPayment::<_, Block>::new(self.client.clone());
        module.merge(TransactionPaymentApiServer::<Hash, _>::into_rpc(payment))?;

        if let Some(finality) = self.finality.clone() {
            let Finality { authorities, voter, justifications, proofs } = finality;
            module.merge(Grandpa::new(executor, authorities, voter, justifications, proofs).into_rpc())?;
        }
        if let Some((engine, clock)) = self.sealing.clone() {
            module.merge(ManualSeal::new(engine).into_rpc())?;
            module.merge(Dev { clock }.into_rpc())?;
        }
        Ok(module)
    }
}

/// What only a node started with `--sealing` can do.
#[rpc(server)]
trait DevApi {
    /// Moves the chain's time ahead by a number of milliseconds, at most a year, and returns the
    /// timestamp that the next block will carry.
    ///
    /// Unsafe: refused to callers that may call safe methods only.
    #[method(name = "dev_advanceTime", with_extensions)]
    fn advance_time(&self, ms: u64) -> RpcResult<u64>;
}

struct Dev {
    clock: Arc<ChainClock>,
}

impl DevApiServer for Dev {
    fn advance_time(&self, extensions: &Extensions, ms: u64) -> RpcResult<u64> {
        extensions.get::<DenyUnsafe>().copied().unwrap_or(DenyUnsafe::Yes).check_if_safe()?;
        let time = self
            .clock
            .advance(ms)
            .map_err(|error| ErrorObjectOwned::owned(CLOCK_ERROR, error.to_string(), None::<()>))?;
        Ok(time.as_millis())
    }
}
