import { leaseOffers, VVV, type Signer } from '../../../clients/ts/index.ts';
import type { TestChain } from '../../../tests/support/chain.ts';
import type { Signed } from '../blocks.ts';
import { next, byEach, touchInNextEpoch, type Workload } from './workload.ts';

/** How many leases each user has in, and how many out. */
const LEASES = 4;
/** For how many epochs. */
const TERM = 1;

/** Leases, each from one user to the one after it: how they come to be, and what they add to the first touches of ledgers. */
export function leases(chain: TestChain, users: Signer[]): Workload[] {
  const { offerLease, takeLease } = chain.api.tx.market;
  const claim = () => byEach(users, (user) => chain.api.tx.vvvStaking.claimQuota(user.address));
  const take = async (): Promise<Signed[]> => {
    const offers = await leaseOffers(chain.api, (await chain.read.epoch()).index);
    return users.flatMap((lessor, index) => {
      const own = offers.filter((offer) => offer.lessor === lessor.address);
      return own.map(({ id }): Signed => [next(users, index), takeLease!(id)]);
    });
  };
  return [
    {
      name: 'market.offerLease',
      before: () => touchInNextEpoch(chain, users),
      calls: () =>
        Array.from({ length: LEASES }, () => byEach(users, () => offerLease!(VVV, TERM, VVV / 100n, null))).flat(),
    },
    { name: 'market.takeLease', calls: take },
    {
      name: `vvvStaking.claimQuota, ${2 * LEASES} leases`,
      before: () => chain.nextEpoch(),
      firstTouches: users.length,
      calls: claim,
    },
    {
      name: `vvvStaking.claimQuota, ${2 * LEASES} leases that ended`,
      before: () => chain.nextEpoch(TERM),
      firstTouches: users.length,
      calls: claim,
    },
  ];
}
