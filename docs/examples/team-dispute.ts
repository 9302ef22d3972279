// Compares what a provider settled with what it had signed, and disputes what is above it.
import { Keyring } from '@polkadot/api';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  chargedReceipts,
  connect,
  DIEM,
  findEvent,
  inDiem,
  inVvv,
  proveGroup,
  Reader,
  settledBatches,
  signReceipt,
  submit,
  verifyReceipt,
  VVV,
  wellKnown,
  type BudgetTerms,
  type Receipt,
  type SignedReceipt,
  type Usage,
} from '../../clients/ts/index.ts';

const api = await connect(process.env.VVV_ENDPOINT ?? 'ws://127.0.0.1:9944');
const read = new Reader(api);
const { alice, dave: team, bob: reporter } = wellKnown();
const genesisHash = api.genesisHash.toHex();

// A provider that cheats, made for this example: with a pledge of 10 DIEM behind a bond of 100 VVV, and a receipt key.
const provider = new Keyring({ type: 'sr25519' }).addFromUri(`//Cheat//${randomUUID()}`);
const { registerProvider, serveModel, setReceiptKey, openBudget, submitReceipts } = api.tx.metering;
await submit(api, api.tx.balances.transferKeepAlive(provider.address, 200n * VVV), alice);
await submit(api, registerProvider(10n * DIEM, 'Cheat'), provider);
await submit(api, serveModel(0, 20_000), provider);
await submit(api, setReceiptKey(provider.address), provider);
const { index } = await read.epoch();
while ((await read.epoch()).index === index) await sleep(500);

const terms: BudgetTerms = {
  limit: 5n * DIEM,
  mode: 'Reserved',
  provider: { Only: provider.address },
  consent: 'Receipts',
  expiresAt: null,
};
const opened = await submit(api, openBudget(terms, null, null), team);
const { budget } = findEvent<{ budget: number }>(opened.events, 'metering.BudgetOpened');
const { index: epoch } = await read.epoch();
const usage = (units: number): Usage => [{ dimension: 'OutputTokens', units }];

// The app keeps each receipt that it is given, by its id, once it has checked it.
const kept = new Map<string, SignedReceipt>();
const id = `0x${randomUUID().replaceAll('-', '')}`;
const signed = signReceipt(provider, genesisHash, {
  owner: team.address,
  budget,
  epoch,
  receipt: { id, model: 0, usage: usage(44_000) },
});
const { receiptKey } = (await read.provider(provider.address))!;
if (verifyReceipt(genesisHash, signed, receiptKey!)) kept.set(id, signed);

// But ten times as much is settled.
const receipts: Receipt[] = [{ id, model: 0, usage: usage(440_000) }];
const batch = { epoch, sequence: 0, groups: [{ owner: team.address, budget, receipts }] };
const { blockHash } = await submit(api, submitReceipts(batch), provider);

interface Disputed {
  slashed: bigint;
  toReporter: bigint;
  toConsumer: bigint;
}

/** Whether a receipt that was settled says more than the one that was signed. */
const saysMore = (settled: Receipt, { statement: { receipt } }: SignedReceipt): boolean =>
  settled.model !== receipt.model ||
  settled.usage.some(({ dimension, units }) => {
    const signedUnits = receipt.usage.find((entry) => entry.dimension === dimension)?.units ?? 0;
    return BigInt(units) > BigInt(signedUnits);
  });

// The audit: a block with a `Debited` event is enough to rebuild its batches, and to prove any group of them. Whoever brings it gets a
// tenth of the slash, and the owner gets back what it lost.
for (const settled of await settledBatches(api, blockHash)) {
  for (const { owner, receipt, group, place } of chargedReceipts(settled)) {
    const given = kept.get(receipt.id);
    if (owner !== team.address || given === undefined || !saysMore(receipt, given)) continue;
    const fault = { Overcharged: given };
    const evidence = { provider: settled.provider, group: proveGroup(api, settled, group), receipt: place, fault };
    const { events } = await submit(api, api.tx.metering.dispute(evidence), reporter);
    const { slashed, toReporter, toConsumer } = findEvent<Disputed>(events, 'metering.Disputed');
    console.log(`${inVvv(slashed)} of the bond are gone: ${inVvv(toReporter)} to who brought it,`);
    console.log(`${inVvv(toConsumer, 8)} to the team for ${inDiem(settled.outcomes[group]!.charge)}, the rest burnt`);
  }
}
console.log(`the provider is suspended: ${(await read.provider(provider.address))!.suspended}`);
await api.disconnect();
