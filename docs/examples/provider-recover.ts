// Settles batches so that a crash at any point neither loses nor doubles one.
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import type { SubmittableExtrinsic } from '@polkadot/api/types';
import type { KeyringPair } from '@polkadot/keyring/types';
import type { Codec, ISubmittableResult } from '@polkadot/types/types';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const ENDPOINT = process.env.VVV_ENDPOINT ?? 'ws://127.0.0.1:9944';
const DIEM = 10n ** 18n;

/** Sends a call and resolves when it is in a block, or rejects with the error's name and what to do about it. */
function send(api: ApiPromise, call: SubmittableExtrinsic<'promise'>, signer: KeyringPair): Promise<ISubmittableResult> {
  return new Promise((resolve, reject) => {
    call
      .signAndSend(signer, { nonce: -1 }, (result) => {
        if (result.dispatchError?.isModule) {
          const { section, name, docs } = api.registry.findMetaError(result.dispatchError.asModule);
          reject(new Error(`${section}.${name}: ${docs.join(' ')}`));
        } else if (result.isError || result.dispatchError) {
          reject(new Error(String(result.dispatchError ?? result.status)));
        } else if (result.isInBlock) {
          resolve(result);
        }
      })
      .catch(reject);
  });
}

/** The answer of a runtime API, as plain data. Amounts come as a number or as hex: `BigInt` takes both. */
const ask = async (answer: Promise<Codec>): Promise<any> => (await answer).toJSON();

type Batch = { epoch: number; sequence: number; groups: object[] };

/** The batches that are not known to be final, on disk, in the order of their sequences. */
const JOURNAL = process.env.VVV_JOURNAL ?? join(tmpdir(), `vvv-journal-${process.pid}.json`);
const readJournal = (): Batch[] => (existsSync(JOURNAL) ? JSON.parse(readFileSync(JOURNAL, 'utf8')) : []);

/** Replaces the journal in one step: a crash leaves the old one or the new one. */
function writeJournal(batches: Batch[]) {
  writeFileSync(`${JOURNAL}.new`, JSON.stringify(batches), { flush: true });
  renameSync(`${JOURNAL}.new`, JOURNAL);
}

/** Writes a batch down, and only then is it sent. A batch that was written down is never changed. */
function record(epoch: number, groups: object[], firstSequence: number) {
  const journal = readJournal();
  const last = journal.at(-1);
  const batch = { epoch, sequence: last ? last.sequence + 1 : firstSequence, groups };
  writeJournal([...journal, batch]);
}

/** Sends what the chain has not settled. Right at any time: after a start, a crash, or a lost connection. */
async function settle(api: ApiPromise, provider: KeyringPair) {
  for (const batch of readJournal()) {
    const { nextSequence } = await ask(api.call.diemApi.provider(provider.address));
    if (batch.sequence < nextSequence) continue;
    try {
      const result = await send(api, api.tx.metering.submitReceipts(batch), provider);
      const { charged } = result.findRecord('metering', 'BatchSettled')!.event.data as any;
      console.log(`batch ${batch.sequence}: ${charged.toBigInt()} planck DIEM`);
    } catch (error) {
      // It was settled by a submission of which we had lost track. That is what we want.
      if (!String(error).includes('SequenceAlreadySettled')) throw error;
    }
  }
}

/** Forgets the batches that are settled for good: in a block that is final. */
async function forgetFinal(api: ApiPromise, provider: KeyringPair) {
  const final = await api.at(await api.rpc.chain.getFinalizedHead());
  const known = await ask(final.call.diemApi.provider(provider.address));
  writeJournal(readJournal().filter(({ sequence }) => sequence >= (known?.nextSequence ?? 0)));
}

async function main() {
  const api = await ApiPromise.create({ provider: new WsProvider(ENDPOINT), noInitWarn: true });
  const keyring = new Keyring({ type: 'sr25519' });
  const [provider, consumer] = [keyring.addFromUri('//PROVIDER'), keyring.addFromUri('//Dave')];

  // After a start, first what was left over.
  await settle(api, provider);

  // Then new work: a budget to pay for it, and a batch of one receipt.
  const terms = {
    limit: 5n * DIEM,
    mode: 'Reserved',
    provider: { Only: provider.address },
    consent: 'Receipts',
    expiresAt: null,
  };
  const opened = await send(api, api.tx.metering.openBudget(terms, null, null), consumer);
  const budget = (opened.findRecord('metering', 'BudgetOpened')!.event.data as any).budget.toNumber();
  const usage = [{ dimension: 'InputTokens', units: 1_000 }, { dimension: 'OutputTokens', units: 500 }];
  const receipts = [{ id: `0x${randomUUID().replaceAll('-', '')}`, model: 0, usage }];
  const { index: epoch } = await ask(api.call.diemApi.epoch());
  const { nextSequence } = await ask(api.call.diemApi.provider(provider.address));
  record(epoch, [{ owner: consumer.address, budget, receipts }], nextSequence);
  const [batch] = readJournal().slice(-1);
  await settle(api, provider);

  // As after a crash: the batch is in the journal, and we do not know that it was settled. Nothing is charged twice.
  await settle(api, provider);
  const refusal = await send(api, api.tx.metering.submitReceipts(batch), provider).catch(String);
  console.log(`the same batch again: ${refusal}`);

  while (readJournal().length > 0) {
    await forgetFinal(api, provider);
    await sleep(1_000);
  }
  console.log('all batches are final');
  await api.disconnect();
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
