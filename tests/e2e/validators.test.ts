import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { findEvent, innerFailure, toPlain, wellKnown, type Submittable } from '../../clients/ts/index.ts';
import { TestChain } from '../support/chain.ts';

describe('the set of validators', () => {
  const { alice, bob, ferdie } = wellKnown();
  let chain: TestChain;
  before(async () => (chain = await TestChain.start()));
  after(() => chain.stop());

  const asRoot = (call: Submittable) => chain.submit(chain.api.tx.sudo.sudo(call), alice);
  const running = async () => toPlain(await chain.api.query.session.validators()) as string[];
  /** Makes blocks until two sessions have begun. */
  const twoSessions = () => chain.makeBlocks(600);

  it('takes an account that has set session keys of its node, from the session after the next one on', async () => {
    const early = await asRoot(chain.api.tx.validators.addValidator(ferdie.address));
    assert.equal(innerFailure(chain.api, early.events)?.code, 'validators.NoSessionKeys');

    const owner = chain.api.createType('AccountId', ferdie.address).toHex();
    const { keys, proof } = await chain.rpc.call<{ keys: string; proof: string }>('author_rotateKeysWithOwner', owner);
    await chain.refuses(chain.api.tx.session.setKeys(keys, proof), bob, 'session.InvalidProof');
    await chain.submit(chain.api.tx.session.setKeys(keys, proof), ferdie);
    const { events } = await asRoot(chain.api.tx.validators.addValidator(ferdie.address));
    assert.deepEqual(findEvent(events, 'validators.ValidatorAdded'), { who: ferdie.address });
    assert.deepEqual(await running(), [alice.address]);
    await twoSessions();
    assert.deepEqual(await running(), [alice.address, ferdie.address]);
  });

  it('lets go whom governance removes, by the session after the next one', async () => {
    const { events } = await asRoot(chain.api.tx.validators.removeValidator(ferdie.address));
    assert.deepEqual(findEvent(events, 'validators.ValidatorRemoved'), { who: ferdie.address });
    await twoSessions();
    assert.deepEqual(await running(), [alice.address]);
  });

  it('is nobody’s business but governance’s', async () => {
    const { addValidator, removeValidator } = chain.api.tx.validators;
    await chain.refuses(addValidator(ferdie.address), ferdie, 'BadOrigin');
    await chain.refuses(removeValidator(alice.address), ferdie, 'BadOrigin');
  });
});
