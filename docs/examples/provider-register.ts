// Registers a provider, lists a model, and shows what it will charge.
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import type { SubmittableExtrinsic } from '@polkadot/api/types';
import type { KeyringPair } from '@polkadot/keyring/types';
import type { Codec, ISubmittableResult } from '@polkadot/types/types';
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
  const provider = new Keyring({ type: 'sr25519' }).addFromUri('//Ferdie');

  // The pledge: 100 DIEM per epoch. The bond behind it goes on hold at once, the pledge counts from the next epoch on.
  if ((await ask(api.call.diemApi.provider(provider.address))) === null) {
    const metadata = JSON.stringify({ name: 'Ferdie', url: 'https://inference.example' });
    await send(api, api.tx.metering.registerProvider(100n * DIEM, metadata), provider);
  }

  // The models that it serves, each with its multiplier in basis points: 12,000 is 1.2 times the model's rate card.
  const [model] = await ask(api.call.diemApi.models());
  await send(api, api.tx.metering.serveModel(model.id, 12_000), provider);

  // Both prices are known now: that of this epoch, if the model is served in it, and that of the next.
  const usage = [
    { dimension: 'InputTokens', units: 1_000_000 },
    { dimension: 'OutputTokens', units: 250_000 },
  ];
  for (const at of ['Now', 'NextEpoch']) {
    const quote = await ask(api.call.diemApi.quote(provider.address, model.id, usage, at));
    console.log(at, 'ok' in quote ? `${BigInt(quote.ok)} planck DIEM` : JSON.stringify(quote.err));
  }

  const epoch = await nextEpoch(api);
  const { capacity, bond, nextSequence } = await ask(api.call.diemApi.provider(provider.address));
  console.log(`epoch ${epoch}: pledged ${BigInt(capacity)} planck DIEM behind ${BigInt(bond)} planck VVV`);
  console.log(`the first batch has the sequence ${nextSequence}`);
  await api.disconnect();
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
