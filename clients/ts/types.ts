/** What the runtime API `DiemApi` answers, as `toPlain` gives it. The documentation of each field is in the chain's metadata. */
import type { DIMENSIONS } from './receipt.ts';

/** One of the dimensions in which usage is counted. */
export type Dimension = (typeof DIMENSIONS)[number];

/** DIEM planck per 1,000,000 units of a dimension. */
export interface Price {
  dimension: Dimension;
  perMillion: bigint;
}

/** Units of one dimension. */
export interface UsageEntry {
  dimension: Dimension;
  units: number | bigint;
}

/** What one inference consumed: at most eight dimensions, each once. */
export type Usage = UsageEntry[];

/** One piece of work, as a provider submits it. */
export interface Receipt {
  /** Sixteen bytes of the provider's choice, in hex. */
  id: string;
  model: number;
  usage: Usage;
}

/** The receipts of one budget. */
export interface ReceiptGroup {
  owner: string;
  budget: number;
  receipts: Receipt[];
}

/** A provider's receipts for one epoch, at most 1,000 over all groups. */
export interface Batch {
  epoch: number;
  sequence: number | bigint;
  groups: ReceiptGroup[];
}

/** What a provider says of one piece of work, and to whom it will charge it. */
export interface ReceiptStatement {
  owner: string;
  budget: number;
  epoch: number;
  receipt: Receipt;
}

/** The kinds of keys that sign. */
export type SignatureKind = 'Ed25519' | 'Sr25519' | 'Ecdsa';

/** A statement with its signature, as a dispute takes it. */
export interface SignedReceipt {
  statement: ReceiptStatement;
  /** The signature, in hex. */
  signature: Partial<Record<SignatureKind, string>>;
}

/** A receipt that was not charged: its places in the batch, and why. */
export interface Rejection {
  group: number;
  receipt: number;
  reason: string;
}

/** What a provider may have debited in all from a budget in one epoch. */
export interface Voucher {
  owner: string;
  budget: number;
  epoch: number;
  /** Planck DIEM, all that was signed for before in this epoch included. */
  amount: bigint;
}

/** A voucher as a provider submits it, at most 256 in a call. */
export interface SignedVoucher {
  voucher: Voucher;
  /** Whether the wallet wrapped the payload in `<Bytes>…</Bytes>` before it signed. */
  wrapped: boolean;
  /** The address of the key that signed: the delegate of the budget. */
  signer: string;
  /** The signature, in hex. */
  signature: Partial<Record<SignatureKind, string>>;
}

/** A voucher of which nothing was debited: its place in the call, and why. */
export interface VoucherRejection {
  index: number;
  reason: string;
}

export interface EpochInfo {
  index: number;
  startedAt: bigint;
  endsAt: bigint;
  capacity: bigint;
  totalWeight: bigint;
  minted: bigint;
  debited: bigint;
  valuePerDiem: bigint;
}

export interface EpochRecord {
  index: number;
  times: { startedAt: bigint; endsAt: bigint };
  capacity: bigint;
  totalWeight: bigint;
  maxDiemPerVvv: bigint;
  emission: bigint;
  valuePerDiem: bigint;
  earnedBefore: { perWeight: bigint; perDiem: bigint };
  minted: bigint;
  debited: bigint;
  refunded: bigint;
  burnt: bigint;
  marketVolume: bigint;
  marketTurnover: bigint;
  averagePrice: bigint;
}

export interface QuotaInfo {
  granted: bigint;
  received: bigint;
  sent: bigint;
  offered: bigint;
  reserved: bigint;
  spent: bigint;
  available: bigint;
}

export interface AccountInfo {
  staked: bigint;
  weight: bigint;
  nextWeight: bigint;
  leasedIn: bigint;
  leasedOut: bigint;
  unlocking: { amount: bigint; maturesAt: number }[];
  withdrawable: bigint;
  quota: QuotaInfo;
  previousQuota: QuotaInfo;
  rewards: bigint;
}

export interface BudgetTerms {
  limit: bigint;
  mode: 'Shared' | 'Reserved';
  provider: 'Any' | { Only: string };
  consent: 'Vouchers' | 'Receipts';
  expiresAt: number | null;
}

export interface BudgetInfo {
  id: number;
  terms: BudgetTerms;
  nextTerms: BudgetTerms;
  warnAt: number | null;
  delegate: string | null;
  spent: bigint;
  previousSpent: bigint;
  voucherMark: bigint;
  previousVoucherMark: bigint;
  share: bigint;
  left: bigint;
  paused: boolean;
  closesAt: number | null;
}

export interface ListingInfo {
  model: number;
  multiplier: number | null;
  nextMultiplier: number | null;
}

export interface ProviderInfo {
  account: string;
  metadata: string;
  capacity: bigint;
  nextCapacity: bigint;
  settled: bigint;
  previousSettled: bigint;
  bond: bigint;
  excessBond: bigint;
  bondFreeAt: number;
  nextSequence: bigint;
  leaving: boolean;
  suspended: boolean;
  receiptKey: string | null;
  earnings: bigint;
  pendingEarnings: bigint;
  models: ListingInfo[];
}

export type ModelKind = 'Text' | 'Image' | 'Audio' | 'Video' | 'Embedding' | 'Other';

export interface ModelInfo {
  id: number;
  name: string;
  kind: ModelKind;
  curator: string;
  rateCard: Price[];
  nextRateCard: Price[];
  retiredAt: number | null;
}

export type Quote = { Ok: bigint } | { Err: string | { Usage: string } };

export interface Denial {
  limit: string;
  left: bigint;
  resetsAt: bigint | null;
}

export type DebitAnswer = { Ok: bigint } | { Err: Denial };
