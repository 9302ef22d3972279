import type { EpochRecord, Price, QuotaInfo, Usage } from './types.ts';

const UNITS_PER_PRICE = 1_000_000n;
const MULTIPLIER_ONE = 10_000n;
const PLANCK_PER_VVV = 10n ** 18n;
const PLANCK_PER_DIEM = 10n ** 18n;

/** `⌈ Σ units·price · multiplier / 1,000,000 ⌉`, rounded once: what a usage costs, in planck DIEM. */
export function charge(rateCard: Price[], multiplier: number, usage: Usage): bigint {
  const total = usage.reduce((sum, { dimension, units }) => {
    const price = rateCard.find((entry) => entry.dimension === dimension);
    if (price === undefined) throw new Error(`${dimension} has no price`);
    return sum + BigInt(units) * price.perMillion;
  }, 0n);
  const divisor = UNITS_PER_PRICE * MULTIPLIER_ONE;
  return (total * BigInt(multiplier) + divisor - 1n) / divisor;
}

/** What DIEM earns at `perDiem` planck VVV for a whole one, rounded down. */
export const worth = (diem: bigint, perDiem: bigint): bigint => (diem * perDiem) / PLANCK_PER_DIEM;

/** What DIEM costs on the market at `perDiem` planck VVV for a whole one, rounded up. */
export const price = (diem: bigint, perDiem: bigint): bigint =>
  (diem * perDiem + PLANCK_PER_DIEM - 1n) / PLANCK_PER_DIEM;

/** `granted + received − sent − spent`: what of a quota earns for its owner, where it stays so until settlement ends. */
export const unspent = ({ granted, received, sent, spent }: QuotaInfo): bigint => granted + received - sent - spent;

/** `min(⌊w·C/W⌋, ⌊w·ρ⌋)`: what a weight is granted in an epoch, in planck DIEM. */
export function grant(weight: bigint, epoch: Pick<EpochRecord, 'capacity' | 'totalWeight' | 'maxDiemPerVvv'>): bigint {
  if (epoch.totalWeight === 0n) return 0n;
  const byCapacity = (weight * epoch.capacity) / epoch.totalWeight;
  const byCap = (weight * epoch.maxDiemPerVvv) / PLANCK_PER_VVV;
  return byCapacity < byCap ? byCapacity : byCap;
}
