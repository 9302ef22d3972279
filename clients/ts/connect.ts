import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import type { KeyringPair } from '@polkadot/keyring/types';

/** A pair of keys that signs for an account. */
export type Signer = KeyringPair;

/** Connects to a node. Rejects where nobody listens, and reconnects by itself where a connection is lost later. */
export async function connect(endpoint: string): Promise<ApiPromise> {
  const provider = new WsProvider(endpoint, 500);
  try {
    return await ApiPromise.create({ provider, noInitWarn: true, throwOnConnect: true });
  } catch (error) {
    await provider.disconnect();
    throw new Error(`no node answers at ${endpoint}`, { cause: error });
  }
}

/** The accounts whose keys everybody knows, by their first names. They are funded on chains for development only. */
export function wellKnown(keyring = new Keyring({ type: 'sr25519' })) {
  const named = (name: string): Signer => keyring.addFromUri(`//${name}`, { name });
  return {
    alice: named('Alice'),
    bob: named('Bob'),
    charlie: named('Charlie'),
    dave: named('Dave'),
    eve: named('Eve'),
    ferdie: named('Ferdie'),
  };
}
