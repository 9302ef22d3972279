import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DIEM, findEvent, toPlain, VVV } from '../../clients/ts/index.ts';
import { TestChain } from '../support/chain.ts';
import { bill, LARGE_TEXT, nextBatch, openBudget, receipt, settle, SMALL_TEXT, tokens } from '../support/economy.ts';

const DISPUTE_EPOCHS = 2;

describe('a provider', () => {
  let chain: TestChain;
  before(async () => (chain = await TestChain.start()));
  after(() => chain.stop());

  const info = async () => (await chain.read.provider(chain.accounts.bob.address))!;

  it('puts a bond behind what it pledges, which counts from the next epoch on', async () => {
    const { bob } = chain.accounts;
    const { events } = await chain.submit(
      chain.api.tx.metering.registerProvider(100n * DIEM, 'https://bob.example'),
      bob,
    );
    const registered = { provider: bob.address, capacity: 100n * DIEM, bond: 1_000n * VVV };
    assert.deepEqual(findEvent(events, 'metering.ProviderRegistered'), registered);
    const { metadata, capacity, nextCapacity, bond, nextSequence } = await info();
    assert.equal(metadata, 'https://bob.example');
    assert.deepEqual([capacity, nextCapacity, bond, nextSequence], [0n, 100n * DIEM, 1_000n * VVV, 0n]);
    await chain.nextEpoch();
    assert.equal((await chain.read.epoch()).capacity, 2_100n * DIEM);
    assert.ok((await chain.read.providers()).some(({ account }) => account === bob.address));
  });

  it('registers once, and for no less than the least capacity', async () => {
    const { bob, eve } = chain.accounts;
    const register = (capacity: bigint) => chain.api.tx.metering.registerProvider(capacity, '');
    await chain.refuses(register(100n * DIEM), bob, 'metering.AlreadyRegistered');
    await chain.refuses(register(DIEM - 1n), eve, 'metering.BelowMinimumCapacity');
    await chain.refuses(register(0n), eve, 'metering.BelowMinimumCapacity');
    await chain.refuses(register(1_000_000n * DIEM), eve, 'Token.FundsUnavailable');
    await chain.refuses(register(2n ** 128n - 1n), eve, 'Token.FundsUnavailable');
  });

  it('lists models, each with a multiplier, from the next epoch on', async () => {
    const { bob } = chain.accounts;
    const { events } = await chain.submit(chain.api.tx.metering.serveModel(LARGE_TEXT, 12_000), bob);
    const served = { provider: bob.address, model: LARGE_TEXT, multiplier: 12_000 };
    assert.deepEqual(findEvent(events, 'metering.ModelServed'), served);
    assert.deepEqual((await info()).models, [{ model: LARGE_TEXT, multiplier: null, nextMultiplier: 12_000 }]);
    await chain.nextEpoch();
    assert.deepEqual((await info()).models, [{ model: LARGE_TEXT, multiplier: 12_000, nextMultiplier: 12_000 }]);
  });

  it('moves a multiplier by no more than half of itself, also by stopping and serving again', async () => {
    const { bob } = chain.accounts;
    const serve = (multiplier: number) => chain.api.tx.metering.serveModel(LARGE_TEXT, multiplier);
    await chain.refuses(serve(18_001), bob, 'metering.MovedTooFar');
    await chain.refuses(serve(5_999), bob, 'metering.MovedTooFar');
    await chain.submit(serve(18_000), bob);
    const { events } = await chain.submit(chain.api.tx.metering.stopServing(LARGE_TEXT), bob);
    assert.deepEqual(findEvent(events, 'metering.ModelStopped'), { provider: bob.address, model: LARGE_TEXT });
    await chain.refuses(serve(18_001), bob, 'metering.MovedTooFar');
    await chain.nextEpoch();
    assert.equal((await info()).models.find(({ model }) => model === LARGE_TEXT)?.multiplier ?? null, null);
    await chain.submit(serve(12_000), bob);
  });

  it('lists no model that is unknown, and no multiplier out of bounds', async () => {
    const { bob, eve } = chain.accounts;
    const { serveModel, stopServing } = chain.api.tx.metering;
    await chain.refuses(serveModel!(4_242, 10_000), bob, 'metering.UnknownModel');
    await chain.refuses(serveModel!(SMALL_TEXT, 2_499), bob, 'metering.MultiplierOutOfBounds');
    await chain.refuses(serveModel!(SMALL_TEXT, 40_001), bob, 'metering.MultiplierOutOfBounds');
    await chain.refuses(serveModel!(SMALL_TEXT, 10_000), eve, 'metering.UnknownProvider');
    await chain.refuses(stopServing!(SMALL_TEXT), bob, 'metering.NotServed');
  });

  it('raises its pledge with the bond at once, and gets the excess of a lowered one after the dispute window', async () => {
    const { bob, eve } = chain.accounts;
    const { setCapacity, withdrawBond } = chain.api.tx.metering;
    const raised = await chain.submit(setCapacity!(150n * DIEM), bob);
    const event = { provider: bob.address, capacity: 150n * DIEM, bond: 1_500n * VVV };
    assert.deepEqual(findEvent(raised.events, 'metering.CapacitySet'), event);
    await chain.refuses(withdrawBond!(bob.address), eve, 'metering.NothingToWithdraw');

    const epoch = await chain.nextEpoch();
    await chain.submit(setCapacity!(50n * DIEM), bob);
    const { capacity, nextCapacity, bond, excessBond, bondFreeAt } = await info();
    assert.deepEqual([capacity, nextCapacity], [150n * DIEM, 50n * DIEM]);
    assert.deepEqual([bond, excessBond, bondFreeAt], [1_500n * VVV, 1_000n * VVV, epoch + DISPUTE_EPOCHS + 1]);
    await chain.refuses(withdrawBond!(bob.address), eve, 'metering.BondNotFree');
    await chain.nextEpoch(DISPUTE_EPOCHS + 1);
    const { events } = await chain.submit(withdrawBond!(bob.address), eve);
    assert.deepEqual(findEvent(events, 'metering.BondWithdrawn'), { provider: bob.address, amount: 1_000n * VVV });
    assert.equal((await info()).bond, 500n * VVV);
  });

  it('settles no more into an epoch than it pledged for it', async () => {
    const { bob, dave } = chain.accounts;
    const budget = await openBudget(chain, dave, { limit: 500n * DIEM });
    const quote = await chain.read.quote(bob.address, LARGE_TEXT, tokens(1_000_000, 0));
    assert.ok('Ok' in quote);
    const fitting = (1_000_000n * 50n * DIEM) / quote.Ok;
    const { charged, rejections } = await bill(chain, bob, dave.address, budget, [
      receipt(tokens(fitting, 0)),
      receipt(tokens(fitting, 0)),
    ]);
    assert.ok(charged <= 50n * DIEM && charged > 49n * DIEM);
    assert.deepEqual(rejections, [{ group: 0, receipt: 1, reason: 'CapacityExceeded' }]);
    assert.equal((await info()).settled, charged);
  });

  it('leaves: it still settles what it served, then its bond is free and its record gone', async () => {
    const { bob, dave, eve } = chain.accounts;
    const epoch = await chain.nextEpoch();
    const budget = await openBudget(chain, dave);
    const { events } = await chain.submit(chain.api.tx.metering.deregisterProvider(), bob);
    const bondFreeAt = epoch + DISPUTE_EPOCHS + 1;
    assert.deepEqual(findEvent(events, 'metering.ProviderLeaving'), { provider: bob.address, bondFreeAt });
    await chain.refuses(chain.api.tx.metering.setCapacity(60n * DIEM), bob, 'metering.ProviderIsLeaving');
    await chain.nextEpoch();
    const late = await nextBatch(
      chain,
      bob,
      [{ owner: dave.address, budget, receipts: [receipt(tokens(1_000, 100))] }],
      epoch,
    );
    assert.equal((await settle(chain, bob, late)).receipts, 1);
    await chain.refuses(chain.api.tx.metering.withdrawBond(bob.address), eve, 'metering.BondNotFree');
    await chain.nextEpoch(DISPUTE_EPOCHS);
    const withdrawn = await chain.submit(chain.api.tx.metering.withdrawBond(bob.address), eve);
    assert.deepEqual(findEvent(withdrawn.events, 'metering.ProviderRemoved'), { provider: bob.address });
    assert.equal(await chain.read.provider(bob.address), null);
    assert.deepEqual(toPlain(await chain.api.query.balances.holds(bob.address)), []);
  });
});
