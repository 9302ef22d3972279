// Takes the cheapest lease there is: quota for a few epochs without a stake.
import { connect, inVvv, leaseOffers, Reader, submit, VVV, wellKnown } from '../../clients/ts/index.ts';

const api = await connect(process.env.VVV_ENDPOINT ?? 'ws://127.0.0.1:9944');
const read = new Reader(api);
const { dave: staker, eve: team } = wellKnown();

// The staker's part: the weight of 500 VVV for 3 epochs, for 2 VVV in all, for whoever comes first.
await submit(api, api.tx.market.offerLease(500n * VVV, 3, 2n * VVV, null), staker);

// The team's part: what it may take, and what a VVV of weight costs for an epoch.
const { index } = await read.epoch();
const offers = (await leaseOffers(api, index)).filter(
  ({ lessor, onlyFor }) => lessor !== team.address && (onlyFor === null || onlyFor === team.address),
);
for (const { id, weight, epochs, price } of offers) {
  const each = (price * VVV) / (weight * BigInt(epochs));
  console.log(`offer ${id}: ${inVvv(weight, 0)} for ${epochs} epochs at ${inVvv(price)}, ${inVvv(each, 6)} each`);
}

// The price is for the whole term and is paid at once. Nobody can break the lease, and it ends by itself.
const cheapest = offers[0]!;
await submit(api, api.tx.market.takeLease(cheapest.id), team);
const { weight, nextWeight } = await read.account(team.address);
console.log(`weight ${inVvv(weight, 0)} now, ${inVvv(nextWeight, 0)} from epoch ${index + 1} on`);
await api.disconnect();
