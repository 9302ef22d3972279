import { DIEM, type Dimension, type Signer, type Submittable } from '../../../clients/ts/index.ts';
import type { TestChain } from '../../../tests/support/chain.ts';
import { LARGE_TEXT } from '../../../tests/support/economy.ts';
import { fillBlocks, type Signed } from '../blocks.ts';
import { byEach, next, type Workload } from './workload.ts';

/** A rate card, with the same price in hundredths of a DIEM for 1,000,000 units of each dimension. */
const prices = (cents: bigint, dimensions: readonly Dimension[] = ['InputTokens', 'OutputTokens']) =>
  dimensions.map((dimension) => ({ dimension, perMillion: (cents * DIEM) / 100n }));

/** A multiplier of one, in basis points. */
const ONE = 10_000;

/** The models of users, by the addresses of those who curate them now. */
async function byCurator({ read }: TestChain): Promise<Map<string, number>> {
  return new Map((await read.models()).map(({ curator, id }) => [curator, id]));
}

/** A call by each user, about the model of the curator at its place. */
async function aboutModels(
  chain: TestChain,
  users: Signer[],
  curators: Signer[],
  call: (model: number, index: number) => Submittable,
): Promise<Signed[]> {
  const models = await byCurator(chain);
  return byEach(users, (_, index) => call(models.get(curators[index]!.address)!, index));
}

/** Registers a model that is charged for these dimensions, has its curator serve it, and gives its number. */
export async function serveModelOf(
  chain: TestChain,
  curator: Signer,
  dimensions: readonly Dimension[],
): Promise<number> {
  const { registerModel, serveModel } = chain.api.tx.metering;
  await fillBlocks(chain, [[curator, registerModel!('a model', 'Text', prices(1n, dimensions))]]);
  const model = (await byCurator(chain)).get(curator.address)!;
  await fillBlocks(chain, [[curator, serveModel!(model, ONE)]]);
  return model;
}

/** Models of which each user registers one, and the two that it serves: its own, and one of the preset. */
export function models(chain: TestChain, users: Signer[]): Workload[] {
  const { registerModel, serveModel, setRateCard, setCurator } = chain.api.tx.metering;
  const aboutOwn = (call: (model: number, index: number) => Submittable) => aboutModels(chain, users, users, call);
  return [
    {
      name: 'metering.registerModel',
      calls: () => byEach(users, () => registerModel!('a model', 'Text', prices(200n))),
    },
    {
      name: 'metering.serveModel',
      calls: async () => [
        ...byEach(users, () => serveModel!(LARGE_TEXT, ONE)),
        ...(await aboutOwn((model) => serveModel!(model, ONE))),
      ],
    },
    { name: 'metering.setRateCard', calls: () => aboutOwn((model) => setRateCard!(model, prices(250n))) },
    {
      name: 'metering.setCurator',
      calls: () => aboutOwn((model, index) => setCurator!(model, next(users, index).address)),
    },
  ];
}

/** The end of the models, for those who serve them and then for those who curate them. */
export function retired(chain: TestChain, users: Signer[]): Workload[] {
  const { stopServing, retireModel } = chain.api.tx.metering;
  const handedOnTo = users.map((_, index) => next(users, index));
  return [
    {
      name: 'metering.stopServing',
      calls: () => aboutModels(chain, users, handedOnTo, (model) => stopServing!(model)),
    },
    {
      name: 'metering.retireModel',
      calls: () => aboutModels(chain, users, users, (model) => retireModel!(model)),
    },
  ];
}

/** What is left of retired models when nothing can be settled for them any more. Any account may remove them. */
export function removed(chain: TestChain, users: Signer[]): Workload[] {
  const { stopServing, retireModel } = chain.api.tx.metering;
  let gone = new Map<string, number>();
  return [
    {
      name: 'metering.retireModel, which removes it',
      before: async () => (gone = await byCurator(chain)),
      calls: () => byEach(users, (user) => retireModel!(gone.get(user.address)!)),
    },
    {
      name: 'metering.stopServing, a model that is gone',
      calls: () => byEach(users, (_, index) => stopServing!(gone.get(next(users, index).address)!)),
    },
  ];
}
