import { DIEM, type Signer, type SignedVoucher } from '../../../clients/ts/index.ts';
import type { TestChain } from '../../../tests/support/chain.ts';
import { signedVoucher } from '../../../tests/support/vouchers.ts';
import type { Signed } from '../blocks.ts';
import { BY_VOUCHER, UNKNOWN } from './budgets.ts';
import { inGroups, type Workload } from './workload.ts';

const CENT = DIEM / 100n;

/** The same voucher as if it had been signed for more. */
const forged = (signed: SignedVoucher): SignedVoucher => ({
  ...signed,
  voucher: { ...signed.voucher, amount: signed.voucher.amount + CENT },
});

/** Vouchers for Charlie, settled and refused, and what he gives back of them. */
export function vouchers(chain: TestChain, users: Signer[]): Workload[] {
  const { api, accounts, read } = chain;
  const { settleVouchers, refund } = api.tx.metering;
  const settle = async (
    perCall: number,
    amount: bigint,
    budget = BY_VOUCHER,
    change = (signed: SignedVoucher) => signed,
  ): Promise<Signed[]> => {
    const { index: epoch } = await read.epoch();
    const of = (owner: Signer) =>
      change(signedVoucher(chain, owner, accounts.charlie, { owner: owner.address, budget, epoch, amount }));
    return inGroups(users, perCall).map((owners) => [accounts.charlie, settleVouchers!(owners.map(of))]);
  };
  return [
    {
      name: 'metering.settleVouchers, 1 voucher, ledger touched first',
      before: () => chain.nextEpoch(),
      firstTouches: users.length,
      calls: () => settle(1, 2n * CENT),
    },
    { name: 'metering.settleVouchers, 1 voucher', calls: () => settle(1, 4n * CENT) },
    { name: 'metering.settleVouchers, 20 vouchers', calls: () => settle(20, 6n * CENT) },
    ...[1, 20].flatMap((perCall): Workload[] => [
      {
        name: `metering.settleVouchers, ${count(perCall)}, forged`,
        calls: () => settle(perCall, 8n * CENT, BY_VOUCHER, forged),
        rejected: 'BadSignature',
      },
      {
        name: `metering.settleVouchers, ${count(perCall)}, unknown budget`,
        calls: () => settle(perCall, CENT, UNKNOWN),
        rejected: 'UnknownBudget',
      },
    ]),
    {
      name: 'metering.refund',
      calls: async () => {
        const { index: epoch } = await read.epoch();
        return users.map((owner) => [accounts.charlie, refund!(owner.address, BY_VOUCHER, epoch, CENT)]);
      },
    },
  ];
}

const count = (vouchers: number): string => (vouchers === 1 ? '1 voucher' : `${vouchers} vouchers`);
