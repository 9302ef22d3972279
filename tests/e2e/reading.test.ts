import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  DIEM,
  Reader,
  toPlain,
  VVV,
  type ChainEvent,
  type ModelInfo,
  type ModelKind,
  type Price,
} from '../../clients/ts/index.ts';
import { toEvent } from '../../clients/ts/events.ts';
import { TestChain } from '../support/chain.ts';
import { bill, LARGE_TEXT, openBudget, receipt, tokens } from '../support/economy.ts';

/** A thousandth of a DIEM. */
const MILLI = DIEM / 1_000n;

describe('a reader of the chain', () => {
  let chain: TestChain;
  before(async () => (chain = await TestChain.start()));
  after(() => chain.stop());

  it('learns when the epoch began and is over, and what was pledged and staked for it', async () => {
    const { index, startedAt, endsAt, capacity, totalWeight, minted, debited } = await chain.read.epoch();
    assert.equal(index, 2);
    assert.equal(endsAt % 60_000n, 0n);
    assert.ok(startedAt < endsAt && endsAt - startedAt <= 60_000n);
    assert.deepEqual([capacity, totalWeight, minted, debited], [2_000n * DIEM, 10_000n * VVV, 0n, 0n]);
  });

  it('finds a grant that nobody has claimed yet', async () => {
    const { quota, staked, weight } = await chain.read.account(chain.accounts.dave.address);
    assert.deepEqual([staked, weight], [10_000n * VVV, 10_000n * VVV]);
    assert.deepEqual([quota.granted, quota.available], [2_000n * DIEM, 2_000n * DIEM]);
    assert.equal((await chain.read.epoch()).minted, 0n);
  });

  it('finds nothing where there is nothing', async () => {
    const { dave, eve } = chain.accounts;
    const { staked, unlocking, quota } = await chain.read.account(eve.address);
    assert.deepEqual([staked, unlocking, quota.granted], [0n, [], 0n]);
    assert.equal(await chain.read.budget(dave.address, 4_242), null);
    assert.deepEqual(await chain.read.budgets(eve.address), []);
    assert.equal(await chain.read.provider(eve.address), null);
    assert.equal(await chain.read.model(4_242), null);
    assert.deepEqual(await chain.read.history(4_242, 10), []);
  });

  it('lists the models with their prices, and the providers with what they serve', async () => {
    const models = await chain.read.models();
    const tokenPrices = (input: bigint, cached: bigint, output: bigint): Price[] => [
      { dimension: 'InputTokens', perMillion: input * MILLI },
      { dimension: 'CachedInputTokens', perMillion: cached * MILLI },
      { dimension: 'OutputTokens', perMillion: output * MILLI },
      { dimension: 'ReasoningTokens', perMillion: output * MILLI },
    ];
    const imagePrices: Price[] = [
      { dimension: 'Images', perMillion: 5_000n * DIEM },
      { dimension: 'Megapixels', perMillion: 5_000n * DIEM },
    ];
    const { alice, charlie, ferdie } = chain.accounts;
    const model = (id: number, name: string, kind: ModelKind, rateCard: Price[]): ModelInfo => {
      return { id, name, kind, curator: alice.address, rateCard, nextRateCard: rateCard, retiredAt: null };
    };
    assert.deepEqual(models, [
      model(0, 'llama-3.3-70b', 'Text', tokenPrices(700n, 350n, 2_800n)),
      model(1, 'qwen3-4b', 'Text', tokenPrices(50n, 25n, 150n)),
      model(2, 'stable-diffusion-3.5', 'Image', imagePrices),
    ]);

    const served = (multiplier: number) =>
      [0, 1, 2].map((id) => ({ model: id, multiplier, nextMultiplier: multiplier }));
    const providers = await chain.read.providers();
    assert.deepEqual(
      new Map(providers.map(({ account, capacity, bond, models: listed }) => [account, { capacity, bond, listed }])),
      new Map([
        [charlie.address, { capacity: 1_000n * DIEM, bond: 10_000n * VVV, listed: served(10_000) }],
        [ferdie.address, { capacity: 1_000n * DIEM, bond: 10_000n * VVV, listed: served(12_500) }],
      ]),
    );
  });

  it('is quoted a price, today’s and tomorrow’s, or told why there is none', async () => {
    const { charlie, eve } = chain.accounts;
    const { multiplier } = (await chain.read.provider(charlie.address))!.models[0]!;
    await chain.submit(chain.api.tx.metering.serveModel(LARGE_TEXT, multiplier! + 1_000), charlie);
    const quote = (at: 'Now' | 'NextEpoch') => chain.read.quote(charlie.address, LARGE_TEXT, tokens(1_000_000, 0), at);
    const [now, next] = [await quote('Now'), await quote('NextEpoch')];
    assert.ok('Ok' in now && 'Ok' in next);
    assert.equal(next.Ok * BigInt(multiplier!), now.Ok * BigInt(multiplier! + 1_000));

    const refusal = async (provider: string, model: number, usage = tokens(1, 1)) =>
      chain.read.quote(provider, model, usage);
    assert.deepEqual(await refusal(charlie.address, 4_242), { Err: 'UnknownModel' });
    assert.deepEqual(await refusal(eve.address, LARGE_TEXT), { Err: 'UnknownProvider' });
    const video = [{ dimension: 'VideoMs', units: 1 } as const];
    assert.deepEqual(await refusal(charlie.address, LARGE_TEXT, video), { Err: { Usage: 'NoPrice' } });
    assert.deepEqual(await refusal(charlie.address, LARGE_TEXT, []), { Err: { Usage: 'NothingUsed' } });
  });

  it('learns before the work which limit would stop a debit, what is left, and when it resets', async () => {
    const { charlie, dave, eve, ferdie } = chain.accounts;
    const limit = 10n * DIEM;
    const id = await openBudget(chain, dave, { limit, provider: { Only: charlie.address } });
    const ask = (amount: bigint, budget = id, provider = charlie.address) =>
      chain.read.canDebit(dave.address, budget, provider, amount);
    assert.deepEqual(await ask(limit), { Ok: limit });
    const { endsAt } = await chain.read.epoch();
    assert.deepEqual(await ask(limit + 1n), { Err: { limit: 'BudgetLimit', left: limit, resetsAt: endsAt } });
    const denial = async (answer: ReturnType<typeof ask>) => {
      const found = await answer;
      return 'Err' in found ? found.Err.limit : 'none';
    };
    assert.equal(await denial(ask(1n, 4_242)), 'UnknownBudget');
    assert.equal(await denial(ask(1n, id, ferdie.address)), 'WrongProvider');
    const open = await openBudget(chain, dave, { limit: 5_000n * DIEM });
    assert.equal(await denial(ask(1n, open, eve.address)), 'UnknownProvider');
    assert.equal(await denial(ask(1_500n * DIEM, open)), 'ProviderCapacity');
    assert.equal(await denial(ask(3_000n * DIEM, open)), 'OwnerQuota');
  });

  it('reads a past block as it was', async () => {
    const { dave } = chain.accounts;
    const hash = await chain.api.rpc.chain.getBlockHash();
    const before = await chain.read.budgets(dave.address);
    await openBudget(chain, dave);
    assert.equal((await chain.read.budgets(dave.address)).length, before.length + 1);
    assert.deepEqual(await new Reader(await chain.api.at(hash)).budgets(dave.address), before);
  });

  it('finds the records of the epochs, the current one included', async () => {
    const epoch = await chain.nextEpoch(2);
    const records = await chain.read.history(0, 1_000);
    assert.deepEqual(
      records.map(({ index }) => index),
      Array.from({ length: epoch + 1 }, (_, index) => index),
    );
    for (const [previous, next] of records.slice(1).map((record, index) => [records[index]!, record] as const)) {
      assert.ok(next.times.startedAt >= previous.times.endsAt);
    }
    assert.deepEqual(
      (await chain.read.history(1, 1)).map(({ index }) => index),
      [1],
    );
  });

  it('subscribes to events, and sees a debit in the block that made it', async () => {
    const { charlie, dave } = chain.accounts;
    const budget = await openBudget(chain, dave);
    const seen: ChainEvent[] = [];
    const unsubscribe = await chain.api.query.system.events((records: Parameters<typeof toEvent>[0][]) => {
      seen.push(...records.map(toEvent));
    });
    const { charged } = await bill(chain, charlie, dave.address, budget, [receipt(tokens(100, 10))]);
    await until(() => seen.some(({ name }) => name === 'metering.BatchSettled'));
    (unsubscribe as unknown as () => void)();
    const debited = seen.find(({ name }) => name === 'metering.Debited');
    assert.equal(debited?.data.amount, charged);
  });

  it('subscribes to storage, and sees a new epoch', async () => {
    const indices: number[] = [];
    const { currentEpoch } = chain.api.query.vvvStaking;
    const unsubscribe = await currentEpoch!((value: Parameters<typeof toPlain>[0]) => {
      indices.push(toPlain(value) as number);
    });
    const epoch = await chain.nextEpoch();
    await until(() => indices.includes(epoch));
    (unsubscribe as unknown as () => void)();
    assert.deepEqual(indices.slice(-2), [epoch - 1, epoch]);
  });
});

/** Waits until something holds, ten seconds at most. */
async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition(); waited += 50) {
    assert.ok(waited < 10_000, 'it did not happen');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
