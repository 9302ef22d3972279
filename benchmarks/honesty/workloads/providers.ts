import { DIEM, type Signer } from '../../../clients/ts/index.ts';
import type { TestChain } from '../../../tests/support/chain.ts';
import { receipt, tokens } from '../../../tests/support/economy.ts';
import { serveNext } from './served.ts';
import { byEach, type Workload } from './workload.ts';

const METADATA = `0x${'78'.repeat(256)}`;
/** In so many epochs in a row providers earn, and after as many more all of it is final. */
const EARNING = 3;
/** Epochs from the end of a pledge, or of a part of it, until the bond is free. */
const BOUND = 3;

/** The first epoch of users as providers. */
export function registered({ api }: TestChain, users: Signer[]): Workload[] {
  const { registerProvider, setCapacity, setReceiptKey } = api.tx.metering;
  return [
    { name: 'metering.registerProvider', calls: () => byEach(users, () => registerProvider!(2n * DIEM, METADATA)) },
    { name: 'metering.setCapacity, raised', calls: () => byEach(users, () => setCapacity!(3n * DIEM)) },
    { name: 'metering.setCapacity, lowered', calls: () => byEach(users, () => setCapacity!(DIEM)) },
    { name: 'metering.setReceiptKey', calls: () => byEach(users, (user) => setReceiptKey!(user.address)) },
  ];
}

/** Epochs in which they serve. In the last of them what their bond has too much is free. */
export function serving(chain: TestChain, users: Signer[]): Workload[] {
  const serve = async () => {
    for (let served = 0; served < EARNING; served += 1) {
      await chain.nextEpoch();
      await serveNext(chain, users, () => [receipt(tokens(30_000, 10_000))]);
    }
  };
  return [{ name: 'metering.withdrawBond, a part of it', before: serve, calls: withdrawals(chain, users) }];
}

/** What they have earned, when all of it is final. */
export function earned(chain: TestChain, users: Signer[]): Workload[] {
  const { claimEarnings } = chain.api.tx.metering;
  return [
    {
      name: `metering.claimEarnings, of ${EARNING} epochs`,
      before: () => chain.nextEpoch(EARNING),
      calls: () => byEach(users, (user) => claimEarnings!(user.address)),
    },
  ];
}

/** The end of the pledges. */
export function leaving({ api }: TestChain, users: Signer[]): Workload[] {
  const { deregisterProvider } = api.tx.metering;
  return [{ name: 'metering.deregisterProvider', calls: () => byEach(users, () => deregisterProvider!()) }];
}

/** The end of the providers: the roots of their batches go with them. */
export function left(chain: TestChain, users: Signer[]): Workload[] {
  return [
    {
      name: 'metering.withdrawBond, which removes the provider',
      before: () => chain.nextEpoch(BOUND),
      calls: withdrawals(chain, users),
    },
  ];
}

const withdrawals =
  ({ api }: TestChain, users: Signer[]) =>
  () =>
    byEach(users, (user) => api.tx.metering.withdrawBond(user.address));
