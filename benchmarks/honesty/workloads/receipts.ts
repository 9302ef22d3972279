import { DIMENSIONS, type Receipt, type ReceiptGroup, type Signer, type Usage } from '../../../clients/ts/index.ts';
import type { TestChain } from '../../../tests/support/chain.ts';
import { LARGE_TEXT, receipt, tokens } from '../../../tests/support/economy.ts';
import type { Signed } from '../blocks.ts';
import { BY_RECEIPT, UNKNOWN } from './budgets.ts';
import { serveModelOf } from './models.ts';
import { inGroups, touchInNextEpoch, type Workload } from './workload.ts';

/** The most receipts of a batch. */
const MOST = 1_000;
/** The most batches of so many receipts in one row. */
const BATCHES = 5;

const FEW = tokens(30, 10);
/** All kinds of tokens that a model of the preset is charged for. */
const OF_ALL_KINDS: Usage = [
  ...FEW,
  { dimension: 'CachedInputTokens', units: 20 },
  { dimension: 'ReasoningTokens', units: 10 },
];
/** As many kinds of units as a receipt may have, in the order in which they are encoded. */
const MOST_KINDS = DIMENSIONS.slice(0, 8);
const OF_MOST_KINDS: Usage = MOST_KINDS.map((dimension) => ({ dimension, units: 10 }));
/** A model that nobody has registered. */
const NO_MODEL = 4_242;
/** More than any budget pays for. */
const TOO_MANY = tokens(10n ** 12n, 10n ** 12n);

/** A group of so many receipts. */
const groupOf = (owner: string, budget: number, count: number, one: () => Receipt): ReceiptGroup => ({
  owner,
  budget,
  receipts: Array.from({ length: count }, one),
});

/** Batches of Charlie's, one after the other, each with these groups. */
async function batches(chain: TestChain, all: ReceiptGroup[][], epoch?: number): Promise<Signed[]> {
  const { charlie } = chain.accounts;
  const { nextSequence } = (await chain.read.provider(charlie.address))!;
  const into = epoch ?? (await chain.read.epoch()).index;
  return all.map((groups, number) => [
    charlie,
    chain.api.tx.metering.submitReceipts({ epoch: into, sequence: nextSequence + BigInt(number), groups }),
  ]);
}

/** Batches of receipts: small and large, of few and of many budgets, charged and rejected. */
export function receipts(chain: TestChain, users: Signer[]): Workload[] {
  return [...single(chain, users), ...charged(chain, users), ...rejected(chain, users)];
}

function single(chain: TestChain, users: Signer[]): Workload[] {
  const ofEach = (epoch?: number) =>
    batches(
      chain,
      users.map(({ address }) => [groupOf(address, BY_RECEIPT, 1, () => receipt(FEW))]),
      epoch,
    );
  return [
    {
      name: 'metering.submitReceipts, 1 receipt, ledger touched first',
      before: () => chain.nextEpoch(),
      firstTouches: users.length,
      calls: () => ofEach(),
    },
    { name: 'metering.submitReceipts, 1 receipt', calls: () => ofEach() },
    {
      name: 'metering.submitReceipts, 1 receipt of the epoch before',
      calls: async () => ofEach((await chain.read.epoch()).index - 1),
    },
  ];
}

/** As many receipts as a batch may have, in so many groups. Each number divides them. */
function charged(chain: TestChain, users: Signer[]): Workload[] {
  const thousand = (size: number, usage = FEW, model = LARGE_TEXT) =>
    batches(
      chain,
      inGroups(users, size, BATCHES).map((owners) =>
        owners.map(({ address }) => groupOf(address, BY_RECEIPT, MOST / size, () => receipt(usage, model))),
      ),
    );
  let model = LARGE_TEXT;
  const sizes = [1, 20, 40, 100].filter((size) => size <= users.length);
  const most = sizes.at(-1)!;
  return [
    ...sizes.map((size) => ({
      name: `metering.submitReceipts, 1,000 in ${groups(size)}`,
      calls: () => thousand(size),
    })),
    {
      name: `metering.submitReceipts, 1,000 in ${groups(1)}, ${OF_ALL_KINDS.length} usage entries each`,
      calls: () => thousand(1, OF_ALL_KINDS),
    },
    {
      name: 'metering.submitReceipts, 1,000 in 20 groups, none fits',
      calls: () => thousand(20, TOO_MANY),
      rejected: 'BudgetExhausted',
    },
    {
      name: `metering.submitReceipts, 1,000 in ${groups(most)}, ledgers touched first`,
      before: () => chain.nextEpoch(),
      firstTouches: users.length,
      calls: () => thousand(most),
    },
    {
      name: `metering.submitReceipts, 1,000 in ${groups(1)}, ${MOST_KINDS.length} usage entries each`,
      before: async () => {
        model = await serveModelOf(chain, chain.accounts.charlie, MOST_KINDS);
        await touchInNextEpoch(chain, users);
      },
      calls: () => thousand(1, OF_MOST_KINDS, model),
    },
  ];
}

/** As many receipts as a batch may have, in groups of which nothing can be charged and no ledger is touched. */
function rejected(chain: TestChain, users: Signer[]): Workload[] {
  const thousand = (size: number, group: (owner: Signer, index: number) => ReceiptGroup) =>
    batches(
      chain,
      Array.from({ length: BATCHES }, () =>
        Array.from({ length: size }, (_, index) => group(users[index % users.length]!, index)),
      ),
    );
  return [
    ...[1, 20, MOST].map((size) => ({
      name: `metering.submitReceipts, 1,000 in ${groups(size)}, unknown budgets`,
      calls: () =>
        thousand(size, ({ address }, index) => groupOf(address, UNKNOWN + index, MOST / size, () => receipt(FEW))),
      rejected: 'UnknownBudget' as const,
    })),
    {
      name: `metering.submitReceipts, 1,000 in ${groups(MOST)}, unknown model`,
      calls: () => thousand(MOST, ({ address }) => groupOf(address, BY_RECEIPT, 1, () => receipt(FEW, NO_MODEL))),
      rejected: 'UnknownModel',
    },
  ];
}

const groups = (count: number): string => (count === 1 ? '1 group' : `${count.toLocaleString('en')} groups`);
