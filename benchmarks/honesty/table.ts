import type { Filled } from './blocks.ts';
import type { Measured } from './measure.ts';

/** Between these lies the ratio of what was measured to what was declared. */
const LEAST = 0.3;
const MOST = 1.0;

/** Rows whose ratio may lie below, and why. None may lie above. */
const MAY_LIE_BELOW: Record<string, string> = {
  'metering.submitReceipts, 1,000 in 100 groups, ledgers touched first':
    'each ledger is charged for the records of three epochs of its own, and these share them, since all were touched in the same epochs',
};

/** Calls of one kind, and what each takes. */
export interface Row {
  name: string;
  filled: Filled;
  each: Measured;
}

const ratioOf = ({ each: { declared, actual } }: Row): number => actual / declared;

const lies = (ratio: number): 'below' | 'between' | 'above' => {
  if (ratio < LEAST) return 'below';
  return ratio <= MOST ? 'between' : 'above';
};

/** Whether the ratio of a row lies where it should, or below and that is explained. */
export function isHonest(row: Row): boolean {
  const where = lies(ratioOf(row));
  return where === 'between' || (where === 'below' && row.name in MAY_LIE_BELOW);
}

/** The results in Markdown. */
export function markdown(machine: string, emptyBlock: Measured, rows: Row[]): string {
  const inside = rows.filter((row) => lies(ratioOf(row)) === 'between').length;
  return [
    `${machine}\n`,
    `What each call takes beside the empty block, which is declared at ${micros(emptyBlock.declared)} µs and took ${micros(emptyBlock.actual)} µs.`,
    `How to read it is in [the README](../README.md#are-they-honest).\n`,
    '| calls | blocks | declared for each, µs | measured, µs | ratio | |',
    '|---|--:|--:|--:|--:|---|',
    ...rows.map(line),
    `\n${inside} of ${rows.length} ratios lie between ${LEAST} and ${MOST.toFixed(1)}.\n`,
  ].join('\n');
}

function line(row: Row): string {
  const { name, filled, each } = row;
  const figures = [filled.blocks.length, micros(each.declared), micros(each.actual), ratioOf(row).toFixed(2)];
  return `| ${name} × ${filled.calls} | ${figures.join(' | ')} | ${verdict(row)} |`;
}

/** Where a ratio lies that lies outside, and why it may. */
function verdict(row: Row): string {
  const where = lies(ratioOf(row));
  if (where === 'between') return '';
  const reason = where === 'below' ? MAY_LIE_BELOW[row.name] : undefined;
  return reason === undefined ? where : `${where}: ${reason}`;
}

const micros = (nanoseconds: number): string => (nanoseconds / 1_000).toFixed(0);
