// Serves a consumer, and settles what it used.
import { randomUUID } from 'node:crypto';
import {
  connect,
  DIEM,
  findEvent,
  inDiem,
  Reader,
  submit,
  wellKnown,
  type Batch,
  type BudgetTerms,
  type Receipt,
  type Rejection,
} from '../../clients/ts/index.ts';

/** What an inference server logs of a request. */
interface Served {
  model: number;
  inputTokens: number;
  outputTokens: number;
}

/** The receipt of a request. Input excludes cached tokens, output excludes reasoning: no unit is counted twice. */
const receiptOf = ({ model, inputTokens, outputTokens }: Served): Receipt => ({
  id: `0x${randomUUID().replaceAll('-', '')}`,
  model,
  usage: [
    { dimension: 'InputTokens', units: inputTokens },
    { dimension: 'OutputTokens', units: outputTokens },
  ],
});

const api = await connect(process.env.VVV_ENDPOINT ?? 'ws://127.0.0.1:9944');
const read = new Reader(api);
const { charlie: provider, dave: consumer } = wellKnown();

// The consumer's part: a budget of 5 DIEM per epoch that only this provider can debit.
const terms: BudgetTerms = {
  limit: 5n * DIEM,
  mode: 'Reserved',
  provider: { Only: provider.address },
  consent: 'Receipts',
  expiresAt: null,
};
const opened = await submit(api, api.tx.metering.openBudget(terms, null, null), consumer);
const { budget } = findEvent<{ budget: number }>(opened.events, 'metering.BudgetOpened');

// Before serving: does the budget hold what the requests may cost at most?
const answer = await read.canDebit(consumer.address, budget, provider.address, 1n * DIEM);
if ('Err' in answer) throw new Error(`not served: ${answer.Err.limit}, ${inDiem(answer.Err.left)} left`);
console.log(`${inDiem(answer.Ok)} left`);

// After serving: the receipts in one batch, grouped by the budget that pays. The last one names no model that exists.
const served: Served[] = [
  { model: 0, inputTokens: 374, outputTokens: 44 },
  { model: 0, inputTokens: 396, outputTokens: 109 },
  { model: 4_000_000_000, inputTokens: 879, outputTokens: 55 },
];
const batch: Batch = {
  epoch: (await read.epoch()).index,
  sequence: (await read.provider(provider.address))!.nextSequence,
  groups: [{ owner: consumer.address, budget, receipts: served.map(receiptOf) }],
};
const { events } = await submit(api, api.tx.metering.submitReceipts(batch), provider);

// One event says what became of the batch. A rejection names its place in it.
interface BatchSettled {
  sequence: bigint;
  charged: bigint;
  receipts: number;
  rejections: Rejection[];
}
const settled = findEvent<BatchSettled>(events, 'metering.BatchSettled');
console.log(`batch ${settled.sequence}: ${settled.receipts} receipts charged, ${settled.charged} planck DIEM`);
for (const { group, receipt, reason } of settled.rejections) {
  console.log(`group ${group}, receipt ${receipt}: ${reason}`);
}
await api.disconnect();
