import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { charge, DIEM, findEvent, type Receipt, type Usage } from '../../clients/ts/index.ts';
import { TestChain } from '../support/chain.ts';
import {
  bill,
  IMAGE,
  LARGE_TEXT,
  nextBatch,
  openBudget,
  receipt,
  settle,
  SMALL_TEXT,
  tokens,
} from '../support/economy.ts';

const U64_MAX = 2n ** 64n - 1n;

describe('a batch of receipts', () => {
  let chain: TestChain;
  before(async () => (chain = await TestChain.start()));
  after(() => chain.stop());

  /** What a usage costs, worked out from the rate card and the multiplier that the chain shows. */
  const costOf = async (usage: Usage, model = LARGE_TEXT): Promise<bigint> => {
    const { rateCard } = (await chain.read.model(model))!;
    const { models } = (await chain.read.provider(chain.accounts.charlie.address))!;
    return charge(rateCard, models.find((listing) => listing.model === model)!.multiplier!, usage);
  };

  it('is charged by the rate card, the multiplier and nothing else, rounded up once per receipt', async () => {
    const { charlie, dave } = chain.accounts;
    const epoch = await chain.nextEpoch();
    const budget = await openBudget(chain, dave);
    const work: Receipt[] = [
      receipt(tokens(1, 0)),
      receipt(tokens(374, 44)),
      receipt(tokens(14_050, 1_000), SMALL_TEXT),
    ];
    const costs = await Promise.all(work.map(({ usage, model }) => costOf(usage, model)));
    const cost = costs.reduce((sum, next) => sum + next);
    const before = await chain.read.provider(charlie.address);

    const { charged, receipts, rejections, events } = await bill(chain, charlie, dave.address, budget, work);
    assert.deepEqual({ charged, receipts, rejections }, { charged: cost, receipts: 3, rejections: [] });
    const debit = { owner: dave.address, budget, provider: charlie.address, epoch, amount: cost, receipts: 3 };
    assert.deepEqual(findEvent(events, 'metering.Debited'), debit);
    const { sequence } = findEvent(events, 'metering.BatchSettled');
    assert.equal(sequence, before!.nextSequence);

    assert.equal((await chain.read.budget(dave.address, budget))!.spent, cost);
    assert.equal((await chain.read.account(dave.address)).quota.spent, cost);
    assert.equal((await chain.read.provider(charlie.address))!.settled, before!.settled + cost);
    assert.equal((await chain.read.epoch()).debited, cost);
  });

  it('settles once: the same batch again is refused, and so is a gap', async () => {
    const { charlie, dave } = chain.accounts;
    const budget = await openBudget(chain, dave);
    const batch = await nextBatch(chain, charlie, [{ owner: dave.address, budget, receipts: [receipt(tokens(9, 9))] }]);
    await settle(chain, charlie, batch);
    const { submitReceipts } = chain.api.tx.metering;
    await chain.refuses(chain.api.tx.metering.submitReceipts(batch), charlie, 'metering.SequenceAlreadySettled');
    const elsewhere = { ...batch, epoch: batch.epoch - 1 };
    await chain.refuses(submitReceipts!(elsewhere), charlie, 'metering.SequenceAlreadySettled');
    const skipping = { ...batch, sequence: BigInt(batch.sequence) + 2n };
    await chain.refuses(submitReceipts!(skipping), charlie, 'metering.SequenceGap');
  });

  it('is refused from a stranger, without a group, with an empty group, and with more than 1,000 receipts', async () => {
    const { charlie, dave, eve } = chain.accounts;
    const { submitReceipts } = chain.api.tx.metering;
    const budget = await openBudget(chain, dave);
    const group = (count: number) => ({
      owner: dave.address,
      budget,
      receipts: Array.from({ length: count }, () => receipt(tokens(9, 9))),
    });
    const batch = await nextBatch(chain, charlie, [group(1)]);
    await chain.refuses(submitReceipts!(batch), eve, 'metering.UnknownProvider');
    await chain.refuses(submitReceipts!({ ...batch, groups: [] }), charlie, 'metering.EmptyBatch');
    await chain.refuses(submitReceipts!({ ...batch, groups: [group(1), group(0)] }), charlie, 'metering.EmptyGroup');
    const tooMany = { ...batch, groups: [group(600), group(401)] };
    await chain.refuses(submitReceipts!(tooMany), charlie, 'metering.TooManyReceipts');
    assert.equal((await settle(chain, charlie, { ...batch, groups: [group(600), group(400)] })).receipts, 1_000);
  });

  it('charges what is good and rejects what is not, each with its reason', async () => {
    const { charlie, dave, ferdie } = chain.accounts;
    const epoch = await chain.nextEpoch();
    const mine = await openBudget(chain, dave);
    const elsewhere = await openBudget(chain, dave, { provider: { Only: ferdie.address } });
    const byVoucher = { consent: 'Vouchers', provider: { Only: charlie.address } } as const;
    const signed = await openBudget(chain, dave, byVoucher);
    const expiring = await openBudget(chain, dave, { expiresAt: epoch + 1 });
    await chain.nextEpoch();

    const good = receipt(tokens(100, 10));
    const twice: Usage = [...tokens(1, 1), { dimension: 'InputTokens', units: 1 }];
    const receipts = [
      good,
      receipt(tokens(1, 1), 4_242),
      receipt([]),
      receipt(tokens(0, 0)),
      receipt(twice),
      receipt([{ dimension: 'VideoMs', units: 1 }]),
      receipt(tokens(U64_MAX, U64_MAX)),
      good,
    ];
    const one = (budget: number) => ({ owner: dave.address, budget, receipts: [good] });
    const batch = await nextBatch(chain, charlie, [
      { owner: dave.address, budget: mine, receipts },
      one(4_242),
      one(elsewhere),
      one(signed),
      one(expiring),
    ]);
    const settled = await settle(chain, charlie, batch);
    assert.equal(settled.receipts, 2);
    assert.equal(settled.charged, 2n * (await costOf(good.usage)));
    assert.deepEqual(
      settled.rejections.map(({ group, receipt, reason }) => [group, receipt, reason]),
      [
        [0, 1, 'UnknownModel'],
        [0, 2, 'NothingUsed'],
        [0, 3, 'NothingUsed'],
        [0, 4, 'DuplicateDimension'],
        [0, 5, 'NoPrice'],
        [0, 6, 'BudgetExhausted'],
        [1, 0, 'UnknownBudget'],
        [2, 0, 'WrongProvider'],
        [3, 0, 'ConsentByVoucher'],
        [4, 0, 'BudgetExpired'],
      ],
    );
  });

  it('rejects work on a model that the provider does not list', async () => {
    const { charlie, dave } = chain.accounts;
    const { events } = await chain.submit(
      chain.api.tx.metering.registerModel('unlisted', 'Text', [{ dimension: 'InputTokens', perMillion: DIEM }]),
      dave,
    );
    const { model } = findEvent<{ model: number }>(events, 'metering.ModelRegistered');
    const budget = await openBudget(chain, dave);
    const { rejections } = await bill(chain, charlie, dave.address, budget, [receipt(tokens(1, 0), model)]);
    assert.deepEqual(rejections, [{ group: 0, receipt: 0, reason: 'ModelNotServed' }]);
  });

  it('charges images and requests as it charges tokens', async () => {
    const { charlie, dave } = chain.accounts;
    const { rateCard } = (await chain.read.model(IMAGE))!;
    const usage = rateCard.map(({ dimension }) => ({ dimension, units: 3 }));
    const { models } = (await chain.read.provider(charlie.address))!;
    const listing = models.find(({ model }) => model === IMAGE);
    const provider = listing?.multiplier ? charlie : chain.accounts.ferdie;
    const budget = await openBudget(chain, dave);
    const quote = await chain.read.quote(provider.address, IMAGE, usage);
    assert.ok('Ok' in quote);
    const { charged } = await bill(chain, provider, dave.address, budget, [receipt(usage, IMAGE)]);
    assert.equal(charged, quote.Ok);
  });

  it('fills a budget to its limit: what does not fit is rejected, and a smaller one after it is charged', async () => {
    const { charlie, dave } = chain.accounts;
    await chain.nextEpoch();
    const [small, large] = [await costOf(tokens(1_000, 0)), await costOf(tokens(1_000_000, 0))];
    const limit = large + 2n * small;
    const budget = await openBudget(chain, dave, { limit }, { warnAt: 50 });
    const work = [tokens(1_000_000, 0), tokens(1_000_000, 0), tokens(1_000, 0), tokens(1_000, 0), tokens(1, 0)];
    const settled = await bill(
      chain,
      charlie,
      dave.address,
      budget,
      work.map((usage) => receipt(usage)),
    );
    assert.equal(settled.charged, limit);
    assert.deepEqual(settled.rejections, [
      { group: 0, receipt: 1, reason: 'BudgetExhausted' },
      { group: 0, receipt: 4, reason: 'BudgetExhausted' },
    ]);
    const warning = findEvent(settled.events, 'metering.BudgetWarning');
    assert.deepEqual(
      [warning.owner, warning.budget, warning.spent, warning.limit],
      [dave.address, budget, limit, limit],
    );
    const { left } = (await chain.read.budget(dave.address, budget))!;
    assert.equal(left, 0n);
    await chain.nextEpoch();
    assert.equal((await chain.read.budget(dave.address, budget))!.left, limit);
  });

  it('takes no more from a shared budget than its owner has free', async () => {
    const { bob, charlie } = chain.accounts;
    await chain.submit(chain.api.tx.vvvStaking.stake(10n ** 18n), bob);
    await chain.nextEpoch();
    const budget = await openBudget(chain, bob, { limit: 100n * DIEM });
    const { quota } = await chain.read.account(bob.address);
    const { charged, rejections } = await bill(chain, charlie, bob.address, budget, [
      receipt(tokens(10_000_000, 0)),
      receipt(tokens(10, 0)),
    ]);
    assert.equal(charged, await costOf(tokens(10, 0)));
    assert.ok(charged < quota.available);
    assert.deepEqual(rejections, [{ group: 0, receipt: 0, reason: 'QuotaExhausted' }]);
  });

  it('is late by one epoch: it is charged to the epoch that it names, by the terms of that epoch', async () => {
    const { charlie, dave } = chain.accounts;
    const epoch = await chain.nextEpoch();
    const usage = tokens(10_000, 1_000);
    const cost = await costOf(usage);
    const budget = await openBudget(chain, dave, { limit: cost });
    const listing = (await chain.read.provider(charlie.address))!.models.find(({ model }) => model === LARGE_TEXT)!;
    const dearer = Math.floor((listing.multiplier! * 3) / 2);
    await chain.submit(chain.api.tx.metering.serveModel(LARGE_TEXT, dearer), charlie);
    await chain.nextEpoch();
    const late = await nextBatch(
      chain,
      charlie,
      [{ owner: dave.address, budget, receipts: [receipt(usage), receipt(usage)] }],
      epoch,
    );
    const { charged, rejections } = await settle(chain, charlie, late);
    assert.equal(charged, cost);
    assert.deepEqual(rejections, [{ group: 0, receipt: 1, reason: 'BudgetExhausted' }]);
    const { spent, previousSpent } = (await chain.read.budget(dave.address, budget))!;
    assert.deepEqual([spent, previousSpent], [0n, cost]);
    assert.equal((await chain.read.account(dave.address)).previousQuota.spent, cost);
  });

  it('is too late or too early: all of it is rejected, and its sequence is used up', async () => {
    const { charlie, dave } = chain.accounts;
    const budget = await openBudget(chain, dave);
    const epoch = await chain.nextEpoch(2);
    for (const other of [epoch - 2, epoch + 1]) {
      const groups = [{ owner: dave.address, budget, receipts: [receipt(tokens(9, 9))] }];
      const batch = await nextBatch(chain, charlie, groups, other);
      const { charged, rejections } = await settle(chain, charlie, batch);
      assert.equal(charged, 0n);
      assert.deepEqual(rejections, [{ group: 0, receipt: 0, reason: 'EpochNotSettleable' }]);
      assert.equal((await chain.read.provider(charlie.address))!.nextSequence, BigInt(batch.sequence) + 1n);
    }
  });
});
