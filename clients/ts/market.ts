import type { ApiPromise } from '@polkadot/api';
import type { Option } from '@polkadot/types-codec';
import type { Codec } from '@polkadot/types/types';
import { toPlain } from './plain.ts';
import { price } from './pricing.ts';

/** The most offers that one purchase fills. */
const MAX_FILLS = 16;

/** DIEM of one epoch for VVV. */
export interface QuotaOffer {
  id: bigint;
  seller: string;
  /** The epoch that it is DIEM of, and with which it ends. */
  epoch: number;
  /** What can still be bought, in planck DIEM. */
  left: bigint;
  /** Planck VVV for a whole DIEM. */
  price: bigint;
  /** The least that is sold, and the least that may be left behind, in planck DIEM. */
  minFill: bigint;
  deposit: bigint;
}

/** Weight for a number of epochs. */
export interface LeaseOffer {
  id: bigint;
  lessor: string;
  /** Planck VVV of weight. */
  weight: bigint;
  epochs: number;
  /** Planck VVV for the whole term. */
  price: bigint;
  /** The one account that may take it, or `null` for whoever comes first. */
  onlyFor: string | null;
  /** The first epoch in which it can't be taken any more. */
  endsAt: number;
  deposit: bigint;
}

/** A part of an offer, as `market.buyQuota` takes it. */
export interface Fill {
  offer: bigint;
  /** Planck DIEM. */
  amount: bigint;
}

/** The offers of DIEM of an epoch, the cheapest first. */
export async function quotaOffers(api: ApiPromise, epoch: number): Promise<QuotaOffer[]> {
  const offers = await allOffers(api);
  return offers
    .flatMap(({ id, offer }) => ('Quota' in offer ? [{ id, ...offer.Quota }] : []))
    .filter((offer) => offer.epoch === epoch)
    .sort((one, other) => order(one.price - other.price));
}

/** The offers of leases that can be taken in an epoch, the cheapest for a weight and an epoch first. */
export async function leaseOffers(api: ApiPromise, epoch: number): Promise<LeaseOffer[]> {
  const offers = await allOffers(api);
  return offers
    .flatMap(({ id, offer }) => ('Lease' in offer ? [{ id, ...offer.Lease }] : []))
    .filter(({ endsAt }) => endsAt > epoch)
    .sort((one, other) =>
      order(one.price * other.weight * BigInt(other.epochs) - other.price * one.weight * BigInt(one.epochs)),
    );
}

/**
 * The fills that buy an amount from offers in their order, as far as they have it and one call takes them, and what they cost in planck
 * VVV.
 *
 * An offer is left out where it sells no part that small, and is not taken so far that less than its least fill is left of it.
 */
export function fillsFor(offers: QuotaOffer[], amount: bigint): { fills: Fill[]; amount: bigint; total: bigint } {
  const fills: Fill[] = [];
  let [missing, total] = [amount, 0n];
  for (const { id, left, minFill, price: each } of offers) {
    const most = missing >= left ? left : missing > left - minFill ? left - minFill : missing;
    if (most < minFill || fills.length === MAX_FILLS) continue;
    fills.push({ offer: id, amount: most });
    missing -= most;
    total += price(most, each);
  }
  return { fills, amount: amount - missing, total };
}

type StoredOffer = { Quota: Omit<QuotaOffer, 'id'> } | { Lease: Omit<LeaseOffer, 'id'> };

async function allOffers({ query }: ApiPromise): Promise<{ id: bigint; offer: StoredOffer }[]> {
  const entries = await query.market.offers!.entries();
  return entries.map(([key, value]) => ({
    id: toPlain(key.args[0]!) as bigint,
    offer: toPlain((value as Option<Codec>).unwrap()) as unknown as StoredOffer,
  }));
}

const order = (difference: bigint): number => (difference < 0n ? -1 : difference > 0n ? 1 : 0);
