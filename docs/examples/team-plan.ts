// Stakes VVV, waits for the grant, and plans it: a reserved budget for one app and a shared one for others.
import { setTimeout as sleep } from 'node:timers/promises';
import {
  connect,
  DIEM,
  inDiem,
  Reader,
  submit,
  VVV,
  wellKnown,
  type BudgetTerms,
  type Usage,
} from '../../clients/ts/index.ts';

const api = await connect(process.env.VVV_ENDPOINT ?? 'ws://127.0.0.1:9944');
const read = new Reader(api);
const { alice: team, bob: chatApp } = wellKnown();

// The stake: 10,000 VVV. It earns quota from the next epoch on.
const missing = 10_000n * VVV - (await read.account(team.address)).staked;
if (missing > 0n) await submit(api, api.tx.vvvStaking.stake(missing), team);
const { index } = await read.epoch();
while ((await read.epoch()).index === index) await sleep(500);
const { quota } = await read.account(team.address);
console.log(`granted ${inDiem(quota.granted)}, of which ${inDiem(quota.available)} are free`);

// Who serves model 0 in this epoch, and for how much? The cheapest comes first.
const usage: Usage = [
  { dimension: 'InputTokens', units: 1_000_000 },
  { dimension: 'OutputTokens', units: 250_000 },
];
const offers: { provider: string; price: bigint }[] = [];
for (const { account, suspended, leaving } of await read.providers()) {
  if (suspended || leaving) continue;
  const quote = await read.quote(account, 0, usage);
  if ('Ok' in quote) offers.push({ provider: account, price: quote.Ok });
}
offers.sort((a, b) => (a.price < b.price ? -1 : 1));
for (const { provider, price } of offers) console.log(`${provider}: ${inDiem(price)}`);

// The chat app has to rely on its DIEM: reserved, for one provider. The batch jobs take what is free: shared.
const chat: BudgetTerms = {
  limit: 40n * DIEM,
  mode: 'Reserved',
  provider: { Only: offers[0]!.provider },
  consent: 'Receipts',
  expiresAt: null,
};
const jobs: BudgetTerms = { ...chat, mode: 'Shared', limit: 100n * DIEM, expiresAt: index + 365 };
const openings = [
  api.tx.metering.openBudget(chat, 80, chatApp.address), // a warning at 80 % of the limit; the app's key as its delegate
  api.tx.metering.openBudget(jobs, null, null),
];
await submit(api, api.tx.utility.batchAll(openings), team);

for (const { id, terms, share, left } of await read.budgets(team.address)) {
  console.log(
    `budget ${id}, ${terms.mode}: limit ${inDiem(terms.limit)}, share ${inDiem(share)}, left ${inDiem(left)}`,
  );
}
await api.disconnect();
