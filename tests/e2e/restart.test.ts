import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sealed, TestChain } from '../support/chain.ts';
import { bill, openBudget, receipt, tokens } from '../support/economy.ts';
import { NodeProcess } from '../support/node.ts';

describe('a node that is restarted on its data', () => {
  let chain: TestChain;
  before(async () => (chain = await TestChain.start()));
  after(() => chain.stop());

  it('has the same blocks and the same state, and goes on from there', async () => {
    const { charlie, dave } = chain.accounts;
    const budget = await openBudget(chain, dave);
    const { charged } = await bill(chain, charlie, dave.address, budget, [receipt(tokens(374, 44))]);
    const head = await chain.api.rpc.chain.getHeader();
    const state = await chain.economy(head.hash.toHex());
    const { basePath } = chain.node;
    await chain.stop();

    chain = await TestChain.on(await NodeProcess.start(sealed(), basePath));
    const again = await chain.api.rpc.chain.getHeader();
    assert.equal(again.hash.toHex(), head.hash.toHex());
    assert.deepEqual(await chain.economy(again.hash.toHex()), state);
    assert.equal((await chain.read.budget(dave.address, budget))!.spent, charged);
    const next = await bill(chain, charlie, dave.address, budget, [receipt(tokens(374, 44))]);
    assert.equal(next.charged, charged);
    assert.ok(next.blockNumber > head.number.toNumber());
  });
});
