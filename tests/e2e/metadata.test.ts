import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { documentation } from '../../clients/ts/index.ts';
import { TestChain } from '../support/chain.ts';

/** The calls that clients are built on, in the order of their indices. */
const CALLS = {
  vvvStaking: [
    'stake',
    'unstake',
    'restake',
    'withdraw',
    'claimQuota',
    'claimRewards',
    'transferQuota',
    'setEpochDuration',
    'setParameters',
  ],
  metering: [
    'registerProvider',
    'setCapacity',
    'setReceiptKey',
    'deregisterProvider',
    'withdrawBond',
    'serveModel',
    'stopServing',
    'registerModel',
    'setRateCard',
    'setCurator',
    'retireModel',
    'openBudget',
    'updateBudget',
    'setDelegate',
    'pauseBudget',
    'resumeBudget',
    'closeBudget',
    'submitReceipts',
    'settleVouchers',
    'refund',
    'dispute',
    'claimEarnings',
    'setParameters',
  ],
  validators: ['addValidator', 'removeValidator'],
  enactment: ['enact', 'dispatch', 'cancel', 'setParameters'],
  market: ['offerQuota', 'cancelOffer', 'clearOffer', 'buyQuota', 'offerLease', 'takeLease'],
};

const RUNTIME_API = [
  'epoch',
  'account',
  'budget',
  'budgets',
  'provider',
  'providers',
  'model',
  'models',
  'quote',
  'canDebit',
  'history',
];

describe('the metadata', () => {
  let chain: TestChain;
  before(async () => (chain = await TestChain.start()));
  after(() => chain.stop());

  it('says by which symbol, decimals and prefix wallets show amounts and addresses', () => {
    assert.deepEqual(chain.api.registry.chainTokens, ['VVV']);
    assert.deepEqual(chain.api.registry.chainDecimals, [18]);
    assert.equal(chain.api.registry.chainSS58, 42);
  });

  for (const [pallet, calls] of Object.entries(CALLS)) {
    it(`has the calls of ${pallet} that clients are built on`, () => {
      assert.deepEqual(Object.keys(chain.api.tx[pallet]!), calls);
    });

    it(`tells of each call of ${pallet} who may make it, how it fails, what it deposits and what it costs`, () => {
      for (const [name, call] of Object.entries(chain.api.tx[pallet]!)) {
        const docs = documentation(call.meta.docs);
        for (const part of ['Origin:', 'Errors:', 'Event', 'Cost:']) assert.ok(docs.includes(part), `${name}: ${part}`);
      }
    });

    it(`explains each event and each error of ${pallet}`, () => {
      const explained = [...Object.values(chain.api.events[pallet]!), ...Object.values(chain.api.errors[pallet]!)];
      assert.notEqual(explained.length, 0);
      for (const { meta } of explained) {
        assert.ok(documentation(meta.docs).length > 20, `${pallet}.${meta.name.toString()} says too little`);
      }
    });

    it(`has a test in this folder that makes each call of ${pallet}, itself or by what tests share`, () => {
      const tests = ['.', '../support/'].flatMap((path) => {
        const folder = new URL(path, import.meta.url);
        return readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8'));
      });
      const missing = CALLS[pallet as keyof typeof CALLS].filter(
        (call) => !tests.some((text) => makes(text, pallet, call)),
      );
      assert.deepEqual(missing, []);
    });
  }

  it('explains why a receipt or a voucher is rejected, and why there is no quote', () => {
    for (const type of ['RejectionReason', 'VoucherRejectionReason', 'QuoteError', 'ChargeError', 'Limit']) {
      const { def } = chain.api.registry.metadata.lookup.types
        .map((entry) => entry.type)
        .find(({ path }) => path.at(-1)?.toString() === type)!;
      for (const variant of def.asVariant.variants) {
        assert.notEqual(documentation(variant.docs), '', `${type}.${variant.name.toString()} is not explained`);
      }
    }
  });

  it('describes the runtime API, so that polkadot.js offers it as `api.call.diemApi`', () => {
    assert.deepEqual(Object.keys(chain.api.call.diemApi!), RUNTIME_API);
    for (const [name, method] of Object.entries(chain.api.call.diemApi!)) {
      const { meta } = method as unknown as { meta: { description: string } };
      assert.notEqual(meta.description, '', `${name} is not explained`);
    }
  });
});

/** Whether a text has `api.tx.pallet.call(…)`, or `call!(…)` where the call was taken out of its pallet before. */
function makes(text: string, pallet: string, call: string): boolean {
  return (
    text.includes(`${pallet}.${call}(`) || (text.includes(`tx.${pallet};`) && new RegExp(`\\b${call}!\\(`).test(text))
  );
}
