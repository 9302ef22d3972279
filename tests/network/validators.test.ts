import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { submit, VVV } from '../../clients/ts/index.ts';
import { until, ValidatorNode } from '../support/network.ts';
import { specOfValidators } from '../support/spec.ts';

describe('two validators', () => {
  let alice: ValidatorNode;
  let bob: ValidatorNode;
  before(async () => {
    const spec = specOfValidators(2);
    alice = await ValidatorNode.start(spec, 'alice');
    bob = await ValidatorNode.start(spec, 'bob', [alice]);
  });
  after(() => Promise.all([alice.stop(), bob.stop()]));

  it('find each other', async () => {
    await until('each has a peer', async () => (await alice.peers()) === 1 && (await bob.peers()) === 1);
  });

  it('take turns, and import each other’s blocks', async () => {
    const authors = new Set<string>();
    await until('both have written blocks that the other one has', async () => {
      const height = Math.min(await alice.best(), await bob.best());
      if (height === 0 || (await alice.hashAt(height)) !== (await bob.hashAt(height))) return false;
      const header = await bob.chain.api.derive.chain.getHeader(await bob.hashAt(height));
      authors.add(header.author?.toString() ?? '');
      return authors.size === 2;
    });
    const { alice: first, bob: second } = alice.chain.accounts;
    assert.deepEqual([...authors].sort(), [first.address, second.address].sort());
  });

  it('finalise the same blocks', async () => {
    await until('five blocks are final on both', async () => Math.min(await alice.final(), await bob.final()) >= 5);
    assert.equal(await alice.hashAt(5), await bob.hashAt(5));
  });

  it('pass transactions on, and both have the outcome', async () => {
    const { dave, eve } = alice.chain.accounts;
    const { api } = alice.chain;
    const call = api.tx.balances.transferKeepAlive(eve.address, VVV);
    const before = await bob.chain.freeBalance(eve.address);
    await submit(api, call, dave, { finalized: true });
    await until('the other one has it', async () => (await bob.chain.freeBalance(eve.address)) === before + VVV);
  });
});
