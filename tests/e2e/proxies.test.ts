import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DIEM, findEvent, innerFailure, VVV, type Signer, type Submittable } from '../../clients/ts/index.ts';
import { TestChain } from '../support/chain.ts';
import { nextBatch, openBudget, receipt, SMALL_TEXT, terms, tokens } from '../support/economy.ts';
import { offerLease, offerQuota } from '../support/market.ts';
import { signedVoucher } from '../support/vouchers.ts';

describe('a proxy', () => {
  let chain: TestChain;
  before(async () => (chain = await TestChain.start()));
  after(() => chain.stop());

  const allow = (owner: Signer, proxy: Signer, type: string) =>
    chain.submit(chain.api.tx.proxy.addProxy(proxy.address, type, 0), owner);

  /** Makes a call for another account, and gives the error that stopped it, if one did. */
  const callFor = async (owner: Signer, proxy: Signer, call: Submittable): Promise<string | null> => {
    const { events } = await chain.submit(chain.api.tx.proxy.proxy(owner.address, null, call), proxy);
    return innerFailure(chain.api, events)?.code ?? null;
  };

  it('of type Staking stakes, and does nothing else', async () => {
    const { alice, eve } = chain.accounts;
    await allow(alice, eve, 'Staking');
    assert.equal(await callFor(alice, eve, chain.api.tx.vvvStaking.stake(5n * VVV)), null);
    assert.equal((await chain.read.account(alice.address)).staked, 5n * VVV);
    assert.equal(
      await callFor(alice, eve, chain.api.tx.vvvStaking.claimRewards(alice.address)),
      'vvvStaking.NoRewards',
    );
    const others = [
      chain.api.tx.balances.transferKeepAlive(eve.address, VVV),
      chain.api.tx.metering.openBudget(terms(), null, null),
      chain.api.tx.market.offerLease(VVV, 1, VVV, null),
      chain.api.tx.utility.batchAll([chain.api.tx.balances.transferKeepAlive(eve.address, VVV)]),
    ];
    for (const call of others) assert.equal(await callFor(alice, eve, call), 'system.CallFiltered', call.method.method);
  });

  it('of type Budgets plans budgets, and does nothing else', async () => {
    const { bob, dave, eve } = chain.accounts;
    await allow(dave, bob, 'Budgets');
    assert.equal(await callFor(dave, bob, chain.api.tx.metering.openBudget(terms(), null, null)), null);
    assert.equal(await callFor(dave, bob, chain.api.tx.metering.pauseBudget(0)), null);
    assert.equal(await callFor(dave, bob, chain.api.tx.metering.resumeBudget(0)), null);
    const others = [
      chain.api.tx.vvvStaking.unstake(VVV),
      chain.api.tx.vvvStaking.transferQuota(eve.address, DIEM),
      chain.api.tx.metering.registerProvider(10n * DIEM, ''),
    ];
    for (const call of others) assert.equal(await callFor(dave, bob, call), 'system.CallFiltered', call.method.method);
  });

  it('of type Metering settles receipts and vouchers for a provider, and does nothing else', async () => {
    const { bob, charlie, dave, eve } = chain.accounts;
    await allow(charlie, eve, 'Metering');
    const budget = await openBudget(chain, dave);
    const groups = [{ owner: dave.address, budget, receipts: [receipt(tokens(374, 44))] }];
    const batch = await nextBatch(chain, charlie, groups);
    const call = chain.api.tx.proxy.proxy(charlie.address, null, chain.api.tx.metering.submitReceipts(batch));
    const { events } = await chain.submit(call, eve);
    assert.equal(findEvent(events, 'metering.BatchSettled').provider, charlie.address);
    assert.equal(await callFor(charlie, eve, chain.api.tx.metering.serveModel(SMALL_TEXT, 10_000)), null);

    const byVoucher = { consent: 'Vouchers', provider: { Only: charlie.address } } as const;
    const signed = await openBudget(chain, dave, byVoucher, { delegate: bob.address });
    const epoch = (await chain.read.epoch()).index;
    const voucher = signedVoucher(chain, bob, charlie, { owner: dave.address, budget: signed, epoch, amount: DIEM });
    const { settleVouchers, refund, setReceiptKey, claimEarnings } = chain.api.tx.metering;
    assert.equal(await callFor(charlie, eve, settleVouchers!([voucher])), null);
    assert.equal((await chain.read.budget(dave.address, signed))!.spent, DIEM);
    assert.equal(await callFor(charlie, eve, refund!(dave.address, signed, epoch, DIEM)), null);
    assert.equal((await chain.read.budget(dave.address, signed))!.spent, 0n);
    assert.equal(await callFor(charlie, eve, setReceiptKey!(eve.address)), null);
    assert.equal(await callFor(charlie, eve, claimEarnings!(charlie.address)), 'metering.NothingToClaim');
    const others = [
      chain.api.tx.metering.openBudget(terms(), null, null),
      chain.api.tx.market.offerQuota(DIEM, VVV, DIEM),
      chain.api.tx.balances.transferKeepAlive(eve.address, VVV),
    ];
    for (const call of others) {
      assert.equal(await callFor(charlie, eve, call), 'system.CallFiltered', call.method.method);
    }
  });

  it('of type Market buys, sells and lends, and does nothing else', async () => {
    const { alice, bob, dave, ferdie } = chain.accounts;
    await allow(dave, ferdie, 'Market');
    await openBudget(chain, bob);
    await chain.nextEpoch();
    const { cancelOffer, clearOffer } = chain.api.tx.market;
    const offering = chain.api.tx.market.offerQuota(10n * DIEM, VVV, DIEM);
    const call = chain.api.tx.proxy.proxy(dave.address, null, offering);
    const { events } = await chain.submit(call, ferdie);
    const { offer, seller } = findEvent(events, 'market.QuotaOffered');
    assert.equal(seller, dave.address);
    await chain.submit(chain.api.tx.market.buyQuota([{ offer, amount: DIEM }], VVV), bob);
    assert.equal(await callFor(dave, ferdie, clearOffer!(offer)), 'market.OfferIsLive');
    assert.equal(await callFor(dave, ferdie, cancelOffer!(offer)), null);
    assert.equal(await callFor(dave, ferdie, chain.api.tx.market.offerLease(100n * VVV, 1, VVV, alice.address)), null);

    const own = await offerQuota(chain, dave, 2n * DIEM, VVV);
    await allow(bob, ferdie, 'Market');
    assert.equal(
      await callFor(bob, ferdie, chain.api.tx.market.buyQuota([{ offer: own, amount: 2n * DIEM }], 2n * VVV)),
      null,
    );
    const lease = await offerLease(chain, dave, 100n * VVV, 1, VVV);
    assert.equal(await callFor(bob, ferdie, chain.api.tx.market.takeLease(lease)), null);
    const others = [
      chain.api.tx.vvvStaking.transferQuota(bob.address, DIEM),
      chain.api.tx.metering.openBudget(terms(), null, null),
      chain.api.tx.balances.transferKeepAlive(ferdie.address, VVV),
    ];
    for (const other of others) {
      assert.equal(await callFor(dave, ferdie, other), 'system.CallFiltered', other.method.method);
    }
  });

  it('has no right any more when its owner takes it back', async () => {
    const { alice, eve } = chain.accounts;
    await chain.submit(chain.api.tx.proxy.removeProxy(eve.address, 'Staking', 0), alice);
    const call = chain.api.tx.proxy.proxy(alice.address, null, chain.api.tx.vvvStaking.stake(VVV));
    await chain.refuses(call, eve, 'proxy.NotProxy');
  });
});
