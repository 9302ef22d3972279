import type { ApiPromise } from '@polkadot/api';
import type { SubmittableExtrinsic } from '@polkadot/api/types';
import type { ISubmittableResult } from '@polkadot/types/types';
import type { Signer } from './connect.ts';
import { ChainError } from './errors.ts';
import { toEvent, type ChainEvent } from './events.ts';

/** A call, ready to be signed. */
export type Submittable = SubmittableExtrinsic<'promise'>;

/** How a call is submitted. */
export interface SubmitOptions {
  /** The nonce to sign with. By default the next one, transactions that wait included. */
  nonce?: number;
  /** A tip to the block's author, in planck VVV. */
  tip?: bigint;
  /** Whether to wait until the block is final. By default it is enough that there is one. */
  finalized?: boolean;
}

/** A call that is in a block. */
export interface Included {
  blockHash: string;
  blockNumber: number;
  /** What was paid for it, the tip included, in planck VVV. */
  fee: bigint;
  /** Its events. */
  events: ChainEvent[];
}

/**
 * Signs a call, sends it, and resolves when the chain has executed it.
 *
 * Rejects with a `ChainError` where the chain refused it, and with another error where it never got into a block.
 */
export async function submit(
  api: ApiPromise,
  call: Submittable,
  signer: Signer,
  options?: SubmitOptions,
): Promise<Included> {
  const { error, ...included } = await include(api, call, signer, options);
  if (error !== null) throw error;
  return included;
}

/** Signs a call, sends it, and resolves when it is in a block, be it executed or refused there. */
export async function include(
  api: ApiPromise,
  call: Submittable,
  signer: Signer,
  options: SubmitOptions = {},
): Promise<Included & { error: ChainError | null }> {
  const { status, events: records, dispatchError } = await watch(call, signer, options);
  const blockHash = (status.isFinalized ? status.asFinalized : status.asInBlock).toHex();
  const header = await api.rpc.chain.getHeader(blockHash);
  const events = records.map(toEvent);
  const paid = events.find((event) => event.name === 'transactionPayment.TransactionFeePaid');
  return {
    blockHash,
    blockNumber: header.number.toNumber(),
    fee: paid === undefined ? 0n : (paid.data.actualFee as bigint),
    events,
    error: dispatchError === undefined ? null : ChainError.from(api, dispatchError),
  };
}

/** Sends a call and follows it into a block. */
function watch(
  call: Submittable,
  signer: Signer,
  { nonce = -1, tip = 0n, finalized = false }: SubmitOptions,
): Promise<ISubmittableResult> {
  return new Promise((resolve, reject) => {
    let settled = false;
    let unsubscribe: (() => void) | undefined;
    const settle = (outcome: () => void) => {
      settled = true;
      unsubscribe?.();
      outcome();
    };
    const onResult = (result: ISubmittableResult) => {
      if (settled) return;
      // A node that finalises each block at once may leave out that there is one.
      if (result.isFinalized || (result.isInBlock && !finalized)) settle(() => resolve(result));
      else if (result.internalError) settle(() => reject(result.internalError));
      else if (result.isError) settle(() => reject(new Error(`the transaction is ${result.status.type}`)));
    };
    call.signAndSend(signer, { nonce, tip }, onResult).then((stop) => {
      if (settled) stop();
      else unsubscribe = stop;
    }, reject);
  });
}
