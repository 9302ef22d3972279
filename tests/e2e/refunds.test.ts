import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DIEM, findEvent } from '../../clients/ts/index.ts';
import { TestChain } from '../support/chain.ts';
import { bill, openBudget, receipt, tokens } from '../support/economy.ts';
import { settleVouchers, signedVoucher } from '../support/vouchers.ts';

describe('a refund', () => {
  let chain: TestChain;
  before(async () => (chain = await TestChain.start()));
  after(() => chain.stop());

  const refund = (budget: number, epoch: number, amount: bigint) =>
    chain.api.tx.metering.refund(chain.accounts.dave.address, budget, epoch, amount);

  /** All books of an epoch that a refund changes. */
  const books = async (budget: number, epoch: number) => {
    const { charlie, dave } = chain.accounts;
    const isPrevious = (await chain.read.epoch()).index > epoch;
    const [account, provider] = [await chain.read.account(dave.address), await chain.read.provider(charlie.address)];
    const { spent, previousSpent } = (await chain.read.budget(dave.address, budget))!;
    const [record] = await chain.read.history(epoch, 1);
    return {
      budget: isPrevious ? previousSpent : spent,
      account: (isPrevious ? account.previousQuota : account.quota).spent,
      provider: isPrevious ? provider!.previousSettled : provider!.settled,
      debited: record!.debited,
      refunded: record!.refunded,
    };
  };

  it('gives back what failed work cost: to the budget, to its owner, and off the provider’s books', async () => {
    const { charlie, dave } = chain.accounts;
    const epoch = await chain.nextEpoch();
    const limit = 7n * DIEM;
    const budget = await openBudget(chain, dave, { limit, mode: 'Reserved', provider: { Only: charlie.address } });
    const { charged } = await bill(chain, charlie, dave.address, budget, [receipt(tokens(10_000_000, 0))]);
    assert.equal(charged, limit);
    const before = await books(budget, epoch);
    const { events } = await chain.submit(refund(budget, epoch, 3n * DIEM), charlie);
    const amount = 3n * DIEM;
    const refunded = { owner: dave.address, budget, provider: charlie.address, epoch, amount };
    assert.deepEqual(findEvent(events, 'metering.Refunded'), refunded);
    assert.deepEqual(await books(budget, epoch), {
      budget: before.budget - amount,
      account: before.account - amount,
      provider: before.provider - amount,
      debited: before.debited,
      refunded: before.refunded + amount,
    });
    assert.deepEqual(await chain.read.canDebit(dave.address, budget, charlie.address, amount), { Ok: amount });
    assert.equal((await bill(chain, charlie, dave.address, budget, [receipt(tokens(1_000_000, 0))])).receipts, 1);
  });

  it('can be late by one epoch, and by no more', async () => {
    const { charlie, dave } = chain.accounts;
    const epoch = await chain.nextEpoch();
    const budget = await openBudget(chain, dave);
    const { charged } = await bill(chain, charlie, dave.address, budget, [receipt(tokens(374, 44))]);
    await chain.nextEpoch();
    await chain.submit(refund(budget, epoch, charged - 1n), charlie);
    assert.equal((await books(budget, epoch)).budget, 1n);
    await chain.nextEpoch();
    await chain.refuses(refund(budget, epoch, 1n), charlie, 'metering.EpochNotSettleable');
  });

  it('gives back no more than was debited, by whom it was debited', async () => {
    const { charlie, dave, eve, ferdie } = chain.accounts;
    const epoch = await chain.nextEpoch();
    const budget = await openBudget(chain, dave);
    const { charged } = await bill(chain, charlie, dave.address, budget, [receipt(tokens(374, 44))]);
    await chain.refuses(refund(budget, epoch, charged + 1n), charlie, 'metering.RefundExceedsSpent');
    await chain.refuses(refund(budget, epoch, 0n), charlie, 'metering.ZeroAmount');
    await chain.refuses(refund(4_242, epoch, 1n), charlie, 'metering.UnknownBudget');
    await chain.refuses(refund(budget, epoch, 1n), eve, 'metering.UnknownProvider');
    await chain.refuses(refund(budget, epoch, charged), ferdie, 'metering.RefundExceedsSettled');
    await chain.submit(refund(budget, epoch, charged), charlie);
    await chain.refuses(refund(budget, epoch, 1n), charlie, 'metering.RefundExceedsSpent');
  });

  it('does not let a voucher be settled again', async () => {
    const { bob, charlie, dave } = chain.accounts;
    const epoch = await chain.nextEpoch();
    const byVoucher = { consent: 'Vouchers', provider: { Only: charlie.address } } as const;
    const budget = await openBudget(chain, dave, byVoucher, { delegate: bob.address });
    const voucher = (amount: bigint) =>
      signedVoucher(chain, bob, charlie, { owner: dave.address, budget, epoch, amount });
    assert.equal((await settleVouchers(chain, charlie, [voucher(5n * DIEM)])).debited, 5n * DIEM);
    await chain.submit(refund(budget, epoch, 2n * DIEM), charlie);
    const { spent, voucherMark } = (await chain.read.budget(dave.address, budget))!;
    assert.deepEqual([spent, voucherMark], [3n * DIEM, 5n * DIEM]);
    const { rejections } = await settleVouchers(chain, charlie, [voucher(5n * DIEM)]);
    assert.deepEqual(rejections, [{ index: 0, reason: 'NothingNew' }]);
    assert.equal((await settleVouchers(chain, charlie, [voucher(6n * DIEM)])).debited, DIEM);
  });
});
