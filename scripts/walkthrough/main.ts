/** Walks through the chain: stakes VVV, is granted DIEM, spends it on a real hour of inference, and signs, trades and lends a part of it. */
import { parseArgs } from 'node:util';
import { inDiem } from '../../clients/ts/index.ts';
import { openBudgets } from './budgets.ts';
import { check } from './check.ts';
import { readHour } from './hour.ts';
import { lease } from './lease.ts';
import { meterHour } from './meter.ts';
import { introduce, showGrant, stake } from './stake.ts';
import { begin } from './story.ts';
import { bad, bold, count, good, say } from './terminal.ts';
import { trade } from './trade.ts';
import { roll, showUsage } from './usage.ts';
import { payByVoucher } from './voucher.ts';

/** Walks through all chapters, and returns whether the chain came to what it had to. */
async function walk(endpoint: string): Promise<boolean> {
  const began = Date.now();
  const story = await begin(endpoint);
  const hour = readHour();

  await introduce(story);
  const epoch = await stake(story);
  await showGrant(story, epoch);
  const apps = await openBudgets(story, hour);
  const settlement = await meterHour(story, epoch, hour, apps);
  showUsage(story, apps, settlement);
  const next = await roll(story, apps, epoch.index);
  const others = [
    ...(await payByVoucher(story, next, hour.slice(0, 3))),
    ...(await trade(story, next)),
    ...(await lease(story)),
  ];
  const isEqual = check(story, hour, apps, settlement, others);

  const { charged, chargedReceipts, rejected } = settlement;
  say();
  say(`${count(hour.length)} receipts: ${count(chargedReceipts)} charged, ${count(rejected.length)} rejected`);
  say(`${charged} planck DIEM (${inDiem(charged)}) charged by the chain`);
  say(isEqual ? good(bold('equal to the planck')) : bad(bold('not equal: see above')));
  say(`it took ${Math.round((Date.now() - began) / 1000)} s`);
  await story.api.disconnect();
  return isEqual;
}

const { values } = parseArgs({ options: { endpoint: { type: 'string', default: 'ws://127.0.0.1:9944' } } });
const isEqual = await walk(values.endpoint).catch((error: Error) => {
  console.error(bad(`\nerror: ${error.message}`));
  return false;
});
process.exit(isEqual ? 0 : 1);
