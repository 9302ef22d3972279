// Signs the receipt of a request for the consumer, which checks it, and settles what was signed.
import { Keyring } from '@polkadot/api';
import { randomUUID } from 'node:crypto';
import {
  connect,
  DIEM,
  findEvent,
  inDiem,
  Reader,
  signReceipt,
  submit,
  verifyReceipt,
  wellKnown,
  type BudgetTerms,
  type Receipt,
} from '../../clients/ts/index.ts';

const api = await connect(process.env.VVV_ENDPOINT ?? 'ws://127.0.0.1:9944');
const read = new Reader(api);
const { charlie: provider, dave: consumer } = wellKnown();
const genesisHash = api.genesisHash.toHex();

// The key that signs receipts. It is registered once, and holds nothing.
const key = new Keyring({ type: 'sr25519' }).addFromUri('//Charlie//receipts');
if ((await read.provider(provider.address))!.receiptKey !== key.address) {
  await submit(api, api.tx.metering.setReceiptKey(key.address), provider);
}

// The consumer's part: a budget that pays this provider's receipts.
const terms: BudgetTerms = {
  limit: 5n * DIEM,
  mode: 'Reserved',
  provider: { Only: provider.address },
  consent: 'Receipts',
  expiresAt: null,
};
const opened = await submit(api, api.tx.metering.openBudget(terms, null, null), consumer);
const { budget } = findEvent<{ budget: number }>(opened.events, 'metering.BudgetOpened');

// With the answer to a request goes its receipt, signed. It is for this owner, budget and epoch, and for this chain.
const { index: epoch } = await read.epoch();
const receipt: Receipt = {
  id: `0x${randomUUID().replaceAll('-', '')}`,
  model: 0,
  usage: [
    { dimension: 'InputTokens', units: 374 },
    { dimension: 'OutputTokens', units: 44 },
  ],
};
const signed = signReceipt(key, genesisHash, { owner: consumer.address, budget, epoch, receipt });

// The consumer checks it against the key that the chain names, and its usage against what it counted itself. It keeps it.
const { receiptKey } = (await read.provider(provider.address))!;
console.log(`the receipt is signed by the provider: ${verifyReceipt(genesisHash, signed, receiptKey!)}`);

// What is settled is what was signed.
const { nextSequence: sequence } = (await read.provider(provider.address))!;
const batch = { epoch, sequence, groups: [{ owner: consumer.address, budget, receipts: [receipt] }] };
const { events } = await submit(api, api.tx.metering.submitReceipts(batch), provider);
const { amount } = findEvent<{ amount: bigint }>(events, 'metering.Debited');
console.log(`charged ${inDiem(amount, 6)}`);
await api.disconnect();
