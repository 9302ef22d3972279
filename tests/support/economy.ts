import {
  DIEM,
  findEvent,
  type Batch,
  type BudgetTerms,
  type Included,
  type Receipt,
  type Rejection,
  type Signer,
  type Usage,
} from '../../clients/ts/index.ts';
import type { TestChain } from './chain.ts';

/** The models of the development presets. */
export const LARGE_TEXT = 0;
export const SMALL_TEXT = 1;
export const IMAGE = 2;

/** Terms of a budget that any provider may debit by receipts, but for what is said otherwise. */
export function terms(differences: Partial<BudgetTerms> = {}): BudgetTerms {
  return { limit: 10n * DIEM, mode: 'Shared', provider: 'Any', consent: 'Receipts', expiresAt: null, ...differences };
}

/** Opens a budget and gives its id. */
export async function openBudget(
  chain: TestChain,
  owner: Signer,
  differences: Partial<BudgetTerms> = {},
  { warnAt = null, delegate = null }: { warnAt?: number | null; delegate?: string | null } = {},
): Promise<number> {
  const call = chain.api.tx.metering.openBudget(terms(differences), warnAt, delegate);
  const { events } = await chain.submit(call, owner);
  return findEvent<{ budget: number }>(events, 'metering.BudgetOpened').budget;
}

/** What a chat of so many tokens consumed. */
export function tokens(input: number | bigint, output: number | bigint): Usage {
  return [
    { dimension: 'InputTokens', units: input },
    { dimension: 'OutputTokens', units: output },
  ];
}

let receipts = 0;

/** A receipt with an id of its own. */
export function receipt(usage: Usage, model = LARGE_TEXT): Receipt {
  receipts += 1;
  return { id: `0x${receipts.toString(16).padStart(32, '0')}`, model, usage };
}

/** The next batch of a provider, for the current epoch unless another is named. */
export async function nextBatch(
  { read }: TestChain,
  provider: Signer,
  groups: Batch['groups'],
  epoch?: number,
): Promise<Batch> {
  const info = await read.provider(provider.address);
  if (info === null) throw new Error(`${provider.meta.name} is no provider`);
  return { epoch: epoch ?? (await read.epoch()).index, sequence: info.nextSequence, groups };
}

/** What a batch came to. */
export interface Settled extends Included {
  charged: bigint;
  receipts: number;
  rejections: Rejection[];
}

/** Submits a batch of receipts. */
export async function settle(chain: TestChain, provider: Signer, batch: Batch): Promise<Settled> {
  const included = await chain.submit(chain.api.tx.metering.submitReceipts(batch), provider);
  const { charged, receipts, rejections } = findEvent<Pick<Settled, 'charged' | 'receipts' | 'rejections'>>(
    included.events,
    'metering.BatchSettled',
  );
  return { ...included, charged, receipts, rejections };
}

/** Submits receipts for one budget, as the provider's next batch for the current epoch. */
export async function bill(
  chain: TestChain,
  provider: Signer,
  owner: string,
  budget: number,
  receipts: Receipt[],
): Promise<Settled> {
  return settle(chain, provider, await nextBatch(chain, provider, [{ owner, budget, receipts }]));
}
