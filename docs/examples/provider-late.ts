// Settles work of an epoch after that epoch is over.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  connect,
  DIEM,
  findEvent,
  Reader,
  submit,
  wellKnown,
  type Batch,
  type BudgetTerms,
  type Receipt,
} from '../../clients/ts/index.ts';

const api = await connect(process.env.VVV_ENDPOINT ?? 'ws://127.0.0.1:9944');
const read = new Reader(api);
const { charlie: provider, dave: consumer } = wellKnown();

const terms: BudgetTerms = {
  limit: 5n * DIEM,
  mode: 'Reserved',
  provider: { Only: provider.address },
  consent: 'Receipts',
  expiresAt: null,
};
const opened = await submit(api, api.tx.metering.openBudget(terms, null, null), consumer);
const { budget } = findEvent<{ budget: number }>(opened.events, 'metering.BudgetOpened');

// The work is done in this epoch.
const { index: epoch } = await read.epoch();
const receipt: Receipt = {
  id: `0x${randomUUID().replaceAll('-', '')}`,
  model: 0,
  usage: [
    { dimension: 'InputTokens', units: 1_000 },
    { dimension: 'OutputTokens', units: 500 },
  ],
};

// The batch is sent in the next one, and names the epoch of the work: at its prices and from its quota it is charged.
while ((await read.epoch()).index === epoch) await sleep(500);
const batch: Batch = {
  epoch,
  sequence: (await read.provider(provider.address))!.nextSequence,
  groups: [{ owner: consumer.address, budget, receipts: [receipt] }],
};
const { events } = await submit(api, api.tx.metering.submitReceipts(batch), provider);
const settled = findEvent<{ charged: bigint }>(events, 'metering.BatchSettled');
const { spent, previousSpent } = (await read.budget(consumer.address, budget))!;
console.log(`charged to epoch ${epoch}: ${settled.charged} planck DIEM`);
console.log(`the budget spent ${previousSpent} in the previous epoch and ${spent} in this one`);
await api.disconnect();
