// Shows where an owner's budgets stand, then what happens to them for VVV_BLOCKS blocks.
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, eventsOf, inDiem, Reader, wellKnown } from '../../clients/ts/index.ts';

const BLOCKS = Number(process.env.VVV_BLOCKS ?? 3);
const SPENDING = ['Debited', 'VoucherSettled', 'Refunded', 'BudgetWarning'];
const WATCHED = [...SPENDING, 'BudgetPaused', 'BudgetResumed', 'BudgetUpdated', 'BudgetClosing'];

const api = await connect(process.env.VVV_ENDPOINT ?? 'ws://127.0.0.1:9944');
const read = new Reader(api);
const { dave: team } = wellKnown();

const { index, endsAt } = await read.epoch();
console.log(`epoch ${index}, until ${new Date(Number(endsAt)).toISOString()}`);
for (const { id, terms, nextTerms, spent, left, paused } of await read.budgets(team.address)) {
  const limits = `limit ${inDiem(terms.limit)}, next epoch ${inDiem(nextTerms.limit)}`;
  console.log(
    `budget ${id}, ${paused ? 'paused' : terms.mode}: ${inDiem(spent)} spent, ${inDiem(left)} left; ${limits}`,
  );
}

// Block by block. A watcher that keeps the number of its last block misses none, and none of a restart.
const newest = async () => (await api.rpc.chain.getHeader()).number.toNumber();
const first = await newest();
for (let number = first; number < first + BLOCKS; number += 1) {
  while ((await newest()) < number) await sleep(500);
  const hash = await api.rpc.chain.getBlockHash(number);
  for (const { name, data } of await eventsOf(api, hash.toHex())) {
    const [pallet, event] = name.split('.');
    if (pallet !== 'metering' || !WATCHED.includes(event!) || data.owner !== team.address) continue;
    console.log(`block ${number}: ${event}, budget ${data.budget}`, data);
  }
}
await api.disconnect();
