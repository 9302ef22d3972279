// Replaces the key of an agent that was stolen, or that spends too fast.
import { Keyring } from '@polkadot/api';
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
const { dave: owner, charlie: provider } = wellKnown();
const keyring = new Keyring({ type: 'sr25519' });
const [agent, successor] = [keyring.addFromUri('//Agent'), keyring.addFromUri('//Agent//2')];
const { openBudget, setDelegate, pauseBudget, resumeBudget } = api.tx.metering;

const terms: BudgetTerms = {
  limit: 5n * DIEM,
  mode: 'Shared',
  provider: { Only: provider.address },
  consent: 'Vouchers',
  expiresAt: null,
};
const opened = await submit(api, openBudget(terms, 80, agent.address), owner);
const { budget } = findEvent<{ budget: number }>(opened.events, 'metering.BudgetOpened');

// Another key acts for the budget at once. What the former one signed settles for the grace, since it may be for work that was done.
const { events } = await submit(api, setDelegate(budget, successor.address), owner);
const { formerUntil } = findEvent<{ formerUntil: number }>(events, 'metering.DelegateSet');
console.log(`what the former key signed settles up to block ${formerUntil}, and nothing of it after`);

// Meanwhile a thief can spend what is left of the limit. To stop that too, stop the budget: the provider is told no at once.
await submit(api, pauseBudget(budget), owner);
const answer = await read.canDebit(owner.address, budget, provider.address, 1n);
console.log('Err' in answer ? `${answer.Err.limit}: serve no more` : `${inDiem(answer.Ok)} left`);
await submit(api, resumeBudget(budget), owner);
const { delegate, left } = (await read.budget(owner.address, budget))!;
console.log(`${delegate} acts for the budget, ${inDiem(left)} left`);
await api.disconnect();
