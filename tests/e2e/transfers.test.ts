import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { DIEM, findEvent, price, VVV } from '../../clients/ts/index.ts';
import { TestChain } from '../support/chain.ts';
import { openBudget } from '../support/economy.ts';
import { offerQuota } from '../support/market.ts';
import { rulesOf, setRules, setTransferRules } from '../support/rules.ts';

const PERCENT = 10_000;
const PRICE = VVV / 100n;

/** The rules that the chain begins with: anyone may move all of a quota to anyone, without a fee. */
const FREE = { enabled: true, minimum: DIEM / 1_000n, fee: 0, maxShareOfGrant: 100 * PERCENT, allowList: null };

describe('the rules of transfers, which sales obey too', () => {
  let chain: TestChain;
  before(async () => {
    chain = await TestChain.start();
    // Who is given DIEM needs a ledger: a budget is enough.
    for (const who of [chain.accounts.alice, chain.accounts.eve]) await openBudget(chain, who);
  });
  after(() => chain.stop());
  beforeEach(async () => {
    await setTransferRules(chain, FREE);
    await chain.nextEpoch();
  });

  const transfer = (to: { address: string }, amount: bigint) =>
    chain.api.tx.vvvStaking.transferQuota(to.address, amount);
  const offer = (amount: bigint, minFill = amount) => chain.api.tx.market.offerQuota(amount, PRICE, minFill);
  const buy = (id: bigint, amount: bigint) =>
    chain.api.tx.market.buyQuota([{ offer: id, amount }], price(amount, PRICE));
  const quota = async (who: { address: string }) => (await chain.read.account(who.address)).quota;

  it('are those that the chain begins with, until governance sets others', async () => {
    assert.deepEqual((await rulesOf<{ transfer: object }>(chain, 'vvvStaking')).transfer, FREE);
    const half = { ...FREE, maxShareOfGrant: 50 * PERCENT };
    await setTransferRules(chain, half);
    assert.deepEqual((await rulesOf<{ transfer: object }>(chain, 'vvvStaking')).transfer, half);
  });

  it('may forbid them', async () => {
    const { alice, dave } = chain.accounts;
    const open = await offerQuota(chain, dave, 10n * DIEM, PRICE);
    await setTransferRules(chain, { enabled: false });
    await chain.refuses(transfer(alice, DIEM), dave, 'vvvStaking.TransfersDisabled');
    await chain.refuses(offer(DIEM), dave, 'vvvStaking.TransfersDisabled');
    await chain.refuses(buy(open, 10n * DIEM), alice, 'vvvStaking.TransfersDisabled');
  });

  it('have a minimum, which is enough', async () => {
    const { alice, dave } = chain.accounts;
    const minimum = 5n * DIEM;
    await setTransferRules(chain, { minimum });
    await chain.refuses(transfer(alice, minimum - 1n), dave, 'vvvStaking.BelowTransferMinimum');
    await chain.refuses(offer(minimum - 1n), dave, 'vvvStaking.BelowTransferMinimum');
    await chain.submit(transfer(alice, minimum), dave);
    await chain.submit(buy(await offerQuota(chain, dave, minimum, PRICE), minimum), alice);
    assert.equal((await quota(alice)).received, 2n * minimum);
  });

  it('have a fee, which is burnt out of the amount, rounded up', async () => {
    const { alice, dave } = chain.accounts;
    await setTransferRules(chain, { fee: PERCENT });
    const epoch = (await chain.read.epoch()).index;
    const burnt = async () => (await chain.read.history(epoch, 1))[0]!.burnt;
    const before = await burnt();
    const { events } = await chain.submit(transfer(alice, 100n * DIEM + 1n), dave);
    const moved = findEvent(events, 'vvvStaking.QuotaTransferred');
    const fee = DIEM + 1n;
    assert.deepEqual(moved, { from: dave.address, to: alice.address, amount: 100n * DIEM + 1n, fee });
    assert.deepEqual([(await quota(dave)).sent, (await quota(alice)).received], [100n * DIEM + 1n, 99n * DIEM]);
    assert.equal(await burnt(), before + fee);

    // A buyer pays for all of it and receives what is left of it.
    const id = await offerQuota(chain, dave, 100n * DIEM, PRICE);
    const free = await chain.freeBalance(dave.address);
    await chain.submit(buy(id, 100n * DIEM), alice);
    assert.ok((await chain.freeBalance(dave.address)) >= free + VVV);
    assert.equal((await quota(alice)).received, 2n * 99n * DIEM);
    assert.equal(await burnt(), before + fee + DIEM);
  });

  it('let no more than a part of a grant leave in an epoch, what is offered included', async () => {
    const { alice, dave, eve } = chain.accounts;
    await setTransferRules(chain, { maxShareOfGrant: 50 * PERCENT });
    const half = (await quota(dave)).granted / 2n;
    await chain.refuses(transfer(alice, half + 1n), dave, 'vvvStaking.AboveTransferShare');
    await chain.refuses(offer(half + 1n), dave, 'vvvStaking.AboveTransferShare');
    await chain.submit(transfer(alice, half - 10n * DIEM), dave);
    await offerQuota(chain, dave, 10n * DIEM, PRICE);
    await chain.refuses(transfer(alice, DIEM), dave, 'vvvStaking.AboveTransferShare');
    await chain.refuses(offer(DIEM), dave, 'vvvStaking.AboveTransferShare');
    // What was received may be passed on, whatever was granted.
    await chain.submit(transfer(eve, half - 10n * DIEM), alice);
    await chain.nextEpoch();
    await chain.submit(transfer(alice, half), dave);
  });

  it('may open them to some accounts only', async () => {
    const { alice, dave, eve } = chain.accounts;
    await setTransferRules(chain, { allowList: [alice.address] });
    const id = await offerQuota(chain, dave, 20n * DIEM, PRICE, DIEM);
    await chain.refuses(transfer(eve, DIEM), dave, 'vvvStaking.RecipientNotAllowed');
    await chain.refuses(buy(id, DIEM), eve, 'vvvStaking.RecipientNotAllowed');
    await chain.submit(transfer(alice, DIEM), dave);
    await chain.submit(buy(id, DIEM), alice);
    assert.equal((await quota(alice)).received, 2n * DIEM);
    await setTransferRules(chain, { allowList: [] });
    await chain.refuses(transfer(alice, DIEM), dave, 'vvvStaking.RecipientNotAllowed');
  });

  it('are refused where they make no sense', async () => {
    await assert.rejects(setTransferRules(chain, { fee: 100 * PERCENT }), /ParametersOutOfBounds/);
    await assert.rejects(setRules(chain, 'vvvStaking', { minLeaseWeight: 0n }), /ParametersOutOfBounds/);
  });
});
