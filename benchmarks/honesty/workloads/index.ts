import type { Signer } from '../../../clients/ts/index.ts';
import type { TestChain } from '../../../tests/support/chain.ts';
import { budgets, closedBudgets } from './budgets.ts';
import { disputes } from './disputes.ts';
import { leases } from './leases.ts';
import { models, removed, retired } from './models.ts';
import { offersOfQuota } from './offers.ts';
import { earned, leaving, left, registered, serving } from './providers.ts';
import { receipts } from './receipts.ts';
import { released, stakes } from './stakes.ts';
import { transfers } from './transfers.ts';
import { vouchers } from './vouchers.ts';
import type { Workload } from './workload.ts';

export { namedUsers } from './workload.ts';

/**
 * Every kind of call that users make of the economy's pallets, in an order in which each finds what it needs, and transfers to compare with.
 *
 * Not among them is what can't be had in a few epochs: rewards and earnings that lapse after 365 of them, and a provider with more roots of
 * batches than one `withdrawBond` clears. Nor are the calls of governance.
 */
export function workloads(chain: TestChain, users: Signer[]): Workload[] {
  return [
    ...transfers(chain, users),
    ...stakes(chain, users),
    ...budgets(chain, users),
    ...receipts(chain, users),
    ...vouchers(chain, users),
    ...offersOfQuota(chain, users),
    ...leases(chain, users),
    ...registered(chain, users),
    ...models(chain, users),
    ...serving(chain, users),
    ...retired(chain, users),
    ...earned(chain, users),
    ...removed(chain, users),
    ...leaving(chain, users),
    ...disputes(chain, users),
    ...left(chain, users),
    ...released(chain, users),
    ...closedBudgets(chain, users),
  ];
}
