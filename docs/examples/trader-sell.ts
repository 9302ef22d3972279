// Offers quota, sees what was sold of it, and clears offers that ended with their epoch.
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, DIEM, findEvent, inDiem, inVvv, Reader, submit, wellKnown } from '../../clients/ts/index.ts';

const api = await connect(process.env.VVV_ENDPOINT ?? 'ws://127.0.0.1:9944');
const read = new Reader(api);
const { dave: seller } = wellKnown();

const { valuePerDiem } = await read.epoch();
const price = 2n * valuePerDiem;
const { events } = await submit(api, api.tx.market.offerQuota(20n * DIEM, price, 1n * DIEM), seller);
// The quota is that of the epoch in which the offer got into a block.
const { offer, epoch } = findEvent<{ offer: bigint; epoch: number }>(events, 'market.QuotaOffered');
console.log(`offer ${offer}: ${inDiem(20n * DIEM, 0)} of epoch ${epoch} at ${inVvv(price, 6)} each`);

// It ends with the epoch, and what was not sold went back by itself.
while ((await read.epoch()).index === epoch) await sleep(500);
const { previousQuota } = await read.account(seller.address);
console.log(`sent ${inDiem(previousQuota.sent)} in epoch ${epoch}, kept ${inDiem(previousQuota.available)}`);

// What is left is a record with a deposit. Anyone may clear it; the deposit is its maker's.
const cleared = await submit(api, api.tx.market.clearOffer(offer), seller);
console.log(findEvent(cleared.events, 'market.OfferCleared'));
await api.disconnect();
