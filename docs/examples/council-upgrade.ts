// Has the council authorise new code for the runtime, and applies it. VVV_CODE names the file with the code.
import type { Codec } from '@polkadot/types/types';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, enact, submit, textOf, toPlain, wellKnown } from '../../clients/ts/index.ts';

const api = await connect(process.env.VVV_ENDPOINT ?? 'ws://127.0.0.1:9944');
const { alice, bob, charlie, ferdie } = wellKnown();

// Without a file, the code that the chain runs already: authorised like any other, and refused when it is applied.
const file = process.env.VVV_CODE;
const stored = async () => toPlain((await api.rpc.state.getStorage('0x3a636f6465')) as Codec) as string;
const code = file === undefined ? await stored() : `0x${readFileSync(file).toString('hex')}`;
const hash = api.registry.hash(api.createType('Raw', code).toU8a());

// Only the hash goes through the council. Whoever has the sources builds the same code and compares.
const text = await textOf(api, api.tx.system.authorizeUpgrade(hash.toHex()));
const { minDelay } = toPlain(await api.query.enactment.parameters()) as { minDelay: number };
const due = await enact(api, text, [alice, bob, charlie], minDelay);
console.log(`the code ${hash.toHex()} is authorised in block ${due}`);
while ((await api.query.system.authorizedUpgrade()).isEmpty) await sleep(500);

// From then on anyone may bring the code itself.
const { events } = await submit(api, api.tx.system.applyAuthorizedUpgrade(code), ferdie);
const names = events.map(({ name }) => name);
if (names.includes('system.CodeUpdated')) console.log('the next block is made by the new code');
if (names.includes('system.RejectedInvalidAuthorizedUpgrade'))
  console.log('the code is no newer than the one in force');
await api.disconnect();
