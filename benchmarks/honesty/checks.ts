/** Checks that the table is about what it says. */
import type { ApiPromise } from '@polkadot/api';
import { eventsOf, type ChainEvent, type Rejection } from '../../clients/ts/index.ts';
import type { Filled } from './blocks.ts';
import type { Workload } from './workloads/workload.ts';

/** The pallets whose calls are measured. */
const PALLETS = ['vvvStaking', 'metering', 'market'];

/** Calls that only governance makes. */
const OF_GOVERNANCE = ['vvvStaking.setEpochDuration', 'vvvStaking.setParameters', 'metering.setParameters'];

/** The events in which receipts and vouchers are rejected, each with the field that counts those that were not. */
const SETTLED: Record<string, string> = { 'metering.BatchSettled': 'receipts', 'metering.VouchersSettled': 'vouchers' };

/** Throws where a call of the economy that users make was not made, so that no new call is forgotten. */
export function ensureComplete(api: ApiPromise, called: Set<string>): void {
  const all = PALLETS.flatMap((pallet) => Object.keys(api.tx[pallet]!).map((call) => `${pallet}.${call}`));
  const missing = all.filter((call) => !called.has(call) && !OF_GOVERNANCE.includes(call));
  if (missing.length > 0) throw new Error(`no blocks are filled with ${missing.join(', ')}`);
}

/** Throws where the blocks of a workload are not what it says of first touches and of rejections. */
export async function ensureAsNamed(api: ApiPromise, { blocks }: Filled, workload: Workload): Promise<void> {
  const hashes = await Promise.all(blocks.map((number) => api.rpc.chain.getBlockHash(number)));
  const events = (await Promise.all(hashes.map((hash) => eventsOf(api, hash.toHex())))).flat();
  const touched = events.filter(({ name }) => name === 'vvvStaking.QuotaMinted').length;
  const expected = workload.firstTouches ?? 0;
  if (touched !== expected) throw new Error(`${workload.name}: ${touched} ledgers were touched first, not ${expected}`);
  for (const event of events) ensureOutcome(event, workload);
}

function ensureOutcome({ name, data }: ChainEvent, workload: Workload): void {
  const field = SETTLED[name];
  if (field === undefined) return;
  const reasons = (data.rejections as unknown as Rejection[]).map(({ reason }) => reason);
  const other = reasons.find((reason) => reason !== workload.rejected);
  if (other !== undefined) throw new Error(`${workload.name}: something was rejected for ${other}`);
  if (workload.rejected !== undefined && data[field] !== 0) {
    throw new Error(`${workload.name}: not all was rejected for ${workload.rejected}`);
  }
}
