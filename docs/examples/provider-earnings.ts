// Shows what a provider has earned, and claims what is final.
import { connect, findEvent, inDiem, inVvv, Reader, submit, wellKnown, worth } from '../../clients/ts/index.ts';

const api = await connect(process.env.VVV_ENDPOINT ?? 'ws://127.0.0.1:9944');
const read = new Reader(api);
const { charlie: provider, alice: anyone } = wellKnown();

// What is settled in an epoch earns that epoch's value per DIEM.
const { settled, previousSettled, earnings, pendingEarnings } = (await read.provider(provider.address))!;
const { index, valuePerDiem } = await read.epoch();
console.log(`${inDiem(settled)} settled in epoch ${index} earn ${inVvv(worth(settled, valuePerDiem), 6)}`);
console.log(`${inDiem(previousSettled)} settled in the epoch before`);

// As long as an epoch can be disputed, its earnings are pending: a dispute that is proven forfeits them.
console.log(`${inVvv(pendingEarnings, 6)} can still be disputed, ${inVvv(earnings, 6)} are due`);

// Anyone may claim for a provider, such as a server whose key holds nothing but fees.
if (earnings > 0n) {
  const { events } = await submit(api, api.tx.metering.claimEarnings(provider.address), anyone);
  const { amount } = findEvent<{ amount: bigint }>(events, 'metering.EarningsClaimed');
  console.log(`${inVvv(amount, 6)} were issued to the provider`);
}
await api.disconnect();
