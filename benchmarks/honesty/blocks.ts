import { inspect } from 'node:util';
import type { Signer, Submittable } from '../../clients/ts/index.ts';
import { eventsOf } from '../../clients/ts/index.ts';
import type { TestChain } from '../../tests/support/chain.ts';

/** A call with the account that signs it. */
export type Signed = [Signer, Submittable];

/** Blocks that hold nothing but calls of one kind. */
export interface Filled {
  first: number;
  last: number;
  calls: number;
}

const height = async ({ api }: TestChain): Promise<number> => (await api.rpc.chain.getHeader()).number.toNumber();

/** Puts calls into blocks, as few as they fit into. Rejects where the chain refuses one. */
export async function fillBlocks(chain: TestChain, calls: Signed[]): Promise<Filled> {
  const { api, rpc } = chain;
  await sign(chain, calls);
  const first = (await height(chain)) + 1;
  do await chain.makeBlocks(1);
  while ((await rpc.call<string[]>('author_pendingExtrinsics')).length > 0);
  const last = await height(chain);
  for (let number = first; number <= last; number += 1) {
    const hash = (await api.rpc.chain.getBlockHash(number)).toHex();
    const refused = (await eventsOf(api, hash)).find(({ name }) => name === 'system.ExtrinsicFailed');
    if (refused !== undefined) throw new Error(`a call was refused: ${inspect(refused.data)}`);
  }
  return { first, last, calls: calls.length };
}

/** Signs calls and hands them to the node's pool. */
async function sign({ api, rpc }: TestChain, calls: Signed[]): Promise<void> {
  const nonces = new Map<string, number>();
  for (const [signer, call] of calls) {
    const nonce = nonces.get(signer.address) ?? (await api.rpc.system.accountNextIndex(signer.address)).toNumber();
    nonces.set(signer.address, nonce + 1);
    const signed = await call.signAsync(signer, { nonce, era: 0 });
    await rpc.call('author_submitExtrinsic', signed.toHex());
  }
}
