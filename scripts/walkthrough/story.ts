import type { ApiPromise } from '@polkadot/api';
import {
  connect,
  Reader,
  wellKnown,
  type BudgetInfo,
  type ModelInfo,
  type Price,
  type ProviderInfo,
  type Signer,
} from '../../clients/ts/index.ts';
import type { Request } from './hour.ts';

/** Who takes part, and the chain on which they do. */
export interface Story {
  api: ApiPromise;
  read: Reader;
  /** Stakes, and owns the budgets of its apps. */
  team: Signer;
  /** Runs the model and submits receipts. */
  provider: Signer;
  /** Has a stake and a quota of its own. */
  neighbour: Signer;
  /** Has neither. */
  tenant: Signer;
  providerInfo: ProviderInfo;
  model: ModelInfo;
  /** The model's prices in the next epoch, in which the hour is served: they are known before it begins. */
  prices: Price[];
  /** The provider's factor on them, in basis points. */
  multiplier: number;
}

/** An app of the team: the requests that it makes in the hour, and the budget that pays for them. */
export interface App {
  name: string;
  requests: Request[];
  budget: BudgetInfo;
}

/** Connects, and finds a provider that serves a text model. */
export async function begin(endpoint: string): Promise<Story> {
  const api = await connect(endpoint);
  const read = new Reader(api);
  const { alice: team, bob: tenant, charlie: provider, dave: neighbour } = wellKnown();
  const providerInfo = await read.provider(provider.address);
  if (providerInfo === null) throw new Error('this chain has no provider Charlie: is it a development chain?');
  const models = await read.models();
  for (const { model: id, nextMultiplier: multiplier } of providerInfo.models) {
    const model = models.find((entry) => entry.id === id && entry.kind === 'Text');
    if (model && multiplier !== null) {
      const who = { team, provider, neighbour, tenant };
      return { api, read, ...who, providerInfo, model, prices: model.nextRateCard, multiplier };
    }
  }
  throw new Error('the provider Charlie serves no text model');
}
