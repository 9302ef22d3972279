// Stakes 1,000 VVV for Bob, leaves an epoch's quota unspent, and claims what it earned.
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, DIEM, findEvent, inDiem, inVvv, Reader, submit, VVV, wellKnown } from '../../clients/ts/index.ts';

const api = await connect(process.env.VVV_ENDPOINT ?? 'ws://127.0.0.1:9944');
const read = new Reader(api);
const { bob: staker } = wellKnown();

async function untilEpoch(index: number): Promise<void> {
  while ((await read.epoch()).index < index) await sleep(500);
}

// The stake weighs from the next epoch on.
await submit(api, api.tx.vvvStaking.stake(1_000n * VVV), staker);
const first = (await read.epoch()).index + 1;
await untilEpoch(first);

// What it is granted, and what that earns if it is left unspent. A DIEM's value is fixed when the epoch opens.
const { totalWeight, capacity, valuePerDiem } = await read.epoch();
const { weight, quota } = await read.account(staker.address);
console.log(`${inVvv(weight)} of ${inVvv(totalWeight)} at stake are granted ${inDiem(quota.granted)}`);
console.log(`of ${inDiem(capacity)}, each worth ${inVvv(valuePerDiem, 6)}`);
console.log(`unspent, they earn ${inVvv((quota.granted * valuePerDiem) / DIEM, 6)}`);

// An epoch is settled two epochs later. Until then a receipt may still spend of it.
await untilEpoch(first + 2);
const { rewards } = await read.account(staker.address);
console.log(`${inVvv(rewards, 6)} are due`);

// Anyone may claim it for its owner.
const { events } = await submit(api, api.tx.vvvStaking.claimRewards(staker.address), staker);
const { amount } = findEvent<{ amount: bigint }>(events, 'vvvStaking.RewardsClaimed');
console.log(`${inVvv(amount, 6)} are paid`);
await api.disconnect();
