import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { NodeProcess, temporaryFolder } from './node.ts';
import { TestChain } from './chain.ts';

/** A validator of a local chain, which can be killed and started again on its data. */
export class ValidatorNode {
  readonly #args: string[];
  readonly #basePath = temporaryFolder();
  #running: TestChain | undefined;

  private constructor(args: string[]) {
    this.#args = args;
  }

  /** Starts the validator of that first name. It finds the others by the addresses of those that run already. */
  static async start(spec: string, name: string, peers: ValidatorNode[] = []): Promise<ValidatorNode> {
    const identity = ['--node-key', Buffer.from(name.padEnd(32)).toString('hex')];
    const bootnodes = (await Promise.all(peers.map((peer) => peer.address()))).flatMap((address) => [
      '--bootnodes',
      address,
    ]);
    // The same port after a restart, where the others look for it.
    const port = ['--port', String(await freePort())];
    const validator = new ValidatorNode(['--chain', spec, `--${name}`, ...port, ...identity, ...bootnodes]);
    await validator.restart();
    return validator;
  }

  /** The chain as this validator sees it. */
  get chain(): TestChain {
    if (this.#running === undefined) throw new Error('the validator is not running');
    return this.#running;
  }

  /** Starts it again on its data. */
  async restart(): Promise<void> {
    this.#running = await TestChain.on(await NodeProcess.start(this.#args, this.#basePath));
  }

  /** Ends it as a power cut does. */
  async kill(): Promise<void> {
    const { node, api, rpc } = this.chain;
    this.#running = undefined;
    await Promise.all([api.disconnect(), rpc.disconnect()]);
    await node.kill();
  }

  async stop(): Promise<void> {
    await this.#running?.stop();
    this.#running = undefined;
  }

  /** Where other nodes reach it. */
  async address(): Promise<string> {
    const addresses = await this.chain.rpc.call<string[]>('system_localListenAddresses');
    const local = addresses.find((address) => address.startsWith('/ip4/127.0.0.1/tcp/'));
    if (local === undefined) throw new Error(`no local address among ${addresses.join(', ')}`);
    return local;
  }

  /** How many other nodes it is connected to. */
  async peers(): Promise<number> {
    return (await this.chain.rpc.call<{ peers: number }>('system_health')).peers;
  }

  /** The height of its best block. */
  async best(): Promise<number> {
    return (await this.chain.api.rpc.chain.getHeader()).number.toNumber();
  }

  /** The height of its last final block. */
  async final(): Promise<number> {
    const { api } = this.chain;
    return (await api.rpc.chain.getHeader(await api.rpc.chain.getFinalizedHead())).number.toNumber();
  }

  /** The hash of its block at a height. */
  async hashAt(height: number): Promise<string> {
    return (await this.chain.api.rpc.chain.getBlockHash(height)).toHex();
  }
}

/** A port that nothing listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Waits until something holds, and fails with `what` where it never does. */
export async function until(what: string, holds: () => Promise<boolean>, seconds = 60): Promise<void> {
  for (const deadline = Date.now() + seconds * 1_000; Date.now() < deadline; await sleep(250)) {
    if (await holds()) return;
  }
  throw new Error(`within ${seconds} s: ${what}`);
}
