// Splits a budget in two, stops one in an emergency, and closes it.
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import type { SubmittableExtrinsic } from '@polkadot/api/types';
import type { KeyringPair } from '@polkadot/keyring/types';
import type { Codec, ISubmittableResult } from '@polkadot/types/types';

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

async function main() {
  const api = await ApiPromise.create({ provider: new WsProvider(ENDPOINT), noInitWarn: true });
  const team = new Keyring({ type: 'sr25519' }).addFromUri('//Dave');
  const [{ account: provider }] = await ask(api.call.diemApi.providers());
  const open = async (terms: object): Promise<number> => {
    const result = await send(api, api.tx.metering.openBudget(terms, 80, null), team);
    return (result.findRecord('metering', 'BudgetOpened')!.event.data as any).budget.toNumber();
  };
  const show = async (id: number) => {
    const { terms, nextTerms, left, paused, closesAt } = await ask(api.call.diemApi.budget(team.address, id));
    console.log(`budget ${id}: limit ${BigInt(terms.limit)}, next epoch ${BigInt(nextTerms.limit)}, left ${BigInt(left)}`);
    console.log(`  ${paused ? 'paused' : 'not paused'}, ${closesAt === null ? 'open' : `closes at epoch ${closesAt}`}`);
  };

  const terms = { mode: 'Reserved', provider: { Only: provider }, consent: 'Receipts', expiresAt: null };
  const first = await open({ ...terms, limit: 20n * DIEM });

  // Split: less for the one acts next epoch, the new one has its share at once if the free pool holds it.
  await send(api, api.tx.metering.updateBudget(first, { ...terms, limit: 12n * DIEM }, 80), team);
  const second = await open({ ...terms, limit: 8n * DIEM });
  await show(first);
  await show(second);

  // More acts at once.
  await send(api, api.tx.metering.updateBudget(second, { ...terms, limit: 10n * DIEM }, 80), team);
  await show(second);

  // Emergency: nothing settles once the grace is over, until it is resumed.
  const paused = await send(api, api.tx.metering.pauseBudget(second), team);
  const { graceUntil } = paused.findRecord('metering', 'BudgetPaused')!.event.data as any;
  console.log(`what was permitted before settles up to block ${graceUntil}`);
  await show(second);
  await send(api, api.tx.metering.resumeBudget(second), team);

  // Closing acts next epoch. A second `closeBudget`, by anyone, frees the deposit once nothing can be settled any more.
  for (const id of [first, second]) await send(api, api.tx.metering.closeBudget(team.address, id), team);
  await show(second);
  await api.disconnect();
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
