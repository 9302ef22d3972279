import type { ApiPromise } from '@polkadot/api';
import { GenericCall } from '@polkadot/types';
import { eventsOf, type ChainEvent } from './events.ts';
import { toPlain, type Plain } from './plain.ts';
import type { Batch, Receipt, ReceiptGroup, Rejection } from './types.ts';

/** What a leaf of a batch's Merkle tree begins with. */
const GROUP_TAG = new TextEncoder().encode('diem/group/v1');

/** A group of a batch, and what became of it. */
export interface GroupOutcome {
  group: ReceiptGroup;
  /** What was debited for it, in planck DIEM. */
  charge: bigint;
  /** The receipts of it that were not charged. */
  rejections: Rejection[];
}

/** A batch as the chain settled it. */
export interface SettledBatch {
  provider: string;
  epoch: number;
  sequence: bigint;
  outcomes: GroupOutcome[];
}

/** A group with the proof that it is in a batch: a part of the evidence that `metering.dispute` takes. */
export interface ProvenGroup {
  sequence: bigint;
  /** The place of the group in the batch. */
  index: number;
  outcome: GroupOutcome;
  /** The hashes beside its way to the root, from the leaf up. */
  proof: string[];
}

/** Finds the batches that were settled in a block: what providers submitted, and what became of each group. */
export async function settledBatches(api: ApiPromise, blockHash: string): Promise<SettledBatch[]> {
  const [{ block }, events] = await Promise.all([api.rpc.chain.getBlock(blockHash), eventsOf(api, blockHash)]);
  return [...block.extrinsics].flatMap(({ method }, index) =>
    outcomesOf(
      batchesIn(method as unknown as GenericCall),
      events.filter((event) => event.extrinsic === index),
    ),
  );
}

/** A receipt that was charged, with its places in its batch. */
export interface ChargedReceipt {
  owner: string;
  budget: number;
  receipt: Receipt;
  /** The place of its group in the batch. */
  group: number;
  /** Its own place in the group. */
  place: number;
}

/** The receipts of a batch that were charged, and not rejected. */
export function chargedReceipts({ outcomes }: SettledBatch): ChargedReceipt[] {
  return outcomes.flatMap(({ group: { owner, budget, receipts }, rejections }, group) => {
    const isCharged = (place: number) => rejections.every((rejection) => rejection.receipt !== place);
    const placed = receipts.map((receipt, place) => ({ owner, budget, receipt, group, place }));
    return placed.filter(({ place }) => isCharged(place));
  });
}

/** Proves that the group at a place of a batch was settled in it, and what became of it. */
export function proveGroup(api: ApiPromise, { sequence, outcomes }: SettledBatch, index: number): ProvenGroup {
  const outcome = outcomes[index];
  if (outcome === undefined) throw new Error(`the batch has no group ${index}`);
  const { proof } = merkle(api, leavesOf(api, outcomes), index);
  return { sequence, index, outcome, proof };
}

/** The root of a batch's Merkle tree, which the chain keeps until the batch can't be disputed any more. */
export function batchRoot(api: ApiPromise, { outcomes }: SettledBatch): string {
  return merkle(api, leavesOf(api, outcomes), 0).root;
}

/** The batches in a call, also where a proxy made it or where it is one of several calls. */
function batchesIn(call: GenericCall): Batch[] {
  if (call.section === 'metering' && call.method === 'submitReceipts') {
    return [toPlain(call.args[0]!) as unknown as Batch];
  }
  const parts: unknown[] = call.args.flatMap((argument) => (Array.isArray(argument) ? [...argument] : [argument]));
  return parts.filter((part) => part instanceof GenericCall).flatMap(batchesIn);
}

/** Joins the batches of an extrinsic with its events: each batch has one `BatchSettled`, behind a `Debited` for each charged group. */
function outcomesOf(batches: Batch[], events: ChainEvent[]): SettledBatch[] {
  const settled: SettledBatch[] = [];
  let debited: bigint[] = [];
  for (const { name, data } of events) {
    if (name === 'metering.Debited') debited.push(data.amount as bigint);
    if (name !== 'metering.BatchSettled') continue;
    const { provider, epoch, sequence } = data as { provider: string; epoch: number; sequence: bigint };
    const batch = batches.find((entry) => BigInt(entry.sequence) === sequence);
    if (batch === undefined) throw new Error(`the batch ${sequence} is not in the extrinsic`);
    const rejections = data.rejections as unknown as Rejection[];
    settled.push({ provider, epoch, sequence, outcomes: join(batch.groups, debited, rejections) });
    debited = [];
  }
  return settled;
}

function join(groups: ReceiptGroup[], debited: bigint[], rejections: Rejection[]): GroupOutcome[] {
  const amounts = debited.values();
  return groups.map((group, index) => {
    const rejected = rejections.filter((rejection) => rejection.group === index);
    // A receipt that is not rejected is charged, so the group has an event.
    const charge = rejected.length < group.receipts.length ? amounts.next().value : 0n;
    if (charge === undefined) throw new Error(`the group ${index} has no event of what it was debited`);
    return { group, charge, rejections: rejected };
  });
}

/** The leaves of a batch: for each group the hash of the tag and of the outcome, as the chain encodes it. */
function leavesOf(api: ApiPromise, outcomes: GroupOutcome[]): Uint8Array[] {
  const type = typeNamed(api, 'GroupOutcome');
  return outcomes.map((outcome) => {
    const encoded = api.registry.createType(type, outcome as unknown as Plain).toU8a();
    return hash(api, GROUP_TAG, encoded);
  });
}

/** The name under which the registry knows a type of the chain's metadata. */
function typeNamed(api: ApiPromise, name: string): string {
  const found = api.registry.metadata.lookup.types.find(({ type }) => type.path.at(-1)?.toString() === name);
  if (found === undefined) throw new Error(`the chain's runtime has no type ${name}`);
  return api.registry.createLookupType(found.id);
}

/**
 * The root over leaves, and the hashes beside the way from one of them to it.
 *
 * As `binary-merkle-tree` makes it: two nodes make the one above them, and a last one without a second moves up as it is.
 */
function merkle(api: ApiPromise, leaves: Uint8Array[], index: number): { root: string; proof: string[] } {
  const proof: Uint8Array[] = [];
  let row = leaves;
  for (let place = index; row.length > 1; place = Math.floor(place / 2)) {
    const beside = row[place % 2 === 0 ? place + 1 : place - 1];
    if (beside !== undefined) proof.push(beside);
    row = pairsOf(row).map(([left, right]) => (right === undefined ? left : hash(api, left, right)));
  }
  return { root: toHex(row[0]!), proof: proof.map(toHex) };
}

function pairsOf(row: Uint8Array[]): [Uint8Array, Uint8Array | undefined][] {
  return Array.from({ length: Math.ceil(row.length / 2) }, (_, pair) => [row[2 * pair]!, row[2 * pair + 1]]);
}

/** The BLAKE2b-256 hash of two parts, one after the other. */
function hash(api: ApiPromise, first: Uint8Array, second: Uint8Array): Uint8Array {
  return api.registry.hash(Buffer.concat([first, second])).toU8a();
}

const toHex = (bytes: Uint8Array): string => `0x${Buffer.from(bytes).toString('hex')}`;
