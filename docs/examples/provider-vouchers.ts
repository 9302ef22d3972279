// Serves a budget that pays by voucher: checks each voucher before the work, and settles the last one.
import { Keyring } from '@polkadot/api';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  connect,
  DIEM,
  findEvent,
  inDiem,
  Reader,
  signVoucher,
  submit,
  voucherPayload,
  wellKnown,
  wrapped,
  type BudgetTerms,
  type SignedVoucher,
  type VoucherRejection,
} from '../../clients/ts/index.ts';

const api = await connect(process.env.VVV_ENDPOINT ?? 'ws://127.0.0.1:9944');
const read = new Reader(api);
const { charlie: provider, dave: owner } = wellKnown();
const genesisHash = api.genesisHash.toHex();
const keyring = new Keyring({ type: 'sr25519' });

/** Whether a voucher covers work that costs `due` in all, in this epoch. Nothing here costs anything: ask before each request. */
async function covers(
  { voucher, signer, signature, wrapped: isWrapped }: SignedVoucher,
  due: bigint,
): Promise<boolean> {
  const budget = await read.budget(voucher.owner, voucher.budget);
  if (budget === null || budget.delegate !== signer || voucher.epoch !== (await read.epoch()).index) return false;
  // The budget, its owner and the pledge have to have room for what is not settled yet.
  const unsettled = due - budget.voucherMark;
  const answer = await read.canDebit(voucher.owner, voucher.budget, provider.address, unsettled);
  if (voucher.amount < due || 'Err' in answer) return false;
  const payload = voucherPayload(genesisHash, voucher, provider.address);
  const key = keyring.addFromAddress(signer);
  const bytes = Buffer.from((signature.Sr25519 ?? '0x').slice(2), 'hex');
  return key.verify(isWrapped ? wrapped(payload) : payload, bytes, key.publicKey);
}

// The consumer's part: a budget by voucher, and an agent that signs.
const agent = keyring.addFromUri('//Agent');
const terms: BudgetTerms = {
  limit: 5n * DIEM,
  mode: 'Reserved',
  provider: { Only: provider.address },
  consent: 'Vouchers',
  expiresAt: null,
};
const opened = await submit(api, api.tx.metering.openBudget(terms, null, agent.address), owner);
const { budget } = findEvent<{ budget: number }>(opened.events, 'metering.BudgetOpened');

// A voucher is for one epoch. Here all requests are in the next one.
const { index } = await read.epoch();
while ((await read.epoch()).index === index) await sleep(500);
const epoch = index + 1;
const sign = (amount: bigint) =>
  signVoucher(agent, genesisHash, { owner: owner.address, budget, epoch, amount }, provider.address);

// Each request comes with a voucher for all work so far, its own included. What it doesn't cover is not served.
let due = 0n;
let last: SignedVoucher | undefined;
for (const { cost, voucher } of [
  { cost: 2n * DIEM, voucher: sign(2n * DIEM) },
  { cost: 1n * DIEM, voucher: sign(3n * DIEM) },
  { cost: 1n * DIEM, voucher: sign(3n * DIEM) },
]) {
  const isCovered = await covers(voucher, due + cost);
  console.log(`a request for ${inDiem(cost)} with a voucher for ${inDiem(voucher.voucher.amount)}: ${isCovered}`);
  if (!isCovered) continue;
  due += cost;
  last = voucher;
}

// The last voucher of a budget and an epoch is all that has to be kept. Settle it well before the next epoch is over.
const { events } = await submit(api, api.tx.metering.settleVouchers([last!]), provider);
const settled = findEvent<{ debited: bigint; rejections: VoucherRejection[] }>(events, 'metering.VouchersSettled');
console.log(`debited ${inDiem(settled.debited)}`);
for (const { index, reason } of settled.rejections) console.log(`voucher ${index}: ${reason}`);
await api.disconnect();
