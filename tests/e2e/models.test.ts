import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DIEM, findEvent, toPlain, VVV, type Price } from '../../clients/ts/index.ts';
import { TestChain } from '../support/chain.ts';

const PRICES: Price[] = [
  { dimension: 'InputTokens', perMillion: 2n * DIEM },
  { dimension: 'OutputTokens', perMillion: 8n * DIEM },
];

const scaled = (percent: bigint): Price[] =>
  PRICES.map(({ dimension, perMillion }) => ({ dimension, perMillion: (perMillion * percent) / 100n }));

describe('a model', () => {
  let chain: TestChain;
  let model: number;
  before(async () => (chain = await TestChain.start()));
  after(() => chain.stop());

  it('is registered by anyone, for a deposit, and kept with its prices in the order of the dimensions', async () => {
    const { eve } = chain.accounts;
    const call = chain.api.tx.metering.registerModel('eve-1', 'Text', PRICES.toReversed());
    const { events } = await chain.submit(call, eve);
    const registered = findEvent<{ model: number; curator: string }>(events, 'metering.ModelRegistered');
    model = registered.model;
    assert.equal(registered.curator, eve.address);
    const { name, kind, curator, rateCard, nextRateCard, retiredAt } = (await chain.read.model(model))!;
    assert.deepEqual(
      { name, kind, curator, retiredAt },
      { name: 'eve-1', kind: 'Text', curator: eve.address, retiredAt: null },
    );
    assert.deepEqual(rateCard, PRICES);
    assert.deepEqual(nextRateCard, PRICES);
    const holds = toPlain(await chain.api.query.balances.holds(eve.address));
    assert.deepEqual(holds, [{ id: { Metering: 'ModelDeposit' }, amount: 10n * VVV }]);
  });

  it('is refused where its name or its prices make no sense', async () => {
    const { eve } = chain.accounts;
    const register = (prices: Price[], name = 'eve-2') => chain.api.tx.metering.registerModel(name, 'Text', prices);
    const [input] = PRICES;
    await chain.refuses(register([]), eve, 'metering.NoPrices');
    await chain.refuses(register([input!, input!]), eve, 'metering.DuplicatePrice');
    await chain.refuses(register([{ dimension: 'Images', perMillion: 0n }]), eve, 'metering.ZeroPrice');
    await chain.refuses(register(PRICES, ''), eve, 'metering.InvalidName');
  });

  it('changes its prices from the next epoch on, by no more than half of themselves, in the same dimensions', async () => {
    const { eve, bob } = chain.accounts;
    const { setRateCard } = chain.api.tx.metering;
    const [input] = PRICES;
    await chain.refuses(setRateCard!(model, scaled(151n)), eve, 'metering.MovedTooFar');
    await chain.refuses(setRateCard!(model, scaled(49n)), eve, 'metering.MovedTooFar');
    await chain.refuses(setRateCard!(model, [input!]), eve, 'metering.DimensionsChanged');
    await chain.refuses(setRateCard!(model, scaled(110n)), bob, 'metering.NotCurator');
    await chain.refuses(setRateCard!(4_242, PRICES), eve, 'metering.UnknownModel');

    const { index } = await chain.read.epoch();
    const { events } = await chain.submit(setRateCard!(model, scaled(150n)), eve);
    assert.deepEqual(findEvent(events, 'metering.RateCardSet'), { model, effectiveAt: index + 1 });
    const today = (await chain.read.model(model))!;
    assert.deepEqual([today.rateCard, today.nextRateCard], [PRICES, scaled(150n)]);
    await chain.nextEpoch();
    assert.deepEqual((await chain.read.model(model))!.rateCard, scaled(150n));
  });

  it('is handed on to another curator', async () => {
    const { bob, eve } = chain.accounts;
    await chain.submit(chain.api.tx.metering.setCurator(model, bob.address), eve);
    assert.equal((await chain.read.model(model))!.curator, bob.address);
    await chain.refuses(chain.api.tx.metering.setCurator(model, eve.address), eve, 'metering.NotCurator');
  });

  it('retires with the next epoch, and is removed when nothing can be settled for it any more', async () => {
    const { bob, charlie, eve } = chain.accounts;
    const { retireModel, serveModel } = chain.api.tx.metering;
    await chain.refuses(retireModel!(model), eve, 'metering.NotCurator');
    const { index } = await chain.read.epoch();
    const { events } = await chain.submit(retireModel!(model), bob);
    assert.deepEqual(findEvent(events, 'metering.ModelRetired'), { model, retiredAt: index + 1 });
    assert.equal((await chain.read.model(model))!.retiredAt, index + 1);
    await chain.refuses(serveModel!(model, 10_000), charlie, 'metering.ModelRetired');
    await chain.nextEpoch(2);
    await chain.refuses(retireModel!(model), charlie, 'metering.NotRemovableYet');
    await chain.nextEpoch();
    const removed = await chain.submit(retireModel!(model), charlie);
    assert.deepEqual(findEvent(removed.events, 'metering.ModelRemoved'), { model });
    assert.equal(await chain.read.model(model), null);
    assert.deepEqual(toPlain(await chain.api.query.balances.holds(eve.address)), []);
  });
});
