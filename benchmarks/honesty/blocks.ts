import { inspect } from 'node:util';
import { eventsOf, type Signer, type Submittable } from '../../clients/ts/index.ts';
import type { TestChain } from '../../tests/support/chain.ts';

/** A call with the account that signs it. */
export type Signed = [Signer, Submittable];

/** Blocks that hold nothing but calls of one kind. */
export interface Filled {
  /** Their numbers. */
  blocks: number[];
  calls: number;
}

/** Puts calls into blocks, as few as they fit into. Rejects where the chain refuses one. */
export async function fillBlocks(chain: TestChain, calls: Signed[]): Promise<Filled> {
  await sign(chain, calls);
  const blocks: number[] = [];
  let included = 0;
  do {
    await chain.makeBlocks(1);
    const held = await callsInBest(chain);
    included += held.calls;
    // A block that begins a session has no room for calls.
    if (held.calls > 0) blocks.push(held.block);
  } while ((await chain.rpc.call<string[]>('author_pendingExtrinsics')).length > 0);
  if (included !== calls.length) throw new Error(`${included} of ${calls.length} calls got into a block`);
  return { blocks, calls: included };
}

/** Makes a block without calls, and gives its number. */
export async function emptyBlock(chain: TestChain): Promise<number> {
  await chain.makeBlocks(1);
  const { block, calls } = await callsInBest(chain);
  if (calls > 0) throw new Error(`block ${block} was to be empty and holds ${calls} calls`);
  return block;
}

/** The number of the best block, and how many signed calls it holds. Rejects where one of them failed. */
async function callsInBest({ api }: TestChain): Promise<{ block: number; calls: number }> {
  const header = await api.rpc.chain.getHeader();
  const events = await eventsOf(api, header.hash.toHex());
  const refused = events.find(({ name }) => name === 'system.ExtrinsicFailed');
  if (refused !== undefined) throw new Error(`a call was refused: ${inspect(refused.data)}`);
  const paid = events.filter(({ name }) => name === 'transactionPayment.TransactionFeePaid');
  return { block: header.number.toNumber(), calls: paid.length };
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
