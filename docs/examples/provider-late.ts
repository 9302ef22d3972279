// Settles work of an epoch after that epoch is over.
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import type { SubmittableExtrinsic } from '@polkadot/api/types';
import type { KeyringPair } from '@polkadot/keyring/types';
import type { Codec, ISubmittableResult } from '@polkadot/types/types';
import { randomUUID } from 'node:crypto';
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

/** Waits until another epoch is open and gives its index. */
async function nextEpoch(api: ApiPromise): Promise<number> {
  const now = (await ask(api.call.diemApi.epoch())).index;
  for (;;) {
    const { index } = await ask(api.call.diemApi.epoch());
    if (index !== now) return index;
    await sleep(500);
  }
}

async function main() {
  const api = await ApiPromise.create({ provider: new WsProvider(ENDPOINT), noInitWarn: true });
  const keyring = new Keyring({ type: 'sr25519' });
  const [provider, consumer] = [keyring.addFromUri('//PROVIDER'), keyring.addFromUri('//Dave')];

  await nextEpoch(api);
  const terms = {
    limit: 5n * DIEM,
    mode: 'Reserved',
    provider: { Only: provider.address },
    consent: 'Receipts',
    expiresAt: null,
  };
  const opened = await send(api, api.tx.metering.openBudget(terms, null, null), consumer);
  const budget = (opened.findRecord('metering', 'BudgetOpened')!.event.data as any).budget.toNumber();

  // The work is done in this epoch, and the batch says so, whenever it is sent.
  const epoch: number = (await ask(api.call.diemApi.epoch())).index;
  const usage = [{ dimension: 'InputTokens', units: 1_000 }, { dimension: 'OutputTokens', units: 500 }];
  const receipts = [{ id: `0x${randomUUID().replaceAll('-', '')}`, model: 0, usage }];

  // It settles in the next epoch still, at the prices and from the budget of the epoch that it names.
  await nextEpoch(api);
  const sequence = (await ask(api.call.diemApi.provider(provider.address))).nextSequence;
  const batch = { epoch, sequence, groups: [{ owner: consumer.address, budget, receipts }] };
  const result = await send(api, api.tx.metering.submitReceipts(batch), provider);

  const settled = result.findRecord('metering', 'BatchSettled')!.event.data as any;
  console.log(`epoch ${settled.epoch}: charged ${settled.charged.toBigInt()} planck DIEM`, settled.rejections.toJSON());
  const { spent, previousSpent } = await ask(api.call.diemApi.budget(consumer.address, budget));
  console.log(`spent in the previous epoch ${BigInt(previousSpent)}, in this one ${BigInt(spent)}`);
  await api.disconnect();
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
