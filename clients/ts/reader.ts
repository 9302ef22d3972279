import type { ApiPromise } from '@polkadot/api';
import type { Codec } from '@polkadot/types/types';
import { toPlain } from './plain.ts';
import type {
  AccountInfo,
  BudgetInfo,
  DebitAnswer,
  EpochInfo,
  EpochRecord,
  ModelInfo,
  ProviderInfo,
  Quote,
  Usage,
} from './types.ts';

/** What `api` and `await api.at(block)` have in common: the runtime API at a block. */
type RuntimeCalls = Pick<ApiPromise, 'call'>;

/**
 * The runtime API `DiemApi` with typed answers.
 *
 * Each method is `api.call.diemApi.<method>(…)` with its answer turned into plain data, at the newest block, or at the block of the
 * `api.at(…)` that it was made with.
 */
export class Reader {
  readonly #api: RuntimeCalls;

  constructor(api: RuntimeCalls) {
    this.#api = api;
  }

  epoch = () => this.#ask<EpochInfo>('epoch');

  account = (who: string) => this.#ask<AccountInfo>('account', who);

  budget = (owner: string, id: number) => this.#ask<BudgetInfo | null>('budget', owner, id);

  budgets = (owner: string) => this.#ask<BudgetInfo[]>('budgets', owner);

  provider = (who: string) => this.#ask<ProviderInfo | null>('provider', who);

  providers = () => this.#ask<ProviderInfo[]>('providers');

  model = (id: number) => this.#ask<ModelInfo | null>('model', id);

  models = () => this.#ask<ModelInfo[]>('models');

  quote = (provider: string, model: number, usage: Usage, at: 'Now' | 'NextEpoch' = 'Now') =>
    this.#ask<Quote>('quote', provider, model, usage, at);

  canDebit = (owner: string, budget: number, provider: string, amount: bigint) =>
    this.#ask<DebitAnswer>('canDebit', owner, budget, provider, amount);

  history = (from: number, count: number) => this.#ask<EpochRecord[]>('history', from, count);

  async #ask<Answer>(method: string, ...args: unknown[]): Promise<Answer> {
    const call = this.#api.call.diemApi?.[method];
    if (call === undefined) throw new Error(`the chain's runtime has no diemApi.${method}`);
    // The types of the answers follow the chain's own, which the tests of the runtime API compare with real answers.
    return toPlain((await call(...args)) as Codec) as Answer;
  }
}
