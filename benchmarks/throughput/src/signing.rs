//! The chain that extrinsics are signed for, as its node tells it. A chain with the same transaction extensions can be measured by the same
//! harness, whatever its version and genesis.

use crate::rpc::Rpc;
use diem_runtime::Hash;
use diem_runtime_tests::Domain;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Version {
    spec_version: u32,
    transaction_version: u32,
}

/// Asks a node for its chain.
pub async fn domain(rpc: &Rpc) -> anyhow::Result<Domain> {
    let genesis: Hash = rpc.call("chain_getBlockHash", (0,)).await?;
    let Version { spec_version, transaction_version } =
        rpc.call("state_getRuntimeVersion", Vec::<()>::new()).await?;
    Ok(Domain { genesis, spec_version, transaction_version })
}
