import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { toPlain, VVV, wellKnown } from '../../clients/ts/index.ts';
import { TestChain } from '../support/chain.ts';
import { until } from '../support/network.ts';
import { NODE_BINARY, NodeProcess, temporaryFolder } from '../support/node.ts';

const examples = fileURLToPath(new URL('../../docs/examples', import.meta.url));
const { bob, charlie, dave } = wellKnown();
const council = [bob, charlie, dave].map(({ address }) => address);

/** A machine on which `diem-node` is a command, and the folder that an operator works in. */
class Machine {
  readonly folder = temporaryFolder();
  readonly #env: NodeJS.ProcessEnv;

  constructor() {
    const bin = temporaryFolder();
    symlinkSync(NODE_BINARY, join(bin, 'diem-node'));
    this.#env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
  }

  /** Runs an example of the guide, and gives what it prints. */
  run(example: string): string {
    const command = [join(examples, example)];
    const { status, stdout, stderr } = spawnSync('sh', command, {
      cwd: this.folder,
      env: this.#env,
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
    return stdout;
  }

  /** Starts a node by an example of the guide. */
  start(example: string, ...args: string[]): Promise<NodeProcess> {
    const command = [join(examples, example), ...args, '--no-prometheus', '--no-telemetry'];
    const child = spawn('sh', command, { cwd: this.folder, env: this.#env });
    return NodeProcess.of(child, this.folder);
  }
}

describe('an operator that does what the guide says', () => {
  const machine = new Machine();
  let account: string;
  let chain: TestChain;

  before(async () => {
    [account] = machine.run('operator-keys.sh').split('\n') as [string];
    writeFileSync(join(machine.folder, 'council.txt'), council.map((address) => `${address}\n`).join(''));
    machine.run('operator-spec.sh');
    machine.run('operator-install.sh');
    chain = await TestChain.on(await machine.start('operator-run.sh', '--rpc-port', '0', '--port', '0'));
  });
  after(() => chain.stop());

  it('has a chain with its validator, its council and its endowments, and without a sudo key', async () => {
    const { query } = chain.api;
    assert.deepEqual(toPlain(await query.validators.validators()), [account]);
    assert.deepEqual((toPlain(await query.council.members()) as string[]).sort(), [...council].sort());
    for (const who of [account, ...council]) assert.equal(await chain.freeBalance(who), 1_000n * VVV);
    assert.equal(toPlain(await query.sudo.key()), null);
    assert.deepEqual(toPlain(await query.enactment.parameters()), { minDelay: 86_400, fastDelay: 3_600 });
  });

  it('has blocks that its node writes and finalises', async () => {
    const final = async () =>
      (await chain.api.rpc.chain.getHeader(await chain.api.rpc.chain.getFinalizedHead())).number;
    await until('a block is final', async () => (await final()).toNumber() > 1);
    const header = await chain.api.derive.chain.getHeader(await chain.api.rpc.chain.getBlockHash(1));
    assert.equal(header.author?.toString(), account);
  });

  it('can’t run it with `--sealing`', () => {
    const args = [
      '--chain',
      join(machine.folder, 'diem.json'),
      '--base-path',
      temporaryFolder(),
      '--sealing',
      'instant',
    ];
    const ports = ['--rpc-port', '0', '--port', '0', '--no-prometheus'];
    const { status, stderr } = spawnSync(NODE_BINARY, [...args, ...ports], { encoding: 'utf8', timeout: 60_000 });
    assert.notEqual(status, 0);
    assert.match(stderr, /this chain is live/);
  });
});
