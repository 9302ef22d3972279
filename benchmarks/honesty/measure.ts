import { spawnSync } from 'node:child_process';
import { NODE_BINARY } from '../../tests/support/node.ts';
import type { Filled } from './blocks.ts';

/** What blocks were declared to take after refunds, and what it took to execute them, in nanoseconds. */
export interface Measured {
  declared: number;
  actual: number;
}

/** One line of `benchmark block`. */
const LINE = /Block (\d+) with +(\d+) tx used +[\d.]+% of its weight \( *([\d,]+) of +([\d,]+) ns\)/g;

const nanoseconds = (text = ''): number => Number(text.replaceAll(',', ''));

/** Executes blocks of a stopped node's database again, so many times each, and gives what each took by its number. */
export function executeAgain(chainAndPath: string[], all: Filled[], repeat: number): Map<number, Measured> {
  // The runtime is compiled for the first block, which therefore is one that nobody asks for.
  const first = Math.min(...all.map((filled) => filled.first)) - 1;
  const last = Math.max(...all.map((filled) => filled.last));
  const range = ['--from', `${first}`, '--to', `${last}`, '--repeat', `${repeat}`];
  const options = { encoding: 'utf8', maxBuffer: 2 ** 28 } as const;
  const { status, stdout, stderr } = spawnSync(NODE_BINARY, ['benchmark', 'block', ...chainAndPath, ...range], options);
  if (status !== 0) throw new Error(`the blocks could not be executed again:\n${stderr}`);
  const lines = [...`${stdout}${stderr}`.matchAll(LINE)];
  return new Map(
    lines.map(([, number, , actual, declared]) => [
      Number(number),
      { actual: nanoseconds(actual), declared: nanoseconds(declared) },
    ]),
  );
}

/** The sum over the blocks that hold the calls of one kind. */
export function sumOver({ first, last }: Filled, measured: Map<number, Measured>): Measured {
  const sum = { actual: 0, declared: 0 };
  for (let number = first; number <= last; number += 1) {
    const block = measured.get(number);
    if (block === undefined) throw new Error(`nothing is said of block ${number}`);
    sum.actual += block.actual;
    sum.declared += block.declared;
  }
  return sum;
}
