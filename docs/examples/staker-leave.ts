// Unstakes a part, changes its mind about some of it, and frees what has matured.
import { connect, findEvent, inVvv, Reader, submit, VVV, wellKnown } from '../../clients/ts/index.ts';

const api = await connect(process.env.VVV_ENDPOINT ?? 'ws://127.0.0.1:9944');
const read = new Reader(api);
const { dave: staker } = wellKnown();
const { unstake, restake, withdraw } = api.tx.vvvStaking;

// The weight of these 100 VVV counts to the end of this epoch. They are on hold for some epochs more.
const { events } = await submit(api, unstake(100n * VVV), staker);
const { maturesAt } = findEvent<{ maturesAt: number }>(events, 'vvvStaking.Unstaked');
console.log(`100 VVV come free in epoch ${maturesAt}`);

// Up to then they can be taken back.
await submit(api, restake(40n * VVV), staker);
const { staked, weight, nextWeight, unlocking, withdrawable } = await read.account(staker.address);
console.log(`${inVvv(staked, 0)} staked, weight ${inVvv(weight, 0)} now and ${inVvv(nextWeight, 0)} in the next epoch`);
for (const { amount, maturesAt: epoch } of unlocking) console.log(`${inVvv(amount, 0)} mature in epoch ${epoch}`);

// Anyone may free what has matured, for its owner.
if (withdrawable > 0n) await submit(api, withdraw(staker.address), staker);
console.log(`${inVvv(withdrawable, 0)} had matured`);
await api.disconnect();
