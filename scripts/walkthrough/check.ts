import { expectedOf } from './expected.ts';
import type { Request } from './hour.ts';
import type { Settlement } from './meter.ts';
import type { App, Story } from './story.ts';
import { bad, chapter, count, good, say } from './terminal.ts';

/** A number of the chain, and what it has to be. */
export interface Comparison {
  what: string;
  chain: bigint | number;
  outside: bigint | number;
}

/**
 * Compares what the chain charged for the hour with what it had to charge, and `others` with what they had to be, and returns whether
 * all are equal to the planck.
 */
export function check(
  story: Story,
  hour: Request[],
  apps: App[],
  settlement: Settlement,
  others: Comparison[],
): boolean {
  chapter('The check');
  say('computed outside of the chain: each request at the prices of the rate card, in order, while its budget lasts');
  const expected = apps.map((app) => expectedOf(story, app));
  const charged = expected.reduce((sum, app) => sum + app.charged, 0n);
  const chargedReceipts = expected.reduce((sum, app) => sum + app.chargedReceipts, 0);
  const rejected = expected.flatMap((app) => app.rejected.map(({ index }) => index)).sort((a, b) => a - b);
  const { before, after } = settlement;

  const results = [
    compare('planck DIEM charged, by the events of the batches', settlement.charged, charged),
    compare('planck DIEM charged, by the books of the budgets', after.budgets - before.budgets, charged),
    compare("planck DIEM charged, by the books of Alice's quota", after.account - before.account, charged),
    compare("planck DIEM charged, by Charlie's books", after.provider - before.provider, charged),
    ...apps.map((app, index) =>
      compare(
        `planck DIEM debited for ${app.name}`,
        settlement.debited.get(app.budget.id) ?? 0n,
        expected[index]!.charged,
      ),
    ),
    compare('receipts charged', settlement.chargedReceipts, chargedReceipts),
    compare('receipts rejected', settlement.rejected.length, rejected.length),
    compare('receipts in all', settlement.chargedReceipts + settlement.rejected.length, hour.length),
    ...others.map(({ what, chain, outside }) => compare(what, chain, outside)),
  ];
  const which = settlement.rejected.map(({ request }) => request.index).sort((a, b) => a - b);
  const same = which.every((index, place) => index === rejected[place]) && which.length === rejected.length;
  say(`${verdict(same)} the receipts that were rejected are those that had to be`);
  return same && results.every(Boolean);
}

function compare(what: string, chain: bigint | number, outside: bigint | number): boolean {
  const equal = BigInt(chain) === BigInt(outside);
  say(`${verdict(equal)} ${what}: ${count(chain)}${equal ? '' : `, where ${count(outside)} is right`}`);
  return equal;
}

const verdict = (equal: boolean): string => (equal ? good('✓') : bad('✗'));
