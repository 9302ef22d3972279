import { Keyring } from '@polkadot/api';
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  batchRoot,
  chargedReceipts,
  DIEM,
  findEvent,
  proveGroup,
  settledBatches,
  signReceipt,
  toPlain,
  verifyReceipt,
  VVV,
  worth,
  type Receipt,
  type SettledBatch,
  type Signer,
} from '../../clients/ts/index.ts';
import { TestChain } from '../support/chain.ts';
import { dispute, settledIn, type Fault } from '../support/disputes.ts';
import { bill, nextBatch, openBudget, receipt, settle, tokens } from '../support/economy.ts';
import { rulesOf } from '../support/rules.ts';

const DISPUTE_EPOCHS = 2;
const keyring = new Keyring({ type: 'sr25519' });
const receiptKey = keyring.addFromUri('//Charlie//receipts');
const nextReceiptKey = keyring.addFromUri('//Charlie//receipts//2');

describe('the evidence of a dispute', () => {
  let chain: TestChain;
  before(async () => (chain = await TestChain.start()));
  after(() => chain.stop());

  /** The root that the chain keeps of a batch. */
  const keptRoot = async (sequence: bigint) => {
    const kept = await chain.api.query.metering.batches!(chain.accounts.charlie.address, sequence);
    return (toPlain(kept) as { root: { root: string; groups: number } }).root;
  };

  it('is rebuilt from extrinsic and events, for a batch of any number of groups, rejected ones among them', async () => {
    const { charlie, dave } = chain.accounts;
    await chain.nextEpoch();
    const budgets = [await openBudget(chain, dave), await openBudget(chain, dave), 4_242];
    for (const count of [1, 2, 3, 4, 5, 6, 7, 8, 9, 13]) {
      const groups = Array.from({ length: count }, (_, index) => ({
        owner: dave.address,
        budget: budgets[index % budgets.length]!,
        receipts: [receipt(tokens(9, 9)), receipt(index % 2 === 0 ? [] : tokens(374, 44))],
      }));
      const settled = await settle(chain, charlie, await nextBatch(chain, charlie, groups));
      const batch = await settledIn(chain, settled);
      assert.equal(batch.provider, charlie.address);
      assert.equal(
        batch.outcomes.reduce((sum, { charge }) => sum + charge, 0n),
        settled.charged,
      );
      assert.deepEqual(
        batch.outcomes.flatMap(({ rejections }) => rejections),
        settled.rejections,
      );
      const charged = chargedReceipts(batch).map(({ group, place }) => `${group}/${place}`);
      const rejected = settled.rejections.map(({ group, receipt }) => `${group}/${receipt}`);
      assert.equal(charged.length, settled.receipts);
      assert.deepEqual(
        charged.filter((place) => rejected.includes(place)),
        [],
      );
      const { root, groups: kept } = await keptRoot(batch.sequence);
      assert.deepEqual([batchRoot(chain.api, batch), count], [root, kept]);
    }
  });

  it('is found where a proxy submitted several batches in one extrinsic', async () => {
    const { charlie, dave, eve } = chain.accounts;
    await chain.submit(chain.api.tx.proxy.addProxy(eve.address, 'Metering', 0), charlie);
    const budget = await openBudget(chain, dave);
    const first = await nextBatch(chain, charlie, [{ owner: dave.address, budget, receipts: [receipt(tokens(1, 1))] }]);
    const second = { ...first, sequence: BigInt(first.sequence) + 1n };
    const calls = [first, second].map((batch) =>
      chain.api.tx.proxy.proxy(charlie.address, null, chain.api.tx.metering.submitReceipts(batch)),
    );
    const { blockHash } = await chain.submit(chain.api.tx.utility.batchAll(calls), eve);
    const batches = await settledBatches(chain.api, blockHash);
    assert.deepEqual(
      batches.map(({ sequence }) => sequence),
      [first.sequence, second.sequence],
    );
    for (const batch of batches) assert.equal(batchRoot(chain.api, batch), (await keptRoot(batch.sequence)).root);
  });
});

describe('a receipt key', () => {
  let chain: TestChain;
  before(async () => (chain = await TestChain.start()));
  after(() => chain.stop());

  it('is registered by a provider, for everyone to see', async () => {
    const { charlie, eve } = chain.accounts;
    const { setReceiptKey } = chain.api.tx.metering;
    assert.equal((await chain.read.provider(charlie.address))!.receiptKey, null);
    const { events } = await chain.submit(setReceiptKey!(receiptKey.address), charlie);
    const set = { provider: charlie.address, key: receiptKey.address, former: null };
    assert.deepEqual(findEvent(events, 'metering.ReceiptKeySet'), set);
    assert.equal((await chain.read.provider(charlie.address))!.receiptKey, receiptKey.address);
    await chain.refuses(setReceiptKey!(receiptKey.address), charlie, 'metering.Unchanged');
    await chain.refuses(setReceiptKey!(receiptKey.address), eve, 'metering.UnknownProvider');
  });

  it('is replaced once while what the former one signed can be disputed', async () => {
    const { charlie } = chain.accounts;
    const { setReceiptKey } = chain.api.tx.metering;
    // Early in an epoch, so that both calls are in it.
    await chain.nextEpoch();
    const { events } = await chain.submit(setReceiptKey!(nextReceiptKey.address), charlie);
    assert.equal(findEvent(events, 'metering.ReceiptKeySet').former, receiptKey.address);
    await chain.refuses(setReceiptKey!(charlie.address), charlie, 'metering.ReceiptKeyRecentlyReplaced');
    await chain.nextEpoch(DISPUTE_EPOCHS);
    await chain.refuses(setReceiptKey!(charlie.address), charlie, 'metering.ReceiptKeyRecentlyReplaced');
    await chain.nextEpoch();
    await chain.submit(setReceiptKey!(charlie.address), charlie);
  });
});

describe('a dispute', () => {
  let chain: TestChain;
  let budget: number;
  before(async () => {
    chain = await TestChain.start();
    const { charlie, dave } = chain.accounts;
    await chain.submit(chain.api.tx.metering.setReceiptKey(receiptKey.address), charlie);
    budget = await openBudget(chain, dave, { limit: 200n * DIEM });
  });
  after(() => chain.stop());

  /** A receipt as a provider signs it for Dave, off chain. */
  const sign = (epoch: number, signed: Receipt, key: Signer = receiptKey) =>
    signReceipt(key, chain.api.genesisHash.toHex(), {
      owner: chain.accounts.dave.address,
      budget,
      epoch,
      receipt: signed,
    });

  const info = async (who: Signer) => (await chain.read.provider(who.address))!;

  it('is lost where what was settled is what was signed, or nothing was', async () => {
    const { charlie, dave, eve } = chain.accounts;
    const epoch = await chain.nextEpoch();
    const work = receipt(tokens(374, 44));
    const rejected = receipt([]);
    const groups = [
      { owner: dave.address, budget, receipts: [work, rejected] },
      { owner: dave.address, budget, receipts: [receipt(tokens(9, 9))] },
    ];
    const batch = await settledIn(chain, await settle(chain, charlie, await nextBatch(chain, charlie, groups)));
    const honest = { Overcharged: sign(epoch, work) };
    const { receiptKey: registered } = await info(charlie);
    assert.ok(verifyReceipt(chain.api.genesisHash.toHex(), honest.Overcharged, registered!));
    assert.ok(!verifyReceipt(`0x${'07'.repeat(32)}`, honest.Overcharged, registered!));
    const lesser = { ...work, usage: tokens(373, 44) };
    const isLost = (code: string, about: SettledBatch, group: number, place: number, fault: Fault) =>
      chain.refuses(dispute(chain, about, group, place, fault), eve, `metering.${code}`);

    await isLost('NotOvercharged', batch, 0, 0, honest);
    await isLost('NotOvercharged', batch, 0, 0, { Overcharged: sign(epoch, { ...work, usage: tokens(9_000, 9_000) }) });
    await isLost('DifferentWork', batch, 0, 0, { Overcharged: sign(epoch, { ...lesser, id: rejected.id }) });
    await isLost('DifferentWork', batch, 0, 0, { Overcharged: sign(epoch - 1, lesser) });
    await isLost('ReceiptNotSigned', batch, 0, 0, { Overcharged: sign(epoch, lesser, eve) });
    const elsewhere = signReceipt(receiptKey, `0x${'07'.repeat(32)}`, sign(epoch, lesser).statement);
    await isLost('ReceiptNotSigned', batch, 0, 0, { Overcharged: elsewhere });
    const edited = sign(epoch, work);
    const forged = { ...edited, statement: { ...edited.statement, receipt: lesser } };
    await isLost('ReceiptNotSigned', batch, 0, 0, { Overcharged: forged });
    await isLost('ReceiptRejected', batch, 0, 1, { Overcharged: sign(epoch, rejected) });
    await isLost('NoSuchReceipt', batch, 0, 2, honest);
    const invented = batch.outcomes.map((outcome) => ({ ...outcome, charge: outcome.charge + 1n }));
    await isLost('InvalidProof', { ...batch, outcomes: invented }, 0, 0, { Overcharged: sign(epoch, lesser) });
    await isLost('UnknownBatch', { ...batch, sequence: 4_242n }, 0, 0, honest);
    await isLost('UnknownProvider', { ...batch, provider: eve.address }, 0, 0, honest);
    await isLost('NotSettledBefore', batch, 0, 0, { SettledTwice: { earlier: null, receipt: 0 } });
    assert.equal((await info(charlie)).suspended, false);
  });

  it('comes too late when the epoch can’t be disputed any more', async () => {
    const { charlie, dave, eve } = chain.accounts;
    const epoch = await chain.nextEpoch();
    const work = receipt(tokens(374, 44));
    const signed = sign(epoch, { ...work, usage: tokens(37, 4) });
    const batch = await settledIn(chain, await bill(chain, charlie, dave.address, budget, [work]));
    await chain.nextEpoch(DISPUTE_EPOCHS + 1);
    const call = dispute(chain, batch, 0, 0, { Overcharged: signed });
    await chain.refuses(call, eve, 'metering.DisputeTooLate');
  });

  it('over more than was signed takes a part of the bond: for the reporter, for the consumer, the rest is burnt', async () => {
    const { charlie, dave, eve } = chain.accounts;
    const epoch = await chain.nextEpoch();
    const work = receipt(tokens(10_000_000, 0));
    const signed = sign(epoch, { ...work, usage: tokens(1_000_000, 0) });
    // To change the key after the work is of no help.
    await chain.submit(chain.api.tx.metering.setReceiptKey(nextReceiptKey.address), charlie);
    const groups = [
      { owner: dave.address, budget, receipts: [receipt(tokens(9, 9))] },
      { owner: dave.address, budget, receipts: [receipt(tokens(9, 9)), work] },
      { owner: dave.address, budget, receipts: [receipt(tokens(9, 9))] },
    ];
    const batch = await settledIn(chain, await settle(chain, charlie, await nextBatch(chain, charlie, groups)));
    const { charge } = batch.outcomes[1]!;
    assert.equal(charge, 7n * DIEM + batch.outcomes[0]!.charge);

    const { slashFraction } = await rulesOf<{ slashFraction: number }>(chain, 'metering');
    const before = await info(charlie);
    const slashed = (before.bond * BigInt(slashFraction)) / 1_000_000n;
    const lost = worth(charge, (await chain.read.epoch()).valuePerDiem);
    const toReporter = slashed / 10n;
    const toConsumer = lost < slashed / 10n ? lost : slashed / 10n;
    const free = await Promise.all([dave, eve].map(({ address }) => chain.freeBalance(address)));
    const quota = (await chain.read.account(dave.address)).quota;
    const issued = await issuance();

    const { events, fee } = await chain.submit(dispute(chain, batch, 1, 1, { Overcharged: signed }), eve);
    const [provider, { sequence }] = [charlie.address, batch];
    const suspended = { provider, forfeited: before.pendingEarnings };
    assert.deepEqual(findEvent(events, 'metering.ProviderSuspended'), suspended);
    const parties = { provider, sequence, group: 1, epoch, reporter: eve.address, consumer: dave.address };
    assert.deepEqual(findEvent(events, 'metering.Disputed'), { ...parties, slashed, toReporter, toConsumer });
    assert.ok(toConsumer > 0n);
    assert.equal(await chain.freeBalance(dave.address), free[0]! + toConsumer);
    assert.equal(await chain.freeBalance(eve.address), free[1]! + toReporter - fee);
    assert.equal(await issuance(), issued - (slashed - toReporter - toConsumer));
    assert.equal((await info(charlie)).bond, before.bond - slashed);
    // Quota is not touched by it.
    assert.deepEqual((await chain.read.account(dave.address)).quota, quota);

    const again = dispute(chain, batch, 1, 1, { Overcharged: signed });
    await chain.refuses(again, eve, 'metering.AlreadyDisputed');
  });

  it('suspends the provider: it settles nothing, pledges nothing, and can only leave', async () => {
    const { charlie, dave, eve } = chain.accounts;
    const { suspended, nextCapacity, pendingEarnings, earnings, bond, bondFreeAt } = await info(charlie);
    assert.deepEqual([suspended, nextCapacity, pendingEarnings], [true, 0n, 0n]);
    const work = [{ owner: dave.address, budget, receipts: [receipt(tokens(9, 9))] }];
    const batch = await nextBatch(chain, charlie, work);
    const { submitReceipts, setCapacity, setReceiptKey } = chain.api.tx.metering;
    await chain.refuses(submitReceipts!(batch), charlie, 'metering.ProviderSuspended');
    await chain.refuses(setCapacity!(10n * DIEM), charlie, 'metering.ProviderSuspended');
    await chain.refuses(setReceiptKey!(eve.address), charlie, 'metering.ProviderSuspended');
    const answer = await chain.read.canDebit(dave.address, budget, charlie.address, 1n);
    assert.deepEqual(answer, { Err: { limit: 'ProviderSuspended', left: 0n, resetsAt: null } });
    await chain.nextEpoch();
    assert.equal((await chain.read.epoch()).capacity, 1_000n * DIEM);

    await chain.refuses(chain.api.tx.metering.withdrawBond(charlie.address), eve, 'metering.BondNotFree');
    await chain.rollTo(bondFreeAt);
    const { events } = await chain.submit(chain.api.tx.metering.withdrawBond(charlie.address), eve);
    const withdrawn = { provider: charlie.address, amount: bond };
    assert.deepEqual(findEvent(events, 'metering.BondWithdrawn'), withdrawn);
    // What it had earned for good before is its own.
    const claimed = events.filter(({ name }) => name === 'metering.EarningsClaimed').map(({ data }) => data.amount);
    assert.deepEqual(claimed, earnings > 0n ? [earnings] : []);
    assert.equal(await chain.read.provider(charlie.address), null);
  });

  it('over one id that was settled twice needs no signature: in another batch, and in the same group', async () => {
    const { dave, eve, ferdie } = chain.accounts;
    await chain.nextEpoch();
    const once = receipt(tokens(374, 44));
    const other = receipt(tokens(9, 9));
    const inBatch = async (receipts: Receipt[]) =>
      settledIn(chain, await bill(chain, ferdie, dave.address, budget, receipts));
    const first = await inBatch([other, once]);
    const second = await inBatch([once]);
    const third = await inBatch([receipt(tokens(1, 1)), other, other]);

    const earlier = proveGroup(chain.api, first, 0);
    const different = { SettledTwice: { earlier, receipt: 0 } };
    await chain.refuses(dispute(chain, second, 0, 0, different), eve, 'metering.DifferentWork');
    const reversed = { SettledTwice: { earlier: proveGroup(chain.api, second, 0), receipt: 0 } };
    await chain.refuses(dispute(chain, first, 0, 1, reversed), eve, 'metering.NotSettledBefore');

    const { bond } = await info(ferdie);
    await chain.submit(dispute(chain, second, 0, 0, { SettledTwice: { earlier, receipt: 1 } }), eve);
    // A provider that is suspended answers for what else it did, with what is left of its bond.
    await chain.submit(dispute(chain, third, 0, 2, { SettledTwice: { earlier: null, receipt: 1 } }), eve);
    assert.equal((await info(ferdie)).bond, (bond * 64n) / 100n);
    assert.ok(bond >= 10_000n * VVV);
  });

  const issuance = async () => toPlain(await chain.api.query.balances.totalIssuance()) as bigint;
});
