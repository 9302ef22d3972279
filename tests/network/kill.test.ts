import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { charge, DIEM, VVV, type Batch } from '../../clients/ts/index.ts';
import type { TestChain } from '../support/chain.ts';
import { LARGE_TEXT, openBudget, tokens } from '../support/economy.ts';
import { until, ValidatorNode } from '../support/network.ts';
import { specOfValidators } from '../support/spec.ts';

const KILLS = 2;
const RECEIPTS_PER_BATCH = 200;
const USAGE = tokens(374, 44);

describe('a validator that is killed while the chain is at work', () => {
  let alice: ValidatorNode;
  let bob: ValidatorNode;
  before(async () => {
    const spec = specOfValidators(2);
    alice = await ValidatorNode.start(spec, 'alice');
    bob = await ValidatorNode.start(spec, 'bob', [alice]);
    await until('quota is granted', async () => (await bob.chain.read.epoch()).index > 0);
  });
  after(() => Promise.all([alice.stop(), bob.stop()]));

  it('starts again on its data, catches up, and both agree on every block and the whole state', async () => {
    const work = new Load(bob.chain, await openBudget(bob.chain, bob.chain.accounts.dave, { limit: 1_000n * DIEM }));
    const running = work.run();
    running.catch(() => work.stop());
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const reached = await alice.best();
      await until('there are more blocks', async () => (await alice.best()) >= reached + 2);
      // Not at the same point of a slot each time.
      await sleep(700 * kill);
      const final = await alice.final();
      const hash = await alice.hashAt(final);
      await alice.kill();
      await alice.restart();
      assert.ok((await alice.final()) >= final, 'it has lost a final block');
      assert.equal(await alice.hashAt(final), hash, 'it has another block where one was final');
      const target = (await bob.best()) + 2;
      await until('blocks are final again', async () => Math.min(await alice.final(), await bob.final()) >= target);
    }
    work.stop();
    await running;
    assert.ok(work.batches > 5, `only ${work.batches} batches were sent`);
    await until('the last batch is settled', async () => (await work.settled()) >= work.batches);

    const height = await bob.best();
    await until('all of it is final', async () => Math.min(await alice.final(), await bob.final()) >= height);
    for (let at = 0; at <= height; at += 1) assert.equal(await alice.hashAt(at), await bob.hashAt(at));
    const head = await bob.hashAt(height);
    assert.deepEqual(await alice.chain.economy(head), await bob.chain.economy(head));
    assert.equal(await work.settled(), work.batches);
    await booksAgree(alice.chain);
    await allIsCharged(alice.chain, work.batches);
  });
});

/** Transfers and batches of receipts, one after the other, until it is stopped. */
class Load {
  /** How many batches were sent, and as many transfers. */
  batches = 0;
  readonly #chain: TestChain;
  readonly #budget: number;
  #stopped = false;

  constructor(chain: TestChain, budget: number) {
    this.#chain = chain;
    this.#budget = budget;
  }

  stop(): void {
    this.#stopped = true;
  }

  /** How many batches the chain has settled. */
  async settled(): Promise<number> {
    const { read, accounts } = this.#chain;
    return Number((await read.provider(accounts.charlie.address))!.nextSequence);
  }

  async run(): Promise<void> {
    const { api, read, accounts } = this.#chain;
    const { charlie, eve, ferdie } = accounts;
    const nonceOf = async (who: string) => Number(await api.rpc.system.accountNextIndex(who));
    let batchNonce = await nonceOf(charlie.address);
    let transferNonce = await nonceOf(ferdie.address);
    let { nextSequence } = (await read.provider(charlie.address))!;
    while (!this.#stopped) {
      const { index: epoch } = await read.epoch();
      const batch = this.#batch(epoch, nextSequence++);
      await api.tx.metering.submitReceipts(batch).signAndSend(charlie, { nonce: batchNonce++ });
      await api.tx.balances.transferKeepAlive(eve.address, VVV).signAndSend(ferdie, { nonce: transferNonce++ });
      this.batches += 1;
      await sleep(300);
    }
  }

  #batch(epoch: number, sequence: bigint): Batch {
    const receipts = Array.from({ length: RECEIPTS_PER_BATCH }, (_, index) => ({
      id: `0x${sequence.toString(16).padStart(16, '0')}${index.toString(16).padStart(16, '0')}`,
      model: LARGE_TEXT,
      usage: USAGE,
    }));
    return { epoch, sequence, groups: [{ owner: this.#chain.accounts.dave.address, budget: this.#budget, receipts }] };
  }
}

/** Each receipt of so many batches is charged once, at the price of its model. */
async function allIsCharged({ read, accounts }: TestChain, batches: number): Promise<void> {
  const { rateCard } = (await read.model(LARGE_TEXT))!;
  const { multiplier } = (await read.provider(accounts.charlie.address))!.models[0]!;
  const debited = (await read.history(0, 100)).reduce((sum, record) => sum + record.debited, 0n);
  assert.equal(debited, BigInt(batches * RECEIPTS_PER_BATCH) * charge(rateCard, multiplier!, USAGE));
}

/** What the provider settled is what the budgets and the epoch's record say, in the current epoch. */
async function booksAgree({ read, accounts }: TestChain): Promise<void> {
  const [epoch, budgets, provider, account] = await Promise.all([
    read.epoch(),
    read.budgets(accounts.dave.address),
    read.provider(accounts.charlie.address),
    read.account(accounts.dave.address),
  ]);
  const spent = budgets.reduce((sum, budget) => sum + budget.spent, 0n);
  assert.deepEqual([provider!.settled, account.quota.spent, epoch.debited], [spent, spent, spent]);
  const before = budgets.reduce((sum, budget) => sum + budget.previousSpent, 0n);
  assert.deepEqual([provider!.previousSettled, account.previousQuota.spent], [before, before]);
}
