// Has the council change a parameter: three of its five members are enough, and everybody sees it coming.
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, enact, textOf, toPlain, wellKnown } from '../../clients/ts/index.ts';

const api = await connect(process.env.VVV_ENDPOINT ?? 'ws://127.0.0.1:9944');
const { alice, bob, charlie } = wellKnown();

// The call, as Root would make it. All parameters are set at once, so begin with those in force.
const parameters = toPlain(await api.query.vvvStaking.parameters()) as { unbondingEpochs: number };
const changed = { ...parameters, unbondingEpochs: parameters.unbondingEpochs === 7 ? 8 : 7 };
const text = await textOf(api, api.tx.vvvStaking.setParameters(changed));

// Its bytes go on chain, its hash on the whitelist, and its dispatch on the agenda.
const { minDelay } = toPlain(await api.query.enactment.parameters()) as { minDelay: number };
const due = await enact(api, text, [alice, bob, charlie], minDelay);
console.log(`${text.hash} is enacted in block ${due}`);

// What anybody can read until then: the call itself.
const noted = toPlain(await api.query.preimage.preimageFor([text.hash, text.length])) as string;
console.log(JSON.stringify(api.createType('Call', noted).toHuman(), null, 2));

const unbonding = async () => (toPlain(await api.query.vvvStaking.parameters()) as typeof parameters).unbondingEpochs;
while ((await unbonding()) !== changed.unbondingEpochs) await sleep(500);
console.log(`unbonding takes ${await unbonding()} epochs now`);
await api.disconnect();
