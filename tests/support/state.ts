import type { ApiPromise } from '@polkadot/api';
import type { RawRpc } from './rpc.ts';

/** The pallets whose state is the economy. */
const PALLETS = ['vvvStaking', 'metering', 'market'];

/** What a roll writes, and what no user's call does. */
const OF_THE_ROLL = ['beganAt', 'currentEpoch', 'history', 'rewards'];

const PAGE = 1_000;

/** All that the economy keeps in storage at a block, but for what rolls write: values by keys, both in hex. */
export async function economyState(api: ApiPromise, rpc: RawRpc, blockHash: string): Promise<Map<string, string>> {
  const state = new Map<string, string>();
  for (const pallet of PALLETS) {
    const items = Object.entries(api.query[pallet]!);
    const ofTheRoll = items.filter(([item]) => OF_THE_ROLL.includes(item)).map(([, entry]) => entry.keyPrefix());
    // All items of a pallet begin with the 16 bytes of its name.
    const prefix = items[0]![1].keyPrefix().slice(0, 2 + 32);
    const keys = await keysUnder(rpc, prefix, blockHash);
    const kept = keys.filter((key) => !ofTheRoll.some((begin) => key.startsWith(begin)));
    for (const [key, value] of await valuesOf(rpc, kept, blockHash)) state.set(key, value);
  }
  return state;
}

async function keysUnder(rpc: RawRpc, prefix: string, blockHash: string): Promise<string[]> {
  const keys: string[] = [];
  for (;;) {
    const page = await rpc.call<string[]>('state_getKeysPaged', prefix, PAGE, keys.at(-1) ?? null, blockHash);
    keys.push(...page);
    if (page.length < PAGE) return keys;
  }
}

async function valuesOf(rpc: RawRpc, keys: string[], blockHash: string): Promise<[string, string][]> {
  const [answer] = await rpc.call<{ changes: [string, string][] }[]>('state_queryStorageAt', keys, blockHash);
  return answer?.changes ?? [];
}
