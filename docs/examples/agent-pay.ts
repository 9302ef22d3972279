// An agent without any VVV pays for inference by what it signs.
import { Keyring } from '@polkadot/api';
import {
  charge,
  connect,
  DIEM,
  findEvent,
  inDiem,
  Reader,
  signVoucher,
  submit,
  wellKnown,
  type BudgetTerms,
  type Usage,
} from '../../clients/ts/index.ts';

const api = await connect(process.env.VVV_ENDPOINT ?? 'ws://127.0.0.1:9944');
const read = new Reader(api);
const { dave: owner, charlie: provider } = wellKnown();

// The agent's key. It needs no VVV: it signs off chain, and never sends an extrinsic.
const agent = new Keyring({ type: 'sr25519' }).addFromUri('//Agent');

// The owner's part: a budget of 5 DIEM per epoch, which pays this provider what the agent signs, and nothing else.
const terms: BudgetTerms = {
  limit: 5n * DIEM,
  mode: 'Reserved',
  provider: { Only: provider.address },
  consent: 'Vouchers',
  expiresAt: null,
};
const opened = await submit(api, api.tx.metering.openBudget(terms, 80, agent.address), owner);
const { budget } = findEvent<{ budget: number }>(opened.events, 'metering.BudgetOpened');

// The agent's part: it adds up what its requests cost by the provider's prices, and signs for all of them so far.
const { rateCard } = (await read.model(0))!;
const { models } = (await read.provider(provider.address))!;
const multiplier = models.find(({ model }) => model === 0)!.multiplier!;
const { index: epoch } = await read.epoch();
const requests: Usage[] = [
  [
    { dimension: 'InputTokens', units: 374 },
    { dimension: 'OutputTokens', units: 44 },
  ],
  [
    { dimension: 'InputTokens', units: 396 },
    { dimension: 'OutputTokens', units: 109 },
  ],
];
let amount = 0n;
const vouchers = requests.map((usage) => {
  amount += charge(rateCard, multiplier, usage);
  const voucher = { owner: owner.address, budget, epoch, amount };
  return signVoucher(agent, api.genesisHash.toHex(), voucher, provider.address);
});
console.log(`signed for ${inDiem(amount, 6)} in all; the agent has ${(await read.account(agent.address)).staked} VVV`);

// The provider's part: the last voucher is worth all of them, so it is the only one to be kept and settled.
const { events } = await submit(api, api.tx.metering.settleVouchers([vouchers.at(-1)!]), provider);
const { debited } = findEvent<{ debited: bigint }>(events, 'metering.VouchersSettled');
const { left } = (await read.budget(owner.address, budget))!;
console.log(`debited ${inDiem(debited, 6)}, ${inDiem(left, 6)} left in this epoch`);
await api.disconnect();
