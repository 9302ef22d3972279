// Serves a consumer, and settles what it used.
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import type { SubmittableExtrinsic } from '@polkadot/api/types';
import type { KeyringPair } from '@polkadot/keyring/types';
import type { Codec, ISubmittableResult } from '@polkadot/types/types';
import { randomUUID } from 'node:crypto';

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

/** What an inference server logs of a request. */
type Served = { model: number; inputTokens: number; outputTokens: number };

/** The receipt of one request. Input excludes cached tokens, output excludes reasoning: no unit is counted twice. */
const receipt = ({ model, inputTokens, outputTokens }: Served) => ({
  id: `0x${randomUUID().replaceAll('-', '')}`,
  model,
  usage: [
    { dimension: 'InputTokens', units: inputTokens },
    { dimension: 'OutputTokens', units: outputTokens },
  ],
});

async function main() {
  const api = await ApiPromise.create({ provider: new WsProvider(ENDPOINT), noInitWarn: true });
  const keyring = new Keyring({ type: 'sr25519' });
  const [provider, consumer] = [keyring.addFromUri('//PROVIDER'), keyring.addFromUri('//Dave')];

  // The consumer's part: a budget of 5 DIEM per epoch that only this provider can debit.
  const terms = {
    limit: 5n * DIEM,
    mode: 'Reserved',
    provider: { Only: provider.address },
    consent: 'Receipts',
    expiresAt: null,
  };
  const opened = await send(api, api.tx.metering.openBudget(terms, null, null), consumer);
  const budget = (opened.findRecord('metering', 'BudgetOpened')!.event.data as any).budget.toNumber();

  // Before serving: is there enough in the budget for what the request may cost at most?
  const most = DIEM / 1000n;
  const answer = await ask(api.call.diemApi.canDebit(consumer.address, budget, provider.address, most));
  if (!('ok' in answer)) throw new Error(`not served: ${JSON.stringify(answer.err)}`);
  console.log(`${BigInt(answer.ok)} planck DIEM left`);

  // After serving: the receipts in one batch, grouped by the budget that pays. The last one names no model that exists.
  const served: Served[] = [
    { model: 0, inputTokens: 374, outputTokens: 44 },
    { model: 0, inputTokens: 396, outputTokens: 109 },
    { model: 4_000_000_000, inputTokens: 879, outputTokens: 55 },
  ];
  const batch = {
    epoch: (await ask(api.call.diemApi.epoch())).index,
    sequence: (await ask(api.call.diemApi.provider(provider.address))).nextSequence,
    groups: [{ owner: consumer.address, budget, receipts: served.map(receipt) }],
  };
  const result = await send(api, api.tx.metering.submitReceipts(batch), provider);

  // One event says what became of the batch. A rejection names its place in it.
  const settled = result.findRecord('metering', 'BatchSettled')!.event.data as any;
  console.log(`batch ${settled.sequence}: ${settled.receipts} receipts charged, ${settled.charged.toBigInt()} planck DIEM`);
  for (const { group, receipt, reason } of settled.rejections.toJSON()) {
    console.log(`group ${group}, receipt ${receipt}: ${reason}`);
  }
  await api.disconnect();
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
