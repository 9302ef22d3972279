import { Keyring } from '@polkadot/api';
import type { Signer, Submittable } from '../../../clients/ts/index.ts';
import type { TestChain } from '../../../tests/support/chain.ts';
import { fillBlocks, type Signed } from '../blocks.ts';

/** Why a receipt or a voucher is rejected here. */
export type RejectionReason = 'UnknownBudget' | 'UnknownModel' | 'BudgetExhausted' | 'BadSignature';

/** Calls of one kind. */
export interface Workload {
  /** The call, and what is special about it. */
  name: string;
  /** What has to be done first, in other blocks. */
  before?: () => Promise<unknown>;
  calls(): Promise<Signed[]> | Signed[];
  /** How many ledgers its calls are the first of the epoch to touch. Where no number is named, they must touch none first. */
  firstTouches?: number;
  /** Why the chain has to reject each of its receipts or vouchers. Where no reason is named, it has to reject none. */
  rejected?: RejectionReason;
}

/** So many users, each with keys of its own. */
export function namedUsers(count: number): Signer[] {
  const keyring = new Keyring({ type: 'sr25519' });
  return Array.from({ length: count }, (_, index) => keyring.addFromUri(`//Honest//${index}`));
}

/** The one after a user. */
export const next = (users: Signer[], index: number): Signer => users[(index + 1) % users.length]!;

/** A call by each user. */
export const byEach = (users: Signer[], call: (user: Signer, index: number) => Submittable): Signed[] =>
  users.map((user, index) => [user, call(user, index)]);

/** Users in groups of a size, as many as are full, and at most so many. */
export function inGroups(users: Signer[], size: number, most = Infinity): Signer[][] {
  const count = Math.min(Math.floor(users.length / size), most);
  return Array.from({ length: count }, (_, index) => users.slice(index * size, (index + 1) * size));
}

/** Lets an epoch pass, and touches the ledgers of all users in the new one. */
export async function touchInNextEpoch(chain: TestChain, users: Signer[], epochs = 1): Promise<void> {
  await chain.nextEpoch(epochs);
  await fillBlocks(
    chain,
    byEach(users, (user) => chain.api.tx.vvvStaking.claimQuota(user.address)),
  );
}
