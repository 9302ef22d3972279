import { Keyring } from '@polkadot/api';
import { decodeAddress, encodeAddress } from '@polkadot/keyring';
import { cryptoWaitReady } from '@polkadot/util-crypto';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import {
  receiptPayload,
  RECEIPT_DOMAIN,
  signReceipt,
  verifyReceipt,
  type Dimension,
  type ReceiptStatement,
  type SignatureKind,
  type SignedReceipt,
} from '../../clients/ts/index.ts';

type KeyType = 'sr25519' | 'ed25519' | 'ecdsa';

/** A receipt whose bytes and signatures the chain's own tests check too. */
interface Vector {
  owner: string;
  budget: number;
  epoch: number;
  id: string;
  model: number;
  usage: { dimension: Dimension; units: string }[];
  payload: string;
  signatures: { kind: KeyType; signer: string; signature: string }[];
}

const file = new URL('../data/receipt-vectors.json', import.meta.url);
const { domain, genesisHash, receiptKey, receipts } = JSON.parse(readFileSync(file, 'utf8')) as {
  domain: string;
  genesisHash: string;
  receiptKey: string;
  receipts: Vector[];
};

const NAMES: Record<KeyType, SignatureKind> = { sr25519: 'Sr25519', ed25519: 'Ed25519', ecdsa: 'Ecdsa' };
const hex = (bytes: Uint8Array): string => `0x${Buffer.from(bytes).toString('hex')}`;
const bytes = (text: string): Uint8Array => Buffer.from(text.slice(2), 'hex');
const keyOf = (kind: KeyType) => new Keyring().addFromUri(receiptKey, {}, kind);
const statementOf = ({ owner, budget, epoch, id, model, usage }: Vector): ReceiptStatement => ({
  owner: encodeAddress(owner),
  budget,
  epoch,
  receipt: { id, model, usage: usage.map(({ dimension, units }) => ({ dimension, units: BigInt(units) })) },
});

describe('a signed receipt', () => {
  before(() => cryptoWaitReady());

  it('begins with the tag of the chain', () => assert.equal(RECEIPT_DOMAIN, domain));

  for (const [number, vector] of receipts.entries()) {
    const statement = statementOf(vector);

    it(`has the bytes of vector ${number}`, () => {
      assert.equal(hex(receiptPayload(genesisHash, statement)), vector.payload);
      assert.equal(hex(receiptPayload(bytes(genesisHash), statement)), vector.payload);
    });

    for (const { kind, signer, signature } of vector.signatures) {
      it(`is signed as in vector ${number} by ${kind}`, () => {
        const pair = keyOf(kind);
        assert.equal(hex(decodeAddress(pair.address)), signer);
        const given: SignedReceipt = { statement, signature: { [NAMES[kind]]: signature } };
        assert.ok(verifyReceipt(genesisHash, given, pair.address));
        const signed = signReceipt(pair, genesisHash, statement);
        assert.ok(verifyReceipt(genesisHash, signed, pair.address));
        // sr25519 signs otherwise each time.
        if (kind !== 'sr25519') assert.deepEqual(signed, given);
      });
    }
  }

  it('holds for nothing else', () => {
    const [vector] = receipts as [Vector];
    const statement = statementOf(vector);
    for (const kind of Object.keys(NAMES) as KeyType[]) {
      const pair = keyOf(kind);
      const signed = signReceipt(pair, genesisHash, statement);
      const holds = (changed: Partial<SignedReceipt>, hash = genesisHash, key = pair.address) =>
        verifyReceipt(hash, { ...signed, ...changed }, key);
      assert.ok(holds({}));
      const says = (changed: Partial<ReceiptStatement>) => holds({ statement: { ...statement, ...changed } });
      assert.ok(!says({ owner: pair.address }));
      assert.ok(!says({ budget: statement.budget + 1 }));
      assert.ok(!says({ epoch: statement.epoch + 1 }));
      assert.ok(!says({ receipt: { ...statement.receipt, id: `0x${'11'.repeat(16)}` } }));
      assert.ok(!says({ receipt: { ...statement.receipt, model: statement.receipt.model + 1 } }));
      assert.ok(!says({ receipt: { ...statement.receipt, usage: [] } }));
      assert.ok(!holds({}, `0x${'00'.repeat(32)}`), 'another chain');
      assert.ok(!holds({}, genesisHash, encodeAddress(vector.owner)), 'another key');
      assert.ok(!holds({ signature: {} }), 'no signature');
      assert.ok(!holds({ signature: { [NAMES[kind]]: '0x00' } }), 'half a signature');
    }
  });

  it('is refused where the chain would not know it, though a wallet would', () => {
    const statement = statementOf(receipts[0]!);
    const pair = keyOf('ed25519');
    const wrapped = Buffer.concat([
      Buffer.from('<Bytes>'),
      receiptPayload(genesisHash, statement),
      Buffer.from('</Bytes>'),
    ]);
    const signature = hex(pair.sign(wrapped));
    assert.ok(!verifyReceipt(genesisHash, { statement, signature: { Ed25519: signature } }, pair.address), 'wrapped');
    const { Ed25519 } = signReceipt(pair, genesisHash, statement).signature as { Ed25519: string };
    assert.ok(
      !verifyReceipt(genesisHash, { statement, signature: { Sr25519: Ed25519 } }, pair.address),
      'of no such kind',
    );
  });

  it('is not made where it could not be what it says', () => {
    const statement = statementOf(receipts[0]!);
    const sign = (changed: Partial<ReceiptStatement>, hash = genesisHash) =>
      signReceipt(keyOf('ed25519'), hash, { ...statement, ...changed });
    assert.throws(() => sign({ budget: 2 ** 32 }));
    assert.throws(() => sign({ epoch: -1 }));
    assert.throws(() => sign({ receipt: { ...statement.receipt, id: '0x00' } }));
    assert.throws(() =>
      sign({ receipt: { ...statement.receipt, usage: [{ dimension: 'Requests', units: 1n << 64n }] } }),
    );
    assert.throws(() => sign({}, '0x00'), RangeError);
    const ethereum = new Keyring({ type: 'ethereum' }).addFromUri(`0x${'11'.repeat(32)}`);
    assert.throws(() => signReceipt(ethereum, genesisHash, statement), /ethereum/);
  });
});
