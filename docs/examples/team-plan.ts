// Stakes VVV, waits for the grant, and plans it: a reserved budget for one app and a shared one for the others.
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import type { SubmittableExtrinsic } from '@polkadot/api/types';
import type { KeyringPair } from '@polkadot/keyring/types';
import type { Codec, ISubmittableResult } from '@polkadot/types/types';
import { setTimeout as sleep } from 'node:timers/promises';

const ENDPOINT = process.env.VVV_ENDPOINT ?? 'ws://127.0.0.1:9944';
const VVV = 10n ** 18n;
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
  const [team, chatKey] = [keyring.addFromUri('//Alice'), keyring.addFromUri('//Alice//chat')];

  // The stake. It earns quota from the next epoch on.
  const { staked } = await ask(api.call.diemApi.account(team.address));
  if (BigInt(staked) < 10_000n * VVV) {
    await send(api, api.tx.vvvStaking.stake(10_000n * VVV - BigInt(staked)), team);
  }
  const epoch = await nextEpoch(api);
  const { quota } = await ask(api.call.diemApi.account(team.address));
  console.log(`epoch ${epoch}: granted ${BigInt(quota.granted)}, available ${BigInt(quota.available)} planck DIEM`);

  // Who serves model 0 today, and at what price? The cheapest comes first.
  const usage = [{ dimension: 'InputTokens', units: 1_000_000 }, { dimension: 'OutputTokens', units: 250_000 }];
  const offers: { provider: string; price: bigint }[] = [];
  for (const { account } of await ask(api.call.diemApi.providers())) {
    const quote = await ask(api.call.diemApi.quote(account, 0, usage, 'Now'));
    if ('ok' in quote) offers.push({ provider: account, price: BigInt(quote.ok) });
  }
  offers.sort((a, b) => (a.price < b.price ? -1 : 1));
  for (const { provider, price } of offers) console.log(`${provider}: ${price} planck DIEM`);

  // The chat app needs to rely on its DIEM: reserved, for one provider. The batch jobs take what is left: shared.
  const chat = {
    limit: 40n * DIEM,
    mode: 'Reserved',
    provider: { Only: offers[0].provider },
    consent: 'Receipts',
    expiresAt: null,
  };
  const jobs = { ...chat, limit: 100n * DIEM, mode: 'Shared', expiresAt: epoch + 365 };
  const openings = [
    api.tx.metering.openBudget(chat, 80, chatKey.address), // warns at 80 % of the limit
    api.tx.metering.openBudget(jobs, null, null),
  ];
  await send(api, api.tx.utility.batchAll(openings), team);

  for (const { id, terms, share, left } of (await ask(api.call.diemApi.budgets(team.address))).slice(-2)) {
    console.log(`budget ${id}, ${terms.mode}: limit ${BigInt(terms.limit)}, share ${BigInt(share)}, left ${BigInt(left)}`);
  }
  await api.disconnect();
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
