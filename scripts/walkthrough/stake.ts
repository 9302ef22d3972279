import { grant, inDiem, inUnits, inVvv, submit, VVV, type EpochInfo } from '../../clients/ts/index.ts';
import type { Story } from './story.ts';
import { bold, chapter, count, say, table } from './terminal.ts';
import { nextEpoch } from './wait.ts';

const STAKE = 10_000n * VVV;

/** Says which chain it is, who serves, and at which prices. */
export async function introduce({ api, read, providerInfo, model, prices, multiplier }: Story): Promise<void> {
  const [chain, version, epoch] = await Promise.all([api.rpc.system.chain(), api.rpc.system.version(), read.epoch()]);
  chapter('A chain that meters AI compute');
  say(`${bold(chain.toString())}, node ${version.toString()}, epoch ${epoch.index}`);
  say(`an epoch lasts ${count((epoch.endsAt - epoch.startedAt) / 1000n)} s`);
  say(
    `provider Charlie pledges ${inDiem(providerInfo.nextCapacity, 0)} per epoch behind a bond of ${inVvv(providerInfo.bond, 0)}`,
  );
  say(`and serves ${bold(model.name)} at ${multiplier / 10_000} times its rate card:`);
  const rows = prices.map(({ dimension, perMillion }) => [dimension, inDiem(perMillion)]);
  table(rows, ['price of 1,000,000', 'rate card']);
}

/** Stakes VVV, and waits for the epoch in which it weighs. */
export async function stake(story: Story): Promise<EpochInfo> {
  const { api, read, team } = story;
  chapter('Stake VVV');
  const { blockNumber, fee } = await submit(api, api.tx.vvvStaking.stake(STAKE), team);
  const { weight, nextWeight } = await read.account(team.address);
  say(`Alice stakes ${bold(inVvv(STAKE, 0))} in block ${blockNumber}, for a fee of ${inVvv(fee, 6)}`);
  say(`it weighs from the next epoch on: ${inVvv(weight, 0)} now, ${inVvv(nextWeight, 0)} then`);
  const { index } = await read.epoch();
  return nextEpoch(story, index);
}

/** Shows what the stake is granted in an epoch, and how that comes about. */
export async function showGrant({ read, team }: Story, { index }: EpochInfo): Promise<bigint> {
  const [record] = await read.history(index, 1);
  if (record === undefined) throw new Error(`the chain has no record of epoch ${index}`);
  const { weight, quota } = await read.account(team.address);
  chapter(`The grant of epoch ${index}`);
  say('the smaller of a share of what is pledged, w·C/W, and a cap for each VVV, w·ρ, rounded down');
  table([
    ["w, Alice's weight", inVvv(weight)],
    ['W, all weight', inVvv(record.totalWeight)],
    ['C, pledged by providers', inDiem(record.capacity)],
    ['ρ, at most for one VVV', inDiem(record.maxDiemPerVvv)],
    ['w·C/W', inDiem((weight * record.capacity) / record.totalWeight)],
    ['w·ρ', inDiem((weight * record.maxDiemPerVvv) / VVV)],
  ]);
  say(`granted: ${bold(inDiem(quota.granted))}, of which ${inUnits(quota.available)} are free`);
  if (quota.granted !== grant(weight, record)) throw new Error('the grant is not what the formula says');
  return quota.granted;
}
