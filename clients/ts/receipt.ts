import { decodeAddress } from '@polkadot/keyring';
import type { KeyringPair } from '@polkadot/keyring/types';
import { TypeRegistry } from '@polkadot/types';
import { ed25519Verify, secp256k1Verify, sr25519Verify } from '@polkadot/util-crypto';
import type { ReceiptStatement, SignatureKind, SignedReceipt } from './types.ts';

/** What every payload begins with, so that nothing that is signed for another purpose is a receipt. */
export const RECEIPT_DOMAIN = 'diem-receipt-v1';

/** The thirteen dimensions in which usage is counted, in the order in which the chain encodes them. */
export const DIMENSIONS = [
  'Requests',
  'InputTokens',
  'CachedInputTokens',
  'CacheWriteTokens',
  'OutputTokens',
  'ReasoningTokens',
  'Images',
  'Megapixels',
  'AudioInputMs',
  'AudioOutputMs',
  'VideoMs',
  'Characters',
  'ComputeMs',
] as const;

const KINDS: Record<string, SignatureKind> = { ed25519: 'Ed25519', sr25519: 'Sr25519', ecdsa: 'Ecdsa' };

const VERIFIERS: Record<SignatureKind, (message: Uint8Array, signature: Uint8Array, key: Uint8Array) => boolean> = {
  Ed25519: ed25519Verify,
  Sr25519: sr25519Verify,
  Ecdsa: (message, signature, key) => secp256k1Verify(message, signature, key, 'blake2'),
};

/** What is signed, as the chain encodes it; the units and the model as compact integers. */
const registry = new TypeRegistry();
registry.register({
  Dimension: { _enum: [...DIMENSIONS] },
  UsageEntry: { dimension: 'Dimension', units: 'Compact<u64>' },
  Receipt: { id: '[u8; 16]', model: 'Compact<u32>', usage: 'Vec<UsageEntry>' },
  ReceiptStatement: { owner: '[u8; 32]', budget: 'u32', epoch: 'u32', receipt: 'Receipt' },
});

/**
 * The bytes that a provider signs for its consumer: the tag, the hash of the chain's genesis block, and
 * `SCALE(owner, budget, epoch, id, model, usage)`.
 */
export function receiptPayload(genesisHash: string | Uint8Array, statement: ReceiptStatement): Uint8Array {
  const encoded = registry.createType('ReceiptStatement', { ...statement, owner: decodeAddress(statement.owner) });
  return Buffer.concat([Buffer.from(RECEIPT_DOMAIN, 'ascii'), bytesOf(genesisHash), encoded.toU8a()]);
}

/** Signs what is going to be settled, with the receipt key of a provider. The consumer is given what it returns. */
export function signReceipt(
  key: KeyringPair,
  genesisHash: string | Uint8Array,
  statement: ReceiptStatement,
): SignedReceipt {
  const kind = KINDS[key.type];
  if (kind === undefined) throw new Error(`a key of type ${key.type} can't sign a receipt`);
  const signature = key.sign(receiptPayload(genesisHash, statement));
  return { statement, signature: { [kind]: `0x${Buffer.from(signature).toString('hex')}` } };
}

/**
 * Whether a receipt was signed by the key that the chain names as `receiptKey` of its provider, for the chain with this
 * genesis block. A consumer checks that, and that the statement says what it asked for, before it keeps a receipt.
 *
 * It is as strict as the chain: neither another kind of signature than is named nor a payload that a wallet wrapped will do. For keys of
 * type sr25519, `cryptoWaitReady` of `@polkadot/util-crypto` must have resolved, as it has where a client is connected.
 */
export function verifyReceipt(
  genesisHash: string | Uint8Array,
  { statement, signature }: SignedReceipt,
  receiptKey: string,
): boolean {
  const payload = receiptPayload(genesisHash, statement);
  const key = decodeAddress(receiptKey);
  return (Object.entries(signature) as [SignatureKind, string][]).some(([kind, hex]) => {
    try {
      return VERIFIERS[kind](payload, Buffer.from(hex.replace(/^0x/, ''), 'hex'), key);
    } catch {
      // Bytes that can't be a signature of that kind.
      return false;
    }
  });
}

function bytesOf(hash: string | Uint8Array): Uint8Array {
  const bytes = typeof hash === 'string' ? Buffer.from(hash.replace(/^0x/, ''), 'hex') : hash;
  if (bytes.length !== 32) throw new RangeError('a genesis hash has 32 bytes');
  return bytes;
}
