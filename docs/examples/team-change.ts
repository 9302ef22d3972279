// Splits a budget in two, stops one in an emergency, and closes both.
import {
  connect,
  DIEM,
  findEvent,
  inDiem,
  Reader,
  submit,
  wellKnown,
  type BudgetTerms,
} from '../../clients/ts/index.ts';

const api = await connect(process.env.VVV_ENDPOINT ?? 'ws://127.0.0.1:9944');
const read = new Reader(api);
const { dave: team, charlie: provider } = wellKnown();
const { openBudget, updateBudget, pauseBudget, resumeBudget, closeBudget } = api.tx.metering;

async function open(terms: BudgetTerms): Promise<number> {
  const { events } = await submit(api, openBudget(terms, 80, null), team);
  return findEvent<{ budget: number }>(events, 'metering.BudgetOpened').budget;
}

async function show(id: number): Promise<void> {
  const { terms, nextTerms, left, paused, closesAt } = (await read.budget(team.address, id))!;
  const limits = `limit ${inDiem(terms.limit)}, next epoch ${inDiem(nextTerms.limit)}, left ${inDiem(left)}`;
  console.log(
    `budget ${id}: ${limits}${paused ? ', paused' : ''}${closesAt === null ? '' : `, closes at ${closesAt}`}`,
  );
}

const terms = (limit: bigint): BudgetTerms => ({
  limit,
  mode: 'Reserved',
  provider: { Only: provider.address },
  consent: 'Receipts',
  expiresAt: null,
});

// Split: less for the first acts next epoch. The second has its share at once, out of the free pool.
const first = await open(terms(20n * DIEM));
await submit(api, updateBudget(first, terms(12n * DIEM), 80), team);
const second = await open(terms(8n * DIEM));
await show(first);
await show(second);

// More acts at once.
await submit(api, updateBudget(second, terms(10n * DIEM), 80), team);
await show(second);

// Emergency: after the grace nothing settles, until it is resumed.
const { events } = await submit(api, pauseBudget(second), team);
const { graceUntil } = findEvent<{ graceUntil: number }>(events, 'metering.BudgetPaused');
console.log(`what was permitted before settles up to block ${graceUntil}`);
await show(second);
await submit(api, resumeBudget(second), team);

// Closing acts next epoch. Once nothing can be settled any more, the same call by anyone frees the deposit.
for (const id of [first, second]) {
  await submit(api, closeBudget(team.address, id), team);
  await show(id);
}
await api.disconnect();
