// Settles batches so that a crash at any point neither loses nor doubles one.
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  ChainError,
  connect,
  DIEM,
  findEvent,
  Reader,
  submit,
  wellKnown,
  type Batch,
  type BudgetTerms,
  type Receipt,
  type ReceiptGroup,
} from '../../clients/ts/index.ts';

const api = await connect(process.env.VVV_ENDPOINT ?? 'ws://127.0.0.1:9944');
const read = new Reader(api);
const { charlie: provider, dave: consumer } = wellKnown();

/** A file with the batches that are not known to be final, in the order of their sequences. */
const JOURNAL = process.env.VVV_JOURNAL ?? join(tmpdir(), `vvv-journal-${process.pid}.json`);
const readJournal = (): Batch[] => (existsSync(JOURNAL) ? JSON.parse(readFileSync(JOURNAL, 'utf8')) : []);

/** Replaces the journal in one step: a crash leaves the old one or the new one. */
function writeJournal(batches: Batch[]): void {
  writeFileSync(`${JOURNAL}.new`, JSON.stringify(batches), { flush: true });
  renameSync(`${JOURNAL}.new`, JOURNAL);
}

/** Writes a batch down before it is sent, with the next sequence. From then on it never changes. */
async function record(epoch: number, groups: ReceiptGroup[]): Promise<Batch> {
  const { nextSequence } = (await read.provider(provider.address))!;
  const journal = readJournal();
  const lastWritten = Number(journal.at(-1)?.sequence ?? -1);
  const batch: Batch = { epoch, sequence: Math.max(Number(nextSequence), lastWritten + 1), groups };
  writeJournal([...journal, batch]);
  return batch;
}

/** Sends what the chain has not settled, in order. Right at any time: after a start, a crash, a lost connection. */
async function settle(): Promise<void> {
  for (const batch of readJournal()) {
    const { nextSequence } = (await read.provider(provider.address))!;
    if (BigInt(batch.sequence) < nextSequence) continue;
    await submit(api, api.tx.metering.submitReceipts(batch), provider).catch((error: unknown) => {
      // It was settled by an earlier attempt that we had lost sight of. That is all we want.
      if (error instanceof ChainError && error.code === 'metering.SequenceAlreadySettled') return;
      throw error;
    });
  }
}

/** Forgets the batches that are settled for good: in a block that is final. */
async function forgetFinal(): Promise<void> {
  const final = new Reader(await api.at(await api.rpc.chain.getFinalizedHead()));
  const nextSequence = (await final.provider(provider.address))?.nextSequence ?? 0n;
  writeJournal(readJournal().filter(({ sequence }) => BigInt(sequence) >= nextSequence));
}

// After a start, first what was left over.
await settle();

// Then new work: here a budget that pays for it, and a batch of one receipt.
const terms: BudgetTerms = {
  limit: 5n * DIEM,
  mode: 'Reserved',
  provider: { Only: provider.address },
  consent: 'Receipts',
  expiresAt: null,
};
const opened = await submit(api, api.tx.metering.openBudget(terms, null, null), consumer);
const { budget } = findEvent<{ budget: number }>(opened.events, 'metering.BudgetOpened');
const receipt: Receipt = {
  id: `0x${randomUUID().replaceAll('-', '')}`,
  model: 0,
  usage: [
    { dimension: 'InputTokens', units: 1_000 },
    { dimension: 'OutputTokens', units: 500 },
  ],
};
const { index: epoch } = await read.epoch();
const batch = await record(epoch, [{ owner: consumer.address, budget, receipts: [receipt] }]);
await settle();
const spentOnce = (await read.budget(consumer.address, budget))!;
console.log(`batch ${batch.sequence} is settled, ${spentOnce.spent + spentOnce.previousSpent} planck DIEM spent`);

// As after a crash, when we can't know whether the batch was settled. Nothing is charged twice, even where we insist.
await settle();
const refusal = await submit(api, api.tx.metering.submitReceipts(batch), provider).catch((error: ChainError) => error);
console.log(`the same batch again: ${refusal instanceof ChainError ? refusal.code : 'settled'}`);

while (readJournal().length > 0) {
  await forgetFinal();
  await sleep(500);
}
console.log('all batches are final');
await api.disconnect();
