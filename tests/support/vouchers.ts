import {
  findEvent,
  signVoucher,
  type Included,
  type SignedVoucher,
  type Signer,
  type Voucher,
  type VoucherRejection,
} from '../../clients/ts/index.ts';
import type { TestChain } from './chain.ts';

/** A voucher as a key signs it for a provider, by default for this chain. */
export function signedVoucher(
  { api }: TestChain,
  key: Signer,
  provider: Signer,
  voucher: Voucher,
  { wrapped = false, genesisHash = api.genesisHash.toHex() as string } = {},
): SignedVoucher {
  return signVoucher(key, genesisHash, voucher, provider.address, { wrapped });
}

/** What vouchers came to. */
export interface SettledVouchers extends Included {
  debited: bigint;
  vouchers: number;
  rejections: VoucherRejection[];
}

/** Settles vouchers in one call. */
export async function settleVouchers(
  chain: TestChain,
  provider: Signer,
  signed: SignedVoucher[],
): Promise<SettledVouchers> {
  const included = await chain.submit(chain.api.tx.metering.settleVouchers(signed), provider);
  const { debited, vouchers, rejections } = findEvent<Omit<SettledVouchers, keyof Included>>(
    included.events,
    'metering.VouchersSettled',
  );
  return { ...included, debited, vouchers, rejections };
}
