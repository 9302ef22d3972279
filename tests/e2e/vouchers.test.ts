import { Keyring } from '@polkadot/api';
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DIEM, findEvent, type BudgetTerms, type Signer, type Voucher } from '../../clients/ts/index.ts';
import { TestChain } from '../support/chain.ts';
import { openBudget } from '../support/economy.ts';
import { settleVouchers, signedVoucher } from '../support/vouchers.ts';

describe('a voucher', () => {
  let chain: TestChain;
  before(async () => (chain = await TestChain.start()));
  after(() => chain.stop());

  const agent = new Keyring({ type: 'sr25519' }).addFromUri('//Agent');

  /** Opens a budget that pays Charlie what a delegate signs. */
  const byVoucher = (differences: Partial<BudgetTerms> = {}, delegate: Signer = agent) => {
    const { charlie, dave } = chain.accounts;
    const terms = { consent: 'Vouchers', provider: { Only: charlie.address }, ...differences } as const;
    return openBudget(chain, dave, terms, { delegate: delegate.address });
  };

  /** A voucher over an amount for a budget of Dave's, for the epoch that is open. */
  const over = async (amount: bigint, budget: number): Promise<Voucher> => {
    return { owner: chain.accounts.dave.address, budget, epoch: (await chain.read.epoch()).index, amount };
  };

  /** What a voucher that the agent signed for Charlie comes to. */
  const settle = async (amount: bigint, budget: number) =>
    settleVouchers(chain, chain.accounts.charlie, [
      signedVoucher(chain, agent, chain.accounts.charlie, await over(amount, budget)),
    ]);

  const reasons = ({ rejections }: Awaited<ReturnType<typeof settleVouchers>>) =>
    rejections.map(({ reason }) => reason);

  it('is cumulative: each one debits what it is above all that was settled before', async () => {
    const { charlie, dave } = chain.accounts;
    const epoch = await chain.nextEpoch();
    const budget = await byVoucher();
    const before = (await chain.read.provider(charlie.address))!.settled;
    const { events } = await settle(2n * DIEM, budget);
    const debit = { owner: dave.address, budget, provider: charlie.address, epoch };
    const first = { ...debit, amount: 2n * DIEM, mark: 2n * DIEM };
    assert.deepEqual(findEvent(events, 'metering.VoucherSettled'), first);
    const settled = { provider: charlie.address, debited: 2n * DIEM, vouchers: 1, rejections: [] };
    assert.deepEqual(findEvent(events, 'metering.VouchersSettled'), settled);

    const second = { ...debit, amount: 3n * DIEM, mark: 5n * DIEM };
    assert.deepEqual(findEvent((await settle(5n * DIEM, budget)).events, 'metering.VoucherSettled'), second);
    const { spent, voucherMark, left } = (await chain.read.budget(dave.address, budget))!;
    assert.deepEqual([spent, voucherMark, left], [5n * DIEM, 5n * DIEM, 5n * DIEM]);
    assert.equal((await chain.read.account(dave.address)).quota.spent, 5n * DIEM);
    assert.equal((await chain.read.provider(charlie.address))!.settled, before + 5n * DIEM);
    assert.equal((await chain.read.epoch()).debited, 5n * DIEM);
  });

  it('changes nothing where it comes again, or says less than what is settled', async () => {
    const { dave } = chain.accounts;
    await chain.nextEpoch();
    const budget = await byVoucher();
    await settle(4n * DIEM, budget);
    assert.deepEqual(reasons(await settle(4n * DIEM, budget)), ['NothingNew']);
    assert.deepEqual(reasons(await settle(3n * DIEM, budget)), ['NothingNew']);
    assert.equal((await chain.read.budget(dave.address, budget))!.spent, 4n * DIEM);
  });

  it('settles with many others, and a bad one among them harms none', async () => {
    const { bob, charlie } = chain.accounts;
    await chain.nextEpoch();
    const budgets = [await byVoucher(), await byVoucher(), await byVoucher()];
    const [first, second, third] = await Promise.all(budgets.map((budget) => over(DIEM, budget)));
    const good = [first!, third!].map((voucher) => signedVoucher(chain, agent, charlie, voucher));
    const bad = signedVoucher(chain, bob, charlie, second!);
    const settled = await settleVouchers(chain, charlie, [good[0]!, bad, good[1]!]);
    assert.deepEqual([settled.debited, settled.vouchers], [2n * DIEM, 2]);
    assert.deepEqual(settled.rejections, [{ index: 1, reason: 'NotDelegate' }]);
  });

  it('settles what is left where it says more, and can be brought again', async () => {
    const { charlie, dave } = chain.accounts;
    await chain.nextEpoch();
    const budget = await byVoucher({ limit: 3n * DIEM });
    assert.equal((await settle(8n * DIEM, budget)).debited, 3n * DIEM);
    assert.deepEqual(reasons(await settle(8n * DIEM, budget)), ['BudgetExhausted']);
    const more = {
      limit: 6n * DIEM,
      mode: 'Shared',
      provider: { Only: charlie.address },
      consent: 'Vouchers',
      expiresAt: null,
    };
    await chain.submit(chain.api.tx.metering.updateBudget(budget, more, null), dave);
    assert.equal((await settle(8n * DIEM, budget)).debited, 3n * DIEM);
  });

  it('is late by one epoch, and debits the epoch that it names', async () => {
    const { charlie, dave } = chain.accounts;
    await chain.nextEpoch();
    const budget = await byVoucher();
    const late = signedVoucher(chain, agent, charlie, await over(2n * DIEM, budget));
    const tooLate = signedVoucher(chain, agent, charlie, await over(3n * DIEM, budget));
    await chain.nextEpoch();
    assert.equal((await settleVouchers(chain, charlie, [late])).debited, 2n * DIEM);
    const { spent, previousSpent, previousVoucherMark } = (await chain.read.budget(dave.address, budget))!;
    assert.deepEqual([spent, previousSpent, previousVoucherMark], [0n, 2n * DIEM, 2n * DIEM]);
    await chain.nextEpoch();
    assert.deepEqual(reasons(await settleVouchers(chain, charlie, [tooLate])), ['EpochNotSettleable']);
  });

  it('may be signed by a wallet that wraps what it signs, if it says so', async () => {
    const { charlie } = chain.accounts;
    await chain.nextEpoch();
    const budget = await byVoucher();
    const signed = signedVoucher(chain, agent, charlie, await over(DIEM, budget), { wrapped: true });
    assert.deepEqual(reasons(await settleVouchers(chain, charlie, [{ ...signed, wrapped: false }])), ['BadSignature']);
    assert.equal((await settleVouchers(chain, charlie, [signed])).debited, DIEM);
  });

  for (const type of ['sr25519', 'ed25519', 'ecdsa'] as const) {
    it(`may be signed by a key of the kind ${type}`, async () => {
      const { charlie } = chain.accounts;
      const key = new Keyring({ type }).addFromUri('//Agent');
      const budget = await byVoucher({}, key);
      const voucher = await over(DIEM, budget);
      for (const wrapped of [false, true]) {
        const signed = signedVoucher(
          chain,
          key,
          charlie,
          { ...voucher, amount: wrapped ? 2n * DIEM : DIEM },
          { wrapped },
        );
        assert.equal((await settleVouchers(chain, charlie, [signed])).debited, DIEM);
      }
    });
  }

  it('is worth nothing but for what was signed: another key, amount, epoch, budget, provider or chain', async () => {
    const { bob, charlie, ferdie } = chain.accounts;
    await chain.nextEpoch();
    const [budget, other] = [await byVoucher(), await byVoucher()];
    const voucher = await over(DIEM, budget);
    const signed = signedVoucher(chain, agent, charlie, voucher);
    const saying = (differences: Partial<Voucher>) => ({ ...signed, voucher: { ...voucher, ...differences } });
    const forgeries = [
      { ...signedVoucher(chain, bob, charlie, voucher), signer: agent.address },
      saying({ amount: 2n * DIEM }),
      saying({ epoch: voucher.epoch - 1 }),
      saying({ budget: other }),
      signedVoucher(chain, agent, ferdie, voucher),
      signedVoucher(chain, agent, charlie, voucher, { genesisHash: `0x${'07'.repeat(32)}` }),
    ];
    // Another epoch is one before the budget was opened, which is looked at first.
    const expected = forgeries.map((_, index) => (index === 2 ? 'UnknownBudget' : 'BadSignature'));
    assert.deepEqual(reasons(await settleVouchers(chain, charlie, forgeries)), expected);
    assert.deepEqual(reasons(await settleVouchers(chain, ferdie, [signed])), ['WrongProvider']);
    const { signature } = signed;
    const garbled = Object.fromEntries(Object.keys(signature).map((kind) => [kind, `0x${'00'.repeat(64)}`]));
    const malformed = { ...signed, signature: garbled as typeof signature };
    assert.deepEqual(reasons(await settleVouchers(chain, charlie, [malformed])), ['BadSignature']);
    assert.equal((await settleVouchers(chain, charlie, [signed])).debited, DIEM);
  });

  it('of one epoch is worth nothing in the next', async () => {
    const { charlie } = chain.accounts;
    await chain.nextEpoch();
    const budget = await byVoucher();
    const signed = signedVoucher(chain, agent, charlie, await over(DIEM, budget));
    const epoch = await chain.nextEpoch();
    const moved = { ...signed, voucher: { ...signed.voucher, epoch } };
    assert.deepEqual(reasons(await settleVouchers(chain, charlie, [moved])), ['BadSignature']);
  });

  it('needs a budget that consents by voucher, and a provider that brings it', async () => {
    const { charlie, dave, eve } = chain.accounts;
    await chain.nextEpoch();
    const budget = await openBudget(chain, dave, {}, { delegate: agent.address });
    assert.deepEqual(reasons(await settle(DIEM, budget)), ['ConsentByReceipt']);
    assert.deepEqual(reasons(await settle(DIEM, 4_242)), ['UnknownBudget']);
    const signed = signedVoucher(chain, agent, charlie, await over(DIEM, budget));
    await chain.refuses(chain.api.tx.metering.settleVouchers([]), charlie, 'metering.EmptyVouchers');
    await chain.refuses(chain.api.tx.metering.settleVouchers([signed]), eve, 'metering.UnknownProvider');
  });

  it('is asked for before the work: a budget without a delegate pays nobody', async () => {
    const { charlie, dave } = chain.accounts;
    const budget = await openBudget(chain, dave, { consent: 'Vouchers', provider: { Only: charlie.address } });
    const answer = await chain.read.canDebit(dave.address, budget, charlie.address, 1n);
    assert.deepEqual(answer, { Err: { limit: 'NoDelegate', left: 0n, resetsAt: null } });
    await chain.submit(chain.api.tx.metering.setDelegate(budget, agent.address), dave);
    assert.deepEqual(await chain.read.canDebit(dave.address, budget, charlie.address, 1n), { Ok: 10n * DIEM });
  });
});
