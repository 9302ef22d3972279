import { WsProvider } from '@polkadot/api';

/** A connection for RPC calls that polkadot.js has no methods for. */
export class RawRpc {
  readonly #provider: WsProvider;

  private constructor(provider: WsProvider) {
    this.#provider = provider;
  }

  static async connect(endpoint: string): Promise<RawRpc> {
    const provider = new WsProvider(endpoint);
    await provider.isReady;
    return new RawRpc(provider);
  }

  /** Makes a call, and rejects with the error that the node answers. */
  call<Answer>(method: string, ...params: unknown[]): Promise<Answer> {
    return this.#provider.send<Answer>(method, params);
  }

  disconnect(): Promise<void> {
    return this.#provider.disconnect();
  }
}
