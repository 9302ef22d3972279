import {
  proveGroup,
  settledBatches,
  type Included,
  type Plain,
  type ProvenGroup,
  type SettledBatch,
  type SignedReceipt,
} from '../../clients/ts/index.ts';
import type { TestChain } from './chain.ts';

/** What is wrong with a receipt that was settled. */
export type Fault = { Overcharged: SignedReceipt } | { SettledTwice: { earlier: ProvenGroup | null; receipt: number } };

/** The one batch that was settled in a block, rebuilt from its extrinsic and its events. */
export async function settledIn({ api }: TestChain, { blockHash }: Included): Promise<SettledBatch> {
  const [batch, ...others] = await settledBatches(api, blockHash);
  if (batch === undefined || others.length > 0) throw new Error('expected one batch in the block');
  return batch;
}

/** A call that disputes a receipt: the one at a place of a group of a batch. */
export function dispute({ api }: TestChain, batch: SettledBatch, group: number, receipt: number, fault: Fault) {
  const evidence = { provider: batch.provider, group: proveGroup(api, batch, group), receipt, fault };
  return api.tx.metering.dispute(evidence as unknown as Plain);
}
