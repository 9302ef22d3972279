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

const nanoseconds = (text: string): number => Number(text.replaceAll(',', ''));

/** Executes blocks of a stopped node's database again, so many times each, and sums up what each kind of them took. */
export function measure(chainAndPath: string[], filled: Filled, repeat: number): Measured {
  const { first, last } = filled;
  const range = ['--from', `${first}`, '--to', `${last}`, '--repeat', `${repeat}`];
  const options = { encoding: 'utf8', maxBuffer: 2 ** 28 } as const;
  const { status, stdout, stderr } = spawnSync(NODE_BINARY, ['benchmark', 'block', ...chainAndPath, ...range], options);
  if (status !== 0) throw new Error(`the blocks could not be executed again:\n${stderr}`);
  const lines = [...`${stdout}${stderr}`.matchAll(LINE)];
  if (lines.length !== last - first + 1) throw new Error(`of some blocks nothing is said:\n${stderr}`);
  const sum = (group: number) => lines.reduce((total, line) => total + nanoseconds(line[group] ?? ''), 0);
  return { actual: sum(3), declared: sum(4) };
}
