import {
  findEvent,
  inDiem,
  inVvv,
  Reader,
  submit,
  type Batch,
  type EpochInfo,
  type Included,
  type Receipt,
  type Rejection,
} from '../../clients/ts/index.ts';
import { readBooks, type Books } from './books.ts';
import type { Request } from './hour.ts';
import type { App, Story } from './story.ts';
import { bold, chapter, count, ProgressBar, say } from './terminal.ts';

const RECEIPTS_PER_BATCH = 1_000;

/** A rejected receipt: its request, and why it was not charged. */
export interface RejectedRequest {
  app: App;
  request: Request;
  reason: string;
}

/** What the chain says about the hour in its events. */
interface Collected {
  charged: bigint;
  chargedReceipts: number;
  /** What was debited for each app, by the ids of their budgets. */
  debited: Map<number, bigint>;
  rejected: RejectedRequest[];
}

/** An hour that is settled. */
export interface Settlement extends Collected {
  epoch: number;
  /** The books of the chain before the first batch and after the last. */
  before: Books;
  after: Books;
}

/** A batch, with the apps and requests that its groups and receipts are of. */
interface Work {
  batch: Batch;
  groups: { app: App; requests: Request[] }[];
}

/** Submits the receipts of the hour, and collects what the chain says about them. */
export async function meterHour(story: Story, epoch: EpochInfo, hour: Request[], apps: App[]): Promise<Settlement> {
  const { api, read, provider } = story;
  chapter('An hour of real inference');
  const works = await batchesOf(story, epoch, hour, apps);
  say(`Charlie has served ${count(hour.length)} requests, and submits a receipt for each, in ${works.length} batches`);

  const before = await readBooks(read, story, apps, epoch.index);
  // One after the other, without waiting for their blocks: the nonces keep the order.
  let nonce = Number(await api.rpc.system.accountNextIndex(provider.address));
  const bar = new ProgressBar('receipts', hour.length);
  const began = Date.now();
  let settledReceipts = 0;
  const inclusions = works.map(async ({ batch, groups }) => {
    const included = await submit(api, api.tx.metering.submitReceipts(batch), provider, { nonce: nonce++ });
    settledReceipts += groups.reduce((sum, { requests }) => sum + requests.length, 0);
    const rate = Math.round((settledReceipts * 1000) / (Date.now() - began));
    bar.show(settledReceipts, `block ${included.blockNumber}, ${count(rate)} receipts/s`);
    return included;
  });
  const included = await Promise.all(inclusions);
  bar.end();

  const atLastBatch = new Reader(await api.at(included.at(-1)!.blockHash));
  const after = await readBooks(atLastBatch, story, apps, epoch.index);
  const settlement = { epoch: epoch.index, before, after, ...collect(works, included) };
  const blocks = [...new Set(included.map(({ blockNumber }) => blockNumber))];
  const fees = included.reduce((sum, { fee }) => sum + fee, 0n);
  say(`settled in blocks ${blocks[0]} to ${blocks.at(-1)}, for fees of ${inVvv(fees, 6)} in all`);
  sayWarnings(included, apps);
  say(`charged ${bold(inDiem(settlement.charged))} for ${count(settlement.chargedReceipts)} receipts`);
  const { nextSequence } = (await read.provider(provider.address))!;
  say(`Charlie's next batch has the sequence ${nextSequence}: none of these can be settled again`);
  return settlement;
}

/** Says in which blocks the chain warned that a budget runs out. */
function sayWarnings(included: Included[], apps: App[]): void {
  for (const { events, blockNumber } of included) {
    for (const { data } of events.filter(({ name }) => name === 'metering.BudgetWarning')) {
      const { budget, spent, limit } = data as { budget: number; spent: bigint; limit: bigint };
      const app = apps.find((entry) => entry.budget.id === budget);
      say(`in block ${blockNumber} the chain warns: ${app?.name} has used ${inDiem(spent)} of its ${inDiem(limit, 0)}`);
    }
  }
}

/** Cuts the hour into batches: a group for each app, and all naming the epoch in which the work was done. */
async function batchesOf({ read, team, provider, model }: Story, epoch: EpochInfo, hour: Request[], apps: App[]) {
  const { nextSequence } = (await read.provider(provider.address))!;
  const works: Work[] = [];
  for (let begin = 0; begin < hour.length; begin += RECEIPTS_PER_BATCH) {
    const isInBatch = ({ index }: Request) => index >= begin && index < begin + RECEIPTS_PER_BATCH;
    const groups = apps.map((app) => ({ app, requests: app.requests.filter(isInBatch) }));
    const batch: Batch = {
      epoch: epoch.index,
      sequence: nextSequence + BigInt(works.length),
      groups: groups.map(({ app, requests }) => ({
        owner: team.address,
        budget: app.budget.id,
        receipts: requests.map((request) => receiptOf(request, model.id)),
      })),
    };
    works.push({ batch, groups });
  }
  return works;
}

function receiptOf({ index, inputTokens, outputTokens }: Request, model: number): Receipt {
  return {
    id: `0x${index.toString(16).padStart(32, '0')}`,
    model,
    usage: [
      { dimension: 'InputTokens', units: inputTokens },
      { dimension: 'OutputTokens', units: outputTokens },
    ],
  };
}

/** Adds the events of all batches up. */
function collect(works: Work[], included: Included[]): Collected {
  const collected: Collected = { charged: 0n, chargedReceipts: 0, debited: new Map(), rejected: [] };
  works.forEach(({ groups }, index) => {
    const { events } = included[index]!;
    const settled = findEvent<{ charged: bigint; receipts: number; rejections: Rejection[] }>(
      events,
      'metering.BatchSettled',
    );
    collected.charged += settled.charged;
    collected.chargedReceipts += settled.receipts;
    for (const { group, receipt, reason } of settled.rejections) {
      const { app, requests } = groups[group]!;
      collected.rejected.push({ app, request: requests[receipt]!, reason });
    }
    for (const { data } of events.filter(({ name }) => name === 'metering.Debited')) {
      const { budget, amount } = data as { budget: number; amount: bigint };
      collected.debited.set(budget, (collected.debited.get(budget) ?? 0n) + amount);
    }
  });
  return collected;
}
