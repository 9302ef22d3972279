import { documentation, inDiem, type EpochInfo } from '../../clients/ts/index.ts';
import type { Settlement } from './meter.ts';
import type { App, Story } from './story.ts';
import { bad, bold, chapter, count, say, table } from './terminal.ts';
import { nextEpoch } from './wait.ts';

const EXAMPLES = 3;

/** Shows what each app used and what is left, and the receipts that were rejected. */
export function showUsage(story: Story, apps: App[], { debited, rejected, epoch }: Settlement): void {
  chapter(`What the apps used in epoch ${epoch}`);
  const rows = apps.map((app) => {
    const { id, terms } = app.budget;
    const used = debited.get(id) ?? 0n;
    const refused = rejected.filter((entry) => entry.app === app).length;
    const charged = count(app.requests.length - refused);
    return [app.name, inDiem(terms.limit), inDiem(used), inDiem(terms.limit - used), charged, count(refused)];
  });
  table(rows, ['app', 'limit', 'used', 'left', 'charged', 'rejected']);
  if (rejected.length === 0) return;
  say(`${bold('search')} ran out of its budget. The first receipts of its that the chain rejected:`);
  for (const { request, reason } of rejected.slice(0, EXAMPLES)) {
    const { index, inputTokens, outputTokens } = request;
    say(`  request ${count(index)} (${inputTokens} tokens in, ${outputTokens} out): ${bad(reason)}`);
  }
  say(`${bold(rejected[0]!.reason)}: ${explain(story, rejected[0]!.reason)}`);
}

/** Waits for the next epoch, and shows that the budgets are fresh in it. */
export async function roll(story: Story, apps: App[], epoch: number): Promise<EpochInfo> {
  const { read, team } = story;
  chapter('The next epoch');
  say('what was not spent is gone, and the grant is made anew');
  const next = await nextEpoch(story, epoch);
  const { quota } = await read.account(team.address);
  say(`granted for epoch ${next.index}: ${bold(inDiem(quota.granted))}`);
  const budgets = await Promise.all(apps.map(({ budget }) => read.budget(team.address, budget.id)));
  const rows = apps.map(({ name }, index) => {
    const { terms, spent, left, previousSpent } = budgets[index]!;
    return [name, ...[terms.limit, spent, left, previousSpent].map((amount) => inDiem(amount))];
  });
  table(rows, ['app', 'limit', 'used', 'left', 'used before']);
  return next;
}

/** What the chain's metadata says about a reason. */
function explain({ api }: Story, reason: string): string {
  for (const { type } of api.registry.metadata.lookup.types) {
    if (type.path.at(-1)?.toString() === 'RejectionReason' && type.def.isVariant) {
      const variant = type.def.asVariant.variants.find(({ name }) => name.toString() === reason);
      return documentation(variant?.docs ?? []);
    }
  }
  return '';
}
