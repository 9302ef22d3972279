import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { findEvent, innerFailure, toPlain, VVV, type Submittable } from '../../clients/ts/index.ts';
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
