// Gives back what a failed inference cost.
import { randomUUID } from 'node:crypto';
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
const { charlie: provider, dave: consumer } = wellKnown();

// Work that was settled.
const terms: BudgetTerms = {
  limit: 5n * DIEM,
  mode: 'Reserved',
  provider: { Only: provider.address },
  consent: 'Receipts',
  expiresAt: null,
};
const opened = await submit(api, api.tx.metering.openBudget(terms, null, null), consumer);
const { budget } = findEvent<{ budget: number }>(opened.events, 'metering.BudgetOpened');
const usage = [{ dimension: 'OutputTokens', units: 500_000 }];
const receipts = [{ id: `0x${randomUUID().replaceAll('-', '')}`, model: 0, usage }];
const { index: epoch } = await read.epoch();
const sequence = (await read.provider(provider.address))!.nextSequence;
const batch = { epoch, sequence, groups: [{ owner: consumer.address, budget, receipts }] };
const settled = await submit(api, api.tx.metering.submitReceipts(batch), provider);
const { amount: charged } = findEvent<{ amount: bigint }>(settled.events, 'metering.Debited');
console.log(`charged ${inDiem(charged)}`);

// The answer was cut off half way: half of it goes back, in the epoch that was charged, while that can be settled.
const { refund } = api.tx.metering;
const { events } = await submit(api, refund(consumer.address, budget, epoch, charged / 2n), provider);
const { amount } = findEvent<{ amount: bigint }>(events, 'metering.Refunded');
const { spent, previousSpent } = (await read.budget(consumer.address, budget))!;
console.log(`gave back ${inDiem(amount)}; the budget has spent ${inDiem(spent + previousSpent)}`);
await api.disconnect();
