import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { charge, DIEM, findEvent, type Price } from '../../clients/ts/index.ts';
import { TestChain } from '../support/chain.ts';
import { bill, LARGE_TEXT, nextBatch, openBudget, receipt, settle, SMALL_TEXT, tokens } from '../support/economy.ts';

const USAGE = tokens(1_000_000, 250_000);

describe('a price', () => {
  let chain: TestChain;
  before(async () => (chain = await TestChain.start()));
  after(() => chain.stop());

  const quote = async (at: 'Now' | 'NextEpoch', model = LARGE_TEXT): Promise<bigint | string> => {
    const answer = await chain.read.quote(chain.accounts.charlie.address, model, USAGE, at);
    return 'Ok' in answer ? answer.Ok : String(answer.Err);
  };

  const card = async () => (await chain.read.model(LARGE_TEXT))!;

  const multipliers = async (model = LARGE_TEXT) => {
    const { models } = (await chain.read.provider(chain.accounts.charlie.address))!;
    const { multiplier, nextMultiplier } = models.find((listing) => listing.model === model)!;
    return { multiplier, nextMultiplier };
  };

  const moved = (prices: Price[], percent: bigint): Price[] =>
    prices.map(({ dimension, perMillion }) => ({ dimension, perMillion: (perMillion * percent) / 100n }));

  it('is the rate card times the multiplier, today’s and tomorrow’s, both known today', async () => {
    const { alice, charlie } = chain.accounts;
    await chain.nextEpoch();
    const { rateCard } = await card();
    const today = charge(rateCard, (await multipliers()).multiplier!, USAGE);
    assert.deepEqual([await quote('Now'), await quote('NextEpoch')], [today, today]);

    await chain.submit(chain.api.tx.metering.setRateCard(LARGE_TEXT, moved(rateCard, 150n)), alice);
    await chain.submit(chain.api.tx.metering.serveModel(LARGE_TEXT, 8_000), charlie);
    const { nextRateCard } = await card();
    assert.deepEqual(nextRateCard, moved(rateCard, 150n));
    assert.deepEqual(await multipliers(), { multiplier: 10_000, nextMultiplier: 8_000 });
    const tomorrow = charge(nextRateCard, 8_000, USAGE);
    assert.deepEqual([await quote('Now'), await quote('NextEpoch')], [today, tomorrow]);

    await chain.nextEpoch();
    assert.deepEqual([await quote('Now'), await quote('NextEpoch')], [tomorrow, tomorrow]);
  });

  it('moves by at most half of itself, by whatever way', async () => {
    const { alice, charlie } = chain.accounts;
    const { rateCard } = await card();
    const { setRateCard, serveModel, stopServing } = chain.api.tx.metering;
    for (const percent of [151n, 49n]) {
      await chain.refuses(setRateCard!(LARGE_TEXT, moved(rateCard, percent)), alice, 'metering.MovedTooFar');
    }
    for (const multiplier of [12_001, 3_999]) {
      await chain.refuses(serveModel!(LARGE_TEXT, multiplier), charlie, 'metering.MovedTooFar');
    }
    // Neither is there a way around it: to stop serving, to wait, and to serve again.
    await chain.submit(stopServing!(LARGE_TEXT), charlie);
    await chain.refuses(serveModel!(LARGE_TEXT, 12_001), charlie, 'metering.MovedTooFar');
    await chain.nextEpoch();
    await chain.refuses(serveModel!(LARGE_TEXT, 12_001), charlie, 'metering.MovedTooFar');
    await chain.submit(serveModel!(LARGE_TEXT, 8_000), charlie);
    await chain.nextEpoch();
  });

  it('is none from the next epoch on where a model is delisted, and as it was up to then', async () => {
    const { charlie } = chain.accounts;
    const today = await quote('Now', SMALL_TEXT);
    const { events } = await chain.submit(chain.api.tx.metering.stopServing(SMALL_TEXT), charlie);
    assert.deepEqual(findEvent(events, 'metering.ModelStopped'), { provider: charlie.address, model: SMALL_TEXT });
    assert.deepEqual([await quote('Now', SMALL_TEXT), await quote('NextEpoch', SMALL_TEXT)], [today, 'ModelNotServed']);
    await chain.nextEpoch();
    assert.equal(await quote('Now', SMALL_TEXT), 'ModelNotServed');
    await chain.submit(chain.api.tx.metering.serveModel(SMALL_TEXT, 10_000), charlie);
    assert.deepEqual([await quote('Now', SMALL_TEXT), await quote('NextEpoch', SMALL_TEXT)], ['ModelNotServed', today]);
    await chain.nextEpoch();
  });

  it('of a late receipt is that of the epoch that it names, whatever was changed since', async () => {
    const { alice, charlie, dave } = chain.accounts;
    const epoch = await chain.nextEpoch();
    const budget = await openBudget(chain, dave);
    const { rateCard } = await card();
    const [before, work] = [await quote('Now'), () => [receipt(USAGE)]];
    await chain.submit(chain.api.tx.metering.setRateCard(LARGE_TEXT, moved(rateCard, 120n)), alice);
    await chain.submit(chain.api.tx.metering.serveModel(LARGE_TEXT, 12_000), charlie);
    assert.equal((await bill(chain, charlie, dave.address, budget, work())).charged, before);
    await chain.nextEpoch();
    const groups = [{ owner: dave.address, budget, receipts: work() }];
    assert.equal((await settle(chain, charlie, await nextBatch(chain, charlie, groups, epoch))).charged, before);
    const after = await quote('Now');
    assert.equal(after, charge(moved(rateCard, 120n), 12_000, USAGE));
    assert.equal((await bill(chain, charlie, dave.address, budget, work())).charged, after);
  });
});

describe('a debit', () => {
  let chain: TestChain;
  before(async () => (chain = await TestChain.start()));
  after(() => chain.stop());

  it('is possible up to what is left under the least limit, which is named, with when it resets', async () => {
    const { charlie, dave, ferdie } = chain.accounts;
    await chain.nextEpoch();
    const { endsAt } = await chain.read.epoch();
    const ask = (budget: number, amount: bigint) => chain.read.canDebit(dave.address, budget, charlie.address, amount);
    const denied = (limit: string, left: bigint, resetsAt: bigint | null = endsAt) => ({
      Err: { limit, left, resetsAt },
    });

    // Its own limit, of which something is spent.
    const mine = await openBudget(chain, dave, { limit: 10n * DIEM });
    const { charged } = await bill(chain, charlie, dave.address, mine, [receipt(USAGE)]);
    const left = 10n * DIEM - charged;
    assert.deepEqual(await ask(mine, left), { Ok: left });
    assert.deepEqual(await ask(mine, left + 1n), denied('BudgetLimit', left));

    // What its provider pledged.
    const wide = await openBudget(chain, dave, { limit: 5_000n * DIEM });
    const room = 1_000n * DIEM - charged;
    assert.deepEqual(await ask(wide, room + 1n), denied('ProviderCapacity', room));

    // What its owner has free.
    await openBudget(chain, dave, { mode: 'Reserved', limit: 1_900n * DIEM, provider: { Only: ferdie.address } });
    const { available } = (await chain.read.account(dave.address)).quota;
    assert.deepEqual(await ask(wide, available + 1n), denied('OwnerQuota', available));

    // What no new epoch resets.
    const { index } = await chain.read.epoch();
    const last = await openBudget(chain, dave, { limit: DIEM, expiresAt: index + 1 });
    assert.deepEqual(await ask(last, DIEM + 1n), denied('BudgetLimit', DIEM, null));
    await chain.nextEpoch();
    assert.deepEqual(await ask(last, 1n), denied('BudgetExpired', 0n, null));
    assert.deepEqual(await ask(mine, 10n * DIEM), { Ok: 10n * DIEM });
  });
});
