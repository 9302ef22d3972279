import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DIEM, findEvent, toPlain, unspent, VVV, worth, type EpochRecord } from '../../clients/ts/index.ts';
import { TestChain } from '../support/chain.ts';
import { bill, openBudget, receipt, tokens } from '../support/economy.ts';
import { rulesOf, setRules } from '../support/rules.ts';

const DISPUTE_EPOCHS = 2;
const DAY = 86_400_000n;

describe('what DIEM earns', () => {
  let chain: TestChain;
  before(async () => (chain = await TestChain.start()));
  after(() => chain.stop());

  const record = async (epoch: number): Promise<EpochRecord> => (await chain.read.history(epoch, 1))[0]!;
  const account = () => chain.read.account(chain.accounts.dave.address);
  const provider = async () => (await chain.read.provider(chain.accounts.charlie.address))!;
  const issuance = async () => toPlain(await chain.api.query.balances.totalIssuance()) as bigint;

  /** Lets Charlie serve Dave in an epoch of its own, and gives what that came to. */
  const serve = async () => {
    const { charlie, dave } = chain.accounts;
    const epoch = await chain.nextEpoch();
    const budget = await openBudget(chain, dave, { limit: 500n * DIEM });
    const { charged } = await bill(chain, charlie, dave.address, budget, [receipt(tokens(100_000_000, 0))]);
    return { epoch, charged, quota: (await account()).quota };
  };

  it('is fixed when the epoch opens: its emission over its capacity', async () => {
    const epoch = await chain.nextEpoch();
    const { emission } = await rulesOf<{ emission: { perDay: bigint } }>(chain, 'vvvStaking');
    const opened = await record(epoch);
    assert.equal(opened.emission, (emission.perDay * (opened.times.endsAt - opened.times.startedAt)) / DAY);
    assert.equal(opened.valuePerDiem, (opened.emission * DIEM) / opened.capacity);
    assert.ok(opened.valuePerDiem > 0n);
    assert.equal((await chain.read.epoch()).valuePerDiem, opened.valuePerDiem);
  });

  it('is for its holder where it was not spent, as soon as nothing can be settled any more', async () => {
    const { dave, eve } = chain.accounts;
    const { epoch, quota } = await serve();
    // What was earned before is out of the way.
    if ((await account()).rewards > 0n) await chain.submit(chain.api.tx.vvvStaking.claimRewards(dave.address), eve);
    await chain.nextEpoch();
    const before = (await account()).rewards;
    await chain.nextEpoch();
    const { valuePerDiem } = await record(epoch);
    const { rewards } = await account();
    assert.equal(rewards - before, worth(unspent(quota), valuePerDiem));
  });

  it('is issued to its owner, whoever asks for it', async () => {
    const { dave, eve } = chain.accounts;
    const { rewards } = await account();
    const [free, issued] = [await chain.freeBalance(dave.address), await issuance()];
    const { events } = await chain.submit(chain.api.tx.vvvStaking.claimRewards(dave.address), eve);
    assert.deepEqual(findEvent(events, 'vvvStaking.RewardsClaimed'), { who: dave.address, amount: rewards });
    assert.equal(await chain.freeBalance(dave.address), free + rewards);
    assert.equal(await issuance(), issued + rewards);
    assert.equal((await account()).rewards, 0n);
    await chain.refuses(chain.api.tx.vvvStaking.claimRewards(dave.address), eve, 'vvvStaking.NoRewards');
    await chain.refuses(chain.api.tx.vvvStaking.claimRewards(eve.address), eve, 'vvvStaking.NoLedger');
  });

  it('is for its provider where it was served, when that can’t be disputed any more', async () => {
    const { charlie, eve } = chain.accounts;
    const { epoch, charged } = await serve();
    const { valuePerDiem } = await record(epoch);
    await chain.nextEpoch(DISPUTE_EPOCHS);
    const { earnings, pendingEarnings } = await provider();
    assert.ok(pendingEarnings >= worth(charged, valuePerDiem));
    await chain.nextEpoch();
    const due = (await provider()).earnings;
    assert.equal(due - earnings, worth(charged, valuePerDiem));

    const [free, issued] = [await chain.freeBalance(charlie.address), await issuance()];
    const { events } = await chain.submit(chain.api.tx.metering.claimEarnings(charlie.address), eve);
    assert.deepEqual(findEvent(events, 'metering.EarningsClaimed'), { provider: charlie.address, amount: due });
    assert.equal(await chain.freeBalance(charlie.address), free + due);
    assert.equal(await issuance(), issued + due);
    assert.equal((await provider()).earnings, 0n);
    await chain.refuses(chain.api.tx.metering.claimEarnings(charlie.address), eve, 'metering.NothingToClaim');
    await chain.refuses(chain.api.tx.metering.claimEarnings(eve.address), eve, 'metering.UnknownProvider');
  });

  it('is for both of them together what the epoch emits at most', async () => {
    const { epoch, charged, quota } = await serve();
    const { emission, valuePerDiem, capacity, debited } = await record(epoch);
    assert.equal(debited, charged);
    const issued = worth(charged, valuePerDiem) + worth(unspent(quota), valuePerDiem);
    // Dave has all of the stake, so all of the capacity was granted: what is missing is rounding.
    assert.equal(quota.granted, capacity);
    assert.ok(issued <= emission && emission - issued < capacity / DIEM + 2n);
  });

  it('adds up over epochs in which nobody touched the account', async () => {
    const { dave, eve } = chain.accounts;
    // From here on nothing is spent.
    await chain.nextEpoch(2);
    await chain.submit(chain.api.tx.vvvStaking.claimRewards(dave.address), eve);
    const from = (await chain.read.epoch()).index - 1;
    const until = await chain.nextEpoch(12);
    const { rewards } = await account();
    const records = await chain.read.history(from, until - 1 - from);
    const granted = records.map(({ index, capacity, valuePerDiem }) => ({
      index,
      amount: worth(capacity, valuePerDiem),
    }));
    const sum = granted.reduce((total, { amount }) => total + amount, 0n);
    // Running sums are rounded down: below one planck DIEM's worth for each epoch, and two planck in all.
    assert.ok(rewards <= sum && sum - rewards <= BigInt(granted.length) + 2n, `${rewards} of ${sum}`);
  });

  it('stays below what cheating with it costs, whatever is emitted', async () => {
    const { emission } = await rulesOf<{ emission: { perDay: bigint } }>(chain, 'vvvStaking');
    await setRules(chain, 'vvvStaking', { emission: { ...emission, perDay: 1_000_000_000n * VVV } });
    const { bondPerDiem, slashFraction } = await rulesOf<{ bondPerDiem: bigint; slashFraction: number }>(
      chain,
      'metering',
    );
    const epoch = await chain.nextEpoch();
    assert.equal((await record(epoch)).valuePerDiem, (bondPerDiem * BigInt(slashFraction)) / 1_000_000n);
  });

  it('is nothing where nothing is emitted', async () => {
    const { emission } = await rulesOf<{ emission: { perDay: bigint } }>(chain, 'vvvStaking');
    await setRules(chain, 'vvvStaking', { emission: { ...emission, perDay: 0n } });
    const epoch = await chain.nextEpoch();
    assert.deepEqual([(await record(epoch)).emission, (await record(epoch)).valuePerDiem], [0n, 0n]);
  });
});
