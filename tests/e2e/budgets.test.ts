import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DIEM, findEvent, toPlain, VVV } from '../../clients/ts/index.ts';
import { TestChain } from '../support/chain.ts';
import { bill, openBudget, receipt, terms, tokens } from '../support/economy.ts';

const REVOCATION_GRACE = 150;

describe('a budget', () => {
  let chain: TestChain;
  before(async () => (chain = await TestChain.start()));
  after(() => chain.stop());

  const budget = async (id: number) => (await chain.read.budget(chain.accounts.dave.address, id))!;
  const account = () => chain.read.account(chain.accounts.dave.address);

  it('acts as soon as it is open, behind a deposit', async () => {
    const { charlie, dave, eve } = chain.accounts;
    const plan = terms({ limit: 40n * DIEM, provider: { Only: charlie.address } });
    const { events } = await chain.submit(chain.api.tx.metering.openBudget(plan, 80, eve.address), dave);
    const opened = findEvent(events, 'metering.BudgetOpened');
    assert.equal(opened.owner, dave.address);
    assert.equal(opened.budget, 0);
    const { terms: now, nextTerms, warnAt, delegate, spent, left, paused } = await budget(0);
    assert.deepEqual([now, nextTerms], [plan, plan]);
    assert.deepEqual([warnAt, delegate, spent, left, paused], [80, eve.address, 0n, 40n * DIEM, false]);
    const holds = toPlain(await chain.api.query.balances.holds(dave.address)) as { id: object; amount: bigint }[];
    assert.deepEqual(holds.at(-1), { id: { Metering: 'BudgetDeposit' }, amount: VVV });
    assert.equal((await bill(chain, charlie, dave.address, 0, [receipt(tokens(100, 10))])).receipts, 1);
  });

  it('is carved out of the quota where it is reserved', async () => {
    const { dave } = chain.accounts;
    const { quota } = await account();
    const id = await openBudget(chain, dave, { mode: 'Reserved', limit: 25n * DIEM });
    assert.equal((await budget(id)).share, 25n * DIEM);
    const now = await account();
    assert.equal(now.quota.reserved, quota.reserved + 25n * DIEM);
    assert.equal(now.quota.available, quota.available - 25n * DIEM);
    await chain.nextEpoch();
    assert.equal((await budget(id)).share, 25n * DIEM);
  });

  it('gives more at once, and less from the next epoch on', async () => {
    const { charlie, dave } = chain.accounts;
    const id = await openBudget(chain, dave);
    const update = (differences: Parameters<typeof terms>[0]) =>
      chain.submit(chain.api.tx.metering.updateBudget(id, terms(differences), null), dave);

    await update({ limit: 20n * DIEM });
    assert.deepEqual((await budget(id)).terms, terms({ limit: 20n * DIEM }));

    const stricter = { limit: 5n * DIEM, provider: { Only: charlie.address } };
    const { events } = await update(stricter);
    const updated = findEvent(events, 'metering.BudgetUpdated');
    assert.deepEqual([updated.owner, updated.budget], [dave.address, id]);
    const { terms: now, nextTerms } = await budget(id);
    assert.deepEqual([now, nextTerms], [terms({ limit: 20n * DIEM }), terms(stricter)]);
    await chain.nextEpoch();
    assert.deepEqual((await budget(id)).terms, terms(stricter));
  });

  it('is refused where its terms make no sense', async () => {
    const { alice, dave } = chain.accounts;
    const { openBudget: open, updateBudget } = chain.api.tx.metering;
    const { index } = await chain.read.epoch();
    await chain.refuses(open!(terms({ limit: 0n }), null, null), dave, 'metering.ZeroAmount');
    await chain.refuses(open!(terms({ expiresAt: index }), null, null), dave, 'metering.ExpiryInPast');
    await chain.refuses(open!(terms({ consent: 'Vouchers' }), null, null), dave, 'metering.VouchersNeedOneProvider');
    await chain.refuses(updateBudget!(0, terms(), null), alice, 'metering.UnknownBudget');
    await chain.refuses(updateBudget!(4_242, terms(), null), dave, 'metering.UnknownBudget');
  });

  it('is stopped in an emergency: what was permitted settles for the grace, then nothing does', async () => {
    const { charlie, dave, eve } = chain.accounts;
    const { pauseBudget, resumeBudget } = chain.api.tx.metering;
    await chain.nextEpoch();
    const id = await openBudget(chain, dave);
    const work = () => bill(chain, charlie, dave.address, id, [receipt(tokens(100, 10))]);
    await chain.refuses(pauseBudget!(id), eve, 'metering.UnknownBudget');
    await chain.refuses(resumeBudget!(id), dave, 'metering.NotPaused');
    const { events, blockNumber } = await chain.submit(pauseBudget!(id), dave);
    const paused = { owner: dave.address, budget: id, graceUntil: blockNumber + REVOCATION_GRACE };
    assert.deepEqual(findEvent(events, 'metering.BudgetPaused'), paused);
    await chain.refuses(pauseBudget!(id), dave, 'metering.AlreadyPaused');
    assert.equal((await work()).receipts, 1);
    assert.equal((await budget(id)).paused, true);
    await chain.makeBlocks(REVOCATION_GRACE);
    assert.deepEqual((await work()).rejections, [{ group: 0, receipt: 0, reason: 'BudgetPaused' }]);
    const resumed = await chain.submit(resumeBudget!(id), dave);
    assert.deepEqual(findEvent(resumed.events, 'metering.BudgetResumed'), { owner: dave.address, budget: id });
    assert.equal((await work()).receipts, 1);
  });

  it('has a delegate that its owner replaces, once within the grace', async () => {
    const { alice, bob, dave, eve } = chain.accounts;
    const { setDelegate } = chain.api.tx.metering;
    const id = await openBudget(chain, dave, {}, { delegate: eve.address });
    const { events, blockNumber } = await chain.submit(setDelegate!(id, bob.address), dave);
    const set = findEvent(events, 'metering.DelegateSet');
    assert.deepEqual([set.budget, set.delegate, set.formerUntil], [id, bob.address, blockNumber + REVOCATION_GRACE]);
    assert.equal((await budget(id)).delegate, bob.address);
    await chain.refuses(setDelegate!(id, alice.address), dave, 'metering.DelegateRecentlyReplaced');
  });

  it('closes with the next epoch, and is removed when its last epoch is settled', async () => {
    const { charlie, dave, eve } = chain.accounts;
    const { closeBudget } = chain.api.tx.metering;
    const id = await openBudget(chain, dave, { mode: 'Reserved', limit: 30n * DIEM });
    await chain.refuses(closeBudget!(dave.address, id), eve, 'metering.NotOwner');
    const { index } = await chain.read.epoch();
    const { events } = await chain.submit(closeBudget!(dave.address, id), dave);
    const closing = { owner: dave.address, budget: id, closesAt: index + 1 };
    assert.deepEqual(findEvent(events, 'metering.BudgetClosing'), closing);
    const { quota } = await account();
    await chain.nextEpoch();
    assert.equal((await account()).quota.reserved, quota.reserved - 30n * DIEM);
    const work = await bill(chain, charlie, dave.address, id, [receipt(tokens(100, 10))]);
    assert.deepEqual(work.rejections, [{ group: 0, receipt: 0, reason: 'BudgetClosed' }]);
    await chain.refuses(closeBudget!(dave.address, id), eve, 'metering.NotRemovableYet');
    await chain.nextEpoch();
    const removed = await chain.submit(closeBudget!(dave.address, id), eve);
    assert.deepEqual(findEvent(removed.events, 'metering.BudgetRemoved'), { owner: dave.address, budget: id });
    assert.equal(await chain.read.budget(dave.address, id), null);
  });

  it('is closed by anyone after it has expired', async () => {
    const { dave, eve } = chain.accounts;
    const { index } = await chain.read.epoch();
    const id = await openBudget(chain, dave, { expiresAt: index + 1 });
    await chain.refuses(chain.api.tx.metering.closeBudget(dave.address, id), eve, 'metering.NotOwner');
    await chain.nextEpoch();
    await chain.submit(chain.api.tx.metering.closeBudget(dave.address, id), eve);
    assert.equal((await budget(id)).closesAt, index + 2);
  });
});
