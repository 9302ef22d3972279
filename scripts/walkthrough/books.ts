import type { Reader } from '../../clients/ts/index.ts';
import type { App, Story } from './story.ts';

/** What the chain keeps of an epoch: what the budgets spent, and what its owner and the provider have on their books. */
export interface Books {
  budgets: bigint;
  account: bigint;
  provider: bigint;
}

/** Reads the books of an epoch, which is the current or the previous one. */
export async function readBooks(read: Reader, { team, provider }: Story, apps: App[], epoch: number): Promise<Books> {
  const isPrevious = (await read.epoch()).index > epoch;
  const account = await read.account(team.address);
  const providerInfo = (await read.provider(provider.address))!;
  const budgets = await Promise.all(apps.map(({ budget }) => read.budget(team.address, budget.id)));
  return {
    budgets: budgets.reduce((sum, budget) => sum + (isPrevious ? budget!.previousSpent : budget!.spent), 0n),
    account: (isPrevious ? account.previousQuota : account.quota).spent,
    provider: isPrevious ? providerInfo.previousSettled : providerInfo.settled,
  };
}
