import type { ApiPromise } from '@polkadot/api';
import type { EventRecord } from '@polkadot/types/interfaces';
import { ChainError } from './errors.ts';
import { toPlain, type Plain } from './plain.ts';

/** An event of a block. */
export interface ChainEvent {
  /** The pallet and the event, such as `metering.BatchSettled`. */
  name: string;
  /** Its fields. */
  data: Record<string, Plain>;
  /** The place in the block of the extrinsic that it belongs to, or `null` where it belongs to none. */
  extrinsic: number | null;
}

/** Turns an event record into plain data. */
export function toEvent({ event, phase }: EventRecord): ChainEvent {
  const names = event.data.names ?? event.data.map((_, index) => String(index));
  return {
    name: `${event.section}.${event.method}`,
    data: Object.fromEntries(names.map((name, index) => [name, toPlain(event.data[index]!)])),
    extrinsic: phase.isApplyExtrinsic ? phase.asApplyExtrinsic.toNumber() : null,
  };
}

/** All events of a block. */
export async function eventsOf(api: ApiPromise, blockHash: string): Promise<ChainEvent[]> {
  const records = await (await api.at(blockHash)).query.system.events();
  return (records as unknown as EventRecord[]).map(toEvent);
}

/** The fields of the one event of that name. Throws where there is none, or more than one. */
export function findEvent<Data = Record<string, Plain>>(events: ChainEvent[], name: string): Data {
  const found = events.filter((event) => event.name === name);
  if (found.length !== 1) {
    const names = events.map((event) => event.name).join(', ');
    throw new Error(`expected one ${name}, found ${found.length} among: ${names}`);
  }
  return found[0]!.data as Data;
}

/** Why the call inside of a proxy's, a multisig's, the council's or sudo's call was refused, or `null` where it was not. */
export function innerFailure(api: ApiPromise, events: ChainEvent[]): ChainError | null {
  for (const { data } of events) {
    const outcome = (data.result ?? data.sudoResult) as { Err?: Plain } | 'Ok' | undefined;
    if (typeof outcome === 'object' && outcome?.Err !== undefined) {
      return ChainError.from(api, api.createType('DispatchError', outcome.Err));
    }
  }
  return null;
}
