import { DIEM, quotaOffers, VVV, type QuotaOffer, type Signer } from '../../../clients/ts/index.ts';
import type { TestChain } from '../../../tests/support/chain.ts';
import { fillBlocks, type Signed } from '../blocks.ts';
import { byEach, next, type Workload } from './workload.ts';

const CENT = DIEM / 100n;
/** The most offers that one purchase fills. */
const MAX_FILLS = 16;

/** Quota on offer: bought, taken back, and left until its epoch is over. */
export function offersOfQuota(chain: TestChain, users: Signer[]): Workload[] {
  const { api, read } = chain;
  const { offerQuota, cancelOffer, clearOffer } = api.tx.market;
  const offers = () => byEach(users, () => offerQuota!(10n * CENT, VVV / 100n, CENT));
  const offersOf = async (epoch: number) => bySeller(await quotaOffers(api, epoch));
  let ended = new Map<string, QuotaOffer>();
  return [
    { name: 'market.offerQuota', calls: offers },
    ...purchases(chain, users),
    {
      name: 'market.cancelOffer',
      before: () => fillBlocks(chain, offers()),
      calls: async () => {
        const own = await offersOf((await read.epoch()).index);
        return byEach(users, (user) => cancelOffer!(own.get(user.address)!.id));
      },
    },
    {
      name: 'market.clearOffer',
      before: async () => {
        await fillBlocks(chain, offers());
        ended = await offersOf((await read.epoch()).index);
        await chain.nextEpoch();
      },
      calls: () => byEach(users, (_, index) => clearOffer!(ended.get(next(users, index).address)!.id)),
    },
  ];
}

/** Purchases until nothing is left of any offer. */
function purchases({ api, read }: TestChain, users: Signer[]): Workload[] {
  const { buyQuota } = api.tx.market;
  const offers = async () => bySeller(await quotaOffers(api, (await read.epoch()).index));
  const buy = (sold: QuotaOffer[], amount: (offer: QuotaOffer) => bigint) =>
    buyQuota!(
      sold.map((offer) => ({ offer: offer.id, amount: amount(offer) })),
      VVV,
    );
  const ofNext = async (amount: (offer: QuotaOffer) => bigint): Promise<Signed[]> => {
    const all = await offers();
    return byEach(users, (_, index) => buy([all.get(next(users, index).address)!], amount));
  };
  return [
    { name: 'market.buyQuota, a part of an offer', calls: () => ofNext(() => CENT) },
    {
      name: `market.buyQuota, a part of each of ${MAX_FILLS} offers`,
      calls: async () => {
        const all = await offers();
        const after = (index: number) =>
          users.slice(index + 1, index + 1 + MAX_FILLS).map(({ address }) => all.get(address)!);
        const buyers = users.filter((_, index) => index % MAX_FILLS === 0 && index + MAX_FILLS < users.length);
        return byEach(buyers, (_, index) => buy(after(index * MAX_FILLS), () => CENT));
      },
    },
    { name: 'market.buyQuota, all of an offer', calls: () => ofNext(({ left }) => left) },
  ];
}

const bySeller = (offers: QuotaOffer[]): Map<string, QuotaOffer> =>
  new Map(offers.map((offer) => [offer.seller, offer]));
