import { Keyring } from '@polkadot/api';
import {
  charge,
  DIEM,
  findEvent,
  inDiem,
  signVoucher,
  submit,
  type BudgetTerms,
  type EpochInfo,
} from '../../clients/ts/index.ts';
import type { Comparison } from './check.ts';
import { usageOf, type Request } from './hour.ts';
import type { Story } from './story.ts';
import { bold, chapter, count, say } from './terminal.ts';

const LIMIT = 2n * DIEM;

/** Lets an agent, whose key holds nothing, pay for some requests by what it signs, and returns what that had to come to. */
export async function payByVoucher(story: Story, epoch: EpochInfo, requests: Request[]): Promise<Comparison[]> {
  const { api, read, team, provider, prices, multiplier } = story;
  chapter('A voucher');
  const agent = new Keyring({ type: 'sr25519' }).addFromUri('//Agent');
  const terms: BudgetTerms = {
    limit: LIMIT,
    mode: 'Reserved',
    provider: { Only: provider.address },
    consent: 'Vouchers',
    expiresAt: null,
  };
  const opened = await submit(api, api.tx.metering.openBudget(terms, null, agent.address), team);
  const { budget } = findEvent<{ budget: number }>(opened.events, 'metering.BudgetOpened');
  say(`Alice opens a budget of ${inDiem(LIMIT, 0)} that pays Charlie ${bold('only what her agent signs')}`);
  say('the key of the agent holds no VVV: it signs, and that is all it can do');

  // After each request the agent signs for all of them so far.
  const due = requests.map((_, index) => charge(prices, multiplier, usageOf(requests.slice(0, index + 1))));
  const vouchers = due.map((amount) => {
    const voucher = { owner: team.address, budget, epoch: epoch.index, amount };
    return signVoucher(agent, api.genesisHash.toHex(), voucher, provider.address);
  });
  for (const [index, amount] of due.entries())
    say(`  request ${index + 1}: the agent signs for ${inDiem(amount, 8)} in all`);

  const { events, blockNumber } = await submit(api, api.tx.metering.settleVouchers([vouchers.at(-1)!]), provider);
  const { debited } = findEvent<{ debited: bigint }>(events, 'metering.VouchersSettled');
  say(
    `Charlie settles the last one in block ${blockNumber}: ${bold(inDiem(debited, 8))} for ${count(due.length)} requests`,
  );
  const { spent, previousSpent } = (await read.budget(team.address, budget))!;
  return [
    { what: 'planck DIEM debited by the voucher', chain: debited, outside: due.at(-1)! },
    { what: "planck DIEM spent by the agent's budget", chain: spent + previousSpent, outside: due.at(-1)! },
  ];
}
