import { DIEM, VVV, type Signer } from '../../../clients/ts/index.ts';
import type { TestChain } from '../../../tests/support/chain.ts';
import { byEach, inGroups, next, touchInNextEpoch, type Workload } from './workload.ts';

/** What a user has at stake. A VVV gives about a sixth of a DIEM. */
const STAKE = 20n * VVV;
const CENT = DIEM / 100n;

/** Stakes, and the quota that they give. */
export function stakes(chain: TestChain, users: Signer[]): Workload[] {
  const { stake, unstake, restake, claimQuota, transferQuota } = chain.api.tx.vvvStaking;
  const transfer = (index: number) => transferQuota!(next(users, index).address, CENT);
  return [
    { name: 'vvvStaking.stake, the first time', calls: () => byEach(users, () => stake!(STAKE)) },
    { name: 'vvvStaking.stake', calls: () => byEach(users, () => stake!(VVV)) },
    {
      name: 'vvvStaking.claimQuota',
      before: () => chain.nextEpoch(),
      firstTouches: users.length,
      calls: () => byEach(users, (user) => claimQuota!(user.address)),
    },
    { name: 'vvvStaking.transferQuota', calls: () => byEach(users, (_, index) => transfer(index)) },
    { name: 'vvvStaking.unstake', calls: () => byEach(users, () => unstake!(2n * VVV)) },
    { name: 'vvvStaking.restake', calls: () => byEach(users, () => restake!(VVV)) },
    {
      name: 'vvvStaking.transferQuota, both ledgers touched first',
      before: () => chain.nextEpoch(),
      firstTouches: users.length,
      calls: () => inGroups(users, 2).map(([from, to]) => [from!, transferQuota!(to!.address, CENT)]),
    },
  ];
}

/** What stakes leave behind many epochs later: VVV that has matured, and rewards. */
export function released(chain: TestChain, users: Signer[]): Workload[] {
  const { unstake, withdraw, claimRewards } = chain.api.tx.vvvStaking;
  const [some, others] = inGroups(users, Math.floor(users.length / 2)) as [Signer[], Signer[]];
  return [
    {
      name: 'vvvStaking.unstake, which releases what matured',
      before: () => touchInNextEpoch(chain, users),
      calls: () => byEach(some, () => unstake!(VVV)),
    },
    { name: 'vvvStaking.withdraw', calls: () => byEach(others, (user) => withdraw!(user.address)) },
    { name: 'vvvStaking.claimRewards', calls: () => byEach(users, (user) => claimRewards!(user.address)) },
  ];
}
