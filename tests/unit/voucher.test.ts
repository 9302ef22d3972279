import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Keyring } from '@polkadot/api';
import { decodeAddress, encodeAddress } from '@polkadot/keyring';
import { signVoucher, voucherPayload, VOUCHER_DOMAIN, wrapped, type Voucher } from '../../clients/ts/index.ts';

/** A voucher whose bytes and signatures the chain's own tests check too. */
interface Vector {
  owner: string;
  budget: number;
  provider: string;
  epoch: number;
  amount: string;
  payload: string;
  signatures: {
    kind: 'sr25519' | 'ed25519' | 'ecdsa';
    wrapped: boolean;
    signer: string;
    signature: string;
  }[];
}

const file = new URL('../data/voucher-vectors.json', import.meta.url);
const { domain, genesisHash, delegate, vouchers } = JSON.parse(readFileSync(file, 'utf8')) as {
  domain: string;
  genesisHash: string;
  delegate: string;
  vouchers: Vector[];
};

const hex = (bytes: Uint8Array): string => `0x${Buffer.from(bytes).toString('hex')}`;
const bytes = (text: string): Uint8Array => Buffer.from(text.slice(2), 'hex');
const key = (kind: Vector['signatures'][number]['kind']) => new Keyring().addFromUri(delegate, {}, kind);
const voucherOf = ({ owner, budget, epoch, amount }: Vector): Voucher => ({
  owner: encodeAddress(owner),
  budget,
  epoch,
  amount: BigInt(amount),
});

describe('a voucher', () => {
  it('begins with the tag of the chain', () => assert.equal(VOUCHER_DOMAIN, domain));

  for (const [number, vector] of vouchers.entries()) {
    const voucher = voucherOf(vector);
    const provider = encodeAddress(vector.provider);

    it(`has the bytes of vector ${number}`, () => {
      const payload = voucherPayload(genesisHash, voucher, provider);
      assert.equal(payload.length, 135);
      assert.equal(hex(payload), vector.payload);
      assert.deepEqual(voucherPayload(bytes(genesisHash), voucher, provider), payload);
    });

    for (const { kind, wrapped: isWrapped, signer, signature } of vector.signatures) {
      it(`is signed as in vector ${number} by ${kind}${isWrapped ? ', wrapped' : ''}`, () => {
        const pair = key(kind);
        const payload = voucherPayload(genesisHash, voucher, provider);
        const message = isWrapped ? wrapped(payload) : payload;
        assert.equal(hex(decodeAddress(pair.address)), signer);
        assert.ok(pair.verify(message, bytes(signature), pair.publicKey));
        const signed = signVoucher(pair, genesisHash, voucher, provider, { wrapped: isWrapped });
        const [[name, fresh]] = Object.entries(signed.signature) as [[string, string]];
        assert.deepEqual([name.toLowerCase(), signed.wrapped, signed.signer], [kind, isWrapped, pair.address]);
        assert.ok(pair.verify(message, bytes(fresh), pair.publicKey));
        // sr25519 signs otherwise each time.
        if (kind !== 'sr25519') assert.equal(fresh, signature);
      });
    }
  }

  it('is refused where it could not be signed as it says', () => {
    const [vector] = vouchers as [Vector];
    const voucher = voucherOf(vector);
    const sign = (changed: Partial<Voucher>, hash = genesisHash) =>
      signVoucher(key('ed25519'), hash, { ...voucher, ...changed }, encodeAddress(vector.provider));
    assert.throws(() => sign({ amount: 1n << 128n }), RangeError);
    assert.throws(() => sign({ amount: -1n }), RangeError);
    assert.throws(() => sign({ epoch: 2 ** 32 }), RangeError);
    assert.throws(() => sign({ budget: -1 }), RangeError);
    assert.throws(() => sign({}, '0x00'), RangeError);
    const ethereum = new Keyring({ type: 'ethereum' }).addFromUri(`0x${'11'.repeat(32)}`);
    assert.throws(() => signVoucher(ethereum, genesisHash, voucher, encodeAddress(vector.provider)), /ethereum/);
  });
});
