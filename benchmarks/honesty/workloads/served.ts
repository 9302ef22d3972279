import type { Receipt, Signer } from '../../../clients/ts/index.ts';
import type { TestChain } from '../../../tests/support/chain.ts';
import { fillBlocks, type Filled } from '../blocks.ts';
import { BY_RECEIPT } from './budgets.ts';
import { next } from './workload.ts';

/** Has each user, as a provider, settle a batch of one group for the user after it. */
export async function serveNext(
  chain: TestChain,
  users: Signer[],
  receiptsOf: (provider: number) => Receipt[],
): Promise<Filled> {
  const { index: epoch } = await chain.read.epoch();
  const sequences = new Map((await chain.read.providers()).map(({ account, nextSequence }) => [account, nextSequence]));
  return fillBlocks(
    chain,
    users.map((provider, index) => {
      const groups = [{ owner: next(users, index).address, budget: BY_RECEIPT, receipts: receiptsOf(index) }];
      const sequence = sequences.get(provider.address)!;
      return [provider, chain.api.tx.metering.submitReceipts({ epoch, sequence, groups })];
    }),
  );
}
