// Buys quota from the cheapest offers in one call, for no more than it is worth.
import { setTimeout as sleep } from 'node:timers/promises';
import {
  ChainError,
  connect,
  DIEM,
  fillsFor,
  findEvent,
  inDiem,
  inVvv,
  quotaOffers,
  Reader,
  submit,
  wellKnown,
} from '../../clients/ts/index.ts';

const api = await connect(process.env.VVV_ENDPOINT ?? 'ws://127.0.0.1:9944');
const read = new Reader(api);
const { dave, ferdie: buyer } = wellKnown();

// Offers end with their epoch: all of this is done in one.
const { index: last } = await read.epoch();
while ((await read.epoch()).index === last) await sleep(500);
const { index, valuePerDiem } = await read.epoch();

// Two offers to buy from.
for (const [amount, price] of [
  [5n * DIEM, 2n * valuePerDiem],
  [20n * DIEM, 3n * valuePerDiem],
]) {
  await submit(api, api.tx.market.offerQuota(amount, price, 1n * DIEM), dave);
}

// DIEM goes only to accounts with a ledger: those with a stake, a lease or a budget.
const terms = { limit: 50n * DIEM, mode: 'Shared', provider: 'Any', consent: 'Receipts', expiresAt: null };
if ((await read.budgets(buyer.address)).length === 0) {
  await submit(api, api.tx.metering.openBudget(terms, null, null), buyer);
}

// The offers of this epoch, the cheapest first, and what 8 DIEM of them cost.
const offers = (await quotaOffers(api, index)).filter(({ seller }) => seller !== buyer.address);
for (const { id, left, price } of offers) console.log(`offer ${id}: ${inDiem(left)} at ${inVvv(price, 6)} each`);
const { fills, amount, total } = fillsFor(offers, 8n * DIEM);

// All or nothing: if somebody was faster, or the total is above the guard, nothing is bought.
const { buyQuota } = api.tx.market;
const refusal = await submit(api, buyQuota(fills, total - 1n), buyer).catch((error: ChainError) => error);
console.log(refusal instanceof ChainError ? refusal.code : 'bought');
const { events } = await submit(api, buyQuota(fills, total), buyer);
const { paid, fee } = findEvent<{ paid: bigint; fee: bigint }>(events, 'market.QuotaBought');
console.log(`bought ${inDiem(amount)} for ${inVvv(paid, 6)}; ${inDiem(fee)} of it were burnt as a fee`);
const { quota } = await read.account(buyer.address);
console.log(`${inDiem(quota.available)} can be spent or sold until the epoch is over`);
await api.disconnect();
