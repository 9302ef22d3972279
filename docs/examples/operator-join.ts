// Makes session keys in the keystore of one's own node, and sets them for the account that is to validate.
import { WsProvider } from '@polkadot/api';
import { connect, inVvv, submit, toPlain, wellKnown } from '../../clients/ts/index.ts';

// The node of the new validator, from the machine that it runs on: others may not ask for keys.
const endpoint = process.env.VVV_ENDPOINT ?? 'ws://127.0.0.1:9944';
const api = await connect(endpoint);
const node = new WsProvider(endpoint);
await node.isReady;
const { ferdie: validator } = wellKnown();

// The node keeps the secret halves. The proof says that whoever holds them agrees to sign for this account.
const owner = api.createType('AccountId', validator.address).toHex();
const { keys, proof } = await node.send<{ keys: string; proof: string }>('author_rotateKeysWithOwner', [owner]);
await submit(api, api.tx.session.setKeys(keys, proof), validator);
console.log(`${validator.address} has the session keys ${keys}`);
console.log(`${inVvv(BigInt(api.consts.session.keyDeposit.toString()))} are on hold for them`);

// From now on the council can add the account to the set.
const set = toPlain(await api.query.validators.validators()) as string[];
console.log(`the set: ${set.join(', ')}`);
await node.disconnect();
await api.disconnect();
