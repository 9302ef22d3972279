import { GenericAccountId } from '@polkadot/types';
import {
  AbstractArray,
  AbstractInt,
  bool,
  Bytes,
  Compact,
  Enum,
  Null,
  Option,
  Raw,
  Struct,
} from '@polkadot/types-codec';
import type { Codec } from '@polkadot/types/types';

/** A value of the chain in the types of the language, in the form in which calls take it as an argument. */
export type Plain = null | boolean | number | bigint | string | Plain[] | { [key: string]: Plain };

/** Integers up to this width become numbers, wider ones bigints, whatever their value. */
const WIDEST_NUMBER = 32;

/**
 * Turns a decoded value into plain data.
 *
 * Integers of up to 32 bits become numbers, wider ones bigints. Bytes that are text become text, other bytes hex. A variant without
 * fields becomes its name, one with fields `{ Name: fields }`.
 */
export function toPlain(value: Codec): Plain {
  if (value instanceof Compact) return toPlain(value.unwrap());
  if (value instanceof AbstractInt) return value.bitLength() > WIDEST_NUMBER ? value.toBigInt() : value.toNumber();
  if (value instanceof bool) return value.isTrue;
  if (value instanceof Null) return null;
  if (value instanceof Option) return value.isSome ? toPlain(value.unwrap()) : null;
  if (value instanceof Enum) {
    return value.inner instanceof Null ? value.type : { [value.type]: toPlain(value.inner) };
  }
  if (value instanceof Struct) {
    return Object.fromEntries([...value.entries()].map(([key, field]) => [String(key), toPlain(field as Codec)]));
  }
  if (value instanceof AbstractArray) return [...value].map((item) => toPlain(item as Codec));
  if (value instanceof GenericAccountId) return value.toString();
  if (value instanceof Bytes) return value.isUtf8 ? value.toUtf8() : value.toHex();
  if (value instanceof Raw) return value.toHex();
  return value.toString();
}
