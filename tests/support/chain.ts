import type { ApiPromise } from '@polkadot/api';
import assert from 'node:assert/strict';
import {
  ChainError,
  connect,
  include,
  Reader,
  submit,
  toPlain,
  wellKnown,
  type Included,
  type Signer,
  type Submittable,
  type SubmitOptions,
} from '../../clients/ts/index.ts';
import { NodeProcess } from './node.ts';
import { RawRpc } from './rpc.ts';
import { rawSpec } from './spec.ts';
import { economyState } from './state.ts';

/** A development chain that makes a block as soon as a transaction waits, or as `--sealing` says. An epoch is a minute of its time. */
export const sealed = (sealing = 'instant'): string[] => ['--chain', rawSpec('dev'), '--sealing', sealing];

/** A chain of one node for a file of tests, with what they do with it. */
export class TestChain {
  readonly node: NodeProcess;
  readonly api: ApiPromise;
  readonly rpc: RawRpc;
  readonly read: Reader;
  readonly accounts = wellKnown();

  private constructor(node: NodeProcess, api: ApiPromise, rpc: RawRpc) {
    this.node = node;
    this.api = api;
    this.rpc = rpc;
    this.read = new Reader(api);
  }

  /**
   * Starts a fresh chain, at the beginning of an epoch that grants quota.
   *
   * The first one is as short as what is left of the minute in which the test runs; the second one is whole.
   */
  static async start(args = sealed()): Promise<TestChain> {
    const chain = await TestChain.on(await NodeProcess.start(args));
    await chain.rollTo(2);
    return chain;
  }

  /** Connects to a chain as it is. */
  static async on(node: NodeProcess): Promise<TestChain> {
    return new TestChain(node, await connect(node.endpoint), await RawRpc.connect(node.endpoint));
  }

  /** Ends the chain. */
  async stop(): Promise<void> {
    await this.api.disconnect();
    await this.rpc.disconnect();
    await this.node.stop();
  }

  /** Submits a call that the chain has to execute. */
  submit(call: Submittable, signer: Signer, options?: SubmitOptions): Promise<Included> {
    return submit(this.api, call, signer, options);
  }

  /**
   * Submits a call that the chain has to refuse with the error `code`, explained in the metadata, and without a trace of it in the
   * state of the economy.
   */
  async refuses(call: Submittable, signer: Signer, code: string): Promise<ChainError> {
    const { error, blockHash } = await include(this.api, call, signer);
    assert.ok(error, `the call was executed, where ${code} was expected`);
    assert.equal(error.code, code);
    // Errors of the runtime itself begin with a capital letter and have no documentation.
    if (/^[a-z]/.test(code)) assert.notEqual(error.docs, '', `${code} is not explained`);
    const { parentHash } = await this.api.rpc.chain.getHeader(blockHash);
    const [before, after] = await Promise.all([this.economy(parentHash.toHex()), this.economy(blockHash)]);
    assert.deepEqual(after, before, `${code} left a trace`);
    return error;
  }

  /** All that the economy keeps in storage at a block, but for what rolls write. */
  economy(blockHash: string): Promise<Map<string, string>> {
    return economyState(this.api, this.rpc, blockHash);
  }

  /** The VVV that an account can spend, in planck. */
  async freeBalance(who: string): Promise<bigint> {
    const { data } = toPlain(await this.api.query.system.account(who)) as { data: { free: bigint } };
    return data.free;
  }

  /** Makes empty blocks. */
  async makeBlocks(count: number): Promise<void> {
    for (let made = 0; made < count; made += 1) await this.rpc.call('engine_createBlock', true, true, null);
  }

  /** Lets epochs pass, and gives the index of the one that is open then. At its start a minute is left. */
  async nextEpoch(count = 1): Promise<number> {
    const { index } = await this.read.epoch();
    return this.rollTo(index + count);
  }

  /** Lets epochs pass until `target` is open. */
  async rollTo(target: number): Promise<number> {
    for (let epoch = await this.read.epoch(); epoch.index < target; epoch = await this.read.epoch()) {
      const now = (await this.api.query.timestamp.now()).toString();
      const left = epoch.endsAt - BigInt(now);
      if (left > 0n) await this.rpc.call('dev_advanceTime', Number(left));
      // The first block reaches the end of the epoch, and the one on top of it opens the next.
      await this.makeBlocks(2);
    }
    return target;
  }
}
