import { spawnSync } from 'node:child_process';
import { NODE_BINARY } from '../../tests/support/node.ts';
import { fastestQuarter } from '../fastest.ts';
import { mean, median } from '../median.ts';
import type { Filled } from './blocks.ts';

/** What was declared after refunds, and what it took to execute, in nanoseconds. */
export interface Measured {
  declared: number;
  actual: number;
}

/** What blocks of a node took, by their numbers. */
export type MeasuredBlocks = Map<number, Measured>;

/** One line of `benchmark block`. */
const LINE = /Block (\d+) with +(\d+) tx used +[\d.]+% of its weight \( *([\d,]+) of +([\d,]+) ns\)/g;

const nanoseconds = (text = ''): number => Number(text.replaceAll(',', ''));

/** Executes blocks of a stopped node's database again, all of them in every pass, and gives the mean of the fastest quarter of each. */
export function executeAgain(chainAndPath: string[], blocks: number[], passes: number): MeasuredBlocks {
  const measured = Array.from({ length: passes }, () => executeOnce(chainAndPath, blocks));
  return new Map(
    blocks.map((number) => {
      const times = measured.map((pass) => ofBlock(pass, number).actual);
      return [number, { declared: ofBlock(measured[0]!, number).declared, actual: mean(fastestQuarter(times)) }];
    }),
  );
}

function executeOnce(chainAndPath: string[], blocks: number[]): MeasuredBlocks {
  // The runtime is compiled for the first block, which therefore is one that nobody asks for.
  const first = Math.min(...blocks) - 1;
  const last = Math.max(...blocks);
  const range = ['--from', `${first}`, '--to', `${last}`, '--repeat', '1'];
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

/** What an empty block takes: the medians over some. */
export function ofEmptyBlock(measured: MeasuredBlocks, empty: number[]): Measured {
  const blocks = empty.map((number) => ofBlock(measured, number));
  return {
    declared: median(blocks.map(({ declared }) => declared)),
    actual: median(blocks.map(({ actual }) => actual)),
  };
}

/** What each call of one kind takes beside the empty blocks that hold them. */
export function ofEachCall({ blocks, calls }: Filled, measured: MeasuredBlocks, emptyBlock: Measured): Measured {
  const each = (part: keyof Measured) => {
    const all = blocks.reduce((sum, number) => sum + ofBlock(measured, number)[part], 0);
    return (all - blocks.length * emptyBlock[part]) / calls;
  };
  return { declared: each('declared'), actual: each('actual') };
}

function ofBlock(measured: MeasuredBlocks, number: number): Measured {
  const block = measured.get(number);
  if (block === undefined) throw new Error(`nothing is said of block ${number}`);
  return block;
}
