// Registers a provider, lists a model, and shows what it will charge.
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, DIEM, inDiem, inVvv, Reader, submit, wellKnown, type Usage } from '../../clients/ts/index.ts';

const api = await connect(process.env.VVV_ENDPOINT ?? 'ws://127.0.0.1:9944');
const read = new Reader(api);
const { eve: provider } = wellKnown();

// The pledge: 100 DIEM per epoch. The bond behind it goes on hold at once, the pledge counts from the next epoch on.
if ((await read.provider(provider.address)) === null) {
  const metadata = JSON.stringify({ name: 'Eve', url: 'https://inference.example' });
  await submit(api, api.tx.metering.registerProvider(100n * DIEM, metadata), provider);
}

// A model that it serves, with its multiplier in basis points: 12,000 is 1.2 times the model's rate card.
const model = 0;
await submit(api, api.tx.metering.serveModel(model, 12_000), provider);

// Both prices can be asked for: that of this epoch, where the model is served in it already, and that of the next.
const usage: Usage = [
  { dimension: 'InputTokens', units: 1_000_000 },
  { dimension: 'OutputTokens', units: 250_000 },
];
for (const at of ['Now', 'NextEpoch'] as const) {
  const quote = await read.quote(provider.address, model, usage, at);
  console.log(at, 'Ok' in quote ? inDiem(quote.Ok) : quote.Err);
}

const { index } = await read.epoch();
while ((await read.epoch()).index === index) await sleep(500);
const { capacity, bond, nextSequence } = (await read.provider(provider.address))!;
console.log(`pledged ${inDiem(capacity)} behind ${inVvv(bond)}; the next batch has the sequence ${nextSequence}`);
await api.disconnect();
