// Watches an owner's budgets: what is debited, what is nearly used up, what is paused. Ends after VVV_BLOCKS blocks.
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import type { Codec } from '@polkadot/types/types';
import { setTimeout as sleep } from 'node:timers/promises';

const ENDPOINT = process.env.VVV_ENDPOINT ?? 'ws://127.0.0.1:9944';

/** The answer of a runtime API, as plain data. Amounts come as a number or as hex: `BigInt` takes both. */
const ask = async (answer: Promise<Codec>): Promise<any> => (await answer).toJSON();

const BLOCKS = Number(process.env.VVV_BLOCKS ?? 5);
const WATCHED = ['Debited', 'BudgetWarning', 'BudgetPaused', 'BudgetResumed', 'BudgetUpdated', 'BudgetClosing'];

async function main() {
  const api = await ApiPromise.create({ provider: new WsProvider(ENDPOINT), noInitWarn: true });
  const team = new Keyring({ type: 'sr25519' }).addFromUri('//Dave');

  // Where each budget stands. `left` counts everything that could stop a debit but the provider's own capacity.
  const { index, endsAt } = await ask(api.call.diemApi.epoch());
  console.log(`epoch ${index}, until ${new Date(endsAt).toISOString()}`);
  for (const { id, terms, nextTerms, spent, left, paused } of await ask(api.call.diemApi.budgets(team.address))) {
    const state = paused ? 'paused' : terms.mode;
    console.log(`budget ${id}, ${state}: ${BigInt(spent)} spent, ${BigInt(left)} left of ${BigInt(terms.limit)}`);
    if (BigInt(nextTerms.limit) !== BigInt(terms.limit)) console.log(`  next epoch: ${BigInt(nextTerms.limit)}`);
  }

  // What happens to them, block by block. A watcher that keeps the number of its last block misses none after a restart.
  const first = (await api.rpc.chain.getHeader()).number.toNumber();
  for (let number = first; number < first + BLOCKS; number += 1) {
    while ((await api.rpc.chain.getHeader()).number.toNumber() < number) await sleep(500);
    const at = await api.at(await api.rpc.chain.getBlockHash(number));
    for (const { event } of (await at.query.system.events()) as any) {
      if (event.section === 'metering' && WATCHED.includes(event.method) && event.data.owner?.eq(team.address)) {
        console.log(`block ${number}: ${event.method}`, JSON.stringify(event.data.toHuman()));
      }
    }
  }
  await api.disconnect();
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
