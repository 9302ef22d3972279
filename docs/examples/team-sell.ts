// Sells what is left of an epoch's quota, at more than it would earn unspent.
import { connect, DIEM, findEvent, inDiem, inVvv, Reader, submit, wellKnown } from '../../clients/ts/index.ts';

const api = await connect(process.env.VVV_ENDPOINT ?? 'ws://127.0.0.1:9944');
const read = new Reader(api);
const { dave: team } = wellKnown();

// Only the free pool can be sold: what budgets have reserved stays theirs. Keep a tenth for what is still to come.
const { quota } = await read.account(team.address);
const amount = (quota.available * 9n) / 10n;
console.log(`${inDiem(quota.available)} are free, ${inDiem(quota.reserved)} are reserved`);

// Unspent, a DIEM earns its value: a price below that would be a gift. Ask for a quarter more.
const { valuePerDiem, endsAt } = await read.epoch();
const price = (valuePerDiem * 5n) / 4n;
console.log(`a DIEM earns ${inVvv(valuePerDiem, 6)} unspent, and is offered at ${inVvv(price, 6)}`);

// No fill is below 1 DIEM. What is not sold when the epoch is over is the team's again, and earns.
const { events } = await submit(api, api.tx.market.offerQuota(amount, price, 1n * DIEM), team);
const { offer } = findEvent<{ offer: bigint }>(events, 'market.QuotaOffered');
console.log(`offer ${offer}: ${inDiem(amount)} until ${new Date(Number(endsAt)).toISOString()}`);

// An app needs more after all: take back what was not sold yet.
const cancelled = await submit(api, api.tx.market.cancelOffer(offer), team);
const { returned } = findEvent<{ returned: bigint }>(cancelled.events, 'market.OfferCancelled');
console.log(`${inDiem(returned)} are free again`);
await api.disconnect();
