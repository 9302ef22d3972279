import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DIEM, findEvent, grant, toPlain, VVV, type EpochRecord } from '../../clients/ts/index.ts';
import { TestChain } from '../support/chain.ts';

const UNBONDING_EPOCHS = 7;

describe('staking', () => {
  let chain: TestChain;
  before(async () => (chain = await TestChain.start()));
  after(() => chain.stop());

  const record = async (epoch: number): Promise<EpochRecord> => (await chain.read.history(epoch, 1))[0]!;

  it('puts VVV under a hold, and lets it weigh from the next epoch on', async () => {
    const { alice } = chain.accounts;
    const { events } = await chain.submit(chain.api.tx.vvvStaking.stake(1_000n * VVV), alice);
    assert.deepEqual(findEvent(events, 'vvvStaking.Staked'), { who: alice.address, amount: 1_000n * VVV });
    const now = await chain.read.account(alice.address);
    assert.equal(now.staked, 1_000n * VVV);
    assert.equal(now.weight, 0n);
    assert.equal(now.nextWeight, 1_000n * VVV);
    assert.equal(now.quota.granted, 0n);
    const holds = toPlain(await chain.api.query.balances.holds(alice.address));
    assert.deepEqual(holds, [{ id: { VvvStaking: 'Stake' }, amount: 1_000n * VVV }]);
  });

  it('grants a share of what is pledged, as the formula says', async () => {
    const epoch = await chain.nextEpoch();
    const { weight, quota } = await chain.read.account(chain.accounts.alice.address);
    const terms = await record(epoch);
    assert.equal(weight, 1_000n * VVV);
    assert.equal(terms.capacity, 2_000n * DIEM);
    assert.equal(terms.totalWeight, 11_000n * VVV);
    assert.equal(quota.granted, grant(weight, terms));
    assert.equal(quota.granted, 181_818_181_818_181_818_181n);
    assert.equal(quota.available, quota.granted);
  });

  it('writes a grant down when anyone claims it, once', async () => {
    const { alice, eve } = chain.accounts;
    const epoch = await chain.nextEpoch();
    const before = await record(epoch);
    const { events } = await chain.submit(chain.api.tx.vvvStaking.claimQuota(alice.address), eve);
    const minted = events.filter(({ name }) => name === 'vvvStaking.QuotaMinted').map(({ data }) => data);
    const amount = grant(1_000n * VVV, before);
    assert.ok(minted.some((data) => data.epoch === epoch && data.who === alice.address && data.amount === amount));
    assert.equal((await record(epoch)).minted, before.minted + amount);
    await chain.refuses(chain.api.tx.vvvStaking.claimQuota(alice.address), eve, 'vvvStaking.AlreadyClaimed');
    await chain.refuses(chain.api.tx.vvvStaking.claimQuota(eve.address), eve, 'vvvStaking.NoLedger');
  });

  it('moves quota to another account of the same epoch', async () => {
    const { alice, dave, eve } = chain.accounts;
    await chain.nextEpoch();
    const [from, to] = [await chain.read.account(dave.address), await chain.read.account(alice.address)];
    const { events } = await chain.submit(chain.api.tx.vvvStaking.transferQuota(alice.address, 100n * DIEM), dave);
    const moved = findEvent(events, 'vvvStaking.QuotaTransferred');
    assert.deepEqual(moved, { from: dave.address, to: alice.address, amount: 100n * DIEM, fee: 0n });
    assert.equal((await chain.read.account(dave.address)).quota.available, from.quota.available - 100n * DIEM);
    assert.equal((await chain.read.account(alice.address)).quota.available, to.quota.available + 100n * DIEM);

    const transfer = (amount: bigint) => chain.api.tx.vvvStaking.transferQuota(alice.address, amount);
    await chain.refuses(transfer(0n), dave, 'vvvStaking.ZeroAmount');
    await chain.refuses(transfer(DIEM / 1_000n - 1n), dave, 'vvvStaking.BelowTransferMinimum');
    await chain.refuses(transfer(DIEM), alice, 'vvvStaking.TransferToSelf');
    await chain.refuses(transfer(3_000n * DIEM), dave, 'vvvStaking.InsufficientQuota');
    const toNobody = chain.api.tx.vvvStaking.transferQuota(eve.address, DIEM);
    await chain.refuses(toNobody, dave, 'vvvStaking.RecipientHasNoLedger');
  });

  it('gives no second quota for VVV that is unstaked and restaked within an epoch', async () => {
    const { alice } = chain.accounts;
    await chain.nextEpoch();
    const { quota } = await chain.read.account(alice.address);
    await chain.submit(chain.api.tx.vvvStaking.claimQuota(alice.address), alice);
    await chain.submit(chain.api.tx.vvvStaking.unstake(1_000n * VVV), alice);
    await chain.submit(chain.api.tx.vvvStaking.restake(1_000n * VVV), alice);
    const now = await chain.read.account(alice.address);
    assert.equal(now.quota.granted, quota.granted);
    assert.equal(now.nextWeight, 1_000n * VVV);
    await chain.refuses(chain.api.tx.vvvStaking.claimQuota(alice.address), alice, 'vvvStaking.AlreadyClaimed');
  });

  it('ends the weight of unstaked VVV with the epoch, and takes it back as long as it is unlocking', async () => {
    const { alice } = chain.accounts;
    const epoch = await chain.nextEpoch();
    const { events } = await chain.submit(chain.api.tx.vvvStaking.unstake(400n * VVV), alice);
    const maturesAt = epoch + UNBONDING_EPOCHS;
    assert.deepEqual(findEvent(events, 'vvvStaking.Unstaked'), { who: alice.address, amount: 400n * VVV, maturesAt });
    const now = await chain.read.account(alice.address);
    assert.equal(now.weight, 1_000n * VVV);
    assert.equal(now.nextWeight, 600n * VVV);
    assert.deepEqual(now.unlocking, [{ amount: 400n * VVV, maturesAt }]);

    const back = await chain.submit(chain.api.tx.vvvStaking.restake(100n * VVV), alice);
    assert.deepEqual(findEvent(back.events, 'vvvStaking.Restaked'), { who: alice.address, amount: 100n * VVV });
    await chain.refuses(chain.api.tx.vvvStaking.restake(301n * VVV), alice, 'vvvStaking.NotUnlocking');
    const later = await chain.read.account(alice.address);
    assert.equal(later.nextWeight, 700n * VVV);
    assert.deepEqual(later.unlocking, [{ amount: 300n * VVV, maturesAt }]);
  });

  it('frees what has matured when anyone asks for it', async () => {
    const { alice, eve } = chain.accounts;
    await chain.refuses(chain.api.tx.vvvStaking.withdraw(alice.address), eve, 'vvvStaking.NothingToWithdraw');
    await chain.nextEpoch(UNBONDING_EPOCHS);
    assert.equal((await chain.read.account(alice.address)).withdrawable, 300n * VVV);
    const { events } = await chain.submit(chain.api.tx.vvvStaking.withdraw(alice.address), eve);
    assert.deepEqual(findEvent(events, 'vvvStaking.Withdrawn'), { who: alice.address, amount: 300n * VVV });
    const { unlocking, withdrawable, staked } = await chain.read.account(alice.address);
    assert.deepEqual({ unlocking, withdrawable, staked }, { unlocking: [], withdrawable: 0n, staked: 700n * VVV });
  });

  it('lets the last unit go, and nothing less that would leave a remainder below the minimum', async () => {
    const { alice } = chain.accounts;
    const unstake = (amount: bigint) => chain.api.tx.vvvStaking.unstake(amount);
    await chain.refuses(unstake(700n * VVV - 1n), alice, 'vvvStaking.RemainderBelowMinimum');
    await chain.submit(unstake(700n * VVV), alice);
    assert.equal((await chain.read.account(alice.address)).nextWeight, 0n);
  });

  it('refuses amounts that make no sense', async () => {
    const { alice, bob, eve } = chain.accounts;
    const { stake, unstake, restake } = chain.api.tx.vvvStaking;
    await chain.refuses(stake!(0n), bob, 'vvvStaking.ZeroAmount');
    await chain.refuses(unstake!(0n), alice, 'vvvStaking.ZeroAmount');
    await chain.refuses(restake!(0n), alice, 'vvvStaking.ZeroAmount');
    await chain.refuses(stake!(VVV - 1n), bob, 'vvvStaking.BelowMinimumStake');
    await chain.refuses(stake!(2_000_000n * VVV), bob, 'Token.FundsUnavailable');
    await chain.refuses(stake!(2n ** 128n - 1n), bob, 'Token.FundsUnavailable');
    await chain.refuses(unstake!(VVV), eve, 'vvvStaking.InsufficientStake');
  });
});
