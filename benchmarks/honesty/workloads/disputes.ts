import {
  settledBatches,
  signReceipt,
  type Receipt,
  type SettledBatch,
  type Signer,
} from '../../../clients/ts/index.ts';
import type { TestChain } from '../../../tests/support/chain.ts';
import { dispute } from '../../../tests/support/disputes.ts';
import { receipt, tokens } from '../../../tests/support/economy.ts';
import type { Filled, Signed } from '../blocks.ts';
import { BY_RECEIPT } from './budgets.ts';
import { serveNext } from './served.ts';
import { next, type Workload } from './workload.ts';

/** Receipts of each group that is disputed. */
const RECEIPTS = 20;
const SETTLED = tokens(300, 100);
const SIGNED = tokens(30, 10);

/** A group that can be disputed either way: its first two receipts have one id. */
function repeating(): Receipt[] {
  const others = Array.from({ length: RECEIPTS - 1 }, () => receipt(SETTLED));
  return [others[0]!, ...others];
}

/** Disputes by which each user has the provider before it suspended: one half for what was not signed, the other for what was settled twice. */
export function disputes(chain: TestChain, users: Signer[]): Workload[] {
  let batches = new Map<string, SettledBatch>();
  const by = (fault: 'Overcharged' | 'SettledTwice', half: number) => (): Signed[] =>
    users.flatMap((provider, index): Signed[] => {
      if (index % 2 !== half) return [];
      const batch = batches.get(provider.address)!;
      const call =
        fault === 'Overcharged'
          ? dispute(chain, batch, 0, 0, { Overcharged: signedFor(chain, provider, batch) })
          : dispute(chain, batch, 0, 1, { SettledTwice: { earlier: null, receipt: 0 } });
      return [[next(users, index), call]];
    });
  return [
    {
      name: `metering.dispute, overcharged, a group of ${RECEIPTS}`,
      before: async () => (batches = await settledIn(chain, await serveNext(chain, users, repeating))),
      calls: by('Overcharged', 0),
    },
    { name: `metering.dispute, settled twice, a group of ${RECEIPTS}`, calls: by('SettledTwice', 1) },
  ];
}

/** The batches that were settled in blocks, one of each provider, by provider. */
async function settledIn({ api }: TestChain, { blocks }: Filled): Promise<Map<string, SettledBatch>> {
  const hashes = await Promise.all(blocks.map((number) => api.rpc.chain.getBlockHash(number)));
  const batches = await Promise.all(hashes.map((hash) => settledBatches(api, hash.toHex())));
  return new Map(batches.flat().map((batch) => [batch.provider, batch]));
}

/** The first receipt of a batch as its provider signs it for less than it settled. */
function signedFor({ api }: TestChain, provider: Signer, { epoch, outcomes }: SettledBatch) {
  const { owner, receipts } = outcomes[0]!.group;
  const signed = { ...receipts[0]!, usage: SIGNED };
  return signReceipt(provider, api.genesisHash.toHex(), { owner, budget: BY_RECEIPT, epoch, receipt: signed });
}
