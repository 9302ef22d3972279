import type { ApiPromise } from '@polkadot/api';
import type { Weight } from '@polkadot/types/interfaces';
import type { Signer } from './connect.ts';
import { ChainError } from './errors.ts';
import { findEvent, innerFailure } from './events.ts';
import { submit, type Included, type Submittable } from './submit.ts';

/** A call with what the council has to tell the chain of it. */
export interface Text {
  call: Submittable;
  /** The call, encoded: what everybody can read on chain before it is enacted. */
  bytes: string;
  hash: string;
  /** How many bytes there are. */
  length: number;
  /** What the call weighs at most. */
  weight: Weight;
}

/** Encodes a call, and asks the chain what it weighs. */
export async function textOf(api: ApiPromise, call: Submittable): Promise<Text> {
  const { length } = call.method.toU8a();
  const info = await api.call.transactionPaymentCallApi!.queryCallInfo!(call.method, length);
  const { weight } = info as unknown as { weight: Weight };
  return { call, bytes: call.method.toHex(), hash: call.method.hash.toHex(), length, weight };
}

/**
 * Has members of the council pass a motion: the first one proposes and closes it, all of them vote for it.
 *
 * Rejects with a `ChainError` where the motion's call was refused: the motion is closed then, and has changed nothing.
 */
export async function passMotion(api: ApiPromise, call: Submittable, members: Signer[]): Promise<Included> {
  const [first] = members;
  if (first === undefined) throw new Error('a motion needs a member that proposes it');
  const { propose, vote, close } = api.tx.council;
  const { hash, length, weight } = await textOf(api, call);

  const { events } = await submit(api, propose!(members.length, call, length), first);
  const { proposalIndex } = findEvent<{ proposalIndex: number }>(events, 'council.Proposed');
  for (const member of members) await submit(api, vote!(hash, proposalIndex, true), member);
  // What is stored of the call is measured with its length, which takes up to four bytes.
  const closed = await submit(api, close!(hash, proposalIndex, weight, length + 4), first);

  const failure: ChainError | null = innerFailure(api, closed.events);
  if (failure !== null) throw failure;
  return closed;
}

/**
 * Has members of the council enact a call as Root: note its bytes where they are not on chain, whitelist its hash, and schedule it `delay`
 * blocks from then.
 *
 * Gives the number of the block that is due.
 */
export async function enact(api: ApiPromise, text: Text, members: Signer[], delay: number): Promise<number> {
  const [first] = members;
  if (first === undefined) throw new Error('a motion needs a member that proposes it');
  const { bytes, hash, length, weight } = text;
  const noted = await api.query.preimage.preimageFor!([hash, length]);
  if (noted.isEmpty) await submit(api, api.tx.preimage.notePreimage!(bytes), first);
  await passMotion(api, api.tx.whitelist.whitelistCall!(hash), members);
  const { events } = await passMotion(api, api.tx.enactment.enact!(hash, length, weight, delay), members);
  return findEvent<{ at: number }>(events, 'enactment.EnactmentScheduled').at;
}
