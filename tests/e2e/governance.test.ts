import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  enact,
  eventsOf,
  findEvent,
  innerFailure,
  passMotion,
  submit,
  textOf,
  toPlain,
  VVV,
  type ChainError,
  type ChainEvent,
  type Submittable,
} from '../../clients/ts/index.ts';
import { TestChain } from '../support/chain.ts';

describe('governance', () => {
  let chain: TestChain;
  before(async () => (chain = await TestChain.start()));
  after(() => chain.stop());

  const asRoot = (call: Submittable) => chain.submit(chain.api.tx.sudo.sudo(call), chain.accounts.alice);

  const rootIsRefused = async (call: Submittable, code: string): Promise<void> => {
    const { events } = await asRoot(call);
    assert.equal(innerFailure(chain.api, events)?.code, code);
  };

  const parametersOf = async (pallet: 'vvvStaking' | 'metering') =>
    toPlain(await chain.api.query[pallet]!.parameters!()) as Record<string, never>;

  it('sets the length of an epoch, from the next roll on', async () => {
    const { index, endsAt } = await chain.read.epoch();
    const { events } = await asRoot(chain.api.tx.vvvStaking.setEpochDuration(120_000));
    assert.deepEqual(findEvent(events, 'vvvStaking.EpochDurationSet'), { durationMs: 120_000n });
    assert.equal((await chain.read.epoch()).endsAt, endsAt);
    await chain.rollTo(index + 2);
    const next = await chain.read.epoch();
    assert.equal(next.endsAt - next.startedAt, 120_000n);
    assert.equal(next.endsAt % 120_000n, 0n);
    await rootIsRefused(chain.api.tx.vvvStaking.setEpochDuration(0), 'vvvStaking.DurationOutOfBounds');
  });

  it('sets the rules of staking, within bounds', async () => {
    const parameters = await parametersOf('vvvStaking');
    const changed = { ...parameters, unbondingEpochs: 3, minStake: 5n * VVV };
    const { events } = await asRoot(chain.api.tx.vvvStaking.setParameters(changed));
    assert.deepEqual(findEvent(events, 'vvvStaking.ParametersSet').parameters, changed);
    assert.deepEqual(await parametersOf('vvvStaking'), changed);
    const { stake } = chain.api.tx.vvvStaking;
    await chain.refuses(stake!(5n * VVV - 1n), chain.accounts.bob, 'vvvStaking.BelowMinimumStake');
    for (const unbondingEpochs of [0, 366]) {
      const call = chain.api.tx.vvvStaking.setParameters({ ...parameters, unbondingEpochs });
      await rootIsRefused(call, 'vvvStaking.ParametersOutOfBounds');
    }
  });

  it('forbids transfers of quota, if it has to', async () => {
    const parameters = await parametersOf('vvvStaking');
    const { transfer } = parameters as unknown as { transfer: object };
    await asRoot(chain.api.tx.vvvStaking.setParameters({ ...parameters, transfer: { ...transfer, enabled: false } }));
    const { alice, dave } = chain.accounts;
    await chain.submit(chain.api.tx.vvvStaking.stake(10n * VVV), alice);
    const call = chain.api.tx.vvvStaking.transferQuota(alice.address, VVV);
    await chain.refuses(call, dave, 'vvvStaking.TransfersDisabled');
  });

  it('sets the rules of metering, within bounds', async () => {
    const parameters = await parametersOf('metering');
    const changed = { ...parameters, budgetDeposit: 2n * VVV };
    const { events } = await asRoot(chain.api.tx.metering.setParameters(changed));
    assert.deepEqual(findEvent(events, 'metering.ParametersSet').parameters, changed);
    assert.deepEqual(await parametersOf('metering'), changed);
  });

  it('is nobody’s business but its own', async () => {
    const { bob } = chain.accounts;
    const parameters = await parametersOf('vvvStaking');
    await chain.refuses(chain.api.tx.vvvStaking.setEpochDuration(60_000), bob, 'BadOrigin');
    await chain.refuses(chain.api.tx.vvvStaking.setParameters(parameters), bob, 'BadOrigin');
    await chain.refuses(chain.api.tx.metering.setParameters(await parametersOf('metering')), bob, 'BadOrigin');
    await chain.refuses(chain.api.tx.sudo.sudo(chain.api.tx.system.remark('0x')), bob, 'sudo.RequireSudo');
  });
});

describe('the council', () => {
  let chain: TestChain;
  before(async () => (chain = await TestChain.start()));
  after(() => chain.stop());

  const members = () => {
    const { alice, bob, charlie, dave, eve } = chain.accounts;
    return { majority: [alice, bob, charlie], larger: [alice, bob, charlie, dave], two: [dave, eve] };
  };

  /** A call that only Root may make, another one each time. */
  let unbondingEpochs = 7;
  const rootCall = async (): Promise<Submittable> => {
    unbondingEpochs += 1;
    const parameters = toPlain(await chain.api.query.vvvStaking.parameters()) as object;
    return chain.api.tx.vvvStaking.setParameters({ ...parameters, unbondingEpochs });
  };
  const unbonding = async (): Promise<number> =>
    (toPlain(await chain.api.query.vvvStaking.parameters()) as { unbondingEpochs: number }).unbondingEpochs;

  const height = async (): Promise<number> => (await chain.api.rpc.chain.getHeader()).number.toNumber();

  /** Makes blocks up to `due`, and gives what happened in that one. */
  const eventsAt = async (due: number): Promise<ChainEvent[]> => {
    await chain.makeBlocks(due - (await height()));
    return eventsOf(chain.api, (await chain.api.rpc.chain.getBlockHash(due)).toHex());
  };

  const motionIsRefused = (call: Submittable, by: ReturnType<typeof members>['two'], code: string): Promise<void> =>
    assert.rejects(passMotion(chain.api, call, by), (error: ChainError) => error.code === code);

  it('enacts a call as Root on the block that it names, and not before', async () => {
    const text = await textOf(chain.api, await rootCall());
    const { minDelay } = toPlain(await chain.api.query.enactment.parameters()) as { minDelay: number };
    const before = await unbonding();
    const due = await enact(chain.api, text, members().majority, minDelay);
    await chain.makeBlocks(due - 1 - (await height()));
    assert.equal(await unbonding(), before);
    const events = await eventsAt(due);
    assert.equal(findEvent(events, 'whitelist.WhitelistedCallDispatched').callHash, text.hash);
    assert.equal(findEvent(events, 'scheduler.Dispatched').result, 'Ok');
    assert.equal(await unbonding(), unbondingEpochs);
  });

  it('shows what is coming: the bytes of the call, and its block', async () => {
    const text = await textOf(chain.api, await rootCall());
    const due = await enact(chain.api, text, members().majority, 10);
    const bytes = await chain.api.query.preimage.preimageFor([text.hash, text.length]);
    const shown = (bytes as unknown as { unwrap(): { toHex(): string } }).unwrap().toHex();
    assert.equal(shown, text.bytes);
    assert.equal(chain.api.createType('Call', shown).section, 'vvvStaking');
    const agenda = await chain.api.query.scheduler.agenda(due);
    assert.ok(agenda.toHex().includes(text.hash.slice(2)), 'the agenda names the hash');
    await eventsAt(due);
  });

  it('waits as long as three fifths have to, unless it is four fifths that are in a hurry', async () => {
    const { majority, larger } = members();
    const text = await textOf(chain.api, await rootCall());
    const { hash, length, weight } = text;
    await submit(chain.api, chain.api.tx.preimage.notePreimage(text.bytes), chain.accounts.ferdie);
    await passMotion(chain.api, chain.api.tx.whitelist.whitelistCall(hash), majority);
    const { minDelay, fastDelay } = toPlain(await chain.api.query.enactment.parameters()) as Record<string, number>;
    const call = (delay: number) => chain.api.tx.enactment.enact(hash, length, weight, delay);
    await motionIsRefused(call(minDelay! - 1), majority, 'enactment.DelayTooShort');
    await motionIsRefused(call(fastDelay! - 1), larger, 'enactment.DelayTooShort');
    const { events } = await passMotion(chain.api, call(fastDelay!), larger);
    const { at, fast } = findEvent<{ at: number; fast: boolean }>(events, 'enactment.EnactmentScheduled');
    assert.ok(fast);
    await eventsAt(at);
    assert.equal(await unbonding(), unbondingEpochs);
  });

  it('takes back what it enacted', async () => {
    const { majority, two } = members();
    const before = await unbonding();
    const cancelled = await textOf(chain.api, await rootCall());
    let due = await enact(chain.api, cancelled, majority, 20);
    const cancel = chain.api.tx.enactment.cancel(cancelled.hash);
    await motionIsRefused(cancel, two, 'BadOrigin');
    const { events } = await passMotion(chain.api, cancel, [chain.accounts.charlie, ...two]);
    assert.equal(findEvent(events, 'enactment.EnactmentCancelled').callHash, cancelled.hash);
    assert.deepEqual(
      (await eventsAt(due)).filter(({ name }) => name === 'scheduler.Dispatched'),
      [],
    );

    const unlisted = await textOf(chain.api, await rootCall());
    due = await enact(chain.api, unlisted, majority, 20);
    await passMotion(chain.api, chain.api.tx.whitelist.removeWhitelistedCall(unlisted.hash), majority);
    const failure = innerFailure(chain.api, await eventsAt(due));
    assert.equal(failure?.code, 'enactment.NotWhitelisted');
    assert.equal(await unbonding(), before);
  });

  it('sets its own delays by enacting that', async () => {
    const { majority } = members();
    const parameters = { minDelay: 4, fastDelay: 2 };
    const due = await enact(
      chain.api,
      await textOf(chain.api, chain.api.tx.enactment.setParameters(parameters)),
      majority,
      10,
    );
    assert.deepEqual(findEvent(await eventsAt(due), 'enactment.ParametersSet').parameters, parameters);
    const again = await enact(chain.api, await textOf(chain.api, await rootCall()), majority, 4);
    await eventsAt(again);
  });

  it('is no single member, and nobody else', async () => {
    const { alice, ferdie } = chain.accounts;
    const text = await textOf(chain.api, await rootCall());
    const { hash, length, weight } = text;
    const { enactment, whitelist, council, scheduler } = chain.api.tx;
    for (const who of [alice, ferdie]) {
      await chain.refuses(whitelist.whitelistCall(hash), who, 'BadOrigin');
      await chain.refuses(enactment.enact(hash, length, weight, 10), who, 'BadOrigin');
      await chain.refuses(enactment.cancel(hash), who, 'BadOrigin');
      await chain.refuses(enactment.dispatch(hash, length, weight), who, 'BadOrigin');
      await chain.refuses(enactment.setParameters({ minDelay: 1, fastDelay: 1 }), who, 'BadOrigin');
      await chain.refuses(scheduler.schedule(10_000, null, 0, text.call), who, 'BadOrigin');
      await chain.refuses(council.setMembers([who.address], null, 5), who, 'BadOrigin');
    }
    await chain.refuses(council.propose(3, whitelist.whitelistCall(hash), 100), ferdie, 'council.NotMember');
    await motionIsRefused(whitelist.whitelistCall(hash), members().two, 'BadOrigin');
  });
});
