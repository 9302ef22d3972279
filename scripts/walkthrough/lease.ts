import { findEvent, inVvv, submit, VVV } from '../../clients/ts/index.ts';
import type { Comparison } from './check.ts';
import type { Story } from './story.ts';
import { bold, chapter, say, table } from './terminal.ts';

/** The weight that Alice lends, for how many epochs, and for how much in all. */
const WEIGHT = 2_500n * VVV;
const EPOCHS = 7;
const PRICE = 5n * VVV;

/** Lends weight to somebody who has staked nothing, and returns what it had to come to. */
export async function lease({ api, read, team, tenant }: Story): Promise<Comparison[]> {
  chapter('A lease');
  const weightOf = async ({ address }: { address: string }) => (await read.account(address)).nextWeight;
  const before = [await weightOf(team), await weightOf(tenant)] as const;
  const offering = await submit(api, api.tx.market.offerLease(WEIGHT, EPOCHS, PRICE, null), team);
  const { offer } = findEvent(offering.events, 'market.LeaseOffered');
  say(
    `Alice offers the weight of ${inVvv(WEIGHT, 0)} of her stake for ${EPOCHS} epochs, for ${inVvv(PRICE, 0)} in all`,
  );

  const { events, blockNumber } = await submit(api, api.tx.market.takeLease(offer), tenant);
  const { paid, until } = findEvent<{ paid: bigint; until: number }>(events, 'market.LeaseTaken');
  const after = [await weightOf(team), await weightOf(tenant)] as const;
  say(`Bob, who needs ${bold('quota without a stake')}, takes it in block ${blockNumber}`);
  const row = (name: string, index: 0 | 1) => [name, inVvv(before[index], 0), inVvv(after[index], 0)];
  table([row('Alice', 0), row('Bob', 1)], ['weight in the next epoch', 'before', 'after']);
  say(`it ends by itself: in epoch ${until} all of her stake weighs for Alice again`);
  return [
    { what: 'planck VVV paid for the lease', chain: paid, outside: PRICE },
    { what: 'planck of weight that Alice lent', chain: before[0] - after[0], outside: WEIGHT },
    { what: 'planck of weight that Bob was lent', chain: after[1] - before[1], outside: WEIGHT },
  ];
}
