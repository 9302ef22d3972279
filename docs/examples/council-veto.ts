// Stops what the council enacted, before its block: off the agenda, and off the whitelist.
import { connect, enact, findEvent, passMotion, textOf, wellKnown } from '../../clients/ts/index.ts';

const api = await connect(process.env.VVV_ENDPOINT ?? 'ws://127.0.0.1:9944');
const { alice, bob, charlie, dave, eve } = wellKnown();

const text = await textOf(api, api.tx.vvvStaking.setEpochDuration(86_400_000));
const due = await enact(api, text, [alice, bob, charlie], 100);
console.log(`a day's epoch is enacted in block ${due}`);

// More than two fifths are enough to take it off the agenda: as many as could have withheld the majority.
const cancelled = await passMotion(api, api.tx.enactment.cancel(text.hash), [charlie, dave, eve]);
console.log('cancelled', findEvent(cancelled.events, 'enactment.EnactmentCancelled').callHash);

// A majority takes the hash off the whitelist. Were it on the agenda still, its dispatch would fail.
const removed = await passMotion(api, api.tx.whitelist.removeWhitelistedCall(text.hash), [alice, bob, charlie]);
console.log('removed', findEvent(removed.events, 'whitelist.WhitelistedCallRemoved').callHash);
await api.disconnect();
