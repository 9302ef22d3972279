import { Keyring } from '@polkadot/api';
import { DIEM, toPlain, VVV, type Batch, type Signer, type Submittable } from '../../clients/ts/index.ts';
import type { TestChain } from '../../tests/support/chain.ts';
import { receipt, terms, tokens } from '../../tests/support/economy.ts';
import { signedVoucher } from '../../tests/support/vouchers.ts';
import type { Signed } from './blocks.ts';

/** Calls of one kind. */
export interface Workload {
  name: string;
  /** Whether an epoch begins before it. */
  nextEpoch?: boolean;
  calls(): Promise<Signed[]> | Signed[];
}

/** What a user has at stake, and so about how much DIEM it is granted. */
const STAKE = 20n * VVV;
const CENT = DIEM / 100n;
const METADATA = `0x${'78'.repeat(256)}`;

/** So many users, each with keys of its own. */
export function users(count: number): Signer[] {
  const keyring = new Keyring({ type: 'sr25519' });
  return Array.from({ length: count }, (_, index) => keyring.addFromUri(`//Honest//${index}`));
}

/** Every kind of call that users make, in an order in which each finds what it needs. */
export function workloads(chain: TestChain, all: Signer[]): Workload[] {
  return [
    ...transfers(chain, all),
    ...stakes(chain, all),
    ...budgets(chain, all),
    ...settlement(chain, all),
    ...market(chain, all),
    ...provision(chain, all),
    ...ends(chain, all),
  ];
}

/** The one after a user. */
const next = (all: Signer[], index: number): Signer => all[(index + 1) % all.length]!;

const byEach = (all: Signer[], call: (user: Signer, index: number) => Submittable): Signed[] =>
  all.map((user, index) => [user, call(user, index)]);

function transfers({ api, accounts }: TestChain, all: Signer[]): Workload[] {
  const fund = (user: Signer) => api.tx.balances.transferKeepAlive(user.address, 10_000n * VVV);
  return [
    {
      name: 'balances.transferKeepAlive, to a new account',
      calls: () => all.map((user) => [accounts.alice, fund(user)]),
    },
    {
      name: 'balances.transferKeepAlive',
      calls: () => byEach(all, (_, index) => api.tx.balances.transferKeepAlive(next(all, index).address, VVV)),
    },
  ];
}

function stakes({ api }: TestChain, all: Signer[]): Workload[] {
  const { stake, unstake, restake, claimQuota, transferQuota } = api.tx.vvvStaking;
  return [
    { name: 'vvvStaking.stake, the first time', calls: () => byEach(all, () => stake!(STAKE)) },
    { name: 'vvvStaking.stake', calls: () => byEach(all, () => stake!(VVV)) },
    { name: 'vvvStaking.claimQuota', nextEpoch: true, calls: () => byEach(all, (user) => claimQuota!(user.address)) },
    {
      name: 'vvvStaking.transferQuota',
      calls: () => byEach(all, (_, index) => transferQuota!(next(all, index).address, CENT)),
    },
    { name: 'vvvStaking.unstake', calls: () => byEach(all, () => unstake!(2n * VVV)) },
    { name: 'vvvStaking.restake', calls: () => byEach(all, () => restake!(VVV)) },
    {
      name: 'vvvStaking.transferQuota, both ledgers touched first',
      nextEpoch: true,
      calls: () =>
        all.flatMap((user, index): Signed[] =>
          index % 2 === 0 ? [[user, transferQuota!(next(all, index).address, CENT)]] : [],
        ),
    },
  ];
}

function budgets({ api, accounts }: TestChain, all: Signer[]): Workload[] {
  const { openBudget, updateBudget, setDelegate, pauseBudget, resumeBudget } = api.tx.metering;
  const limit = 2n * DIEM;
  const reserved = terms({ mode: 'Reserved', limit });
  const vouchers = terms({ limit, consent: 'Vouchers', provider: { Only: accounts.charlie.address } });
  return [
    { name: 'metering.openBudget', calls: () => byEach(all, (user) => openBudget!(reserved, 80, user.address)) },
    {
      name: 'metering.openBudget, by voucher',
      calls: () => byEach(all, (user) => openBudget!(vouchers, null, user.address)),
    },
    {
      name: 'metering.updateBudget',
      calls: () => byEach(all, () => updateBudget!(0, { ...reserved, limit: limit + CENT }, 90)),
    },
    { name: 'metering.setDelegate', calls: () => byEach(all, (_, index) => setDelegate!(0, next(all, index).address)) },
    { name: 'metering.pauseBudget', calls: () => byEach(all, () => pauseBudget!(0)) },
    { name: 'metering.resumeBudget', calls: () => byEach(all, () => resumeBudget!(0)) },
  ];
}

/** Batches of Charlie's, of a size each, until every user had its turn. */
async function batches(chain: TestChain, all: Signer[], groups: number, perGroup: number): Promise<Signed[]> {
  const { index: epoch } = await chain.read.epoch();
  const { charlie } = chain.accounts;
  const sequence = (await chain.read.provider(charlie.address))!.nextSequence;
  const group = (owner: Signer) => ({
    owner: owner.address,
    budget: 0,
    receipts: Array.from({ length: perGroup }, () => receipt(tokens(30, 10))),
  });
  const count = Math.floor(all.length / groups);
  return Array.from({ length: count }, (_, number): Signed => {
    const owners = all.slice(number * groups, (number + 1) * groups);
    const batch: Batch = { epoch, sequence: sequence + BigInt(number), groups: owners.map(group) };
    return [charlie, chain.api.tx.metering.submitReceipts(batch)];
  });
}

function settlement(chain: TestChain, all: Signer[]): Workload[] {
  const { api, accounts } = chain;
  const signed = async (amount: bigint, perCall: number): Promise<Signed[]> => {
    const { index: epoch } = await chain.read.epoch();
    const of = (owner: Signer) =>
      signedVoucher(chain, owner, accounts.charlie, { owner: owner.address, budget: 1, epoch, amount });
    const calls = Array.from({ length: Math.floor(all.length / perCall) }, (_, number) => {
      const owners = all.slice(number * perCall, (number + 1) * perCall);
      return api.tx.metering.settleVouchers(owners.map(of));
    });
    return calls.map((call) => [accounts.charlie, call]);
  };
  const refund = async () => {
    const { index: epoch } = await chain.read.epoch();
    return all.map((owner): Signed => [accounts.charlie, api.tx.metering.refund(owner.address, 1, epoch, CENT)]);
  };
  const size = Math.min(100, all.length);
  return [
    { name: 'metering.submitReceipts, 1 receipt', nextEpoch: true, calls: () => batches(chain, all, 1, 1) },
    { name: 'metering.submitReceipts, 1,000 in 20 groups', calls: () => batches(chain, all, 20, 50) },
    { name: `metering.submitReceipts, 1,000 in ${size} groups`, calls: () => batches(chain, all, size, 1_000 / size) },
    { name: 'metering.settleVouchers, 1 voucher', calls: () => signed(2n * CENT, 1) },
    { name: 'metering.settleVouchers, 20 vouchers', calls: () => signed(4n * CENT, 20) },
    { name: 'metering.refund', calls: refund },
  ];
}

function market({ api }: TestChain, all: Signer[]): Workload[] {
  const { offerQuota, buyQuota, cancelOffer, offerLease, takeLease } = api.tx.market;
  let first = 0n;
  const offers = async () => {
    first = toPlain(await api.query.market.nextOfferId!()) as bigint;
  };
  const of = (index: number): bigint => BigInt(first) + BigInt((index + 1) % all.length);
  const buy = (index: number, amount: bigint) => buyQuota!([{ offer: of(index), amount }], VVV);
  return [
    {
      name: 'market.offerQuota',
      calls: async () => {
        await offers();
        return byEach(all, () => offerQuota!(10n * CENT, VVV / 100n, CENT));
      },
    },
    { name: 'market.buyQuota, a part of an offer', calls: () => byEach(all, (_, index) => buy(index, CENT)) },
    {
      name: 'market.buyQuota, all of an offer',
      calls: () => byEach(all.slice(0, all.length / 2), (_, index) => buy(index, 9n * CENT)),
    },
    {
      name: 'market.cancelOffer',
      calls: () =>
        all.flatMap((user, index): Signed[] =>
          index === 0 || index > all.length / 2 ? [[user, cancelOffer!(BigInt(first) + BigInt(index))]] : [],
        ),
    },
    {
      name: 'market.offerLease',
      calls: async () => {
        await offers();
        return byEach(all, () => offerLease!(VVV, 10, VVV / 100n, null));
      },
    },
    { name: 'market.takeLease', calls: () => byEach(all, (_, index) => takeLease!(of(index))) },
  ];
}

function provision({ api }: TestChain, all: Signer[]): Workload[] {
  const { registerProvider, setCapacity, setReceiptKey, serveModel, registerModel } = api.tx.metering;
  const prices = (['InputTokens', 'OutputTokens'] as const).map((dimension) => ({ dimension, perMillion: DIEM }));
  return [
    { name: 'metering.registerProvider', calls: () => byEach(all, () => registerProvider!(DIEM, METADATA)) },
    { name: 'metering.setCapacity', calls: () => byEach(all, () => setCapacity!(2n * DIEM)) },
    { name: 'metering.setReceiptKey', calls: () => byEach(all, (user) => setReceiptKey!(user.address)) },
    { name: 'metering.serveModel', calls: () => byEach(all, () => serveModel!(0, 10_000)) },
    { name: 'metering.registerModel', calls: () => byEach(all, () => registerModel!('a model', 'Text', prices)) },
  ];
}

function ends({ api }: TestChain, all: Signer[]): Workload[] {
  const { closeBudget, deregisterProvider } = api.tx.metering;
  const { claimRewards } = api.tx.vvvStaking;
  return [
    { name: 'metering.deregisterProvider', calls: () => byEach(all, () => deregisterProvider!()) },
    { name: 'metering.closeBudget', calls: () => byEach(all, (user) => closeBudget!(user.address, 0)) },
    {
      name: 'vvvStaking.claimQuota, with leases',
      nextEpoch: true,
      calls: () => byEach(all, (user) => api.tx.vvvStaking.claimQuota!(user.address)),
    },
    {
      name: 'metering.closeBudget, which removes it',
      nextEpoch: true,
      calls: () => byEach(all, (user) => closeBudget!(user.address, 0)),
    },
    { name: 'vvvStaking.claimRewards', calls: () => byEach(all, (user) => claimRewards!(user.address)) },
  ];
}
