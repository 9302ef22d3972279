import { VVV, type Signer } from '../../../clients/ts/index.ts';
import type { TestChain } from '../../../tests/support/chain.ts';
import { byEach, next, type Workload } from './workload.ts';

/** Transfers of VVV, by which the users come to be. */
export function transfers({ api, accounts }: TestChain, users: Signer[]): Workload[] {
  const { transferKeepAlive } = api.tx.balances;
  return [
    {
      name: 'balances.transferKeepAlive, to a new account',
      calls: () => users.map((user) => [accounts.alice, transferKeepAlive(user.address, 5_000n * VVV)]),
    },
    {
      name: 'balances.transferKeepAlive',
      calls: () => byEach(users, (_, index) => transferKeepAlive(next(users, index).address, VVV)),
    },
  ];
}
