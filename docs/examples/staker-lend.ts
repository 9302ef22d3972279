// Lends weight to one account: a gift, which that account accepts.
import { connect, findEvent, inVvv, Reader, submit, VVV, wellKnown } from '../../clients/ts/index.ts';

const api = await connect(process.env.VVV_ENDPOINT ?? 'ws://127.0.0.1:9944');
const read = new Reader(api);
const { dave: staker, bob: friend } = wellKnown();

const show = async (name: string, who: string) => {
  const { weight, nextWeight, leasedIn, leasedOut } = await read.account(who);
  const leases = `${inVvv(leasedIn, 0)} leased in, ${inVvv(leasedOut, 0)} leased out`;
  console.log(`${name}: weight ${inVvv(weight, 0)} now and ${inVvv(nextWeight, 0)} in the next epoch; ${leases}`);
};

// The weight of 200 VVV for 5 epochs, for nothing, and for nobody else. What is lent can't be unstaked meanwhile.
const offering = await submit(api, api.tx.market.offerLease(200n * VVV, 5, 0n, friend.address), staker);
const { offer } = findEvent<{ offer: bigint }>(offering.events, 'market.LeaseOffered');

// Nobody is lent anything unasked.
const { events } = await submit(api, api.tx.market.takeLease(offer), friend);
const { until } = findEvent<{ until: number }>(events, 'market.LeaseTaken');
await show('staker', staker.address);
await show('friend', friend.address);
console.log(`in epoch ${until} it is the staker's again, without anyone's doing`);
await api.disconnect();
