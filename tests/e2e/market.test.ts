import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  DIEM,
  fillsFor,
  findEvent,
  grant,
  leaseOffers,
  price,
  quotaOffers,
  toPlain,
  VVV,
  type Signer,
} from '../../clients/ts/index.ts';
import { TestChain } from '../support/chain.ts';
import { openBudget } from '../support/economy.ts';
import { offerLease, offerQuota } from '../support/market.ts';

const CENT = VVV / 100n;

/** Epochs for which an offer of a lease can be taken. */
const LEASE_OFFER_EPOCHS = 30;

const depositOf = async ({ api }: TestChain, who: Signer): Promise<bigint> => {
  const holds = toPlain(await api.query.balances.holds(who.address)) as { id: object; amount: bigint }[];
  return holds.find(({ id }) => (id as { Market?: string }).Market === 'OfferDeposit')?.amount ?? 0n;
};

describe('the spot market', () => {
  let chain: TestChain;
  before(async () => {
    chain = await TestChain.start();
    const { alice, bob, eve } = chain.accounts;
    await chain.submit(chain.api.tx.vvvStaking.stake(10_000n * VVV), alice);
    for (const buyer of [bob, eve]) await openBudget(chain, buyer);
    await chain.nextEpoch();
  });
  after(() => chain.stop());

  const quota = async (who: Signer) => (await chain.read.account(who.address)).quota;
  const buy = (fills: [bigint, bigint][], maxTotal: bigint) =>
    chain.api.tx.market.buyQuota(
      fills.map(([offer, amount]) => ({ offer, amount })),
      maxTotal,
    );

  it('sets aside what is offered, behind a deposit', async () => {
    const { alice } = chain.accounts;
    const { available, granted } = await quota(alice);
    const call = chain.api.tx.market.offerQuota(100n * DIEM, CENT, 10n * DIEM);
    const { events } = await chain.submit(call, alice);
    const { offer, ...offered } = findEvent(events, 'market.QuotaOffered');
    const epoch = (await chain.read.epoch()).index;
    const terms = { seller: alice.address, epoch, amount: 100n * DIEM, price: CENT, minFill: 10n * DIEM };
    assert.deepEqual(offered, terms);
    const now = await quota(alice);
    assert.deepEqual([now.granted, now.offered, now.available], [granted, 100n * DIEM, available - 100n * DIEM]);
    const kept = toPlain(await chain.api.query.market.offers!(offer)) as { Quota: { left: bigint } };
    assert.equal(kept.Quota.left, 100n * DIEM);
    assert.ok((await depositOf(chain, alice)) > 0n);
  });

  it('sells over several offers in one call, at the price of each, and pays each seller', async () => {
    const { alice, dave, eve } = chain.accounts;
    const epoch = await chain.nextEpoch();
    const cheap = await offerQuota(chain, alice, 30n * DIEM, CENT);
    const dear = await offerQuota(chain, dave, 100n * DIEM, 3n * CENT + 1n, 5n * DIEM);
    const payments = [price(30n * DIEM, CENT), price(20n * DIEM + 1n, 3n * CENT + 1n)];
    const total = payments[0]! + payments[1]!;
    const [paidToAlice, paidToDave] = await Promise.all([alice, dave].map(({ address }) => chain.freeBalance(address)));
    const [before, deposits] = [await chain.freeBalance(eve.address), await depositOf(chain, alice)];
    const fills: [bigint, bigint][] = [
      [cheap, 30n * DIEM],
      [dear, 20n * DIEM + 1n],
    ];
    const { events, fee } = await chain.submit(buy(fills, total), eve);

    const amount = 50n * DIEM + 1n;
    const bought = { buyer: eve.address, amount, fee: 0n, paid: total };
    assert.deepEqual(findEvent(events, 'market.QuotaBought'), bought);
    const sold = events.filter(({ name }) => name === 'market.QuotaSold').map(({ data }) => data);
    const [seller, buyer] = [alice.address, eve.address];
    assert.deepEqual(sold, [
      { offer: cheap, seller, buyer, amount: 30n * DIEM, fee: 0n, paid: payments[0], left: 0n },
      {
        offer: dear,
        seller: dave.address,
        buyer,
        amount: 20n * DIEM + 1n,
        fee: 0n,
        paid: payments[1],
        left: 80n * DIEM - 1n,
      },
    ]);
    assert.equal(await chain.freeBalance(eve.address), before - total - fee);
    // The offer that was sold out is gone, and its deposit is free.
    const freed = deposits - (await depositOf(chain, alice));
    // Alice is the author of the block too, whose fees are hers.
    assert.equal(await chain.freeBalance(alice.address), paidToAlice! + payments[0]! + freed + fee);
    assert.equal(toPlain(await chain.api.query.market.offers!(cheap)), null);
    assert.equal(await chain.freeBalance(dave.address), paidToDave! + payments[1]!);
    assert.equal((await quota(eve)).received, amount);
    assert.deepEqual([(await quota(alice)).sent, (await quota(alice)).offered], [30n * DIEM, 0n]);
    assert.deepEqual([(await quota(dave)).sent, (await quota(dave)).offered], [20n * DIEM + 1n, 80n * DIEM - 1n]);

    const record = (await chain.read.history(epoch, 1))[0]!;
    assert.deepEqual([record.marketVolume, record.marketTurnover], [amount, total]);
    assert.equal(record.averagePrice, (total * DIEM) / amount);
  });

  it('is read by a buyer: offers by their price, and the fills that get an amount from the cheapest', async () => {
    const { alice, bob, dave, eve } = chain.accounts;
    const epoch = await chain.nextEpoch();
    const dear = await offerQuota(chain, dave, 50n * DIEM, 3n * CENT, 10n * DIEM);
    const whole = await offerQuota(chain, alice, 40n * DIEM, 2n * CENT);
    const cheap = await offerQuota(chain, dave, 20n * DIEM, CENT, 5n * DIEM);
    const offers = await quotaOffers(chain.api, epoch);
    const ids = offers.map(({ id }) => id);
    assert.deepEqual(ids, [cheap, whole, dear]);
    assert.deepEqual([offers[0]!.seller, offers[0]!.left, offers[0]!.minFill], [dave.address, 20n * DIEM, 5n * DIEM]);

    // All of the cheap one; nothing of the one that is sold as a whole; of the dear one what is missing.
    const some = fillsFor(offers, 45n * DIEM);
    const fills = [
      { offer: cheap, amount: 20n * DIEM },
      { offer: dear, amount: 25n * DIEM },
    ];
    assert.deepEqual(some, { fills, amount: 45n * DIEM, total: 95n * CENT });
    // No fill leaves less behind than the next one needs.
    assert.deepEqual(fillsFor(offers.slice(0, 1), 17n * DIEM).amount, 15n * DIEM);
    assert.deepEqual(fillsFor(offers, 500n * DIEM), {
      fills: ids.map((offer, index) => ({ offer, amount: offers[index]!.left })),
      amount: 110n * DIEM,
      total: 20n * CENT + 80n * CENT + 150n * CENT,
    });
    await chain.submit(chain.api.tx.market.buyQuota(some.fills, some.total), eve);
    const rest = fillsFor(await quotaOffers(chain.api, epoch), 500n * DIEM);
    await chain.submit(chain.api.tx.market.buyQuota(rest.fills, rest.total), bob);
    assert.deepEqual(await quotaOffers(chain.api, epoch), []);
  });

  it('is bought for no more than the buyer says, and all or nothing', async () => {
    const { alice, dave, eve } = chain.accounts;
    await chain.nextEpoch();
    const [first, second] = [
      await offerQuota(chain, alice, 10n * DIEM, CENT, DIEM),
      await offerQuota(chain, dave, 10n * DIEM, 2n * CENT, DIEM),
    ];
    const total = 30n * CENT;
    const both: [bigint, bigint][] = [
      [first, 10n * DIEM],
      [second, 10n * DIEM],
    ];
    await chain.refuses(buy(both, total - 1n), eve, 'market.AboveMaximumTotal');
    // One of them can't be had: neither is bought.
    const tooMuch: [bigint, bigint][] = [
      [first, 10n * DIEM],
      [second, 10n * DIEM + 1n],
    ];
    await chain.refuses(buy(tooMuch, 2n * total), eve, 'market.AboveOffer');
    await chain.submit(chain.api.tx.market.cancelOffer(second), dave);
    await chain.refuses(buy(both, total), eve, 'market.UnknownOffer');
    assert.equal((await quota(eve)).received, 0n);
    await chain.submit(buy([[first, 10n * DIEM]], total), eve);
  });

  it('is refused where it makes no sense: to oneself, in dust, at no price, more than there is', async () => {
    const { alice, dave, eve, ferdie } = chain.accounts;
    await chain.nextEpoch();
    const { offerQuota: offer, cancelOffer } = chain.api.tx.market;
    const { available } = await quota(dave);
    await chain.refuses(offer!(0n, CENT, 0n), dave, 'market.ZeroAmount');
    await chain.refuses(offer!(DIEM, CENT, 0n), dave, 'market.ZeroAmount');
    await chain.refuses(offer!(DIEM, 0n, DIEM), dave, 'market.ZeroPrice');
    await chain.refuses(offer!(DIEM, CENT, DIEM + 1n), dave, 'market.MinimumFillAboveAmount');
    await chain.refuses(offer!(available + 1n, CENT, DIEM), dave, 'vvvStaking.InsufficientQuota');
    await chain.refuses(offer!(DIEM, CENT, DIEM), ferdie, 'vvvStaking.NoLedger');

    const id = await offerQuota(chain, dave, 10n * DIEM, CENT, 3n * DIEM);
    await chain.refuses(buy([[id, 10n * DIEM]], VVV), dave, 'market.OwnOffer');
    await chain.refuses(buy([[id, 3n * DIEM - 1n]], VVV), eve, 'market.BelowMinimumFill');
    await chain.refuses(buy([[id, 8n * DIEM]], VVV), eve, 'market.RestBelowMinimumFill');
    await chain.refuses(buy([], VVV), eve, 'market.NoFills');
    await chain.refuses(buy([[id, 3n * DIEM]], VVV), ferdie, 'vvvStaking.RecipientHasNoLedger');
    await chain.refuses(cancelOffer!(id), alice, 'market.NotMaker');
    await chain.refuses(cancelOffer!(4_242n), alice, 'market.UnknownOffer');
    await chain.refuses(chain.api.tx.market.takeLease(id), eve, 'market.NotALease');
  });

  it('gives back to its seller what is cancelled', async () => {
    const { dave } = chain.accounts;
    await chain.nextEpoch();
    const { available } = await quota(dave);
    const id = await offerQuota(chain, dave, 10n * DIEM, CENT);
    const { events } = await chain.submit(chain.api.tx.market.cancelOffer(id), dave);
    const cancelled = { offer: id, maker: dave.address, returned: 10n * DIEM };
    assert.deepEqual(findEvent(events, 'market.OfferCancelled'), cancelled);
    assert.deepEqual([(await quota(dave)).available, (await quota(dave)).offered], [available, 0n]);
  });

  it('ends with the epoch: what was not sold is the seller’s again, and anyone clears the dead offer', async () => {
    const { alice, dave, eve } = chain.accounts;
    await chain.nextEpoch();
    const before = await depositOf(chain, dave);
    const id = await offerQuota(chain, dave, 10n * DIEM, CENT, DIEM);
    const { clearOffer } = chain.api.tx.market;
    await chain.refuses(clearOffer!(id), alice, 'market.OfferIsLive');
    await chain.submit(buy([[id, 4n * DIEM]], VVV), eve);
    const granted = (await quota(dave)).granted;
    await chain.nextEpoch();
    await chain.refuses(buy([[id, DIEM]], VVV), eve, 'market.OfferEnded');
    const { previousQuota } = await chain.read.account(dave.address);
    assert.deepEqual([previousQuota.offered, previousQuota.available], [0n, granted - 4n * DIEM]);
    assert.ok((await depositOf(chain, dave)) > before);
    const { events } = await chain.submit(clearOffer!(id), alice);
    assert.deepEqual(findEvent(events, 'market.OfferCleared'), { offer: id, maker: dave.address });
    assert.equal(await depositOf(chain, dave), before);
    await chain.refuses(clearOffer!(id), alice, 'market.UnknownOffer');
  });
});

describe('the market of leases', () => {
  let chain: TestChain;
  before(async () => (chain = await TestChain.start()));
  after(() => chain.stop());

  const account = (who: Signer) => chain.read.account(who.address);
  const weights = async (who: Signer) => {
    const { weight, nextWeight, leasedIn, leasedOut } = await account(who);
    return { weight, nextWeight, leasedIn, leasedOut };
  };

  it('lends weight from the next epoch on, for the price of the whole term, and ends by itself', async () => {
    const { bob, dave } = chain.accounts;
    const epoch = await chain.nextEpoch();
    const [weight, epochs, cost] = [4_000n * VVV, 2, 20n * VVV];
    const { offerLease: offer, takeLease } = chain.api.tx.market;
    const offered = findEvent(
      (await chain.submit(offer!(weight, epochs, cost, null), dave)).events,
      'market.LeaseOffered',
    );
    const endsAt = epoch + LEASE_OFFER_EPOCHS;
    const terms = { lessor: dave.address, weight, epochs, price: cost, onlyFor: null, endsAt };
    assert.deepEqual(offered, { offer: offered.offer, ...terms });
    const [lessorHad, lesseeHad] = await Promise.all([dave, bob].map(({ address }) => chain.freeBalance(address)));
    const deposit = await depositOf(chain, dave);
    assert.deepEqual(await leaseOffers(chain.api, epoch), [{ id: offered.offer, ...terms, deposit }]);

    const { events, fee } = await chain.submit(takeLease!(offered.offer), bob);
    const [parties, until] = [{ lessor: dave.address, lessee: bob.address }, epoch + 1 + epochs];
    const taken = { offer: offered.offer, ...parties, weight, paid: cost, until };
    assert.deepEqual(findEvent(events, 'market.LeaseTaken'), taken);
    assert.deepEqual(findEvent(events, 'vvvStaking.WeightLeased'), { ...parties, weight, from: epoch + 1, until });
    assert.equal(await chain.freeBalance(dave.address), lessorHad! + cost + deposit);
    assert.equal(await chain.freeBalance(bob.address), lesseeHad! - cost - fee);

    // Bob has staked nothing: all of his grant is by the lease.
    const own = 10_000n * VVV;
    assert.deepEqual(await weights(bob), { weight: 0n, nextWeight: weight, leasedIn: 0n, leasedOut: 0n });
    assert.deepEqual(await weights(dave), { weight: own, nextWeight: own - weight, leasedIn: 0n, leasedOut: 0n });
    for (let counted = 0; counted < epochs; counted += 1) {
      const index = await chain.nextEpoch();
      const record = (await chain.read.history(index, 1))[0]!;
      assert.equal(record.totalWeight, own);
      assert.equal((await weights(bob)).leasedIn, weight);
      assert.equal((await weights(dave)).leasedOut, weight);
      assert.equal((await account(bob)).quota.granted, grant(weight, record));
      assert.equal((await account(dave)).quota.granted, grant(own - weight, record));
    }
    await chain.nextEpoch();
    assert.deepEqual(await weights(bob), { weight: 0n, nextWeight: 0n, leasedIn: 0n, leasedOut: 0n });
    assert.deepEqual(await weights(dave), { weight: own, nextWeight: own, leasedIn: 0n, leasedOut: 0n });
    // What was granted by it is its lessee's, and what that earns is too.
    assert.ok((await account(bob)).rewards > 0n);
    assert.equal((await account(bob)).quota.granted, 0n);
  });

  it('gives weight to one account for nothing, and to nobody unasked', async () => {
    const { dave, eve, ferdie } = chain.accounts;
    await chain.nextEpoch();
    const { offerLease: offer, takeLease } = chain.api.tx.market;
    await chain.refuses(offer!(100n * VVV, 1, 0n, null), dave, 'market.GiftForAnyone');
    const id = await offerLease(chain, dave, 100n * VVV, 1, 0n, eve.address);
    assert.equal((await account(eve)).nextWeight, 0n);
    await chain.refuses(takeLease!(id), ferdie, 'market.ForAnotherAccount');
    const before = await chain.freeBalance(eve.address);
    const { fee } = await chain.submit(takeLease!(id), eve);
    assert.equal(await chain.freeBalance(eve.address), before - fee);
    await chain.nextEpoch();
    assert.equal((await account(eve)).weight, 100n * VVV);
  });

  it('lends no weight twice, and none that is being unstaked', async () => {
    const { alice, dave, eve } = chain.accounts;
    await chain.nextEpoch(2);
    const { offerLease: offer, takeLease } = chain.api.tx.market;
    const [first, second] = [
      await offerLease(chain, dave, 6_000n * VVV, 3, VVV),
      await offerLease(chain, dave, 6_000n * VVV, 3, VVV),
    ];
    await chain.submit(takeLease!(first), alice);
    await chain.refuses(takeLease!(second), eve, 'vvvStaking.InsufficientLeasableWeight');
    await chain.refuses(takeLease!(first), eve, 'market.UnknownOffer');
    const unstake = (amount: bigint) => chain.api.tx.vvvStaking.unstake(amount);
    await chain.refuses(unstake(4_000n * VVV + 1n), dave, 'vvvStaking.WeightLeasedOut');
    await chain.submit(unstake(4_000n * VVV), dave);
    await chain.refuses(offer!(VVV, 1, VVV, null), dave, 'vvvStaking.InsufficientLeasableWeight');
    // Weight that was lent can't be lent on.
    await chain.refuses(offer!(VVV, 1, VVV, null), alice, 'vvvStaking.InsufficientLeasableWeight');
    await chain.submit(chain.api.tx.vvvStaking.restake(4_000n * VVV), dave);
    // In the last epoch of the lease its weight can go, since it is the lessor's own in the next.
    await chain.nextEpoch(3);
    await chain.submit(unstake(10_000n * VVV), dave);
    await chain.submit(chain.api.tx.vvvStaking.restake(10_000n * VVV), dave);
  });

  it('is refused where it makes no sense', async () => {
    const { bob, dave } = chain.accounts;
    await chain.nextEpoch();
    const { offerLease: offer, takeLease, buyQuota } = chain.api.tx.market;
    await chain.refuses(offer!(100n * VVV, 0, VVV, null), dave, 'vvvStaking.LeaseTermOutOfBounds');
    await chain.refuses(offer!(100n * VVV, 366, VVV, null), dave, 'vvvStaking.LeaseTermOutOfBounds');
    await chain.refuses(offer!(VVV - 1n, 1, VVV, null), dave, 'vvvStaking.BelowMinimumLease');
    await chain.refuses(offer!(10_001n * VVV, 1, VVV, null), dave, 'vvvStaking.InsufficientLeasableWeight');
    await chain.refuses(offer!(100n * VVV, 1, VVV, dave.address), dave, 'market.OwnOffer');
    const id = await offerLease(chain, dave, 100n * VVV, 1, 2_000_000n * VVV);
    await chain.refuses(takeLease!(id), dave, 'market.OwnOffer');
    await chain.refuses(takeLease!(4_242n), bob, 'market.UnknownOffer');
    await chain.refuses(buyQuota!([{ offer: id, amount: DIEM }], VVV), bob, 'market.NotQuota');
    await chain.refuses(takeLease!(id), bob, 'Token.FundsUnavailable');
    await chain.submit(chain.api.tx.market.cancelOffer(id), dave);
  });

  it('ends offers that nobody took, and anyone clears them', async () => {
    const { alice, bob, dave } = chain.accounts;
    const before = await depositOf(chain, dave);
    const id = await offerLease(chain, dave, 100n * VVV, 1, VVV);
    await chain.nextEpoch(LEASE_OFFER_EPOCHS);
    await chain.refuses(chain.api.tx.market.takeLease(id), bob, 'market.OfferEnded');
    const { events } = await chain.submit(chain.api.tx.market.clearOffer(id), alice);
    assert.deepEqual(findEvent(events, 'market.OfferCleared'), { offer: id, maker: dave.address });
    assert.equal(await depositOf(chain, dave), before);
  });
});
