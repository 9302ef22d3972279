/** What a client of the chain needs beside `@polkadot/api`: a connection, calls that resolve or say why not, typed answers. */

export { DIEM, VVV, inDiem, inUnits, inVvv } from './amounts.ts';
export { connect, wellKnown, type Signer } from './connect.ts';
export { enact, passMotion, textOf, type Text } from './council.ts';
export { ChainError, documentation } from './errors.ts';
export {
  batchRoot,
  chargedReceipts,
  proveGroup,
  settledBatches,
  type ChargedReceipt,
  type GroupOutcome,
  type ProvenGroup,
  type SettledBatch,
} from './evidence.ts';
export { eventsOf, findEvent, innerFailure, type ChainEvent } from './events.ts';
export { fillsFor, leaseOffers, quotaOffers, type Fill, type LeaseOffer, type QuotaOffer } from './market.ts';
export { toPlain, type Plain } from './plain.ts';
export { charge, grant, price, unspent, worth } from './pricing.ts';
export { Reader } from './reader.ts';
export { DIMENSIONS, receiptPayload, RECEIPT_DOMAIN, signReceipt, verifyReceipt } from './receipt.ts';
export { include, submit, type Included, type SubmitOptions, type Submittable } from './submit.ts';
export type * from './types.ts';
export { signVoucher, voucherPayload, VOUCHER_DOMAIN, wrapped } from './voucher.ts';
