import { findEvent, type Signer } from '../../clients/ts/index.ts';
import type { TestChain } from './chain.ts';

/** Offers quota of the open epoch at a price for a whole DIEM, and gives the number of the offer. */
export async function offerQuota(
  chain: TestChain,
  seller: Signer,
  amount: bigint,
  price: bigint,
  minFill = amount,
): Promise<bigint> {
  const { events } = await chain.submit(chain.api.tx.market.offerQuota(amount, price, minFill), seller);
  return findEvent<{ offer: bigint }>(events, 'market.QuotaOffered').offer;
}

/** Offers own weight for a number of epochs at a price for the whole term, and gives the number of the offer. */
export async function offerLease(
  chain: TestChain,
  lessor: Signer,
  weight: bigint,
  epochs: number,
  price: bigint,
  onlyFor: string | null = null,
): Promise<bigint> {
  const { events } = await chain.submit(chain.api.tx.market.offerLease(weight, epochs, price, onlyFor), lessor);
  return findEvent<{ offer: bigint }>(events, 'market.LeaseOffered').offer;
}
