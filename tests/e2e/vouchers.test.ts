import { Keyring } from '@polkadot/api';
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  DIEM,
  findEvent,
  signVoucher,
  type BudgetTerms,
  type SignedVoucher,
  type Signer,
  type Voucher,
  type VoucherRejection,
} from '../../clients/ts/index.ts';
import { TestChain } from '../support/chain.ts';
import { bill, openBudget, receipt, tokens } from '../support/economy.ts';

const REVOCATION_GRACE = 150;

/** A key that has never held any VVV. */
const agentOf = (type: 'sr25519' | 'ed25519' | 'ecdsa', path = '//Agent'): Signer =>
  new Keyring().addFromUri(path, {}, type);

describe('a voucher', () => {
  let chain: TestChain;
  before(async () => (chain = await TestChain.start()));
  after(() => chain.stop());

  const agent = agentOf('sr25519');

  /** Opens a budget of Dave that Charlie may debit by vouchers of the agent. */
  const open = (differences: Partial<BudgetTerms> = {}, delegate: string | null = agent.address) => {
    const { charlie, dave } = chain.accounts;
    const byVoucher = { consent: 'Vouchers', provider: { Only: charlie.address } } as const;
    return openBudget(chain, dave, { ...byVoucher, ...differences }, { delegate });
  };

  const sign = (voucher: Omit<Voucher, 'owner'>, key = agent, wrapped = false): SignedVoucher => {
    const { charlie, dave } = chain.accounts;
    const genesis = chain.api.genesisHash.toHex();
    return signVoucher(key, genesis, { owner: dave.address, ...voucher }, charlie.address, { wrapped });
  };

  const settle = async (...vouchers: SignedVoucher[]) => {
    const { events } = await chain.submit(chain.api.tx.metering.settleVouchers(vouchers), chain.accounts.charlie);
    const { debited, rejections } = findEvent<{ debited: bigint; rejections: VoucherRejection[] }>(
      events,
      'metering.VouchersSettled',
    );
    return { debited, reasons: rejections.map(({ reason }) => reason), events };
  };

  const budgetOf = async (id: number) => (await chain.read.budget(chain.accounts.dave.address, id))!;

  it('lets an agent that holds no VVV spend a budget, by keys of each kind, wrapped or not', async () => {
    const epoch = await chain.nextEpoch();
    for (const type of ['sr25519', 'ed25519', 'ecdsa'] as const) {
      const key = agentOf(type);
      assert.equal(await chain.freeBalance(key.address), 0n);
      const budget = await open({}, key.address);
      assert.equal((await settle(sign({ budget, epoch, amount: 2n * DIEM }, key))).debited, 2n * DIEM);
      assert.equal((await settle(sign({ budget, epoch, amount: 5n * DIEM }, key, true))).debited, 3n * DIEM);
      const { spent, voucherMark, left } = await budgetOf(budget);
      assert.deepEqual([spent, voucherMark, left], [5n * DIEM, 5n * DIEM, 5n * DIEM]);
    }
  });

  it('is told of in whole events', async () => {
    const { charlie, dave } = chain.accounts;
    const epoch = await chain.nextEpoch();
    const budget = await open();
    const { events } = await settle(sign({ budget, epoch, amount: 4n * DIEM }));
    assert.deepEqual(findEvent(events, 'metering.VoucherSettled'), {
      owner: dave.address,
      budget,
      provider: charlie.address,
      epoch,
      amount: 4n * DIEM,
      mark: 4n * DIEM,
    });
    assert.deepEqual(findEvent(events, 'metering.VouchersSettled'), {
      provider: charlie.address,
      debited: 4n * DIEM,
      vouchers: 1,
      rejections: [],
    });
  });

  it('debits nothing twice and no more than the limit, and is brought again when there is more', async () => {
    const { charlie, dave } = chain.accounts;
    const epoch = await chain.nextEpoch();
    const budget = await open();
    const large = sign({ budget, epoch, amount: 25n * DIEM });
    assert.equal((await settle(large)).debited, 10n * DIEM);
    assert.deepEqual((await settle(large)).reasons, ['BudgetExhausted']);
    const { terms } = await budgetOf(budget);
    const more = { ...terms, limit: 100n * DIEM };
    await chain.submit(chain.api.tx.metering.updateBudget(budget, more, null), dave);
    assert.equal((await settle(large)).debited, 15n * DIEM);
    const smaller = sign({ budget, epoch, amount: 24n * DIEM });
    assert.deepEqual((await settle(large, smaller)).reasons, ['NothingNew', 'NothingNew']);
    const answer = await chain.read.canDebit(dave.address, budget, charlie.address, DIEM);
    assert.deepEqual(answer, { Ok: 75n * DIEM });
  });

  it('is rejected where it is bad, and takes no other with it', async () => {
    const { charlie, dave, ferdie } = chain.accounts;
    const epoch = await chain.nextEpoch();
    const [budget, receipts] = [await open(), await open({ consent: 'Receipts' })];
    const [elsewhere, orphan] = [await open({ provider: { Only: ferdie.address } }), await open({}, null)];
    const good = sign({ budget, epoch, amount: 4n * DIEM });
    const otherChain = signVoucher(agent, `0x${'07'.repeat(32)}`, good.voucher, charlie.address);
    const otherProvider = signVoucher(agent, chain.api.genesisHash.toHex(), good.voucher, ferdie.address);
    const vouchers = [
      good,
      sign({ budget, epoch: epoch + 1, amount: DIEM }),
      sign({ budget: 4_242, epoch, amount: DIEM }),
      sign({ budget: elsewhere, epoch, amount: DIEM }),
      sign({ budget: receipts, epoch, amount: DIEM }),
      sign({ budget: orphan, epoch, amount: DIEM }),
      sign({ budget, epoch, amount: 9n * DIEM }, agentOf('sr25519', '//Thief')),
      { ...otherChain, voucher: { ...good.voucher, amount: 5n * DIEM } },
      { ...otherProvider, voucher: { ...good.voucher, amount: 5n * DIEM } },
      { ...sign({ budget, epoch, amount: 5n * DIEM }), wrapped: true },
      sign({ budget, epoch, amount: 6n * DIEM }),
    ];
    const { debited, reasons } = await settle(...vouchers);
    assert.equal(debited, 6n * DIEM);
    const expected = ['EpochNotSettleable', 'UnknownBudget', 'WrongProvider', 'ConsentByReceipt', 'NotDelegate'];
    assert.deepEqual(reasons, [...expected, 'NotDelegate', 'BadSignature', 'BadSignature', 'BadSignature']);
    const nobody = await chain.read.canDebit(dave.address, orphan, charlie.address, DIEM);
    assert.equal('Err' in nobody && nobody.Err.limit, 'NoDelegate');
  });

  it('settles for a grace when its agent is cut off, and not after', async () => {
    const { dave } = chain.accounts;
    const successor = agentOf('ed25519', '//Successor');
    const epoch = await chain.nextEpoch();
    const budget = await open();
    await chain.submit(chain.api.tx.metering.setDelegate(budget, successor.address), dave);
    assert.equal((await settle(sign({ budget, epoch, amount: 3n * DIEM }))).debited, 3n * DIEM);
    await chain.makeBlocks(REVOCATION_GRACE);
    const { index } = await chain.read.epoch();
    const { voucherMark } = await budgetOf(budget);
    const now = { budget, epoch: index, amount: voucherMark + DIEM };
    assert.deepEqual((await settle(sign(now))).reasons, ['NotDelegate']);
    assert.equal((await settle(sign(now, successor))).debited, DIEM);
  });

  it('does not undo a refund', async () => {
    const { charlie, dave, ferdie } = chain.accounts;
    const { refund } = chain.api.tx.metering;
    const epoch = await chain.nextEpoch();
    const budget = await open();
    const voucher = sign({ budget, epoch, amount: 8n * DIEM });
    await settle(voucher);
    const { events } = await chain.submit(refund(dave.address, budget, epoch, 3n * DIEM), charlie);
    const refunded = { owner: dave.address, budget, provider: charlie.address, epoch, amount: 3n * DIEM };
    assert.deepEqual(findEvent(events, 'metering.Refunded'), refunded);
    assert.deepEqual((await settle(voucher)).reasons, ['NothingNew']);
    const { spent, voucherMark } = await budgetOf(budget);
    assert.deepEqual([spent, voucherMark], [5n * DIEM, 8n * DIEM]);

    const give = (amount: bigint, of = budget, at = epoch) => refund(dave.address, of, at, amount);
    await chain.refuses(give(DIEM), dave, 'metering.UnknownProvider');
    await chain.refuses(give(0n), charlie, 'metering.ZeroAmount');
    await chain.refuses(give(DIEM, budget, epoch + 1), charlie, 'metering.EpochNotSettleable');
    await chain.refuses(give(DIEM, 4_242), charlie, 'metering.UnknownBudget');
    await chain.refuses(give(6n * DIEM), charlie, 'metering.RefundExceedsSpent');
    await chain.refuses(give(DIEM), ferdie, 'metering.RefundExceedsSettled');
  });

  it('is asked for where receipts are not paid', async () => {
    const { charlie, dave } = chain.accounts;
    const budget = await open();
    const { rejections } = await bill(chain, charlie, dave.address, budget, [receipt(tokens(1, 1))]);
    assert.deepEqual(rejections, [{ group: 0, receipt: 0, reason: 'ConsentByVoucher' }]);
  });

  it('is refused where there is none, and where nobody serves', async () => {
    const { settleVouchers } = chain.api.tx.metering;
    await chain.refuses(settleVouchers([]), chain.accounts.charlie, 'metering.EmptyVouchers');
    await chain.refuses(settleVouchers([]), chain.accounts.dave, 'metering.UnknownProvider');
  });
});
