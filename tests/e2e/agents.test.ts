import { Keyring } from '@polkadot/api';
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DIEM, findEvent, submit, type SignedVoucher, type Signer } from '../../clients/ts/index.ts';
import { TestChain } from '../support/chain.ts';
import { openBudget } from '../support/economy.ts';
import { setRules } from '../support/rules.ts';
import { settleVouchers, signedVoucher } from '../support/vouchers.ts';

/** Blocks for which the vouchers of a former delegate settle: few, so that all of them are in one epoch. */
const GRACE = 8;

describe('an agent whose key holds no VVV', () => {
  let chain: TestChain;
  let budget: number;
  const keyring = new Keyring({ type: 'sr25519' });
  const agent = keyring.addFromUri('//Agent');
  const successor = keyring.addFromUri('//Agent//2');
  before(async () => {
    chain = await TestChain.start();
    await setRules(chain, 'metering', { revocationGrace: GRACE });
    const { charlie, dave } = chain.accounts;
    const terms = { limit: 10n * DIEM, consent: 'Vouchers', provider: { Only: charlie.address } } as const;
    budget = await openBudget(chain, dave, terms, { delegate: agent.address });
  });
  after(() => chain.stop());

  /** Signs a voucher for all that the budget may have spent in the epoch so far. */
  const sign = async (amount: bigint, key: Signer = agent) => {
    const { charlie, dave } = chain.accounts;
    const { index: epoch } = await chain.read.epoch();
    return signedVoucher(chain, key, charlie, { owner: dave.address, budget, epoch, amount });
  };

  const settle = async (...vouchers: SignedVoucher[]) => {
    const { debited, rejections } = await settleVouchers(chain, chain.accounts.charlie, vouchers);
    return { debited, reasons: rejections.map(({ reason }) => reason) };
  };

  it('spends a budget: it signs, and its provider settles', async () => {
    // Both vouchers are for one epoch.
    await chain.nextEpoch();
    assert.equal(await chain.freeBalance(agent.address), 0n);
    assert.deepEqual(await settle(await sign(1n * DIEM)), { debited: 1n * DIEM, reasons: [] });
    // Many inferences later one more signature settles them all.
    assert.deepEqual(await settle(await sign(4n * DIEM)), { debited: 3n * DIEM, reasons: [] });
    assert.equal(await chain.freeBalance(agent.address), 0n);
  });

  it('can’t exceed it, whatever it signs', async () => {
    const { charlie, dave } = chain.accounts;
    assert.deepEqual(await settle(await sign(1_000n * DIEM)), { debited: 6n * DIEM, reasons: [] });
    assert.deepEqual(await settle(await sign(2_000n * DIEM)), { debited: 0n, reasons: ['BudgetExhausted'] });
    const { endsAt } = await chain.read.epoch();
    const answer = await chain.read.canDebit(dave.address, budget, charlie.address, 1n);
    assert.deepEqual(answer, { Err: { limit: 'BudgetLimit', left: 0n, resetsAt: endsAt } });
    await chain.nextEpoch();
    assert.deepEqual(await settle(await sign(1n * DIEM)), { debited: 1n * DIEM, reasons: [] });
  });

  it('can do nothing else: not even pay for an extrinsic', async () => {
    const { dave } = chain.accounts;
    const calls = [
      chain.api.tx.vvvStaking.transferQuota(dave.address, DIEM),
      chain.api.tx.metering.setDelegate(budget, agent.address),
      chain.api.tx.metering.pauseBudget(budget),
    ];
    for (const call of calls) await assert.rejects(submit(chain.api, call, agent), /pay some fees/);
  });

  it('is cut off when its owner replaces it: within the grace its vouchers still settle, after it none does', async () => {
    const { dave } = chain.accounts;
    const { setDelegate } = chain.api.tx.metering;
    await chain.nextEpoch();
    const [before, within, after] = [await sign(1n * DIEM), await sign(2n * DIEM), await sign(3n * DIEM)];
    const { events, blockNumber } = await chain.submit(setDelegate!(budget, successor.address), dave);
    const formerUntil = blockNumber + GRACE;
    const set = { owner: dave.address, budget, delegate: successor.address, formerUntil };
    assert.deepEqual(findEvent(events, 'metering.DelegateSet'), set);
    await chain.refuses(setDelegate!(budget, null), dave, 'metering.DelegateRecentlyReplaced');

    assert.deepEqual(await settle(before), { debited: 1n * DIEM, reasons: [] });
    const height = async () => (await chain.api.rpc.chain.getHeader()).number.toNumber();
    await chain.makeBlocks(formerUntil - 1 - (await height()));
    assert.deepEqual(await settle(within), { debited: 1n * DIEM, reasons: [] });
    assert.equal(await height(), formerUntil);
    assert.deepEqual(await settle(after), { debited: 0n, reasons: ['NotDelegate'] });
    assert.deepEqual(await settle(await sign(3n * DIEM, successor)), { debited: 1n * DIEM, reasons: [] });
  });

  it('is stopped with its budget: the pause ends what it permitted, after the grace', async () => {
    const { charlie, dave } = chain.accounts;
    await chain.nextEpoch();
    const [within, after] = [await sign(1n * DIEM, successor), await sign(2n * DIEM, successor)];
    await chain.submit(chain.api.tx.metering.pauseBudget(budget), dave);
    const answer = await chain.read.canDebit(dave.address, budget, charlie.address, 1n);
    assert.deepEqual(answer, { Err: { limit: 'BudgetPaused', left: 0n, resetsAt: null } });
    assert.deepEqual(await settle(within), { debited: 1n * DIEM, reasons: [] });
    await chain.makeBlocks(GRACE);
    assert.deepEqual(await settle(after), { debited: 0n, reasons: ['BudgetPaused'] });
    await chain.submit(chain.api.tx.metering.resumeBudget(budget), dave);
    assert.deepEqual(await settle(after), { debited: 1n * DIEM, reasons: [] });
  });
});
