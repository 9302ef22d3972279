import { innerFailure, toPlain, type Plain, type Submittable } from '../../clients/ts/index.ts';
import type { TestChain } from './chain.ts';

/** The pallets with rules that governance sets. */
export type Ruled = 'vvvStaking' | 'metering';

type Rules = Record<string, Plain>;

/** The rules of a pallet. */
export async function rulesOf<Of = Rules>({ api }: TestChain, pallet: Ruled): Promise<Of> {
  return toPlain(await api.query[pallet]!.parameters!()) as Of;
}

/** Changes some rules of a pallet, and leaves the others as they are. */
export async function setRules(chain: TestChain, pallet: Ruled, changes: Rules): Promise<void> {
  await asRoot(chain, chain.api.tx[pallet]!.setParameters!({ ...(await rulesOf(chain, pallet)), ...changes }));
}

/** Changes some rules of transfers and sales, and leaves the others as they are. */
export async function setTransferRules(chain: TestChain, changes: Rules): Promise<void> {
  const { transfer } = await rulesOf<{ transfer: Rules }>(chain, 'vvvStaking');
  await setRules(chain, 'vvvStaking', { transfer: { ...transfer, ...changes } });
}

/** Makes a call as Root, which the chain has to execute. */
async function asRoot(chain: TestChain, call: Submittable): Promise<void> {
  const { events } = await chain.submit(chain.api.tx.sudo.sudo(call), chain.accounts.alice);
  const failure = innerFailure(chain.api, events);
  if (failure !== null) throw failure;
}
