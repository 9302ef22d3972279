import { DIEM, type Signer } from '../../../clients/ts/index.ts';
import type { TestChain } from '../../../tests/support/chain.ts';
import { terms } from '../../../tests/support/economy.ts';
import { byEach, next, touchInNextEpoch, type Workload } from './workload.ts';

/** The budget of each user that pays by receipts, and the one that pays by vouchers, to Charlie alone. */
export const BY_RECEIPT = 0;
export const BY_VOUCHER = 1;
/** A budget that nobody has. */
export const UNKNOWN = 4_242;

/** Budgets of which nothing is spent yet. */
export function budgets({ api, accounts }: TestChain, users: Signer[]): Workload[] {
  const { openBudget, updateBudget, setDelegate, pauseBudget, resumeBudget } = api.tx.metering;
  const limit = 2n * DIEM;
  const reserved = terms({ mode: 'Reserved', limit });
  const vouchers = terms({ limit, consent: 'Vouchers', provider: { Only: accounts.charlie.address } });
  const higher = { ...reserved, limit: limit + DIEM / 100n };
  const delegate = (index: number) => setDelegate!(BY_RECEIPT, next(users, index).address);
  return [
    { name: 'metering.openBudget', calls: () => byEach(users, (user) => openBudget!(reserved, 80, user.address)) },
    {
      name: 'metering.openBudget, by voucher',
      calls: () => byEach(users, (user) => openBudget!(vouchers, null, user.address)),
    },
    { name: 'metering.updateBudget', calls: () => byEach(users, () => updateBudget!(BY_RECEIPT, higher, 90)) },
    { name: 'metering.setDelegate', calls: () => byEach(users, (_, index) => delegate(index)) },
    { name: 'metering.pauseBudget', calls: () => byEach(users, () => pauseBudget!(BY_RECEIPT)) },
    { name: 'metering.resumeBudget', calls: () => byEach(users, () => resumeBudget!(BY_RECEIPT)) },
  ];
}

/** The end of budgets. */
export function closedBudgets(chain: TestChain, users: Signer[]): Workload[] {
  const close = () => byEach(users, (user) => chain.api.tx.metering.closeBudget(user.address, BY_RECEIPT));
  return [
    { name: 'metering.closeBudget', calls: close },
    {
      name: 'metering.closeBudget, which removes it',
      before: () => touchInNextEpoch(chain, users, 2),
      calls: close,
    },
  ];
}
