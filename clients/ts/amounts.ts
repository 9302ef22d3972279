/** Planck in one VVV. */
export const VVV = 10n ** 18n;

/** Planck in one DIEM. */
export const DIEM = 10n ** 18n;

/** An amount in planck as whole units, rounded down to `decimals` places, with a separator between thousands. */
export function inUnits(planck: bigint, decimals = 4): string {
  const scaled = planck / 10n ** BigInt(18 - decimals);
  const digits = scaled.toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(\d{3})+$)/g, ',');
  return decimals === 0 ? whole : `${whole}.${digits.slice(-decimals)}`;
}

/** An amount of VVV to be read by a person. */
export const inVvv = (planck: bigint, decimals?: number): string => `${inUnits(planck, decimals)} VVV`;

/** An amount of DIEM to be read by a person. */
export const inDiem = (planck: bigint, decimals?: number): string => `${inUnits(planck, decimals)} DIEM`;
