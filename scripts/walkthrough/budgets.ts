import { charge, DIEM, inDiem, submit, type BudgetTerms, type ChainEvent } from '../../clients/ts/index.ts';
import { usageOf, type Request } from './hour.ts';
import type { App, Story } from './story.ts';
import { bold, chapter, count, say, table } from './terminal.ts';

/** Every fourth request is one of the search, the others are of the assistant. */
const isSearch = ({ index }: Request): boolean => index % 4 === 3;

/** What the team expects its requests to cost, and the part of it that it plans for, in percent. */
const ASSISTANT_PERCENT = 110n;
const SEARCH_PERCENT = 80n;

/** The part of its limit at which the chain warns of the search's budget. */
const WARN_AT_PERCENT = 75;

/** Opens a budget for each of two apps. That of the search is too small for the hour. */
export async function openBudgets(
  { api, read, team, provider, prices, multiplier }: Story,
  hour: Request[],
): Promise<App[]> {
  const assistant = hour.filter((request) => !isSearch(request));
  const search = hour.filter(isSearch);
  const plan = (requests: Request[], percent: bigint): bigint => {
    const estimate = charge(prices, multiplier, usageOf(requests));
    return ((estimate * percent) / 100n / DIEM + 1n) * DIEM;
  };
  const terms = { consent: 'Receipts', provider: { Only: provider.address }, expiresAt: null } as const;
  const reserved: BudgetTerms = { ...terms, mode: 'Reserved', limit: plan(assistant, ASSISTANT_PERCENT) };
  const shared: BudgetTerms = { ...terms, mode: 'Shared', limit: plan(search, SEARCH_PERCENT) };

  chapter('A budget for each of two apps');
  const { openBudget } = api.tx.metering;
  const calls = [openBudget(reserved, null, null), openBudget(shared, WARN_AT_PERCENT, null)];
  const { events, blockNumber } = await submit(api, api.tx.utility.batchAll(calls), team);
  const opened = await Promise.all(openedIn(events).map((id) => read.budget(team.address, id)));
  const apps = [
    { name: 'assistant', requests: assistant, budget: opened[0]! },
    { name: 'search', requests: search, budget: opened[1]! },
  ];

  say(`Alice opens both in block ${blockNumber}; only Charlie may debit them, by receipts`);
  const rows = apps.map(({ name, requests, budget: { terms, left } }) => [
    name,
    terms.mode,
    inDiem(terms.limit, 0),
    inDiem(left, 0),
    count(requests.length),
  ]);
  table(rows, ['app', 'mode', 'limit', 'left', 'requests to come']);
  say(`${bold('Reserved')} is carved out of the quota and can be relied on; ${bold('Shared')} takes from what is free`);
  return apps;
}

function openedIn(events: ChainEvent[]): number[] {
  return events.filter(({ name }) => name === 'metering.BudgetOpened').map(({ data }) => data.budget as number);
}
