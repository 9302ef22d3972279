import type { ApiPromise } from '@polkadot/api';
import type { DispatchError } from '@polkadot/types/interfaces';

/** A call that the chain refused: its fee is paid, and nothing else has changed. */
export class ChainError extends Error {
  /** The pallet and the error, such as `metering.SequenceGap`. */
  readonly code: string;
  /** What the chain's metadata says about it, and about what to do next. */
  readonly docs: string;

  constructor(code: string, docs: string) {
    super(docs === '' ? code : `${code}: ${docs}`);
    this.name = 'ChainError';
    this.code = code;
    this.docs = docs;
  }

  /** Finds name and documentation of a dispatch error in the metadata. */
  static from(api: ApiPromise, error: DispatchError): ChainError {
    if (error.isModule) {
      const { section, name, docs } = api.registry.findMetaError(error.asModule);
      return new ChainError(`${section}.${name}`, documentation(docs));
    }
    const detail = error.isToken ? `.${error.asToken.type}` : error.isArithmetic ? `.${error.asArithmetic.type}` : '';
    return new ChainError(`${error.type}${detail}`, '');
  }
}

/** Documentation as the metadata has it, line by line, as running text. */
export function documentation(lines: Iterable<{ toString(): string }>): string {
  return [...lines]
    .map((line) => line.toString().trim())
    .join(' ')
    .trim();
}
