import assert from 'node:assert/strict';
import type { ISignerPayload } from '@polkadot/types/types';
import { after, before, describe, it } from 'node:test';
import { DIEM, submit, VVV, type Signer, type Submittable } from '../../clients/ts/index.ts';
import { TestChain } from '../support/chain.ts';
import { nextBatch, openBudget, receipt, tokens } from '../support/economy.ts';

describe('a transaction', () => {
  let chain: TestChain;
  before(async () => (chain = await TestChain.start()));
  after(() => chain.stop());

  it('costs a small fraction of a VVV, no more than its estimate', async () => {
    const { alice, charlie, dave } = chain.accounts;
    const budget = await openBudget(chain, dave);
    const work = Array.from({ length: 100 }, () => receipt(tokens(374, 44)));
    const batch = await nextBatch(chain, charlie, [{ owner: dave.address, budget, receipts: work }]);
    const calls: [Submittable, typeof alice][] = [
      [chain.api.tx.balances.transferKeepAlive(dave.address, VVV), alice],
      [chain.api.tx.vvvStaking.stake(10n * VVV), alice],
      [chain.api.tx.metering.submitReceipts(batch), charlie],
    ];
    for (const [call, signer] of calls) {
      const estimate = (await call.paymentInfo(signer)).partialFee.toBigInt();
      const { fee } = await chain.submit(call, signer);
      assert.ok(fee > 0n && fee < VVV / 10n, `${call.method.method} costs ${fee}`);
      assert.ok(fee <= estimate, `${call.method.method} costs ${fee}, more than the ${estimate} that were estimated`);
    }
  });

  it('pays its fee and its tip from the account that signed it, also where it is refused', async () => {
    const { bob } = chain.accounts;
    const before = await chain.freeBalance(bob.address);
    const { fee } = await chain.submit(chain.api.tx.system.remark('0x00'), bob, { tip: VVV });
    assert.equal(await chain.freeBalance(bob.address), before - fee);
    assert.ok(fee > VVV);
    await chain.refuses(chain.api.tx.vvvStaking.unstake(VVV), bob, 'vvvStaking.InsufficientStake');
    assert.ok((await chain.freeBalance(bob.address)) < before - fee);
  });

  it('wins a race for a nonce, or loses it: of two with the same nonce one is executed', async () => {
    const { bob, eve } = chain.accounts;
    const nonce = Number(await chain.api.rpc.system.accountNextIndex(eve.address));
    const before = await chain.freeBalance(bob.address);
    const race = async (amount: bigint): Promise<void> => {
      const signed = await chain.api.tx.balances.transferKeepAlive(bob.address, amount).signAsync(eve, { nonce });
      await chain.rpc.call('author_submitExtrinsic', signed.toHex());
    };
    // The node may refuse the second at once, or take both and drop one when the other is in a block.
    const outcomes = await Promise.allSettled([race(VVV), race(2n * VVV)]);
    assert.ok(outcomes.some(({ status }) => status === 'fulfilled'));
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') assert.match(String(outcome.reason), /Priority is too low|outdated/);
    }
    await chain.makeBlocks(2);
    const received = (await chain.freeBalance(bob.address)) - before;
    assert.ok(received === VVV || received === 2n * VVV, `both or none were executed: ${received}`);
    assert.equal(Number(await chain.api.rpc.system.accountNextIndex(eve.address)), nonce + 1);
  });

  it('waits for the one before it', async () => {
    const { alice, eve } = chain.accounts;
    const nonce = Number(await chain.api.rpc.system.accountNextIndex(eve.address));
    const transfer = (ahead: number) =>
      submit(chain.api, chain.api.tx.balances.transferKeepAlive(alice.address, VVV), eve, { nonce: nonce + ahead });
    const later = transfer(1);
    const sooner = transfer(0);
    const blocks = (await Promise.all([sooner, later])).map(({ blockNumber }) => blockNumber);
    assert.ok(blocks[0]! <= blocks[1]!);
  });
});

describe('bytes that are no valid transaction', () => {
  let chain: TestChain;
  before(async () => (chain = await TestChain.start()));
  after(() => chain.stop());

  /** Sends bytes as a transaction, which has to be refused without a trace. */
  const refusesBytes = async (bytes: string): Promise<void> => {
    const hash = (await chain.api.rpc.chain.getBlockHash()).toHex();
    await assert.rejects(chain.rpc.call('author_submitExtrinsic', bytes));
    await chain.makeBlocks(1);
    const now = (await chain.api.rpc.chain.getBlockHash()).toHex();
    assert.deepEqual(await chain.economy(now), await chain.economy(hash));
    assert.equal((await chain.api.rpc.author.pendingExtrinsics()).length, 0);
  };

  /** The next batch of one receipt of 374 and 44 tokens. */
  const batch = async (): Promise<Submittable> => {
    const { charlie, dave } = chain.accounts;
    const groups = [{ owner: dave.address, budget: 0, receipts: [receipt(tokens(374, 44))] }];
    return chain.api.tx.metering.submitReceipts(await nextBatch(chain, charlie, groups));
  };

  /** That batch with another usage in it, well signed by the provider. */
  const signedWith = async (usage: string): Promise<string> =>
    signedBytes(chain, await batch(), chain.accounts.charlie, (call) => call.replace(USAGE, usage));

  // The usage of the batch: two entries, InputTokens (1) of 374 (compact d905), OutputTokens (4) of 44 (compact b0).
  const USAGE = '0801d90504b0';

  it('are refused where they are noise', async () => {
    for (const bytes of ['0x', '0x00', '0xdeadbeef', `0x${'ff'.repeat(200)}`]) await refusesBytes(bytes);
  });

  it('are refused where they name a dimension that does not exist', async () => {
    for (const dimension of ['0d', 'ff']) await refusesBytes(await signedWith(`08${dimension}d90504b0`));
  });

  it('are refused where a usage has nine entries', async () => {
    const entries = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((dimension) => `0${dimension}d905`);
    await refusesBytes(await signedWith(`24${entries.join('')}`));
  });

  it('are refused where they end too soon or go on too long', async () => {
    for (const usage of ['0801d90504', '0801d90504b000']) await refusesBytes(await signedWith(usage));
  });

  it('are refused where something was changed after they were signed', async () => {
    const { charlie } = chain.accounts;
    const signed = (await (await batch()).signAsync(charlie, { nonce: -1 })).toHex();
    await refusesBytes(signed.replace(USAGE, '0801d90504b4'));
  });

  it('are taken where nothing was changed', async () => {
    const before = (await chain.read.provider(chain.accounts.charlie.address))!;
    await chain.rpc.call('author_submitExtrinsic', await signedWith(USAGE));
    await chain.makeBlocks(1);
    const after = (await chain.read.provider(chain.accounts.charlie.address))!;
    assert.equal(after.nextSequence, before.nextSequence + 1n);
  });

  it('are refused as arguments of the runtime API', async () => {
    await assert.rejects(chain.rpc.call('state_call', 'DiemApi_account', '0x00'));
    await assert.rejects(chain.rpc.call('state_call', 'DiemApi_quote', `0x${'00'.repeat(36)}24`));
    assert.equal((await chain.read.account(chain.accounts.dave.address)).quota.granted, 2_000n * DIEM);
  });
});

/** A transaction whose call was edited before it was signed: the signature is good, whatever became of the call. */
async function signedBytes(
  { api }: TestChain,
  call: Submittable,
  signer: Signer,
  edit: (hex: string) => string,
): Promise<string> {
  const { address } = signer;
  const nonce = await api.rpc.system.accountNextIndex(address);
  const { genesisHash, runtimeVersion } = api;
  const { signedExtensions } = api.registry;
  const validity = { blockHash: genesisHash, genesisHash, runtimeVersion, version: 4 };
  const fields = { address, method: call, nonce, signedExtensions, ...validity };
  const payload = api.registry.createType('SignerPayload', fields) as unknown as ISignerPayload;
  const plain = payload.toPayload();
  const edited = api.registry.createType('ExtrinsicPayload', { ...plain, method: edit(plain.method) }, { version: 4 });
  const { signature } = edited.sign(signer);
  const body = edit(call.addSignature(address, signature, plain).toHex(true).slice(2));
  // The length of what follows comes first, compact: two bytes for anything from 64 bytes on.
  const prefix = Buffer.alloc(2);
  prefix.writeUInt16LE((body.length / 2) * 4 + 1);
  return `0x${prefix.toString('hex')}${body}`;
}
