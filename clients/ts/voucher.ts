import { decodeAddress } from '@polkadot/keyring';
import type { KeyringPair } from '@polkadot/keyring/types';
import type { SignatureKind, SignedVoucher, Voucher } from './types.ts';

/** What every payload begins with, so that nothing that is signed for another purpose is a voucher. */
export const VOUCHER_DOMAIN = 'diem-voucher-v1';

const KINDS: Record<string, SignatureKind> = { ed25519: 'Ed25519', sr25519: 'Sr25519', ecdsa: 'Ecdsa' };

/**
 * The bytes that the delegate of a budget signs for a provider: 135 of them.
 *
 * The tag, the hash of the chain's genesis block, and `SCALE(owner, budget, provider, epoch, amount)`.
 */
export function voucherPayload(genesisHash: string | Uint8Array, voucher: Voucher, provider: string): Uint8Array {
  return Buffer.concat([
    Buffer.from(VOUCHER_DOMAIN, 'ascii'),
    bytesOf(genesisHash),
    decodeAddress(voucher.owner),
    littleEndian(BigInt(voucher.budget), 4),
    decodeAddress(provider),
    littleEndian(BigInt(voucher.epoch), 4),
    littleEndian(voucher.amount, 16),
  ]);
}

/** The bytes as a wallet signs them that wraps its messages, as extensions of browsers do in `signRaw`. */
export function wrapped(payload: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from('<Bytes>', 'ascii'), payload, Buffer.from('</Bytes>', 'ascii')]);
}

/**
 * Signs a voucher with the key of a budget's delegate, for one provider on one chain. What it gives is what
 * `metering.settleVouchers` takes.
 *
 * Amounts are cumulative: sign for all that the provider may have debited in the epoch, not for one inference.
 */
export function signVoucher(
  delegate: KeyringPair,
  genesisHash: string | Uint8Array,
  voucher: Voucher,
  provider: string,
  options: { wrapped?: boolean } = {},
): SignedVoucher {
  const kind = KINDS[delegate.type];
  if (kind === undefined) throw new Error(`a key of type ${delegate.type} can't sign a voucher`);
  const payload = voucherPayload(genesisHash, voucher, provider);
  const signature = delegate.sign(options.wrapped ? wrapped(payload) : payload);
  return {
    voucher,
    wrapped: options.wrapped ?? false,
    signer: delegate.address,
    signature: { [kind]: `0x${Buffer.from(signature).toString('hex')}` },
  };
}

function littleEndian(value: bigint, length: number): Uint8Array {
  if (value < 0n || value >= 1n << BigInt(8 * length))
    throw new RangeError(`${value} does not fit into ${length} bytes`);
  return Uint8Array.from({ length }, (_, index) => Number((value >> BigInt(8 * index)) & 0xffn));
}

function bytesOf(hash: string | Uint8Array): Uint8Array {
  const bytes = typeof hash === 'string' ? Buffer.from(hash.replace(/^0x/, ''), 'hex') : hash;
  if (bytes.length !== 32) throw new RangeError('a genesis hash has 32 bytes');
  return bytes;
}
