import { DIEM, findEvent, inDiem, inVvv, price, submit, type EpochInfo } from '../../clients/ts/index.ts';
import type { Comparison } from './check.ts';
import type { Story } from './story.ts';
import { bold, chapter, say } from './terminal.ts';

/** What Alice sells, and the least of it that anyone may buy. */
const OFFERED = 30n * DIEM;
const LEAST = DIEM;
/** What Dave buys of it. */
const BOUGHT = 12n * DIEM;

/** Sells quota that is not needed in this epoch, and returns what it had to come to. */
export async function trade({ api, read, team, neighbour }: Story, epoch: EpochInfo): Promise<Comparison[]> {
  chapter('A trade');
  // Unspent, a DIEM earns its share of the epoch's emission: Alice asks for twice that.
  const asked = 2n * epoch.valuePerDiem;
  say(`a DIEM of epoch ${epoch.index} that nobody spends earns its holder ${bold(inVvv(epoch.valuePerDiem))}`);
  const offering = await submit(api, api.tx.market.offerQuota(OFFERED, asked, LEAST), team);
  const { offer } = findEvent(offering.events, 'market.QuotaOffered');
  say(`Alice needs ${inDiem(OFFERED, 0)} less today, and offers them at ${inVvv(asked)} each`);

  const total = price(BOUGHT, asked);
  const before = await read.account(neighbour.address);
  const { events, blockNumber } = await submit(
    api,
    api.tx.market.buyQuota([{ offer, amount: BOUGHT }], total),
    neighbour,
  );
  const { paid } = findEvent<{ paid: bigint }>(events, 'market.QuotaBought');
  const after = await read.account(neighbour.address);
  say(`Dave buys ${bold(inDiem(BOUGHT, 0))} of them in block ${blockNumber}, for ${bold(inVvv(paid, 6))} to Alice`);
  say("what nobody buys is hers again when the epoch is over, without anyone's doing");
  const received = after.quota.received - before.quota.received;
  return [
    { what: 'planck VVV paid for the DIEM that Dave bought', chain: paid, outside: total },
    { what: 'planck DIEM that he received', chain: received, outside: BOUGHT },
  ];
}
